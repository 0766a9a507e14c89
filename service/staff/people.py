"""Confirm, suspend, resume and part with volunteers. Every step keeps the volunteer's row to itself until the commit.

Two different coordinators confirm; nobody confirms themself. Must not know what anybody talks about or with whom.
"""

from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from service import booking
from service.models import Role, Volunteer, VolunteerState
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
from service.store import approvals, outbox, volunteers
from service.store import staff as rows

YESES_NEEDED: Final = 2
UNTIL_TOLD_OTHERWISE: Final = date.max


def approve(db: Session, volunteer_id: bytes, *, coordinator: bytes) -> VolunteerState:
    """Say one coordinator's yes and return the state after it; the second yes makes the volunteer active.

    `coordinator` is the account. With both yeses but no confirmed notice channel the volunteer stays waiting,
    and becomes active when the channel is confirmed.
    Raises: CoordinatorsOnly, PersonUnknown, PersonHasLeft, NotOneself, NotWaiting, FirstRunFirst, ConfirmedAlready.
    """
    person = _locked(db, volunteer_id, coordinator)
    if person.account_id == coordinator:
        raise NotOneself
    if person.state == VolunteerState.DRAFT:
        raise FirstRunFirst
    if person.state != VolunteerState.WAITING:
        raise NotWaiting
    if coordinator in approvals.of_volunteer(db, volunteer_id):
        raise ConfirmedAlready
    approvals.add(db, volunteer_id, coordinator)
    return _active_if_ready(db, person)


def first_run_done(db: Session, volunteer_id: bytes) -> VolunteerState:
    """Note that a volunteer answered the first questions, and return the state after it.

    Raises: PersonUnknown, FirstRunFirst when hours, languages or kind of help are missing.
    """
    person = _found(db, volunteer_id)
    if person.state == VolunteerState.DRAFT:
        _require_first_run(db, volunteer_id)
        _move(db, person, VolunteerState.WAITING)
    return _active_if_ready(db, person)


def channel_confirmed(db: Session, volunteer_id: bytes) -> VolunteerState:
    """Let a volunteer who waited only for a confirmed channel become active, and return the state after it.

    Raises: PersonUnknown.
    """
    return _active_if_ready(db, _found(db, volunteer_id))


def suspend(db: Session, site: Site, volunteer_id: bytes, *, coordinator: bytes) -> int:
    """Close a volunteer out from this second and return how many appointments were given back to people.

    1. No longer offered. 2. Every visit ends and none can begin. 3. Both yeses are taken back. 4. No more notices.
    5. What lies ahead is called off by the organisation, and each person is offered another time.
    Raises: CoordinatorsOnly, PersonUnknown, PersonHasLeft.
    """
    person = _locked(db, volunteer_id, coordinator)
    if person.state == VolunteerState.SUSPENDED:
        return 0
    _move(db, person, VolunteerState.SUSPENDED)
    if person.account_id is not None:
        rows.close_account(db, person.account_id, until_on=UNTIL_TOLD_OTHERWISE)
    return _stop_everything(db, site, volunteer_id)


def resume(db: Session, volunteer_id: bytes, *, coordinator: bytes) -> VolunteerState:
    """Let a suspended volunteer sign in again and return the state; two coordinators confirm them anew.

    Raises: CoordinatorsOnly, PersonUnknown, PersonHasLeft, NotSuspended.
    """
    person = _locked(db, volunteer_id, coordinator)
    if person.state != VolunteerState.SUSPENDED:
        raise NotSuspended
    if person.account_id is not None:
        rows.open_account(db, person.account_id)
    done = _first_run_is_done(db, volunteer_id)
    return _move(db, person, VolunteerState.WAITING if done else VolunteerState.DRAFT)


def part(db: Session, site: Site, volunteer_id: bytes, *, coordinator: bytes) -> int:
    """Say good-bye to a volunteer who leaves or lost their key; return how many appointments were given back.

    Their account is deleted and their row follows when the last appointment has been forgotten.
    Raises: CoordinatorsOnly, PersonUnknown, PersonHasLeft.
    """
    person = _locked(db, volunteer_id, coordinator)
    return leave(db, site, person.id)


def leave(db: Session, site: Site, volunteer_id: bytes) -> int:
    """End a volunteer's work here, at their own wish or after a year without a visit; return as `part` does.

    Raises: PersonUnknown.
    """
    person = _found(db, volunteer_id)
    account_id = person.account_id
    person.account_id = person.notice_sealed = person.notice_token_hash = person.confirmed_on = None
    _move(db, person, VolunteerState.LEFT)
    given_back = _stop_everything(db, site, volunteer_id)
    if account_id is not None:
        rows.remove_account(db, account_id)
    return given_back


def set_qualification_checked(db: Session, volunteer_id: bytes, *, checked: bool, coordinator: bytes) -> None:
    """Note whether the organisation has seen a volunteer's diploma; people see it on the card.

    Raises: CoordinatorsOnly, PersonUnknown, PersonHasLeft.
    """
    person = _locked(db, volunteer_id, coordinator)
    person.qualification_checked = checked
    db.flush()
    volunteers.bump(db, [volunteer_id])


def require_another_coordinator(db: Session, account_id: bytes) -> None:
    """Refuse to let the last coordinator's account be deleted; call it in the transaction that deletes.

    Raises: LastCoordinator.
    """
    everybody = rows.locked_coordinators(db)
    if account_id in everybody and len(everybody) == 1:
        raise LastCoordinator


def require_coordinator(db: Session, account_id: bytes | None) -> bytes:
    """Return the account when it is a coordinator's at this moment.

    Raises: CoordinatorsOnly.
    """
    if account_id is None or rows.role_of(db, account_id) != Role.COORDINATOR:
        raise CoordinatorsOnly
    return account_id


def _locked(db: Session, volunteer_id: bytes, coordinator: bytes) -> Volunteer:
    """Return a volunteer for a coordinator's change; obtaining the row is the permission check."""
    require_coordinator(db, coordinator)
    person = _found(db, volunteer_id)
    if person.state == VolunteerState.LEFT:
        raise PersonHasLeft
    return person


def _found(db: Session, volunteer_id: bytes) -> Volunteer:
    # The lock comes first: two yeses at once must see each other, or neither would be the second.
    person = rows.locked(db, volunteer_id)
    if person is None:
        raise PersonUnknown
    return person


def _active_if_ready(db: Session, person: Volunteer) -> VolunteerState:
    enough = len(approvals.of_volunteer(db, person.id)) >= YESES_NEEDED
    if person.state == VolunteerState.WAITING and enough and person.confirmed_on is not None:
        return _move(db, person, VolunteerState.ACTIVE)
    return VolunteerState(person.state)


def _move(db: Session, person: Volunteer, state: VolunteerState) -> VolunteerState:
    person.state = state
    db.flush()
    volunteers.bump(db, [person.id])
    return state


def _stop_everything(db: Session, site: Site, volunteer_id: bytes) -> int:
    """Take back both yeses, give every booked and kept time back to people, and let no letter wait."""
    approvals.remove_of(db, volunteer_id)
    rows.free_kept_times(db, volunteer_id)
    called_off = 0
    for appointment_id in rows.appointments_ahead(db, volunteer_id, now=site.clock.now()):
        booking.cancel_by_organisation(db, site, appointment_id=appointment_id)
        called_off += 1
    outbox.remove_of(db, volunteer_id)
    return called_off


def _require_first_run(db: Session, volunteer_id: bytes) -> None:
    if not _first_run_is_done(db, volunteer_id):
        raise FirstRunFirst


def _first_run_is_done(db: Session, volunteer_id: bytes) -> bool:
    found = rows.standing(db, volunteer_id)
    return found.has_languages and found.has_kind and found.has_hours
