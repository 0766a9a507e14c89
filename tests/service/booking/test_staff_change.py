"""A volunteer moves, calls off or concludes their own sessions; the organisation calls off any."""

from collections.abc import Callable
from typing import Any

import pytest

from scheduling.appointment import State
from scheduling.errors import AppointmentOver, BeyondHorizon, NotYetBegun, PastTime, Refusal, SlotTaken
from scheduling.interval import Span
from service import booking
from service.booking.refusals import NoSuchAppointment
from service.clock import FixedClock
from service.site import Site
from tests.factories import BIRCH, wallet
from tests.service.booking.stories import TUESDAY_10, TUESDAY_11, berlin, booked, hold, mine, taken, volunteer
from tests.service.booking.test_change import cancel, forget_letters, letters, ticket_states

HOUR = 3600
Change = Callable[..., Any]


def move(site: Site, volunteer_id: bytes, appointment_id: bytes, start_at: int = TUESDAY_11) -> booking.AppointmentRow:
    """Let a volunteer move a session."""
    with site.db.writing() as db:
        return booking.move_by_volunteer(
            db, site, volunteer_id=volunteer_id, appointment_id=appointment_id, start_at=start_at
        )


def call_off(site: Site, volunteer_id: bytes, appointment_id: bytes) -> booking.AppointmentRow:
    """Let a volunteer say that they cannot make it."""
    with site.db.writing() as db:
        return booking.cancel_by_volunteer(db, site, volunteer_id=volunteer_id, appointment_id=appointment_id)


def conclude(
    site: Site, volunteer_id: bytes, appointment_id: bytes, outcome: State = State.NOSHOW
) -> booking.AppointmentRow:
    """Let a volunteer say whether a session took place."""
    with site.db.writing() as db:
        return booking.conclude(db, site, volunteer_id=volunteer_id, appointment_id=appointment_id, outcome=outcome)


def organisation_calls_off(site: Site, appointment_id: bytes) -> booking.AppointmentRow:
    """Let the organisation cancel a session."""
    with site.db.writing() as db:
        return booking.cancel_by_organisation(db, site, appointment_id=appointment_id)


def test_volunteer_moves_past_deadline_and_hours(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site, day_cap=1)
    before = booked(site, "Ash", alder).row
    clock.at = TUESDAY_10 - 60

    row = move(site, alder, before.id, berlin(8, 21, 5))

    assert row == before._replace(
        occupancy_id=row.occupancy_id, starts_at=berlin(8, 21, 5), ends_at=berlin(8, 21, 55),
        wall_start="2026-11-08 21:05", sequence=1, news="moved",
    )  # fmt: skip
    assert taken(site.db) == [("appointment", berlin(8, 21, 5), berlin(8, 22, 5))]
    assert mine(site, "Ash") == [row]
    assert move(site, alder, before.id, berlin(8, 21, 5)) == row


@pytest.mark.parametrize(
    ("start_at", "refusal"), [(TUESDAY_11, SlotTaken), (TUESDAY_10 - 30 * HOUR, PastTime), (10**30, BeyondHorizon)]
)
def test_a_refused_move_by_the_volunteer_changes_nothing(site: Site, start_at: int, refusal: type[Refusal]) -> None:
    alder = volunteer(site)
    before = booked(site, "Ash", alder).row
    hold(site, alder, at=TUESDAY_11)

    with pytest.raises(refusal):
        move(site, alder, before.id, start_at)

    assert mine(site, "Ash") == [before]


def test_a_move_not_yet_seen_can_be_cancelled_without_deadline(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site)
    row = booked(site, "Ash", alder).row
    move(site, alder, row.id)
    clock.at = TUESDAY_11 - 60

    assert cancel(site, "Ash").state == "cancelled"
    assert ticket_states(site) == ["released"]


def test_volunteer_calls_off_until_it_begins(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site)
    before = booked(site, "Ash", alder).row
    forget_letters(site)
    clock.at = TUESDAY_10 - 60

    row = call_off(site, alder, before.id)

    assert row == before._replace(
        occupancy_id=None, state="cancelled", ended_by="volunteer", news="cancelled", sequence=1
    )
    assert taken(site.db) == []
    assert ticket_states(site) == ["released"]
    assert letters(site) == 0
    assert call_off(site, alder, before.id) == row


def test_organisation_calls_off_and_tells_both(site: Site) -> None:
    alder = volunteer(site)
    before = booked(site, "Ash", alder).row
    forget_letters(site)

    row = organisation_calls_off(site, before.id)

    assert (row.state, row.ended_by, row.news) == ("cancelled", "organisation", "cancelled")
    assert ticket_states(site) == ["released"]
    assert letters(site) == 1


def test_organisation_calls_off_only_what_is_there(site: Site) -> None:
    with pytest.raises(NoSuchAppointment):
        organisation_calls_off(site, b"nothing at all!!")


def test_seen_news_are_gone(site: Site) -> None:
    alder = volunteer(site)
    row = booked(site, "Ash", alder).row
    call_off(site, alder, row.id)

    with site.db.writing() as db, pytest.raises(NoSuchAppointment):
        booking.acknowledge(db, wallet_key=wallet("Beech"), n=0)
    with site.db.writing() as db:
        booking.acknowledge(db, wallet_key=wallet("Ash"), n=0)

    assert mine(site, "Ash")[0].news is None


@pytest.mark.parametrize("outcome", [State.NOSHOW, State.FULFILLED])
def test_volunteer_concludes_what_has_begun_and_may_correct_it(site: Site, clock: FixedClock, outcome: State) -> None:
    alder = volunteer(site)
    row = booked(site, "Ash", alder).row

    with pytest.raises(NotYetBegun):
        conclude(site, alder, row.id, outcome)
    clock.at = TUESDAY_10
    assert conclude(site, alder, row.id, State.NOSHOW).state == "noshow"
    assert conclude(site, alder, row.id, outcome).state == outcome
    assert ticket_states(site) == ["used"]


def test_what_is_no_outcome_is_a_fault(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site)
    row = booked(site, "Ash", alder).row
    clock.at = TUESDAY_10

    with pytest.raises(ValueError, match="outcome"):
        conclude(site, alder, row.id, State.BOOKED)


@pytest.mark.parametrize("change", [move, call_off, conclude])
def test_another_volunteer_cannot_change_it(site: Site, change: Change) -> None:
    alder, birch = volunteer(site), volunteer(site, BIRCH)
    row = booked(site, "Ash", alder).row

    for who, what in ((birch, row.id), (alder, b"nothing at all!!"), (alder, b""), (b"", row.id)):
        with pytest.raises(NoSuchAppointment):
            change(site, who, what)

    assert mine(site, "Ash") == [row]


@pytest.mark.parametrize("change", [lambda site, who, what: move(site, who, what, berlin(5, 10)), call_off])
def test_what_is_cancelled_or_begun_stays(site: Site, clock: FixedClock, change: Change) -> None:
    alder = volunteer(site)
    cancelled, begun = booked(site, "Ash", alder).row, booked(site, "Beech", alder, at=TUESDAY_11).row
    cancel(site, "Ash")
    clock.at = TUESDAY_11

    for row in (cancelled, begun):
        with pytest.raises(AppointmentOver):
            change(site, alder, row.id)


def test_conflicts_are_the_booked_sessions_that_share_time(site: Site) -> None:
    alder, birch = volunteer(site), volunteer(site, BIRCH)
    ten = booked(site, "Ash", alder).row
    eleven = booked(site, "Beech", alder, at=TUESDAY_11).row
    booked(site, "Chestnut", birch, at=TUESDAY_10)
    booked(site, "Elm", alder, at=berlin(4, 10))
    cancelled = booked(site, "Fir", alder, at=berlin(3, 12)).row
    call_off(site, alder, cancelled.id)
    spans = [Span(TUESDAY_10 + 49 * 60, TUESDAY_11 + 1), Span(berlin(3, 12), berlin(3, 17)), Span(5, 5)]

    with site.db.reading() as db:
        found = booking.conflicts(db, volunteer_id=alder, spans=spans)
        none = booking.conflicts(db, volunteer_id=alder, spans=[Span(TUESDAY_10 + 50 * 60, TUESDAY_11)])

    assert found == (ten, eleven)
    assert none == ()
