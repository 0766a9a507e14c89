"""A one-time link works by opening it and pressing one button; its code leaves the address and the history at once."""

import pytest
from playwright.sync_api import BrowserContext

from service import staff
from service.models import Role
from tests.browser.stage import Stage

SCRIPTS = pytest.mark.parametrize("scripts", [True, False])


def invitation(stage: Stage) -> str:
    """Return the code of a fresh invitation."""
    with stage.site.db.writing() as db:
        return staff.invite(db, stage.site, role=Role.VOLUNTEER, label="Ясень").code


def opened(context: BrowserContext, path: str) -> str:
    """Open a link and return what the field holds."""
    tab = context.new_page()
    tab.goto(path)
    return tab.input_value("input[name=code]")


@pytest.mark.promise("journeys")
@SCRIPTS
def test_an_invited_person_gets_to_the_key(stage: Stage, scripts: bool) -> None:
    code = invitation(stage)
    with stage.visitor(scripts=scripts) as context:
        tab = context.new_page()
        tab.goto(f"/welcome#{code}")
        if not scripts:
            tab.fill("input[name=code]", code)
        tab.locator("#code-form button").click()
        tab.wait_for_url("**/key")

        assert code not in tab.content()


def test_the_code_leaves_the_address_and_fills_the_field(stage: Stage) -> None:
    code = invitation(stage)
    with stage.visitor() as context:
        tab = context.new_page()
        tab.goto(f"/welcome#{code}")

        assert tab.input_value("input[name=code]") == code
        assert not tab.is_visible("input[name=code]")
        assert tab.evaluate("location.href").endswith("/welcome")


def test_a_fragment_that_is_no_code_is_not_taken(stage: Stage) -> None:
    with stage.visitor() as context:
        for fragment in ("main", "<script>", "a b", "я" * 22):
            assert opened(context, f"/reachable#{fragment}") == ""


def test_opening_a_link_alone_uses_nothing_up(stage: Stage) -> None:
    code = invitation(stage)
    with stage.visitor() as context:
        opened(context, f"/welcome#{code}")

    with stage.site.db.reading() as db:
        assert staff.accept(db, stage.site, code).label == "Ясень"


@pytest.mark.promise("journeys")
@SCRIPTS
def test_a_letter_of_the_demo_confirms_an_address(stage: Stage, scripts: bool) -> None:
    with stage.visitor(scripts=scripts) as context:
        tab = context.new_page()
        tab.goto("/demo")
        letter = tab.locator("a[href*='/reachable#']").first
        code = (letter.get_attribute("href") or "").partition("#")[2]
        tab.goto(f"/reachable#{code}")
        if not scripts:
            tab.fill("input[name=code]", code)
        tab.locator("#code-form button").click()
        tab.wait_for_url("**/reachable/thanks")


def test_a_coordinator_copies_a_link(stage: Stage) -> None:
    with stage.visitor(role="coordinator", permissions=["clipboard-read", "clipboard-write"]) as context:
        tab = context.new_page()
        tab.goto("/team/invite")
        tab.click("button[value=make]")
        tab.click("#copy")

        copied = tab.evaluate("navigator.clipboard.readText()")
        assert copied == (tab.text_content("#link") or "").strip()
        assert "/welcome#" in copied
