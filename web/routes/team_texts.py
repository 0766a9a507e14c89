"""The organisation's own texts: which there are, where they are shown, which are still to be written."""

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from service import organisation
from service.organisation import REQUIRED, TextName
from web import deps, team
from web.languages import N_
from web.pages import page, page_router

router = page_router()

TITLES: Final[dict[TextName, str]] = {
    TextName.WHO_WE_ARE: N_("Who we are"),
    TextName.LIMITS: N_("What stays between us"),
    TextName.HELP_INTRO: N_("Help right now, the first lines"),
    TextName.INSIDE: N_("For people where asking for help is dangerous"),
    TextName.RULES: N_("What we ask of those who help"),
}
WHERE: Final[dict[TextName, str]] = {
    TextName.WHO_WE_ARE: N_("On the page of the same name: organisation, money, country of the server, addresses."),
    TextName.LIMITS: N_("Before every booking: what stays between the two who talk, and every exception."),
    TextName.HELP_INTRO: N_("Above the help lines."),
    TextName.INSIDE: N_("On the page for people inside dangerous countries. May be left out."),
    TextName.RULES: N_("Where an invited person comes in. May be left out."),
}


@dataclass(frozen=True, slots=True)
class TextLine:
    """One text in the list: its title and in which languages it is still to be written."""

    name: str
    title: str
    where: str
    missing: tuple[str, ...]
    is_required: bool


@dataclass(frozen=True, slots=True)
class TextsView:
    """Every text."""

    lines: tuple[TextLine, ...]


@router.get("/team/texts")
def show_all(request: Request) -> Response:
    """Show which texts there are and which are missing."""
    team.coordinator(request)
    with deps.site(request).db.reading() as db:
        missing = organisation.placeholders(db)
    lines = tuple(
        TextLine(
            name=name,
            title=TITLES[name],
            where=WHERE[name],
            missing=tuple(text.language for text in missing if text.name == name),
            is_required=name in REQUIRED,
        )
        for name in TextName
    )
    return page(request, "team/texts.html", TextsView(lines))
