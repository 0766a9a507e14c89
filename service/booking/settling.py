"""What happens when time has passed: sessions are over, weekly times are kept or free again. A job calls it.

It cannot open a wallet: what it needs stands on the session's row. Deleting is retention's business.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from scheduling.hours import OpeningHours
from scheduling.interval import Span
from scheduling.localtime import DAY_SECONDS, known_zones, local_date
from scheduling.opening import openings
from scheduling.programme import following_starts
from service import policy as rules
from service.booking import claiming
from service.clock import month_number
from service.directory.load import AHEAD_DAYS, hours_of
from service.models import OccupancyKind, VolunteerState
from service.policy import Policy
from service.site import Site
from service.store import appointments, occupancies, standing
from service.store.appointments import AppointmentRow

AT_ONCE: Final = 200
"""Sessions settled in one transaction."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Count what was done: sessions that took place, weekly times now kept, people whose weekly time is free again."""

    fulfilled: int
    reserved: int
    released: int


def settle(db: Session, site: Site, *, limit: int = AT_ONCE) -> Settled:
    """Settle what is over; call it again while `fulfilled` reaches `limit`.

    1. Lock all volunteers concerned, sorted, so that two workers do not wait for each other.
    2. A booked session that is over took place, unless its volunteer says otherwise.
    3. After it the same weekly time is kept for the rest of the programme, where it is free and open.
    4. Who lets a kept time pass has none kept any more.
    """
    now, policy = site.clock.now(), rules.load(db)
    over = appointments.over(db, now=now, limit=limit)
    passed = occupancies.let_pass(db, now=now)
    volunteer_ids = {row.volunteer_id for row in over} | {volunteer_id for volunteer_id, _ in passed}
    if not volunteer_ids:
        return Settled(0, 0, 0)
    claiming.lock(db, volunteer_ids)
    for volunteer_id in volunteer_ids:
        occupancies.remove_expired(db, volunteer_id, now=now)
    for volunteer_id, case_tag in passed:
        occupancies.release_case(db, volunteer_id, case_tag)
    settled = [row for row in over if appointments.fulfil(db, row.id)]
    reserved = sum(_keep_weekly_time(db, row, now=now, policy=policy) for row in settled)
    for row in settled:
        _count(db, row)
    return Settled(len(settled), reserved, len(passed))


def _keep_weekly_time(db: Session, row: AppointmentRow, *, now: int, policy: Policy) -> int:
    """Keep the session's weekly time for the sessions that are left; return how many weeks."""
    weeks = policy.programme_sessions - appointments.last_number(db, row.case_tag)
    volunteer = standing.volunteer(db, row.volunteer_id)
    if (
        weeks <= 0
        or volunteer is None
        or volunteer.state != VolunteerState.ACTIVE
        or volunteer.zone not in known_zones()
    ):
        return 0
    if occupancies.reserved(db, [row.case_tag]):
        return 0
    hours = _hours_ahead(db, row.volunteer_id, volunteer.zone, row.starts_at)
    length_seconds, gap_seconds = row.ends_at - row.starts_at, volunteer.gap_minutes * 60
    return sum(
        _kept(db, row, Span(start_at, start_at + length_seconds), hours, gap_seconds=gap_seconds)
        for start_at in following_starts(volunteer.zone, row.starts_at, weeks=weeks)
        if now < start_at < now + AHEAD_DAYS * DAY_SECONDS
    )


def _kept(db: Session, row: AppointmentRow, session: Span, hours: OpeningHours, *, gap_seconds: int) -> bool:
    """Keep one week's time when the volunteer is open, their own calendar empty, and the guard lets it."""
    blocked_until = session.end_at + gap_seconds
    if not _is_open(hours, session):
        return False
    if occupancies.near(db, row.volunteer_id, from_at=session.start_at, until_at=blocked_until):
        return False
    claimed = occupancies.claim(
        db, row.volunteer_id, OccupancyKind.RESERVATION, starts_at=session.start_at, blocked_until=blocked_until,
        case_tag=row.case_tag,
    )  # fmt: skip
    return claimed is not None


def _hours_ahead(db: Session, volunteer_id: bytes, zone: str, from_at: int) -> OpeningHours:
    until_at = from_at + AHEAD_DAYS * DAY_SECONDS
    exceptions = standing.exceptions(
        db,
        volunteer_id,
        from_on=local_date(zone, from_at) - timedelta(claiming.MARGIN_DAYS),
        until_on=local_date(zone, until_at) + timedelta(claiming.MARGIN_DAYS),
        from_at=from_at,
        until_at=until_at,
    )
    return hours_of(zone, standing.rules(db, volunteer_id), exceptions)


def _is_open(hours: OpeningHours, session: Span) -> bool:
    return any(
        opening.start_at <= session.start_at and session.end_at <= opening.end_at
        for opening in openings(hours, session)
    )


def _count(db: Session, row: AppointmentRow) -> None:
    volunteer = standing.volunteer(db, row.volunteer_id)
    kind = (volunteer.kind_of_help if volunteer else None) or ""
    appointments.count(db, month=month_number(row.starts_at), language=row.language, kind=kind, what="fulfilled")
