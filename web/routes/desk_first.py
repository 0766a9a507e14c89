"""A volunteer's first run: which hours, how many people, how to talk, and how we may reach them."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import Refusal
from scheduling.localtime import known_zones
from service import availability, notices
from service.availability import SPOKEN, FirstAnswers
from service.models import Volunteer, VolunteerState
from web import deps, desk
from web.desk_forms import windows_of
from web.formats import formats
from web.forms import Form, posted
from web.pages import page, page_router, redirect

router = page_router()

MOST_PEOPLE = 30
FIRST_LANGUAGES = ("ru", "uk", "en")


@dataclass(frozen=True, slots=True)
class FirstView:
    """The four questions, with what was typed."""

    form: Form
    weekdays: tuple[tuple[str, str], ...]
    zones: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    formats: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]
    refusal: Refusal | None


@router.get("/desk/first")
def ask(request: Request) -> Response:
    """Ask the four questions of somebody who is new, or still waits for the coordinators."""
    volunteer = desk.volunteer(request)
    if volunteer.state not in (VolunteerState.DRAFT, VolunteerState.WAITING):
        return redirect("/desk")
    zone = deps.visit(request).zone or volunteer.zone
    form = Form.of(
        weekday=("1", "3"), start="18:00", end="21:00", zone=zone, people=str(volunteer.caseload_cap),
        formats=("text", "voice", "video"), languages=(deps.language(request),),
    )  # fmt: skip
    return _shown(request, form)


@router.post("/desk/first")
def answer(request: Request) -> Response:
    """Take all four answers at once, or none of them."""
    volunteer, form = desk.volunteer(request), posted(request)
    answers, address = _answers(form), form.needed("address", most=200)
    if not form.ok:
        return _shown(request, form, status=422)
    try:
        _take(request, volunteer, answers, address)
    except notices.AddressWrong as refusal:
        form.refuse("address", refusal.msgid, **refusal.parameters)
        return _shown(request, form, status=422)
    except Refusal as refusal:
        return _shown(request, form, refusal=refusal, status=409)
    desk.changed(request, volunteer.id)
    return redirect("/desk/notice")


def _take(request: Request, volunteer: Volunteer, answers: FirstAnswers, address: str) -> None:
    site = deps.site(request)
    with site.db.writing() as db:
        availability.first_run(db, site, volunteer.id, answers)
        notices.set_channel(db, site, volunteer.id, address=address)


def _answers(form: Form) -> FirstAnswers:
    zone = form.one_of("zone", known_zones())
    return FirstAnswers(
        zone=zone,
        windows=tuple(windows_of(form, zone)),
        people=form.number("people", least=1, most=MOST_PEOPLE),
        formats=form.values("formats"),
        languages=form.values("languages"),
        kinds=form.values("kinds"),
    )


def _shown(request: Request, form: Form, *, refusal: Refusal | None = None, status: int = 200) -> Response:
    site, language = deps.site(request), deps.language(request)
    said, words = formats(language), site.directory.terms(language)
    spoken = (*FIRST_LANGUAGES, *(code for code in SPOKEN if code not in FIRST_LANGUAGES))
    view = FirstView(
        form=form,
        weekdays=tuple((str(day), said.weekday(day)) for day in range(7)),
        zones=tuple((each.name, each.label) for each in said.zones(site.clock.now())),
        kinds=tuple(words.kinds),
        formats=tuple(words.formats),
        languages=tuple((code, said.language_name(code)) for code in spoken[:12]),
        refusal=refusal,
    )
    return page(request, "desk/first.html", view, status=status)
