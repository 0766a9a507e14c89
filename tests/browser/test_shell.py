"""What every page does around its content: the bar makes room for a screen keyboard, what is wrong gets the focus."""

from playwright.sync_api import expect

from tests.browser.stage import Stage

SCREEN_KEYBOARD = """height => {
    Object.defineProperty(visualViewport, 'height', {get: () => height, configurable: true});
    visualViewport.dispatchEvent(new Event('resize'));
}"""


def test_bar_goes_to_the_top_while_a_screen_keyboard_is_open(stage: Stage) -> None:
    with stage.visitor(role="volunteer") as context:
        tab = context.new_page()
        tab.goto("/desk/profile")
        bar, root = tab.locator(".bar"), tab.locator("html")
        tab.locator("main input[type=text]").first.focus()

        tab.evaluate(SCREEN_KEYBOARD, 300)
        expect(root).to_have_attribute("data-typing", "")
        box = bar.bounding_box()
        assert box is not None
        assert box["y"] == 0

        tab.evaluate(SCREEN_KEYBOARD, 740)
        expect(root).not_to_have_attribute("data-typing", "")


def test_what_is_wrong_is_said_first_and_has_the_focus(stage: Stage) -> None:
    with stage.visitor(role="volunteer", scripts=False) as context:
        tab = context.new_page()
        tab.goto("/desk/terms")
        field = tab.locator("[name=caseload_cap]")
        field.fill("9999")

        tab.get_by_role("button", name="Save").click()

        expect(tab.get_by_role("alert")).to_be_focused()
        tab.get_by_role("alert").get_by_role("link").click()
        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_value("9999")


def test_language_is_switched_without_scripts_on_the_same_page(stage: Stage) -> None:
    with stage.visitor(scripts=False) as context:
        tab = context.new_page()
        tab.goto("/limits")

        tab.get_by_role("button", name="Українська").click()

        assert tab.url.endswith("/limits")
        expect(tab.locator("html")).to_have_attribute("lang", "uk")
        expect(tab.get_by_role("button", name="Українська")).to_have_attribute("aria-current", "true")


def test_keyboard_reaches_the_main_part_at_once(stage: Stage) -> None:
    with stage.visitor() as context:
        tab = context.new_page()
        tab.goto("/about")

        tab.keyboard.press("Tab")
        expect(tab.get_by_role("link", name="To the main part")).to_be_focused()
        tab.keyboard.press("Enter")
        tab.keyboard.press("Tab")

        assert tab.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_card_is_printed_alone(stage: Stage) -> None:
    with stage.visitor(role="client") as context:
        tab = context.new_page()
        tab.goto("/my")
        tab.emulate_media(media="print")

        seen = {part: tab.locator(part).first.is_visible() for part in (".top", ".foot", ".bar", "h1", ".prints")}

        assert seen == {".top": False, ".foot": False, ".bar": False, "h1": False, ".prints": True}
