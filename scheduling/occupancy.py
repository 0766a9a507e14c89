"""What takes a volunteer's time: values for the rows of `occupancy`, and whose time they take.

It must not decide who wins a race; the database's guard does.
"""

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import NamedTuple

from scheduling.interval import Span


class OccupancyKind(StrEnum):
    """Say what takes the time."""

    HOLD = "hold"
    RESERVATION = "reservation"
    APPOINTMENT = "appointment"
    MEETING = "meeting"
    EXTERNAL = "external"


class Occupancy(NamedTuple):
    """Hold time that is taken: `[starts_at, blocked_until)` in unix seconds UTC, the gap after the session included."""

    kind: OccupancyKind
    starts_at: int
    blocked_until: int

    @property
    def span(self) -> Span:
        """Give the time that is taken."""
        return Span(self.starts_at, self.blocked_until)

    def session(self, *, gap_minutes: int) -> Span:
        """Give the time without the gap after it; external time has none."""
        if self.kind is OccupancyKind.EXTERNAL:
            return self.span
        return Span(self.starts_at, max(self.starts_at, self.blocked_until - gap_minutes * 60))


def without_own(occupancies: Iterable[Occupancy], own_reservations: Collection[Span]) -> tuple[Occupancy, ...]:
    """Leave out the reservations kept for one person, so that their own weekly time is free for them.

    `own_reservations` are the spans of that person's case with this volunteer; nothing but reservations is left out.
    """
    own = frozenset(own_reservations)
    return tuple(
        occupancy
        for occupancy in occupancies
        if occupancy.kind is not OccupancyKind.RESERVATION or occupancy.span not in own
    )


def sessions(occupancies: Iterable[Occupancy], *, gap_minutes: int) -> tuple[Span, ...]:
    """Give the sessions that count towards a volunteer's caps: all but external ones, without the gap after them."""
    return tuple(
        occupancy.session(gap_minutes=gap_minutes)
        for occupancy in occupancies
        if occupancy.kind is not OccupancyKind.EXTERNAL
    )
