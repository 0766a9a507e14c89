"""Every page can be used by everybody: axe finds nothing, zoom needs no sideways scrolling, focus is never hidden."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page as Tab
from playwright.sync_api import ViewportSize

from tests.browser.pages import PAGES, Page
from tests.browser.stage import Stage

EVERY_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
LANGUAGES = pytest.mark.parametrize("language", ["ru", "uk", "en"])
ZOOMED: ViewportSize = {"width": 180, "height": 370}  # 360 px wide at 200 %
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FINDS_SIDEWAYS = """() => document.documentElement.scrollWidth > document.documentElement.clientWidth
    ? [...document.querySelectorAll('body *')].filter(each => each.getBoundingClientRect().right > innerWidth + 1)
        .slice(0, 5).map(each => each.outerHTML.slice(0, 120))
    : []"""
FINDS_HIDDEN = """() => {
    const at = document.activeElement, bar = document.querySelector('.bar');
    if (!at || !bar || at === document.body || bar.contains(at)) return null;
    const box = at.getBoundingClientRect(), top = bar.getBoundingClientRect().top;
    return box.bottom > top + 1 || box.top < 0 ? at.outerHTML.slice(0, 120) : null;
}"""


@EVERY_PAGE
@LANGUAGES
@pytest.mark.promise("accessible")
def test_page_is_for_everybody(stage: Stage, page: Page, language: str) -> None:
    stage.tidy()
    with stage.visitor(role=page.role, language=language, bypass_csp=True, reduced_motion="reduce") as context:
        tab = context.new_page()
        page.open(tab)
        show_whole(tab)

        light = violations(tab, RULES)
        tab.emulate_media(color_scheme="dark")
        dark = violations(tab, ["cat.color"])
        tab.set_viewport_size(ZOOMED)
        sideways = tab.evaluate(FINDS_SIDEWAYS)

    assert (light, dark, sideways) == ([], [], [])


@EVERY_PAGE
@pytest.mark.promise("accessible")
def test_focus_is_never_under_the_bar(stage: Stage, page: Page) -> None:
    stage.tidy()
    with stage.visitor(role=page.role, size=(360, 500)) as context:
        tab = context.new_page()
        page.open(tab)
        hidden = []
        for _ in range(40):
            tab.keyboard.press("Tab")
            hidden.append(tab.evaluate(FINDS_HIDDEN))

    assert [each for each in hidden if each] == []


def show_whole(tab: Tab) -> None:
    """Make the window as tall as the page, so that the bar at the foot lies over nothing."""
    tab.wait_for_load_state("networkidle")  # a script of the page may still unfold something
    height = int(tab.evaluate("document.documentElement.scrollHeight"))
    tab.set_viewport_size({"width": 360, "height": height})


def violations(tab: Tab, tags: list[str]) -> list[str]:
    """Return what axe finds with the rules of these tags, one line each."""
    report = Axe().run(tab, options={"runOnly": tags, "resultTypes": ["violations"]})
    return [
        f"{found['id']}: {node['html'][:160]}" for found in report.response["violations"] for node in found["nodes"]
    ]
