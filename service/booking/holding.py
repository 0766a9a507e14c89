"""Hold a time for some minutes, with a volunteer assigned, so that a person sees who it is before they confirm.

A hold is a row without an owner: its token, kept in the sealed visit, is all there is. Must not know who holds.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final

from sqlalchemy.orm import Session

from scheduling.errors import HoldExpired, NotOffered, SlotTaken, VolunteerUnavailable
from scheduling.fairness import Candidate, choose
from scheduling.grid import GRID_SECONDS
from scheduling.interval import Span, union
from scheduling.localtime import DAY_SECONDS
from scheduling.opening import openings
from service import policy as rules
from service.booking import claiming
from service.booking.claiming import Claimed, Wanted
from service.booking.refusals import HoldNotProlonged, NobodyElse, NotMetLikeThat, TooManyHeld
from service.models import OccupancyKind
from service.policy import Policy
from service.site import Site
from service.store import occupancies, standing
from service.store.occupancies import Hold, Reservation
from service.visits import HeldSlot

TOKEN_BYTES: Final = 32
MOST_CANDIDATES: Final = 40
"""So many are weighed against each other; of more who are free at once a lot decides who is."""
WEEK_SECONDS: Final = 7 * DAY_SECONDS
_A_MONDAY_AT: Final = 4 * DAY_SECONDS

Known = Mapping[bytes, bytes]
"""A person's case tag by volunteer, of those who accompany them (`own.acquainted`)."""


def hold(
    db: Session,
    site: Site,
    *,
    start_at: int,
    candidates: Sequence[bytes],
    format: str,
    language: str,
    known: Known | None = None,
    instead_of: HeldSlot | None = None,
) -> HeldSlot:
    """Hold `start_at` (unix seconds UTC) with one of `candidates`; where the guard refuses one, the next is tried.

    `instead_of` is given back when the new hold stands, and only then. A weekly time kept for the person needs no
    row: it holds itself until it begins.

    Raises: NotOffered, its child that says why; SlotTaken when the reasons differ or nobody was free.
    """
    claiming.refuse_absurd(start_at, now=site.clock.now())
    known, policy = known or {}, rules.load(db)
    refusals: list[NotOffered] = []
    for volunteer_id in _in_fair_order(db, start_at, candidates, known):
        now = site.clock.now()
        wanted = Wanted(
            volunteer_id=volunteer_id, start_at=start_at, case_tag=known.get(volunteer_id), now=now, as_of_at=now,
            policy=policy,
        )  # fmt: skip
        try:
            # A savepoint: whoever refuses gives back locks and rows, so that nobody waits in a circle.
            with db.begin_nested():
                return _take(db, wanted, format=format, language=language, instead_of=instead_of)
        except NotOffered as refusal:
            refusals.append(refusal)
    raise refusals[0] if len({type(each) for each in refusals}) == 1 else SlotTaken()


def someone_else(
    db: Session, site: Site, held: HeldSlot, *, candidates: Iterable[bytes], known: Known | None = None
) -> HeldSlot:
    """Hold the same time with another one of `candidates`; the first hold ends.

    Raises: NobodyElse; then the person still has what they had.
    """
    others = [each for each in candidates if each != held.volunteer_id]
    try:
        return hold(
            db, site, start_at=held.starts_at, candidates=others, format=held.format, language=held.language,
            known=known, instead_of=held,
        )  # fmt: skip
    except NotOffered as refusal:
        raise NobodyElse from refusal


def prolong(db: Session, site: Site, held: HeldSlot) -> HeldSlot:
    """Keep a held time for some minutes more ("need more time?"); asked twice at once, it happens once.

    The first byte of a token counts how often that was done: the hold's hash vouches for it, so no column has to.

    Raises: HoldExpired, HoldNotProlonged.
    """
    policy, now = rules.load(db), site.clock.now()
    claiming.lock(db, [held.volunteer_id])
    token = _next_token(held.token)
    if found := _alive(db, token, now):
        return replace(held, token=token, expires_at=found.expires_at)
    found = _alive(db, held.token, now)
    if found is None:
        raise HoldExpired
    if held.token[0] >= policy.hold_extensions:
        raise HoldNotProlonged(minutes=(found.expires_at - now) // 60)
    expires_at = expiry(now, policy)
    occupancies.prolong(db, token_hash(held.token), fresh_hash=token_hash(token), expires_at=expires_at)
    return replace(held, token=token, expires_at=expires_at)


def release(db: Session, held: HeldSlot) -> None:
    """Give a held time back; one that is over or booked stays as it is."""
    claiming.lock(db, [held.volunteer_id])
    occupancies.take_hold(db, token_hash(held.token))


def token_hash(token: bytes) -> bytes:
    """Return what a hold's row carries instead of its token."""
    return sha256(token).digest()


def expiry(now: int, policy: Policy) -> int:
    """Return when a hold made now ends: rounded up to the grid, so that it does not tell when it was made."""
    return -(-(now + policy.hold_minutes * 60) // GRID_SECONDS) * GRID_SECONDS


def longest_hold_seconds(policy: Policy) -> int:
    """Return how long ago the person behind a hold may have been shown its time."""
    return (policy.hold_minutes * 60 + GRID_SECONDS) * (1 + policy.hold_extensions)


def _take(db: Session, wanted: Wanted, *, format: str, language: str, instead_of: HeldSlot | None) -> HeldSlot:
    """Hold one volunteer's time: locks first, then the old hold, which may overlap the new one."""
    claiming.lock(db, {wanted.volunteer_id} | ({instead_of.volunteer_id} if instead_of else set()))
    if instead_of:
        occupancies.take_hold(db, token_hash(instead_of.token))
    if not standing.offers(db, wanted.volunteer_id, format=format, language=language):
        raise NotMetLikeThat
    token = b"\0" + secrets.token_bytes(TOKEN_BYTES - 1)
    if kept := _kept_for_them(db, wanted):
        expires_at, claimed = wanted.start_at, claiming.keep(db, wanted, kept.id)
    else:
        expires_at = expiry(wanted.now, wanted.policy)
        claimed = claiming.claim(db, wanted, OccupancyKind.HOLD, hold=(token_hash(token), expires_at))
    if not claimed.is_known:
        _refuse_crowd(db, wanted, claimed)
    return HeldSlot(
        token=token, volunteer_id=wanted.volunteer_id, starts_at=wanted.start_at, ends_at=claimed.ends_at,
        expires_at=expires_at, format=format, language=language,
    )  # fmt: skip


def _kept_for_them(db: Session, wanted: Wanted) -> Reservation | None:
    """Return the weekly time that is kept for this person at just that moment."""
    tags = [] if wanted.case_tag is None else [wanted.case_tag]
    kept = occupancies.reserved(db, tags)
    return next(
        (each for each in kept if (each.volunteer_id, each.starts_at) == (wanted.volunteer_id, wanted.start_at)), None
    )


def _refuse_crowd(db: Session, wanted: Wanted, claimed: Claimed) -> None:
    """Keep people who only look from filling a volunteer's weeks, or the last places of their caseload.

    Raises: TooManyHeld, VolunteerUnavailable.
    """
    policy = wanted.policy
    soon = Span(wanted.now, wanted.now + policy.hold_share_days * DAY_SECONDS)
    holds, held_seconds = occupancies.held(db, wanted.volunteer_id, now=wanted.now, until_at=soon.end_at)
    if holds <= 1:
        return
    if holds > claimed.room:
        raise VolunteerUnavailable
    weekly = openings(replace(claimed.hours, exceptions=()), soon)
    open_seconds = sum(span.seconds for span in union(Span(*each[:2]).clip(soon) for each in weekly))
    if held_seconds > policy.hold_share * open_seconds:
        raise TooManyHeld


def _in_fair_order(db: Session, start_at: int, candidates: Iterable[bytes], known: Known) -> Iterator[bytes]:
    """Give candidates, who should get the time first; two queries for any number, none for one."""
    left = _some_of(candidates, known)
    if len(left) > 1:
        monday_at = start_at - (start_at - _A_MONDAY_AT) % WEEK_SECONDS
        week = occupancies.loads(db, left, from_at=monday_at, until_at=monday_at + WEEK_SECONDS)
        weighed = {each: Candidate(each, *week[each], continues=each in known) for each in left}
        rotation = secrets.token_bytes(16)
        while weighed:
            yield weighed.pop(choose(weighed.values(), rotation=rotation).volunteer_id).volunteer_id
        return
    yield from left


def _some_of(candidates: Iterable[bytes], known: Known) -> list[bytes]:
    """Return no more candidates than can be weighed quickly; those who know the person stay."""
    left = list(dict.fromkeys(candidates))
    if len(left) <= MOST_CANDIDATES:
        return left
    familiar = [each for each in left if each in known]
    strangers = [each for each in left if each not in known]
    return [*familiar, *secrets.SystemRandom().sample(strangers, MOST_CANDIDATES)][:MOST_CANDIDATES]


def _alive(db: Session, token: bytes, now: int) -> Hold | None:
    found = occupancies.find_hold(db, token_hash(token))
    return found if found and found.expires_at > now else None


def _next_token(token: bytes) -> bytes:
    """Return the token after one more prolongation; it follows from the one before, so a double click finds it."""
    return bytes([token[0] + 1]) + sha256(b"prolonged" + token).digest()[: TOKEN_BYTES - 1]
