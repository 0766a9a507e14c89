"""The help lines that coordinators vouch for: checked today, changed, added, taken out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import Refusal
from service import organisation, staff
from service.organisation import HelpLine, HelplineGone
from service.organisation.helplines import EVERYWHERE
from web import deps, team
from web.formats import formats
from web.forms import posted
from web.pages import page, page_router, redirect

router = page_router()

DEEDS: dict[str, Callable[[Session, bytes, date], None]] = {
    "verify": lambda db, line, today: organisation.verify_helpline(db, line, today=today),
    "remove": lambda db, line, _today: organisation.remove_helpline(db, line),
}


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line in the list; `needs_a_look` after 90 days."""

    id: str
    name: str
    country: str
    languages: str
    ways: tuple[str, ...]
    verified_on: date
    needs_a_look: bool


@dataclass(frozen=True, slots=True)
class LinesView:
    """Every line, those to be checked first."""

    lines: tuple[LineRow, ...]
    to_check: int
    refusal: Refusal | None = None


@router.get("/team/help")
def show(request: Request) -> Response:
    """Show every line."""
    return _shown(request)


@router.post("/team/help")
def act(request: Request) -> Response:
    """Note that a line was checked today, or take it out."""
    form, site = posted(request), deps.site(request)
    team.coordinator(request)
    deed = DEEDS.get(form.value("go"))
    if deed is None:
        return _shown(request, status=422)
    try:
        with site.db.writing() as db:
            staff.require_coordinator(db, deps.visit(request).account_id)
            deed(db, line_id(form.value("line")), team.today(request))
    except HelplineGone as refusal:
        return _shown(request, refusal=refusal, status=409)
    return redirect("/team/help")


def line_id(text: str) -> bytes:
    """Return the id that a form or an address names. Raises: HelplineGone."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise HelplineGone from None


def _shown(request: Request, *, refusal: Refusal | None = None, status: int = 200) -> Response:
    team.coordinator(request)
    with deps.site(request).db.reading() as db:
        lines = organisation.helplines(db)
    rows = sorted((_row(request, line) for line in lines), key=lambda row: not row.needs_a_look)
    view = LinesView(tuple(rows), sum(row.needs_a_look for row in rows), refusal)
    return page(request, "team/help.html", view, status=status)


def _row(request: Request, line: HelpLine) -> LineRow:
    said = formats(deps.language(request))
    return LineRow(
        id=(line.id or b"").hex(),
        name=line.labels[said.language],
        country="" if line.country == EVERYWHERE else said.country(line.country),
        languages=said.language_names(line.languages),
        ways=tuple(way for way in (line.phone, line.chat_url) if way),
        verified_on=line.verified_on,
        needs_a_look=line.needs_a_look(team.today(request)),
    )
