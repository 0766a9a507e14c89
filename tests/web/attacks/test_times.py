"""Times that cannot be had: a page says so in the person's language, keeps what was typed and changes nothing."""

from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from httpx2 import Response

from scheduling.errors import BeyondHorizon, HoldExpired, OutsideHours, PastTime, SlotTaken
from service.clock import FixedClock
from service.models import OpeningRule, Volunteer
from service.site import Site
from tests.factories import NOW
from tests.web.attacks.evidence import START, at_the_times, booked, holding, says, stored, wishes_are_kept
from tests.web.visitor import Visitor
from web.forms import CHOOSE

HOUR, DAY = 3600, 86_400
CET_10 = NOW + 2 * DAY - 3 * HOUR  # Wednesday, 10:00 in Berlin


def test_an_unknown_zone(alder: Volunteer, site: Site, visitor: Visitor, language: str) -> None:
    at_the_times(visitor)
    before = stored(site)

    for zone in ("Europe/Atlantis", "", "europe/berlin", "../etc/passwd", "UTC+3", "Ｅurope/Berlin"):
        answer = visitor.post("/clock", {"zone": zone})
        assert (answer.status_code, says(answer, CHOOSE, language)) == (422, True)
        assert "Asia/Tbilisi" in answer.text

    assert wishes_are_kept(visitor)
    assert stored(site) == before


def test_an_unknown_zone_in_the_settings_keeps_the_language_that_was_chosen(
    alder: Volunteer, site: Site, visitor: Visitor, language: str
) -> None:
    booked(visitor)
    before = stored(site)

    answer = visitor.post("/my/settings", {"zone": "Europe/Atlantis", "language": "uk"})

    assert (answer.status_code, says(answer, CHOOSE, language)) == (422, True)
    assert '<option value="uk" selected' in answer.text or 'value="uk" checked' in answer.text
    assert stored(site) == before


def refused(visitor: Visitor, start_at: int) -> Response:
    answer = visitor.post("/times", {"start": str(start_at)})
    assert answer.status_code == 409
    assert START.search(answer.text), "no other time is offered"
    assert wishes_are_kept(visitor)
    return answer


def test_a_time_outside_hours(alder: Volunteer, site: Site, visitor: Visitor, language: str) -> None:
    at_the_times(visitor)
    before = stored(site)

    for at_night_or_beside_the_step in (CET_10 + 12 * HOUR, CET_10 + 17):
        assert says(refused(visitor, at_night_or_beside_the_step), OutsideHours(), language)

    assert stored(site) == before


def test_a_past_time(alder: Volunteer, site: Site, visitor: Visitor, language: str) -> None:
    at_the_times(visitor)
    before = stored(site)

    for ago in (1, HOUR, 365 * DAY, NOW):
        assert says(refused(visitor, NOW - ago), PastTime(), language)

    assert stored(site) == before


def test_a_time_that_no_calendar_holds(alder: Volunteer, site: Site, visitor: Visitor, language: str) -> None:
    at_the_times(visitor)
    before = stored(site)

    for ahead in (200 * DAY, 2**33 - NOW):
        assert says(refused(visitor, NOW + ahead), BeyondHorizon(), language)

    assert stored(site) == before


def test_a_time_just_taken(alder: Volunteer, app: FastAPI, site: Site, visitor: Visitor, language: str) -> None:
    start_at = at_the_times(visitor)[1]
    assert booked(Visitor(app)) == start_at
    before = stored(site)

    answer = refused(visitor, start_at)

    assert says(answer, SlotTaken(), language)
    assert str(start_at) not in START.findall(answer.text)
    assert stored(site) == before


def test_a_time_taken_while_moving(alder: Volunteer, app: FastAPI, site: Site, visitor: Visitor, language: str) -> None:
    booked(visitor, choice=20)
    visitor.get("/my")
    visitor.post_and_follow("/my", {"go": "move", "n": "0"})
    taken = booked(Visitor(app), choice=22)
    before = stored(site)

    answer = visitor.post("/my/move", {"start": str(taken)})

    assert (answer.status_code, says(answer, SlotTaken(), language)) == (409, True)
    assert START.search(answer.text)
    assert stored(site) == before


@pytest.mark.parametrize("go", ["book", "longer", "other"])
def test_an_expired_hold(
    alder: Volunteer, site: Site, visitor: Visitor, clock: FixedClock, language: str, go: str
) -> None:
    holding(visitor)
    clock.advance(seconds=16 * 60)
    before = stored(site)

    answer = visitor.post("/confirm", {"go": go, "n": "0"})

    assert (answer.status_code, says(answer, HoldExpired(), language)) == (409, True)
    assert 'href="/times"' in answer.text
    assert wishes_are_kept(visitor)
    assert stored(site, without=("occupancy", "volunteer")) == {
        name: rows for name, rows in before.items() if name not in ("occupancy", "volunteer")
    }


def test_an_expired_hold_on_a_page_that_is_opened_again(
    alder: Volunteer, visitor: Visitor, clock: FixedClock, language: str
) -> None:
    holding(visitor)
    clock.advance(seconds=16 * 60)

    answer = visitor.get("/confirm")

    assert (answer.status_code, says(answer, HoldExpired(), language)) == (409, True)


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("searched", "booked_at", "wanted", "wall"),
    [
        ("2026-10-25T00:50", "2026-10-25T01:10", "2026-10-26T08:00", "9:00"),
        ("2027-03-28T00:50", "2027-03-28T01:10", "2027-03-29T07:00", "9:00"),
        ("2026-10-25T00:50", "2026-10-25T01:10", "2026-10-25T03:00", "4:00"),
    ],
    ids=["back an hour", "forward an hour", "in the night itself"],
)
def test_clocks_change_between_search_and_booking(
    site: Site, alder: Volunteer, visitor: Visitor, clock: FixedClock, searched: str, booked_at: str, wanted: str,
    wall: str,
) -> None:  # fmt: skip
    """The button booked the instant it showed, and the page says the same wall time after the change as before."""
    with site.db.writing() as db:
        db.add_all(
            OpeningRule(volunteer_id=alder.id, weekday=day, start_minute=0, end_minute=540, zone="Europe/Berlin")
            for day in range(7)
        )
    clock.at = at(searched)
    with site.db.writing() as db:
        db.get_one(Volunteer, alder.id).confirmed_on = datetime.fromtimestamp(clock.at, UTC).date()
    at_the_times(visitor, zone="Europe/Berlin")
    day = visitor.get(f"/times?day={wanted[:10]}").text
    start_at = at(wanted)
    shown = day[day.index(f'value="{start_at}"') :][:200]
    clock.at = at(booked_at)

    visitor.post_and_follow("/times", {"start": str(start_at)})
    page = visitor.post_and_follow("/confirm", {"go": "book", "n": "0"})

    assert wall in shown
    assert wall in page.text
