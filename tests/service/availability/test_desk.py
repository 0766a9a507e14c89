"""Today, the week, and why a time is not free."""

from datetime import date

import pytest

from scheduling.obstacles import (
    AlreadyPast,
    CaseloadFull,
    Closed,
    ClosedOnce,
    InsideNotice,
    Occupied,
    OnPause,
    TooFarAhead,
)
from service import availability
from service.availability import DayPart, NotHere
from service.availability.refusals import DayTooFar
from service.models import OccupancyKind, VolunteerState
from service.site import Site
from tests.factories import NOW
from tests.service.directory import people

HOUR, DAY = 3600, 86_400
THURSDAY_9 = 1_793_865_600
TAG = b"t" * 32


@pytest.fixture
def linden(site: Site) -> bytes:
    with site.db.writing() as db:
        return people.volunteer(db, "Linden", windows=((9 * 60, 12 * 60),))


def test_today_says_who_comes_next(site: Site, linden: bytes) -> None:
    with site.db.writing() as db:
        people.booked(db, linden, NOW - 600, case_tag=TAG)
        people.booked(db, linden, THURSDAY_9, case_tag=b"o" * 32)
        people.booked(db, linden, THURSDAY_9 + 14 * DAY, case_tag=TAG)
        people.booked(db, linden, NOW - 2 * HOUR, case_tag=TAG, state="cancelled")

    with site.db.reading() as db:
        today = availability.today(db, site, linden)

    assert today.next is not None
    assert (today.next.starts_at, today.next.alias) == (NOW - 600, "Quiet Harbour")
    assert [line.starts_at for line in today.coming] == [NOW - 600, THURSDAY_9]
    assert (today.accompanied, today.caseload_cap, today.is_full) == (2, 4, False)
    assert today.offered == 13 * 3 - 1
    assert today.fresh_until > NOW


def test_today_of_someone_new_is_empty(site: Site) -> None:
    with site.db.writing() as db:
        rowan = people.volunteer(db, "Rowan", state=VolunteerState.DRAFT, confirmed_on=None, windows=())

    with site.db.reading() as db:
        today = availability.today(db, site, rowan)

    assert (today.next, today.coming, today.offered, today.fresh_until) == (None, (), 0, 0)


def test_week_shows_hours_absences_and_sessions_by_the_wall_clock(site: Site, linden: bytes) -> None:
    with site.db.writing() as db:
        people.booked(db, linden, THURSDAY_9, case_tag=TAG)
        people.taken(db, linden, THURSDAY_9 + HOUR, kind=OccupancyKind.RESERVATION, case_tag=TAG)
        availability.be_away(db, site, linden, first_on=date(2026, 11, 7), last_on=date(2026, 11, 8))

    with site.db.reading() as db:
        week = availability.week(db, site, linden, date(2026, 11, 6))

    thursday, saturday = week.days[3], week.days[5]
    assert week.monday_on == date(2026, 11, 2)
    assert thursday.open == (DayPart(THURSDAY_9, THURSDAY_9 + 3 * HOUR, 540, 720),)
    assert [line.minute for line in thursday.sessions] == [540]
    assert [(each.kind, each.part.start_minute) for each in thursday.taken] == [("reservation", 600)]
    assert (saturday.open, [(each.start_minute, each.end_minute) for each in saturday.away]) == ((), [(0, 1440)])


def test_week_with_a_clock_change_keeps_the_wall_clock(site: Site) -> None:
    with site.db.writing() as db:
        night = people.volunteer(db, "Alder", windows=((22 * 60, 28 * 60),))

    with site.db.reading() as db:
        week = availability.week(db, site, night, date(2026, 10, 25))

    sunday = week.days[6]  # it has 25 hours in Berlin
    assert [(part.start_minute, part.end_minute) for part in sunday.open] == [(0, 240), (1320, 1440)]
    assert sunday.open[0].end_at - sunday.open[0].start_at == 5 * HOUR


@pytest.mark.parametrize("on", [date.min, date.max])
def test_week_far_away_is_refused(site: Site, linden: bytes, on: date) -> None:
    with pytest.raises(DayTooFar), site.db.reading() as db:
        availability.week(db, site, linden, on)


def test_why_not_names_every_obstacle(site: Site, linden: bytes) -> None:
    with site.db.writing() as db:
        people.taken(db, linden, THURSDAY_9, kind=OccupancyKind.MEETING)
        availability.be_away(db, site, linden, first_on=date(2026, 11, 6), last_on=date(2026, 11, 6))

    with site.db.reading() as db:
        found = {
            at: [type(each) for each in availability.why_not(db, site, linden, at).obstacles]
            for at in (
                NOW - HOUR,
                THURSDAY_9,
                THURSDAY_9 + DAY,
                THURSDAY_9 + 4 * HOUR,
                THURSDAY_9 + HOUR,
                10**18,
                -(10**18),
            )
        }

    assert found == {
        NOW - HOUR: [AlreadyPast, Closed, InsideNotice],
        THURSDAY_9: [Occupied],
        THURSDAY_9 + DAY: [ClosedOnce],
        THURSDAY_9 + 4 * HOUR: [Closed],
        THURSDAY_9 + HOUR: [],
        10**18: [TooFarAhead],
        -(10**18): [AlreadyPast],
    }


def test_why_not_tells_a_pause_from_waiting(site: Site, linden: bytes) -> None:
    with site.db.writing() as db:
        waiting = people.volunteer(db, "Rowan", windows=((9 * 60, 12 * 60),), state=VolunteerState.WAITING)
        people.booked(db, linden, THURSDAY_9 + HOUR, case_tag=TAG)
        availability.change_numbers(
            db,
            site,
            linden,
            availability.Numbers(50, 60, 10, 24, 28, caseload_cap=1),
            shown=availability.numbers(db, linden)[1],
        )
        availability.pause(db, site, linden)

    with site.db.reading() as db:
        paused = availability.why_not(db, site, linden, THURSDAY_9)
        not_yet = availability.why_not(db, site, waiting, THURSDAY_9)

    assert [type(each) for each in paused.obstacles] == [CaseloadFull, OnPause]
    assert (not_yet.obstacles, not_yet.is_offered, not_yet.state) == ((), False, VolunteerState.WAITING)


def test_desk_of_nobody_is_not_here(site: Site) -> None:
    with pytest.raises(NotHere), site.db.reading() as db:
        availability.today(db, site, b"x" * 16)
