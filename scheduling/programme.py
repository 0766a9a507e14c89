"""A programme: a run of sessions with one volunteer, the same weekly time kept for it, and how many a person can book.

It counts and dates; keeping time free is `occupancy`'s row, and quotas are counted from the person's own tickets.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.errors import FirstSessionFirst, ProgrammeQuotaReached, QuotaReached, UpcomingQuotaReached
from scheduling.localtime import to_instant, to_wall


@dataclass(frozen=True, slots=True)
class Quotas:
    """Hold how many appointments one person can have: in a programme, ahead, and ahead before the first was held."""

    programme_sessions: int = 5
    upcoming: int = 2
    first_upcoming: int = 1


def reservation_starts(zone: str, on: date, minute: int, *, weeks: int) -> tuple[int, ...]:
    """Give the starts (unix seconds UTC) of the same wall time in each of the `weeks` after the date `on`.

    `minute` is the wall-clock minute of the session of `on`, in the volunteer's `zone`: the hour on the wall stays, the
    distance in real hours does not.

    Raises: UnknownZone.
    """
    return tuple(to_instant(zone, on + timedelta(weeks=week), minute) for week in range(1, weeks + 1))


def following_starts(zone: str, start_at: int, *, weeks: int) -> tuple[int, ...]:
    """Give the starts of the same wall time in each of the `weeks` after the session at `start_at`.

    Raises: UnknownZone.
    """
    wall = to_wall(zone, start_at)
    return reservation_starts(zone, wall.on, wall.minute, weeks=weeks)


def sessions_left(used: int, *, quotas: Quotas) -> int:
    """Give how many sessions of a programme are not booked yet; `used` counts those held, missed and ahead."""
    return max(0, quotas.programme_sessions - used)


def why_not_book(*, upcoming: int, used: int, held: int, quotas: Quotas) -> QuotaReached | None:
    """Give the fact that keeps a person from booking one more appointment, None when they may.

    `upcoming` counts the appointments ahead, with anybody; `used` those of this programme that were not given back;
    `held` the sessions that took place.
    """
    if used >= quotas.programme_sessions:
        return ProgrammeQuotaReached(limit=quotas.programme_sessions)
    if held == 0 and upcoming >= quotas.first_upcoming:
        return FirstSessionFirst()
    if upcoming >= quotas.upcoming:
        return UpcomingQuotaReached(limit=quotas.upcoming)
    return None
