"""What one person has: the tickets of their wallet key, in the order in which they were made.

Nobody is looked up by account. Tickets are walked from 0 until eight in a row are unknown, so a crash between two
steps loses nothing. Must not write.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from scheduling.programme import Quotas, why_not_book
from service.booking.refusals import NoSuchAppointment
from service.crypto import tickets as secrets
from service.models import AppointmentState
from service.policy import Policy
from service.site import Site
from service.store import appointments, occupancies, tickets
from service.store.appointments import AppointmentRow

AT_ONCE: Final = 2 * secrets.UNKNOWN_IN_A_ROW
"""Tickets asked for in one query: one is enough for whoever has at most eight."""
MOST: Final = 512
"""Tickets that are walked at most; at two ahead and five in half a year that is a life."""


@dataclass(frozen=True, slots=True)
class Mine:
    """One session as its own client sees it: ticket number `n`, and the row. `is_used` says that it counts."""

    n: int
    is_used: bool
    row: AppointmentRow


@dataclass(frozen=True, slots=True)
class Own:
    """Everything one wallet key has: sessions still kept, and how many tickets were used.

    `next_n` is the first ticket that is not known; `purged` counts used tickets whose session is no longer kept.
    """

    sessions: tuple[Mine, ...]
    next_n: int
    purged: int

    def session(self, n: int) -> Mine | None:
        """Return the session of one ticket."""
        return next((each for each in self.sessions if each.n == n), None)

    def booked_at(self, volunteer_id: bytes, starts_at: int) -> Mine | None:
        """Return what is booked with that volunteer at that time."""
        return next(
            (
                each
                for each in self.sessions
                if each.row.is_booked and (each.row.volunteer_id, each.row.starts_at) == (volunteer_id, starts_at)
            ),
            None,
        )

    def alias_with(self, case_tag: bytes) -> str | None:
        """Return the name by which that case's volunteer knows the person already."""
        return next((each.row.alias for each in self.sessions if each.row.case_tag == case_tag), None)

    @property
    def used(self) -> int:
        """Count the sessions that were not given back."""
        return self.purged + sum(each.is_used for each in self.sessions)

    def ahead(self, now: int) -> int:
        """Count the sessions that are booked and not over."""
        return sum(each.row.is_booked and each.row.ends_at > now for each in self.sessions)

    def held(self, now: int) -> int:
        """Count the sessions that took place; one that was purged is believed to have."""
        return self.purged + sum(_took_place(each.row, now) for each in self.sessions)


def walk(db: Session, wallet_key: bytes) -> Own:
    """Return everything of a wallet key. One query up to eight tickets, one more for every eight after."""
    found: dict[int, Any] = {}
    first, count = 0, AT_ONCE
    while count > 0 and first < MOST:
        hashes = {ticket_hash(wallet_key, n): n for n in range(first, first + count)}
        found |= {hashes[row.hash]: row for row in tickets.find(db, list(hashes))}
        first += count
        count = max(found, default=-1) + 1 + secrets.UNKNOWN_IN_A_ROW - first
    kept = tuple(Mine(n, row.ticket_state == "used", AppointmentRow(*row[2:])) for n, row in found.items() if row.id)
    return Own(
        sessions=tuple(sorted(kept, key=lambda each: (each.row.starts_at, each.n))),
        next_n=max(found, default=-1) + 1,
        purged=sum(row.id is None and row.ticket_state == "used" for row in found.values()),
    )


def mine(db: Session, site: Site, wallet_key: bytes) -> tuple[Mine, ...]:
    """Return the sessions of a wallet key that are still kept, of every state, in order of time.

    An earlier wallet key (`WalletSettings.wallet_keys`) is asked for by itself.
    """
    return walk(db, wallet_key).sessions


def next_n(db: Session, wallet_key: bytes) -> int:
    """Return the ticket number that the next form carries."""
    return walk(db, wallet_key).next_n


def why_not_one_more(db: Session, site: Site, wallet_key: bytes, *, policy: Policy) -> Exception | None:
    """Return the fact that keeps a person from booking one more, to be told before they choose a time."""
    return refusal_of(walk(db, wallet_key), now=site.clock.now(), policy=policy)


def refusal_of(own: Own, *, now: int, policy: Policy) -> Exception | None:
    """Return the quota that is reached, None when one more can be booked."""
    quotas = Quotas(policy.programme_sessions, policy.upcoming_max, policy.first_upcoming_max)
    return why_not_book(upcoming=own.ahead(now), used=own.used, held=own.held(now), quotas=quotas)


def appointment_for(db: Session, wallet_key: bytes, n: int) -> AppointmentRow:
    """Return the session of one ticket; having it is the permission.

    Raises: NoSuchAppointment, also for a number that no ticket can have.
    """
    row = appointments.by_ticket(db, ticket_hash(wallet_key, n)) if 0 <= n < MOST else None
    if row is None:
        raise NoSuchAppointment
    return row


def acquainted(db: Session, wallet_key: bytes) -> Mapping[bytes, bytes]:
    """Return the case tag by volunteer of everyone who accompanies this person: `Seeker.known`, `hold(known=…)`.

    Those of kept sessions that were not cancelled, and those who keep a weekly time. Three queries.
    """
    met = {each.row.volunteer_id for each in walk(db, wallet_key).sessions if each.row.state in _ACCOMPANIED}
    tags = {volunteer_id: secrets.case_tag(wallet_key, volunteer_id) for volunteer_id in occupancies.keeping(db)}
    keeping = {each.volunteer_id for each in occupancies.reserved(db, list(tags.values()))}
    return {each: secrets.case_tag(wallet_key, each) for each in sorted(met | keeping)}


def reserved(db: Session, known: Mapping[bytes, bytes]) -> Sequence[occupancies.Reservation]:
    """Return the weekly times kept for a person's cases (see `acquainted`), the next one first."""
    return occupancies.reserved(db, list(known.values()))


def ticket_hash(wallet_key: bytes, n: int) -> bytes:
    """Return what the row of ticket `n` of a wallet key carries."""
    return secrets.ticket_hash(secrets.ticket(wallet_key, "appointment", n))


_ACCOMPANIED = (AppointmentState.BOOKED, AppointmentState.FULFILLED)


def _took_place(row: AppointmentRow, now: int) -> bool:
    return row.state == AppointmentState.FULFILLED or (row.is_booked and row.ends_at <= now)
