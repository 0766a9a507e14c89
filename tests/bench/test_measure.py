"""The bench's own ruler: a ratio of CPU between two ways to the same answer."""

import pytest

from bench.measure import Comparison, DifferentAnswers, interleaved, scaled


def test_interleaved_tells_how_many_times_the_work_is_less() -> None:
    compared = interleaved(lambda: sum(range(2_000)) and 1, lambda: sum(range(20_000)) and 1)

    assert 4 < compared.speedup.value < 25
    assert compared.cost.value == pytest.approx(1 / compared.speedup.value)


def test_interleaved_refuses_different_answers() -> None:
    with pytest.raises(DifferentAnswers, match="baseline: 2"):
        interleaved(lambda: 1, lambda: 2)


def test_interleaved_makes_only_the_calls_asked_for() -> None:
    calls = []

    interleaved(lambda: calls.append("ours"), lambda: calls.append("baseline"), rounds=2, calls=3)

    assert calls == ["ours", "baseline"] + (["ours"] * 3 + ["baseline"] * 3) * 2


def test_interleaved_lets_the_caller_say_what_equal_means() -> None:
    compared = interleaved(lambda: [1, 2], lambda: [2, 1], calls=1, same=lambda a, b: sorted(a) == sorted(b))

    assert compared.rounds == 5


def test_comparison_keeps_what_it_was_made_from() -> None:
    compared = Comparison(ours=0.001, baseline=0.01, rounds=5)

    assert compared.speedup.detail == {"ours_cpu_ms": 1.0, "baseline_cpu_ms": 10.0, "rounds": 5}


def test_scaled_never_falls_below_the_least() -> None:
    assert (scaled(500, 1.0), scaled(500, 0.02), scaled(500, 0.0001, least=3)) == (500, 10, 3)
