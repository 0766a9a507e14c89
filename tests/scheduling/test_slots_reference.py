"""Bits and spans agree with a slow, independent reference on whatever hypothesis draws."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.availability import Availability, Demand
from scheduling.grid import set_bits
from scheduling.hours import OpeningHours
from scheduling.occupancy import Occupancy
from scheduling.terms import Terms
from scheduling.whynot import why_not
from tests.scheduling import reference
from tests.scheduling.strategies import dates, grid_from, occupancies, opening_hours, terms


@st.composite
def cases(draw: st.DrawFn) -> tuple[date, OpeningHours, list[Occupancy], Terms]:
    near = draw(dates)
    return near, draw(opening_hours(near)), draw(occupancies(near)), draw(terms())


@pytest.mark.promise("time-is-right")
@settings(max_examples=400, deadline=None)
@given(cases())
def test_start_bits_agree_with_datetime_loops(case: tuple[date, OpeningHours, list[Occupancy], Terms]) -> None:
    near, hours, taken, agreed = case
    grid = grid_from(near)

    bits = Availability(hours=hours, terms=agreed, occupancies=tuple(taken)).starts(grid)

    assert [grid.at(cell) for cell in set_bits(bits)] == reference.offered(hours, taken, agreed, grid.span)


@settings(max_examples=300, deadline=None)
@given(cases(), st.integers(0, 4031), st.integers(-48, 240), st.integers(0, 240), st.sampled_from(Demand))
def test_why_not_agrees_with_start_bits(
    case: tuple[date, OpeningHours, list[Occupancy], Terms], cell: int, now_hours: int, fresh_hours: int, demand: Demand
) -> None:
    near, hours, taken, agreed = case
    grid = grid_from(near)
    now = grid.origin_at + now_hours * 3600
    fresh_until = grid.origin_at + fresh_hours * 3600
    availability = Availability(
        hours=hours, terms=agreed, occupancies=tuple(taken), accompanied=2, fresh_until=fresh_until
    )
    bits = availability.starts(grid)
    # Ask at a start where there is one; an arbitrary cell is mostly closed.
    cell = next(set_bits(bits >> cell), 0) + cell

    obstacle = why_not(availability, grid.at(cell), now=now, demand=demand)

    is_open = availability.bookable(now).start_at <= grid.at(cell) < availability.bookable(now).end_at
    is_welcome = demand is Demand.KNOWN or availability.accepts_new
    assert (obstacle is None) == (bool(bits >> cell & 1) and is_open and is_welcome)
