"""The number of statements does not grow with what is there: one row or three, it is the same."""

import pytest

from scheduling.interval import Span
from service import booking
from service.clock import FixedClock, utc_date
from service.models import Volunteer
from service.site import Site
from tests.factories import wallet
from tests.service.booking.stories import (
    TUESDAY_10,
    TUESDAY_11,
    berlin,
    book,
    booked,
    hold,
    volunteer,
)
from tests.statements import counted

DAY = 86_400


def _sessions(site: Site, clock: FixedClock, number: int) -> bytes:
    """Let Ash have so many sessions, all but the last one over."""
    alder = volunteer(site, horizon_days=60, caseload_cap=20)
    for day in range(number):
        booked(site, "Ash", alder, at=TUESDAY_10 + day * DAY)
        clock.at = TUESDAY_11 + day * DAY - (day == number - 1) * DAY
    with site.db.writing() as db:
        db.get_one(Volunteer, alder).confirmed_on = utc_date(clock.at)
    return alder


@pytest.mark.parametrize("number", [1, 3])
def test_mine_asks_once(site: Site, clock: FixedClock, number: int) -> None:
    _sessions(site, clock, number)

    with counted(site.db) as said, site.db.reading() as db:
        found = booking.mine(db, site, wallet("Ash"))

    assert (len(found), len(said)) == (number, 1)


@pytest.mark.parametrize("number", [1, 3])
def test_acquainted_asks_three_times(site: Site, clock: FixedClock, number: int) -> None:
    _sessions(site, clock, number)

    with counted(site.db) as said, site.db.reading() as db:
        booking.acquainted(db, wallet("Ash"))

    assert len(said) <= 3


@pytest.mark.parametrize("number", [1, 3])
def test_conflicts_ask_once(site: Site, clock: FixedClock, number: int) -> None:
    alder = volunteer(site, caseload_cap=20)
    for hour in range(number):
        booked(site, f"person {hour}", alder, at=berlin(3, 10 + hour))

    with counted(site.db) as said, site.db.reading() as db:
        found = booking.conflicts(db, volunteer_id=alder, spans=[Span(TUESDAY_10, TUESDAY_10 + DAY)])

    assert (len(found), len(said)) == (number, 1)


@pytest.mark.parametrize("number", [1, 3])
def test_a_hold_costs_the_same_beside_one_or_three_others(site: Site, number: int) -> None:
    alder = volunteer(site, caseload_cap=20)
    for hour in range(number):
        booked(site, f"person {hour}", alder, at=berlin(3, 10 + hour))

    with counted(site.db) as said:
        hold(site, alder, at=berlin(4, 10))

    assert len(said) == 13


@pytest.mark.parametrize("number", [2, 3])
def test_weighing_candidates_costs_two_statements(site: Site, number: int) -> None:
    candidates = [volunteer(site, alias=f"V{each}") for each in range(number)]

    with counted(site.db) as said:
        hold(site, *candidates)

    assert len(said) == 15


@pytest.mark.parametrize("number", [1, 3])
def test_a_booking_costs_the_same_beside_one_or_three_others(site: Site, clock: FixedClock, number: int) -> None:
    alder = _sessions(site, clock, number)
    held = hold(site, alder, at=berlin(18, 10))
    clock.at = held.expires_at - 1

    with counted(site.db) as said:
        book(site, "Beech", held)

    # One walk to know the number for the form, one in the booking itself.
    assert len(said) == 16


@pytest.mark.parametrize("number", [1, 3])
def test_a_move_costs_the_same_beside_one_or_three_others(site: Site, clock: FixedClock, number: int) -> None:
    alder = _sessions(site, clock, number)
    clock.at = TUESDAY_10
    booked(site, "Beech", alder, at=berlin(18, 10))

    with counted(site.db) as said, site.db.writing() as db:
        booking.move(db, site, wallet_key=wallet("Beech"), n=0, start_at=berlin(18, 11))

    assert len(said) == 16
