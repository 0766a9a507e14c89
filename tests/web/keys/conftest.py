"""Node and Chromium for the browser's key modules; a machine without them leaves these tests out, except in CI."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests.browser.conftest import MISSING, chromium
from tests.browser.stage import ARGUMENTS
from tests.web.keys.quay import quay

NODE_MISSING = "Node 20 or later is missing. `make setup` installs it."


@pytest.fixture(scope="session", autouse=True)
def _node() -> None:
    if shutil.which("node") is None:
        _left_out(NODE_MISSING)


@pytest.fixture(scope="module")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Give Chromium."""
    executable = chromium()
    if executable is None:
        _left_out(MISSING)
    driver: Playwright = request.getfixturevalue("playwright")
    launched = driver.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
    yield launched
    launched.close()


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """Give an empty page of ours."""
    with quay() as address:
        page = browser.new_page()
        page.goto(address)
        yield page
        page.close()


def _left_out(why: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)
