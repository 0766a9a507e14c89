"""Rows of terms, the organisation's words for help. Decides nothing."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Term


def active(db: Session) -> list[Term]:
    """Return the terms that are offered, in the organisation's order."""
    return list(db.scalars(select(Term).where(Term.active).order_by(Term.sort, Term.position, Term.slug)))


def all_of(db: Session) -> list[Term]:
    """Return every term, offered or not, in the organisation's order."""
    return list(db.scalars(select(Term).order_by(Term.sort, Term.position, Term.slug)))


def put(db: Session, slug: str, *, sort: str, labels: Mapping[str, str], position: int) -> None:
    """Write one term; one of the same slug is overwritten and offered again."""
    db.merge(Term(slug=slug, sort=sort, labels=dict(labels), position=position, active=True))
    db.flush()
