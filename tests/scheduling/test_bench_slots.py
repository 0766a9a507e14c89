"""The bench of the slots runs small, and would notice if the two sides disagreed."""

from dataclasses import replace

import pytest

from bench.slots import check, figures, make_case
from scheduling.interval import Span


def test_the_figures_are_measured_and_the_sides_agree() -> None:
    found = figures(0.02)

    assert {"slots_cold_speedup", "slots_warm_speedup"} <= found.keys()
    assert min(found.values()) > 1


def test_the_check_notices_a_busy_row_that_one_side_lacks() -> None:
    case = make_case(4)
    all_month = Span(case.grid.origin_at, case.grid.span.end_at)

    with pytest.raises(AssertionError):
        check(replace(case, busy=[[all_month], *case.busy[1:]]), ())
