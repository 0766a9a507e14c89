"""Closing fast in a real browser: link, button and keys; Back finds nothing; a lost connection loses nothing."""

import pytest
from playwright.sync_api import BrowserContext, expect
from playwright.sync_api import Page as Tab

from tests.browser.stage import Stage

NEUTRAL = "**/calendar"


def opened(context: BrowserContext, path: str = "/about") -> Tab:
    tab = context.new_page()
    tab.goto(path)
    return tab


@pytest.mark.parametrize("scripts", [True, False])
def test_link_leads_to_the_neutral_page_and_ends_the_visit(stage: Stage, scripts: bool) -> None:
    with stage.visitor(role="client", scripts=scripts) as context:
        tab = opened(context)

        tab.get_by_role("link", name="Close fast").click()

        tab.wait_for_url(NEUTRAL)
        assert context.cookies() == []


def test_three_presses_of_shift_leave_at_once(stage: Stage) -> None:
    with stage.visitor(role="client") as context:
        tab = opened(context)

        for _ in range(3):
            tab.keyboard.press("Shift")

        tab.wait_for_url(NEUTRAL)
        assert context.cookies() == []


def test_shift_with_letters_between_stays(stage: Stage) -> None:
    with stage.visitor() as context:
        tab = opened(context)

        for key in ("Shift", "Shift", "a", "Shift", "Shift+A", "Shift", "Shift+Tab", "Shift", "Shift"):
            tab.keyboard.press(key)

        tab.wait_for_timeout(300)
        assert tab.url.endswith("/about")


def test_screen_keyboard_never_leaves(stage: Stage) -> None:
    with stage.visitor() as context:
        tab = opened(context)

        for kind in ("keydown", "keyup") * 4:
            tab.evaluate("kind => dispatchEvent(new KeyboardEvent(kind, {key: 'Shift', code: ''}))", kind)

        tab.wait_for_timeout(300)
        assert tab.url.endswith("/about")


@pytest.mark.parametrize("scripts", [True, False])
def test_back_finds_nothing_of_the_visit(stage: Stage, scripts: bool) -> None:
    with stage.visitor(role="client", language="en", scripts=scripts) as context:
        tab = opened(context, "/")
        expect(tab.get_by_role("link", name="My page")).to_be_visible()
        tab.goto("/about")
        tab.get_by_role("link", name="Close fast").click()
        tab.wait_for_url(NEUTRAL)

        for _ in range(2):
            tab.go_back()

        expect(tab.get_by_role("link", name="My page")).to_have_count(0)


def test_lost_connection_keeps_what_was_typed(stage: Stage) -> None:
    with stage.visitor() as context:
        tab = opened(context, "/leaving")
        context.set_offline(True)

        tab.get_by_role("button", name="Try it now").click()

        expect(tab.get_by_text("There is no connection right now.")).to_be_focused()
        assert tab.url.endswith("/leaving")
        context.set_offline(False)
        expect(tab.get_by_text("There is no connection right now.")).to_be_hidden()


def test_pages_load_nothing_from_elsewhere_and_break_no_policy(stage: Stage) -> None:
    with stage.visitor() as context:
        tab = context.new_page()
        asked, said = [], []
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: said.append(message.text))

        for path in ("/", "/help-now", "/stored", "/leaving", "/nothing-here"):
            tab.goto(path)

        assert [url for url in asked if not url.startswith(stage.base_url)] == []
        assert [text for text in said if "404" not in text] == []
