"""Which of these suits you? The earliest times over all who fit, and week by week; choosing one holds it.

The address says only which week is shown; wishes and clock come from the sealed visit.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import NotOffered, Refusal
from service import choosing
from service.crypto.seal import KEY_BYTES
from service.limits import Limited
from service.visits import HeldSlot, Visit
from service.wishes import Wishes
from web import deps
from web.formats import formats
from web.forms import posted
from web.languages import N_, translations
from web.pages import page, page_router, redirect
from web.questions import summary
from web.seeking import seeker
from web.times_view import Loosened, ShownDay, TimesList, by_day, loosened, times_list

router = page_router()

WITHOUT: Final = {
    "language": N_("In any language"),
    "formats": N_("By text, voice or video"),
    "parts": N_("At any hour"),
    "topics": N_("On any topic"),
    "kinds": N_("With a psychologist or a peer supporter"),
    "attributes": N_("With anyone"),
}


@dataclass(frozen=True, slots=True)
class TimesView:
    """The times page: `refusal` is why a chosen time could not be held; `loosened` is for when nothing fits."""

    list: TimesList
    wishes: tuple[str, ...]
    refusal: Refusal | None
    nearest: tuple[ShownDay, ...]
    loosened: tuple[Loosened, ...]
    without: dict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which times are asked for: a week, one whole day, or (neither) the earliest; `lost_at` could not be held."""

    week: int | None = None
    on: date | None = None
    lost_at: int | None = None


@router.get("/times")
def show(request: Request, week: int | None = None, day: date | None = None) -> Response:
    """Show the earliest times, one week (`week` from now) or one whole day."""
    if not deps.visit(request).zone:
        return redirect("/clock")
    return _shown(request, Asked(week, day))


@router.post("/times")
def choose(request: Request) -> Response:
    """Hold the chosen time, or take back one wish when nothing fits."""
    visit = deps.going_on(request)
    if not visit.zone:
        return redirect("/clock")
    form = posted(request)
    if name := form.value("without"):
        return _take_back(request, visit, name)
    start_at = form.number("start", least=0, most=2**33)
    if not form.ok:
        return redirect("/times")
    deps.limit(request, Limited.HOLD)
    if _is_held(request, visit, start_at):
        return redirect("/confirm")
    try:
        held = _held(request, visit, visit.zone, start_at)
    except NotOffered as refusal:
        if _is_held(request, deps.visit_again(request), start_at):
            return redirect("/confirm")  # the same form, sent twice at once: the other one came first
        return _shown(request, Asked(lost_at=start_at), refusal=refusal, status=409)
    # The key is made before the booking, so that a form sent twice books under one key; and the cookie stays, so that
    # whoever presses twice on a slow line, and never gets the first answer, is still the same visitor.
    deps.remember(request, replace(visit, hold=held, wallet_key=visit.wallet_key or secrets.token_bytes(KEY_BYTES)))
    return redirect("/confirm")


def _is_held(request: Request, visit: Visit, start_at: int) -> bool:
    held = visit.hold
    return held is not None and held.starts_at == start_at and held.expires_at > deps.site(request).clock.now()


def _held(request: Request, visit: Visit, zone: str, start_at: int) -> HeldSlot:
    """Hold the time with somebody who fits, in place of a time held before: both are locked at once, never in turn."""
    site, looking = deps.site(request), seeker(request, visit)
    with site.db.writing() as db:
        held = choosing.hold_for(
            db, site, start_at=start_at, wishes=visit.wishes, zone=zone, language=deps.language(request),
            seeker=looking, instead_of=visit.hold,
        )  # fmt: skip
    site.directory.touched({held.volunteer_id, *([visit.hold.volunteer_id] if visit.hold else [])})
    return held


def _take_back(request: Request, visit: Visit, name: str) -> Response:
    if name in WITHOUT:
        wishes = visit.wishes.but(**{name: None if name == "language" else ()})
        deps.remember(request, replace(visit, wishes=wishes))
    return redirect("/times")


def _shown(request: Request, asked: Asked, *, refusal: Refusal | None = None, status: int = 200) -> Response:
    view = _view(request, asked, refusal)
    part = request.headers.get("hx-request") and request.method == "GET"
    return page(request, "times/results.html" if part else "times/index.html", view, status=status)


def _view(request: Request, asked: Asked, refusal: Refusal | None) -> TimesView:
    visit, language = deps.visit(request), deps.language(request)
    site, said, zone = deps.site(request), formats(language), visit.zone or ""
    directory = site.directory
    looking = seeker(request, visit)
    wishes: Wishes = visit.wishes.kept_to(directory.vocabulary())
    found = directory.search(wishes, zone=zone, page=asked.week, on=asked.on, seeker=looking)
    none_at_all = not found.days and asked.week is None and asked.on is None
    lost_at, now = asked.lost_at, site.clock.now()
    near = directory.nearest(wishes, zone=zone, at=lost_at, seeker=looking) if lost_at is not None else ()
    return TimesView(
        list=times_list(found, base="/times", said=said, now=now),
        wishes=summary(wishes, directory.terms(language), language=language, say=translations(language).gettext),
        refusal=refusal,
        nearest=by_day(near, zone=zone, said=said, now=now),
        loosened=loosened(directory, wishes, zone=zone, seeker=looking, said=said) if none_at_all else (),
        without=WITHOUT,
    )
