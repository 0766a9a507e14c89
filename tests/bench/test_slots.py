"""The bench of the slots runs small, and would notice if the two sides disagreed."""

from dataclasses import replace

import pytest

from bench.measure import DifferentAnswers
from bench.slots import check, figures, make_case
from scheduling.interval import Span


def test_the_figures_are_measured_and_the_sides_agree() -> None:
    found = figures(0.02)

    assert set(found) == {"slots_cold_speedup", "slots_warm_speedup"}
    assert min(figure.value for figure in found.values()) > 1


def test_a_busy_row_that_one_side_lacks_is_noticed() -> None:
    case = make_case(4)
    all_month = [Span(case.grid.origin_at, case.grid.span.end_at)]

    with pytest.raises(DifferentAnswers):
        check(replace(case, busy=[all_month, *case.busy[1:]]))
