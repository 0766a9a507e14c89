"""Rows of opening hours: weekly rules and dated exceptions. Decides nothing."""

from datetime import date

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from service.models import OpeningException, OpeningRule


def rules_of(db: Session, volunteer_id: bytes) -> list[OpeningRule]:
    """Return a volunteer's weekly rules, Monday first."""
    wanted = select(OpeningRule).where(OpeningRule.volunteer_id == volunteer_id)
    return list(db.scalars(wanted.order_by(OpeningRule.weekday, OpeningRule.start_minute, OpeningRule.id)))


def rule_of(db: Session, volunteer_id: bytes, rule_id: bytes) -> OpeningRule | None:
    """Return one rule, if it is this volunteer's."""
    return db.scalar(select(OpeningRule).where(OpeningRule.id == rule_id, OpeningRule.volunteer_id == volunteer_id))


def add_rules(db: Session, rules: list[OpeningRule]) -> None:
    """Write new weekly rules."""
    db.add_all(rules)
    db.flush()


def remove_rule(db: Session, rule: OpeningRule) -> None:
    """Delete one weekly rule."""
    db.delete(rule)
    db.flush()


def remove_rules_of(db: Session, volunteer_id: bytes) -> None:
    """Delete all weekly rules of a volunteer."""
    db.execute(delete(OpeningRule).where(OpeningRule.volunteer_id == volunteer_id))


def exceptions_of(db: Session, volunteer_id: bytes, *, from_on: date, from_at: int) -> list[OpeningException]:
    """Return a volunteer's dated exceptions that are not over at `from_on` and `from_at`."""
    wanted = select(OpeningException).where(
        OpeningException.volunteer_id == volunteer_id,
        or_(OpeningException.local_on >= from_on, OpeningException.ends_at > from_at),
    )
    # Two kinds of rows, by date or by instant: sorted here, because no column says when both begin.
    return sorted(db.scalars(wanted), key=lambda row: (row.local_on or date.min, row.starts_at or 0, row.id))


def exception_of(db: Session, volunteer_id: bytes, exception_id: bytes) -> OpeningException | None:
    """Return one dated exception, if it is this volunteer's."""
    return db.scalar(
        select(OpeningException).where(
            OpeningException.id == exception_id, OpeningException.volunteer_id == volunteer_id
        )
    )


def add_exceptions(db: Session, exceptions: list[OpeningException]) -> None:
    """Write new dated exceptions."""
    db.add_all(exceptions)
    db.flush()


def remove_exception(db: Session, exception: OpeningException) -> None:
    """Delete one dated exception."""
    db.delete(exception)
    db.flush()


def remove_replacements(db: Session, volunteer_id: bytes, on: date) -> None:
    """Delete what replaced the weekly hours of one date."""
    db.execute(
        delete(OpeningException).where(
            OpeningException.volunteer_id == volunteer_id,
            OpeningException.effect == "replace",
            OpeningException.local_on == on,
        )
    )
