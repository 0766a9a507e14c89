"""What a search page costs: beside its own template, with more volunteers, and with more behind them.

Pages are asked for in this process, through the whole application, without a network. They show 60 times.
"""

import asyncio
import os
import re
from collections.abc import Callable
from contextlib import ExitStack, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import brotli  # type: ignore[import-untyped]
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from bench.house import History, house
from bench.measure import Figure, interleaved, scaled
from service import visits
from service.log import set_up_log
from service.site import Site
from service.visits import Visit
from service.wishes import Wishes
from web import pages
from web.app import NO_TELEMETRY, create_app
from web.templates import render

TIMES = 60
WISHES = Wishes(language="ru", formats=("text", "video"))
VISIT = Visit(language="ru", zone="Asia/Almaty", wishes=WISHES)
_NOWHERE = Path(os.devnull).open("w")  # noqa: SIM115 - loggers keep it for the life of the process
_BUTTON = re.compile(rb'name="start"')


def figures(scale: float) -> dict[str, Figure]:
    """Return `search_page_cost`, `growth_volunteers` and `growth_history_search`."""
    set_up_log()  # the journal is part of a page; its lines go nowhere here
    loop = asyncio.new_event_loop()
    try:
        with redirect_stdout(_NOWHERE):
            return {
                "search_page_cost": _page_cost(loop),
                "growth_volunteers": _growth_volunteers(loop, scale),
                "growth_history_search": _growth_history(loop, scale),
            }
    finally:
        loop.close()


def _page_cost(loop: asyncio.AbstractEventLoop) -> Figure:
    """Compare the page with a bare application that renders the same template from a prepared context."""
    with house(20) as site:
        ours = Asked(loop, create_app(site), _cookie(site))
        language, template, context = _context_of(ours)
        bare = FastAPI(telemetry=NO_TELEMETRY)

        @bare.get("/times")
        def times() -> HTMLResponse:
            return HTMLResponse(render(language, template, context))

        return interleaved(ours.page, Asked(loop, bare, "").page, same=_same_times).cost


def _growth_volunteers(loop: asyncio.AbstractEventLoop, scale: float) -> Figure:
    """Compare the page of a large house with that of a small one."""
    with house(scaled(2_000, scale, least=40)) as large, house(20) as small:
        pages_of = [Asked(loop, create_app(site), _cookie(site)).page for site in (large, small)]
        return interleaved(*pages_of, same=_full).cost


def _growth_history(loop: asyncio.AbstractEventLoop, scale: float) -> Figure:
    """Compare pages that read a volunteer anew, as after every booking: with much behind them, and with little."""
    much = History(appointments=scaled(100_000, scale), tombstones=scaled(1_000_000, scale))
    little = History(appointments=scaled(1_000, scale))
    with ExitStack() as stack:
        sites = [stack.enter_context(house(20, history)) for history in (much, little)]
        return interleaved(*(_after_a_booking(loop, site) for site in sites), same=_full).cost


def _after_a_booking(loop: asyncio.AbstractEventLoop, site: Site) -> Callable[[], bytes]:
    asked = Asked(loop, create_app(site), _cookie(site))
    somebody = site.directory.candidates(Wishes(), zone="UTC", start_at=_first_start(site))

    def page() -> bytes:
        site.directory.touched(somebody[:1])
        return asked.page()

    return page


def _first_start(site: Site) -> int:
    return site.directory.search(Wishes(), zone="UTC").days[0].times[0].start_at


@dataclass(frozen=True, slots=True)
class Asked:
    """Ask one application for the page of times, as a browser that takes brotli."""

    loop: asyncio.AbstractEventLoop
    app: Any
    cookie: str

    def page(self) -> bytes:
        """Return the page's body as it was sent. Raises: RuntimeError when it is no page."""
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        self.loop.run_until_complete(self.app(self._scope(), receive, send))
        if sent[0]["status"] != 200:
            raise RuntimeError(f"/times answered {sent[0]['status']}")
        return b"".join(message.get("body", b"") for message in sent[1:])

    def _scope(self) -> dict[str, Any]:
        headers = [(b"host", b"localhost:8000"), (b"accept-encoding", b"br"), (b"cookie", self.cookie.encode())]
        return {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": "/times", "raw_path": b"/times", "query_string": b"", "root_path": "", "headers": headers,
            "client": ("127.0.0.1", 50_000), "server": ("127.0.0.1", 8000),
        }  # fmt: skip


def _cookie(site: Site) -> str:
    with site.db.brief() as db:
        value, _ = visits.start(db, site, VISIT)
    return f"pristan={value}"


def _context_of(asked: Asked) -> tuple[str, str, dict[str, Any]]:
    """Return what the page gives its template: language, name, context."""
    seen: list[tuple[str, str, dict[str, Any]]] = []

    def noted(language: str, template: str, context: dict[str, Any]) -> str:
        seen.append((language, template, context))
        return render(language, template, context)

    with patch.object(pages, "render", noted):
        asked.page()
    return seen[0]


def _same_times(ours: bytes, bare: bytes) -> bool:
    values = [re.findall(rb'name="start" value="(\d+)"', body) for body in (brotli.decompress(ours), bare)]
    return values[0] == values[1] and len(values[0]) == TIMES


def _full(one: bytes, other: bytes) -> bool:
    return all(len(_BUTTON.findall(brotli.decompress(body))) == TIMES for body in (one, other))
