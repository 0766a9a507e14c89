"""Make an answer: a page from a template and its view, a part of one, or a way on. Must not decide what it says."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from service.crypto.tokens import form_secret, masked_form_token
from service.models import Role
from service.settings import Mode
from web import deps
from web.exchange import Exchange, exchange
from web.languages import NAMES
from web.templates import render


@dataclass(frozen=True, slots=True)
class Here:
    """What every template knows as `here`: where this page stands and for whom it is drawn."""

    language: str
    direction: str
    path: str
    site_name: str
    source_url: str
    is_demo: bool
    role: Role | None
    signed_in: bool
    nonce: str
    exchange: Exchange

    @property
    def form_token(self) -> str:
        """Return this visit's form token under a fresh mask; empty without a session, which needs none."""
        session = self.exchange.session
        return masked_form_token(form_secret(session)) if session else ""


def page_router() -> APIRouter:
    """Return a router for pages; they are not part of the API's description."""
    return APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


def page(request: Request, template: str, view: Any, *, status: int = 200) -> Response:
    """Draw a template (`group/name.html`) with its view, in the person's language."""
    here = here_of(request)
    return HTMLResponse(render(here.language, template, {"view": view, "here": here}), status_code=status)


def redirect(path: str) -> Response:
    """Send the browser on with a GET, after a change (303)."""
    return RedirectResponse(path, status_code=303)


def here_of(request: Request) -> Here:
    """Return what every template knows of this request."""
    now = exchange(request.scope)
    visit, language, settings = deps.visit(request), deps.language(request), now.site.settings
    return Here(
        language=language,
        direction=NAMES[language].direction,
        path=request.url.path,
        site_name=settings.site_name,
        source_url=settings.source_url,
        is_demo=settings.mode is Mode.DEMO,
        role=visit.role,
        signed_in=visit.signed_in,
        nonce=now.nonce,
        exchange=now,
    )
