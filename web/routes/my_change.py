"""Move a meeting to another time of the same person, or call it off. Each page is about the meeting in the visit."""

from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import AppointmentRefusal, NotOffered, Refusal
from service import booking
from service.directory import Seeker
from service.visits import Visit
from service.wishes import Wishes
from web import deps, own
from web.formats import formats
from web.forms import posted
from web.own import ShownSession
from web.pages import page, page_router, redirect
from web.routes.my import visitor
from web.times_view import TimesList, times_list

router = page_router()


@dataclass(frozen=True, slots=True)
class MoveView:
    """The meeting, and the free times of the same person."""

    session: ShownSession
    list: TimesList
    refusal: Refusal | None
    loosened: tuple[()] = ()


@dataclass(frozen=True, slots=True)
class CancelView:
    """The meeting, until when it can be called off without counting, and what stood in the way."""

    session: ShownSession
    hours: int
    is_late: bool
    refusal: Refusal | None


@router.get("/my/move")
def show_times(request: Request, week: int | None = None, day: date | None = None) -> Response:
    """Show when else the same person is free."""
    return _times(request, visitor(request), week=week, on=day)


@router.post("/my/move")
def move(request: Request) -> Response:
    """Move the meeting; if the time is gone the meeting stays where it was."""
    form = posted(request)
    visit = own.turned_to(request, visitor(request), form)
    row = own.row_in_focus(request, visit)
    start_at = form.number("start", least=0, most=2**33)
    if not form.ok:
        return redirect("/my/move")
    site, (wallet_key, n) = deps.site(request), own.located(request, visit, visit.focus)
    try:
        with site.db.writing() as db:
            booking.move(db, site, wallet_key=wallet_key, n=n, start_at=start_at)
    except (NotOffered, AppointmentRefusal) as refusal:
        return _times(request, visit, refusal=refusal, status=409)
    site.directory.touched([row.volunteer_id])
    return redirect("/booked")


@router.get("/my/cancel")
def ask(request: Request) -> Response:
    """Ask whether the meeting should be called off."""
    return _ask(request, visitor(request))


@router.post("/my/cancel")
def cancel(request: Request) -> Response:
    """Call the meeting off: free its time, give the session back if it is early enough."""
    visit = own.turned_to(request, visitor(request), posted(request))
    row = own.row_in_focus(request, visit)
    site, (wallet_key, n) = deps.site(request), own.located(request, visit, visit.focus)
    try:
        with site.db.writing() as db:
            booking.cannot_come(db, site, wallet_key=wallet_key, n=n)
    except AppointmentRefusal as refusal:
        return _ask(request, visit, refusal=refusal, status=409)
    site.directory.touched([row.volunteer_id])
    return redirect("/my")


def _times(
    request: Request,
    visit: Visit,
    *,
    week: int | None = None,
    on: date | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> Response:
    site, said = deps.site(request), formats(deps.language(request))
    row = own.row_in_focus(request, visit)
    with site.db.reading() as db:
        known = booking.acquainted(db, own.located(request, visit, visit.focus)[0])
    found = site.directory.search(
        Wishes(), zone=own.zone_of(request, visit), page=week, on=on,
        seeker=Seeker(known=known, only=frozenset((row.volunteer_id,))),
    )  # fmt: skip
    view = MoveView(
        session=own.session(request, visit),
        list=times_list(found, base="/my/move", said=said, now=site.clock.now(), about=("n", str(visit.focus))),
        refusal=refusal,
    )
    part = request.headers.get("hx-request") and request.method == "GET"
    return page(request, "times/results.html" if part else "my/move.html", view, status=status)


def _ask(request: Request, visit: Visit, *, refusal: Refusal | None = None, status: int = 200) -> Response:
    site = deps.site(request)
    row = own.row_in_focus(request, visit)
    hours = site.directory.policy().cancel_hours
    view = CancelView(
        session=own.session(request, visit),
        hours=hours,
        is_late=row.starts_at - site.clock.now() < hours * 3600,
        refusal=refusal,
    )
    return page(request, "my/cancel.html", view, status=status)
