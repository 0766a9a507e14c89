"""A volunteer's week to read, by their own clock, and why one time of it is not free."""

from dataclasses import dataclass
from datetime import date, timedelta

from starlette.requests import Request
from starlette.responses import Response

from scheduling.localtime import local_date, to_instant
from service import availability
from service.availability import WeekDay, WeekView, Why
from web import deps, desk
from web.desk import ShownLine
from web.formats import formats
from web.forms import Form
from web.pages import page, page_router

router = page_router()

SPAN_DAYS = 7


@dataclass(frozen=True, slots=True)
class ShownDay:
    """One day: its parts in minutes of the clock, and its sessions."""

    title: str
    is_today: bool
    day: WeekDay
    sessions: tuple[ShownLine, ...]


@dataclass(frozen=True, slots=True)
class WeekPage:
    """One week, and the Mondays before and after it."""

    days: tuple[ShownDay, ...]
    title: str
    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class WhyPage:
    """A day and a time to ask about, and the answer if one was asked for."""

    form: Form
    place: str
    when: str
    why: Why | None


@router.get("/desk/week")
def week(request: Request, day: date | None = None) -> Response:
    """Show the week that holds `day`, today's without one."""
    volunteer, site, said = desk.volunteer(request), deps.site(request), formats(deps.language(request))
    today = local_date(volunteer.zone, site.clock.now())
    with site.db.reading() as db:
        found = availability.week(db, site, volunteer.id, day or today)
    monday_on = found.monday_on
    view = WeekPage(
        days=_days(request, found, today),
        title=f"{said.full_date(monday_on)} – {said.full_date(monday_on + timedelta(SPAN_DAYS - 1))}",
        place=said.place(to_instant(found.zone, monday_on, 720), found.zone),
        before=(monday_on - timedelta(SPAN_DAYS)).isoformat(),
        after=(monday_on + timedelta(SPAN_DAYS)).isoformat(),
    )
    return page(request, "desk/week.html", view)


@router.get("/desk/why")
def why(request: Request) -> Response:
    """Say why a time is not offered to new people; the question is a plain GET of the volunteer's own calendar."""
    volunteer, site, said = desk.volunteer(request), deps.site(request), formats(deps.language(request))
    form = Form({name: (request.query_params.get(name, ""),) for name in ("on", "time")})
    on, minute = form.day("on"), form.minute("time")
    answer, when = None, ""
    if form.ok and on is not None and minute is not None:
        at = to_instant(volunteer.zone, on, minute)
        when = said.moment_with_place(at, volunteer.zone)
        with site.db.reading() as db:
            answer = availability.why_not(db, site, volunteer.id, at)
    place = said.place(site.clock.now(), volunteer.zone)
    part = request.headers.get("hx-request")
    return page(request, "desk/why_answer.html" if part else "desk/why.html", WhyPage(form, place, when, answer))


def _days(request: Request, found: WeekView, today: date) -> tuple[ShownDay, ...]:
    said = formats(deps.language(request))
    return tuple(
        ShownDay(said.long(each.on), each.on == today, each, desk.shown_lines(request, each.sessions, found.zone))
        for each in found.days
    )
