"""Rows of notices that wait to be sent, and a volunteer's notice channel. Decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import LargeBinary, bindparam, delete, exists, func, literal, select, update
from sqlalchemy.orm import Session

from service.models import Outbox, Volunteer, VolunteerLanguage, VolunteerState, new_id
from service.models.base import Base

What = Literal["confirm", "news", "check"]
_OUTBOX = Base.metadata.tables["outbox"]
_HERE = Base.metadata.tables["volunteer"].c
# Stands ready-made, because it is part of every booking and building a statement costs more than running it.
_TELL = _OUTBOX.insert().from_select(
    ["id", "volunteer_id", "what", "attempts"],
    select(bindparam("letter", type_=LargeBinary), _HERE.id, literal("news"), literal(0)).where(
        _HERE.id == bindparam("who"),
        _HERE.confirmed_on.is_not(None),
        _HERE.state.not_in((VolunteerState.SUSPENDED, VolunteerState.LEFT)),
        ~exists().where(_OUTBOX.c.volunteer_id == bindparam("who"), _OUTBOX.c.what == "news"),
    ),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One letter that waits, with what is needed to write it."""

    id: bytes
    volunteer_id: bytes
    what: str
    attempts: int
    notice_sealed: bytes


@dataclass(frozen=True, slots=True)
class Confirmed:
    """When one volunteer last confirmed their channel, and whether a link is on its way to them."""

    volunteer_id: bytes
    confirmed_on: date
    link_is_open: bool


def tell(db: Session, volunteer_id: bytes) -> None:
    """Write one `news` row for a volunteer whose channel is confirmed, unless one waits already. One statement."""
    db.execute(_TELL, {"letter": new_id(), "who": volunteer_id})


def put(db: Session, volunteer_id: bytes, what: What) -> bytes:
    """Write a row in place of an earlier one of the same sort, and return its id."""
    db.execute(delete(Outbox).where(Outbox.volunteer_id == volunteer_id, Outbox.what == what))
    letter = Outbox(id=new_id(), volunteer_id=volunteer_id, what=what, attempts=0)
    db.add(letter)
    db.flush()
    return letter.id


def waiting(db: Session, *, limit: int = 200, attempts_below: int | None = None) -> list[Waiting]:
    """Return letters that wait and have an address, the least tried ones first. One query."""
    wanted = select(Outbox.id, Outbox.volunteer_id, Outbox.what, Outbox.attempts, Volunteer.notice_sealed).join(
        Volunteer, Volunteer.id == Outbox.volunteer_id
    )
    wanted = wanted.where(Volunteer.notice_sealed.is_not(None)).order_by(Outbox.attempts, Outbox.id).limit(limit)
    if attempts_below is not None:
        wanted = wanted.where(Outbox.attempts < attempts_below)
    return [
        Waiting(row.id, row.volunteer_id, row.what, row.attempts, row.notice_sealed or b"")
        for row in db.execute(wanted)
    ]


def languages(db: Session, volunteer_ids: Sequence[bytes]) -> dict[bytes, tuple[str, ...]]:
    """Return the languages some volunteers speak, sorted. One query."""
    wanted = select(VolunteerLanguage.volunteer_id, VolunteerLanguage.language).where(
        VolunteerLanguage.volunteer_id.in_(volunteer_ids)
    )
    found: dict[bytes, tuple[str, ...]] = {}
    for row in db.execute(wanted.order_by(VolunteerLanguage.language)):
        found[row.volunteer_id] = (*found.get(row.volunteer_id, ()), row.language)
    return found


def aliases(db: Session, volunteer_ids: Sequence[bytes]) -> dict[bytes, str]:
    """Return the aliases of some volunteers. One query."""
    wanted = select(Volunteer.id, Volunteer.alias).where(Volunteer.id.in_(volunteer_ids))
    return {row.id: row.alias for row in db.execute(wanted)}


def count(db: Session) -> int:
    """Return how many letters wait."""
    return db.scalar(select(func.count()).select_from(Outbox)) or 0


def most_attempts(db: Session, volunteer_id: bytes) -> int | None:
    """Return how often the least lucky letter of a volunteer was tried, or None when none waits."""
    return db.scalar(select(func.max(Outbox.attempts)).where(Outbox.volunteer_id == volunteer_id))


def failed_once_more(db: Session, letter_id: bytes) -> None:
    """Count one more failed attempt."""
    db.execute(update(Outbox).where(Outbox.id == letter_id).values(attempts=Outbox.attempts + 1))


def try_anew(db: Session, volunteer_id: bytes) -> None:
    """Forget how often a volunteer's letters were refused, because their address works again."""
    db.execute(update(Outbox).where(Outbox.volunteer_id == volunteer_id).values(attempts=0))


def remove(db: Session, letter_id: bytes) -> None:
    """Delete a letter that was sent."""
    db.execute(delete(Outbox).where(Outbox.id == letter_id))


def remove_of(db: Session, volunteer_id: bytes, *whats: What) -> None:
    """Delete a volunteer's waiting letters: all of them, or only some sorts."""
    gone = delete(Outbox).where(Outbox.volunteer_id == volunteer_id)
    db.execute(gone.where(Outbox.what.in_(whats)) if whats else gone)


def set_channel(db: Session, volunteer_id: bytes, values: dict[str, Any]) -> bool:
    """Write the columns of a volunteer's notice channel; False when the volunteer is gone."""
    changed = update(Volunteer).where(Volunteer.id == volunteer_id).values(**values).returning(Volunteer.id)
    return db.scalar(changed) is not None


def by_token(db: Session, token_hash: bytes) -> bytes | None:
    """Return the id of the volunteer whose confirmation link this is, their row locked until the commit."""
    wanted = select(Volunteer.id).where(Volunteer.notice_token_hash == token_hash)
    return db.scalar(wanted.with_for_update(key_share=True))


def confirmed_until(db: Session, latest: date) -> list[Confirmed]:
    """Return active volunteers who last confirmed their channel on `latest` or earlier. One query."""
    wanted = select(Volunteer).where(
        Volunteer.state == VolunteerState.ACTIVE,
        Volunteer.confirmed_on <= latest,
        Volunteer.notice_sealed.is_not(None),
    )
    return [
        Confirmed(row.id, row.confirmed_on, row.notice_token_hash is not None)
        for row in db.scalars(wanted.order_by(Volunteer.id))
        if row.confirmed_on is not None
    ]
