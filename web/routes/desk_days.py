"""Days when a volunteer's hours differ: away from one day to another, one day's other hours, some hours closed."""

from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import Refusal
from scheduling.hours import Effect
from service import availability
from service.availability import DayChange, SessionLine, end_after
from service.models import Volunteer
from web import deps, desk
from web.desk import ShownLine
from web.desk_forms import id_of, minute_of
from web.formats import Formats, formats
from web.forms import Form, posted
from web.languages import N_
from web.pages import page, page_router, redirect

router = page_router()

KINDS = (
    ("away", N_("I am away all day")),
    ("replace", N_("Other hours instead of the usual ones")),
    ("add", N_("These hours as well")),
    ("block", N_("Not at these hours")),
)


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One dated change; `hours` is empty for whole days."""

    id: str
    days: str
    kind: str
    hours: str


@dataclass(frozen=True, slots=True)
class DaysView:
    """The dated changes, the form for one more, and sessions that now lie outside the hours."""

    form: Form
    changes: tuple[ShownChange, ...]
    kinds: tuple[tuple[str, str], ...]
    place: str
    edition: str
    refusal: Refusal | None
    outside: tuple[ShownLine, ...]


@router.get("/desk/days")
def show(request: Request) -> Response:
    """Show the days that differ."""
    return _shown(request, Form.of(kind="away"))


@router.post("/desk/days")
def change(request: Request) -> Response:
    """Add a change, or take one back; booked sessions stay, and are listed so that the volunteer can settle them."""
    volunteer, form, site = desk.volunteer(request), posted(request), deps.site(request)
    try:
        if form.value("go") == "remove":
            with site.db.writing() as db:
                outside = availability.remove_change(db, site, volunteer.id, id_of(form.value("change")))
        else:
            outside = _add(request, volunteer, form)
    except Refusal as refusal:
        return _shown(request, form, refusal=refusal, status=409)
    if not form.ok:
        return _shown(request, form, status=422)
    desk.changed(request, volunteer.id)
    return _shown(request, Form.of(kind="away"), outside=outside) if outside else redirect("/desk/days")


def _add(request: Request, volunteer: Volunteer, form: Form) -> tuple[SessionLine, ...]:
    kind = form.one_of("kind", [name for name, _ in KINDS])
    form.needed("first_on", most=10)
    first_on, last_on = form.day("first_on"), form.day("last_on")
    start, end = (minute_of(form, "start"), minute_of(form, "end")) if kind != "away" else (0, 0)
    if not form.ok or first_on is None:
        return ()
    site, minutes = deps.site(request), (start % 1440, end_after(start % 1440, end))
    with site.db.writing() as db:
        if kind == "away":
            return availability.be_away(db, site, volunteer.id, first_on=first_on, last_on=last_on or first_on)
        if kind == "replace":
            edition = form.value("edition")
            return availability.replace_day(db, site, volunteer.id, first_on, [minutes], edition=edition)
        if kind == "block":
            return availability.close_on_day(db, site, volunteer.id, first_on, minutes)
        availability.open_on_day(db, site, volunteer.id, first_on, minutes)
    return ()


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
        found = availability.days(db, site, volunteer.id)
    view = DaysView(
        form=form,
        changes=tuple(_change(each, said) for each in found.changes),
        kinds=KINDS,
        place=said.place(site.clock.now(), found.zone),
        edition=found.edition,
        refusal=refusal,
        outside=desk.shown_lines(request, outside, found.zone),
    )
    return page(request, "desk/days.html", view, status=status)


def _change(change: DayChange, said: Formats) -> ShownChange:
    kind = "away" if change.minutes is None or change.is_closed_day else Effect(change.effect).value
    hours = "" if kind == "away" or change.minutes is None else _hours(*change.minutes, said)
    return ShownChange(change.id.hex(), _days(change.first_on, change.last_on, said), kind, hours)


def _hours(start_minute: int, end_minute: int, said: Formats) -> str:
    return f"{said.minute(start_minute)}–{said.minute(end_minute % 1440 or 1440)}"


def _days(first_on: date, last_on: date, said: Formats) -> str:
    return said.long(first_on) if first_on == last_on else f"{said.long(first_on)} – {said.long(last_on)}"
