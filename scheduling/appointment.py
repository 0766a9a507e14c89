"""An appointment's states: who may change what, and until when.

It judges one appointment at one moment; writing down what changed is not its business.
"""

from dataclasses import dataclass
from enum import StrEnum

from scheduling.errors import AppointmentOver, NotYetBegun, Refusal, TooLateToCancel, TooLateToMove
from scheduling.terms import HOUR_SECONDS


class State(StrEnum):
    """Say where an appointment stands."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    FULFILLED = "fulfilled"
    NOSHOW = "noshow"


class Actor(StrEnum):
    """Say who wishes to change an appointment; staff is a coordinator, or the house itself."""

    CLIENT = "client"
    VOLUNTEER = "volunteer"
    STAFF = "staff"


OUTCOMES = frozenset({State.FULFILLED, State.NOSHOW})


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Hold until how many hours before the start a client may move or cancel; two numbers, because they differ."""

    move_hours: int
    cancel_hours: int


@dataclass(frozen=True, slots=True)
class Appointment:
    """Hold what decides about changes: start and end (unix seconds UTC) and state."""

    start_at: int
    end_at: int
    state: State = State.BOOKED


def why_not_move(appointment: Appointment, *, now: int, deadlines: Deadlines, by: Actor) -> Refusal | None:
    """Give the fact that keeps `by` from moving it, None when they may; a deadline binds the client only."""
    return _why_not_change(appointment, now, by, TooLateToMove, deadlines.move_hours)


def why_not_cancel(appointment: Appointment, *, now: int, deadlines: Deadlines, by: Actor) -> Refusal | None:
    """Give the fact that keeps `by` from cancelling it, None when they may; a deadline binds the client only."""
    return _why_not_change(appointment, now, by, TooLateToCancel, deadlines.cancel_hours)


def can_move(appointment: Appointment, *, now: int, deadlines: Deadlines, by: Actor) -> bool:
    """Tell whether `by` may move the appointment."""
    return why_not_move(appointment, now=now, deadlines=deadlines, by=by) is None


def can_cancel(appointment: Appointment, *, now: int, deadlines: Deadlines, by: Actor) -> bool:
    """Tell whether `by` may cancel the appointment."""
    return why_not_cancel(appointment, now=now, deadlines=deadlines, by=by) is None


def cancelled(appointment: Appointment, *, now: int, deadlines: Deadlines, by: Actor) -> State:
    """Give the state after a cancellation.

    Raises: TooLateToCancel for a client after the deadline; AppointmentOver once it has begun or ended.
    """
    refusal = why_not_cancel(appointment, now=now, deadlines=deadlines, by=by)
    if refusal is not None:
        raise refusal
    return State.CANCELLED


def concluded(appointment: Appointment, outcome: State, *, now: int) -> State:
    """Give the state after the volunteer says whether the session took place; a mistaken outcome can be put right.

    Raises: ValueError for a state that is no outcome; NotYetBegun before the start; AppointmentOver when cancelled.
    """
    if outcome not in OUTCOMES:
        raise ValueError(f"an outcome is one of {sorted(OUTCOMES)}, not {outcome}")
    if appointment.state is State.CANCELLED:
        raise AppointmentOver
    if now < appointment.start_at:
        raise NotYetBegun
    return outcome


def _why_not_change(
    appointment: Appointment, now: int, by: Actor, too_late: type[Refusal], hours: int
) -> Refusal | None:
    if appointment.state is not State.BOOKED or now >= appointment.start_at:
        return AppointmentOver()
    if by is Actor.CLIENT and now > appointment.start_at - hours * HOUR_SECONDS:
        return too_late(hours=hours)
    return None
