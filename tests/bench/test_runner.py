"""The bench's gate: what it prints, writes and answers with."""

import json
from pathlib import Path

import pytest

from bench.__main__ import table, write
from bench.measure import Figure
from bench.thresholds import THRESHOLDS, Gate, listed_name, missing_from, threshold_of


@pytest.mark.parametrize(
    ("figure", "value", "full", "half"),
    [
        ("slots_cold_speedup", 41, True, True),
        ("slots_cold_speedup", 21, False, True),
        ("slots_cold_speedup", 19, False, False),
        ("booking_cost_sqlite", 9, False, True),
        ("growth_history_search", 2.1, False, True),
        ("double_bookings", 1, False, False),
        ("first_slot_kib", 30.1, False, False),
        ("signin_cpu_ms", 10_000, True, True),
    ],
)
def test_threshold_is_met_at_each_gate(figure: str, value: float, full: bool, half: bool) -> None:
    threshold = threshold_of(figure)

    assert (threshold.met(value, Gate.FULL), threshold.met(value, Gate.HALF)) == (full, half)


def test_unlisted_figure_is_refused() -> None:
    with pytest.raises(KeyError):
        listed_name("surprise")


def test_missing_figures_are_named_unless_a_variant_is_there() -> None:
    measured = [name for name in THRESHOLDS if name not in ("rss_mib", "growth_history")] + ["growth_history_search"]

    assert missing_from(measured) == ["rss_mib"]


def test_table_says_what_was_missed() -> None:
    lines = table({"slots_cold_speedup": 12.0, "rss_mib": 100.0}, Gate.FULL, ["start_s"])

    assert lines[1].split() == ["slots_cold_speedup", "12.00", "≥", "40", "MISSED"]
    assert lines[2].split() == ["rss_mib", "100.00", "≤", "150", "met"]
    assert lines[3].split() == ["start_s", "–", "not", "measured"]
    assert len(lines) == 4


def test_write_makes_a_flat_file_and_a_detailed_one(tmp_path: Path) -> None:
    write({"rss_mib": Figure(99.123456, {"pages": 1000})}, tmp_path, scale=0.02)

    assert json.loads((tmp_path / "latest.json").read_text()) == {"rss_mib": 99.1235}
    assert json.loads((tmp_path / "detail.json").read_text())["figures"]["rss_mib"]["pages"] == 1000
