"""Pages for everyone, before any words are asked: home, and the choice of a language."""

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from service.settings import LANGUAGES
from web import deps
from web.exchange import exchange
from web.forms import posted
from web.pages import page, page_router, redirect

router = page_router()


@dataclass(frozen=True, slots=True)
class HomeView:
    """The first page; `at_home` is whether the person has come in with their words already."""

    at_home: bool


@router.get("/")
def home(request: Request) -> Response:
    """Show the ways in."""
    return page(request, "public/home.html", HomeView(at_home=deps.visit(request).signed_in))


@router.post("/language")
def choose_language(request: Request) -> Response:
    """Keep the chosen language for this visit and go back to the page it was chosen on."""
    form = posted(request)
    chosen = form.one_of("language", LANGUAGES)
    if form.ok:
        deps.remember(request, replace(deps.visit(request), language=chosen))
        exchange(request.scope).language = chosen
    return redirect(own_path(form.value("path")))


@router.get("/language")
def after_choosing(request: Request) -> Response:
    """Lead back from an address that only takes a choice, for those who open it by hand or come Back to it."""
    return redirect("/")


def own_path(path: str) -> str:
    """Return a path of our own, or the first page for anything that could lead elsewhere."""
    plain = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and path.isascii()
    return path if plain and "\\" not in path else "/"
