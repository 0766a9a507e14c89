"""From wishes to one held time: who fits at that start, in which language and which way they would meet.

The person sees the result before confirming and can change it there. Must not book, and must not know an account.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from scheduling.errors import BeyondHorizon, NotOffered, OutsideHours, SlotTaken, TooSoon, VolunteerUnavailable
from service import booking
from service.booking import claiming
from service.directory import Directory, Seeker
from service.site import Site
from service.visits import HeldSlot
from service.wishes import Wishes


@dataclass(frozen=True, slots=True)
class Meeting:
    """With whom, in which language and which way a meeting can be held."""

    candidates: tuple[bytes, ...]
    format: str
    language: str


def hold_for(
    db: Session,
    site: Site,
    *,
    start_at: int,
    wishes: Wishes,
    zone: str,
    language: str,
    seeker: Seeker,
    instead_of: HeldSlot | None = None,
) -> HeldSlot:
    """Hold `start_at` (unix seconds UTC) with somebody who fits; `language` is that of the page, the second best.

    `instead_of` is given back when the new hold stands, and only then.

    Raises: NotOffered, its child that says why.
    """
    fitting = site.directory.candidates(wishes, zone=zone, start_at=start_at, seeker=seeker)
    if not fitting:
        raise why_nobody(site, start_at, seeker=seeker)
    found = meeting(site.directory, fitting, wishes, language=language)
    return booking.hold(
        db, site, start_at=start_at, candidates=found.candidates, format=found.format, language=found.language,
        known=seeker.known, instead_of=instead_of,
    )  # fmt: skip


def meeting(directory: Directory, fitting: Sequence[bytes], wishes: Wishes, *, language: str) -> Meeting:
    """Return the best language and format that somebody of `fitting` offers, and all who offer both.

    Wishes come first, then the page's language, then what most volunteers speak; formats in the organisation's order.

    Raises: SlotTaken when nobody fits any more.
    """
    members = [member for each in fitting if (member := directory.member(each))]
    known = directory.vocabulary()
    languages = (wishes.language,) if wishes.language else (language, *known.languages)
    formats = [each for each in known.formats if not wishes.formats or each in wishes.formats]
    for spoken in languages:
        for format_ in formats:
            able = tuple(each.volunteer_id for each in members if spoken in each.languages and format_ in each.slugs)
            if able:
                return Meeting(able, format_, spoken)
    raise SlotTaken


def why_nobody(site: Site, start_at: int, *, seeker: Seeker) -> NotOffered:
    """Return the fact that keeps everybody from a start: that somebody was faster comes before all others.

    Raises: PastTime, BeyondHorizon for instants that no calendar holds.
    """
    claiming.refuse_absurd(start_at, now=site.clock.now())
    met = site.directory.refusals(start_at, seeker=seeker)
    return next((fact() for fact in _TOLD_FIRST if fact in met), OutsideHours())


_TOLD_FIRST: Final[tuple[type[NotOffered], ...]] = (SlotTaken, TooSoon, VolunteerUnavailable, BeyondHorizon)
