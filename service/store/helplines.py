"""Rows of help lines outside this house."""

from datetime import date
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from service.models import Helpline


def all_of_them(db: Session) -> list[Helpline]:
    """Return every help line in its place; equal places by country and id. One query."""
    return list(db.scalars(select(Helpline).order_by(Helpline.position, Helpline.country, Helpline.id)))


def find(db: Session, helpline_id: bytes) -> Helpline | None:
    """Return one help line, or None."""
    return db.scalar(select(Helpline).where(Helpline.id == helpline_id))


def add(db: Session, values: dict[str, Any]) -> bytes:
    """Add a help line and return its id."""
    row = Helpline(**values)
    db.add(row)
    db.flush()
    return row.id


def change(db: Session, helpline_id: bytes, values: dict[str, Any]) -> bool:
    """Change a help line; False when it is gone."""
    return bool(db.execute(update(Helpline).where(Helpline.id == helpline_id).values(**values)).rowcount)  # type: ignore[attr-defined]


def verify(db: Session, helpline_id: bytes, on: date) -> bool:
    """Note the day a help line was checked; False when it is gone. An earlier day never replaces a later one."""
    statement = update(Helpline).where(Helpline.id == helpline_id, Helpline.verified_on < on).values(verified_on=on)
    changed = db.execute(statement).rowcount  # type: ignore[attr-defined]
    return bool(changed) or find(db, helpline_id) is not None


def remove(db: Session, helpline_id: bytes) -> bool:
    """Delete a help line; False when it was gone already."""
    return bool(db.execute(delete(Helpline).where(Helpline.id == helpline_id)).rowcount)  # type: ignore[attr-defined]
