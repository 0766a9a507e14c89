"""Who can answer this minute, outside this house: by country, one's own language first, before any sign-in.

Must not guess where a person is, dial by itself, or show a number nobody has checked lately as if it were good.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from service import organisation
from service.clock import utc_date
from service.organisation import HelpLine
from service.organisation.helplines import EVERYWHERE
from web import deps
from web.formats import Formats, formats
from web.languages import N_, translations
from web.pages import page, page_router

router = page_router()
ANYWHERE = N_("From any country")


@dataclass(frozen=True, slots=True)
class LineView:
    """One line, in the person's language. `dial` is the number as a telephone wants it."""

    name: str
    languages: str
    hours: str
    phone: str | None
    dial: str
    chat_url: str | None
    state_run: bool
    checked_on: date
    speaks_yours: bool


@dataclass(frozen=True, slots=True)
class CountryView:
    """The lines of one country; `anchor` is where a link on the page leads."""

    anchor: str
    name: str
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class HelpView:
    """All lines that can be shown, those for children, and those not checked lately."""

    intro: tuple[str, ...]
    countries: tuple[CountryView, ...]
    young: tuple[CountryView, ...]
    stale: tuple[CountryView, ...]


@router.get("/help-now")
def help_now(request: Request) -> Response:
    """Show every line that answers now."""
    site, language = deps.site(request), deps.language(request)
    with site.db.reading() as db:
        intro = organisation.texts(db, language).help_intro.paragraphs
        lines = organisation.helplines(db)
    return page(request, "public/help_now.html", help_view(intro, lines, language, today=utc_date(site.clock.now())))


def help_view(intro: tuple[str, ...], lines: Iterable[HelpLine], language: str, *, today: date) -> HelpView:
    """Sort the lines into those checked within 90 days, those for children, and the rest."""
    listed = tuple(lines)
    fresh = [line for line in listed if not line.needs_a_look(today)]
    return HelpView(
        intro=intro,
        countries=_by_country([line for line in fresh if not line.under_18], language, "in"),
        young=_by_country([line for line in fresh if line.under_18], language, "young"),
        stale=_by_country([line for line in listed if line.needs_a_look(today)], language, "old"),
    )


def _by_country(lines: list[HelpLine], language: str, prefix: str) -> tuple[CountryView, ...]:
    """Group lines by country, "from any country" first; inside one those in the person's language come first."""
    grouped: dict[str, list[LineView]] = {}
    for line in sorted(lines, key=lambda each: (language not in each.languages, each.position)):
        grouped.setdefault(line.country, []).append(_line(line, formats(language)))
    found = [
        CountryView(f"{prefix}-{code.lower()}", _country(code, language), tuple(views))
        for code, views in grouped.items()
    ]
    return tuple(sorted(found, key=lambda each: (not each.anchor.endswith("-zz"), each.name)))


def _country(code: str, language: str) -> str:
    return translations(language).gettext(ANYWHERE) if code == EVERYWHERE else formats(language).country(code)


def _line(line: HelpLine, ways: Formats) -> LineView:
    return LineView(
        name=line.labels[ways.language],
        languages=ways.language_names(line.languages),
        hours=line.hours[ways.language],
        phone=line.phone,
        dial="".join(sign for sign in line.phone or "" if sign in "+0123456789"),
        chat_url=line.chat_url,
        state_run=line.state_run,
        checked_on=line.verified_on,
        speaks_yours=ways.language in line.languages,
    )
