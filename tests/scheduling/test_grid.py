"""Bits of the grid against lists of positions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.grid import GRID_SECONDS, WEEK_CELLS, Grid, chunks, every, floor_to_grid, run, set_bits, shift, tile
from scheduling.interval import Span

GRID = Grid(origin_at=6_000, weeks=1)


def test_a_grid_lies_on_multiples_of_five_minutes() -> None:
    with pytest.raises(ValueError, match="multiple of 300"):
        Grid(origin_at=6_001, weeks=1)
    with pytest.raises(ValueError, match="at least one week"):
        Grid(origin_at=6_000, weeks=0)


@pytest.mark.parametrize("hour", [0, 11, 23])
@pytest.mark.parametrize("days", [1, 6, 7, 28, 120])
def test_a_grid_around_now_reaches_as_far_as_asked(hour: int, days: int) -> None:
    now = 1_790_000_000 - 1_790_000_000 % 86_400 + hour * 3600 + 7

    grid = Grid.around(now, days=days)

    assert grid.span.start_at <= now
    assert now + days * 86_400 <= grid.span.end_at
    assert grid == Grid.around(now - hour * 3600, days=days)


@given(st.integers(0, 3_000_000))
def test_cells_round_down_and_up(at: int) -> None:
    assert GRID.at(GRID.cell(at)) <= at < GRID.at(GRID.cell(at) + 1)
    assert GRID.at(GRID.cell_up(at) - 1) < at <= GRID.at(GRID.cell_up(at))
    assert floor_to_grid(at) == at // GRID_SECONDS * GRID_SECONDS


@given(st.integers(-3_000, 620_000), st.integers(0, 30_000))
def test_inside_gives_the_cells_that_start_in_a_span(start_at: int, length: int) -> None:
    span = Span(start_at, start_at + length)

    cells = list(set_bits(GRID.inside(span)))

    assert cells == [cell for cell in range(GRID.cells) if span.start_at <= GRID.at(cell) < span.end_at]


@given(st.integers(-9, 20), st.integers(-9, 20))
def test_run_sets_a_range(first: int, end: int) -> None:
    assert list(set_bits(run(first, end))) == list(range(max(first, 0), end))


@given(st.integers(1, 9), st.integers(0, 9))
def test_every_sets_bits_a_step_apart(step: int, count: int) -> None:
    assert list(set_bits(every(step, count))) == [number * step for number in range(count)]


@given(st.integers(0, 1 << 40), st.integers(-50, 50))
def test_shift_moves_and_drops_below_zero(bits: int, cells: int) -> None:
    assert list(set_bits(shift(bits, cells))) == [bit + cells for bit in set_bits(bits) if bit + cells >= 0]


@given(st.lists(st.integers(0, 1 << 500), min_size=1, max_size=7), st.integers(0, 20))
def test_tile_lays_shapes_a_day_apart(shapes: list[int], days: int) -> None:
    expected = 0
    for day in range(days):
        expected |= shapes[day % len(shapes)] << day * 288

    assert tile(shapes, days) == expected


@given(st.sets(st.integers(0, 200)), st.integers(1, 12), st.integers(0, 30))
def test_set_bits_gives_the_first_of_each_stretch(positions: set[int], apart: int, phase: int) -> None:
    bits = sum(1 << position for position in positions)

    found = list(set_bits(bits, apart=apart, phase=phase))

    firsts: dict[int, int] = {}
    for position in sorted(positions):
        firsts.setdefault((position + phase) // apart, position)
    assert found == list(firsts.values())


@given(st.sets(st.integers(0, 3 * WEEK_CELLS - 1), max_size=9))
def test_chunks_cut_a_bitmap_into_weeks(positions: set[int]) -> None:
    weeks = chunks(sum(1 << position for position in positions), 3)

    assert sorted(positions) == [week * WEEK_CELLS + bit for week, bits in enumerate(weeks) for bit in set_bits(bits)]
