"""The SQL of visits: rows of the volatile table, found by the fingerprint of their sid. Decides nothing."""

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from service.models import VisitorSession
from service.models.base import Volatile

_TABLE = Volatile.metadata.tables["session"]
# Every page asks this: a ready-made Core statement costs a fifth of one made anew (bench: search_page_cost).
_FIND = select(_TABLE.c.blob, _TABLE.c.expires_at).where(_TABLE.c.id_hash == bindparam("row"))


def add(db: Session, row: bytes, *, blob: bytes, expires_at: int) -> None:
    """Insert a visit's row."""
    db.execute(insert(VisitorSession).values(id_hash=row, blob=blob, expires_at=expires_at))


def find(db: Session, row: bytes) -> tuple[bytes, int] | None:
    """Return a visit's sealed blob and when it ends, or None."""
    found = db.connection().execute(_FIND, {"row": row}).one_or_none()
    return None if found is None else (found[0], found[1])


def replace_blob(db: Session, row: bytes, blob: bytes) -> None:
    """Write a visit's blob; a visit that has ended meanwhile stays ended."""
    db.execute(update(VisitorSession).where(VisitorSession.id_hash == row).values(blob=blob))


def postpone(db: Session, row: bytes, expires_at: int) -> None:
    """Write when a visit ends."""
    db.execute(update(VisitorSession).where(VisitorSession.id_hash == row).values(expires_at=expires_at))


def remove(db: Session, row: bytes) -> None:
    """Delete a visit's row if it is there."""
    db.execute(delete(VisitorSession).where(VisitorSession.id_hash == row))


def remove_expired(db: Session, now: int) -> int:
    """Delete every visit that has ended and return how many there were."""
    gone = db.execute(delete(VisitorSession).where(VisitorSession.expires_at <= now).returning(VisitorSession.id_hash))
    return len(gone.all())
