"""Weekly rules and dated exceptions become openings that keep their own start."""

from datetime import date

import pytest

from scheduling.hours import DatedException, Effect, LocalWindow, OpeningHours, Rule
from scheduling.interval import Span
from scheduling.opening import Opening, openings
from tests.scheduling.people import daily, utc

MONDAY = date(2026, 6, 1)
DAY = Span(utc(2026, 6, 1), utc(2026, 6, 2))


def by_wall(effect: Effect, start_hour: int, end_hour: int, on: date = MONDAY) -> DatedException:
    return DatedException(effect, local=LocalWindow(on, start_hour * 60, end_hour * 60))


def hours_of(*exceptions: DatedException) -> list[tuple[int, int]]:
    """Give the hours of Monday (UTC) when 9 to 12 is open every day."""
    found = openings(daily("UTC", 9, 12, *exceptions), DAY)
    return [((each.start_at - DAY.start_at) // 3600, (each.end_at - DAY.start_at) // 3600) for each in found]


def test_weekly_windows_open_on_their_weekday_only() -> None:
    hours = OpeningHours("UTC", (Rule(1, 540, 600, "UTC"),))

    assert openings(hours, DAY) == ()
    assert openings(hours, Span(DAY.start_at, DAY.end_at + 86_400)) == (
        Opening(utc(2026, 6, 2, 9), utc(2026, 6, 2, 10), utc(2026, 6, 2, 9)),
    )


def test_replacing_windows_stand_in_for_the_day_and_add_up() -> None:
    assert hours_of(by_wall(Effect.REPLACE, 14, 15), by_wall(Effect.REPLACE, 17, 18)) == [(14, 15), (17, 18)]


def test_a_closed_day_has_no_windows_but_those_added() -> None:
    assert hours_of(DatedException.closed(MONDAY)) == []
    assert hours_of(DatedException.closed(MONDAY), by_wall(Effect.ADD, 20, 21)) == [(20, 21)]


def test_a_closed_day_keeps_the_night_that_began_the_day_before() -> None:
    hours = daily("UTC", 22, 26, DatedException.closed(MONDAY))

    assert [each.start_at for each in openings(hours, DAY)] == [utc(2026, 5, 31, 22)]


def test_added_windows_open_beside_the_weekly_ones() -> None:
    assert hours_of(by_wall(Effect.ADD, 11, 14)) == [(9, 12), (11, 14)]


def test_a_block_comes_last_and_cuts_whatever_opened() -> None:
    opened = by_wall(Effect.ADD, 14, 18)

    assert hours_of(by_wall(Effect.BLOCK, 10, 15), opened) == [(9, 10), (15, 18)]


def test_what_a_block_leaves_counts_from_where_the_opening_began() -> None:
    cut = openings(daily("UTC", 9, 12, by_wall(Effect.BLOCK, 10, 11)), DAY)

    assert [each.counts_from_at for each in cut] == [utc(2026, 6, 1, 9)] * 2


def test_spans_add_and_block_by_utc_whatever_the_zone() -> None:
    span = Span(utc(2026, 6, 1, 3), utc(2026, 6, 1, 4))
    absent = OpeningHours("Asia/Tokyo", (), (DatedException(Effect.ADD, span=span),))

    assert [each[:2] for each in openings(absent, DAY)] == [span]


def test_an_opening_is_given_whole_though_only_its_end_is_asked_for() -> None:
    found = openings(daily("UTC", 22, 26), Span(utc(2026, 6, 1, 1), utc(2026, 6, 1, 2)))

    assert found == (Opening(utc(2026, 5, 31, 22), utc(2026, 6, 1, 2), utc(2026, 5, 31, 22)),)


def test_rules_hold_on_their_first_and_last_date() -> None:
    rule = Rule(0, 540, 600, "UTC", valid_from=MONDAY, valid_to=MONDAY)
    weeks = Span(utc(2026, 5, 20), utc(2026, 6, 20))

    assert [each.start_at for each in openings(OpeningHours("UTC", (rule,)), weeks)] == [utc(2026, 6, 1, 9)]


@pytest.mark.parametrize("window", [(0, 0), (600, 540), (0, 1441), (1440, 1500), (-5, 60), (600, 2041)])
def test_windows_that_cannot_be_are_refused(window: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="window"):
        Rule(0, *window, "UTC")
    with pytest.raises(ValueError, match="window"):
        DatedException(Effect.ADD, local=LocalWindow(MONDAY, *window))


def test_a_weekday_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="weekday"):
        Rule(7, 540, 600, "UTC")


def test_an_exception_has_a_window_or_a_span() -> None:
    local, span = LocalWindow(MONDAY, 0, 60), Span(0, 300)

    with pytest.raises(ValueError, match="one of them"):
        DatedException(Effect.ADD)
    with pytest.raises(ValueError, match="one of them"):
        DatedException(Effect.BLOCK, local=local, span=span)
    with pytest.raises(ValueError, match="only a local date"):
        DatedException(Effect.REPLACE, span=span)
