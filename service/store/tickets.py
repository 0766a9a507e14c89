"""Tickets and what they carry: that one was used, and its booking while it is kept. Decides nothing.

No row here names an account, and no statement here may touch one.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select, text, update
from sqlalchemy.orm import Session

from service.models.base import Base

_TICKET = Base.metadata.tables["ticket_state"].c
_APPOINTMENT = Base.metadata.tables["appointment"].c

_FIND = (
    select(_TICKET.ticket_hash.label("hash"), _TICKET.state.label("ticket_state"), *_APPOINTMENT)
    .select_from(
        Base.metadata.tables["ticket_state"].outerjoin(
            Base.metadata.tables["appointment"], _APPOINTMENT.ticket_hash == _TICKET.ticket_hash
        )
    )
    .where(_TICKET.ticket_hash.in_(bindparam("hashes", expanding=True)))
)
_USE = text(
    "INSERT INTO ticket_state (ticket_hash, state, expires_month) VALUES (:hash, 'used', :month)"
    " ON CONFLICT DO NOTHING RETURNING ticket_hash"
)
_RELEASE = (
    update(Base.metadata.tables["ticket_state"])
    .where(_TICKET.ticket_hash == bindparam("hash"))
    .values(state="released")
)


def find(db: Session, hashes: Sequence[bytes]) -> Sequence[Any]:
    """Return known tickets among these: `hash`, `ticket_state`, and the booking's columns, None once it is purged."""
    return db.execute(_FIND, {"hashes": hashes}).all()


def use(db: Session, ticket_hash: bytes, *, expires_month: int) -> bool:
    """Write that a ticket is used; False when it was known already, by another tab or device."""
    return db.execute(_USE, {"hash": ticket_hash, "month": expires_month}).first() is not None


def release(db: Session, ticket_hash: bytes) -> None:
    """Give a ticket back, so that its session no longer counts."""
    db.execute(_RELEASE, {"hash": ticket_hash})
