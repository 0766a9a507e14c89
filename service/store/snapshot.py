"""What the directory reads of many volunteers at once, as plain rows. Decides nothing.

The number of statements does not depend on the number of volunteers, up to `TOGETHER` of them at a time.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from service.models import (
    Appointment,
    AppointmentState,
    Occupancy,
    OpeningException,
    OpeningRule,
    Volunteer,
    VolunteerLanguage,
    VolunteerTerm,
)

TOGETHER = 500
"""Volunteers per statement: below the parameter limit of every SQLite."""

Rows = list[Row[*tuple[Any, ...]]]

_ACCOMPANIED = (AppointmentState.BOOKED, AppointmentState.FULFILLED)

_VOLUNTEER = select(
    Volunteer.id,
    Volunteer.alias,
    Volunteer.about,
    Volunteer.qualification_checked,
    Volunteer.zone,
    Volunteer.length_minutes,
    Volunteer.step_minutes,
    Volunteer.gap_minutes,
    Volunteer.notice_hours,
    Volunteer.horizon_days,
    Volunteer.day_cap,
    Volunteer.week_cap,
    Volunteer.week_hours_cap,
    Volunteer.caseload_cap,
    Volunteer.state,
    Volunteer.confirmed_on,
    Volunteer.version,
)


def versions(db: Session, *, since: int) -> dict[bytes, int]:
    """Return id and version of every volunteer whose version is `since` or above."""
    found = db.execute(select(Volunteer.id, Volunteer.version).where(Volunteer.version >= since))
    return {row.id: row.version for row in found}


def volunteers(db: Session, ids: Sequence[bytes]) -> Rows:
    """Return the volunteers' own rows, without anything secret."""
    return _gather(db, _VOLUNTEER, Volunteer.id, ids)


def languages(db: Session, ids: Sequence[bytes]) -> Rows:
    """Return (volunteer id, language)."""
    wanted = select(VolunteerLanguage.volunteer_id, VolunteerLanguage.language)
    return _gather(db, wanted, VolunteerLanguage.volunteer_id, ids)


def terms(db: Session, ids: Sequence[bytes]) -> Rows:
    """Return (volunteer id, slug)."""
    return _gather(db, select(VolunteerTerm.volunteer_id, VolunteerTerm.slug), VolunteerTerm.volunteer_id, ids)


def rules(db: Session, ids: Sequence[bytes]) -> Rows:
    """Return the weekly rules' rows."""
    wanted = select(
        OpeningRule.volunteer_id,
        OpeningRule.weekday,
        OpeningRule.start_minute,
        OpeningRule.end_minute,
        OpeningRule.zone,
        OpeningRule.valid_from_on,
        OpeningRule.valid_to_on,
    )
    return _gather(db, wanted, OpeningRule.volunteer_id, ids)


def exceptions(db: Session, ids: Sequence[bytes], *, from_on: date, from_at: int) -> Rows:
    """Return the rows of dated exceptions that are not over."""
    wanted = select(
        OpeningException.volunteer_id,
        OpeningException.effect,
        OpeningException.local_on,
        OpeningException.start_minute,
        OpeningException.end_minute,
        OpeningException.starts_at,
        OpeningException.ends_at,
    ).where(or_(OpeningException.local_on >= from_on, OpeningException.ends_at > from_at))
    return _gather(db, wanted, OpeningException.volunteer_id, ids)


def occupancies(db: Session, ids: Sequence[bytes], *, from_at: int, until_at: int) -> Rows:
    """Return occupied time that starts in `[from_at, until_at)`."""
    wanted = select(
        Occupancy.volunteer_id,
        Occupancy.kind,
        Occupancy.starts_at,
        Occupancy.blocked_until,
        Occupancy.expires_at,
        Occupancy.case_tag,
    ).where(Occupancy.starts_at >= from_at, Occupancy.starts_at < until_at)
    return _gather(db, wanted, Occupancy.volunteer_id, ids)


def cases(db: Session, ids: Sequence[bytes], *, from_at: int) -> Rows:
    """Return (volunteer id, case tag) of booked and held sessions that start at `from_at` or later, each pair once."""
    wanted = (
        select(Appointment.volunteer_id, Appointment.case_tag)
        .where(Appointment.starts_at >= from_at, Appointment.state.in_(_ACCOMPANIED))
        .distinct()
    )
    return _gather(db, wanted, Appointment.volunteer_id, ids)


def _gather(db: Session, wanted: Select[*tuple[Any, ...]], column: Any, ids: Sequence[bytes]) -> Rows:
    return [row for part in _parts(ids) for row in db.execute(wanted.where(column.in_(part)))]


def _parts(ids: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for first in range(0, len(ids), TOGETHER):
        yield ids[first : first + TOGETHER]
