"""Two coordinators let a volunteer in; one closes them out at once; nobody is left alone with the keys."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from service import staff
from service.models import Role, VolunteerState
from service.site import Site
from service.staff.refusals import (
    ConfirmedAlready,
    CoordinatorsOnly,
    FirstRunFirst,
    LastCoordinator,
    NotOneself,
    NotSuspended,
    NotWaiting,
    PersonHasLeft,
    PersonUnknown,
)
from service.store import staff as rows
from tests.factories import make_account
from tests.service.staff.team import coordinators, row, volunteer


def approve(site: Site, volunteer_id: bytes, coordinator: bytes) -> VolunteerState:
    with site.db.writing() as db:
        return staff.approve(db, volunteer_id, coordinator=coordinator)


def test_approve_needs_two_different_coordinators(site: Site) -> None:
    first, second = coordinators(site, "first", "second")
    person = volunteer(site)
    before = row(site, person).version

    assert approve(site, person, first) == VolunteerState.WAITING
    assert approve(site, person, second) == VolunteerState.ACTIVE
    assert row(site, person).version > before


def test_approve_of_the_same_coordinator_twice_counts_once(site: Site) -> None:
    (first,) = coordinators(site, "first")
    person = volunteer(site)
    approve(site, person, first)

    with pytest.raises(ConfirmedAlready):
        approve(site, person, first)

    assert row(site, person).state == VolunteerState.WAITING


def test_approve_refuses_oneself(site: Site) -> None:
    (both,) = coordinators(site, "both")
    person = volunteer(site, account_id=both)

    with pytest.raises(NotOneself):
        approve(site, person, both)


@pytest.mark.parametrize("role", [Role.CLIENT, Role.VOLUNTEER, Role.MODERATOR])
def test_approve_refuses_everybody_but_coordinators(site: Site, role: Role) -> None:
    person = volunteer(site)
    with site.db.writing() as db:
        other = make_account(db, "other", role=role).id

    with pytest.raises(CoordinatorsOnly):
        approve(site, person, other)


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        (VolunteerState.DRAFT, FirstRunFirst),
        (VolunteerState.ACTIVE, NotWaiting),
        (VolunteerState.PAUSED, NotWaiting),
        (VolunteerState.SUSPENDED, NotWaiting),
        (VolunteerState.LEFT, PersonHasLeft),
    ],
)
def test_approve_refuses_who_is_not_waiting(site: Site, state: VolunteerState, refusal: type[Exception]) -> None:
    (first,) = coordinators(site, "first")
    person = volunteer(site, state)

    with pytest.raises(refusal):
        approve(site, person, first)


def test_approve_refuses_a_stranger(site: Site) -> None:
    (first,) = coordinators(site, "first")

    with pytest.raises(PersonUnknown):
        approve(site, bytes(16), first)


def test_two_yeses_wait_for_a_confirmed_channel(site: Site) -> None:
    first, second = coordinators(site, "first", "second")
    person = volunteer(site, confirmed_on=None)
    approve(site, person, first)

    assert approve(site, person, second) == VolunteerState.WAITING


def test_a_yes_of_somebody_who_is_no_longer_coordinator_does_not_count(site: Site) -> None:
    first, second, third = coordinators(site, "first", "second", "third")
    person = volunteer(site)
    approve(site, person, first)
    with site.db.writing() as db:
        rows.remove_account(db, first)

    assert approve(site, person, second) == VolunteerState.WAITING
    assert approve(site, person, third) == VolunteerState.ACTIVE


def test_two_yeses_at_once_make_the_volunteer_active(site: Site) -> None:
    for round_number in range(5):
        both = coordinators(site, f"first {round_number}", f"second {round_number}")
        person = volunteer(site, alias=f"Alder {round_number}")
        together = Barrier(2)

        def say_yes(coordinator: bytes, person: bytes = person, together: Barrier = together) -> None:
            together.wait()
            approve(site, person, coordinator)

        with ThreadPoolExecutor(2) as threads:
            list(threads.map(say_yes, both))

        assert row(site, person).state == VolunteerState.ACTIVE


def test_first_run_done_lets_a_draft_wait_for_coordinators(site: Site) -> None:
    person = volunteer(site, VolunteerState.DRAFT)

    with site.db.writing() as db:
        assert staff.first_run_done(db, person) == VolunteerState.WAITING


def test_first_run_done_needs_hours(site: Site) -> None:
    person = volunteer(site, VolunteerState.DRAFT, hours=())

    with pytest.raises(FirstRunFirst), site.db.writing() as db:
        staff.first_run_done(db, person)


def test_set_qualification_checked_is_for_coordinators(site: Site) -> None:
    (first,) = coordinators(site, "first")
    person = volunteer(site)

    with site.db.writing() as db:
        staff.set_qualification_checked(db, person, checked=True, coordinator=first)
    with pytest.raises(CoordinatorsOnly), site.db.writing() as db:
        staff.set_qualification_checked(db, person, checked=False, coordinator=bytes(16))

    assert row(site, person).qualification_checked is True


def test_resume_refuses_who_is_not_suspended(site: Site) -> None:
    (first,) = coordinators(site, "first")
    person = volunteer(site, VolunteerState.ACTIVE)

    with pytest.raises(NotSuspended), site.db.writing() as db:
        staff.resume(db, person, coordinator=first)


def test_the_last_coordinator_cannot_go(site: Site) -> None:
    first, second = coordinators(site, "first", "second")

    with site.db.writing() as db:
        staff.require_another_coordinator(db, first)
    with site.db.writing() as db:
        rows.remove_account(db, second)
    with pytest.raises(LastCoordinator), site.db.writing() as db:
        staff.require_another_coordinator(db, first)


def test_two_coordinators_who_go_at_once_do_not_both_go(site: Site) -> None:
    both = coordinators(site, "first", "second")
    together = Barrier(2)

    def go(account_id: bytes) -> bool:
        together.wait()
        try:
            with site.db.writing() as db:
                staff.require_another_coordinator(db, account_id)
                rows.remove_account(db, account_id)
        except LastCoordinator:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        gone = list(threads.map(go, both))

    assert sorted(gone) == [False, True]
