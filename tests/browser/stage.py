"""The application on a real port with a browser in front of it, for tests that look and for the pictures.

Everything runs in this process, so that a page can be opened by somebody signed in without going through the door.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Playwright
from sqlalchemy import delete, select

from service import visits
from service.models import Appointment, Occupancy
from service.site import Site
from service.visits import Visit
from tests.browser.cast import Cast, fill
from web.app import create_app
from web.exchange import PLAIN_COOKIE

ARGUMENTS: Final = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip
LOCALES: Final = {"ru": "ru-RU", "uk": "uk-UA", "en": "en-GB"}
PHONE: Final = (360, 740)
DESKTOP: Final = (1280, 860)


@dataclass(frozen=True, slots=True)
class Stage:
    """A running site (`base_url`), the people on it and the browser that looks at it."""

    site: Site
    base_url: str
    browser: Browser
    cast: Cast

    @contextmanager
    def visitor(
        self, *, role: str | None = None, language: str = "en", size: tuple[int, int] = PHONE, scripts: bool = True,
        **options: Any,
    ) -> Iterator[BrowserContext]:  # fmt: skip
        """Yield a browser of its own, signed in as somebody with `role` (None: a stranger); closed afterwards.

        Without scripts their files are not let through, so that tools of the test still run.
        """
        context = self.browser.new_context(
            base_url=self.base_url, locale=LOCALES[language], viewport={"width": size[0], "height": size[1]}, **options
        )
        if not scripts:
            context.route("**/*.js", lambda route: route.abort())
        if role is not None:
            self.sign_in(context, self.cast.visit(role))
        try:
            yield context
        finally:
            context.close()

    def tidy(self) -> None:
        """Take away what was held and booked on the stage, so that one page's visitor leaves the times to the next."""
        with self.site.db.writing() as db:
            booked = Appointment.id.not_in(self.cast.appointments)
            held = Occupancy.id.not_in(self.cast.occupancies)
            touched = {*db.scalars(select(Occupancy.volunteer_id).where(held))}
            db.execute(delete(Appointment).where(booked))
            db.execute(delete(Occupancy).where(held))
        self.site.directory.touched(touched)

    def sign_in(self, context: BrowserContext, visit: Visit) -> None:
        """Give the browser the cookie of a visit that has begun."""
        with self.site.db.brief() as db:
            cookie, _ = visits.start(db, self.site, visit)
        context.add_cookies([{"name": PLAIN_COOKIE, "value": cookie, "url": self.base_url}])


@contextmanager
def serving(site: Site) -> Iterator[str]:
    """Serve a site on a free port of this machine and yield its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(site), log_level="error", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            thread.join(timeout=0.02)
        try:
            yield f"http://localhost:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=10)


@contextmanager
def staged(site: Site, playwright: Playwright, *, executable: str) -> Iterator[Stage]:
    """Fill a site with its cast, serve it and put a browser in front of it."""
    cast = fill(site)
    browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
    try:
        with serving(site) as base_url:
            yield Stage(site, base_url, browser, cast)
    finally:
        browser.close()
