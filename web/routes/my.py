"""My page: what is next, has anything changed. Everything on it is found by tickets; nothing is found by an account.

Must not show past topics, counts of missed sessions, or anything of other people.
"""

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import Refusal
from service.visits import Visit
from web import deps, own
from web.forms import posted
from web.own import ShownSession
from web.pages import page, page_router, redirect
from web.refusals import SignInFirst

router = page_router()


@dataclass(frozen=True, slots=True)
class MyView:
    """What is ahead, what is over or called off, and whether the person still has to keep their words."""

    ahead: tuple[ShownSession, ...]
    past: tuple[ShownSession, ...]
    kept: tuple[own.KeptTime, ...]
    place: str
    needs_words: bool
    refusal: Refusal | None = None


@router.get("/my")
def show(request: Request) -> Response:
    """Show the person's meetings."""
    return _shown(request, visitor(request))


@router.post("/my")
def act(request: Request) -> Response:
    """Turn to one meeting (move, cancel, file), take a kept weekly time, or mark a piece of news as read."""
    visit = visitor(request)
    form = posted(request)
    go = form.value("go")
    n = form.number("n", least=0, most=own.MOST_NUMBER)
    if go in ("move", "cancel") and form.ok:
        deps.remember(request, replace(visit, focus=n))
        return redirect(f"/my/{go}")
    if go == "seen" and form.ok:
        own.acknowledge(request, visit, n)
    if go in ("same", "release"):
        return _kept(request, visit, go, form.value("start"), form.value("with"))
    return redirect("/my")


def visitor(request: Request) -> Visit:
    """Return the visit of somebody who has tickets: signed in, or just after booking without words yet.

    Raises: SignInFirst.
    """
    visit = deps.visit(request)
    if visit.wallet_key is None:
        raise SignInFirst
    return visit


def _kept(request: Request, visit: Visit, go: str, start: str, volunteer: str) -> Response:
    """Book the weekly time that is kept for this person, or give it back."""
    try:
        own.take_kept(request, visit, start=start, volunteer=volunteer) if go == "same" else own.release_kept(
            request, visit, volunteer=volunteer
        )
    except Refusal as refusal:
        return _shown(request, visit, refusal, status=409)
    return redirect("/my")


def _shown(request: Request, visit: Visit, refusal: Refusal | None = None, *, status: int = 200) -> Response:
    found = own.sessions(request, visit)
    view = MyView(
        ahead=tuple(each for each in found if each.is_ahead),
        past=tuple(each for each in reversed(found) if not each.is_ahead),
        kept=own.kept_times(request, visit),
        place=own.place(request, visit),
        needs_words=not visit.signed_in,
        refusal=refusal,
    )
    return page(request, "my/index.html", view, status=status)
