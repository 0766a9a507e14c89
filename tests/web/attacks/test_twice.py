"""One form twice, in turn and at once; two tabs at different things: nothing happens twice, or to another thing."""

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy import func, select

from scheduling.errors import SlotTaken
from service.models import Appointment, Occupancy, Role, Setting, Volunteer
from service.site import Site
from tests.factories import ALDER, make_account, make_volunteer
from tests.web.attacks.evidence import START, at_the_times, booked, holding, says, stored
from tests.web.desk.test_desk import entered
from tests.web.visitor import Visitor
from web.refusals import ChosenElsewhere

PRESSES = 8
NAMED = re.compile(r'name="(n|held|session)" value="([^"]+)"')
"""What a form says that it is about."""


def tab_of(app: FastAPI, visitor: Visitor) -> Visitor:
    """Return another tab of the same browser, on the same page."""
    tab = Visitor(app)
    tab.client.headers["accept-language"] = visitor.client.headers["accept-language"]
    tab.client.cookies.update(visitor.client.cookies)
    tab.token = visitor.token
    return tab


def at_once(presses: Sequence[Callable[[], Response]]) -> list[Response]:
    """Press all at the same moment."""
    together = Barrier(len(presses))

    def press(one: Callable[[], Response]) -> Response:
        together.wait(30)
        return one()

    with ThreadPoolExecutor(len(presses)) as threads:
        return list(threads.map(press, presses))


def count(site: Site, table: type[Appointment | Occupancy]) -> int:
    with site.db.reading() as db:
        return db.scalar(select(func.count()).select_from(table)) or 0


def states(site: Site) -> dict[int, str]:
    """Return the state of every session by its start."""
    with site.db.reading() as db:
        return {row.starts_at: row.state for row in db.scalars(select(Appointment))}


def two_meetings(site: Site, visitor: Visitor) -> tuple[int, int]:
    """Book two meetings with one volunteer, where that is allowed."""
    with site.db.writing() as db:
        db.add(Setting(key="policy.first_upcoming_max", value=2))
        make_volunteer(db, ALDER)
    return booked(visitor, choice=20), booked(visitor, choice=25)


def test_a_time_pressed_again_after_a_lost_answer_is_still_kept(
    alder: Volunteer, app: FastAPI, site: Site, visitor: Visitor
) -> None:
    start_at = at_the_times(visitor)[1]
    tab_of(app, visitor).post("/times", {"start": str(start_at)})  # whatever it answers never arrives

    again = visitor.post("/times", {"start": str(start_at)})
    page = visitor.get("/confirm")

    assert again.headers["location"] == "/confirm"
    assert page.status_code == 200
    assert count(site, Occupancy) == 1


def test_a_time_pressed_many_times_at_once_is_kept_once(
    alder: Volunteer, app: FastAPI, site: Site, visitor: Visitor, language: str
) -> None:
    start_at = str(at_the_times(visitor)[1])
    tabs = [tab_of(app, visitor) for _ in range(PRESSES)]

    answers = at_once([partial(tab.post, "/times", {"start": start_at}) for tab in tabs])

    told = [each for each in answers if each.status_code != 303]
    assert len(told) < PRESSES
    assert all(each.status_code == 409 and says(each, SlotTaken(), language) for each in told)
    assert count(site, Occupancy) == 1
    assert visitor.get("/confirm").status_code == 200


def test_a_booking_sent_many_times_at_once_is_one(alder: Volunteer, app: FastAPI, site: Site, visitor: Visitor) -> None:
    holding(visitor)
    tabs = [tab_of(app, visitor) for _ in range(PRESSES)]

    answers = at_once([partial(tab.post, "/confirm", {"go": "book", "n": "0"}) for tab in tabs])

    assert {each.headers.get("location") for each in answers} == {"/booked"}
    assert (count(site, Appointment), count(site, Occupancy)) == (1, 1)


def test_calling_off_twice_at_once_is_one(alder: Volunteer, app: FastAPI, site: Site, visitor: Visitor) -> None:
    booked(visitor, choice=20)
    visitor.get("/my")
    visitor.post_and_follow("/my", {"go": "cancel", "n": "0"})
    tabs = [tab_of(app, visitor) for _ in range(PRESSES)]

    answers = at_once([partial(tab.post, "/my/cancel", {"go": "cancel", "n": "0"}) for tab in tabs])

    assert {each.headers.get("location") for each in answers} == {"/my"}
    with site.db.reading() as db:
        [row] = db.scalars(select(Appointment))
    assert (row.state, row.sequence, row.ended_by) == ("cancelled", 1, "client")


def test_words_made_twice_at_once_open_what_was_booked(
    alder: Volunteer, app: FastAPI, site: Site, visitor: Visitor
) -> None:
    booked(visitor)
    visitor.get("/key")
    tabs = [tab_of(app, visitor) for _ in range(2)]

    at_once([partial(tab.post, "/key", {"step": "plain"}) for tab in tabs])
    note = visitor.get("/key/note.txt").text
    words = " ".join(line.split()[1] for line in note.splitlines() if line[:1].isdigit())
    back = Visitor(app)
    back.get("/sign-in/plain")
    page = back.post_and_follow("/sign-in/plain", {"words": words})

    assert "ticket" in page.text


def test_a_page_does_not_book_what_another_tab_chose(
    people: None, app: FastAPI, site: Site, visitor: Visitor, language: str
) -> None:
    first, second = holding(visitor), str(at_the_times(visitor)[6])
    page = visitor.get("/confirm").text
    held = dict(NAMED.findall(page))["held"]
    tab = tab_of(app, visitor)
    tab.get("/times")
    tab.post("/times", {"start": second})
    before = stored(site)

    answer = visitor.post("/confirm", {"go": "book", "n": "0", "held": held})

    assert held.startswith(str(first))
    assert (answer.status_code, says(answer, ChosenElsewhere(), language)) == (409, True)
    assert second in answer.text
    assert stored(site) == before


def test_a_page_does_not_call_off_the_meeting_that_another_tab_turned_to(
    site: Site, app: FastAPI, visitor: Visitor
) -> None:
    kept, off = two_meetings(site, visitor)
    visitor.get("/my")
    page = visitor.post_and_follow("/my", {"go": "cancel", "n": "1"})
    tab = tab_of(app, visitor)
    tab.post_and_follow("/my", {"go": "move", "n": "0"})

    visitor.post("/my/cancel", {"go": "cancel", **dict(NAMED.findall(page.text))})

    assert states(site) == {kept: "booked", off: "cancelled"}


def test_a_page_does_not_move_the_meeting_that_another_tab_turned_to(
    site: Site, app: FastAPI, visitor: Visitor
) -> None:
    kept, _ = two_meetings(site, visitor)
    visitor.get("/my")
    page = visitor.post_and_follow("/my", {"go": "move", "n": "1"})
    tab = tab_of(app, visitor)
    tab.post_and_follow("/my", {"go": "cancel", "n": "0"})
    wanted = START.findall(page.text)[30]

    visitor.post("/my/move", {"start": wanted, **dict(NAMED.findall(page.text))})

    assert states(site) == {kept: "booked", int(wanted): "booked"}


def test_a_volunteer_calls_off_the_session_of_the_page_not_of_another_tab(
    site: Site, app: FastAPI, visitor: Visitor
) -> None:
    with site.db.writing() as db:
        account = make_account(db, "alder", role=Role.VOLUNTEER)
        make_volunteer(db, ALDER, account_id=account.id)
    off, kept = booked(Visitor(app), choice=20), booked(Visitor(app), choice=25)
    desk = entered(app, site, account)
    ids = [value for name, value in NAMED.findall(desk.get("/desk").text) if name == "session"]
    page = desk.post_and_follow("/desk", {"session": ids[0]})
    desk.post("/desk", {"session": ids[1]})

    desk.post("/desk/session", {"go": "cancel", **dict(NAMED.findall(page.text))})

    assert states(site) == {off: "cancelled", kept: "booked"}
