"""Where an invited person comes in. The code stands in the link's fragment and is used on POST alone.

So neither a preview robot nor a log ever has it. Accepting begins a new visit: whoever was in before is out.
"""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import Refusal
from service import organisation, staff
from service.limits import Limited, TooManyTries
from service.staff import InvitationUnknown
from service.visits import Visit
from web import deps
from web.errors import status_of
from web.forms import Form, posted
from web.pages import page, page_router, redirect

router = page_router()


class WordsFirst(Refusal):
    """State that this browser has booked something whose words nobody has seen yet."""

    msgid = (
        "In this browser a meeting was booked whose eight words are not saved yet. "
        "Save them first, or open the invitation in another browser."
    )


@dataclass(frozen=True, slots=True)
class WelcomeView:
    """What the organisation asks of those who help, and the field for the code."""

    form: Form
    rules: tuple[str, ...]
    is_signed_in: bool
    refusal: Refusal | None = None


@router.get("/welcome")
def show(request: Request) -> Response:
    """Show the field; with scripts it fills itself from the link."""
    return _shown(request, Form.of())


@router.post("/welcome")
def accept(request: Request) -> Response:
    """Look whether the code is good, and lead on to the key; nothing is used up yet."""
    form, site, before = posted(request), deps.site(request), deps.visit(request)
    if before.wallet_key is not None and not before.signed_in:
        return _shown(request, form, refusal=WordsFirst(), status=409)
    try:
        deps.limit(request, Limited.SIGN_IN)
        with site.db.reading() as db:
            accepted = staff.accept(db, site, form.value("code"))
    except TooManyTries as refusal:
        return _shown(request, form, refusal=refusal, status=status_of(refusal))
    except InvitationUnknown as refusal:
        form.refuse("code", refusal.msgid)
        return _shown(request, form, status=422)
    fresh = Visit(language=before.language, zone=before.zone, pending={"invitation": accepted.secret})
    deps.step_up(request, fresh)
    return redirect("/key")


def _shown(request: Request, form: Form, *, refusal: Refusal | None = None, status: int = 200) -> Response:
    with deps.site(request).db.reading() as db:
        rules = organisation.text(db, "rules", deps.language(request)).paragraphs
    view = WelcomeView(form, rules, deps.visit(request).signed_in, refusal)
    return page(request, "welcome/welcome.html", view, status=status)
