"""Measure CPU fairly: ours and the baseline take turns in one process, medians are compared.

Wall time is not used for ratios: the machine has other work. CPU of this process only, all its threads;
what a database server burns is not seen, so baselines must send it the same statements.
"""

import gc
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from time import process_time
from typing import TypeVar

T = TypeVar("T")

ROUND_SECONDS = 0.05  # a round repeats the call until it took so long, so that the clock's grain does not matter
MOST_CALLS = 100_000


class DifferentAnswers(AssertionError):
    """Ours and the baseline do not compute the same thing, so comparing them says nothing."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the bench, and what it was made from."""

    value: float
    detail: dict[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Median CPU seconds per call of both sides."""

    ours: float
    baseline: float
    rounds: int

    @property
    def speedup(self) -> Figure:
        """How many times the baseline's CPU is ours: more is better."""
        return Figure(self.baseline / self.ours, self._detail())

    @property
    def cost(self) -> Figure:
        """How many times ours is the baseline's CPU: less is better."""
        return Figure(self.ours / self.baseline, self._detail())

    def _detail(self) -> dict[str, float | str]:
        return {"ours_cpu_ms": self.ours * 1e3, "baseline_cpu_ms": self.baseline * 1e3, "rounds": self.rounds}


def interleaved(
    ours: Callable[[], T],
    baseline: Callable[[], T],
    *,
    rounds: int = 5,
    calls: int | None = None,
    same: Callable[[T, T], bool] | None = None,
) -> Comparison:
    """Compare two ways to the same answer, taking turns A B A B.

    1. Call both once, outside the timer: it warms them up and the answers must be equal (`same` decides, else `==`).
    2. Each round times both, garbage collected before. `calls` fixes how many calls make a round on each side
       (for calls that use something up); otherwise each side repeats until a round takes 50 ms.

    Raises: DifferentAnswers.
    """
    _check_same(ours(), baseline(), same)
    ours_calls = calls or _calls_for_a_round(ours)
    baseline_calls = calls or _calls_for_a_round(baseline)
    ours_seconds, baseline_seconds = [], []
    for _ in range(rounds):
        ours_seconds.append(cpu_seconds(ours, calls=ours_calls))
        baseline_seconds.append(cpu_seconds(baseline, calls=baseline_calls))
    return Comparison(median(ours_seconds), median(baseline_seconds), rounds)


def cpu_seconds(call: Callable[[], object], *, calls: int = 1) -> float:
    """Return this process's CPU seconds per call."""
    gc.collect()
    started = process_time()
    for _ in range(calls):
        call()
    return max(process_time() - started, 1e-9) / calls


def scaled(number: int, scale: float, *, least: int = 1) -> int:
    """Return `number` shrunk by `scale`, never below `least`."""
    return max(least, round(number * scale))


def _check_same(ours: T, baseline: T, same: Callable[[T, T], bool] | None) -> None:
    if not (same(ours, baseline) if same else ours == baseline):
        raise DifferentAnswers(f"ours: {ours!r:.300}\nbaseline: {baseline!r:.300}")


def _calls_for_a_round(call: Callable[[], object]) -> int:
    calls = 1
    while (seconds := cpu_seconds(call, calls=calls) * calls) < ROUND_SECONDS / 4 and calls < MOST_CALLS:
        calls = min(MOST_CALLS, calls * 4)
    return min(MOST_CALLS, max(1, math.ceil(ROUND_SECONDS / seconds * calls)))
