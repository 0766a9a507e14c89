"""How a person gets to a page that only exists after something: by pressing what they would press."""

from playwright.sync_api import Page as Tab


def wished(tab: Tab) -> None:
    """From home to the clock, every question skipped."""
    tab.goto("/wishes/1")
    tab.click("button[value=times]")


def clocked(tab: Tab) -> None:
    """On to the times, by the clock that is proposed."""
    wished(tab)
    tab.click("#proposed button")
    tab.wait_for_url("**/times")


def nothing_fits(tab: Tab) -> None:
    """On to a search in which everything is wished for and nobody has it all."""
    clocked(tab)
    tab.goto("/wishes/5")
    for box in tab.locator("input[type=checkbox]").all():
        box.check(force=True)
    tab.click("button[value=next]")
    tab.wait_for_url("**/times")


def held(tab: Tab) -> None:
    """On to the person who would be met; a time late enough to be moved afterwards."""
    clocked(tab)
    tab.locator("button.time").last.click()
    tab.wait_for_url("**/confirm")


def booked(tab: Tab) -> None:
    """On to a booked meeting."""
    held(tab)
    tab.click("button[value=book]")
    tab.wait_for_url("**/booked")


def mine(tab: Tab) -> None:
    """On to all meetings."""
    booked(tab)
    tab.goto("/my")


def moving(tab: Tab) -> None:
    """On to another time for the meeting."""
    mine(tab)
    tab.click("button[value=move]")
    tab.wait_for_url("**/my/move")


def cancelling(tab: Tab) -> None:
    """On to calling the meeting off."""
    mine(tab)
    tab.click("button[value=cancel]")
    tab.wait_for_url("**/my/cancel")


def stored(tab: Tab) -> None:
    """On to what is stored about me, with a meeting unfolded."""
    booked(tab)
    tab.goto("/my/stored")
    tab.click("summary")


def opened_session(tab: Tab) -> None:
    """From a volunteer's first page to the next session."""
    tab.goto("/desk")
    tab.locator("main form button").first.click()
    tab.wait_for_url("**/desk/session")


def moving_session(tab: Tab) -> None:
    """On to another time for that session."""
    opened_session(tab)
    tab.goto("/desk/move")


def opened_person(tab: Tab) -> None:
    """From a coordinator's first page to the first person in the list."""
    tab.goto("/team")
    tab.locator("details li button").first.click()
    tab.wait_for_url("**/team/person")


def invited(tab: Tab) -> None:
    """On to the link of a fresh invitation."""
    tab.goto("/team/invite")
    tab.fill("input[name=label]", "Сосна")
    tab.click("button[value=make]")
    tab.wait_for_selector("#link")


def looked_at_text(tab: Tab) -> None:
    """On to how one of the organisation's texts will look."""
    tab.goto("/team/texts/limits")
    tab.click("button[value=look]")
    tab.wait_for_selector("#looks")


def opened_line(tab: Tab) -> None:
    """On to the form of the first help line."""
    tab.goto("/team/help")
    tab.locator("article a").first.click()
    tab.wait_for_url("**/team/help/*")
