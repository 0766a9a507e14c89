"""How a person gets to the pages of the key and of coming in, by pressing what they would press."""

from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.browser import ways

UNKNOWN = "harbour lantern meadow willow pebble ribbon starling kettle"


def card(tab: Tab) -> None:
    """After a first booking, on to the card with the words that this browser made."""
    ways.booked(tab)
    tab.goto("/key")
    expect(tab.locator("#saved")).to_be_visible(timeout=30_000)


def asked_back(tab: Tab) -> None:
    """On to the two words asked back, one of them wrong."""
    card(tab)
    tab.click("#saved")
    tab.locator("#check input:visible").first.fill("x")
    tab.locator("#check button").first.click()


def server_card(tab: Tab) -> None:
    """After a first booking, on to the card with words that the server made, as where scripts are off."""
    tab.route("**/pages/key.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    ways.booked(tab)
    tab.goto("/key")
    tab.click("#without-scripts button")
    expect(tab.locator("#words li")).to_have_count(8)


def server_check(tab: Tab) -> None:
    """On to the two words that the server asks back."""
    server_card(tab)
    tab.goto("/key/check")


def completing(tab: Tab) -> None:
    """A few letters are typed and words are offered."""
    expect(tab.locator("#enter")).to_be_enabled()
    tab.locator("#words").press_sequentially("ha")
    expect(tab.locator("#completions li").first).to_be_visible()
    tab.keyboard.press("ArrowDown")


def refused(tab: Tab) -> None:
    """Eight words that open nothing, one of them in no list."""
    expect(tab.locator("#enter")).to_be_enabled()
    tab.fill("#words", UNKNOWN.replace("kettle", "kettel"))
    tab.click("#enter")
    expect(tab.locator("#refused")).to_be_visible(timeout=30_000)
    expect(tab.locator("#unknown")).to_be_visible()


def refused_plain(tab: Tab) -> None:
    """The same without scripts."""
    tab.fill("#f-words", UNKNOWN)
    tab.locator("main form button").first.click()
    expect(tab.locator("[role=alert]")).to_be_visible()
