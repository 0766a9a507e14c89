"""Do you want to meet this person, on these terms? The held time, who it is, what can be promised; then booked.

Must not ask for anything but yes or no, and must not touch an account.
"""

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import HoldExpired, NotOffered, QuotaReached, Refusal
from service import booking
from service.booking.own import MOST
from service.booking.refusals import HoldNotProlonged, NobodyElse
from service.limits import Limited
from service.visits import HeldSlot, Visit
from web import deps
from web.confirm_view import confirm_view, name_of
from web.forms import Form, posted
from web.pages import page, page_router, redirect
from web.refusals import ChosenElsewhere
from web.seeking import seeker

router = page_router()


@router.get("/confirm")
def show(request: Request) -> Response:
    """Show who it is and on what terms; without a held time lead back to the times."""
    held = deps.visit(request).hold
    return _lost(request, HoldExpired()) if held and _is_over(request, held) else _shown(request)


@router.post("/confirm")
def decide(request: Request) -> Response:
    """Book, ask for someone else, keep the time a little longer, or let it go."""
    form = posted(request)
    visit = deps.going_on(request)
    if visit.hold is None:
        return redirect("/booked" if visit.focus is not None else "/times")
    if form.value("held") not in ("", name_of(visit.hold)):
        return _shown(request, ChosenElsewhere(), status=409)
    deps.limit(request, Limited.HOLD)
    act = {"other": _someone_else, "longer": _longer, "back": _let_go}.get(form.value("go"), _book)
    try:
        return act(request, visit, visit.hold, form)
    except (NobodyElse, QuotaReached, HoldNotProlonged) as refusal:
        return _shown(request, refusal, status=409)
    except (HoldExpired, NotOffered) as refusal:
        deps.remember(request, replace(deps.visit(request), hold=None))
        return _lost(request, refusal)


@dataclass(frozen=True, slots=True)
class LostView:
    """Why the held time is no longer kept."""

    refusal: Refusal


def _book(request: Request, visit: Visit, held: HeldSlot, form: Form) -> Response:
    """Book under the visit's wallet key; the form's ticket number makes a repeated form find its booking."""
    site = deps.site(request)
    if visit.wallet_key is None:
        return redirect("/times")
    n = form.number("n", least=0, most=MOST)
    wanted = _as_chosen(request, held, form)
    with site.db.writing() as db:
        booked = booking.book(db, site, wallet_key=visit.wallet_key, n=n, held=wanted)
    site.directory.touched([held.volunteer_id])
    deps.remember(request, replace(visit, hold=None, focus=booked.n))
    return redirect("/booked")


def _as_chosen(request: Request, held: HeldSlot, form: Form) -> HeldSlot:
    """Return what is held with the way and the language chosen on this page, of those the volunteer offers."""
    directory = deps.site(request).directory
    member, ways = directory.member(held.volunteer_id), directory.vocabulary().formats
    format_, language = form.value("format"), form.value("language")
    return replace(
        held,
        format=format_ if member and format_ in ways and format_ in member.slugs else held.format,
        language=language if member and language in member.languages else held.language,
    )


def _someone_else(request: Request, visit: Visit, held: HeldSlot, _form: Form) -> Response:
    """Hold the same time with another person who fits; whoever was shown is not shown again in this visit."""
    if _is_over(request, held):
        raise HoldExpired
    site, looking = deps.site(request), seeker(request, visit)
    wishes = visit.wishes.avoiding(held.volunteer_id)
    fitting = site.directory.candidates(wishes, zone=visit.zone or "UTC", start_at=held.starts_at, seeker=looking)
    with site.db.writing() as db:
        other = booking.someone_else(db, site, held, candidates=fitting)
    site.directory.touched([held.volunteer_id, other.volunteer_id])
    deps.remember(request, replace(visit, hold=other, wishes=wishes))
    return redirect("/confirm")


def _longer(request: Request, visit: Visit, held: HeldSlot, _form: Form) -> Response:
    site = deps.site(request)
    with site.db.writing() as db:
        kept = booking.prolong(db, site, held)
    site.directory.touched([held.volunteer_id])
    deps.remember(request, replace(visit, hold=kept))
    return redirect("/confirm")


def _let_go(request: Request, visit: Visit, held: HeldSlot, _form: Form) -> Response:
    site = deps.site(request)
    with site.db.writing() as db:
        booking.release(db, held)
    site.directory.touched([held.volunteer_id])
    deps.remember(request, replace(visit, hold=None))
    return redirect("/times")


def _shown(request: Request, refusal: Refusal | None = None, *, status: int = 200) -> Response:
    view = confirm_view(request, refusal)
    return page(request, "confirm/index.html", view, status=status) if view else redirect("/times")


def _lost(request: Request, refusal: Refusal) -> Response:
    """Say why the time can no longer be had, and lead back to the times."""
    return page(request, "confirm/lost.html", LostView(refusal), status=409)


def _is_over(request: Request, held: HeldSlot) -> bool:
    return held.expires_at <= deps.site(request).clock.now()
