"""Take a volunteer's time: the guard decides, then whether the time was offered at all.

Everything that books, holds or moves goes through here, with the volunteer's row locked first (`lock`): so caps and
caseload hold under any race, and nobody waits in a circle. Must not know who the person is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from scheduling.availability import Availability, Demand
from scheduling.errors import BeyondHorizon, PastTime, SlotTaken, VolunteerUnavailable
from scheduling.hours import OpeningHours
from scheduling.interval import Span
from scheduling.localtime import DAY_SECONDS, known_zones, local_date, to_wall, tzdata_version, week_span
from scheduling.occupancy import Occupancy
from scheduling.occupancy import OccupancyKind as Kind
from scheduling.terms import Terms
from scheduling.whynot import ensure_offered
from service.directory.load import AHEAD_DAYS, BACK_DAYS, hours_of, terms_of
from service.models import OccupancyKind, VolunteerState
from service.policy import Policy
from service.store import occupancies, standing, volunteers
from service.store.appointments import WallStart

MARGIN_DAYS: Final = 2
"""Dated exceptions are read this many days around a session: zones and windows past midnight reach no further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Hold which time is asked for, and for whom: `case_tag` is None for somebody without a key yet.

    `as_of_at` is the moment whose notice and horizon count: when the person was shown the time, which may be some
    minutes ago.
    """

    volunteer_id: bytes
    start_at: int
    case_tag: bytes | None
    now: int
    as_of_at: int
    policy: Policy


@dataclass(frozen=True, slots=True)
class Claimed:
    """Hold time that was taken, and what was learnt of the volunteer on the way.

    `room` counts the new people who still fit into the caseload; `is_known` says that this person is none.
    """

    occupancy_id: bytes
    starts_at: int
    ends_at: int
    hours: OpeningHours
    kind_of_help: str
    is_known: bool
    room: int

    @property
    def wall(self) -> WallStart:
        """Return when it begins on the volunteer's wall."""
        return wall_start(self.hours.zone, self.starts_at)


def lock(db: Session, volunteer_ids: Iterable[bytes]) -> None:
    """Let no other transaction take time of these volunteers until this one ends, and tell directories to look again.

    Comes before anything else a transaction writes; several at once, never one after the other.
    """
    volunteers.bump(db, volunteer_ids)


def claim(db: Session, wanted: Wanted, kind: OccupancyKind, *, hold: tuple[bytes, int] | None = None) -> Claimed:
    """Take the time for a session; `hold` is the token's hash and the instant when it ends.

    1. The guard decides whether the time is free; a weekly time kept for this very person gives way.
    2. Then all the rest: hours, caps, notice, caseload.

    Raises: NotOffered, its child that says why; the caller's transaction must not be kept then.
    """
    row, terms = _who_meets(db, wanted)
    hold_hash, expires_at = hold or (None, None)
    blocked_until = wanted.start_at + terms.blocked_seconds
    occupancies.remove_expired(db, wanted.volunteer_id, now=wanted.now)
    for _ in range(2):
        occupancy_id = occupancies.claim(
            db, wanted.volunteer_id, kind, starts_at=wanted.start_at, blocked_until=blocked_until,
            expires_at=expires_at, hold_hash=hold_hash,
        )  # fmt: skip
        if occupancy_id is not None:
            return _checked(db, wanted, row, terms, occupancy_id)
        if not _gives_way(db, wanted, terms):
            break
    raise SlotTaken


def keep(db: Session, wanted: Wanted, occupancy_id: bytes) -> Claimed:
    """Check a weekly time that is kept for this person as if it were claimed now.

    Raises: NotOffered, its child that says why.
    """
    row, terms = _who_meets(db, wanted)
    return _checked(db, wanted, row, terms, occupancy_id)


def refuse_absurd(start_at: int, *, now: int) -> None:
    """Refuse instants that no calendar holds before anybody computes with them.

    Raises: PastTime, BeyondHorizon.
    """
    if start_at <= now:
        raise PastTime
    if start_at > now + AHEAD_DAYS * DAY_SECONDS:
        raise BeyondHorizon


def wall_start(zone: str, start_at: int) -> WallStart:
    """Return when a session begins on the wall of `zone`: `2026-11-26 19:00`.

    Raises: UnknownZone.
    """
    wall = to_wall(zone, start_at)
    return WallStart(zone, f"{wall.on} {wall.minute // 60:02}:{wall.minute % 60:02}", tzdata_version())


def _who_meets(db: Session, wanted: Wanted) -> tuple[Any, Terms]:
    """Return a volunteer's row and terms, if they meet people now.

    Raises: PastTime, BeyondHorizon; VolunteerUnavailable for one who is gone, paused, suspended or not reachable.
    """
    refuse_absurd(wanted.start_at, now=wanted.now)
    row = standing.volunteer(db, wanted.volunteer_id)
    if row is None or row.state != VolunteerState.ACTIVE or row.confirmed_on is None or row.zone not in known_zones():
        raise VolunteerUnavailable
    terms = terms_of(row)
    if terms is None:
        raise VolunteerUnavailable
    return row, terms


def _gives_way(db: Session, wanted: Wanted, terms: Terms) -> bool:
    until_at = wanted.start_at + terms.blocked_seconds
    return wanted.case_tag is not None and occupancies.give_way(
        db, wanted.volunteer_id, wanted.case_tag, from_at=wanted.start_at, until_at=until_at
    )


def _checked(db: Session, wanted: Wanted, row: Any, terms: Terms, occupancy_id: bytes) -> Claimed:
    hours = _hours(db, row.zone, wanted)
    cases = standing.cases(db, wanted.volunteer_id, from_at=wanted.now - BACK_DAYS * DAY_SECONDS)
    availability = Availability(
        hours=hours,
        terms=terms,
        occupancies=_taken(db, wanted, hours.zone, terms, beside=occupancy_id),
        accompanied=len(cases),
        fresh_until=wanted.policy.fresh_until(row.confirmed_on),
        near_hours=wanted.policy.near_hours,
    )
    is_known = wanted.case_tag in cases
    demand = Demand.KNOWN if is_known else Demand.NEW
    ensure_offered(availability, wanted.start_at, now=wanted.as_of_at, demand=demand)
    return Claimed(
        occupancy_id=occupancy_id,
        starts_at=wanted.start_at,
        ends_at=wanted.start_at + terms.length_seconds,
        hours=hours,
        kind_of_help=row.kind_of_help or "",
        is_known=is_known,
        room=row.caseload_cap - len(cases),
    )


def _hours(db: Session, zone: str, wanted: Wanted) -> OpeningHours:
    on = local_date(zone, wanted.start_at)
    exceptions = standing.exceptions(
        db,
        wanted.volunteer_id,
        from_on=on - timedelta(MARGIN_DAYS),
        until_on=on + timedelta(MARGIN_DAYS),
        from_at=wanted.start_at - MARGIN_DAYS * DAY_SECONDS,
        until_at=wanted.start_at + MARGIN_DAYS * DAY_SECONDS,
    )
    return hours_of(zone, standing.rules(db, wanted.volunteer_id), exceptions)


def _taken(db: Session, wanted: Wanted, zone: str, terms: Terms, *, beside: bytes) -> tuple[Occupancy, ...]:
    """Return what else takes time near the session: of its local week, for caps."""
    week = week_span(zone, local_date(zone, wanted.start_at))
    session = Span(wanted.start_at, wanted.start_at + terms.blocked_seconds)
    found = occupancies.near(
        db,
        wanted.volunteer_id,
        from_at=min(week.start_at, session.start_at),
        until_at=max(week.end_at, session.end_at),
    )
    return tuple(
        Occupancy(Kind(row.kind), row.starts_at, row.blocked_until)
        for row in found
        if row.id != beside and (row.case_tag is None or row.case_tag != wanted.case_tag)
    )
