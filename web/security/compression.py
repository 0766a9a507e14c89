"""Compress pages, each with a pad of random length, so that the size of an answer says little about what is in it.

Secrets in pages are masked anew for every answer (the form token), so compressing tells nothing about them (BREACH).
Files are compressed once by `web.assets`. Must not change anything but the body's coding.
"""

import gzip
import secrets
from typing import Final

import brotli  # type: ignore[import-untyped]
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_PAD_BYTES: Final = 64
SMALLEST_BYTES: Final = 200
KINDS: Final = ("text/html", "application/json", "application/problem+json", "text/css", "text/javascript")


class Compression:
    """Compress whole answers with brotli or gzip, as the browser wishes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and its answer back, smaller."""
        coding = accepted_coding(Headers(scope=scope).get("accept-encoding", "")) if scope["type"] == "http" else None
        if coding is None:
            await self.app(scope, receive, send)
            return
        start: Message = {}

        async def smaller(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if message["type"] == "http.response.body" and start:
                _encode(start, message, coding)
                await send(start)
                start = {}
            await send(message)

        await self.app(scope, receive, smaller)


def accepted_coding(accept: str) -> str | None:
    """Return the best coding that an Accept-Encoding header admits: br, gzip or None."""
    offers = {part.partition(";")[0].strip().lower(): part.partition(";")[2].strip() for part in accept.split(",")}
    return next((name for name in ("br", "gzip") if name in offers and offers[name] not in ("q=0", "q=0.0")), None)


def pad() -> bytes:
    """Return an HTML comment of random length and content."""
    text = secrets.token_hex(LONGEST_PAD_BYTES)
    return f"<!--{text[: secrets.randbelow(2 * LONGEST_PAD_BYTES)]}-->".encode()


def compress(body: bytes, coding: str) -> bytes:
    """Return `body` in the coding, fast rather than smallest."""
    return bytes(brotli.compress(body, quality=5, lgwin=18)) if coding == "br" else gzip.compress(body, 6, mtime=0)


def _encode(start: Message, message: Message, coding: str) -> None:
    """Compress the one body message of an answer; streamed or already coded answers are left as they are."""
    headers = MutableHeaders(raw=start["headers"])
    kind = headers.get("content-type", "").partition(";")[0]
    body: bytes = message.get("body", b"")
    if kind not in KINDS or "content-encoding" in headers or message.get("more_body") or len(body) < SMALLEST_BYTES:
        return
    if kind == "text/html":
        body += pad()
    message["body"] = compress(body, coding)
    headers["content-encoding"] = coding
    headers["content-length"] = str(len(message["body"]))
    headers.add_vary_header("accept-encoding")
    start["headers"] = headers.raw
