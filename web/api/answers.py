"""Answers of the API: typed bodies with an ETag that may be kept for a minute, and problem documents for refusals.

Every answer may be read by any site (CORS `*`) and depends on the address and language alone: no cookie is looked at.
"""

import hashlib
from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import Refusal
from web.api.models import Answer, Problem, ProblemField
from web.errors import TITLES, status_of
from web.exchange import exchange
from web.languages import N_, preferred, tell, translations

KEPT: Final = "public, max-age=60"
NOT_KEPT: Final = "no-store"
UNREADABLE: Final = N_("Some of what was asked for cannot be taken. The fields say which and why.")
_ANYBODY: Final = {"Access-Control-Allow-Origin": "*", "Vary": "Accept-Language"}


class ApiRoute(APIRoute):
    """A route that tells refusals and unreadable parameters as problem documents."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the route."""
        handler = super().get_route_handler()

        async def told(request: Request) -> Response:
            try:
                return await handler(request)
            except RequestValidationError as error:
                return _unreadable(request, error)
            except Refusal as refusal:
                detail = tell(refusal, language_of(request))
                return problem(request, status_of(refusal), detail, refusal=type(refusal).__name__)

        return told


def answer(request: Request, body: Answer, *, cache: str = KEPT) -> Response:
    """Return a body as JSON, or 304 when the asker has it already."""
    content = body.model_dump_json().encode()
    # Weak: the same body may be sent compressed in two ways.
    etag = f'W/"{hashlib.sha256(content).hexdigest()[:22]}"'
    headers = {**_ANYBODY, "Cache-Control": cache, "ETag": etag}
    if etag in (each.strip() for each in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)


def problem(
    request: Request, status: int, detail: str, *, refusal: str, fields: tuple[ProblemField, ...] = ()
) -> Response:
    """Return a problem document (RFC 9457)."""
    title = translations(language_of(request)).gettext(TITLES.get(status, TITLES[422]))
    body = Problem(type="about:blank", title=title, status=status, detail=detail, refusal=refusal, fields=list(fields))
    headers = {**_ANYBODY, "Cache-Control": NOT_KEPT}
    return Response(body.model_dump_json(), status, headers, media_type="application/problem+json")


def language_of(request: Request) -> str:
    """Return the language in which problems are told: the asker's wish, else the site's own."""
    site = exchange(request.scope).site
    return preferred(request.headers.get("accept-language", ""), site.settings.default_language)


def _unreadable(request: Request, error: RequestValidationError) -> Response:
    # The value itself is not repeated: it may be anything.
    fields = tuple(ProblemField(field=str(each["loc"][-1])[:40], detail=each["msg"]) for each in error.errors())
    detail = translations(language_of(request)).gettext(UNREADABLE)
    return problem(request, 422, detail, refusal="ParametersUnreadable", fields=fields)
