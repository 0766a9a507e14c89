"""What a first visit costs on the line, measured by a real Chromium with a cold cache: encoded bytes, headers included.

The visit is in Russian, which compresses worst, at 360 px, with scripts, on the demo.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request, sync_playwright

from bench.measure import Figure
from bench.serving import demo

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@dataclass(slots=True)
class Line:
    """What went over the line during one visit; workers' requests are seen, too."""

    host: str
    asked: list[Request] = field(default_factory=list)
    finished: list[Request] = field(default_factory=list)

    def elsewhere(self) -> list[str]:
        """Return the addresses on other hosts that were asked for, answered or not."""
        parts = [(request.url, urlsplit(request.url)) for request in self.asked]
        return [url for url, part in parts if part.scheme not in ("data", "blob") and part.netloc != self.host]

    def received(self) -> dict[str, int]:
        """Return the bytes that came, by path."""
        found: dict[str, int] = {}
        for request in self.finished:
            path, sizes = urlsplit(request.url).path, request.sizes()
            found[path] = found.get(path, 0) + sizes["responseHeadersSize"] + sizes["responseBodySize"]
        return found

    def figure(self) -> Figure:
        """Return the KiB that came, with the ten heaviest addresses beside them."""
        received = self.received()
        heaviest = sorted(received.items(), key=lambda item: -item[1])[:10]
        return Figure(sum(received.values()) / 1024, {f"{path} (bytes)": count for path, count in heaviest})


def figures(scale: float) -> dict[str, Figure]:
    """Return `first_slot_kib`, `journey_kib` and `third_party_requests`; `scale` changes nothing: a page is a page."""
    with (
        TemporaryDirectory(prefix="pristan-bench-") as folder,
        demo(Path(folder) / "demo") as served,
        _browser() as own,
    ):
        with _visit(own, served.address) as (page, line):
            find(page, served.address)
            first_slot = line.figure()
        with _visit(own, served.address) as (page, line):
            journey(page, served.address)
            whole = line.figure()
            elsewhere = line.elsewhere()
    return {
        "first_slot_kib": first_slot,
        "journey_kib": whole,
        "third_party_requests": Figure(len(elsewhere), {str(number): url for number, url in enumerate(elsewhere)}),
    }


def find(page: Page, address: str) -> None:
    """Go the shortest way from home to the first times."""
    page.goto(address)
    page.click('a[href="/wishes/1"]')
    page.click("button[name=go][value=times]")
    page.click("#proposed button")
    page.wait_for_selector("button[name=start]")
    page.wait_for_load_state("networkidle")


def journey(page: Page, address: str) -> None:
    """Go the whole way: every question, the first time, the terms, the words, two of them asked back, my page."""
    page.goto(address)
    page.click('a[href="/wishes/1"]')
    while re.search(r"/wishes/\d", page.url):
        page.click("button[name=go][value=next]")
        page.wait_for_load_state()
    page.click("#proposed button")
    page.click("button[name=start] >> nth=0")
    page.click("button[name=go][value=book]")
    page.click('a[href="/key"]')
    page.wait_for_selector("#saved", state="visible", timeout=60_000)
    words = page.locator("#card li").all_inner_texts()
    page.click("#saved")
    page.wait_for_selector("#check", state="visible")
    for number, word in enumerate(words, start=1):
        if page.locator(f"#word-{number}").is_visible():
            page.fill(f"#word-{number}", word)
    page.click("#check button >> nth=0")
    page.wait_for_url("**/my")
    page.wait_for_load_state("networkidle")


@contextmanager
def _browser() -> Iterator[Browser]:
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def _visit(browser: Browser, address: str) -> Iterator[tuple[Page, Line]]:
    """Open a window that has never been here: nothing cached, no cookie."""
    context = browser.new_context(
        locale="ru-RU", timezone_id="Asia/Almaty", viewport={"width": 360, "height": 740}, is_mobile=True
    )
    line = Line(urlsplit(address).netloc)
    context.on("request", lambda request: line.asked.append(request))
    context.on("requestfinished", lambda request: line.finished.append(request))
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page, line
    context.close()
