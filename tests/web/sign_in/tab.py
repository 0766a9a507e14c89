"""A visitor who follows where pages lead, and what a browser with scripts would send."""

import re

from httpx2 import Response
from sqlalchemy import select

from service import accounts, visits
from service.crypto.kdf import DerivedKeys
from service.crypto.tokens import to_base64url
from service.models import Account
from service.site import Site
from service.visits import Visit
from tests.web.visitor import Visitor
from web.app import create_app
from web.exchange import PLAIN_COOKIE


class Tab(Visitor):
    """One tab that follows redirects; it can go on from a visit that other pages made."""

    def __init__(self, site: Site, *, language: str = "ru") -> None:
        super().__init__(create_app(site), base_url="http://localhost", language=language)
        self.client.follow_redirects = True
        self.site = site
        self.at = ""

    def open(self, path: str) -> Response:
        answer = self.get(path)
        self.at = answer.text
        return answer

    def send(self, path: str, **fields: str) -> Response:
        answer = self.post(path, fields)
        self.at = answer.text
        return answer

    @property
    def cookie(self) -> str | None:
        return self.client.cookies.get(PLAIN_COOKIE)

    @property
    def visit(self) -> Visit | None:
        with self.site.db.brief() as db:
            return visits.load(db, self.site, self.cookie)

    def begin(self, visit: Visit) -> None:
        """Go on from a visit that other pages made, such as one that has just booked."""
        with self.site.db.brief() as db:
            cookie, _ = visits.start(db, self.site, visit)
        self.client.cookies.set(PLAIN_COOKIE, cookie, domain="localhost.local")


def words_on(page: str) -> str:
    """Return the words on a card."""
    shown = re.search(r'<ol class="words"[^>]*>(.*?)</ol>', page, re.S)
    assert shown is not None
    return " ".join(re.findall(r"<li>([^<]+)</li>", shown[1]))


def browser_fields(site: Site, words: str, *, wallet_key: bytes | None = None) -> dict[str, str]:
    """Return what a browser with scripts sends for a new key."""
    new = accounts.lock(site, accounts.derive(site, words), wallet_key=wallet_key)
    names = ("lookup", "auth", "wallet_key", "wallet_key_wrapped", "content_seed_wrapped")
    return {name: to_base64url(getattr(new, name)) for name in names} | {
        "kdf_version": str(site.kdf.profile.version), "step": "script",
    }  # fmt: skip


def proof(keys: DerivedKeys, *, prefix: str = "") -> dict[str, str]:
    return {f"{prefix}lookup": to_base64url(keys.lookup), f"{prefix}auth": to_base64url(keys.auth)}


def accounts_of(site: Site) -> list[Account]:
    with site.db.reading() as db:
        return list(db.scalars(select(Account)))
