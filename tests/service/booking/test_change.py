"""A client moves, cancels, or says that they cannot come; deadlines bind them."""

from collections.abc import Callable
from typing import Any

import pytest

from scheduling.errors import (
    AppointmentOver,
    NotOffered,
    OutsideHours,
    PastTime,
    Refusal,
    SlotTaken,
    TooLateToCancel,
    TooLateToMove,
    VolunteerUnavailable,
)
from service import booking
from service.booking.refusals import NoSuchAppointment
from service.clock import FixedClock
from service.models import Outbox, TicketState, VolunteerState
from service.site import Site
from tests.factories import wallet
from tests.service.booking.stories import (
    TUESDAY_10,
    TUESDAY_11,
    amounts,
    berlin,
    booked,
    change_volunteer,
    hold,
    mine,
    taken,
    volunteer,
)

HOUR = 3600
DEADLINE = TUESDAY_10 - 12 * HOUR
Change = Callable[..., Any]


def move(site: Site, name: str, start_at: int, *, n: int = 0) -> booking.AppointmentRow:
    """Move an invented person's session."""
    with site.db.writing() as db:
        return booking.move(db, site, wallet_key=wallet(name), n=n, start_at=start_at)


def cancel(site: Site, name: str, *, n: int = 0) -> booking.AppointmentRow:
    """Cancel an invented person's session."""
    with site.db.writing() as db:
        return booking.cancel(db, site, wallet_key=wallet(name), n=n)


def cannot_come(site: Site, name: str, *, n: int = 0) -> booking.AppointmentRow:
    """Let an invented person say that they cannot come."""
    with site.db.writing() as db:
        return booking.cannot_come(db, site, wallet_key=wallet(name), n=n)


def ticket_states(site: Site) -> list[str]:
    """Return the state of every ticket."""
    with site.db.reading() as db:
        return [row.state for row in db.query(TicketState)]


def letters(site: Site) -> int:
    """Return how many notices wait."""
    return amounts(site.db)["outbox"]


def forget_letters(site: Site) -> None:
    """Let all notices be sent."""
    with site.db.writing() as db:
        db.query(Outbox).delete()


def test_move_takes_the_new_time_and_frees_the_old(site: Site) -> None:
    alder = volunteer(site)
    before = booked(site, "Ash", alder).row
    forget_letters(site)

    row = move(site, "Ash", berlin(4, 14))

    assert row == before._replace(
        occupancy_id=row.occupancy_id, starts_at=berlin(4, 14), ends_at=berlin(4, 14) + 50 * 60,
        wall_start="2026-11-04 14:00", sequence=1,
    )  # fmt: skip
    assert mine(site, "Ash") == [row]
    assert taken(site.db) == [("appointment", berlin(4, 14), berlin(4, 14) + HOUR)]
    assert ticket_states(site) == ["used"]
    assert letters(site) == 1


def test_move_by_half_an_hour_may_overlap_itself(site: Site) -> None:
    alder = volunteer(site, step_minutes=30)
    booked(site, "Ash", alder)

    row = move(site, "Ash", TUESDAY_10 + 1800)

    assert taken(site.db) == [("appointment", TUESDAY_10 + 1800, TUESDAY_10 + 1800 + HOUR)]
    assert row.occupancy_id is not None


def test_move_twice_by_one_form_moves_once(site: Site) -> None:
    alder = volunteer(site)
    booked(site, "Ash", alder)

    assert move(site, "Ash", TUESDAY_11) == move(site, "Ash", TUESDAY_11)
    assert mine(site, "Ash")[0].sequence == 1


@pytest.mark.parametrize(
    ("start_at", "refusal"),
    [
        (berlin(4, 10), SlotTaken),
        (berlin(4, 8), OutsideHours),
        (berlin(2, 10), PastTime),
        (10**30, NotOffered),
        (-5, PastTime),
    ],
)
def test_a_refused_move_leaves_everything_as_it_was(site: Site, start_at: int, refusal: type[Refusal]) -> None:
    alder = volunteer(site)
    booked(site, "Ash", alder)
    hold(site, alder, at=berlin(4, 10))
    before = mine(site, "Ash"), taken(site.db)

    with pytest.raises(refusal):
        move(site, "Ash", start_at)

    assert (mine(site, "Ash"), taken(site.db)) == before


def test_move_with_a_suspended_volunteer_is_refused(site: Site) -> None:
    alder = volunteer(site)
    booked(site, "Ash", alder)
    change_volunteer(site, alder, state=VolunteerState.SUSPENDED)

    with pytest.raises(VolunteerUnavailable):
        move(site, "Ash", TUESDAY_11)


def test_a_full_caseload_lets_its_own_people_move(site: Site) -> None:
    alder = volunteer(site, caseload_cap=1)
    booked(site, "Ash", alder)

    assert move(site, "Ash", TUESDAY_11).starts_at == TUESDAY_11


def test_cancel_frees_time_and_ticket(site: Site) -> None:
    alder = volunteer(site)
    before = booked(site, "Ash", alder).row
    forget_letters(site)

    row = cancel(site, "Ash")

    assert row == before._replace(occupancy_id=None, state="cancelled", ended_by="client", sequence=1)
    assert taken(site.db) == []
    assert ticket_states(site) == ["released"]
    assert letters(site) == 1


def test_cancel_twice_cancels_once(site: Site) -> None:
    alder = volunteer(site)
    booked(site, "Ash", alder)

    assert cancel(site, "Ash") == cancel(site, "Ash") == cannot_come(site, "Ash")


def test_deadlines_are_kept_to_the_second(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site)
    booked(site, "Ash", alder)
    clock.at = DEADLINE + 1

    with pytest.raises(TooLateToMove) as too_late:
        move(site, "Ash", berlin(4, 10))
    with pytest.raises(TooLateToCancel):
        cancel(site, "Ash")
    assert too_late.value.parameters == {"hours": 12}

    clock.at = DEADLINE
    assert move(site, "Ash", berlin(4, 10))


def test_cannot_come_before_the_deadline_is_a_cancellation(site: Site) -> None:
    alder = volunteer(site)
    booked(site, "Ash", alder)

    assert cannot_come(site, "Ash").ended_by == "client"
    assert ticket_states(site) == ["released"]


def test_cannot_come_after_the_deadline_frees_the_time_but_not_the_ticket(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site)
    booked(site, "Ash", alder)
    clock.at = TUESDAY_10 - 60

    row = cannot_come(site, "Ash")

    assert (row.state, row.ended_by) == ("cancelled", "client")
    assert taken(site.db) == []
    assert ticket_states(site) == ["used"]


@pytest.mark.parametrize("change", [cancel, cannot_come, lambda site, name: move(site, name, berlin(4, 10))])
def test_what_has_begun_cannot_be_changed(site: Site, clock: FixedClock, change: Change) -> None:
    alder = volunteer(site)
    booked(site, "Ash", alder)
    clock.at = TUESDAY_10

    with pytest.raises(AppointmentOver):
        change(site, "Ash")


@pytest.mark.parametrize("change", [cancel, cannot_come, lambda site, name: move(site, name, berlin(4, 10))])
def test_others_cannot_change_it(site: Site, change: Change) -> None:
    alder = volunteer(site)
    booked(site, "Ash", alder)
    before = mine(site, "Ash"), taken(site.db)

    with pytest.raises(NoSuchAppointment):
        change(site, "Beech")

    assert (mine(site, "Ash"), taken(site.db)) == before


def test_what_was_cancelled_cannot_be_moved(site: Site) -> None:
    alder = volunteer(site)
    booked(site, "Ash", alder)
    cancel(site, "Ash")

    with pytest.raises(AppointmentOver):
        move(site, "Ash", TUESDAY_11)
