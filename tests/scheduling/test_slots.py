"""Which starts one volunteer offers, in the cases that others fail."""

from dataclasses import replace

import pytest

from scheduling.grid import Grid, set_bits
from scheduling.hours import DatedException, Effect, LocalWindow, OpeningHours, Rule
from scheduling.interval import Span
from scheduling.localtime import to_wall, utc_offset_minutes
from scheduling.slots import start_bits
from scheduling.terms import Terms, bookable
from tests.scheduling.people import TERMS, daily, starts, utc

GRID = Grid(utc(2026, 6, 1), weeks=1)  # a Monday
MONDAY = OpeningHours("UTC", (Rule(0, 540, 780, "UTC"),))  # 09:00 to 13:00


def at(hour: int, minute: int = 0) -> int:
    return utc(2026, 6, 1, hour, minute)


def offered(
    busy: list[Span], *, hours: OpeningHours = MONDAY, terms: Terms = TERMS, booked: list[Span] | None = None
) -> list[int]:
    bits = start_bits(hours, busy, booked or [], terms=terms, grid=GRID)
    return [GRID.at(cell) for cell in set_bits(bits)]


def test_slots_count_in_steps_from_the_opening_and_end_inside_it() -> None:
    assert offered([]) == [at(9), at(10), at(11), at(12)]
    assert offered([], terms=replace(TERMS, length_minutes=90)) == [at(9), at(10), at(11)]


def test_slots_count_from_their_own_opening_not_from_the_hour() -> None:
    hours = OpeningHours("UTC", (Rule(0, 555, 660, "UTC"), Rule(0, 680, 740, "UTC")))

    assert offered([], hours=hours) == [at(9, 15), at(11, 20)]


def test_overlapping_openings_each_count_from_their_own_start() -> None:
    hours = OpeningHours("UTC", (Rule(0, 540, 660, "UTC"), Rule(0, 570, 690, "UTC")))

    assert offered([], hours=hours) == [at(9), at(9, 30), at(10), at(10, 30)]


def test_a_session_shifted_by_half_an_hour_takes_both_slots_it_touches() -> None:
    assert offered([Span(at(10, 30), at(11, 30))]) == [at(9), at(12)]


def test_the_gap_after_a_session_must_be_free_too() -> None:
    assert offered([Span(at(10, 55), at(11))]) == [at(9), at(11), at(12)]
    without_gap = replace(TERMS, gap_minutes=0, length_minutes=55)
    assert offered([Span(at(10, 55), at(11))], terms=without_gap) == [at(9), at(10), at(11), at(12)]


def test_the_gap_may_reach_beyond_the_opening() -> None:
    assert at(12) in offered([], terms=replace(TERMS, length_minutes=60, gap_minutes=30))


def test_busy_time_that_touches_a_slot_leaves_it() -> None:
    assert offered([Span(at(8), at(10)), Span(at(11), at(12))]) == [at(10), at(12)]


def test_busy_time_rounds_outward() -> None:
    one_second = Span(at(10, 59) + 59, at(11))

    assert offered([one_second]) == [at(9), at(11), at(12)]


def test_open_time_rounds_inward() -> None:
    hours = OpeningHours("UTC", (Rule(0, 541, 660, "UTC"),))

    assert offered([], hours=hours) == [at(9, 5), at(10, 5)]
    assert offered([], hours=OpeningHours("UTC", (Rule(0, 540, 589, "UTC"),))) == []


def test_a_full_day_is_not_shown_as_free() -> None:
    terms = replace(TERMS, day_cap=1)
    evening = Span(at(20), at(20, 50))

    assert offered([evening], booked=[evening], terms=terms) == []
    assert offered([evening], booked=[evening], terms=replace(TERMS, day_cap=2)) != []


def test_a_day_counts_by_the_volunteers_own_midnight() -> None:
    hours = daily("Pacific/Auckland", 9, 12)
    terms = replace(TERMS, day_cap=1)
    monday_evening_utc = Span(at(22), at(22, 50))  # Tuesday, 10:00 in Auckland

    free = [
        to_wall("Pacific/Auckland", start).on.day
        for start in offered([], hours=hours, booked=[monday_evening_utc], terms=terms)
    ]

    assert 2 not in free
    assert {1, 3, 4, 5, 6, 7} & set(free) == {3, 4, 5, 6, 7}


@pytest.mark.parametrize(
    ("caps", "free"),
    [({"week_cap": 2}, False), ({"week_cap": 3}, True), ({"week_hours_cap": 2}, False), ({"week_hours_cap": 3}, True)],
)
def test_a_full_week_is_not_offered(caps: dict[str, int], free: bool) -> None:
    two_sessions = [Span(at(15), at(15, 50)), Span(at(17), at(17, 50))]

    assert bool(offered([], booked=two_sessions, terms=replace(TERMS, **caps))) == free


@pytest.mark.parametrize("caps", [{"day_cap": 0}, {"week_cap": 0}, {"week_hours_cap": 0}])
def test_a_cap_without_room_for_one_session_offers_none(caps: dict[str, int]) -> None:
    assert offered([], terms=replace(TERMS, **caps)) == []


def test_a_block_needs_no_gap_before_it_but_the_whole_session() -> None:
    block = DatedException(Effect.BLOCK, span=Span(at(10, 50), at(11, 10)))

    assert offered([], hours=replace(MONDAY, exceptions=(block,))) == [at(9), at(10), at(12)]


def test_a_block_does_not_shift_the_slots_after_it() -> None:
    block = DatedException(Effect.BLOCK, local=LocalWindow(to_wall("UTC", at(9)).on, 540, 555))

    assert offered([], hours=replace(MONDAY, exceptions=(block,))) == [at(10), at(11), at(12)]


def test_added_time_far_away_costs_nothing_and_offers_nothing() -> None:
    far = DatedException(Effect.ADD, span=Span(1 << 40, (1 << 40) + 86_400))

    assert offered([Span(1 << 40, 1 << 41)], hours=replace(MONDAY, exceptions=(far,))) == offered([])


def test_an_opening_that_began_before_the_grid_keeps_its_steps() -> None:
    hours = OpeningHours("UTC", (Rule(6, 1405, 1405 + 300, "UTC"),))  # Sunday 23:25 until Monday 04:25

    assert offered([], hours=hours)[:2] == [at(0, 25), at(1, 25)]


@pytest.mark.promise("time-is-right")
def test_a_client_fourteen_hours_ahead_sees_the_same_instants() -> None:
    start_at = starts(daily("America/Los_Angeles", 12, 20), GRID)[0]

    wall = to_wall("Pacific/Kiritimati", start_at)

    assert utc_offset_minutes("Pacific/Kiritimati", start_at) == 840
    assert (start_at + 840 * 60) % 86_400 == wall.minute * 60


@pytest.mark.parametrize(
    "wrong",
    [
        {"step_minutes": 7},
        {"length_minutes": 52},
        {"gap_minutes": -5},
        {"horizon_days": 0},
        {"step_minutes": 0},
        {"length_minutes": 0},
    ],
)
def test_terms_off_the_grid_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="length"):
        replace(TERMS, **wrong)


def test_near_times_need_a_fresh_channel() -> None:
    terms = replace(TERMS, notice_hours=12, horizon_days=2)
    now = at(0)

    assert bookable(terms, now=now, fresh_until=now + 1) == Span(at(12), at(0) + 2 * 86_400)
    assert bookable(terms, now=now, fresh_until=now).start_at == now + 36 * 3600
    assert bookable(terms, now=now, fresh_until=now, near_hours=6).start_at == at(12)
