"""The SQL of accounts. Decides nothing, and never touches a booked row."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Account


def standing(db: Session, account_id: bytes) -> tuple[int, date | None] | None:
    """Return an account's epoch and the date until which it is closed, or None when it is gone."""
    found = db.execute(select(Account.epoch, Account.suspended_until_on).where(Account.id == account_id)).one_or_none()
    return None if found is None else (found.epoch, found.suspended_until_on)
