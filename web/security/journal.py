"""Write one line for each answer: which route, status, how long in rough steps; never who, from where or about what.

Also the last net: whatever was not refused but failed becomes the error page and a line without values.
`service.log` lets only its listed keys through.
"""

import time
from collections.abc import Callable
from typing import Final

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.log import place_of
from web.exchange import exchange

TOOK: Final = ((0.01, "<10ms"), (0.1, "<100ms"), (1.0, "<1s"), (10.0, "<10s"))


class Journal:
    """Write which route answered how, and how long it took in rough steps."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and write its line."""
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        status = 0
        began = time.perf_counter()

        async def watched(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        await self.app(scope, receive, watched)
        structlog.get_logger().info(
            "answered", id=exchange(scope).id, route=_route(scope), status=status, took=_took(began)
        )


class Faults:
    """Turn what failed into the error page, and write where it failed without any value."""

    def __init__(self, app: ASGIApp, *, answer: Callable[[Request], Response]) -> None:
        """Stand before `app`; `answer` makes the page."""
        self.app = app
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer in its place when it fails before it began to answer."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            if scope["type"] != "http" or begun:
                raise
            # The text of an error can hold what a person wrote, so only its class and places are kept.
            structlog.get_logger().error(
                "failed", id=exchange(scope).id, route=_route(scope), error=type(error).__name__, where=place_of(error)
            )
            response = await run_in_threadpool(self.answer, Request(scope))
            await response(scope, receive, send)


def _route(scope: Scope) -> str:
    """Return the route's pattern, `/wishes/{step}`; never the path itself, which anybody can make up."""
    return str(getattr(scope.get("route"), "path", "none"))


def _took(began: float) -> str:
    seconds = time.perf_counter() - began
    return next((name for limit, name in TOOK if seconds < limit), ">10s")
