"""Windows that cross UTC midnight offer every slot of theirs on every day of a year, and each of them can be booked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from service import booking
from service.clock import FixedClock
from service.db import Database
from service.directory import Seeker
from service.site import Site
from service.wishes import Wishes
from tests.factories import make_volunteer, wallet

FIRST_ON = date(2026, 11, 3)
DAYS = 365
A_WEEKDAY_LATER = 9  # days: so that a short run meets every weekday and both clock changes' weeks
NOBODY_IS_TOO_MANY = 10_000


@dataclass(frozen=True, slots=True)
class Shift:
    """Daily hours in a zone, given as hours of its wall clock."""

    zone: str
    first_hour: int
    last_hour: int

    def starts(self, on: date) -> list[int]:
        """Return the instants of the full hours of a day, worked out by the standard library alone."""
        zone = ZoneInfo(self.zone)
        return [
            int(datetime(on.year, on.month, on.day, hour, tzinfo=zone).timestamp())
            for hour in range(self.first_hour, self.last_hour)
        ]


SHIFTS = [Shift("Pacific/Auckland", 9, 17), Shift("America/Los_Angeles", 12, 20), Shift("Asia/Almaty", 2, 10)]
EVERY_SHIFT = pytest.mark.parametrize("shift", SHIFTS, ids=lambda shift: shift.zone)


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """Give SQLite alone: which slots exist knows no database, and guards are tested on both."""
    return sqlite_database


def days(step: int) -> Iterator[date]:
    """Give the days of a year, every so many."""
    return (FIRST_ON + timedelta(days=day) for day in range(0, DAYS, step))


def offered_and_booked(site: Site, clock: FixedClock, shift: Shift, on: date, volunteer_id: bytes) -> list[str]:
    """Book everything that is offered on a day, and return the wall clock of each booking."""
    clock.at = int(datetime(on.year, on.month, on.day, tzinfo=UTC).timestamp()) - 2 * 86_400
    site.directory.touched([volunteer_id])
    only = Seeker(only=frozenset((volunteer_id,)))
    found = site.directory.search(Wishes(), zone=shift.zone, on=on, seeker=only)
    starts = [time.start_at for day in found.days for time in day.times]
    assert starts == shift.starts(on), on
    return [booked(site, start_at, volunteer_id) for start_at in starts]


def booked(site: Site, start_at: int, volunteer_id: bytes) -> str:
    """Book one start as a person who has never been here, and return when it is on the volunteer's wall."""
    with site.db.writing() as db:
        held = booking.hold(
            db, site, start_at=start_at, candidates=[volunteer_id], format="text", language="ru"
        )  # fmt: skip
        mine = booking.book(db, site, wallet_key=wallet(f"{volunteer_id.hex()} {start_at}"), n=0, held=held)
    return mine.row.wall_start


def assert_all_booked(site: Site, clock: FixedClock, shift: Shift, *, step: int) -> None:
    """Go through the year and book every slot of every so many days."""
    hours = [(day, shift.first_hour * 60, shift.last_hour * 60) for day in range(7)]
    with site.db.writing() as db:
        volunteer_id = make_volunteer(db, zone=shift.zone, hours=hours, caseload_cap=NOBODY_IS_TOO_MANY).id
    for on in days(step):
        wanted = [f"{on} {hour:02}:00" for hour in range(shift.first_hour, shift.last_hour)]

        assert offered_and_booked(site, clock, shift, on, volunteer_id) == wanted


@pytest.mark.promise("time-is-right")
@EVERY_SHIFT
def test_every_slot_of_some_days_is_offered_and_booked(site: Site, clock: FixedClock, shift: Shift) -> None:
    assert_all_booked(site, clock, shift, step=A_WEEKDAY_LATER)


@pytest.mark.long
@pytest.mark.promise("time-is-right")
@EVERY_SHIFT
def test_every_slot_of_the_year_is_offered_and_booked(site: Site, clock: FixedClock, shift: Shift) -> None:
    assert_all_booked(site, clock, shift, step=1)
