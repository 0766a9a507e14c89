"""The journeys of a person and of a volunteer, pressed through in a real browser, with scripts and without."""

import re
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, expect
from playwright.sync_api import Page as Tab
from sqlalchemy import func, select

from service import staff
from service.clock import utc_date
from service.models import Account, Appointment, Role, Volunteer
from service.visits import Visit
from tests.browser import ways
from tests.browser.stage import DESKTOP, PHONE, Stage

MOST_SECONDS = 90
MOST_SCREENS = 13  # home, five wishes, clock, times, person, booked; without scripts three for the key, else one


@dataclass(frozen=True, slots=True)
class Way:
    """One way of going through: which language, how wide, by day or night, with scripts or without."""

    language: str
    size: tuple[int, int]
    scheme: str
    scripts: bool

    def __str__(self) -> str:
        return f"{self.language}-{self.size[0]}-{self.scheme}-{'script' if self.scripts else 'plain'}"


EVERY_WAY = [
    Way("ru", PHONE, "light", scripts=True),
    Way("ru", PHONE, "light", scripts=False),
    Way("ru", DESKTOP, "light", scripts=True),
    Way("ru", DESKTOP, "light", scripts=False),
    Way("uk", PHONE, "dark", scripts=True),
    Way("uk", PHONE, "dark", scripts=False),
    Way("en", DESKTOP, "dark", scripts=True),
    Way("en", PHONE, "light", scripts=False),
]
ALL_WAYS = pytest.mark.parametrize("way", EVERY_WAY, ids=str)


def visitor(stage: Stage, way: Way) -> AbstractContextManager[BrowserContext]:
    """Return the context manager of a browser that goes this way."""
    return stage.visitor(
        language=way.language, size=way.size, scripts=way.scripts,
        color_scheme=way.scheme, timezone_id="Asia/Tbilisi",
    )  # fmt: skip


def screens(tab: Tab) -> list[str]:
    """Return the list that grows with every page the tab opens."""
    seen: list[str] = []
    tab.on("framenavigated", lambda frame: seen.append(frame.url))
    return seen


def answer_wishes(tab: Tab) -> None:
    """Go from home through all five questions, answering the first two."""
    tab.goto("/")
    tab.click("a.way.first")
    tab.locator("label.choice").first.click()
    tab.click("button[value=next]")
    tab.locator("label.choice").first.click()
    tab.click("button[value=next]")
    for _ in range(3):
        tab.click("button[value=skip]")


def keep_words(tab: Tab, way: Way, *, then: str | re.Pattern[str] = "**/my") -> str:
    """Let the words be made, read them off the card, give two of them back, and return all eight."""
    if not way.scripts:
        tab.click("#without-scripts button")
    expect(tab.locator("#words li")).to_have_count(8)
    words = [word.strip() for word in tab.locator("#words li").all_inner_texts()]
    if way.scripts:
        tab.click("#saved")
        for field in tab.locator("#check input:visible").all():
            number = int(re.findall(r"\d+", field.get_attribute("id") or "")[0])
            field.fill(words[number - 1])
        tab.click("#check button:visible >> nth=0")
    else:
        tab.click("a[href='/key/check']")
        for field in tab.locator("main input[type=text]").all():
            number = int(re.findall(r"\d+", field.get_attribute("name") or "")[0])
            field.fill(words[number - 1])
        tab.locator("main form button").first.click()
    tab.wait_for_url(then)
    return " ".join(words)


def come_in(context: BrowserContext, way: Way, words: str) -> Tab:
    """Come back with the words in a browser that knows nothing."""
    tab = context.new_page()
    if way.scripts:
        tab.goto("/sign-in")
        tab.fill("#words", words)
        tab.click("#enter")
    else:
        tab.goto("/sign-in/plain")
        tab.fill("#f-words", words)
        tab.locator("main form button").first.click()
    tab.wait_for_url("**/my")
    return tab


def book(tab: Tab) -> str:
    """Choose the clock that is proposed and a late time, say yes, and return the time as the ticket says it."""
    tab.click("#proposed button")
    tab.locator("button.time").last.click()
    tab.click("button[value=book]")
    tab.wait_for_url("**/booked")
    return tab.locator(".ticket .when").inner_text()


@pytest.mark.promise("journeys")
@ALL_WAYS
def test_a_person_books_comes_back_moves_and_calls_off(stage: Stage, way: Way) -> None:
    with visitor(stage, way) as context:
        tab = context.new_page()
        seen, begun = screens(tab), time.monotonic()
        answer_wishes(tab)
        when = book(tab)
        tab.click("a.button[href='/key']")
        words = keep_words(tab, way)
        took = time.monotonic() - begun
    with visitor(stage, way) as context:
        tab = come_in(context, way, words)
        assert tab.locator(".ticket .when").inner_text() == when
        moved = move(tab)
        tab.goto("/my")
        call_off(tab)

    assert took < MOST_SECONDS
    assert len([url for url in seen if not url.endswith("/my")]) <= MOST_SCREENS
    assert moved != when
    assert not [url for url in seen if re.search(r"lang|zone|topic|[а-я]", url)]


def move(tab: Tab) -> str:
    """Move the meeting to the last time there is and return when it is now."""
    tab.click("button[value=move]")
    tab.wait_for_url("**/my/move")
    while tab.locator("nav.row a[href*='week']").count() and not tab.locator("button.time").count():
        tab.locator("nav.row a[href*='week']").last.click()
    tab.locator("button.time").first.click()
    tab.wait_for_url("**/booked")
    return tab.locator(".ticket .when").inner_text()


def call_off(tab: Tab) -> None:
    """Call the meeting off and see that nothing is ahead."""
    tab.click("button[value=cancel]")
    tab.wait_for_url("**/my/cancel")
    tab.click("button[value=cancel]")
    tab.wait_for_url("**/my")
    assert tab.locator(".ticket").count() == 0


@pytest.mark.promise("journeys")
@ALL_WAYS
def test_a_volunteer_sees_it_is_told_and_calls_off(stage: Stage, way: Way) -> None:
    with visitor(stage, way) as context, visitor(stage, way) as other:
        person, desk = context.new_page(), other.new_page()
        ways.booked(person)
        helper, my_name = (person.locator(".ticket dd").nth(place).inner_text() for place in (0, 3))
        stage.sign_in(other, visit_of(stage, helper))

        desk.goto("/desk")
        seen = desk.inner_text("main")
        desk.goto("/demo")
        letters = desk.inner_text("main")
        desk.goto("/desk")
        open_session_of(desk, my_name)
        desk.click("button[value=cancel]")
        desk.wait_for_url("**/desk")
        person.goto("/my")

        assert my_name in seen
        assert helper in letters
        assert person.locator("button[value=seen]").count() == 1
        assert person.locator(".ticket").count() == 0


@pytest.mark.promise("journeys")
@ALL_WAYS
def test_a_volunteer_moves_a_meeting_and_the_person_reads_it(stage: Stage, way: Way) -> None:
    with visitor(stage, way) as context, visitor(stage, way) as other:
        person, desk = context.new_page(), other.new_page()
        ways.booked(person)
        when = person.locator(".ticket .when").inner_text()
        helper, my_name = (person.locator(".ticket dd").nth(place).inner_text() for place in (0, 3))
        stage.sign_in(other, visit_of(stage, helper))

        desk.goto("/desk/week?day=" + day_of(stage, helper))
        desk.goto("/desk")
        open_session_of(desk, my_name)
        desk.click("a[href='/desk/move']")
        desk.locator("button.time").first.click()
        desk.wait_for_url("**/desk/session")
        person.goto("/my")

        assert person.locator("button[value=seen]").count() == 1
        assert person.locator(".ticket .when").inner_text() != when


def visit_of(stage: Stage, alias: str) -> Visit:
    """Return the visit of the volunteer with this name, as if they had just come in."""
    with stage.site.db.reading() as db:
        account_id = db.scalar(select(Volunteer.account_id).where(Volunteer.alias == alias))
        epoch = db.scalar(select(Account.epoch).where(Account.id == account_id))
    assert account_id is not None
    assert epoch is not None
    return Visit(account_id=account_id, role=Role.VOLUNTEER, wallet_key=bytes(32), epoch=epoch)


def day_of(stage: Stage, alias: str) -> str:
    """Return the day of a volunteer's last session, as an address says it."""
    with stage.site.db.reading() as db:
        found = db.scalar(
            select(func.max(Appointment.starts_at)).join(Volunteer, Volunteer.id == Appointment.volunteer_id)
            .where(Volunteer.alias == alias)
        )  # fmt: skip
    assert found is not None
    return utc_date(found).isoformat()


def open_session_of(desk: Tab, my_name: str) -> None:
    """Open the session whose name is the one the person was told."""
    row = desk.locator("article.ticket, .lines li").filter(has_text=my_name).first
    row.locator("button").first.click()
    desk.wait_for_url("**/desk/session")


@pytest.mark.promise("journeys")
@ALL_WAYS
def test_a_new_volunteer_answers_four_questions(stage: Stage, way: Way) -> None:
    code, alias = invited(stage, way)
    with visitor(stage, way) as context:
        tab = context.new_page()
        tab.goto(f"/welcome#{code}")
        if not way.scripts:
            tab.locator("main input[type=text], main input[type=password], main textarea").first.fill(code)
        tab.locator("main form button").first.click()
        tab.wait_for_url("**/key")
        keep_words(tab, way, then=re.compile(r"/desk"))
        tab.goto("/desk")
        tab.wait_for_url("**/desk/first")
        tab.locator("input[name=kinds]").first.check(force=True)
        tab.fill("input[name=address]", "someone@example.org")
        tab.locator("main form button").last.click()
        tab.wait_for_url("**/desk/notice")
        state = standing(stage, alias)

    assert state == "waiting"


def invited(stage: Stage, way: Way) -> tuple[str, str]:
    """Return the code of a fresh invitation, and the name by which it is known."""
    alias = f"Wren {''.join(chr(ord('a') + int(digit)) for digit in str(time.monotonic_ns())[-8:])}"
    with stage.site.db.writing() as db:
        link = staff.invite(db, stage.site, role=Role.VOLUNTEER, label=alias).link
    return link.rpartition("#")[2], alias


def standing(stage: Stage, alias: str) -> str | None:
    """Return how a volunteer stands."""
    with stage.site.db.reading() as db:
        return db.scalar(select(Volunteer.state).where(Volunteer.alias == alias))
