"""A window of wall-clock time as a volunteer types it, checked before it becomes a row. Reads and writes nothing."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from scheduling.errors import UnknownZone
from scheduling.grid import GRID_MINUTES
from scheduling.localtime import DAY_MINUTES, known_zones
from service.availability.refusals import (
    DatesInDisorder,
    OffTheGrid,
    WindowImpossible,
    WindowsOverlap,
    WindowTooShort,
)

WEEK_MINUTES: Final = 7 * DAY_MINUTES


@dataclass(frozen=True, slots=True)
class Window:
    """Hold a weekly window: minutes of the wall clock of `zone`; `end_minute` may lie past midnight (above 1440).

    `weekday` 0 is Monday; it holds from `valid_from_on` to `valid_to_on`, both included, None for always.
    """

    weekday: int
    start_minute: int
    end_minute: int
    zone: str
    valid_from_on: date | None = None
    valid_to_on: date | None = None

    def checked(self, *, length_minutes: int) -> "Window":
        """Return the window when it can be and holds a session.

        Raises: UnknownZone, OffTheGrid, WindowImpossible, WindowTooShort, DatesInDisorder.
        """
        check_minutes(self.start_minute, self.end_minute, length_minutes=length_minutes)
        if not 0 <= self.weekday <= 6:
            raise WindowImpossible
        if self.zone not in known_zones():
            raise UnknownZone(zone=self.zone[:64])
        if self.valid_from_on and self.valid_to_on and self.valid_to_on < self.valid_from_on:
            raise DatesInDisorder
        return self

    def meets(self, other: "Window") -> bool:
        """Tell whether two windows of one zone share time in some week; in different zones a move lies between."""
        if self.zone != other.zone or not self._valid_together(other):
            return False
        apart = (other._start_of_week - self._start_of_week) % WEEK_MINUTES
        return apart < self._length or WEEK_MINUTES - apart < other._length

    @property
    def _start_of_week(self) -> int:
        return self.weekday * DAY_MINUTES + self.start_minute

    @property
    def _length(self) -> int:
        return self.end_minute - self.start_minute

    def _valid_together(self, other: "Window") -> bool:
        first = max(self.valid_from_on or date.min, other.valid_from_on or date.min)
        last = min(self.valid_to_on or date.max, other.valid_to_on or date.max)
        return first <= last


def end_after(start_minute: int, end_minute: int) -> int:
    """Return the end of a window typed as two clock times: not after its start means the next day (22:00 to 01:00)."""
    return end_minute if end_minute > start_minute else end_minute + DAY_MINUTES


def check_minutes(start_minute: int, end_minute: int, *, length_minutes: int) -> None:
    """Let two minutes of a local day pass that hold a session.

    Raises: OffTheGrid, WindowImpossible, WindowTooShort.
    """
    if start_minute % GRID_MINUTES or end_minute % GRID_MINUTES:
        raise OffTheGrid
    if not (0 <= start_minute < DAY_MINUTES and start_minute < end_minute <= start_minute + DAY_MINUTES):
        raise WindowImpossible
    if end_minute - start_minute < length_minutes:
        raise WindowTooShort(minutes=length_minutes)


def check_apart(added: list[Window], kept: list[Window]) -> None:
    """Let added windows pass that share no time with each other or with kept ones.

    Raises: WindowsOverlap.
    """
    for index, window in enumerate(added):
        if any(window.meets(other) for other in [*kept, *added[:index]]):
            raise WindowsOverlap
