"""What time brings: sessions are over, weekly times are kept for a programme, and let go."""

from typing import Any

import pytest

from scheduling.appointment import State
from scheduling.errors import HoldExpired, NotOffered, SlotTaken
from service import booking
from service.booking.refusals import NoSuchReservation
from service.booking.settling import Settled
from service.clock import FixedClock, utc_date
from service.models import Occupancy, OpeningException, VolunteerState
from service.site import Site
from tests.factories import wallet
from tests.service.booking.stories import (
    TUESDAY_10,
    TUESDAY_11,
    amounts,
    berlin,
    book,
    booked,
    change_volunteer,
    hold,
    mine,
    settle,
    taken,
    volunteer,
)
from tests.service.booking.test_change import cannot_come, move
from tests.service.booking.test_staff_change import conclude

HOUR, WEEK = 3600, 7 * 86400
AFTER = TUESDAY_10 + 50 * 60


def reservations(site: Site) -> list[int]:
    """Return when weekly times are kept."""
    return [starts_at for kind, starts_at, _ in taken(site.db) if kind == "reservation"]


def first_session_held(site: Site, clock: FixedClock, **columns: Any) -> bytes:
    """Let Ash have had a first session with a volunteer on Tuesday at ten."""
    alder = volunteer(site, horizon_days=60, **columns)
    booked(site, "Ash", alder)
    clock.at = AFTER
    settle(site)
    return alder


def book_reserved(site: Site, name: str, volunteer_id: bytes, start_at: int) -> booking.Mine:
    """Let an invented person take the time that is kept for them."""
    with site.db.writing() as db:
        return booking.book_reserved(
            db, site, wallet_key=wallet(name), volunteer_id=volunteer_id, start_at=start_at, format="text",
            language="ru",
        )  # fmt: skip


def test_nothing_is_settled_before_it_is_over(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site)
    booked(site, "Ash", alder)
    clock.at = AFTER - 1

    assert settle(site) == Settled(0, 0, 0)
    assert mine(site, "Ash")[0].state == "booked"


def test_a_session_that_is_over_took_place_and_is_counted_once(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site)
    booked(site, "Ash", alder)
    clock.at = AFTER

    assert settle(site) == Settled(1, 4, 0)
    assert settle(site) == Settled(0, 0, 0)

    assert mine(site, "Ash")[0].state == "fulfilled"
    with site.db.reading() as db:
        counts = db.connection().exec_driver_sql("SELECT kind, what, n FROM month_count ORDER BY what").all()
    assert [tuple(row) for row in counts] == [("psychologist", "booked", 1), ("psychologist", "fulfilled", 1)]


def test_a_session_concluded_otherwise_stays_so(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site)
    row = booked(site, "Ash", alder).row
    clock.at = AFTER
    conclude(site, alder, row.id, State.NOSHOW)

    assert settle(site) == Settled(0, 0, 0)
    assert mine(site, "Ash")[0].state == "noshow"


def test_the_same_wall_time_is_kept_across_a_clock_change(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site)
    clock.at = berlin(12, 9, month=10)
    change_volunteer(site, alder, confirmed_on=utc_date(clock.at))
    booked(site, "Ash", alder, at=berlin(13, 10, month=10))
    clock.at = berlin(13, 11, month=10)

    settle(site)

    weeks = [berlin(20, 10, month=10), berlin(27, 10, month=10), berlin(3, 10), berlin(10, 10)]
    assert reservations(site) == weeks
    assert weeks[1] - weeks[0] == WEEK + HOUR  # clocks went back on 25 October


def test_weekly_times_are_kept_only_where_free_and_open(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site, horizon_days=60)
    booked(site, "Ash", alder)
    booked(site, "Beech", alder, at=TUESDAY_10 + WEEK)
    with site.db.writing() as db:
        closed_at = TUESDAY_10 + 2 * WEEK
        db.add(OpeningException(volunteer_id=alder, effect="block", starts_at=closed_at, ends_at=closed_at + HOUR))
    clock.at = AFTER

    assert settle(site).reserved == 2
    assert reservations(site) == [TUESDAY_10 + 3 * WEEK, TUESDAY_10 + 4 * WEEK]


def test_nothing_is_kept_with_a_volunteer_who_left(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site)
    booked(site, "Ash", alder)
    change_volunteer(site, alder, state=VolunteerState.LEFT)
    clock.at = AFTER

    assert settle(site) == Settled(1, 0, 0)


def test_newcomers_do_not_get_what_is_kept(site: Site, clock: FixedClock) -> None:
    alder = first_session_held(site, clock)

    with pytest.raises(SlotTaken):
        hold(site, alder, at=TUESDAY_10 + WEEK)


def test_the_kept_time_can_be_booked_by_its_person_alone(site: Site, clock: FixedClock) -> None:
    alder = first_session_held(site, clock)

    with pytest.raises(NoSuchReservation):
        book_reserved(site, "Beech", alder, TUESDAY_10 + WEEK)
    with pytest.raises(NoSuchReservation):
        book_reserved(site, "Ash", alder, TUESDAY_11 + WEEK)
    found = book_reserved(site, "Ash", alder, TUESDAY_10 + WEEK)

    assert (found.row.session_number, found.row.starts_at) == (2, TUESDAY_10 + WEEK)
    assert reservations(site) == [TUESDAY_10 + week * WEEK for week in (2, 3, 4)]
    assert book_reserved(site, "Ash", alder, TUESDAY_10 + WEEK) == found
    assert amounts(site.db)["appointment"] == 2


@pytest.mark.parametrize("start_at", [-1, 0, 10**30])
def test_absurd_kept_times_are_refused(site: Site, clock: FixedClock, start_at: int) -> None:
    alder = first_session_held(site, clock)

    with pytest.raises(NotOffered):
        book_reserved(site, "Ash", alder, start_at)


def test_choosing_the_kept_time_needs_no_hold_and_loses_nothing(site: Site, clock: FixedClock) -> None:
    alder = first_session_held(site, clock)
    with site.db.reading() as db:
        known = booking.acquainted(db, wallet("Ash"))

    held = hold(site, alder, at=TUESDAY_10 + WEEK, known=known)

    assert held.expires_at == TUESDAY_10 + WEEK
    assert len(reservations(site)) == 4
    with pytest.raises(HoldExpired):
        book(site, "Beech", held)
    assert book(site, "Ash", held).row.session_number == 2
    assert len(reservations(site)) == 3


def test_another_time_beside_the_kept_one_lets_it_go(site: Site, clock: FixedClock) -> None:
    alder = first_session_held(site, clock, step_minutes=30)

    booked(site, "Ash", alder, at=TUESDAY_10 + WEEK + 1800)

    assert reservations(site) == [TUESDAY_10 + week * WEEK for week in (2, 3, 4)]


def test_kept_times_are_shown_to_their_person(site: Site, clock: FixedClock) -> None:
    alder = first_session_held(site, clock)

    with site.db.reading() as db:
        known = booking.acquainted(db, wallet("Ash"))
        kept = booking.reserved(db, known)
        others = booking.acquainted(db, wallet("Beech"))

    assert set(known) == {alder}
    assert [each.starts_at for each in kept] == [TUESDAY_10 + week * WEEK for week in (1, 2, 3, 4)]
    assert others == {}


def test_kept_times_find_their_person_after_rows_are_purged(site: Site, clock: FixedClock) -> None:
    alder = first_session_held(site, clock)
    with site.db.writing() as db:
        db.connection().exec_driver_sql("DELETE FROM appointment")

    with site.db.reading() as db:
        assert set(booking.acquainted(db, wallet("Ash"))) == {alder}


def test_declining_frees_all_of_ones_own(site: Site, clock: FixedClock) -> None:
    alder = first_session_held(site, clock)

    for name, freed in (("Beech", 0), ("Ash", 4), ("Ash", 0)):
        with site.db.writing() as db:
            assert booking.decline_reserved(db, wallet_key=wallet(name), volunteer_id=alder) == freed

    assert reservations(site) == []


def test_moving_frees_the_weekly_time_which_then_follows(site: Site, clock: FixedClock) -> None:
    alder = first_session_held(site, clock)
    book_reserved(site, "Ash", alder, TUESDAY_10 + WEEK)

    move(site, "Ash", TUESDAY_11 + WEEK, n=1)
    freed = reservations(site)
    clock.at = TUESDAY_11 + WEEK + HOUR
    settle(site)

    assert freed == []
    assert reservations(site) == [TUESDAY_11 + week * WEEK for week in (2, 3, 4)]


def test_letting_a_kept_time_pass_frees_the_rest(site: Site, clock: FixedClock) -> None:
    first_session_held(site, clock)
    clock.at = TUESDAY_10 + WEEK

    assert settle(site) == Settled(0, 0, 1)
    assert reservations(site) == []


def test_not_coming_frees_the_rest(site: Site, clock: FixedClock) -> None:
    alder = first_session_held(site, clock)
    book_reserved(site, "Ash", alder, TUESDAY_10 + WEEK)
    clock.at = TUESDAY_10 + WEEK - 60

    cannot_come(site, "Ash", n=1)

    assert reservations(site) == []


def test_a_session_that_did_not_take_place_frees_the_rest(site: Site, clock: FixedClock) -> None:
    alder = first_session_held(site, clock)
    row = book_reserved(site, "Ash", alder, TUESDAY_10 + WEEK).row
    clock.at = TUESDAY_10 + WEEK

    conclude(site, alder, row.id, State.NOSHOW)

    assert reservations(site) == []


def test_after_the_last_session_nothing_is_kept(site: Site, clock: FixedClock) -> None:
    alder = first_session_held(site, clock)
    for week in (1, 2, 3, 4):
        change_volunteer(site, alder, confirmed_on=utc_date(clock.at))
        book_reserved(site, "Ash", alder, TUESDAY_10 + week * WEEK)
        clock.at = AFTER + week * WEEK
        settle(site)

    assert [row.session_number for row in mine(site, "Ash")] == [1, 2, 3, 4, 5]
    assert reservations(site) == []


def test_many_sessions_are_settled_in_portions(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site, caseload_cap=10)
    for number, name in enumerate(("Ash", "Beech", "Chestnut")):
        booked(site, name, alder, at=TUESDAY_10 + number * HOUR)
    clock.at = berlin(4, 9)

    with site.db.writing() as db:
        first = booking.settle(db, site, limit=2)
    second = settle(site)

    assert (first.fulfilled, second.fulfilled) == (2, 1)


def test_a_week_with_something_else_in_the_volunteers_calendar_is_left_out(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site, horizon_days=60)
    booked(site, "Ash", alder)
    start_at = TUESDAY_10 + WEEK
    with site.db.writing() as db:
        db.add(Occupancy(volunteer_id=alder, kind="external", starts_at=start_at, blocked_until=start_at + HOUR))
    clock.at = AFTER

    settle(site)

    assert reservations(site) == [TUESDAY_10 + week * WEEK for week in (2, 3, 4)]
