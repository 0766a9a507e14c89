"""Rows of volunteers, what they offer and the languages they speak. Decides nothing.

Whoever changes anything of a volunteer, their hours or their occupied time calls `bump` in the same transaction:
every process learns from the counter what to read anew.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import bindparam, case, delete, func, select, update
from sqlalchemy.orm import Session

from service.models import Volunteer, VolunteerLanguage, VolunteerTerm
from service.models.base import Base

# Ready-made, because every booking and every change runs them.
_TABLE = Base.metadata.tables["volunteer"]
_SOME = _TABLE.c.id.in_(bindparam("ids", expanding=True))
_LOCK_SORTED = select(_TABLE.c.id).where(_SOME).order_by(_TABLE.c.id).with_for_update(key_share=True)
_LATEST = select(func.coalesce(func.max(_TABLE.c.version), 0)).scalar_subquery()
# A row that waited for another transaction has moved on by itself: the greater count, never the same twice.
_BUMP = (
    update(_TABLE).where(_SOME).values(version=case((_TABLE.c.version > _LATEST, _TABLE.c.version), else_=_LATEST) + 1)
)


def bump(db: Session, volunteer_ids: Iterable[bytes]) -> None:
    """Give volunteers a version above every other. Two statements; takes the rows' locks in sorted order."""
    ids = sorted(set(volunteer_ids))
    if len(ids) > 1:
        # Two transactions that touch the same volunteers in another order would wait for each other.
        db.execute(_LOCK_SORTED, {"ids": ids}).all()
    db.execute(_BUMP, {"ids": ids})


def bump_all(db: Session) -> None:
    """Give every volunteer a new version, after a change of the organisation's own rules or words."""
    bump(db, db.scalars(select(Volunteer.id)).all())


def by_id(db: Session, volunteer_id: bytes) -> Volunteer | None:
    """Return one volunteer."""
    return db.get(Volunteer, volunteer_id)


def by_account(db: Session, account_id: bytes) -> Volunteer | None:
    """Return the volunteer of a staff account."""
    return db.scalar(select(Volunteer).where(Volunteer.account_id == account_id))


def by_alias(db: Session, alias: str) -> Volunteer | None:
    """Return the volunteer of that name."""
    return db.scalar(select(Volunteer).where(Volunteer.alias == alias))


def all_of(db: Session) -> list[Volunteer]:
    """Return every volunteer by name."""
    return list(db.scalars(select(Volunteer).order_by(Volunteer.alias)))


def add(db: Session, volunteer: Volunteer) -> None:
    """Write a new volunteer, with a version above every other."""
    db.add(volunteer)
    db.flush()
    bump(db, [volunteer.id])


def languages_of(db: Session, volunteer_id: bytes) -> tuple[str, ...]:
    """Return the languages a volunteer speaks, sorted."""
    wanted = select(VolunteerLanguage.language).where(VolunteerLanguage.volunteer_id == volunteer_id)
    return tuple(sorted(db.scalars(wanted)))


def terms_of(db: Session, volunteer_id: bytes) -> tuple[str, ...]:
    """Return the slugs a volunteer offers, sorted."""
    return tuple(sorted(db.scalars(select(VolunteerTerm.slug).where(VolunteerTerm.volunteer_id == volunteer_id))))


def put_languages(db: Session, volunteer_id: bytes, languages: Collection[str]) -> None:
    """Write the languages a volunteer speaks in place of the ones before."""
    db.execute(delete(VolunteerLanguage).where(VolunteerLanguage.volunteer_id == volunteer_id))
    db.add_all(VolunteerLanguage(volunteer_id=volunteer_id, language=each) for each in sorted(set(languages)))
    db.flush()


def put_terms(db: Session, volunteer_id: bytes, slugs: Collection[str]) -> None:
    """Write what a volunteer offers in place of what they offered before."""
    db.execute(delete(VolunteerTerm).where(VolunteerTerm.volunteer_id == volunteer_id))
    db.add_all(VolunteerTerm(volunteer_id=volunteer_id, slug=each) for each in sorted(set(slugs)))
    db.flush()
