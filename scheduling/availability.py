"""Everything about one volunteer that decides which starts are free, as one value.

It must not know who asks; what a person brings (their own reservations, their being new) is passed in beside it.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from scheduling.grid import Grid
from scheduling.hours import OpeningHours
from scheduling.interval import Span
from scheduling.occupancy import Occupancy, sessions, without_own
from scheduling.slots import start_bits
from scheduling.terms import NEAR_HOURS, Terms, bookable


class Demand(StrEnum):
    """Say whether a person is new to a volunteer or accompanied by them already."""

    NEW = "new"
    KNOWN = "known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """Hold one volunteer's hours, terms and taken time.

    `accompanied` counts the people in the caseload.  `fresh_until` is the instant (unix seconds UTC) until which the
    notice channel counts as freshly confirmed, 0 when it never was; `near_hours` the least notice after it.
    """

    hours: OpeningHours
    terms: Terms
    occupancies: tuple[Occupancy, ...] = ()
    accompanied: int = 0
    fresh_until: int = 0
    near_hours: int = NEAR_HOURS
    is_paused: bool = False

    @property
    def accepts_new(self) -> bool:
        """Tell whether the caseload has room for a new person."""
        return self.terms.caseload_cap is None or self.accompanied < self.terms.caseload_cap

    @property
    def sessions(self) -> tuple[Span, ...]:
        """Give the sessions that count towards the caps."""
        return sessions(self.occupancies, gap_minutes=self.terms.gap_minutes)

    def for_person(self, own_reservations: Collection[Span]) -> "Availability":
        """Give the availability as a person sees it whose own weekly time is reserved: that time is free for them."""
        return replace(self, occupancies=without_own(self.occupancies, own_reservations))

    def starts(self, grid: Grid) -> int:
        """Give the offered starts as bits, but for what depends on the moment and on who asks; none while paused.

        Raises: UnknownZone.
        """
        if self.is_paused:
            return 0
        busy = [occupancy.span for occupancy in self.occupancies]
        return start_bits(self.hours, busy, self.sessions, terms=self.terms, grid=grid)

    def bookable(self, now: int) -> Span:
        """Give the starts that notice and horizon leave open at `now`, in unix seconds UTC."""
        return bookable(self.terms, now=now, fresh_until=self.fresh_until, near_hours=self.near_hours)
