"""Sessions in the demo, booked as people book them: some took place in the last days, some lie ahead.

Everything goes through `service.booking`, under a clock that stands where the booking was made.
"""

import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from scheduling.errors import Refusal
from scheduling.localtime import DAY_SECONDS
from service import booking
from service.booking import Mine
from service.booking.settling import AT_ONCE
from service.clock import FixedClock
from service.directory import Directory, Seeker
from service.site import Site
from service.wishes import Wishes

PAST_DAYS: Final = 6
"""A session is kept for seven days after its end."""
MOST_STARTS: Final = 200
AHEAD_DAYS: Final = 21


@dataclass(frozen=True, slots=True)
class Chosen:
    """A volunteer to be booked with, and the way and language of their meetings."""

    volunteer_id: bytes
    format: str
    language: str


def some_days_ago(site: Site) -> Site:
    """Return the site as it stood when the sessions that are over now were booked."""
    clock = FixedClock(site.clock.now() - PAST_DAYS * DAY_SECONDS)
    return replace(site, clock=clock, directory=Directory(site.db, clock))


def book_past(then: Site, wallet_key: bytes, chosen: Chosen) -> Mine | None:
    """Book the last start that is over by now, as somebody did some days ago; None where none was free."""
    from_at = then.clock.now()
    found = _starts(then, chosen, from_at=from_at, until_at=from_at + PAST_DAYS * DAY_SECONDS - 2 * 3600)
    return _first_that_books(then, wallet_key, chosen, found[::-1])


def book_ahead(site: Site, wallet_key: bytes, chosen: Chosen, *, rng: random.Random) -> Mine | None:
    """Book some start within the next weeks; None where none is free."""
    now = site.clock.now()
    found = list(_starts(site, chosen, from_at=now, until_at=now + AHEAD_DAYS * DAY_SECONDS))
    rng.shuffle(found)
    return _first_that_books(site, wallet_key, chosen, found[:5])


def book_kept(site: Site, wallet_key: bytes, chosen: Chosen) -> Mine | None:
    """Book the next weekly time that is kept for a person after a session; None where none can be."""
    with site.db.reading() as db:
        kept = booking.reserved(db, booking.acquainted(db, wallet_key))
    for each in kept:
        try:
            with site.db.writing() as db:
                return booking.book_reserved(
                    db, site, wallet_key=wallet_key, volunteer_id=each.volunteer_id, start_at=each.starts_at,
                    format=chosen.format, language=chosen.language,
                )  # fmt: skip
        except Refusal:
            continue  # nearer than the notice: the week after will do
    return None


def settle(site: Site) -> None:
    """Let what is over be over: sessions took place, weekly times are kept."""
    done = AT_ONCE
    while done >= AT_ONCE:
        with site.db.writing() as db:
            done = booking.settle(db, site).fulfilled


def somebody() -> bytes:
    """Return the wallet key of an invented person who will never come back."""
    return secrets.token_bytes(32)


def _starts(site: Site, chosen: Chosen, *, from_at: int, until_at: int) -> tuple[int, ...]:
    seeker = Seeker(only=frozenset({chosen.volunteer_id}))
    return site.directory.starts(
        Wishes(), zone="UTC", from_at=from_at, until_at=until_at, limit=MOST_STARTS, seeker=seeker
    )


def _first_that_books(site: Site, wallet_key: bytes, chosen: Chosen, starts: Sequence[int]) -> Mine | None:
    for start_at in starts:
        try:
            return _book(site, wallet_key, chosen, start_at)
        except Refusal:
            continue  # caps and caseload fill up while the demo is made
    return None


def _book(site: Site, wallet_key: bytes, chosen: Chosen, start_at: int) -> Mine:
    with site.db.writing() as db:
        held = booking.hold(
            db, site, start_at=start_at, candidates=[chosen.volunteer_id], format=chosen.format,
            language=chosen.language, known=booking.acquainted(db, wallet_key),
        )  # fmt: skip
        booked = booking.book(db, site, wallet_key=wallet_key, n=booking.next_n(db, wallet_key), held=held)
    site.directory.touched([chosen.volunteer_id])
    return booked
