"""Wishes for times of day follow the person's own clock."""

from datetime import date

import pytest

from scheduling.grid import Grid, set_bits
from scheduling.localtime import to_instant, to_wall
from scheduling.timesofday import TimesOfDay, cells_of
from tests.scheduling.people import utc

GRID = Grid(utc(2026, 10, 19), weeks=1)  # Monday; Berlin's clocks change on Sunday
THURSDAY = frozenset({3})


def walls(times: TimesOfDay) -> list[tuple[int, int]]:
    """Give weekday and minute of all wished starts on the person's clock."""
    found = (to_wall(times.zone, GRID.at(cell)) for cell in set_bits(cells_of(times, GRID)))
    return [(wall.on.weekday(), wall.minute) for wall in found]


def test_any_time_of_any_day_is_everything() -> None:
    assert cells_of(TimesOfDay("Asia/Kathmandu"), GRID) == GRID.everything


def test_an_evening_is_an_evening_where_the_person_is() -> None:
    evening = walls(TimesOfDay("Pacific/Kiritimati", ((1080, 1440),), THURSDAY))

    assert evening == [(3, minute) for minute in range(1080, 1440, 5)]


def test_the_night_belongs_to_the_evening_before() -> None:
    night = walls(TimesOfDay("Asia/Almaty", ((1320, 1800),), THURSDAY))

    assert (night[0], night[-1]) == ((3, 1320), (4, 355))


@pytest.mark.promise("time-is-right")
def test_a_wish_for_the_repeated_hour_holds_both() -> None:
    times = TimesOfDay("Europe/Berlin", ((120, 180),), frozenset({6}))

    cells = list(set_bits(cells_of(times, GRID)))

    assert [GRID.at(cells[0]), len(cells)] == [to_instant("Europe/Berlin", date(2026, 10, 25), 120), 24]
