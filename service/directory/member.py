"""One volunteer as the directory holds them: what they offer, when they are open, what takes their time.

Made of rows by `load`, put on the board by `snapshot`. It reads nothing itself and never changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from scheduling.entries import Entry
from scheduling.errors import UnknownZone
from scheduling.grid import Grid
from scheduling.hours import OpeningHours
from scheduling.occupancy import Occupancy, OccupancyKind, sessions
from scheduling.slots import start_bits
from scheduling.terms import Terms
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

    @property
    def accepts_new(self) -> bool:
        """Tell whether one more person fits below the caseload cap."""
        cap = self.terms.caseload_cap if self.terms else None
        return cap is None or len(self.cases) < cap

    def holds_expired_by(self, now: int) -> bool:
        """Tell whether some of the time taken has freed itself by `now`."""
        return any(each.expires_at is not None and each.expires_at <= now for each in self.taken)

    def next_expiry(self, now: int) -> int | None:
        """Return when the next hold frees itself."""
        return min((each.expires_at for each in self.taken if each.expires_at and each.expires_at > now), default=None)

    def keeps_time_for(self, case_tag: bytes) -> bool:
        """Tell whether a weekly time is kept for that person."""
        return any(each.case_tag == case_tag for each in self.taken)

    def entry(self, grid: Grid, *, policy: Policy, now: int, case_tag: bytes | None = None) -> Entry:
        """Return the volunteer as the board holds them; time kept for the person of `case_tag` is free to them."""
        return Entry(
            volunteer_id=self.volunteer_id,
            bits=self._bits(grid, now=now, case_tag=case_tag),
            notice_hours=self.terms.notice_hours if self.terms else 0,
            horizon_days=self.terms.horizon_days if self.terms else 1,
            traits=frozenset(self.slugs) | {LANGUAGE_TRAIT + each for each in self.languages},
            accepts_new=self.accepts_new,
            fresh_until=policy.fresh_until(self.confirmed_on),
        )

    def sessions_in(self, *, now: int) -> tuple[Occupancy, ...]:
        """Return what takes time at `now`, external spans left out."""
        taken = (each.occupancy for each in self.taken if each.counts(now=now, case_tag=None))
        return tuple(each for each in taken if each.kind is not OccupancyKind.EXTERNAL)

    def _bits(self, grid: Grid, *, now: int, case_tag: bytes | None) -> int:
        if not self.is_offered or self.terms is None:
            return 0
        taken = [each.occupancy for each in self.taken if each.counts(now=now, case_tag=case_tag)]
        booked = sessions(taken, gap_minutes=self.terms.gap_minutes)
        try:
            return start_bits(self.hours, [each.span for each in taken], booked, terms=self.terms, grid=grid)
        except (
            UnknownZone
        ):  # a name that this edition of the zone data no longer has closes one volunteer, not the house
            return 0
