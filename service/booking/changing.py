"""Move and cancel what is booked: by its client, its volunteer, or the organisation. Deadlines bind clients only.

Every change locks the volunteer first and reads the session again under the lock, so that of two changes at once one
sees the other. Must not touch accounts.
"""

from collections.abc import Callable, Iterable
from typing import Final

from sqlalchemy.orm import Session

from scheduling import appointment as states
from scheduling.appointment import Actor, Deadlines, State
from scheduling.errors import SlotTaken, TooLateToCancel
from scheduling.interval import Span, union
from service import policy as rules
from service.booking import claiming
from service.booking.claiming import Wanted
from service.booking.own import appointment_for, ticket_hash
from service.booking.refusals import NoSuchAppointment
from service.crypto.tickets import case_tag
from service.models import AppointmentState, OccupancyKind
from service.policy import Policy
from service.site import Site
from service.store import appointments, occupancies, outbox, standing, tickets
from service.store.appointments import AppointmentRow

MOVED: Final = "moved"
CANCELLED: Final = "cancelled"
_ENDED_BY: Final = {Actor.CLIENT: "client", Actor.VOLUNTEER: "volunteer", Actor.STAFF: "organisation"}


def move(db: Session, site: Site, *, wallet_key: bytes, n: int, start_at: int) -> AppointmentRow:
    """Move a client's session to another offered start of the same volunteer; weekly times kept are free again.

    Raises: NoSuchAppointment, AppointmentOver, TooLateToMove, NotOffered and its children; then it stands as before.
    """
    row = _locked(db, lambda: appointment_for(db, wallet_key, n))
    if row.is_booked and row.starts_at == start_at:
        return row
    policy, now = rules.load(db), site.clock.now()
    if refusal := states.why_not_move(_value(row), now=now, deadlines=_deadlines(policy), by=Actor.CLIENT):
        raise refusal
    # The old span goes first: it may overlap the new one by half an hour.
    occupancies.remove(db, _span_of(row))
    wanted = Wanted(
        volunteer_id=row.volunteer_id, start_at=start_at, case_tag=row.case_tag, now=now, as_of_at=now, policy=policy
    )
    claimed = claiming.claim(db, wanted, OccupancyKind.APPOINTMENT)
    appointments.move(
        db, row.id, occupancy_id=claimed.occupancy_id, starts_at=claimed.starts_at, ends_at=claimed.ends_at,
        wall=claimed.wall, news=None,
    )  # fmt: skip
    occupancies.release_case(db, row.volunteer_id, row.case_tag)
    outbox.tell(db, row.volunteer_id)
    return _again(db, row)


def move_by_volunteer(
    db: Session, site: Site, *, volunteer_id: bytes, appointment_id: bytes, start_at: int
) -> AppointmentRow:
    """Move a session to any future time of its volunteer's that is free, also outside hours and deadlines.

    The client sees it first thing, and may cancel it without a deadline until they have seen it.

    Raises: NoSuchAppointment, AppointmentOver, PastTime, BeyondHorizon, SlotTaken.
    """
    row = _locked(db, lambda: _of_volunteer(db, volunteer_id, appointment_id))
    if row.is_booked and row.starts_at == start_at:
        return row
    policy, now = rules.load(db), site.clock.now()
    if refusal := states.why_not_move(_value(row), now=now, deadlines=_deadlines(policy), by=Actor.VOLUNTEER):
        raise refusal
    claiming.refuse_absurd(start_at, now=now)
    ends_at = start_at + row.ends_at - row.starts_at
    zone, gap_minutes = standing.zone_and_gap(db, volunteer_id)
    occupancies.remove(db, _span_of(row))
    occupancy_id = _any_free_time(db, row, Span(start_at, ends_at + gap_minutes * 60), now=now)
    appointments.move(
        db, row.id, occupancy_id=occupancy_id, starts_at=start_at, ends_at=ends_at,
        wall=claiming.wall_start(zone, start_at), news=MOVED,
    )  # fmt: skip
    return _again(db, row)


def cancel(db: Session, site: Site, *, wallet_key: bytes, n: int) -> AppointmentRow:
    """Cancel a client's session before the deadline: the time is free again and the ticket given back.

    Raises: NoSuchAppointment, AppointmentOver; TooLateToCancel after the deadline, when `cannot_come` is left.
    """
    row = _locked(db, lambda: appointment_for(db, wallet_key, n))
    if row.ended_by == _ENDED_BY[Actor.CLIENT]:
        return row
    if refusal := _why_not_cancel(db, site, row):
        raise refusal
    return _cancelled(db, row, by=Actor.CLIENT)


def cannot_come(db: Session, site: Site, *, wallet_key: bytes, n: int) -> AppointmentRow:
    """Let a client say that they cannot come, until the session begins.

    Before the deadline it is `cancel`. After it the time is free again, the session counts as used, and weekly times
    kept for the person are free for others.

    Raises: NoSuchAppointment, AppointmentOver.
    """
    row = _locked(db, lambda: appointment_for(db, wallet_key, n))
    if row.ended_by == _ENDED_BY[Actor.CLIENT]:
        return row
    refusal = _why_not_cancel(db, site, row)
    if refusal is None:
        return _cancelled(db, row, by=Actor.CLIENT)
    if not isinstance(refusal, TooLateToCancel):
        raise refusal
    occupancies.release_case(db, row.volunteer_id, row.case_tag)
    return _cancelled_late(db, row)


def cancel_by_volunteer(db: Session, site: Site, *, volunteer_id: bytes, appointment_id: bytes) -> AppointmentRow:
    """Cancel a volunteer's session ("I can't make it today"): the client's ticket is given back and they are told.

    The time itself is free again: a volunteer who is ill closes the day as well (`service.availability`).

    Raises: NoSuchAppointment, AppointmentOver.
    """
    return _called_off(db, site, lambda: _of_volunteer(db, volunteer_id, appointment_id), by=Actor.VOLUNTEER)


def cancel_by_organisation(db: Session, site: Site, *, appointment_id: bytes) -> AppointmentRow:
    """Cancel any session for the organisation; only coordinators may ask. Both sides are told.

    Raises: NoSuchAppointment, AppointmentOver.
    """
    row = _called_off(db, site, lambda: _some(appointments.by_id(db, appointment_id)), by=Actor.STAFF)
    outbox.tell(db, row.volunteer_id)
    return row


def conclude(db: Session, site: Site, *, volunteer_id: bytes, appointment_id: bytes, outcome: State) -> AppointmentRow:
    """Let a volunteer say whether a session took place; when it did not, no weekly time is kept any more.

    Raises: NoSuchAppointment, NotYetBegun, AppointmentOver; ValueError for a state that is no outcome.
    """
    row = _locked(db, lambda: _of_volunteer(db, volunteer_id, appointment_id))
    state = states.concluded(_value(row), outcome, now=site.clock.now())
    appointments.conclude(db, row.id, outcome=AppointmentState(state))
    if state is State.NOSHOW:
        occupancies.release_case(db, volunteer_id, row.case_tag)
    return _again(db, row)


def acknowledge(db: Session, *, wallet_key: bytes, n: int) -> None:
    """Let a client say that they saw what changed.

    Raises: NoSuchAppointment.
    """
    appointment_for(db, wallet_key, n)
    appointments.seen(db, ticket_hash(wallet_key, n))


def decline_reserved(db: Session, *, wallet_key: bytes, volunteer_id: bytes) -> int:
    """Free every weekly time that a volunteer keeps for this person; return how many there were."""
    claiming.lock(db, [volunteer_id])
    return occupancies.release_case(db, volunteer_id, case_tag(wallet_key, volunteer_id))


def conflicts(db: Session, *, volunteer_id: bytes, spans: Iterable[Span]) -> tuple[AppointmentRow, ...]:
    """Return the booked sessions that share time with `spans`, in order: closing hours never cancels what is booked."""
    found = {
        row.id: row
        for span in union(spans)
        for row in appointments.overlapping(db, volunteer_id, from_at=span.start_at, until_at=span.end_at)
    }
    return tuple(sorted(found.values(), key=lambda row: row.starts_at))


def _locked(db: Session, find: Callable[[], AppointmentRow]) -> AppointmentRow:
    """Find a session, lock its volunteer, and find it again as the one before us left it."""
    claiming.lock(db, [find().volunteer_id])
    return find()


def _called_off(db: Session, site: Site, find: Callable[[], AppointmentRow], *, by: Actor) -> AppointmentRow:
    row = _locked(db, find)
    if row.ended_by == _ENDED_BY[by]:
        return row
    deadlines = _deadlines(rules.load(db))
    if refusal := states.why_not_cancel(_value(row), now=site.clock.now(), deadlines=deadlines, by=by):
        raise refusal
    return _cancelled(db, row, by=by)


def _why_not_cancel(db: Session, site: Site, row: AppointmentRow) -> Exception | None:
    """Return what keeps a client from cancelling; a move that they have not seen yet gives them back their choice."""
    by = Actor.STAFF if row.news == MOVED else Actor.CLIENT
    return states.why_not_cancel(_value(row), now=site.clock.now(), deadlines=_deadlines(rules.load(db)), by=by)


def _cancelled(db: Session, row: AppointmentRow, *, by: Actor) -> AppointmentRow:
    """End a session in time: its ticket is given back."""
    tickets.release(db, row.ticket_hash)
    return _ended(db, row, by=by)


def _cancelled_late(db: Session, row: AppointmentRow) -> AppointmentRow:
    """End a session after the deadline: its ticket stays used."""
    return _ended(db, row, by=Actor.CLIENT)


def _ended(db: Session, row: AppointmentRow, *, by: Actor) -> AppointmentRow:
    appointments.cancel(db, row.id, ended_by=_ENDED_BY[by], news=None if by is Actor.CLIENT else CANCELLED)
    occupancies.remove(db, _span_of(row))
    if by is Actor.CLIENT:
        outbox.tell(db, row.volunteer_id)
    return _again(db, row)


def _any_free_time(db: Session, row: AppointmentRow, span: Span, *, now: int) -> bytes:
    """Take time for a session wherever the guard lets it.

    Raises: SlotTaken.
    """
    who = row.volunteer_id
    occupancies.remove_expired(db, who, now=now)
    occupancies.give_way(db, who, row.case_tag, from_at=span.start_at, until_at=span.end_at)
    occupancy_id = occupancies.claim(
        db, who, OccupancyKind.APPOINTMENT, starts_at=span.start_at, blocked_until=span.end_at
    )
    if occupancy_id is None:
        raise SlotTaken
    return occupancy_id


def _of_volunteer(db: Session, volunteer_id: bytes, appointment_id: bytes) -> AppointmentRow:
    return _some(appointments.of_volunteer(db, volunteer_id, appointment_id))


def _some(row: AppointmentRow | None) -> AppointmentRow:
    if row is None:
        raise NoSuchAppointment
    return row


def _again(db: Session, row: AppointmentRow) -> AppointmentRow:
    return _some(appointments.by_id(db, row.id))


def _span_of(row: AppointmentRow) -> bytes:
    assert row.occupancy_id is not None  # the constraint booked_takes_time
    return row.occupancy_id


def _value(row: AppointmentRow) -> states.Appointment:
    return states.Appointment(row.starts_at, row.ends_at, State(row.state))


def _deadlines(policy: Policy) -> Deadlines:
    return Deadlines(move_hours=policy.move_hours, cancel_hours=policy.cancel_hours)
