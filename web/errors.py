"""Tell refusals and failures to people, once and here: a page in their language, or a problem document for the API.

A use case raises a fact; this table says which status it is. Must not put values of a failure on the page.
"""

from dataclasses import dataclass
from typing import Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from scheduling.errors import NotOffered, Refusal
from service.accounts.refusals import NotSignedIn
from service.crypto.refusals import PleaseWait
from service.db import PleaseTryAgain
from service.limits import TooManyTries
from service.visits import Visit
from web import deps
from web.exchange import exchange
from web.forms import TOKEN_FIELD
from web.languages import N_, tell, translations
from web.pages import page, redirect
from web.refusals import (
    ChosenElsewhere,
    FormStale,
    FormTooLarge,
    FormUnreadable,
    FromElsewhere,
    NotHere,
    SignInFirst,
    VisitOver,
)
from web.security.gate import EXIT

STATUS: Final[dict[type[Refusal], int]] = {
    NotHere: 404,
    SignInFirst: 401,
    NotSignedIn: 401,
    FromElsewhere: 403,
    FormTooLarge: 413,
    FormUnreadable: 400,
    FormStale: 409,
    VisitOver: 409,
    ChosenElsewhere: 409,
    NotOffered: 409,
    TooManyTries: 429,
    PleaseTryAgain: 503,
    PleaseWait: 503,
}
TITLES: Final[dict[int, str]] = {
    400: N_("This did not arrive whole"),
    401: N_("Please come in first"),
    403: N_("Nothing was changed"),
    404: N_("Nothing is here"),
    405: N_("This page cannot do that"),
    409: N_("Nothing was changed yet"),
    413: N_("That is too much at once"),
    422: N_("That is not possible now"),
    429: N_("A short break"),
    500: N_("Something broke on our side"),
    503: N_("Many people are here"),
}
NEUTRAL: Final = "/calendar"
UNUSUAL: Final = N_("This page is opened in another way. Nothing was changed.")
BROKEN: Final = N_("This is not because of you. What was saved is still saved. Please try again in a few minutes.")


@dataclass(frozen=True, slots=True)
class ErrorView:
    """What the error page says; `again` are the fields of a form that can be sent once more.

    `trace` is the opaque id under which the log has the same failure, for somebody who wants to tell us.
    """

    title: str
    text: str
    again: tuple[tuple[str, str], ...] = ()
    offer_sign_in: bool = False
    trace: str = ""


def status_of(refusal: Refusal) -> int:
    """Return the status of a refusal: its own or its nearest ancestor's, else 422."""
    return next((STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS), 422)


def refused(request: Request, refusal: Refusal) -> Response:
    """Tell a refusal that no route told on its own page. Who has to go is led away, whatever was wrong."""
    if request.url.path == EXIT:
        return redirect(NEUTRAL)
    if isinstance(refusal, SignInFirst) and request.method == "GET" and not is_api(request):
        return redirect("/sign-in")
    again = _sent(request) if isinstance(refusal, FormStale) else ()
    return answer(request, status_of(refusal), text=tell(refusal, deps.language(request)), again=again)


def answer(
    request: Request, status: int, *, text: str, again: tuple[tuple[str, str], ...] = ()
) -> Response:  # fmt: skip
    """Return the error page, or a problem document where a machine asks."""
    title = translations(deps.language(request)).gettext(TITLES.get(status, TITLES[422]))
    trace = exchange(request.scope).id if status == 500 else ""
    if is_api(request):
        return problem(status, title=title, detail=text)
    return page(request, "errors/refused.html", ErrorView(title, text, again, status == 401, trace), status=status)


def broken(request: Request) -> Response:
    """Return the page of something that failed on our side."""
    here = exchange(request.scope)
    here.visit = here.visit or Visit()  # what failed may be the database: this page asks it nothing
    return answer(request, 500, text=translations(deps.language(request)).gettext(BROKEN))


def problem(status: int, *, title: str, detail: str) -> Response:
    """Return a problem document (RFC 9457)."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


def is_api(request: Request) -> bool:
    """Say whether a machine asks."""
    return request.url.path.startswith("/api/")


def install_errors(app: FastAPI) -> None:
    """Let the application tell refusals, unknown addresses and unreadable parameters this way."""

    def on_refusal(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)
        return refused(request, error)

    def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == 404:
            return refused(request, NotHere())
        response = answer(
            request, error.status_code, text=translations(deps.language(request)).gettext(UNUSUAL)
        )  # fmt: skip
        response.headers.update(error.headers or {})
        return response

    def on_parameters(request: Request, _error: Exception) -> Response:
        if request.method == "GET" and not is_api(request):
            return refused(request, NotHere())  # an address that was never given out, such as /wishes/x
        return answer(request, 422, text=translations(deps.language(request)).gettext(UNUSUAL))

    app.add_exception_handler(Refusal, on_refusal)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_parameters)


def _sent(request: Request) -> tuple[tuple[str, str], ...]:
    """Return what a stale form held, so that it can be sent again with a fresh token."""
    form = exchange(request.scope).form
    fields = form.fields if form else {}
    return tuple((name, value) for name, values in fields.items() if name != TOKEN_FIELD for value in values)
