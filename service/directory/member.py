"""One volunteer as the directory holds them: what they offer, when they are open, what takes their time.

Made of rows by `load`, put on the board by `snapshot`. It reads nothing itself and never changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from scheduling.availability import Availability, Demand
from scheduling.entries import Entry
from scheduling.errors import UnknownZone
from scheduling.grid import Grid
from scheduling.hours import OpeningHours
from scheduling.interval import Span
from scheduling.obstacles import Closed, Obstacle, OnPause
from scheduling.occupancy import Occupancy
from scheduling.terms import Terms
from scheduling.whynot import why_not
from service.models import VolunteerState
from service.policy import Policy

LANGUAGE_TRAIT = "language:"
"""Languages stand among a volunteer's traits with this before them, so that no term can be taken for one."""


class Taken(NamedTuple):
    """Hold occupied time; `expires_at` is when a hold frees itself, `case_tag` for whom a reservation is kept."""

    occupancy: Occupancy
    expires_at: int | None = None
    case_tag: bytes | None = None

    def counts(self, *, now: int, case_tag: bytes | None) -> bool:
        """Tell whether it takes the time at `now`, for the person of `case_tag`."""
        if self.expires_at is not None:
            return self.expires_at > now
        return self.case_tag is None or self.case_tag != case_tag


@dataclass(frozen=True, slots=True)
class Member:
    """Hold one volunteer; `terms` is None when their numbers cannot be, which keeps them from being offered."""

    volunteer_id: bytes
    version: int
    alias: str
    about: Mapping[str, str]
    qualification_checked: bool
    state: str
    confirmed_on: date | None
    languages: tuple[str, ...]
    slugs: tuple[str, ...]
    hours: OpeningHours
    terms: Terms | None
    taken: tuple[Taken, ...]
    cases: frozenset[bytes]

    @property
    def is_offered(self) -> bool:
        """Tell whether people may be offered this volunteer at all: active, reachable, with sane numbers."""
        return self.state == VolunteerState.ACTIVE and self.confirmed_on is not None and self.terms is not None

    def availability(self, *, policy: Policy, now: int, case_tag: bytes | None = None) -> Availability | None:
        """Return what decides which starts are free; time kept for the person of `case_tag` is free to them."""
        if self.terms is None:
            return None
        return Availability(
            hours=self.hours,
            terms=self.terms,
            occupancies=self.occupancies(now=now, case_tag=case_tag),
            accompanied=len(self.cases),
            fresh_until=policy.fresh_until(self.confirmed_on),
            near_hours=policy.near_hours,
            is_paused=not self.is_offered,
        )

    def why_not(self, start_at: int, *, policy: Policy, now: int, case_tag: bytes | None) -> Obstacle | None:
        """Return what keeps the person of `case_tag` (None for somebody new) from a start, None when nothing does."""
        availability = self.availability(policy=policy, now=now, case_tag=case_tag)
        demand = Demand.KNOWN if case_tag in self.cases else Demand.NEW
        try:
            return why_not(availability, start_at, now=now, demand=demand) if availability else OnPause()
        except UnknownZone:
            return Closed()

    def is_busy_at(self, start_at: int) -> bool:
        """Tell whether something takes the time of a session that would start then."""
        session = Span(start_at, start_at + (self.terms.length_seconds if self.terms else 1))
        return any(each.occupancy.span.overlaps(session) for each in self.taken)

    def occupancies(self, *, now: int, case_tag: bytes | None = None) -> tuple[Occupancy, ...]:
        """Return what takes time at `now`, for the person of `case_tag`."""
        return tuple(each.occupancy for each in self.taken if each.counts(now=now, case_tag=case_tag))

    def next_expiry(self, now: int) -> int | None:
        """Return when the next hold frees itself."""
        return min((each.expires_at for each in self.taken if each.expires_at and each.expires_at > now), default=None)

    def holds_expired_by(self, now: int) -> bool:
        """Tell whether some of the time taken has freed itself by `now`."""
        return any(each.expires_at is not None and each.expires_at <= now for each in self.taken)

    def keeps_time_for(self, case_tag: bytes) -> bool:
        """Tell whether a weekly time is kept for that person."""
        return any(each.case_tag == case_tag for each in self.taken)

    def entry(self, grid: Grid, *, policy: Policy, now: int, case_tag: bytes | None = None) -> Entry:
        """Return the volunteer as the board holds them; time kept for the person of `case_tag` is free to them."""
        availability = self.availability(policy=policy, now=now, case_tag=case_tag)
        if availability is None:
            return Entry(self.volunteer_id, bits=0, notice_hours=0, horizon_days=1)
        return Entry(
            volunteer_id=self.volunteer_id,
            bits=_bits(availability, grid),
            notice_hours=availability.terms.notice_hours,
            horizon_days=availability.terms.horizon_days,
            traits=frozenset(self.slugs) | {LANGUAGE_TRAIT + each for each in self.languages},
            accepts_new=availability.accepts_new,
            fresh_until=availability.fresh_until,
        )


def _bits(availability: Availability, grid: Grid) -> int:
    try:
        return availability.starts(grid)
    except UnknownZone:  # a name that this edition of the zone data no longer has closes one volunteer, not the house
        return 0
