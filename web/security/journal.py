"""Write one line for each answer, with keys from a fixed list and nothing else: never who, from where or what about.

Also the last net: whatever was not refused but failed becomes the error page and a line without values.
"""

import time
from collections.abc import Callable
from pathlib import Path
from traceback import extract_tb
from typing import Any, Final

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.exchange import exchange

ALLOWED_KEYS: Final = ("event", "id", "route", "status", "took", "error", "where", "level")
TOOK: Final = ((0.01, "<10ms"), (0.1, "<100ms"), (1.0, "<1s"), (10.0, "<10s"))
_ROOT: Final = Path(__file__).parents[2]


def only_allowed(_logger: Any, _method: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Drop every key that is not on the list; what a careless line adds is never written."""
    return {key: event[key] for key in ALLOWED_KEYS if key in event}


def set_up_log() -> None:
    """Make every line of the application pass the list; plain `key=value` on standard output."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            only_allowed,
            structlog.processors.KeyValueRenderer(key_order=["event"], drop_missing=True),
        ],
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=True,
    )


class Journal:
    """Write which route answered how, and how long it took in rough steps."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.log = structlog.get_logger()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and write its line."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 0
        began = time.perf_counter()

        async def watched(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        await self.app(scope, receive, watched)
        if not scope["path"].startswith("/static/"):
            self.log.info(
                "answered", id=exchange(scope).id, route=_route(scope), status=status, took=_took(began)
            )  # fmt: skip


class Faults:
    """Turn what failed into the error page, and write where it failed without any value."""

    def __init__(self, app: ASGIApp, *, answer: Callable[[Request], Response]) -> None:
        """Stand before `app`; `answer` makes the page."""
        self.app = app
        self.answer = answer
        self.log = structlog.get_logger()

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
            # The text of an error can hold what a person wrote, so only its class and place are kept.
            self.log.error("failed", id=exchange(scope).id, error=type(error).__name__, where=_place(error))
            response = await run_in_threadpool(self.answer, Request(scope))
            await response(scope, receive, send)


def _route(scope: Scope) -> str:
    return str(getattr(scope.get("route"), "path", "none"))


def _took(began: float) -> str:
    seconds = time.perf_counter() - began
    return next((name for limit, name in TOOK if seconds < limit), ">10s")


def _place(error: BaseException) -> str:
    """Return the innermost lines of our own code that failed, as `file:line`."""
    frames = [frame for frame in extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(_ROOT)]
    ours = [frame for frame in frames if ".venv" not in frame.filename]
    return " < ".join(f"{Path(frame.filename).relative_to(_ROOT)}:{frame.lineno}" for frame in reversed(ours[-4:]))
