"""A browser and a filled site, one of each for a whole run."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.clock import SystemClock
from service.crypto.kdf import COMPILED_PROFILE, KdfQueue
from service.db import Database
from service.directory import Directory
from service.limits import Limits
from service.migrate import migrate
from service.settings import Mode, Settings
from service.site import Site, load_secrets
from tests.browser.stage import Stage, staged

MISSING = "Chromium is missing. `make setup` installs it; or set CHROMIUM to its path."


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder: it needs Chromium."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """Give the running site with its cast and the browser."""
    executable = chromium()
    if executable is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    site = new_site(tmp_path_factory.mktemp("stage"))
    with staged(site, request.getfixturevalue("playwright"), executable=executable) as ready:
        yield ready


def chromium() -> str | None:
    """Return the path of the browser, or None."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def new_site(folder: Path) -> Site:
    """Return an empty site in a folder, with the key derivation that browsers have compiled in."""
    clock = SystemClock()
    settings = Settings(mode=Mode.DEMO, data_dir=folder)
    database = Database(settings.database)
    migrate(database)
    secrets = load_secrets(settings.data_dir)
    kdf = KdfQueue(site_id=secrets.site_id, profile=COMPILED_PROFILE)
    return Site(settings, clock, database, secrets, kdf, Directory(database, clock), Limits(clock))
