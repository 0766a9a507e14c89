"""Rows whose time is over: found by key in small numbers, then deleted or blurred. Decides only by the instants given.

Finding and deleting are apart, so that looking costs nobody the writer's turn; deleting repeats the condition.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from service.models import AppointmentState, OccupancyKind, Role, VolunteerState
from service.models.base import Base
from service.store import occupancies

DAY_SECONDS: Final = 24 * 3600
_TABLES = Base.metadata.tables
_appointment = _TABLES["appointment"].c
_occupancy = _TABLES["occupancy"].c
_account = _TABLES["account"].c
_volunteer = _TABLES["volunteer"].c
_exception = _TABLES["opening_exception"].c
_SESSIONS = (OccupancyKind.APPOINTMENT, OccupancyKind.MEETING)


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """What is over: everything these instants, days and months have reached."""

    now: int
    blur_at: int  # sessions that ended by then lose their hour
    sessions_at: int  # sessions that ended by then are forgotten
    exceptions_on: date  # dated hours before this day
    exceptions_at: int  # the same for those given as instants
    today: date  # invitations and closings that ended before this day
    forgotten_on: date  # notes of deleted rows from before this day
    tickets_month: int  # tickets whose month is before this one
    accounts_month: int  # accounts last seen before this month


@dataclass(frozen=True, slots=True)
class Sharp:
    """One past session whose hour is still there: where its day is, and the time it took."""

    appointment_id: bytes
    volunteer_id: bytes
    occupancy_id: bytes | None
    zone: str
    wall_start: str
    blocked_seconds: int


@dataclass(frozen=True, slots=True)
class Unseen:
    """A staff account nobody has used for a year."""

    account_id: bytes
    role: str
    volunteer_id: bytes | None


Over = Callable[[Cutoffs], ColumnElement[bool]]

LONGEST_SESSION_SECONDS: Final = 12 * 3600
"""No session is that long (models: 8 hours at most), so a row that spans more is a whole day: it has been blurred."""
_IS_BLURRED = _appointment.ends_at - _appointment.starts_at > LONGEST_SESSION_SECONDS

OVER: Final[Mapping[str, tuple[ColumnElement[Any], Over]]] = {
    "holds": (_occupancy.id, lambda cut: _occupancy.expires_at <= cut.now),
    "sessions": (
        _appointment.id,
        lambda cut: and_(
            _appointment.ends_at <= cut.sessions_at + 2 * DAY_SECONDS,  # said for the index
            or_(_appointment.ends_at <= cut.sessions_at, and_(_IS_BLURRED, _appointment.starts_at <= cut.sessions_at)),
        ),
    ),
    "times": (
        _occupancy.id,
        lambda cut: and_(
            _occupancy.blocked_until <= cut.sessions_at,
            ~exists().where(_appointment.occupancy_id == _occupancy.id),
        ),
    ),
    "tickets": (
        _TABLES["ticket_state"].c.ticket_hash,
        lambda cut: _TABLES["ticket_state"].c.expires_month < cut.tickets_month,
    ),
    "accounts": (
        _account.id,
        lambda cut: and_(_account.seen_month < cut.accounts_month, _account.role == Role.CLIENT),
    ),
    "invitations": (
        _TABLES["invitation"].c.token_hash,
        lambda cut: _TABLES["invitation"].c.expires_on < cut.today,
    ),
    "exceptions": (
        _exception.id,
        lambda cut: or_(_exception.local_on < cut.exceptions_on, _exception.ends_at <= cut.exceptions_at),
    ),
    "forgotten": (
        _TABLES["forgotten"].c.row_hash,
        lambda cut: _TABLES["forgotten"].c.forgotten_on < cut.forgotten_on,
    ),
    "left": (
        _volunteer.id,
        lambda _cut: and_(
            _volunteer.state == VolunteerState.LEFT,
            ~exists().where(_appointment.volunteer_id == _volunteer.id),
        ),
    ),
}
"""What is deleted as it is, by name: the key, and when it is over."""


def due(db: Session, name: str, cut: Cutoffs, *, limit: int) -> list[bytes]:
    """Return keys of rows that are over."""
    key, over = OVER[name]
    return list(db.scalars(select(key).where(over(cut)).limit(limit)))


def forget(db: Session, name: str, cut: Cutoffs, keys: Sequence[bytes]) -> int:
    """Delete those of the keys' rows that are over, and return how many there were.

    A row that a booking deletes at this moment is left to it: two who delete the same holds in another order would
    wait for each other.
    """
    key, over = OVER[name]
    idle = select(key).where(key.in_(keys), over(cut)).with_for_update(skip_locked=True)
    gone = delete(key.table).where(key.in_(idle)).returning(key)
    return len(db.scalars(gone).all())


def staff_unseen(db: Session, cut: Cutoffs, *, limit: int) -> list[Unseen]:
    """Return staff accounts nobody has used for a year, longest unseen first."""
    wanted = (
        select(_account.id, _account.role, _volunteer.id)
        .select_from(_TABLES["account"].outerjoin(_TABLES["volunteer"], _volunteer.account_id == _account.id))
        .where(_account.seen_month < cut.accounts_month, _account.role != Role.CLIENT)
    )
    return [Unseen(*row) for row in db.execute(wanted.order_by(_account.seen_month, _account.id).limit(limit))]


def closed_until_before(db: Session, cut: Cutoffs, *, limit: int) -> list[bytes]:
    """Return accounts that were closed until a day that is over."""
    return list(db.scalars(select(_account.id).where(_account.suspended_until_on < cut.today).limit(limit)))


def to_blur(db: Session, cut: Cutoffs, *, limit: int) -> list[Sharp]:
    """Return settled sessions whose hour is still there though it should not, by volunteer and time."""
    blocked = func.coalesce(_occupancy.blocked_until - _occupancy.starts_at, 0)
    wanted = (
        select(
            _appointment.id,
            _appointment.volunteer_id,
            _appointment.occupancy_id,
            _appointment.zone,
            _appointment.wall_start,
            blocked,
        )
        .select_from(_TABLES["appointment"].outerjoin(_TABLES["occupancy"], _occupancy.id == _appointment.occupancy_id))
        .where(_appointment.ends_at <= cut.blur_at, _appointment.state != AppointmentState.BOOKED, ~_IS_BLURRED)
        .order_by(_appointment.volunteer_id, _appointment.starts_at)
        .limit(limit)
    )
    return [Sharp(*row) for row in db.execute(wanted)]


def blur(db: Session, session: Sharp, *, day_at: int, next_day_at: int) -> None:
    """Let one session be some time on its day, and put the time it took at the day's beginning.

    The time still counts for the week's caps, so it is kept, packed behind what the day holds already.
    """
    values = {"starts_at": day_at, "ends_at": next_day_at, "wall_start": session.wall_start[:10], "occupancy_id": None}
    db.execute(update(_TABLES["appointment"]).where(_appointment.id == session.appointment_id).values(values))
    if session.occupancy_id is None:
        return
    occupancies.remove(db, session.occupancy_id)
    from_at = _packed_until(db, session.volunteer_id, day_at, next_day_at)
    occupancies.claim(
        db,
        session.volunteer_id,
        OccupancyKind.APPOINTMENT,
        starts_at=from_at,
        blocked_until=from_at + session.blocked_seconds,
    )


def _packed_until(db: Session, volunteer_id: bytes, day_at: int, next_day_at: int) -> int:
    """Return where the packed times of a day end: those that no session points to any more."""
    packed = select(func.max(_occupancy.blocked_until)).where(
        _occupancy.volunteer_id == volunteer_id,
        _occupancy.starts_at >= day_at,
        _occupancy.starts_at < next_day_at,
        _occupancy.kind.in_(_SESSIONS),
        ~exists().where(_appointment.occupancy_id == _occupancy.id),
    )
    return db.scalar(packed) or day_at
