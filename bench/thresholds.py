"""What every figure of the bench must reach; the figures' meaning stands in docs/bench.md.

`full` is what we promise. `half` is the gate of continuous integration, where neighbours disturb:
ratios and times get twice the room there, counts and bytes get none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Sense(StrEnum):
    """Which side of the limit is good."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    REPORTED = "–"


class Gate(StrEnum):
    """How strictly a run is judged."""

    FULL = "full"
    HALF = "half"


@dataclass(frozen=True, slots=True)
class Threshold:
    """The limit of one figure at both gates."""

    sense: Sense
    full: float = 0
    half: float = 0

    def limit(self, gate: Gate) -> float:
        """Return the limit at this gate."""
        return self.full if gate is Gate.FULL else self.half

    def met(self, value: float, gate: Gate) -> bool:
        """Tell whether a value is good enough; a figure that is only reported always is."""
        if self.sense is Sense.AT_LEAST:
            return value >= self.limit(gate)
        if self.sense is Sense.AT_MOST:
            return value <= self.limit(gate)
        return True


def at_least(ratio: float) -> Threshold:
    """Return the threshold of a ratio where more is better."""
    return Threshold(Sense.AT_LEAST, full=ratio, half=ratio / 2)


def at_most(amount: float) -> Threshold:
    """Return the threshold of a ratio or time where less is better."""
    return Threshold(Sense.AT_MOST, full=amount, half=amount * 2)


def never_above(amount: float) -> Threshold:
    """Return the threshold of a count or a size, the same at both gates: neighbours cannot change it."""
    return Threshold(Sense.AT_MOST, full=amount, half=amount)


REPORTED = Threshold(Sense.REPORTED)

THRESHOLDS: dict[str, Threshold] = {
    "slots_cold_speedup": at_least(40),
    "slots_warm_speedup": at_least(3000),
    "search_page_cost": at_most(3),
    "booking_cost_sqlite": at_most(8),
    "booking_cost_postgresql": at_most(8),
    "booking_rate_share_sqlite": REPORTED,
    "booking_rate_share_postgresql": REPORTED,
    "growth_volunteers": at_most(2),
    "growth_history": at_most(2),
    "double_bookings": never_above(0),
    "http_bookings_per_cpu_second": REPORTED,
    "signin_cpu_ms": REPORTED,
    "first_slot_kib": never_above(30),
    "journey_kib": never_above(80),
    "third_party_requests": never_above(0),
    "rss_mib": never_above(150),
    "start_s": at_most(3),
}


def listed_name(figure: str) -> str:
    """Return the listed name a figure belongs to: `growth_history_search` is a variant of `growth_history`.

    Raises: KeyError when neither the name nor its beginning is listed.
    """
    name = figure
    while name not in THRESHOLDS:
        name, separator, _ = name.rpartition("_")
        if not separator:
            raise KeyError(figure)
    return name


def threshold_of(figure: str) -> Threshold:
    """Return a figure's threshold. Raises: KeyError as `listed_name`."""
    return THRESHOLDS[listed_name(figure)]


def missing_from(figures: Iterable[str]) -> list[str]:
    """Return the listed figures that were not measured in any variant."""
    measured = {listed_name(figure) for figure in figures}
    return [name for name in THRESHOLDS if name not in measured]
