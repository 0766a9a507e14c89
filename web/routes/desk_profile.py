"""What people see of a volunteer, on what terms they meet, and a pause."""

from dataclasses import dataclass, fields

from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import Refusal
from service import availability
from service.availability import BOUNDS, SPOKEN, Numbers, Profile
from service.models import VolunteerState
from service.settings import LANGUAGES
from web import deps, desk
from web.formats import formats
from web.forms import Form, posted
from web.pages import page, page_router, redirect

router = page_router()

CAPS = ("day_cap", "week_cap", "week_hours_cap")
CHOSEN = ("languages", "kinds", "formats", "topics", "attributes")


@dataclass(frozen=True, slots=True)
class ProfileView:
    """The description as it is typed, all that can be chosen, and the edition it was read in."""

    form: Form
    edition: str
    options: dict[str, tuple[tuple[str, str], ...]]
    kinds_are_fixed: bool
    state: VolunteerState
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class TermsView:
    """The numbers as they are typed, their bounds, and the edition they were read in."""

    form: Form
    edition: str
    bounds: dict[str, tuple[int, int, int]]
    refusal: Refusal | None


@router.get("/desk/profile")
def show_profile(request: Request) -> Response:
    """Show what people see."""
    return _profile(request, None)


@router.post("/desk/profile")
def save_profile(request: Request) -> Response:
    """Save the description, begin a pause, or end it."""
    volunteer, form, site = desk.volunteer(request), posted(request), deps.site(request)
    act = {"pause": availability.pause, "resume": availability.end_pause}.get(form.value("go"))
    try:
        with site.db.writing() as db:
            if act:
                act(db, site, volunteer.id)
            else:
                availability.change_profile(db, site, volunteer.id, _typed(form), shown=form.value("edition"))
    except Refusal as refusal:
        return _profile(request, form if act is None else None, refusal=refusal, status=409)
    desk.changed(request, volunteer.id)
    return redirect("/desk" if act else "/desk/profile")


@router.get("/desk/terms")
def show_terms(request: Request) -> Response:
    """Show on what terms the volunteer meets people."""
    return _terms(request, None)


@router.post("/desk/terms")
def save_terms(request: Request) -> Response:
    """Save the numbers."""
    volunteer, form, site = desk.volunteer(request), posted(request), deps.site(request)
    typed = {name: _number(form, name) for name in BOUNDS}
    if not form.ok:
        return _terms(request, form, status=422)
    try:
        with site.db.writing() as db:
            availability.change_numbers(db, site, volunteer.id, Numbers(**typed), shown=form.value("edition"))  # type: ignore[arg-type]
    except Refusal as refusal:
        return _terms(request, form, refusal=refusal, status=409)
    desk.changed(request, volunteer.id)
    return redirect("/desk/terms")


def _number(form: Form, name: str) -> int | None:
    if name in CAPS and not form.value(name).strip():
        return None
    least, most, _ = BOUNDS[name]
    return form.number(name, least=least, most=most)


def _typed(form: Form) -> Profile:
    chosen = {name: form.values(name) for name in CHOSEN}
    about = {language: form.text(f"about_{language}", most=2000) for language in LANGUAGES}
    return Profile(alias=form.value("alias"), about=about, **chosen)


def _profile(request: Request, form: Form | None, *, refusal: Refusal | None = None, status: int = 200) -> Response:
    volunteer, site, language = desk.volunteer(request), deps.site(request), deps.language(request)
    said, words = formats(language), site.directory.terms(language)
    with site.db.reading() as db:
        found, edition = availability.profile(db, volunteer.id)
    about = {f"about_{code}": text for code, text in found.about.items()}
    view = ProfileView(
        form=form or Form.of(alias=found.alias, **about, **{name: getattr(found, name) for name in CHOSEN}),
        edition=edition,
        options={
            "languages": tuple((code, said.language_name(code)) for code in SPOKEN),
            **{name: tuple(getattr(words, name)) for name in CHOSEN if name != "languages"},
        },
        kinds_are_fixed=volunteer.state not in (VolunteerState.DRAFT, VolunteerState.WAITING),
        state=VolunteerState(volunteer.state),
        refusal=refusal,
    )
    return page(request, "desk/profile.html", view, status=status)


def _terms(request: Request, form: Form | None, *, refusal: Refusal | None = None, status: int = 200) -> Response:
    volunteer = desk.volunteer(request)
    with deps.site(request).db.reading() as db:
        found, edition = availability.numbers(db, volunteer.id)
    values = {each.name: getattr(found, each.name) for each in fields(found)}
    filled = Form.of(**{name: "" if value is None else str(value) for name, value in values.items()})
    view = TermsView(form or filled, edition, dict(BOUNDS), refusal)
    return page(request, "desk/terms.html", view, status=status)
