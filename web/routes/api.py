"""The public API `/api/v1`: free slots, the words to filter by, languages, health. Read only, nothing personal.

Described for organisations in docs/api.md and for programs in `/api/v1/openapi.json`.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from scheduling.localtime import DAY_SECONDS, zone_info
from service import directory, policy
from service.settings import LANGUAGES
from service.wishes import Part, Wishes
from web import deps
from web.api.answers import NOT_KEPT, ApiRoute, answer
from web.api.asked import SlotsAsked
from web.api.models import Health, Kinds, Language, Languages, Problem, Slot, Slots, Word

FARTHEST_DAYS = 130
_OWN_NAMES = {"bua": "буряад", "crh": "qırımtatarca"}  # languages that Babel has no file for
_PROBLEM: dict[str, Any] = {
    "model": Problem,
    "description": "A problem document (RFC 9457)",
    "content": {"application/problem+json": {}},
}
_PageLanguage = Annotated[str, Query(pattern=f"^({'|'.join(LANGUAGES)})$", description="language of the labels")]

router = APIRouter(
    prefix="/api/v1",
    tags=["public"],
    route_class=ApiRoute,
    responses={304: {"description": "Nothing changed since the ETag"}, 422: _PROBLEM, 503: _PROBLEM},
)


@router.get("/slots", response_model=Slots)
def slots(request: Request, asked: Annotated[SlotsAsked, Query()]) -> Response:
    """Return free starts over all who fit, each once, a page at a time."""
    site = deps.site(request)
    zone = zone_info(asked.zone)
    wishes = asked.wishes.checked(site.directory.vocabulary())
    now = site.clock.now()
    first = asked.page * asked.limit
    found = site.directory.starts(
        wishes,
        zone=asked.zone,
        from_at=asked.from_at or now,
        until_at=now + FARTHEST_DAYS * DAY_SECONDS,
        limit=first + asked.limit + 1,
    )
    shown = [_slot(start_at, zone) for start_at in islice(found, first, first + asked.limit)]
    more = asked.next_page() if len(found) > first + asked.limit else None
    body = Slots(
        zone=asked.zone,
        page=asked.page,
        limit=asked.limit,
        slots=shown,
        next=more,
        book_at=f"{site.settings.public_url}/",
    )
    return answer(request, body)


@router.get("/kinds", response_model=Kinds)
def kinds(request: Request, language: _PageLanguage = "en") -> Response:
    """Return the words that slots can be filtered by, with their labels in a language of the pages."""
    words = deps.site(request).directory.terms(language)
    body = Kinds(
        language=language,
        kinds=_labelled(words.kinds),
        topics=_labelled(words.topics),
        formats=_labelled(words.formats),
        attributes=_labelled(words.attributes),
        parts=list(Part),
    )
    return answer(request, body)


@router.get("/languages", response_model=Languages)
def languages(request: Request) -> Response:
    """Return the languages in which somebody can be met, and those of the pages."""
    spoken = deps.site(request).directory.languages()
    body = Languages(languages=[Language(code=code, name=_own_name(code)) for code in spoken], pages=list(LANGUAGES))
    return answer(request, body)


@router.get("/health", response_model=Health)
def health(request: Request) -> Response:
    """Return whether the service answers; for watching it, so never kept."""
    site = deps.site(request)
    with site.db.reading() as db:
        policy.load(db)
    body = Health(status="ok", times_within_14_days=_any_soon(site.directory, site.clock.now()))
    return answer(request, body, cache=NOT_KEPT)


def _labelled(words: Iterable[directory.Word]) -> list[Word]:
    return [Word(slug=word.slug, label=word.label) for word in words]


def _slot(start_at: int, zone: ZoneInfo) -> Slot:
    return Slot(start=datetime.fromtimestamp(start_at, zone), start_at=start_at)


def _any_soon(known: directory.Directory, now: int) -> bool:
    return bool(known.starts(Wishes(), zone="UTC", from_at=now, until_at=now + 14 * DAY_SECONDS, limit=1))


@cache
def _own_name(code: str) -> str:
    """Return what a language calls itself; the code when nobody has told us."""
    try:
        return Locale.parse(code).get_display_name(code) or code
    except UnknownLocaleError:
        return _OWN_NAMES.get(code, code)
