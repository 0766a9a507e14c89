"""When in the day a person would like to meet, by their own clock.

A wish is a weekly window like a volunteer's, so it is expanded in the same way; only the start of a session must lie
in it.
"""

from dataclasses import dataclass
from functools import lru_cache

from scheduling.grid import Grid
from scheduling.hours import OpeningHours, Rule, Window
from scheduling.localtime import DAY_MINUTES
from scheduling.opening import weekly_spans

EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class TimesOfDay:
    """Hold the wished windows of wall-clock minutes in `zone`, on `weekdays` (0 = Monday).

    A window past midnight belongs to the day on which it begins: Thursday's night reaches into Friday.
    """

    zone: str
    windows: tuple[Window, ...] = ((0, DAY_MINUTES),)
    weekdays: frozenset[int] = EVERY_DAY

    @property
    def hours(self) -> OpeningHours:
        """Give the wish as weekly hours."""
        rules = (Rule(weekday, *window, self.zone) for weekday in sorted(self.weekdays) for window in self.windows)
        return OpeningHours(self.zone, tuple(rules))


@lru_cache(maxsize=512)
def cells_of(times: TimesOfDay, grid: Grid) -> int:
    """Give the starts that lie in the wished windows, as bits of the grid.

    Raises: UnknownZone.
    """
    bits = 0
    for span in weekly_spans(times.hours, grid.span):
        bits |= grid.inside(span)
    return bits
