"""Windows that cross UTC midnight offer every slot on every day of the year, clock changes included."""

from datetime import date, timedelta

import pytest

from scheduling.availability import Availability, Demand
from scheduling.grid import Grid
from scheduling.localtime import to_instant, to_wall
from scheduling.whynot import why_not
from tests.scheduling.people import TERMS, daily, starts

YEAR = [date(2026, 1, 1) + timedelta(days) for days in range(365)]
WINDOWS = [
    ("Pacific/Auckland", 9, 17),
    ("America/Los_Angeles", 12, 20),
    ("Asia/Almaty", 2, 10),
    ("Asia/Kathmandu", 1, 9),
    ("Australia/Adelaide", 7, 15),
    ("Pacific/Chatham", 9, 17),
    ("Pacific/Kiritimati", 9, 17),
    ("Europe/Berlin", 20, 26),
]


@pytest.mark.promise("time-is-right")
@pytest.mark.parametrize(("zone", "start_hour", "end_hour"), WINDOWS)
def test_every_slot_of_the_year_is_offered(zone: str, start_hour: int, end_hour: int) -> None:
    first_at = to_instant(zone, YEAR[0], 0)
    grid = Grid(first_at - first_at % 300, weeks=53)
    walls = range(start_hour, end_hour)

    offered = set(starts(daily(zone, start_hour, end_hour), grid))

    expected = {
        to_instant(zone, on, hour * 60) for on in YEAR for hour in walls if not _changes_within(zone, on, walls)
    }
    assert expected - offered == set()
    assert len(expected) >= 363 * len(walls)


@pytest.mark.promise("time-is-right")
@pytest.mark.parametrize(("zone", "start_hour", "end_hour"), WINDOWS)
def test_every_slot_of_the_year_can_be_booked(zone: str, start_hour: int, end_hour: int) -> None:
    availability = Availability(hours=daily(zone, start_hour, end_hour), terms=TERMS, fresh_until=1 << 40)
    slots = [to_instant(zone, on, hour * 60) for on in YEAR for hour in range(start_hour, min(end_hour, 24))]

    refused = [at for at in slots if why_not(availability, at, now=at - 86_400, demand=Demand.NEW)]

    assert [to_wall(zone, at) for at in refused] == []


def _changes_within(zone: str, on: date, walls: range) -> bool:
    """Tell whether the clocks change while the window is open, so that its hours are not those on the wall."""
    first_at, last_at = to_instant(zone, on, walls[0] * 60), to_instant(zone, on, walls[-1] * 60)
    return last_at - first_at != (walls[-1] - walls[0]) * 3600
