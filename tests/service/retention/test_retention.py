"""What has had its time is gone, what has not is still there, and a stop in between loses nothing."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from scheduling.localtime import local_date, to_instant
from service import booking, retention
from service.clock import FixedClock
from service.models import (
    Account,
    Appointment,
    Forgotten,
    Invitation,
    Occupancy,
    OccupancyKind,
    OpeningException,
    Role,
    TicketState,
    Volunteer,
    VolunteerState,
)
from service.retention import Purged
from service.site import Site
from tests.factories import EVERY_DAY, NOW, make_account, make_volunteer
from tests.service.staff.team import appointment, booked

HOUR = 3600
DAY = 24 * HOUR
TOMORROW = NOW + DAY
MIDNIGHT = TOMORROW - 13 * HOUR  # in Berlin
TODAY = date(2026, 11, 2)


def volunteer(site: Site, alias: str = "Alder", **columns: Any) -> bytes:
    with site.db.writing() as db:
        return make_volunteer(db, alias=alias, hours=EVERY_DAY, **({"caseload_cap": 20} | columns)).id


def settle(site: Site) -> None:
    with site.db.writing() as db:
        booking.settle(db, site)


def add(site: Site, *rows: Any) -> None:
    with site.db.writing() as db:
        db.add_all(rows)


def all_of(site: Site, column: Any) -> set[Any]:
    with site.db.reading() as db:
        return set(db.scalars(select(column)))


def test_purge_of_an_empty_house_does_nothing(site: Site) -> None:
    assert retention.purge(site).total == 0


def test_a_session_keeps_its_hour_for_a_day_and_its_day_for_a_week(site: Site, clock: FixedClock) -> None:
    session = booked(site, volunteer(site), TOMORROW)
    ended_at = TOMORROW + 50 * 60
    clock.at = ended_at
    settle(site)

    clock.at = ended_at + DAY - 1
    retention.purge(site)
    kept = appointment(site, session)
    clock.at = ended_at + DAY
    retention.purge(site)
    blurred = appointment(site, session)

    assert kept is not None
    assert blurred is not None
    assert (kept.starts_at, kept.wall_start[10:]) == (TOMORROW, " 13:00")
    assert (blurred.starts_at, blurred.ends_at, blurred.wall_start) == (MIDNIGHT, MIDNIGHT + DAY, "2026-11-03")
    assert retention.is_blurred(blurred.starts_at, blurred.ends_at)
    assert not retention.is_blurred(kept.starts_at, kept.ends_at)


@pytest.mark.parametrize("blurred_before", [True, False])
def test_a_session_is_forgotten_seven_days_after_its_end(site: Site, clock: FixedClock, blurred_before: bool) -> None:
    session = booked(site, volunteer(site), TOMORROW)
    clock.at = TOMORROW + HOUR
    settle(site)
    if blurred_before:
        clock.at = TOMORROW + 2 * DAY
        retention.purge(site)

    clock.at = MIDNIGHT + 7 * DAY - 1
    retention.purge(site)
    assert appointment(site, session) is not None
    clock.at = TOMORROW + 50 * 60 + 7 * DAY
    retention.purge(site)

    assert appointment(site, session) is None
    clock.advance(seconds=DAY)
    retention.purge(site)
    assert not [kind for kind in all_of(site, Occupancy.kind) if kind == OccupancyKind.APPOINTMENT]


def test_a_blurred_day_still_counts_for_the_week_and_shows_no_hour(site: Site, clock: FixedClock) -> None:
    person = volunteer(site)
    for number, hour in enumerate((-4, 0, 3)):
        booked(site, person, TOMORROW + hour * HOUR, name=f"person {number}")
    clock.at = TOMORROW + 4 * HOUR
    settle(site)

    clock.at = TOMORROW + 4 * HOUR + DAY
    retention.purge(site)

    with site.db.reading() as db:
        wanted = select(Occupancy.starts_at, Occupancy.blocked_until).where(Occupancy.kind == "appointment")
        spans = sorted((row.starts_at - MIDNIGHT, row.blocked_until - MIDNIGHT) for row in db.execute(wanted))
    assert spans == [(0, HOUR), (HOUR, 2 * HOUR), (2 * HOUR, 3 * HOUR)]


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland", "Asia/Kathmandu", "Europe/Berlin"])
def test_the_day_that_is_left_is_the_volunteers_own(site: Site, clock: FixedClock, zone: str) -> None:
    evening = to_instant(zone, date(2026, 11, 4), 22 * 60)
    late = [(weekday, 22 * 60, 23 * 60) for weekday in range(7)]
    with site.db.writing() as db:
        person = make_volunteer(db, zone=zone, hours=late).id
    session = booked(site, person, evening)
    clock.at = evening + HOUR
    settle(site)
    clock.at = evening + HOUR + DAY

    retention.purge(site)

    blurred = appointment(site, session)
    assert blurred is not None
    assert (local_date(zone, blurred.starts_at), blurred.wall_start) == (date(2026, 11, 4), "2026-11-04")
    assert local_date(zone, blurred.ends_at - 1) == date(2026, 11, 4)


def test_a_session_nobody_settled_keeps_its_hour(site: Site, clock: FixedClock) -> None:
    session = booked(site, volunteer(site), TOMORROW)
    clock.at = TOMORROW + 3 * DAY

    retention.purge(site)

    kept = appointment(site, session)
    assert kept is not None
    assert kept.starts_at == TOMORROW


def test_a_cancelled_session_is_blurred_and_forgotten_too(site: Site, clock: FixedClock) -> None:
    session = booked(site, volunteer(site), TOMORROW)
    with site.db.writing() as db:
        booking.cancel_by_organisation(db, site, appointment_id=session)

    clock.at = TOMORROW + 2 * DAY
    retention.purge(site)
    blurred = appointment(site, session)
    clock.at = TOMORROW + 8 * DAY
    retention.purge(site)

    assert blurred is not None
    assert blurred.starts_at == MIDNIGHT
    assert appointment(site, session) is None


def test_an_upcoming_session_is_left_alone(site: Site) -> None:
    session = booked(site, volunteer(site), TOMORROW)
    before = appointment(site, session)

    assert retention.purge(site).total == 0

    after = appointment(site, session)
    assert before is not None
    assert after is not None
    assert (after.starts_at, after.occupancy_id) == (before.starts_at, before.occupancy_id)


def test_expired_holds_go(site: Site, clock: FixedClock) -> None:
    person = volunteer(site)
    with site.db.writing() as db:
        booking.hold(db, site, start_at=TOMORROW, candidates=[person], format="text", language="ru")
    retention.purge(site)
    assert len(all_of(site, Occupancy.id)) == 1

    clock.advance(seconds=HOUR)
    retention.purge(site)

    assert all_of(site, Occupancy.id) == set()


def test_tickets_go_after_their_month(site: Site) -> None:
    add(site, *(TicketState(ticket_hash=bytes([n]) * 32, state="used", expires_month=202609 + n) for n in range(4)))

    retention.purge(site)

    assert all_of(site, TicketState.expires_month) == {202611, 202612}


def test_accounts_go_twelve_months_after_the_last_one(site: Site) -> None:
    with site.db.writing() as db:
        for month in (202510, 202511, 202512, 202611):
            make_account(db, str(month), seen_month=month)

    retention.purge(site)

    assert all_of(site, Account.seen_month) == {202511, 202512, 202611}


def test_a_volunteer_nobody_saw_for_a_year_leaves(site: Site) -> None:
    with site.db.writing() as db:
        account = make_account(db, "volunteer", role=Role.VOLUNTEER, seen_month=202510)
    person = volunteer(site, account_id=account.id)
    session = booked(site, person, TOMORROW)

    retention.purge(site)

    given_back = appointment(site, session)
    assert given_back is not None
    assert given_back.ended_by == "organisation"
    assert all_of(site, Account.id) == set()
    assert all_of(site, Volunteer.state) == {VolunteerState.LEFT}


def test_the_last_coordinator_stays_however_long_unseen(site: Site) -> None:
    with site.db.writing() as db:
        for month in (202501, 202502):
            make_account(db, str(month), role=Role.COORDINATOR, seen_month=month)

    retention.purge(site)
    retention.purge(site)

    assert all_of(site, Account.seen_month) == {202502}


def test_a_volunteer_who_left_goes_with_the_last_session(site: Site, clock: FixedClock) -> None:
    booked(site, volunteer(site), TOMORROW)
    volunteer(site, "Birch", state=VolunteerState.LEFT)
    with site.db.writing() as db:
        db.scalars(select(Volunteer).where(Volunteer.alias == "Alder")).one().state = VolunteerState.LEFT
    retention.purge(site)
    assert all_of(site, Volunteer.alias) == {"Alder"}

    clock.at = TOMORROW + HOUR
    settle(site)
    clock.at = TOMORROW + 8 * DAY
    retention.purge(site)

    assert all_of(site, Volunteer.alias) == set()


def test_dated_rows_go_when_their_days_are_over(site: Site) -> None:
    person = volunteer(site)
    whole_day = {"volunteer_id": person, "effect": "replace", "start_minute": 0, "end_minute": 0}
    add(
        site,
        *(OpeningException(local_on=TODAY - timedelta(days=n), **whole_day) for n in (7, 8)),
        *(
            OpeningException(volunteer_id=person, effect="block", starts_at=NOW - n * DAY - HOUR, ends_at=NOW - n * DAY)
            for n in (6, 7)
        ),
        *(
            Invitation(token_hash=bytes([n]) * 32, role=Role.VOLUNTEER, label="", expires_on=TODAY - timedelta(days=n))
            for n in (0, 1)
        ),
        *(Forgotten(row_hash=bytes([n]) * 32, forgotten_on=TODAY - timedelta(days=n)) for n in (15, 16)),
    )

    retention.purge(site)

    assert all_of(site, OpeningException.local_on) == {TODAY - timedelta(days=7), None}
    assert all_of(site, OpeningException.ends_at) == {NOW - 6 * DAY, None}
    assert all_of(site, Invitation.expires_on) == {TODAY}
    assert all_of(site, Forgotten.forgotten_on) == {TODAY - timedelta(days=15)}


def test_a_closed_account_opens_again_when_its_day_is_over(site: Site) -> None:
    with site.db.writing() as db:
        for days in (0, 1):
            make_account(db, str(days), suspended_until_on=TODAY - timedelta(days=days))

    retention.purge(site)

    assert all_of(site, Account.suspended_until_on) == {TODAY, None}


def test_purge_goes_in_batches_tells_each_and_can_stop(site: Site) -> None:
    add(site, *(TicketState(ticket_hash=n.to_bytes(32), state="used", expires_month=202601) for n in range(450)))
    told: list[tuple[str, int]] = []

    stopped = retention.purge(site, stop=lambda: bool(told), on_step=lambda name, count: told.append((name, count)))
    left = len(all_of(site, TicketState.ticket_hash))
    rest = retention.purge(site, on_step=lambda name, count: told.append((name, count)))

    assert (stopped.counts["tickets"], left, rest.counts["tickets"]) == (200, 250, 250)
    assert told == [("tickets", 200), ("tickets", 200), ("tickets", 250)]
    assert Purged().total == 0


def test_purge_while_people_book_disturbs_nobody(site: Site, clock: FixedClock) -> None:
    person = volunteer(site)
    old = booked(site, person, TOMORROW)
    clock.at = TOMORROW + 8 * DAY
    settle(site)
    fresh = booked(site, person, clock.at + 2 * DAY - (clock.at % HOUR), name="Boris")

    retention.purge(site)

    assert appointment(site, old) is None
    kept = appointment(site, fresh)
    assert kept is not None
    assert kept.state == "booked"
    assert len(all_of(site, Appointment.id)) == 1
