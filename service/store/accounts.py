"""The SQL of accounts. Decides nothing, and never touches a booked row."""

from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.models import Account


def standing(db: Session, account_id: bytes) -> tuple[int, date | None] | None:
    """Return an account's epoch and the date until which it is closed, or None when it is gone."""
    found = db.execute(select(Account.epoch, Account.suspended_until_on).where(Account.id == account_id)).one_or_none()
    return None if found is None else (found.epoch, found.suspended_until_on)


def by_lookup(db: Session, lookup: bytes) -> Account | None:
    """Return the account with this fingerprint of its words."""
    return db.scalars(select(Account).where(Account.lookup == lookup)).one_or_none()


def by_id(db: Session, account_id: bytes, *, epoch: int) -> Account | None:
    """Return an account as long as its epoch is the given one."""
    return db.scalars(select(Account).where(Account.id == account_id, Account.epoch == epoch)).one_or_none()


def claim(db: Session, account_id: bytes, *, epoch: int) -> Account | None:
    """Return an account as `by_id` does and let nobody else change it until the commit."""
    wanted = select(Account).where(Account.id == account_id, Account.epoch == epoch)
    return db.scalars(wanted.with_for_update()).one_or_none()


def add(db: Session, values: dict[str, Any]) -> bool:
    """Insert an account, or return False when its fingerprint is in use; the transaction goes on either way."""
    return _unless_taken(db, insert(Account).values(values))


def write(db: Session, account_id: bytes, values: dict[str, Any]) -> None:
    """Write some columns of one account."""
    db.execute(update(Account).where(Account.id == account_id).values(values))


def write_words(db: Session, account_id: bytes, values: dict[str, Any]) -> bool:
    """Write columns of one account, its fingerprint among them; False when that is in use."""
    return _unless_taken(db, update(Account).where(Account.id == account_id).values(values))


def swap_settings(db: Session, account_id: bytes, *, sealed: bytes, version: int) -> bool:
    """Write settings that replace `version`, and return False when another version stands there now."""
    swapped = db.execute(
        update(Account)
        .where(Account.id == account_id, Account.settings_version == version)
        .values(settings_sealed=sealed, settings_version=version + 1)
        .returning(Account.id)
    )
    return swapped.one_or_none() is not None


def raise_epoch(db: Session, account_id: bytes) -> None:
    """End every visit of an account."""
    db.execute(update(Account).where(Account.id == account_id).values(epoch=Account.epoch + 1))


def remove(db: Session, account_id: bytes) -> bool:
    """Delete an account and say whether it was there."""
    gone = db.execute(delete(Account).where(Account.id == account_id).returning(Account.id))
    return gone.one_or_none() is not None


def _unless_taken(db: Session, statement: Any) -> bool:
    try:
        with db.begin_nested():
            db.execute(statement)
    except IntegrityError:
        return False
    return True
