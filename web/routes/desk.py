"""A volunteer's first page: whom do I meet next, can I come. And one session: call it off, move it, say how it went."""

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from scheduling.appointment import State
from scheduling.errors import Refusal
from service import availability, booking, notices
from service.availability import SessionLine, Today
from service.models import Volunteer, VolunteerState
from web import deps, desk
from web.desk import ShownLine
from web.formats import formats
from web.forms import posted
from web.pages import page, page_router, redirect

router = page_router()

OUTCOMES: Final = {"fulfilled": State.FULFILLED, "noshow": State.NOSHOW}


@dataclass(frozen=True, slots=True)
class TodayView:
    """What a volunteer needs first; `fresh_until` is empty when near times are not offered."""

    today: Today
    next: ShownLine | None
    later: tuple[ShownLine, ...]
    channel: notices.Channel
    fresh_until: str


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session, and what can be done with it now."""

    line: ShownLine
    has_begun: bool
    refusal: Refusal | None


@router.get("/desk")
def today(request: Request) -> Response:
    """Show what comes next; somebody new is led through the first questions."""
    volunteer = desk.volunteer(request)
    if volunteer.state == VolunteerState.DRAFT:
        return redirect("/desk/first")
    site, said = deps.site(request), formats(deps.language(request))
    with site.db.reading() as db:
        found = availability.today(db, site, volunteer.id)
        channel = notices.channel_of(db, site, volunteer)
    coming = found.coming or ((found.next,) if found.next else ())
    shown = desk.shown_lines(request, coming, found.zone)
    fresh = found.fresh_until > site.clock.now()
    view = TodayView(
        today=found,
        next=shown[0] if shown else None,
        later=shown[1:],
        channel=channel,
        fresh_until=said.moment(found.fresh_until, found.zone) if fresh else "",
    )
    return page(request, "desk/today.html", view)


@router.post("/desk")
def open_session(request: Request) -> Response:
    """Turn to one session; its id stays in the visit, not in an address."""
    volunteer = desk.volunteer(request)
    line_id = posted(request).value("session")
    _line(request, volunteer, line_id)
    deps.remember(request, deps.visit(request).with_pending(session=line_id))
    return redirect("/desk/session")


@router.get("/desk/session")
def session(request: Request) -> Response:
    """Show one session."""
    return _session(request)


@router.post("/desk/session")
def change_session(request: Request) -> Response:
    """Call the session off, or say how it went."""
    volunteer = desk.volunteer(request)
    form = posted(request)
    line = _line(request, volunteer, desk.turned_to(request, form))
    site, go = deps.site(request), form.value("go")
    try:
        with site.db.writing() as db:
            if go == "cancel":
                booking.cancel_by_volunteer(db, site, volunteer_id=volunteer.id, appointment_id=line.id)
                availability.close_session(db, site, volunteer, line)
            elif go in OUTCOMES:
                booking.conclude(
                    db, site, volunteer_id=volunteer.id, appointment_id=line.id, outcome=OUTCOMES[go]
                )  # fmt: skip
    except Refusal as refusal:
        return _session(request, refusal, status=409)
    desk.changed(request, volunteer.id)
    return redirect("/desk" if go == "cancel" else "/desk/session")


def _session(request: Request, refusal: Refusal | None = None, *, status: int = 200) -> Response:
    volunteer = desk.volunteer(request)
    line = _line(request, volunteer, desk.chosen(request))
    has_begun = line.starts_at <= deps.site(request).clock.now()
    view = SessionView(desk.shown_line(request, line, volunteer.zone), has_begun, refusal)
    return page(request, "desk/session.html", view, status=status)


def _line(request: Request, volunteer: Volunteer, line_id: str) -> SessionLine:
    """Return a session of this volunteer.

    Raises: NoSuchAppointment.
    """
    with deps.site(request).db.reading() as db:
        return availability.session_for(db, volunteer, line_id)
