"""A volunteer moves one of their sessions to another of their free times, without the client's deadlines."""

from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import Refusal
from service import availability, booking
from service.directory import Seeker
from service.wishes import Wishes
from web import deps, desk
from web.desk import ShownLine
from web.formats import formats
from web.forms import posted
from web.pages import page, page_router, redirect
from web.times_view import TimesList, times_list

router = page_router()


@dataclass(frozen=True, slots=True)
class DeskMoveView:
    """The session, and the volunteer's own free times."""

    line: ShownLine
    list: TimesList
    refusal: Refusal | None
    loosened: tuple[()] = ()


@router.get("/desk/move")
def show(request: Request, week: int | None = None, day: date | None = None) -> Response:
    """Show the volunteer's free times."""
    return _shown(request, week=week, on=day)


@router.post("/desk/move")
def move(request: Request) -> Response:
    """Move the session; the person sees it first thing, and may then call it off at any time."""
    volunteer, site, form = desk.volunteer(request), deps.site(request), posted(request)
    line_id = desk.turned_to(request, form)
    start_at = form.number("start", least=0, most=2**33)
    if not form.ok:
        return redirect("/desk/move")
    with site.db.reading() as db:
        line = availability.session_for(db, volunteer, line_id)
    try:
        with site.db.writing() as db:
            booking.move_by_volunteer(db, site, volunteer_id=volunteer.id, appointment_id=line.id, start_at=start_at)
    except Refusal as refusal:
        return _shown(request, refusal=refusal, status=409)
    desk.changed(request, volunteer.id)
    return redirect("/desk/session")


def _shown(
    request: Request,
    *,
    week: int | None = None,
    on: date | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> Response:
    volunteer, site = desk.volunteer(request), deps.site(request)
    with site.db.reading() as db:
        line = availability.session_for(db, volunteer, desk.chosen(request))
    only = Seeker(known={volunteer.id: b""}, only=frozenset((volunteer.id,)))
    found = site.directory.search(Wishes(), zone=volunteer.zone, page=week, on=on, seeker=only)
    said, shown = formats(deps.language(request)), desk.shown_line(request, line, volunteer.zone)
    view = DeskMoveView(
        line=shown,
        list=times_list(found, base="/desk/move", said=said, now=site.clock.now(), about=("session", shown.id)),
        refusal=refusal,
    )
    part = request.headers.get("hx-request") and request.method == "GET"
    return page(request, "times/results.html" if part else "desk/move.html", view, status=status)
