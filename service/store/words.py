"""Rows of the organisation's words for help, as coordinators change them. Decides nothing."""

from collections.abc import Mapping

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service.models import Term


def count(db: Session) -> int:
    """Return how many words there are, hidden ones included."""
    return db.scalar(select(func.count()).select_from(Term)) or 0


def add(db: Session, slug: str, *, sort: str, labels: Mapping[str, str], position: int, active: bool = True) -> bool:
    """Write a new word; False when its short name is another's."""
    insert = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = {"slug": slug, "sort": sort, "labels": dict(labels), "position": position, "active": active}
    written = insert(Term).values(row).on_conflict_do_nothing().returning(Term.slug)
    return db.scalar(written) is not None


def change(db: Session, slug: str, *, labels: Mapping[str, str], position: int, active: bool) -> bool:
    """Change a word; False when there is none of that short name. What it describes never changes."""
    values = {"labels": dict(labels), "position": position, "active": active}
    return db.scalar(update(Term).where(Term.slug == slug).values(values).returning(Term.slug)) is not None
