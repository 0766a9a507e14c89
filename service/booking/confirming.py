"""Turn a held or kept time into a booking that only its client can find again.

The account's row is neither read nor written here, so no transaction, row version or clock ties the two
(privacy.md "Tickets are derived, not stored").
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from scheduling.errors import HoldExpired
from service import policy as rules
from service.booking import claiming
from service.booking.claiming import Claimed, Wanted
from service.booking.holding import longest_hold_seconds, token_hash
from service.booking.own import Mine, Own, refusal_of, ticket_hash, walk
from service.booking.refusals import NoSuchReservation
from service.clock import month_number
from service.crypto.tickets import alias_for, case_tag
from service.models import AppointmentState, OccupancyKind, new_id
from service.policy import Policy
from service.site import Site
from service.store import appointments, occupancies, outbox, tickets
from service.store.appointments import AppointmentRow
from service.visits import HeldSlot
from service.wallet import months_later

TICKET_MONTHS: Final = 6
"""A ticket's state is kept until so many months after its month: the longest a programme lasts."""
ALIAS_LANGUAGE: Final = "en"
"""Of names for people whose language has no list of them."""


@dataclass(frozen=True, slots=True)
class _Order:
    """Hold what is to be booked, and with which key."""

    wallet_key: bytes
    volunteer_id: bytes
    starts_at: int
    format: str
    language: str
    case_tag: bytes


def book(db: Session, site: Site, *, wallet_key: bytes, n: int, held: HeldSlot) -> Mine:
    """Book what is held; `n` is the ticket number that the form carried, `Own.next_n` of when it was made.

    1. The same form again, from a second tap or another tab, gets the first answer.
    2. The volunteer's row is locked; the hold, or the weekly time kept for this person, is taken once.
    3. Quotas are counted from the person's own tickets; the time must still be offered.
    4. The guard decides, the ticket is used, the volunteer is told that something is new.

    Raises: HoldExpired, NotOffered and its children, QuotaReached and its children.
    """
    own = walk(db, wallet_key)
    if answered := _answered(own, n, held):
        return answered
    claiming.lock(db, [held.volunteer_id])
    policy, now = rules.load(db), site.clock.now()
    order = _order(wallet_key, held.volunteer_id, held.starts_at, held.format, held.language)
    taken = occupancies.take_hold(db, token_hash(held.token))
    if taken is None and not occupancies.take_reserved(db, *_reservation(order), starts_at=held.starts_at):
        if answered := _answered(walk(db, wallet_key), n, held):
            return answered  # the same form, sent twice at once: the other one came first
        raise HoldExpired
    if taken is not None and taken.expires_at <= now:
        raise HoldExpired
    return _booked(db, order, own, now=now, as_of_at=now - longest_hold_seconds(policy), policy=policy)


def book_reserved(
    db: Session, site: Site, *, wallet_key: bytes, volunteer_id: bytes, start_at: int, format: str, language: str
) -> Mine:
    """Book a weekly time that is kept for this person ("the same day and time next week?").

    Raises: NoSuchReservation, NotOffered and its children, QuotaReached and its children.
    """
    now = site.clock.now()
    claiming.refuse_absurd(start_at, now=now)
    own = walk(db, wallet_key)
    if answered := own.booked_at(volunteer_id, start_at):
        return answered
    claiming.lock(db, [volunteer_id])
    policy = rules.load(db)
    order = _order(wallet_key, volunteer_id, start_at, format, language)
    if not occupancies.take_reserved(db, *_reservation(order), starts_at=start_at):
        if answered := walk(db, wallet_key).booked_at(volunteer_id, start_at):
            return answered
        raise NoSuchReservation
    return _booked(db, order, own, now=now, as_of_at=now, policy=policy)


def _order(wallet_key: bytes, volunteer_id: bytes, starts_at: int, format: str, language: str) -> _Order:
    return _Order(wallet_key, volunteer_id, starts_at, format, language, case_tag(wallet_key, volunteer_id))


def _reservation(order: _Order) -> tuple[bytes, bytes]:
    return order.volunteer_id, order.case_tag


def _answered(own: Own, n: int, held: HeldSlot) -> Mine | None:
    """Return what an earlier sending of the same form booked: under its own number, or the next one."""
    same = own.session(n)
    if same and (same.row.volunteer_id, same.row.starts_at) == (held.volunteer_id, held.starts_at):
        return same
    return own.booked_at(held.volunteer_id, held.starts_at)


def _booked(db: Session, order: _Order, own: Own, *, now: int, as_of_at: int, policy: Policy) -> Mine:
    hashed, own = _ticket_used(db, order, own, now=now, policy=policy)
    wanted = Wanted(
        volunteer_id=order.volunteer_id, start_at=order.starts_at, case_tag=order.case_tag, now=now,
        as_of_at=as_of_at, policy=policy,
    )  # fmt: skip
    claimed = claiming.claim(db, wanted, OccupancyKind.APPOINTMENT)
    row = _row(order, own, claimed, ticket_hash=hashed)
    appointments.add(db, row)
    outbox.tell(db, order.volunteer_id)
    appointments.count(db, month=month_number(now), language=order.language, kind=claimed.kind_of_help, what="booked")
    return Mine(own.next_n, is_used=True, row=row)


def _ticket_used(db: Session, order: _Order, own: Own, *, now: int, policy: Policy) -> tuple[bytes, Own]:
    """Use the person's next ticket and return its hash.

    Two tabs that book at once meet at the same ticket: the later one waits here and is counted anew, so that no quota
    can be passed by being quick.

    Raises: QuotaReached, its child that says which.
    """
    month = months_later(month_number(now), TICKET_MONTHS)
    while True:
        if refusal := refusal_of(own, now=now, policy=policy):
            raise refusal
        hashed = ticket_hash(order.wallet_key, own.next_n)
        if tickets.use(db, hashed, expires_month=month):
            return hashed, own
        own = walk(db, order.wallet_key)


def _row(order: _Order, own: Own, claimed: Claimed, *, ticket_hash: bytes) -> AppointmentRow:
    wall = claimed.wall
    return AppointmentRow(
        id=new_id(),
        ticket_hash=ticket_hash,
        volunteer_id=order.volunteer_id,
        occupancy_id=claimed.occupancy_id,
        case_tag=order.case_tag,
        alias=own.alias_with(order.case_tag) or _alias(order),
        starts_at=claimed.starts_at,
        ends_at=claimed.ends_at,
        zone=wall.zone,
        wall_start=wall.text,
        tzdata_version=wall.tzdata_version,
        format=order.format,
        language=order.language,
        session_number=own.used + 1,
        sequence=0,
        state=AppointmentState.BOOKED,
        ended_by=None,
        news=None,
    )


def _alias(order: _Order) -> str:
    """Return the name the volunteer will see, in the language of the session."""
    try:
        return alias_for(order.case_tag, order.language)
    except LookupError:
        return alias_for(order.case_tag, ALIAS_LANGUAGE)
