"""Take the pictures in docs/screenshots: every page at 360 px and desktop width, Russian, light and dark.

`python -m tests.browser.screenshots [name …]`; without names every page of `tests/browser/pages.py`.
"""

import argparse
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page as Tab
from playwright.sync_api import sync_playwright

from tests.browser.conftest import MISSING, chromium, new_site
from tests.browser.pages import PAGES, Page
from tests.browser.stage import DESKTOP, PHONE, Stage, staged

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
SIZES = {"phone": PHONE, "desktop": DESKTOP}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main() -> None:
    """Take the pictures that were asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("names", nargs="*", metavar="name", help="pages to take; all of them without a name")
    options.add_argument("--language", default="ru", choices=("ru", "uk", "en"))
    options.add_argument("--folder", type=Path, default=FOLDER)
    asked = options.parse_args()
    pages = [page for page in PAGES if not asked.names or page.name in asked.names]
    executable = chromium()
    if executable is None:
        raise SystemExit(MISSING)
    asked.folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        sync_playwright() as playwright,
        staged(new_site(Path(data)), playwright, executable=executable) as stage,
    ):
        for number, page in enumerate(pages, start=1):
            print(f"{number}/{len(pages)} {page.name}", flush=True)
            for size in SIZES:
                take(stage, page, size, language=asked.language, folder=asked.folder)


def take(stage: Stage, page: Page, size: str, *, language: str, folder: Path) -> None:
    """Take one page in one width, light and dark."""
    stage.tidy()
    with stage.visitor(role=page.role, language=language, size=SIZES[size], reduced_motion="reduce") as context:
        tab = context.new_page()
        page.open(tab)
        for scheme in SCHEMES:
            tab.emulate_media(color_scheme=scheme)
            whole(tab, SIZES[size])
            tab.screenshot(path=folder / f"{page.name}-{size}-{scheme}.png")


def whole(tab: Tab, size: tuple[int, int]) -> None:
    """Make the window as tall as the page, so that the bar at the foot stands at its foot."""
    height = int(tab.evaluate("Math.ceil(document.body.getBoundingClientRect().height)"))
    tab.set_viewport_size({"width": size[0], "height": max(height, size[1])})


if __name__ == "__main__":
    main()
