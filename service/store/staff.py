"""Rows of staff: volunteers as coordinators see them, and staff accounts. Decides nothing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service.models import (
    Account,
    Appointment,
    AppointmentState,
    Occupancy,
    OccupancyKind,
    OpeningRule,
    Role,
    Term,
    TermSort,
    Volunteer,
    VolunteerLanguage,
    VolunteerTerm,
    new_id,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one volunteer's first run is, as the rows tell."""

    has_languages: bool
    has_kind: bool
    has_hours: bool


def locked(db: Session, volunteer_id: bytes) -> Volunteer | None:
    """Return one volunteer and let nobody else change their row until the commit."""
    wanted = select(Volunteer).where(Volunteer.id == volunteer_id).with_for_update(key_share=True)
    return db.scalar(wanted, execution_options={"populate_existing": True})


def standing(db: Session, volunteer_id: bytes) -> Standing:
    """Return how far a volunteer's first run is. One query."""
    kinds = exists().where(
        VolunteerTerm.volunteer_id == volunteer_id, VolunteerTerm.slug == Term.slug, Term.sort == TermSort.KIND
    )
    row = db.execute(
        select(
            exists().where(VolunteerLanguage.volunteer_id == volunteer_id).label("languages"),
            kinds.label("kinds"),
            exists().where(OpeningRule.volunteer_id == volunteer_id).label("hours"),
        )
    ).one()
    return Standing(bool(row.languages), bool(row.kinds), bool(row.hours))


def add_volunteer(db: Session, values: dict[str, Any]) -> bytes | None:
    """Write a new volunteer and return its id, or None when the alias is another's."""
    insert: Any = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = {"id": new_id(), "about": {}, "version": 1, **values}
    statement = insert(Volunteer).values(row).on_conflict_do_nothing(index_elements=[Volunteer.alias])
    found: bytes | None = db.scalar(statement.returning(Volunteer.id))
    return found


def ahead_by_volunteer(db: Session, now: int) -> dict[bytes, int]:
    """Return how many booked appointments lie ahead of each volunteer that has any. One query."""
    wanted = select(Appointment.volunteer_id, func.count().label("ahead")).where(
        Appointment.state == AppointmentState.BOOKED, Appointment.ends_at > now
    )
    return {row.volunteer_id: row.ahead for row in db.execute(wanted.group_by(Appointment.volunteer_id))}


def appointments_ahead(db: Session, volunteer_id: bytes, *, now: int) -> list[bytes]:
    """Return the ids of a volunteer's booked appointments that have not begun, in order of time."""
    wanted = select(Appointment.id).where(
        Appointment.volunteer_id == volunteer_id,
        Appointment.state == AppointmentState.BOOKED,
        Appointment.starts_at > now,
    )
    return list(db.scalars(wanted.order_by(Appointment.starts_at)))


def free_kept_times(db: Session, volunteer_id: bytes) -> None:
    """Delete a volunteer's holds and weekly times kept for people."""
    kept = (OccupancyKind.HOLD, OccupancyKind.RESERVATION)
    db.execute(delete(Occupancy).where(Occupancy.volunteer_id == volunteer_id, Occupancy.kind.in_(kept)))


def role_of(db: Session, account_id: bytes) -> str | None:
    """Return an account's role, or None when it is gone."""
    return db.scalar(select(Account.role).where(Account.id == account_id))


def coordinators(db: Session) -> int:
    """Return how many coordinators there are."""
    return db.scalar(select(func.count()).select_from(Account).where(Account.role == Role.COORDINATOR)) or 0


def locked_coordinators(db: Session) -> list[bytes]:
    """Return the accounts of all coordinators; none of them can be deleted by another until the commit."""
    wanted = select(Account.id).where(Account.role == Role.COORDINATOR).order_by(Account.id)
    return list(db.scalars(wanted.with_for_update()))


def close_account(db: Session, account_id: bytes, *, until_on: date) -> None:
    """End all visits of an account and let none begin until a day is over."""
    closed = update(Account).where(Account.id == account_id)
    db.execute(closed.values(epoch=Account.epoch + 1, suspended_until_on=until_on))


def open_account(db: Session, account_id: bytes) -> None:
    """Let visits of an account begin again."""
    db.execute(update(Account).where(Account.id == account_id).values(suspended_until_on=None))


def remove_account(db: Session, account_id: bytes) -> None:
    """Delete a staff account; its volunteer stays without one."""
    db.execute(delete(Account).where(Account.id == account_id))
