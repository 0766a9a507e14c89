"""One help line in a form: a new one, or a change of one that is there."""

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import Refusal
from service import organisation, staff
from service.organisation import HelpLine, HelplineGone, HelplineRefusal
from service.organisation.helplines import EVERYWHERE, LONGEST_LABEL
from service.settings import LANGUAGES
from web import deps, team
from web.forms import Form, posted
from web.pages import page, page_router, redirect
from web.routes.team_help import line_id

router = page_router()
NEW: Final = "new"


@dataclass(frozen=True, slots=True)
class LineView:
    """The form of one line; `is_new` when it is not in the list yet."""

    form: Form
    is_new: bool
    longest: int
    everywhere: str


@router.get("/team/help/{line}")
def show(request: Request, line: str) -> Response:
    """Show an empty form, or one line's."""
    team.coordinator(request)
    if line == NEW:
        return _shown(request, Form.of(country=EVERYWHERE), line)
    with deps.site(request).db.reading() as db:
        found = organisation.helpline(db, line_id(line))
    return _shown(request, _form_of(found), line)


@router.post("/team/help/{line}")
def save(request: Request, line: str) -> Response:
    """Store the line; whoever saves it has just checked it."""
    team.coordinator(request)
    form, site = posted(request), deps.site(request)
    typed = _line_of(request, form, None if line == NEW else line_id(line))
    if not form.ok:
        return _shown(request, form, line, status=422)
    try:
        with site.db.writing() as db:
            staff.require_coordinator(db, deps.visit(request).account_id)
            organisation.save_helpline(db, typed)
    except HelplineGone:
        raise
    except HelplineRefusal as refusal:
        _note(form, refusal)
        return _shown(request, form, line, status=422)
    return redirect("/team/help")


def _line_of(request: Request, form: Form, line: bytes | None) -> HelpLine:
    return HelpLine(
        id=line,
        country=form.value("country"),
        languages=tuple(form.value("languages").replace(";", ",").split(",")),
        labels={language: form.value(f"label_{language}") for language in LANGUAGES},
        hours={language: form.value(f"hours_{language}") for language in LANGUAGES},
        phone=form.value("phone"),
        chat_url=form.value("chat_url"),
        state_run=form.value("state_run") == "1",
        under_18=form.value("under_18") == "1",
        verified_on=team.today(request),
        position=form.number("position", least=0, most=999) if form.value("position") else 0,
    )


def _note(form: Form, refusal: Refusal) -> None:
    """Put a refusal beside its field: a missing name beside the first language that lacks something."""
    field = getattr(refusal, "field", "")
    if field == "labels":
        wanting = (
            f"{part}_{language}"
            for part in ("label", "hours")
            for language in LANGUAGES
            if not 0 < len(form.value(f"{part}_{language}").strip()) <= LONGEST_LABEL
        )
        field = next(wanting, f"label_{LANGUAGES[0]}")
    form.refuse(field, refusal.msgid, **refusal.parameters)


def _form_of(line: HelpLine) -> Form:
    texts = {f"label_{language}": line.labels.get(language, "") for language in LANGUAGES}
    texts |= {f"hours_{language}": line.hours.get(language, "") for language in LANGUAGES}
    return Form.of(
        country=line.country,
        languages=", ".join(line.languages),
        phone=line.phone or "",
        chat_url=line.chat_url or "",
        state_run="1" if line.state_run else "",
        under_18="1" if line.under_18 else "",
        position=str(line.position),
        **texts,
    )


def _shown(request: Request, form: Form, line: str, *, status: int = 200) -> Response:
    view = LineView(form, line == NEW, LONGEST_LABEL, EVERYWHERE)
    return page(request, "team/line.html", view, status=status)
