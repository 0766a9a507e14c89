"""Opening hours as values: weekly wall-clock rules and dated exceptions, checked when they are made.

It must not turn them into instants; `opening` does.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from scheduling.interval import Span
from scheduling.localtime import DAY_MINUTES

Window = tuple[int, int]
"""Wall-clock minutes of a local day: start (0 to 1439) and end (at most start + 1440, so it may lie past midnight)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Open one window on every `weekday` (0 = Monday) of `zone`, from `valid_from` to `valid_to`, both included.

    Raises: ValueError for a weekday or a window that cannot be.
    """

    weekday: int
    start_minute: int
    end_minute: int
    zone: str
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        """Refuse what the database's constraint refuses too."""
        if not 0 <= self.weekday <= 6:
            raise ValueError(f"a weekday is 0 (Monday) to 6, not {self.weekday}")
        _check_window(self.start_minute, self.end_minute)

    def is_valid_on(self, on: date) -> bool:
        """Tell whether the rule holds on a local date."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


class Effect(StrEnum):
    """Say what a dated exception does to the weekly windows."""

    REPLACE = "replace"
    ADD = "add"
    BLOCK = "block"


class LocalWindow(NamedTuple):
    """Hold one window of one local date, in wall-clock minutes; `start_minute == end_minute` is no time at all."""

    on: date
    start_minute: int
    end_minute: int


@dataclass(frozen=True, slots=True)
class DatedException:
    """Change the opening hours once: by a local window or by a span of UTC time, never both.

    - `replace` (local only) stands in for every weekly window that begins on its date; several add up, and one with
      `start_minute == end_minute` closes the day.
    - `add` opens more. `block` comes last and closes, whatever opened.

    Raises: ValueError for an exception that says neither, both, or a window that cannot be.
    """

    effect: Effect
    local: LocalWindow | None = None
    span: Span | None = None

    def __post_init__(self) -> None:
        """Refuse what the database's constraint refuses too."""
        if (self.local is None) == (self.span is None):
            raise ValueError("a dated exception has a local window or a span, one of them")
        if self.local is None and self.effect is Effect.REPLACE:
            raise ValueError("only a local date can be replaced")
        if self.local is not None and not self._is_closed_day:
            _check_window(self.local.start_minute, self.local.end_minute)

    @classmethod
    def closed(cls, on: date) -> "DatedException":
        """Give the exception that takes every weekly window off one local date."""
        return cls(Effect.REPLACE, local=LocalWindow(on, 0, 0))

    @property
    def _is_closed_day(self) -> bool:
        local = self.local
        return self.effect is Effect.REPLACE and local is not None and local.start_minute == local.end_minute == 0


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Hold when a volunteer is free in principle; `zone` is the one that dated exceptions are meant in.

    Each rule keeps its own zone, so that a volunteer who moves can change zones from a date on.
    """

    zone: str
    rules: tuple[Rule, ...] = ()
    exceptions: tuple[DatedException, ...] = ()


def _check_window(start_minute: int, end_minute: int) -> None:
    if not (0 <= start_minute < DAY_MINUTES and start_minute < end_minute <= start_minute + DAY_MINUTES):
        raise ValueError(
            f"a window starts at minute 0 to 1439 and ends at most a day later, not {start_minute} to {end_minute}"
        )
