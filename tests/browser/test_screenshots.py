"""The pictures the project takes of itself: every page there is, in both widths, by day and by night, never blank."""

import struct
from pathlib import Path

import pytest

from tests.browser.pages import PAGES, Page
from tests.browser.screenshots import SCHEMES, SIZES, take
from tests.browser.stage import Stage

SMALLEST_BYTES = 8_000  # an empty page of paper colour has about 3,000
SOME = ("home", "times", "confirm", "booked", "desk", "team")


def pictures(stage: Stage, page: Page, folder: Path) -> dict[str, bytes]:
    """Take a page in every way and return the files by what they show."""
    for size in SIZES:
        take(stage, page, size, language="ru", folder=folder)
    return {
        f"{size}-{scheme}": (folder / f"{page.name}-{size}-{scheme}.png").read_bytes()
        for size in SIZES
        for scheme in SCHEMES
    }


def assert_shown(taken: dict[str, bytes]) -> None:
    """Say that pictures are as wide as they should be, hold something, and differ by day and night."""
    widths = {name: struct.unpack(">I", content[16:20])[0] for name, content in taken.items()}

    assert widths == {f"{size}-{scheme}": SIZES[size][0] for size in SIZES for scheme in SCHEMES}
    assert min(len(content) for content in taken.values()) > SMALLEST_BYTES
    assert len(set(taken.values())) == len(taken)


@pytest.mark.promise("screenshots")
@pytest.mark.parametrize("page", [page for page in PAGES if page.name in SOME], ids=lambda page: page.name)
def test_picture_of_a_page(stage: Stage, page: Page, tmp_path: Path) -> None:
    assert_shown(pictures(stage, page, tmp_path))


@pytest.mark.long
@pytest.mark.promise("screenshots")
@pytest.mark.parametrize("page", [page for page in PAGES if page.name not in SOME], ids=lambda page: page.name)
def test_picture_of_every_other_page(stage: Stage, page: Page, tmp_path: Path) -> None:
    assert_shown(pictures(stage, page, tmp_path))
