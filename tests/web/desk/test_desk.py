"""What a volunteer does on their pages: first run, today, hours, other days, profile, terms, notices, why not."""

import re
from typing import Any

import pytest
from fastapi import FastAPI

from service import visits
from service.clock import FixedClock
from service.models import Account, Role, Volunteer, VolunteerState
from service.site import Site
from service.visits import Visit
from tests.factories import ALDER, BIRCH, make_account, make_volunteer
from tests.web.finding.test_journey import booked
from tests.web.visitor import Visitor, heading
from web.exchange import PLAIN_COOKIE

START = re.compile(r'name="start" value="(\d+)"')
HIDDEN = re.compile(r'name="(\w+)" value="([0-9a-f]+)"')


def volunteer_at_desk(app: FastAPI, site: Site, **columns: Any) -> Visitor:
    """Return a browser in which Alder has signed in."""
    with site.db.writing() as db:
        account = make_account(db, "alder", role=Role.VOLUNTEER)
        make_volunteer(db, ALDER, account_id=account.id, **columns)
    return entered(app, site, account)


def entered(app: FastAPI, site: Site, account: Account) -> Visitor:
    """Return a browser in which an account has signed in."""
    visit = Visit(account_id=account.id, role=Role(account.role), wallet_key=b"w" * 32, epoch=1, language="en")
    with site.db.brief() as db:
        cookie, _ = visits.start(db, site, visit)
    visitor = Visitor(app)
    visitor.client.cookies.set(PLAIN_COOKIE, cookie)
    return visitor


def row(site: Site) -> Volunteer:
    """Return Alder's row."""
    with site.db.reading() as db:
        return db.query(Volunteer).filter_by(alias="Alder").one()


@pytest.fixture
def desk(app: FastAPI, site: Site) -> Visitor:
    """Give a browser in which Alder has signed in."""
    return volunteer_at_desk(app, site)


@pytest.mark.promise("journeys")
def test_today_shows_who_was_booked(app: FastAPI, desk: Visitor) -> None:
    booked(Visitor(app))

    page = desk.get("/desk")

    assert heading(page) == "Whom do I meet next?"
    assert "GMT+1, Berlin" in page.text
    assert "Nobody is booked yet" not in page.text


def test_a_volunteer_calls_off_and_the_person_reads_it(app: FastAPI, desk: Visitor) -> None:
    person = Visitor(app)
    booked(person)
    session = HIDDEN.findall(desk.get("/desk").text)
    desk.post_and_follow("/desk", {"session": dict(session)["session"]})

    desk.post_and_follow("/desk/session", {"go": "cancel"})

    page = person.get("/my").text
    assert "It has nothing to do with you." in page
    assert "Choose another time" in page
    assert "closed: " in desk.get("/desk/days").text


def test_a_volunteer_moves_and_the_person_reads_it(app: FastAPI, desk: Visitor) -> None:
    person = Visitor(app)
    booked(person)
    desk.post_and_follow("/desk", {"session": dict(HIDDEN.findall(desk.get("/desk").text))["session"]})
    times = START.findall(desk.get("/desk/move").text)

    desk.post_and_follow("/desk/move", {"start": times[-1]})

    assert "Alder had to move your meeting" in person.get("/my").text


def test_somebody_elses_session_cannot_be_opened(app: FastAPI, site: Site, desk: Visitor) -> None:
    booked(Visitor(app))
    with site.db.writing() as db:
        other = make_account(db, "birch", role=Role.VOLUNTEER)
        make_volunteer(db, BIRCH, account_id=other.id)
    session = dict(HIDDEN.findall(desk.get("/desk").text))["session"]
    stranger = entered(app, site, other)
    stranger.get("/desk")

    answer = stranger.post("/desk", {"session": session})

    assert answer.status_code == 422
    assert stranger.get("/desk/session").status_code == 422


@pytest.mark.parametrize("path", ["/desk", "/desk/week", "/desk/hours", "/desk/profile", "/desk/notice", "/desk/why"])
def test_a_client_finds_nothing_here(app: FastAPI, site: Site, path: str) -> None:
    with site.db.writing() as db:
        account = make_account(db, "client")

    assert entered(app, site, account).get(path).status_code == 404
    assert Visitor(app).get(path).status_code == 303


def test_a_suspended_volunteer_sees_nothing(app: FastAPI, site: Site) -> None:
    desk = volunteer_at_desk(app, site, state=VolunteerState.SUSPENDED)

    assert desk.get("/desk").status_code in (404, 422)


def test_the_first_run_takes_four_answers_at_once(app: FastAPI, site: Site) -> None:
    desk = volunteer_at_desk(app, site, state=VolunteerState.DRAFT, confirmed_on=None)
    assert desk.get("/desk").headers["location"] == "/desk/first"
    desk.get("/desk/first")

    answers = {
        "weekday": ["1", "6"], "start": "22:00", "end": "01:00", "zone": "Asia/Tbilisi", "people": "3",
        "formats": ["text"], "languages": ["ru"], "kinds": ["peer"], "address": "someone@example.org",
    }  # fmt: skip
    page = desk.post_and_follow("/desk/first", answers)

    assert "Please open the letter we sent" in page.text
    found = row(site)
    assert (found.state, found.zone, found.caseload_cap) == ("waiting", "Asia/Tbilisi", 3)
    assert "(next day)" in desk.get("/desk/hours").text


def test_the_first_run_keeps_what_was_typed(app: FastAPI, site: Site) -> None:
    desk = volunteer_at_desk(app, site, state=VolunteerState.DRAFT)
    desk.get("/desk/first")

    answer = desk.post("/desk/first", {"start": "26:99", "end": "x", "people": "4", "address": "nonsense"})

    assert answer.status_code == 422
    assert 'value="26:99"' in answer.text
    assert 'value="nonsense"' in answer.text
    assert row(site).state == "draft"


def test_hours_are_added_and_removed(desk: Visitor) -> None:
    desk.get("/desk/hours")

    added = desk.post_and_follow("/desk/hours", {"go": "add", "weekday": "5", "start": "10:00", "end": "12:00"})
    window = re.findall(r'name="window" value="([0-9a-f]+)"', added.text)[-1]
    removed = desk.post_and_follow("/desk/hours", {"go": "remove", "window": window})

    assert "10:00–12:00" in added.text
    assert "10:00–12:00" not in removed.text


def test_overlapping_hours_are_refused_and_kept_in_the_form(desk: Visitor) -> None:
    desk.get("/desk/hours")

    answer = desk.post("/desk/hours", {"go": "add", "weekday": "0", "start": "16:00", "end": "18:30"})

    assert answer.status_code == 409
    assert 'value="18:30"' in answer.text


def test_a_day_away_keeps_booked_meetings_and_says_so(app: FastAPI, desk: Visitor) -> None:
    booked(Visitor(app))
    desk.get("/desk/days")

    answer = desk.post("/desk/days", {"go": "add", "kind": "away", "first_on": "2026-11-02", "last_on": "2026-11-12"})

    assert answer.status_code == 200
    assert "These meetings stay booked" in answer.text


@pytest.mark.parametrize("kind", ["replace", "add", "block"])
def test_other_hours_of_one_day(desk: Visitor, kind: str) -> None:
    edition = dict(re.findall(r'name="(edition)" value="([^"]*)"', desk.get("/desk/days").text))["edition"]
    hours = {"start": "18:00", "end": "20:00"} if kind != "block" else {"start": "10:00", "end": "12:00"}

    page = desk.post_and_follow(
        "/desk/days", {"go": "add", "kind": kind, "first_on": "2026-11-10", "edition": edition, **hours}
    )

    assert f"{hours['start']}–{hours['end']}" in page.text


def test_two_tabs_do_not_overwrite_the_profile(desk: Visitor) -> None:
    first = desk.get("/desk/profile").text
    edition = re.findall(r'name="edition" value="([^"]*)"', first)[0]
    typed = {"kinds": "psychologist", "formats": ["text"], "languages": ["ru"], "edition": edition}
    desk.post_and_follow("/desk/profile", {"alias": "Alder", "about_en": "One", **typed})

    second = desk.post("/desk/profile", {"alias": "Alder", "about_en": "Two", **typed})

    assert second.status_code == 409
    assert "Two" in second.text
    assert "One" in desk.get("/desk/profile").text


def test_a_pause_takes_times_away_and_ends(app: FastAPI, site: Site, desk: Visitor) -> None:
    desk.get("/desk/profile")
    desk.post_and_follow("/desk/profile", {"go": "pause"})

    page = desk.get("/desk")

    assert "You are taking a pause" in page.text
    assert row(site).state == "paused"


def test_terms_out_of_bounds_are_refused(desk: Visitor) -> None:
    desk.get("/desk/terms")

    answer = desk.post("/desk/terms", {"length_minutes": "9000"})

    assert answer.status_code == 422
    assert 'value="9000"' in answer.text


def test_an_address_for_notices_waits_for_its_click(desk: Visitor) -> None:
    desk.get("/desk/notice")

    wrong = desk.post("/desk/notice", {"go": "save", "address": "no address"})
    page = desk.post_and_follow("/desk/notice", {"go": "save", "address": "someone@example.org"})

    assert wrong.status_code == 422
    assert "Please open the letter we sent" in page.text


@pytest.mark.parametrize(
    ("on", "time", "told"),
    [
        ("2026-11-10", "10:00", "This time is free"),
        ("2026-11-10", "20:00", "It is outside your hours"),
        ("2026-11-10", "10:20", "Your meetings begin at other minutes."),
        ("2020-01-01", "10:00", "This time has passed."),
    ],
)
def test_why_a_time_is_not_free(desk: Visitor, on: str, time: str, told: str) -> None:
    assert told in desk.get(f"/desk/why?on={on}&time={time}").text


def test_the_week_shows_hours_and_turns(desk: Visitor, clock: FixedClock) -> None:
    page = desk.get("/desk/week?day=2026-11-10").text

    assert "Hours 09:00–17:00" in page
    assert "/desk/week?day=2026-11-02" in page
    assert desk.get("/desk/week?day=9999-12-31").status_code == 422
