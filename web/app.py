"""Put the application together: the pages, and what stands before them. Must not hold a page or a rule itself.

Outermost first: HEAD as GET · the journal · security headers · faults · compression · the gate · routes.
"""

import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Lifespan, Message, Receive, Scope, Send

from service.jobs import JobLoop
from service.log import set_up_log
from service.settings import load_settings
from service.site import Site, open_site
from web import routes
from web.assets import StaticFiles
from web.errors import broken, install_errors, refused
from web.security.compression import Compression
from web.security.gate import Gate
from web.security.headers import SecurityHeaders
from web.security.journal import Faults, Journal

# FastAPI's tracing data can hold request bodies (docs/decisions): every part of it is off.
NO_TELEMETRY: TelemetryConfig = {
    "tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False,
}  # fmt: skip


def app() -> FastAPI:
    """Build the application from the environment; `uvicorn.run("web.app:app", factory=True)` calls it."""
    set_up_log()
    return create_app(open_site(load_settings()), lifespan=with_jobs)


@asynccontextmanager
async def with_jobs(made: FastAPI) -> AsyncIterator[None]:
    """Run this process's regular jobs while it serves; leases let one process of all do each."""
    jobs = JobLoop(made.state.site)
    jobs.start()
    yield
    await run_in_threadpool(jobs.stop)


def create_app(site: Site, *, lifespan: Lifespan[FastAPI] | None = None) -> FastAPI:
    """Build the application of one installation; without `lifespan` it serves pages and does nothing by itself."""
    made = FastAPI(
        lifespan=lifespan,
        telemetry=NO_TELEMETRY,
        title="Pristan",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        middleware=[
            Middleware(HeadAsGet),
            Middleware(Journal),
            Middleware(SecurityHeaders),
            Middleware(Faults, answer=broken),
            Middleware(Compression),
            Middleware(Gate, refuse=refused),
        ],
        redirect_slashes=False,
    )
    made.state.site = site
    install_errors(made)
    made.mount("/static", StaticFiles())
    for name in sorted(module.name for module in pkgutil.iter_modules(routes.__path__)):
        module = import_module(f"web.routes.{name}")
        if getattr(module, "is_wanted", _always)(site):
            made.router.routes.extend(module.router.routes)  # flat: a nested router costs each request a search
    return made


class HeadAsGet:
    """Answer HEAD as GET without the body, so that every route need not say so."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as a GET and keep its body back."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, without_body)


def _always(_site: Site) -> bool:
    return True
