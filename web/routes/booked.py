"""When is it, how do I get back? The page after a booking; the words come next, and only now.

Must not name the organisation, the topic, or a day as "tomorrow": it may be printed.
"""

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from service.calendar_file import TITLE_LIMIT, calendar_file
from web import deps, own
from web.forms import Form, posted
from web.languages import N_, translations
from web.own import ShownSession
from web.pages import page, page_router, redirect
from web.routes.my import visitor

router = page_router()

TITLE = N_("Meeting")
REMINDER = N_("Look at your page first.")


@dataclass(frozen=True, slots=True)
class BookedView:
    """The booked meeting, and whether the person still has to keep their words."""

    form: Form
    session: ShownSession
    needs_words: bool


@router.get("/booked")
def show(request: Request) -> Response:
    """Show what was booked; without anything in mind lead to all meetings."""
    visit = visitor(request)
    if visit.focus is None:
        return redirect("/my")
    title = translations(deps.language(request)).gettext(TITLE)
    view = BookedView(Form.of(title=title), own.session(request, visit), needs_words=not visit.signed_in)
    return page(request, "my/booked.html", view)


@router.get("/my/file")
def after_file(request: Request) -> Response:
    """Lead back from an address that only gives a file."""
    visitor(request)
    return redirect("/my")


@router.post("/my/file")
def file(request: Request) -> Response:
    """Give one meeting as a calendar file under the person's own title, or a neutral one."""
    visit = visitor(request)
    form = posted(request)
    n = form.number("n", least=0, most=own.MOST_NUMBER)
    row = own.row_in_focus(request, replace(visit, focus=n))
    said = translations(deps.language(request)).gettext
    title = form.value("title").strip()[:TITLE_LIMIT] or said(TITLE)
    written = calendar_file(row, title=title, reminder=said(REMINDER), now=deps.site(request).clock.now())
    headers = {"content-disposition": 'attachment; filename="meeting.ics"'}
    return Response(written, media_type="text/calendar; charset=utf-8", headers=headers)
