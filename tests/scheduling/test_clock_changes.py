"""Hours on the nights when clocks change, in both directions, and in zones that others forget."""

from datetime import date

import pytest

from scheduling.grid import Grid
from scheduling.hours import DatedException, Effect, LocalWindow, OpeningHours, Rule
from scheduling.interval import Span
from scheduling.localtime import to_instant, to_wall
from scheduling.opening import openings
from tests.scheduling.people import TERMS, daily, night_of, starts, utc

pytestmark = pytest.mark.promise("time-is-right")

SPRING = date(2026, 3, 29)  # Berlin: 02:00 becomes 03:00
AUTUMN = date(2026, 10, 25)  # Berlin: 03:00 becomes 02:00


def spans_on(hours: OpeningHours, on: date) -> list[tuple[int, int]]:
    """Give start and end of every opening that begins on a local date."""
    day = Span(to_instant(hours.zone, on, 0), to_instant(hours.zone, on, 1440))
    return [(opening.start_at, opening.end_at) for opening in openings(hours, day) if opening.start_at >= day.start_at]


def test_a_window_over_the_missing_hour_is_an_hour_shorter() -> None:
    hours = daily("Europe/Berlin", 0, 6)

    assert spans_on(hours, SPRING) == [(utc(2026, 3, 28, 23), utc(2026, 3, 29, 4))]


def test_a_window_over_the_repeated_hour_is_an_hour_longer() -> None:
    hours = daily("Europe/Berlin", 0, 6)

    assert spans_on(hours, AUTUMN) == [(utc(2026, 10, 24, 22), utc(2026, 10, 25, 5))]


def test_a_window_that_begins_in_the_missing_hour_begins_after_the_gap() -> None:
    hours = daily("Europe/Berlin", 2.5, 5)

    assert spans_on(hours, SPRING) == [(utc(2026, 3, 29, 1, 30), utc(2026, 3, 29, 3))]


def test_a_window_that_the_missing_hour_swallows_is_closed() -> None:
    hours = daily("Europe/Berlin", 2, 3)

    assert spans_on(hours, SPRING) == []
    assert spans_on(hours, date(2026, 3, 30)) == [(utc(2026, 3, 30), utc(2026, 3, 30, 1))]


def test_a_window_that_begins_in_the_repeated_hour_takes_the_first() -> None:
    hours = daily("Europe/Berlin", 2.5, 5)

    assert spans_on(hours, AUTUMN) == [(utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 4))]


def test_sessions_keep_their_real_length_through_the_repeated_hour() -> None:
    hours = daily("Europe/Berlin", 1, 5)

    offered = [
        at for at in starts(hours, night_of("Europe/Berlin", AUTUMN)) if to_wall("Europe/Berlin", at).on == AUTUMN
    ]

    walls = [(wall.minute // 60, wall.utc_offset_minutes) for wall in (to_wall("Europe/Berlin", at) for at in offered)]
    assert walls == [(1, 120), (2, 120), (2, 60), (3, 60), (4, 60)]


@pytest.mark.parametrize(
    "zone", ["America/New_York", "Australia/Lord_Howe", "Pacific/Chatham", "Asia/Beirut", "Europe/Lisbon"]
)
def test_a_working_day_is_the_same_on_the_wall_on_all_days_of_the_year(zone: str) -> None:
    first_at = to_instant(zone, date(2026, 1, 1), 0)
    grid = Grid(first_at - first_at % 300, weeks=52)

    walls = {to_wall(zone, at).minute for at in starts(daily(zone, 9, 17), grid)}

    assert walls == {hour * 60 for hour in range(9, 17)}


def test_an_exception_replaces_the_hours_of_a_clock_change_day() -> None:
    replace = DatedException(Effect.REPLACE, local=LocalWindow(AUTUMN, 120, 240))
    hours = daily("Europe/Berlin", 9, 17, replace)

    assert spans_on(hours, AUTUMN) == [(utc(2026, 10, 25, 0), utc(2026, 10, 25, 3))]


def test_a_block_over_the_repeated_hour_takes_both_of_them() -> None:
    block = DatedException(Effect.BLOCK, local=LocalWindow(AUTUMN, 120, 180))
    hours = daily("Europe/Berlin", 1, 5, block)

    assert spans_on(hours, AUTUMN) == [
        (utc(2026, 10, 24, 23), utc(2026, 10, 25, 0)),
        (utc(2026, 10, 25, 2), utc(2026, 10, 25, 4)),
    ]


def test_a_window_over_midnight_reaches_into_the_clock_change() -> None:
    hours = daily("Europe/Berlin", 22, 28)

    assert spans_on(hours, date(2026, 3, 28)) == [(utc(2026, 3, 28, 21), utc(2026, 3, 29, 2))]
    assert spans_on(hours, date(2026, 10, 24)) == [(utc(2026, 10, 24, 20), utc(2026, 10, 25, 3))]


def test_midnight_itself_can_be_missing() -> None:
    # Beirut: 00:00 of 29 March 2026 becomes 01:00.
    hours = daily("Asia/Beirut", 0, 3)

    assert spans_on(hours, SPRING) == [(utc(2026, 3, 28, 22), utc(2026, 3, 29, 0))]


def test_a_change_of_half_an_hour_keeps_the_grid() -> None:
    # Lord Howe: 02:00 of 4 October 2026 becomes 02:30.
    hours = daily("Australia/Lord_Howe", 1, 4)

    assert spans_on(hours, date(2026, 10, 4)) == [(utc(2026, 10, 3, 14, 30), utc(2026, 10, 3, 17))]


def test_a_volunteer_who_moves_changes_zones_from_a_date_on() -> None:
    here = Rule(0, 540, 600, "Asia/Tbilisi", valid_to=date(2026, 10, 5))
    there = Rule(0, 540, 600, "Europe/Berlin", valid_from=date(2026, 10, 6))
    hours = OpeningHours("Europe/Berlin", (here, there))

    offered = starts(hours, Grid(utc(2026, 10, 5), weeks=2), terms=TERMS)

    assert offered == [utc(2026, 10, 5, 5), utc(2026, 10, 12, 7)]
