"""A volunteer's weekly hours: read, add, change, remove. Times are those of the clock on their wall."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import Refusal
from scheduling.localtime import known_zones
from service import availability
from service.availability import Hours, SessionLine
from service.models import Volunteer
from web import deps, desk
from web.desk import ShownLine
from web.desk_forms import id_of, windows_of
from web.formats import formats
from web.forms import Form, posted
from web.pages import page, page_router, redirect

router = page_router()


@dataclass(frozen=True, slots=True)
class ShownWindow:
    """One weekly window; `next_day` says that it ends after midnight."""

    id: str
    weekday: str
    start: str
    end: str
    next_day: bool
    first_on: str
    last_on: str


@dataclass(frozen=True, slots=True)
class HoursView:
    """The weekly hours, the form for one more, and sessions that a change of zone left outside of them."""

    form: Form
    zone_form: Form
    windows: tuple[ShownWindow, ...]
    weekdays: tuple[tuple[str, str], ...]
    zones: tuple[tuple[str, str], ...]
    place: str
    refusal: Refusal | None
    outside: tuple[ShownLine, ...]


@router.get("/desk/hours")
def show(request: Request) -> Response:
    """Show the weekly hours."""
    return _shown(request, Form.of(start="18:00", end="21:00"))


@router.post("/desk/hours")
def change(request: Request) -> Response:
    """Add a window, remove one, or move all hours to another zone."""
    volunteer, form = desk.volunteer(request), posted(request)
    act = {"add": _add, "remove": _remove, "zone": _move_zone}.get(form.value("go"))
    if act is None:
        return redirect("/desk/hours")
    try:
        outside = act(request, volunteer, form)
    except Refusal as refusal:
        return _shown(request, form, refusal=refusal, status=409)
    if not form.ok:
        return _shown(request, form, status=422)
    desk.changed(request, volunteer.id)
    return _shown(request, Form.of(start="18:00", end="21:00"), outside=outside) if outside else redirect("/desk/hours")


def _add(request: Request, volunteer: Volunteer, form: Form) -> tuple[SessionLine, ...]:
    windows = windows_of(form, volunteer.zone)
    if form.ok:
        site = deps.site(request)
        with site.db.writing() as db:
            availability.add_windows(db, site, volunteer.id, windows)
    return ()


def _remove(request: Request, volunteer: Volunteer, form: Form) -> tuple[SessionLine, ...]:
    site = deps.site(request)
    with site.db.writing() as db:
        availability.remove_window(db, site, volunteer.id, id_of(form.value("window")))
    return ()


def _move_zone(request: Request, volunteer: Volunteer, form: Form) -> tuple[SessionLine, ...]:
    zone, site = form.one_of("zone", known_zones()), deps.site(request)
    if not form.ok:
        return ()
    with site.db.writing() as db:
        return availability.change_zone(db, site, volunteer.id, zone)


def _shown(
    request: Request,
    form: Form,
    *,
    refusal: Refusal | None = None,
    outside: tuple[SessionLine, ...] = (),
    status: int = 200,
) -> Response:
    volunteer, site, said = desk.volunteer(request), deps.site(request), formats(deps.language(request))
    with site.db.reading() as db:
        found = availability.hours(db, volunteer.id)
    view = HoursView(
        form=form,
        zone_form=Form.of(zone=found.zone),
        windows=_windows(request, found),
        weekdays=tuple((str(day), said.weekday(day)) for day in range(7)),
        zones=tuple((each.name, each.label) for each in said.zones(site.clock.now())),
        place=said.place(site.clock.now(), found.zone),
        refusal=refusal,
        outside=desk.shown_lines(request, outside, found.zone),
    )
    return page(request, "desk/hours.html", view, status=status)


def _windows(request: Request, found: Hours) -> tuple[ShownWindow, ...]:
    said = formats(deps.language(request))
    return tuple(
        ShownWindow(
            id=each.id.hex(),
            weekday=said.weekday(each.window.weekday),
            start=said.minute(each.window.start_minute),
            end=said.minute(each.window.end_minute % 1440),
            next_day=each.window.end_minute > 1440,
            first_on=said.full_date(each.window.valid_from_on) if each.window.valid_from_on else "",
            last_on=said.full_date(each.window.valid_to_on) if each.window.valid_to_on else "",
        )
        for each in found.windows
    )
