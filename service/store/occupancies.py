"""Rows that take a volunteer's time: claimed under the guard, given back, found. Decides nothing.

Statements stand ready-made: booking is the hottest path, and building a statement costs more than running it.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, LargeBinary, bindparam, case, delete, func, select, text, update
from sqlalchemy.orm import Session

from service.models import OccupancyKind, new_id
from service.models.base import Base

_TABLE = Base.metadata.tables["occupancy"]
_C = _TABLE.c

# The same words on both databases: no row comes back when the guard refuses.
_CLAIM = text(
    "INSERT INTO occupancy (id, volunteer_id, kind, starts_at, blocked_until, expires_at, hold_hash, case_tag)"
    " VALUES (:id, :volunteer_id, :kind, :starts_at, :blocked_until, :expires_at, :hold_hash, :case_tag)"
    " ON CONFLICT DO NOTHING RETURNING id"
).bindparams(
    bindparam("starts_at", type_=BigInteger),
    bindparam("blocked_until", type_=BigInteger),
    bindparam("expires_at", type_=BigInteger),
    bindparam("hold_hash", type_=LargeBinary),
    bindparam("case_tag", type_=LargeBinary),
)
_SPAN = (_C.id, _C.volunteer_id, _C.starts_at, _C.blocked_until)
_REMOVE = delete(_TABLE).where(_C.id == bindparam("wanted"))
_REMOVE_EXPIRED = delete(_TABLE).where(
    _C.volunteer_id == bindparam("who"),
    _C.blocked_until > bindparam("now"),  # so that the history is not read; older holds are retention's business
    _C.expires_at <= bindparam("now"),
)
_FIND_HOLD = select(*_SPAN, _C.expires_at).where(_C.hold_hash == bindparam("wanted"))
_TAKE_HOLD = delete(_TABLE).where(_C.hold_hash == bindparam("wanted")).returning(*_SPAN, _C.expires_at)
_PROLONG = (
    update(_TABLE)
    .where(_C.hold_hash == bindparam("wanted"))
    .values(hold_hash=bindparam("fresh"), expires_at=bindparam("until"))
)
_HELD = select(
    func.count(),
    func.coalesce(func.sum(case((_C.starts_at < bindparam("until_at"), _C.blocked_until - _C.starts_at), else_=0)), 0),
).where(
    _C.volunteer_id == bindparam("who"),
    _C.blocked_until > bindparam("now"),
    _C.kind == OccupancyKind.HOLD,
    _C.expires_at > bindparam("now"),
)
_NEAR = select(_C.id, _C.kind, _C.starts_at, _C.blocked_until, _C.expires_at, _C.case_tag).where(
    _C.volunteer_id == bindparam("who"),
    _C.blocked_until > bindparam("from_at"),
    _C.starts_at < bindparam("until_at"),
)
_RESERVED = select(*_SPAN, _C.case_tag).where(_C.case_tag.in_(bindparam("tags", expanding=True))).order_by(_C.starts_at)
_RELEASE_CASE = (
    delete(_TABLE)
    .where(
        _C.volunteer_id == bindparam("who"),
        _C.kind == OccupancyKind.RESERVATION,
        _C.case_tag == bindparam("tag"),
    )
    .returning(_C.id)
)
_TAKE_RESERVED = (
    delete(_TABLE)
    .where(
        _C.volunteer_id == bindparam("who"),
        _C.starts_at == bindparam("at"),
        _C.kind == OccupancyKind.RESERVATION,
        _C.case_tag == bindparam("tag"),
    )
    .returning(*_SPAN)
)
_GIVE_WAY = (
    delete(_TABLE)
    .where(
        _C.volunteer_id == bindparam("who"),
        _C.blocked_until > bindparam("from_at"),
        _C.starts_at < bindparam("until_at"),
        _C.case_tag == bindparam("tag"),
    )
    .returning(_C.id)
)
_LET_PASS = (
    select(_C.volunteer_id, _C.case_tag)
    .where(_C.case_tag.is_not(None), _C.starts_at <= bindparam("now"))
    .distinct()
    .order_by(_C.volunteer_id, _C.case_tag)
)
# Said by the tag, not by the kind: so the small index of kept times answers, however many rows there are.
_KEEPING = select(_C.volunteer_id).where(_C.case_tag.is_not(None)).distinct()
_LOAD = (
    select(_C.volunteer_id, func.sum(_C.blocked_until - _C.starts_at), func.count())
    .where(
        _C.volunteer_id.in_(bindparam("ids", expanding=True)),
        _C.blocked_until > bindparam("from_at"),
        _C.starts_at < bindparam("until_at"),
        _C.kind != OccupancyKind.EXTERNAL,
    )
    .group_by(_C.volunteer_id)
)
_RULE = Base.metadata.tables["opening_rule"].c
_OPEN = (
    select(_RULE.volunteer_id, func.sum(_RULE.end_minute - _RULE.start_minute))
    .where(_RULE.volunteer_id.in_(bindparam("ids", expanding=True)))
    .group_by(_RULE.volunteer_id)
)


class Hold(NamedTuple):
    """One hold's row."""

    id: bytes
    volunteer_id: bytes
    starts_at: int
    blocked_until: int
    expires_at: int


class Reservation(NamedTuple):
    """One weekly time kept for a case."""

    id: bytes
    volunteer_id: bytes
    starts_at: int
    blocked_until: int
    case_tag: bytes


class Load(NamedTuple):
    """How full a volunteer's week is: their own open minutes, minutes taken and how many times."""

    open_minutes: int
    taken_minutes: int
    sessions: int


def claim(
    db: Session,
    volunteer_id: bytes,
    kind: OccupancyKind,
    *,
    starts_at: int,
    blocked_until: int,
    expires_at: int | None = None,
    hold_hash: bytes | None = None,
    case_tag: bytes | None = None,
) -> bytes | None:
    """Take `[starts_at, blocked_until)` and return the row's id, or None when the guard refuses. One statement."""
    occupancy_id = new_id()
    row = {
        "id": occupancy_id, "volunteer_id": volunteer_id, "kind": kind, "starts_at": starts_at,
        "blocked_until": blocked_until, "expires_at": expires_at, "hold_hash": hold_hash, "case_tag": case_tag,
    }  # fmt: skip
    return occupancy_id if db.execute(_CLAIM, row).first() else None


def remove(db: Session, occupancy_id: bytes) -> None:
    """Give a span back."""
    db.execute(_REMOVE, {"wanted": occupancy_id})


def remove_expired(db: Session, volunteer_id: bytes, *, now: int) -> None:
    """Delete a volunteer's holds of times to come that are over at `now`."""
    db.execute(_REMOVE_EXPIRED, {"who": volunteer_id, "now": now})


def find_hold(db: Session, hold_hash: bytes) -> Hold | None:
    """Return the hold of a token's hash."""
    row = db.execute(_FIND_HOLD, {"wanted": hold_hash}).first()
    return Hold(*row) if row else None


def take_hold(db: Session, hold_hash: bytes) -> Hold | None:
    """Delete the hold of a token's hash and return what it was; of two who ask at once, one gets it."""
    row = db.execute(_TAKE_HOLD, {"wanted": hold_hash}).first()
    return Hold(*row) if row else None


def prolong(db: Session, hold_hash: bytes, *, fresh_hash: bytes, expires_at: int) -> None:
    """Give a hold another end and another token."""
    db.execute(_PROLONG, {"wanted": hold_hash, "fresh": fresh_hash, "until": expires_at})


def held(db: Session, volunteer_id: bytes, *, now: int, until_at: int) -> tuple[int, int]:
    """Return how many holds of a volunteer are not over, and how many seconds they take before `until_at`."""
    row = db.execute(_HELD, {"who": volunteer_id, "now": now, "until_at": until_at}).one()
    return row[0], int(row[1])


def near(db: Session, volunteer_id: bytes, *, from_at: int, until_at: int) -> Sequence[Any]:
    """Return what takes a volunteer's time between two instants: id, kind, span, expiry, case tag."""
    return db.execute(_NEAR, {"who": volunteer_id, "from_at": from_at, "until_at": until_at}).all()


def reserved(db: Session, case_tags: Sequence[bytes]) -> list[Reservation]:
    """Return the weekly times kept for these cases, the next one first."""
    return [Reservation(*row) for row in db.execute(_RESERVED, {"tags": case_tags})] if case_tags else []


def take_reserved(db: Session, volunteer_id: bytes, case_tag: bytes, *, starts_at: int) -> bool:
    """Delete the one reservation of a case that starts then; of two who ask at once, one gets it."""
    return db.execute(_TAKE_RESERVED, {"who": volunteer_id, "tag": case_tag, "at": starts_at}).first() is not None


def give_way(db: Session, volunteer_id: bytes, case_tag: bytes, *, from_at: int, until_at: int) -> bool:
    """Delete a case's weekly times that overlap `[from_at, until_at)`; False when there was none."""
    span = {"who": volunteer_id, "tag": case_tag, "from_at": from_at, "until_at": until_at}
    return bool(db.execute(_GIVE_WAY, span).all())


def release_case(db: Session, volunteer_id: bytes, case_tag: bytes) -> int:
    """Delete every weekly time kept for a case; return how many there were."""
    return len(db.execute(_RELEASE_CASE, {"who": volunteer_id, "tag": case_tag}).all())


def let_pass(db: Session, *, now: int) -> list[tuple[bytes, bytes]]:
    """Return (volunteer id, case tag), sorted, of everyone who let a kept time pass."""
    return [(row.volunteer_id, row.case_tag) for row in db.execute(_LET_PASS, {"now": now})]


def keeping(db: Session) -> list[bytes]:
    """Return every volunteer who keeps a weekly time for somebody."""
    return list(db.scalars(_KEEPING))


def loads(db: Session, volunteer_ids: Sequence[bytes], *, from_at: int, until_at: int) -> dict[bytes, Load]:
    """Return how full each one's week `[from_at, until_at)` is. Two statements for any number."""
    opened = {row[0]: int(row[1]) for row in db.execute(_OPEN, {"ids": volunteer_ids})}
    found = db.execute(_LOAD, {"ids": volunteer_ids, "from_at": from_at, "until_at": until_at})
    taken = {row[0]: (int(row[1]) // 60, row[2]) for row in found}
    return {each: Load(opened.get(each, 0), *taken.get(each, (0, 0))) for each in volunteer_ids}
