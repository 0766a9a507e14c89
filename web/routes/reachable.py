"""Where the link in a confirming letter leads: one button says that the letter arrived. Acts on POST alone."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import Refusal
from service import notices
from service.limits import Limited, TooManyTries
from service.notices import LinkUnknown
from web import deps
from web.errors import status_of
from web.forms import Form, posted
from web.pages import page, page_router, redirect

router = page_router()


@dataclass(frozen=True, slots=True)
class ReachableView:
    """The field for the code of the letter."""

    form: Form
    refusal: Refusal | None = None


@router.get("/reachable")
def show(request: Request) -> Response:
    """Show the button; with scripts the code comes from the link."""
    return page(request, "reachable/reachable.html", ReachableView(Form.of()))


@router.post("/reachable")
def confirm(request: Request) -> Response:
    """Believe that letters arrive. Nobody is signed in by it."""
    form, site = posted(request), deps.site(request)
    try:
        deps.limit(request, Limited.SIGN_IN)
        with site.db.writing() as db:
            notices.confirm(db, site, form.value("code"))
    except TooManyTries as refusal:
        return page(request, "reachable/reachable.html", ReachableView(form, refusal), status=status_of(refusal))
    except LinkUnknown as refusal:
        form.refuse("code", refusal.msgid)
        return page(request, "reachable/reachable.html", ReachableView(form), status=422)
    site.directory.touched()
    return redirect("/reachable/thanks")


@router.get("/reachable/thanks")
def thanks(request: Request) -> Response:
    """Say that it worked."""
    return page(request, "reachable/thanks.html", None)
