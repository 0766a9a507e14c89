"""A person books without a mouse: every step is reached with Tab and taken with Enter or the space bar."""

import pytest
from playwright.sync_api import Page as Tab

from tests.browser.stage import Stage

MOST_TABS = 120


def go_to(tab: Tab, selector: str) -> None:
    """Press Tab until the focus is on the first element of a selector, as a person would."""
    for _ in range(MOST_TABS):
        tab.keyboard.press("Tab")
        if tab.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def take(tab: Tab, selector: str, url: str) -> None:
    """Go to a link or button, press Enter and wait for the page it leads to."""
    go_to(tab, selector)
    tab.keyboard.press("Enter")
    tab.wait_for_url(url)


@pytest.mark.promise("accessible")
@pytest.mark.parametrize("scripts", [True, False], ids=["script", "plain"])
def test_booking_by_keyboard_alone(stage: Stage, scripts: bool) -> None:
    with stage.visitor(language="en", scripts=scripts) as context:
        tab = context.new_page()
        tab.goto("/")
        take(tab, "a.way.first", "**/wishes/1")
        go_to(tab, "input[name=language]")
        tab.keyboard.press("Space")
        take(tab, "button[value=next]", "**/wishes/2")
        go_to(tab, "input[name=formats]")
        tab.keyboard.press("Space")
        take(tab, "button[value=times]", "**/clock")
        take(tab, "#proposed button", "**/times")
        take(tab, "button.time", "**/confirm")
        take(tab, "button[value=book]", "**/booked")

        assert tab.locator(".ticket").count() == 1


@pytest.mark.promise("accessible")
def test_a_refusal_takes_the_focus_to_its_reason(stage: Stage) -> None:
    with stage.visitor(role="volunteer", language="en") as context:
        tab = context.new_page()
        tab.goto("/desk/hours")
        go_to(tab, "button[value=add]")
        tab.keyboard.press("Enter")
        tab.wait_for_selector("[role=alert]")

        assert tab.evaluate("document.activeElement.getAttribute('role')") == "alert"


@pytest.mark.promise("accessible")
def test_turning_the_weeks_keeps_the_place(stage: Stage) -> None:
    with stage.visitor(language="en") as context:
        tab = context.new_page()
        tab.goto("/clock")
        tab.click("#proposed button")
        tab.wait_for_url("**/times")
        with tab.expect_response("**/hx-csp.min.js"):  # whoever is quicker than this gets the whole page
            tab.locator("nav.row a").last.focus()
        tab.wait_for_timeout(500)
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/times?week=*")

        assert tab.locator("#results h2").count() > 0
        assert tab.evaluate("document.activeElement !== document.body")
        tab.go_back()
        tab.wait_for_url("**/times")
        tab.wait_for_selector("button.time")
