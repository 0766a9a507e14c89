"""Dated changes: other hours, more, fewer, away; and what they leave outside."""

from datetime import date, timedelta

import pytest

from scheduling.errors import Refusal
from service import availability
from service.availability import ChangedMeanwhile, NotHere
from service.availability.days import Minutes
from service.availability.refusals import (
    AbsenceTooLong,
    DatesInDisorder,
    DayPast,
    DayTooFar,
    OffTheGrid,
    WindowImpossible,
    WindowsOverlap,
    WindowTooShort,
)
from service.clock import FixedClock
from service.site import Site
from service.wishes import Wishes
from tests.service.directory import people

BERLIN = "Europe/Berlin"
TODAY, THURSDAY = date(2026, 11, 2), date(2026, 11, 5)
THURSDAY_9 = 1_793_865_600
HOUR, DAY = 3600, 86_400


@pytest.fixture
def linden(site: Site) -> bytes:
    with site.db.writing() as db:
        return people.volunteer(db, "Linden", windows=((9 * 60, 12 * 60),))


def offered(site: Site, on: date = THURSDAY) -> list[int]:
    days = site.directory.search(Wishes(), zone=BERLIN, on=on).days
    return [time.minute // 60 for day in days for time in day.times]


def edition(site: Site, volunteer_id: bytes) -> str:
    with site.db.reading() as db:
        return availability.days(db, site, volunteer_id).edition


def replace(site: Site, volunteer_id: bytes, *windows: Minutes, on: date = THURSDAY, shown: str | None = None) -> None:
    with site.db.writing() as db:
        shown = availability.days(db, site, volunteer_id).edition if shown is None else shown
        availability.replace_day(db, site, volunteer_id, on, list(windows), edition=shown)


def test_day_has_other_hours_and_then_its_weekly_ones_again(site: Site, linden: bytes) -> None:
    before = offered(site)
    replace(site, linden, (14 * 60, 15 * 60), (18 * 60, 20 * 60))
    other = offered(site)
    with site.db.reading() as db:
        changes = availability.days(db, site, linden).changes
    for change in changes:
        with site.db.writing() as db:
            availability.remove_change(db, site, linden, change.id)

    assert before == offered(site) == [9, 10, 11]
    assert other == [14, 18, 19]


def test_day_without_windows_is_closed(site: Site, linden: bytes) -> None:
    replace(site, linden, (14 * 60, 15 * 60))
    replace(site, linden)

    with site.db.reading() as db:
        changes = availability.days(db, site, linden).changes
    assert offered(site) == []
    assert [change.is_closed_day for change in changes] == [True]


def test_day_gets_more_and_fewer_hours(site: Site, linden: bytes) -> None:
    with site.db.writing() as db:
        availability.open_on_day(db, site, linden, THURSDAY, (22 * 60, 25 * 60))
        availability.close_on_day(db, site, linden, THURSDAY, (10 * 60, 11 * 60))

    assert offered(site) == [9, 11, 22, 23]


def test_more_hours_beside_open_ones_are_refused_where_they_meet(site: Site, linden: bytes) -> None:
    with pytest.raises(WindowsOverlap), site.db.writing() as db:
        availability.open_on_day(db, site, linden, THURSDAY, (11 * 60, 13 * 60))


def test_absence_covers_whole_days_of_the_volunteers_clock(site: Site, linden: bytes) -> None:
    with site.db.writing() as db:
        availability.be_away(db, site, linden, first_on=THURSDAY, last_on=THURSDAY + timedelta(days=1))

    with site.db.reading() as db:
        change = availability.days(db, site, linden).changes[0]
    found = [offered(site, THURSDAY + timedelta(days=n)) for n in range(-1, 3)]
    assert found == [[9, 10, 11], [], [], [9, 10, 11]]
    assert (change.first_on, change.last_on, change.minutes) == (THURSDAY, THURSDAY + timedelta(days=1), None)


def test_absence_names_booked_sessions_and_leaves_them_booked(site: Site, linden: bytes) -> None:
    with site.db.writing() as db:
        people.booked(db, linden, THURSDAY_9, case_tag=b"t" * 32)
        people.booked(db, linden, THURSDAY_9 + 7 * DAY, case_tag=b"t" * 32)
        people.booked(db, linden, THURSDAY_9 + HOUR, case_tag=b"o" * 32, state="cancelled")

    with site.db.writing() as db:
        outside = availability.be_away(db, site, linden, first_on=TODAY, last_on=THURSDAY)

    with site.db.reading() as db:
        ahead = availability.today(db, site, linden).coming
    assert [line.starts_at for line in outside] == [THURSDAY_9]
    assert [line.starts_at for line in ahead] == [THURSDAY_9]


def test_other_hours_name_only_the_sessions_they_leave_outside(site: Site, linden: bytes) -> None:
    with site.db.writing() as db:
        people.booked(db, linden, THURSDAY_9, case_tag=b"t" * 32)
        people.booked(db, linden, THURSDAY_9 + 2 * HOUR, case_tag=b"o" * 32)
        shown = availability.days(db, site, linden).edition

        outside = availability.replace_day(db, site, linden, THURSDAY, [(11 * 60, 13 * 60)], edition=shown)

    assert [line.minute for line in outside] == [9 * 60]


@pytest.mark.parametrize(
    ("windows", "on", "refusal"),
    [
        ([(9 * 60, 10 * 60)], TODAY - timedelta(days=1), DayPast),
        ([(9 * 60, 10 * 60)], TODAY + timedelta(days=367), DayTooFar),
        ([(9 * 60, 10 * 60)], date.max, DayTooFar),
        ([(9 * 60 + 1, 10 * 60)], THURSDAY, OffTheGrid),
        ([(10 * 60, 9 * 60)], THURSDAY, WindowImpossible),
        ([(9 * 60, 9 * 60 + 30)], THURSDAY, WindowTooShort),
        ([(9 * 60, 11 * 60), (10 * 60, 12 * 60)], THURSDAY, WindowsOverlap),
    ],
)
def test_day_that_cannot_be_is_refused(
    site: Site, linden: bytes, windows: list[Minutes], on: date, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        replace(site, linden, *windows, on=on)

    assert offered(site) == [9, 10, 11]


@pytest.mark.parametrize(
    ("first_on", "last_on", "refusal"),
    [
        (THURSDAY, TODAY, DatesInDisorder),
        (TODAY, TODAY + timedelta(days=400), AbsenceTooLong),
        (date.max, date.max, DayTooFar),
    ],
)
def test_absence_that_cannot_be_is_refused(
    site: Site, linden: bytes, first_on: date, last_on: date, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal), site.db.writing() as db:
        availability.be_away(db, site, linden, first_on=first_on, last_on=last_on)


def test_day_changed_in_another_tab_is_not_overwritten(site: Site, linden: bytes) -> None:
    shown = edition(site, linden)
    replace(site, linden, (14 * 60, 15 * 60), shown=shown)

    with pytest.raises(ChangedMeanwhile):
        replace(site, linden, (16 * 60, 17 * 60), shown=shown)

    assert offered(site) == [14]


def test_change_of_another_volunteer_is_not_here(site: Site, linden: bytes) -> None:
    replace(site, linden)
    with site.db.writing() as db:
        alder = people.volunteer(db, "Alder", windows=())
        change = availability.days(db, site, linden).changes[0]

    with pytest.raises(NotHere), site.db.writing() as db:
        availability.remove_change(db, site, alder, change.id)


def test_changes_that_are_over_are_not_shown(site: Site, linden: bytes, clock: FixedClock) -> None:
    replace(site, linden)
    with site.db.writing() as db:
        availability.be_away(db, site, linden, first_on=TODAY, last_on=THURSDAY)
    clock.advance(seconds=4 * DAY)

    with site.db.reading() as db:
        assert availability.days(db, site, linden).changes == ()
