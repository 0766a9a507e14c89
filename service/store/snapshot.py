"""What the directory reads of many volunteers at once, as plain rows. Decides nothing.

The number of statements does not depend on the number of volunteers, up to `TOGETHER` of them at a time. They stand
ready-made on tables: the directory runs them after every booking, and building them costs more than running them.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from service.models import AppointmentState
from service.models.base import Base

TOGETHER = 500
"""Volunteers per statement: below the parameter limit of every SQLite."""

Rows = list[Row[*tuple[Any, ...]]]

_TABLES = Base.metadata.tables
_VOLUNTEER = _TABLES["volunteer"].c
_LANGUAGE = _TABLES["volunteer_language"].c
_TERM = _TABLES["volunteer_term"].c
_RULE = _TABLES["opening_rule"].c
_EXCEPTION = _TABLES["opening_exception"].c
_OCCUPANCY = _TABLES["occupancy"].c
_APPOINTMENT = _TABLES["appointment"].c


def _of_some(wanted: Select[*tuple[Any, ...]], volunteer_id: Any) -> Select[*tuple[Any, ...]]:
    return wanted.where(volunteer_id.in_(bindparam("ids", expanding=True)))


_VERSIONS = select(_VOLUNTEER.id, _VOLUNTEER.version).where(_VOLUNTEER.version >= bindparam("since"))
_VOLUNTEERS = _of_some(
    select(
        _VOLUNTEER.id,
        _VOLUNTEER.alias,
        _VOLUNTEER.about,
        _VOLUNTEER.qualification_checked,
        _VOLUNTEER.zone,
        _VOLUNTEER.length_minutes,
        _VOLUNTEER.step_minutes,
        _VOLUNTEER.gap_minutes,
        _VOLUNTEER.notice_hours,
        _VOLUNTEER.horizon_days,
        _VOLUNTEER.day_cap,
        _VOLUNTEER.week_cap,
        _VOLUNTEER.week_hours_cap,
        _VOLUNTEER.caseload_cap,
        _VOLUNTEER.state,
        _VOLUNTEER.confirmed_on,
        _VOLUNTEER.version,
    ),
    _VOLUNTEER.id,
)
_LANGUAGES = _of_some(select(_LANGUAGE.volunteer_id, _LANGUAGE.language), _LANGUAGE.volunteer_id)
_TERMS = _of_some(select(_TERM.volunteer_id, _TERM.slug), _TERM.volunteer_id)
_RULES = _of_some(
    select(
        _RULE.volunteer_id,
        _RULE.weekday,
        _RULE.start_minute,
        _RULE.end_minute,
        _RULE.zone,
        _RULE.valid_from_on,
        _RULE.valid_to_on,
    ),
    _RULE.volunteer_id,
)
_EXCEPTIONS = _of_some(
    select(
        _EXCEPTION.volunteer_id,
        _EXCEPTION.effect,
        _EXCEPTION.local_on,
        _EXCEPTION.start_minute,
        _EXCEPTION.end_minute,
        _EXCEPTION.starts_at,
        _EXCEPTION.ends_at,
    ).where(or_(_EXCEPTION.local_on >= bindparam("from_on"), _EXCEPTION.ends_at > bindparam("from_at"))),
    _EXCEPTION.volunteer_id,
)
_OCCUPANCIES = _of_some(
    select(
        _OCCUPANCY.volunteer_id,
        _OCCUPANCY.kind,
        _OCCUPANCY.starts_at,
        _OCCUPANCY.blocked_until,
        _OCCUPANCY.expires_at,
        _OCCUPANCY.case_tag,
    ).where(_OCCUPANCY.starts_at >= bindparam("from_at"), _OCCUPANCY.starts_at < bindparam("until_at")),
    _OCCUPANCY.volunteer_id,
)
_CASES = _of_some(
    select(_APPOINTMENT.volunteer_id, _APPOINTMENT.case_tag)
    .where(
        _APPOINTMENT.starts_at >= bindparam("from_at"),
        _APPOINTMENT.state.in_((AppointmentState.BOOKED, AppointmentState.FULFILLED)),
    )
    .distinct(),
    _APPOINTMENT.volunteer_id,
)


def versions(db: Session, *, since: int) -> dict[bytes, int]:
    """Return id and version of every volunteer whose version is `since` or above."""
    return {row.id: row.version for row in db.execute(_VERSIONS, {"since": since})}


def volunteers(db: Session, ids: Sequence[bytes]) -> Rows:
    """Return the volunteers' own rows, without anything secret."""
    return _gather(db, _VOLUNTEERS, ids)


def languages(db: Session, ids: Sequence[bytes]) -> Rows:
    """Return (volunteer id, language)."""
    return _gather(db, _LANGUAGES, ids)


def terms(db: Session, ids: Sequence[bytes]) -> Rows:
    """Return (volunteer id, slug)."""
    return _gather(db, _TERMS, ids)


def rules(db: Session, ids: Sequence[bytes]) -> Rows:
    """Return the weekly rules' rows."""
    return _gather(db, _RULES, ids)


def exceptions(db: Session, ids: Sequence[bytes], *, from_on: date, from_at: int) -> Rows:
    """Return the rows of dated exceptions that are not over."""
    return _gather(db, _EXCEPTIONS, ids, from_on=from_on, from_at=from_at)


def occupancies(db: Session, ids: Sequence[bytes], *, from_at: int, until_at: int) -> Rows:
    """Return occupied time that starts in `[from_at, until_at)`."""
    return _gather(db, _OCCUPANCIES, ids, from_at=from_at, until_at=until_at)


def cases(db: Session, ids: Sequence[bytes], *, from_at: int) -> Rows:
    """Return (volunteer id, case tag) of booked and held sessions that start at `from_at` or later, each pair once."""
    return _gather(db, _CASES, ids, from_at=from_at)


def _gather(db: Session, wanted: Select[*tuple[Any, ...]], ids: Sequence[bytes], **more: object) -> Rows:
    parts = (ids[first : first + TOGETHER] for first in range(0, len(ids), TOGETHER))
    return [row for part in parts for row in db.execute(wanted, {"ids": part, **more})]
