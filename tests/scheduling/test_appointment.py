"""Who may change an appointment, and until when."""

from dataclasses import replace

import pytest

from scheduling.appointment import (
    Actor,
    Appointment,
    Deadlines,
    State,
    can_cancel,
    can_move,
    cancelled,
    concluded,
    why_not_move,
)
from scheduling.errors import AppointmentOver, NotYetBegun, TooLateToCancel, TooLateToMove

START = 1_000_000
BOOKED = Appointment(START, START + 3000)
DEADLINES = Deadlines(move_hours=24, cancel_hours=12)
HOUR = 3600


def rights(now: int, by: Actor, appointment: Appointment = BOOKED) -> tuple[bool, bool]:
    """Tell whether it may be moved, and cancelled."""
    return (
        can_move(appointment, now=now, deadlines=DEADLINES, by=by),
        can_cancel(appointment, now=now, deadlines=DEADLINES, by=by),
    )


@pytest.mark.parametrize(
    ("now", "may"),
    [
        (START - 25 * HOUR, (True, True)),
        (START - 24 * HOUR, (True, True)),
        (START - 24 * HOUR + 1, (False, True)),
        (START - 12 * HOUR, (False, True)),
        (START - 12 * HOUR + 1, (False, False)),
        (START, (False, False)),
    ],
)
def test_a_client_has_two_deadlines(now: int, may: tuple[bool, bool]) -> None:
    assert rights(now, Actor.CLIENT) == may


@pytest.mark.parametrize("by", [Actor.VOLUNTEER, Actor.STAFF])
def test_deadlines_do_not_bind_a_volunteer_until_the_start(by: Actor) -> None:
    assert rights(START - 1, by) == (True, True)
    assert rights(START, by) == (False, False)


@pytest.mark.parametrize("state", [State.CANCELLED, State.FULFILLED, State.NOSHOW])
@pytest.mark.parametrize("by", Actor)
def test_what_has_ended_stays_as_it_is(state: State, by: Actor) -> None:
    assert rights(START - 99 * HOUR, by, replace(BOOKED, state=state)) == (False, False)


def test_cancelling_gives_the_state_or_the_fact_against_it() -> None:
    assert cancelled(BOOKED, now=START - 13 * HOUR, deadlines=DEADLINES, by=Actor.CLIENT) is State.CANCELLED
    with pytest.raises(TooLateToCancel) as late:
        cancelled(BOOKED, now=START - HOUR, deadlines=DEADLINES, by=Actor.CLIENT)
    with pytest.raises(AppointmentOver):
        cancelled(BOOKED, now=START + 1, deadlines=DEADLINES, by=Actor.VOLUNTEER)
    assert late.value.parameters == {"hours": 12}


def test_a_late_move_names_its_own_deadline() -> None:
    refusal = why_not_move(BOOKED, now=START - HOUR, deadlines=DEADLINES, by=Actor.CLIENT)

    assert isinstance(refusal, TooLateToMove)
    assert refusal.parameters == {"hours": 24}


@pytest.mark.parametrize("outcome", [State.FULFILLED, State.NOSHOW])
def test_an_outcome_is_given_from_the_start_on_and_can_be_put_right(outcome: State) -> None:
    assert concluded(BOOKED, outcome, now=START) is outcome
    assert concluded(replace(BOOKED, state=State.NOSHOW), outcome, now=START + 9 * HOUR) is outcome
    with pytest.raises(NotYetBegun):
        concluded(BOOKED, outcome, now=START - 1)


def test_a_cancelled_appointment_has_no_outcome() -> None:
    with pytest.raises(AppointmentOver):
        concluded(replace(BOOKED, state=State.CANCELLED), State.FULFILLED, now=START)


@pytest.mark.parametrize("state", [State.BOOKED, State.CANCELLED])
def test_only_an_outcome_concludes(state: State) -> None:
    with pytest.raises(ValueError, match="outcome"):
        concluded(BOOKED, state, now=START)
