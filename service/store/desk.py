"""Rows of sessions as their volunteer sees them. Decides nothing."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Appointment, AppointmentState


def sessions_between(db: Session, volunteer_id: bytes, *, from_at: int, until_at: int) -> list[Appointment]:
    """Return a volunteer's sessions of any state that begin in `[from_at, until_at)`, in order of time."""
    wanted = select(Appointment).where(
        Appointment.volunteer_id == volunteer_id, Appointment.starts_at >= from_at, Appointment.starts_at < until_at
    )
    return list(db.scalars(wanted.order_by(Appointment.starts_at, Appointment.id)))


def session_of(db: Session, volunteer_id: bytes, appointment_id: bytes) -> Appointment | None:
    """Return one session, if it is this volunteer's."""
    return db.scalar(
        select(Appointment).where(Appointment.id == appointment_id, Appointment.volunteer_id == volunteer_id)
    )


def next_session(db: Session, volunteer_id: bytes, *, now: int) -> Appointment | None:
    """Return the booked session that runs or comes next."""
    wanted = select(Appointment).where(
        Appointment.volunteer_id == volunteer_id,
        Appointment.state == AppointmentState.BOOKED,
        Appointment.ends_at > now,
    )
    return db.scalar(wanted.order_by(Appointment.starts_at, Appointment.id).limit(1))
