"""Who is closed out sees nothing from that second, and whoever had a time with them is told and can choose anew."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from sqlalchemy import select

from scheduling.errors import NotOffered, Refusal
from service import booking, notices, policy, staff, visits
from service.clock import FixedClock
from service.models import Account, Appointment, Approval, Occupancy, Outbox, Role, VolunteerState
from service.site import Site
from service.staff.refusals import CoordinatorsOnly, PersonHasLeft, PersonUnknown
from service.visits import Visit
from tests.factories import EVERY_DAY, NOW, wallet
from tests.service.staff.team import appointment, booked, coordinators, row, volunteer

HOUR = 3600
TOMORROW = NOW + 24 * HOUR


def suspend(site: Site, volunteer_id: bytes, coordinator: bytes) -> int:
    with site.db.writing() as db:
        return staff.suspend(db, site, volunteer_id, coordinator=coordinator)


def visit_of(site: Site, account_id: bytes) -> str:
    """Begin a visit of a staff account and return its cookie."""
    with site.db.brief() as db:
        cookie, _ = visits.start(db, site, Visit(account_id=account_id, role=Role.VOLUNTEER, epoch=1))
    return cookie


def is_open(site: Site, cookie: str) -> bool:
    with site.db.brief() as db:
        return visits.load(db, site, cookie) is not None


def active(site: Site, **columns: object) -> bytes:
    return volunteer(site, VolunteerState.ACTIVE, hours=EVERY_DAY, **columns)


def test_suspend_ends_every_visit_at_once_and_lets_none_begin(site: Site) -> None:
    (first,) = coordinators(site, "first")
    person = active(site)
    account_id = row(site, person).account_id
    assert account_id is not None
    cookie = visit_of(site, account_id)
    assert is_open(site, cookie)

    suspend(site, person, first)

    assert not is_open(site, cookie)
    assert not is_open(site, visit_of(site, account_id))
    assert row(site, person).state == VolunteerState.SUSPENDED


def test_suspend_gives_booked_times_back_to_people_who_are_told(site: Site) -> None:
    (first,) = coordinators(site, "first")
    person = active(site)
    session = booked(site, person, TOMORROW)

    assert suspend(site, person, first) == 1

    after = appointment(site, session)
    assert after is not None
    assert (after.state, after.ended_by, after.news) == ("cancelled", "organisation", "cancelled")
    with site.db.reading() as db:
        assert db.scalars(select(Occupancy)).all() == []
        assert db.scalars(select(Outbox)).all() == []
        assert booking.why_not_one_more(db, site, wallet("Anna"), policy=policy.load(db)) is None


def test_suspend_leaves_a_session_that_is_running(site: Site, clock: FixedClock) -> None:
    (first,) = coordinators(site, "first")
    person = active(site)
    session = booked(site, person, TOMORROW)
    clock.at = TOMORROW + HOUR // 2

    assert suspend(site, person, first) == 0

    after = appointment(site, session)
    assert after is not None
    assert after.state == "booked"


def test_suspend_takes_back_both_yeses_and_resume_asks_for_them_again(site: Site) -> None:
    first, second = coordinators(site, "first", "second")
    person = volunteer(site)
    with site.db.writing() as db:
        staff.approve(db, person, coordinator=first)
        staff.approve(db, person, coordinator=second)
    suspend(site, person, first)

    with site.db.writing() as db:
        assert staff.resume(db, person, coordinator=second) == VolunteerState.WAITING

    with site.db.reading() as db:
        assert db.scalars(select(Approval)).all() == []
        account_id = row(site, person).account_id
        assert db.scalars(select(Account.suspended_until_on).where(Account.id == account_id)).one() is None


def test_resume_of_who_never_finished_the_first_run_goes_on_there(site: Site) -> None:
    (first,) = coordinators(site, "first")
    person = volunteer(site, VolunteerState.DRAFT, hours=())
    suspend(site, person, first)

    with site.db.writing() as db:
        assert staff.resume(db, person, coordinator=first) == VolunteerState.DRAFT


def test_suspend_twice_changes_nothing_more(site: Site) -> None:
    (first,) = coordinators(site, "first")
    person = active(site)
    booked(site, person, TOMORROW)

    assert (suspend(site, person, first), suspend(site, person, first)) == (1, 0)


def test_suspend_is_for_coordinators(site: Site) -> None:
    (first,) = coordinators(site, "first")
    person = active(site)

    with pytest.raises(CoordinatorsOnly):
        suspend(site, person, bytes(16))
    with pytest.raises(PersonUnknown):
        suspend(site, bytes(16), first)

    assert row(site, person).state == VolunteerState.ACTIVE


def test_suspend_raced_by_bookings_leaves_none_standing(site: Site) -> None:
    (first,) = coordinators(site, "first")
    person = active(site, caseload_cap=20)
    together = Barrier(5)

    def book(number: int) -> None:
        together.wait()
        with suppress(Refusal):
            booked(site, person, TOMORROW + number * HOUR, name=f"person {number}")

    def close(_number: int) -> None:
        together.wait()
        suspend(site, person, first)

    with ThreadPoolExecutor(5) as threads:
        done = [threads.submit(book, number) for number in range(4)] + [threads.submit(close, 0)]
        for each in done:
            each.result()

    with site.db.reading() as db:
        assert db.scalars(select(Appointment).where(Appointment.state == "booked")).all() == []


def test_a_suspended_volunteers_time_can_no_longer_be_held(site: Site) -> None:
    (first,) = coordinators(site, "first")
    person = active(site)
    suspend(site, person, first)

    with pytest.raises(NotOffered):
        booked(site, person, TOMORROW)


def test_part_deletes_the_account_and_the_address_and_keeps_the_row_for_past_sessions(site: Site) -> None:
    (first,) = coordinators(site, "first")
    person = active(site)
    session = booked(site, person, TOMORROW)
    with site.db.writing() as db:
        notices.set_channel(db, site, person, address="alder@example.org")

    with site.db.writing() as db:
        assert staff.part(db, site, person, coordinator=first) == 1

    left = row(site, person)
    assert (left.state, left.account_id, left.notice_sealed, left.notice_token_hash) == ("left", None, None, None)
    assert appointment(site, session) is not None
    with site.db.reading() as db:
        assert [each.role for each in db.scalars(select(Account))] == [Role.COORDINATOR]
        assert db.scalars(select(Outbox)).all() == []


def test_nothing_more_happens_to_who_has_left(site: Site) -> None:
    (first,) = coordinators(site, "first")
    person = active(site)
    with site.db.writing() as db:
        staff.part(db, site, person, coordinator=first)

    for again in (staff.part, staff.suspend):
        with pytest.raises(PersonHasLeft), site.db.writing() as db:
            again(db, site, person, coordinator=first)
