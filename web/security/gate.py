"""Let a change in only when it is small, readable, made on a page of ours and in the same visit.

One place before all routes, so that no route can forget it. Must not know what is being changed.

Order: 1. size, 2. proof of origin, 3. form in UTF-8, 4. form token of those who have a session, 5. not too many.
"""

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scheduling.errors import Refusal
from service.crypto.tokens import form_secret, form_token_matches
from service.limits import Limited
from web import deps
from web.exchange import Exchange, exchange
from web.forms import LONGEST_BODY_BYTES, TOKEN_FIELD, Form, parse_form
from web.refusals import FormStale, FormTooLarge, FormUnreadable, FromElsewhere
from web.security.origin import from_our_page

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
EXIT: Final = "/x"  # nobody who has to go is asked for a fresh form; that it is our own page is proof enough
FORM_TYPE: Final = "application/x-www-form-urlencoded"


class Gate:
    """Check every request that may change something, then hand its form on."""

    def __init__(self, app: ASGIApp, *, refuse: Callable[[Request, Refusal], Response]) -> None:
        """Stand before `app`; `refuse` makes the page for those who are not let in."""
        self.app = app
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass safe requests on; read and check the others."""
        if scope["type"] != "http" or scope["method"] in SAFE_METHODS:
            await self.app(scope, receive, send)
            return
        here = exchange(scope)
        try:
            body = await _read(Headers(scope=scope), receive)
            here.form = _checked(Headers(scope=scope), body, here, scope["path"])
            deps.limit(Request(scope), Limited.POST)
        except Refusal as refusal:
            response = await run_in_threadpool(self.refuse, Request(scope), refusal)
            await response(scope, receive, send)
            return
        await self.app(scope, _again(body, receive), send)


async def _read(headers: Headers, receive: Receive) -> bytes:
    """Return the whole body. Raises: FormTooLarge as soon as it is known to be."""
    said = headers.get("content-length", "0")
    if not said.isdecimal() or int(said) > LONGEST_BODY_BYTES:
        raise FormTooLarge(limit_kib=LONGEST_BODY_BYTES // 1024)
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise FormUnreadable
        body += message.get("body", b"")
        if len(body) > LONGEST_BODY_BYTES:
            raise FormTooLarge(limit_kib=LONGEST_BODY_BYTES // 1024)
        if not message.get("more_body"):
            return bytes(body)


def _checked(headers: Headers, body: bytes, here: Exchange, path: str) -> Form:
    if not from_our_page(headers, secure=here.is_secure):
        raise FromElsewhere
    if body and headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
        raise FormUnreadable
    here.form = form = parse_form(body)
    session = None if path == EXIT else here.session
    if session and not form_token_matches(form.value(TOKEN_FIELD), secret=form_secret(session)):
        raise FormStale
    return form


def _again(body: bytes, receive: Receive) -> Callable[[], Awaitable[Message]]:
    """Return a `receive` that gives the body once more and then what really comes."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay
