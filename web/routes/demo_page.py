"""The demo's back door: keys to come in with, and the letters that wait. Exists nowhere but in the demo."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from service import notices
from service.notices import ShownLetter
from service.settings import Mode
from service.site import Site
from web import deps
from web.pages import page, page_router

if TYPE_CHECKING:
    from service.demo import DemoKeys

router = page_router()


def is_wanted(site: Site) -> bool:
    """Say whether this is the demo; in a real house there is no such page."""
    return site.settings.mode is Mode.DEMO


@dataclass(frozen=True, slots=True)
class DemoView:
    """The keys of the demo, if it was filled by one, and the letters of its outbox."""

    keys: "DemoKeys | None"
    letters: tuple[ShownLetter, ...]


@router.get("/demo")
def show(request: Request) -> Response:
    """Show keys and letters."""
    from service.demo import known_keys  # a real house never loads the demo

    site = deps.site(request)
    with site.db.reading() as db:
        letters = notices.demo_letters(db, site)
    return page(request, "demo/demo.html", DemoView(known_keys(site), letters))
