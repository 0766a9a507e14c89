"""Closing fast: the visit ends, the browser forgets what it had of us, and a neutral page stands there.

The neutral page is our own, a calendar of the month: a foreign one would be a third party that learns of every exit,
and would need a setting that somebody has to keep alive. Back finds no personal page: none is kept in a cache, and the
visit is over. A link must work without scripts, so GET ends the visit too; another site cannot end it (see `leave`).
"""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from scheduling.localtime import local_date
from web import deps
from web.errors import NEUTRAL
from web.formats import formats
from web.languages import preferred
from web.pages import page_router, redirect
from web.security.gate import EXIT
from web.templates import render

router = page_router()
FORGET = '"cookies", "storage"'


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month: its name, the names of weekdays, and weeks of seven days; 0 is a day of another month."""

    language: str
    title: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[int, ...], ...]


@router.get(EXIT)
@router.post(EXIT)
def leave(request: Request) -> Response:
    """End the visit and go to the neutral page at once."""
    response = redirect(NEUTRAL)
    # A picture on a foreign page that points here must not sign anybody out.
    if request.headers.get("sec-fetch-site", "none") in ("same-origin", "none"):
        deps.leave(request)
        response.headers["clear-site-data"] = FORGET
    return response


@router.get(NEUTRAL)
def calendar(request: Request) -> Response:
    """Show this month, and nothing that says where one has been. Knows no visit, so that it has nothing to look up."""
    settings = deps.site(request).settings
    language = preferred(request.headers.get("accept-language", ""), settings.default_language)
    today = local_date(settings.default_zone, deps.site(request).clock.now())
    return HTMLResponse(render(language, "public/calendar.html", {"view": month_view(today, language)}))


def month_view(today: date, language: str) -> MonthView:
    """Return the month of a date, weeks from Monday."""
    ways = formats(language)
    title = ways.month(today)
    weeks = Calendar(firstweekday=0).monthdayscalendar(today.year, today.month)
    return MonthView(
        language=language,
        title=title[:1].upper() + title[1:],
        weekdays=tuple(ways.short_weekday(day) for day in range(7)),
        weeks=tuple(tuple(week) for week in weeks),
    )
