"""Rows of invitations. Decides nothing."""

from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from service.models import Invitation


def add(db: Session, token_hash: bytes, *, role: str, label: str, expires_on: date) -> None:
    """Write a new invitation."""
    db.add(Invitation(token_hash=token_hash, role=role, label=label, expires_on=expires_on))
    db.flush()


def find(db: Session, token_hash: bytes) -> Invitation | None:
    """Return one invitation, or None."""
    return db.scalar(select(Invitation).where(Invitation.token_hash == token_hash))


def open_ones(db: Session, today: date) -> list[Invitation]:
    """Return the invitations that can still be used on a day, the ones that end first at the top."""
    wanted = select(Invitation).where(Invitation.expires_on >= today)
    return list(db.scalars(wanted.order_by(Invitation.expires_on, Invitation.label, Invitation.token_hash)))


def take(db: Session, token_hash: bytes, today: date) -> Invitation | None:
    """Delete an invitation that can still be used and return it; of several at once only one gets it."""
    wanted = delete(Invitation).where(Invitation.token_hash == token_hash, Invitation.expires_on >= today)
    return db.scalar(wanted.returning(Invitation))


def remove(db: Session, token_hash: bytes) -> bool:
    """Delete an invitation; False when it was gone already."""
    gone = delete(Invitation).where(Invitation.token_hash == token_hash).returning(Invitation.role)
    return db.scalar(gone) is not None
