"""Rows of one-to-one sessions: found by ticket, volunteer or time, written and changed. Decides nothing.

Nobody is found here by account: whoever can derive a ticket has the booking.
"""

from typing import Any, NamedTuple

from sqlalchemy import BigInteger, String, bindparam, func, insert, select, text, update
from sqlalchemy.orm import Session

from service.models import AppointmentState
from service.models.base import Base

_TABLE = Base.metadata.tables["appointment"]
_C = _TABLE.c

_ALL = select(*_C)
_BY_TICKET = _ALL.where(_C.ticket_hash == bindparam("hash"))
_BY_ID = _ALL.where(_C.id == bindparam("wanted"))
_OF_VOLUNTEER = _BY_ID.where(_C.volunteer_id == bindparam("who"))
_BOOKED = _ALL.where(_C.state == AppointmentState.BOOKED)
_OVERLAPPING = _BOOKED.where(
    _C.volunteer_id == bindparam("who"), _C.ends_at > bindparam("from_at"), _C.starts_at < bindparam("until_at")
).order_by(_C.starts_at)
_BETWEEN = _ALL.where(
    _C.volunteer_id == bindparam("who"), _C.starts_at >= bindparam("from_at"), _C.starts_at < bindparam("until_at")
).order_by(_C.starts_at)
_OVER = _BOOKED.where(_C.ends_at <= bindparam("now")).order_by(_C.volunteer_id, _C.starts_at).limit(bindparam("limit"))
_ADD = insert(_TABLE)
_MOVE = (
    update(_TABLE)
    .where(_C.id == bindparam("wanted"))
    .values(
        occupancy_id=bindparam("occupancy"),
        starts_at=bindparam("from_at", type_=BigInteger),
        ends_at=bindparam("until_at", type_=BigInteger),
        zone=bindparam("in_zone"),
        wall_start=bindparam("wall"),
        tzdata_version=bindparam("tzdata"),
        sequence=_C.sequence + 1,
        news=bindparam("told", type_=String),
    )
)
_CANCEL = (
    update(_TABLE)
    .where(_C.id == bindparam("wanted"))
    .values(
        state=AppointmentState.CANCELLED,
        occupancy_id=None,
        sequence=_C.sequence + 1,
        ended_by=bindparam("by"),
        news=bindparam("told", type_=String),
    )
)
_CONCLUDE = update(_TABLE).where(_C.id == bindparam("wanted")).values(state=bindparam("outcome"))
_FULFIL = (
    update(_TABLE)
    .where(_C.id == bindparam("wanted"), _C.state == AppointmentState.BOOKED)
    .values(state=AppointmentState.FULFILLED)
    .returning(_C.id)
)
_LAST_NUMBER = select(func.max(_C.session_number)).where(
    _C.case_tag == bindparam("tag"), _C.state != AppointmentState.CANCELLED
)
_SEEN = update(_TABLE).where(_C.ticket_hash == bindparam("hash")).values(news=None)
_COUNT = text(
    "INSERT INTO month_count (month, language, kind, what, n) VALUES (:month, :language, :kind, :what, 1)"
    " ON CONFLICT (month, language, kind, what) DO UPDATE SET n = month_count.n + 1"
)


class AppointmentRow(NamedTuple):
    """One session, as it stands in the database; the columns mean what service/models/schedule.py says."""

    id: bytes
    ticket_hash: bytes
    volunteer_id: bytes
    occupancy_id: bytes | None
    case_tag: bytes
    alias: str
    starts_at: int
    ends_at: int
    zone: str
    wall_start: str
    tzdata_version: str
    format: str
    language: str
    session_number: int
    sequence: int
    state: str
    ended_by: str | None
    news: str | None

    @property
    def is_booked(self) -> bool:
        """Tell whether it is neither over nor cancelled."""
        return self.state == AppointmentState.BOOKED


class WallStart(NamedTuple):
    """When a session begins on the volunteer's wall, and the edition of the zone data that says so."""

    zone: str
    text: str
    tzdata_version: str


def by_ticket(db: Session, ticket_hash: bytes) -> AppointmentRow | None:
    """Return the session of a ticket's hash."""
    return _one(db, _BY_TICKET, hash=ticket_hash)


def by_id(db: Session, appointment_id: bytes) -> AppointmentRow | None:
    """Return one session; only coordinators may be shown it by its id."""
    return _one(db, _BY_ID, wanted=appointment_id)


def of_volunteer(db: Session, volunteer_id: bytes, appointment_id: bytes) -> AppointmentRow | None:
    """Return one session, if it is this volunteer's."""
    return _one(db, _OF_VOLUNTEER, wanted=appointment_id, who=volunteer_id)


def overlapping(db: Session, volunteer_id: bytes, *, from_at: int, until_at: int) -> list[AppointmentRow]:
    """Return a volunteer's booked sessions that share a second with `[from_at, until_at)`, in order of time."""
    return _many(db, _OVERLAPPING, who=volunteer_id, from_at=from_at, until_at=until_at)


def between(db: Session, volunteer_id: bytes, *, from_at: int, until_at: int) -> list[AppointmentRow]:
    """Return a volunteer's sessions of every state that start in `[from_at, until_at)`, in order of time."""
    return _many(db, _BETWEEN, who=volunteer_id, from_at=from_at, until_at=until_at)


def over(db: Session, *, now: int, limit: int) -> list[AppointmentRow]:
    """Return booked sessions that ended by `now`, by volunteer, so that locks are taken in one order."""
    return _many(db, _OVER, now=now, limit=limit)


def add(db: Session, row: AppointmentRow) -> None:
    """Write a new session."""
    db.execute(_ADD, row._asdict())


def move(
    db: Session,
    appointment_id: bytes,
    *,
    occupancy_id: bytes,
    starts_at: int,
    ends_at: int,
    wall: WallStart,
    news: str | None,
) -> None:
    """Write another time; the number of changes goes up by one."""
    db.execute(
        _MOVE,
        {
            "wanted": appointment_id, "occupancy": occupancy_id, "from_at": starts_at, "until_at": ends_at,
            "in_zone": wall.zone, "wall": wall.text, "tzdata": wall.tzdata_version, "told": news,
        },
    )  # fmt: skip


def cancel(db: Session, appointment_id: bytes, *, ended_by: str, news: str | None) -> None:
    """Write that a session is cancelled and takes no time any more."""
    db.execute(_CANCEL, {"wanted": appointment_id, "by": ended_by, "told": news})


def conclude(db: Session, appointment_id: bytes, *, outcome: AppointmentState) -> None:
    """Write whether a session took place."""
    db.execute(_CONCLUDE, {"wanted": appointment_id, "outcome": outcome})


def fulfil(db: Session, appointment_id: bytes) -> bool:
    """Write that a booked session took place; False when somebody wrote something else meanwhile."""
    return db.execute(_FULFIL, {"wanted": appointment_id}).first() is not None


def last_number(db: Session, case_tag: bytes) -> int:
    """Return the number within its programme of a case's last session that was not cancelled; 0 for none."""
    return int(db.scalar(_LAST_NUMBER, {"tag": case_tag}) or 0)


def seen(db: Session, ticket_hash: bytes) -> None:
    """Write that the person saw what changed."""
    db.execute(_SEEN, {"hash": ticket_hash})


def count(db: Session, *, month: int, language: str, kind: str, what: str) -> None:
    """Add one to a month's count."""
    db.execute(_COUNT, {"month": month, "language": language, "kind": kind, "what": what})


def _one(db: Session, statement: Any, **wanted: object) -> AppointmentRow | None:
    row = db.execute(statement, wanted).first()
    return AppointmentRow(*row) if row else None


def _many(db: Session, statement: Any, **wanted: object) -> list[AppointmentRow]:
    return [AppointmentRow(*row) for row in db.execute(statement, wanted)]
