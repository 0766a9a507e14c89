"""What a booking reads of one volunteer: their row, hours, offers and cases, a statement each. Decides nothing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, or_, select, union
from sqlalchemy.orm import Session

from service.models import AppointmentState, OccupancyKind, TermSort
from service.models.base import Base

_TABLES = Base.metadata.tables
_volunteer = _TABLES["volunteer"].c
_rule = _TABLES["opening_rule"].c
_exception = _TABLES["opening_exception"].c
_offered = _TABLES["volunteer_term"].c
_term = _TABLES["term"].c
_spoken = _TABLES["volunteer_language"].c
_appointment = _TABLES["appointment"].c
_occupancy = _TABLES["occupancy"].c
_WHO: Any = bindparam("who")

_FIRST_KIND = (
    select(_offered.slug)
    .join(_TABLES["term"], _term.slug == _offered.slug)
    .where(_offered.volunteer_id == _volunteer.id, _term.sort == TermSort.KIND)
    .order_by(_term.position, _term.slug)
    .limit(1)
    .scalar_subquery()
)
_VOLUNTEER = select(
    _volunteer.state,
    _volunteer.confirmed_on,
    _volunteer.zone,
    _volunteer.length_minutes,
    _volunteer.step_minutes,
    _volunteer.gap_minutes,
    _volunteer.notice_hours,
    _volunteer.horizon_days,
    _volunteer.day_cap,
    _volunteer.week_cap,
    _volunteer.week_hours_cap,
    _volunteer.caseload_cap,
    _FIRST_KIND.label("kind_of_help"),
).where(_volunteer.id == _WHO)
_ZONE_AND_GAP = select(_volunteer.zone, _volunteer.gap_minutes).where(_volunteer.id == _WHO)
_RULES = select(
    _rule.weekday, _rule.start_minute, _rule.end_minute, _rule.zone, _rule.valid_from_on, _rule.valid_to_on
).where(_rule.volunteer_id == _WHO)
_EXCEPTIONS = select(
    _exception.effect,
    _exception.local_on,
    _exception.start_minute,
    _exception.end_minute,
    _exception.starts_at,
    _exception.ends_at,
).where(
    _exception.volunteer_id == _WHO,
    or_(
        and_(_exception.local_on >= bindparam("from_on"), _exception.local_on <= bindparam("until_on")),
        and_(_exception.ends_at > bindparam("from_at"), _exception.starts_at < bindparam("until_at")),
    ),
)
_CASES = union(
    select(_appointment.case_tag).where(
        _appointment.volunteer_id == _WHO,
        _appointment.starts_at >= bindparam("from_at"),
        _appointment.state.in_((AppointmentState.BOOKED, AppointmentState.FULFILLED)),
    ),
    select(_occupancy.case_tag).where(
        _occupancy.volunteer_id == _WHO,
        _occupancy.blocked_until > bindparam("from_at"),
        _occupancy.kind == OccupancyKind.RESERVATION,
    ),
)
_OFFERS = select(
    and_(
        select(_offered.slug).where(_offered.volunteer_id == _WHO, _offered.slug == bindparam("format")).exists(),
        select(_spoken.language)
        .where(_spoken.volunteer_id == _WHO, _spoken.language == bindparam("language"))
        .exists(),
    )
)


def volunteer(db: Session, volunteer_id: bytes) -> Any | None:
    """Return what decides about a volunteer's bookings, and the kind of help they are counted under."""
    return db.execute(_VOLUNTEER, {"who": volunteer_id}).first()


def zone_and_gap(db: Session, volunteer_id: bytes) -> tuple[str, int]:
    """Return a volunteer's zone and the minutes of the pause after each session."""
    row = db.execute(_ZONE_AND_GAP, {"who": volunteer_id}).one()
    return row.zone, row.gap_minutes


def rules(db: Session, volunteer_id: bytes) -> Sequence[Any]:
    """Return a volunteer's weekly rules."""
    return db.execute(_RULES, {"who": volunteer_id}).all()


def exceptions(
    db: Session, volunteer_id: bytes, *, from_on: date, until_on: date, from_at: int, until_at: int
) -> Sequence[Any]:
    """Return a volunteer's dated exceptions on these dates or between these instants."""
    wanted = {"who": volunteer_id, "from_on": from_on, "until_on": until_on, "from_at": from_at, "until_at": until_at}
    return db.execute(_EXCEPTIONS, wanted).all()


def cases(db: Session, volunteer_id: bytes, *, from_at: int) -> frozenset[bytes]:
    """Return the tags of everyone a volunteer accompanies: sessions since `from_at`, and weekly times kept."""
    return frozenset(db.scalars(_CASES, {"who": volunteer_id, "from_at": from_at}))


def offers(db: Session, volunteer_id: bytes, *, format: str, language: str) -> bool:
    """Tell whether a volunteer meets people in that format and language."""
    return bool(db.scalar(_OFFERS, {"who": volunteer_id, "format": format, "language": language}))
