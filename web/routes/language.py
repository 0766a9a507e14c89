"""The choice of a language, made on any page and leading back to it."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from service.settings import LANGUAGES
from web import deps
from web.forms import posted
from web.pages import page_router, redirect

router = page_router()


@router.post("/language")
def choose(request: Request) -> Response:
    """Keep the chosen language for this visit and go back to the page it was chosen on."""
    form = posted(request)
    chosen = form.one_of("language", LANGUAGES)
    if form.ok:
        deps.remember(request, replace(deps.visit(request), language=chosen))
    return redirect(own_path(form.value("path")))


@router.get("/language")
def after_choosing(request: Request) -> Response:
    """Lead away from an address that only takes a choice, for those who come Back to it."""
    return redirect("/")


def own_path(path: str) -> str:
    """Return a path of our own, or the first page for anything that could lead elsewhere."""
    ours = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if ours and path.isascii() and path.isprintable() else "/"
