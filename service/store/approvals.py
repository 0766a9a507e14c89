"""Rows of coordinators' yes to volunteers. Decides nothing."""

from collections import defaultdict

from sqlalchemy import Select, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service.models import Account, Approval, Role


def add(db: Session, volunteer_id: bytes, account_id: bytes) -> None:
    """Write one coordinator's yes; a second yes of the same one changes nothing."""
    insert = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    db.execute(insert(Approval).values(volunteer_id=volunteer_id, account_id=account_id).on_conflict_do_nothing())


def of_volunteer(db: Session, volunteer_id: bytes) -> frozenset[bytes]:
    """Return the accounts of those who said yes and are still coordinators."""
    return frozenset(db.scalars(_counted().where(Approval.volunteer_id == volunteer_id)))


def by_volunteer(db: Session) -> dict[bytes, frozenset[bytes]]:
    """Return the same for every volunteer that has any. One query."""
    found: dict[bytes, set[bytes]] = defaultdict(set)
    for row in db.execute(_counted().add_columns(Approval.volunteer_id)):
        found[row.volunteer_id].add(row.account_id)
    return {volunteer_id: frozenset(accounts) for volunteer_id, accounts in found.items()}


def remove_of(db: Session, volunteer_id: bytes) -> None:
    """Take back every yes to one volunteer."""
    db.execute(delete(Approval).where(Approval.volunteer_id == volunteer_id))


def _counted() -> Select[bytes]:
    return select(Approval.account_id).join(Account).where(Account.role == Role.COORDINATOR)
