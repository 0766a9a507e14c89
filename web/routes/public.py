"""Pages that say who we are and what to expect, for everyone and before any words are asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from service import organisation
from service.models import Role
from service.organisation import Texts
from web import deps
from web.pages import page, page_router

router = page_router()
OWN_PAGES: Final[Mapping[Role | None, str]] = {
    Role.CLIENT: "/my", Role.VOLUNTEER: "/desk", Role.MODERATOR: "/desk", Role.COORDINATOR: "/team",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HomeView:
    """The first page; `own_page` is where somebody belongs who has come in with their words already."""

    own_page: str | None


@dataclass(frozen=True, slots=True)
class TextView:
    """A page with a text of the organisation's own, in its paragraphs."""

    paragraphs: tuple[str, ...]


@router.get("/")
def home(request: Request) -> Response:
    """Show the ways in."""
    return page(request, "public/home.html", HomeView(OWN_PAGES.get(deps.visit(request).role)))


@router.get("/about")
def about(request: Request) -> Response:
    """Say who we are."""
    return page(request, "public/about.html", TextView(_texts(request).who_we_are.paragraphs))


@router.get("/limits")
def limits(request: Request) -> Response:
    """Say what stays between the two who talk, and what cannot be promised."""
    return page(request, "public/limits.html", TextView(_texts(request).limits.paragraphs))


@router.get("/inside")
def inside(request: Request) -> Response:
    """Say what to know where it is dangerous to ask for help."""
    return page(request, "public/inside.html", TextView(_texts(request).inside.paragraphs))


@router.get("/leaving")
def leaving(request: Request) -> Response:
    """Say what closing fast does, and what it cannot do."""
    return page(request, "public/leaving.html", None)


def _texts(request: Request) -> Texts:
    with deps.site(request).db.reading() as db:
        return organisation.texts(db, deps.language(request))
