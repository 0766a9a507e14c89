"""Some forty people who come through the pages: book, keep a key, come back, change, book again, forget.

Everybody arrives one after the other, which is the best that an attacker could wish for; what they do afterwards is
drawn by lot, for each thing anew, so that nothing they do leans one way by our own making.
"""

import re
from dataclasses import dataclass, field
from random import Random
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from service import accounts, visits
from service.booking.own import ticket_hash
from service.clock import FixedClock
from service.crypto.kdf import DerivedKeys
from service.crypto.tokens import decode_session
from service.jobs import JobLoop
from service.models import Base, Setting, Volatile
from service.retention import purge
from service.site import Site
from service.visits import Visit
from service.words.lists import word_list
from tests.factories import ALDER, BIRCH, CEDAR, EVERY_DAY, make_volunteer
from tests.promises.recorder import Transaction, recorded
from tests.web.attacks.evidence import START
from tests.web.sign_in.tab import browser_fields, proof
from tests.web.visitor import Visitor
from web.app import create_app
from web.exchange import PLAIN_COOKIE

PEOPLE = 50
NUMBER = re.compile(r'name="n" value="(\d+)"')
ZONES = ("Asia/Almaty", "Asia/Tbilisi", "Europe/Istanbul", "Europe/Belgrade", "America/Argentina/Buenos_Aires")
LANGUAGES = ("ru", "uk", "en")
Tables = dict[str, list[dict[str, Any]]]


@dataclass
class Client:
    """One person with a browser; the test knows their words, the server does not."""

    site: Site
    visitor: Visitor
    words: str
    account_id: bytes = b""
    wallet_keys: list[bytes] = field(default_factory=list)

    @property
    def keys(self) -> DerivedKeys:
        """Return what a browser derives from the words."""
        return accounts.derive(self.site, self.words)

    @property
    def visit(self) -> Visit:
        """Return what the visit of this browser remembers."""
        with self.site.db.brief() as db:
            found = visits.load(db, self.site, self.visitor.client.cookies.get(PLAIN_COOKIE))
        assert found is not None
        return found

    def post(self, path: str, **fields: str) -> None:
        """Send a form; it must be taken."""
        answer = self.visitor.post(path, fields)
        assert answer.status_code in (200, 303), (path, answer.status_code, answer.text)

    def note(self) -> None:
        """Keep for the judge which account and which wallet key this person has by now."""
        visit = self.visit
        assert visit.account_id is not None
        assert visit.wallet_key is not None
        self.account_id = visit.account_id
        if visit.wallet_key not in self.wallet_keys:
            self.wallet_keys.append(visit.wallet_key)

    def book(self, lot: Random) -> None:
        """Find a time and book it, now and then with somebody else than proposed."""
        self.visitor.get("/clock")
        self.post("/clock", zone=lot.choice(ZONES))
        for _ in range(3):
            page = self.visitor.get("/times").text
            answer = self.visitor.post("/times", {"start": lot.choice(START.findall(page))})
            if answer.status_code == 303:
                break
        self.visitor.get("/confirm")
        if lot.random() < 0.3:
            self.visitor.post("/confirm", {"go": "other"})
        self.post("/confirm", go="book", n="0")

    def keep_key(self, lot: Random) -> None:
        """Make the account, with scripts or without."""
        self.visitor.get("/key")
        if lot.random() < 0.7:
            self.post("/key", **browser_fields(self.site, self.words, wallet_key=self.visit.wallet_key))
        else:
            self.post("/key", step="plain")
            self.words = str(self.visit.pending["words"])
            self.post("/key/check", step="later")
        self.note()

    def come_back(self, lot: Random) -> None:
        """Leave and come in again."""
        self.visitor.get("/my")
        self.post("/sign-out")
        self.come_in(lot)

    def come_in(self, lot: Random) -> None:
        """Come in anew with the words, with scripts or without."""
        self.visitor.client.cookies.clear()
        self.visitor.token = ""
        self.visitor.get("/sign-in/plain")
        if lot.random() < 0.5:
            self.post("/sign-in/plain", words=self.words)
        else:
            wallet = browser_fields(self.site, self.words, wallet_key=self.wallet_keys[-1])["wallet_key"]
            self.post("/sign-in", wallet_key=wallet, **proof(self.keys))
        self.note()

    def change_settings(self, lot: Random) -> None:
        """Choose another clock and language."""
        self.visitor.get("/my/settings")
        self.post("/my/settings", zone=lot.choice(ZONES), language=lot.choice(LANGUAGES))

    def change_words(self, lot: Random) -> None:
        """Lock the same keys with other words."""
        self.visitor.get("/my/key/words")
        old, self.words = proof(self.keys, prefix="old_"), new_words(lot)
        fields = browser_fields(self.site, self.words, wallet_key=self.wallet_keys[-1])
        self.post("/my/key/words", **fields, **old)
        self.note()

    def renew(self, lot: Random) -> None:
        """Make everything new, since somebody may know the words."""
        self.visitor.get("/my/key/new")
        self.words = new_words(lot)
        self.post("/my/key/new", **browser_fields(self.site, self.words))
        self.note()

    def move(self, lot: Random) -> None:
        """Move the first meeting."""
        if not (number := self.number()):
            return
        self.post("/my", go="move", n=number)
        page = self.visitor.get("/my/move").text
        self.visitor.post("/my/move", {"start": lot.choice(START.findall(page))})

    def cancel(self, lot: Random) -> None:
        """Call the first meeting off."""
        if not (number := self.number()):
            return
        self.post("/my", go="cancel", n=number)
        self.visitor.get("/my/cancel")
        self.post("/my/cancel", go="cancel")

    def forget(self, lot: Random) -> None:
        """Have everything forgotten."""
        self.visitor.get("/my/forget")
        self.post("/my/forget", sure="1")
        self.account_id, self.wallet_keys = b"", []

    def number(self) -> str:
        """Return the number of the next meeting on this person's page; empty when there is none."""
        found = NUMBER.search(self.visitor.get("/my").text)
        return found[1] if found else ""

    def do(self, deed: str, lot: Random) -> None:
        """Do one thing, coming in again if the visit has ended by itself meanwhile."""
        if self.visitor.get("/my/key").status_code != 200:
            self.come_in(lot)
        getattr(self, deed)(lot)


DEEDS = {
    "come_back": 0.5, "change_settings": 0.4, "change_words": 0.3, "renew": 0.2, "book": 0.4, "move": 0.3,
    "cancel": 0.2,
}  # fmt: skip
"""What people do afterwards, and how many of them."""


@dataclass(frozen=True)
class Disk:
    """Everything that is stored after all of it, what happened on the way, and, for the judge, whose is what."""

    tables: Tables
    secrets: tuple[bytes, ...]
    clients: tuple[Client, ...]
    transactions: tuple[Transaction, ...]

    def tickets(self, client: Client) -> set[bytes]:
        """Return the fingerprints of all tickets that a person can have used."""
        return {ticket_hash(key, n) for key in client.wallet_keys for n in range(3)}

    def visit_of(self, client: Client) -> bytes | None:
        """Return the fingerprint of a person's visit."""
        cookie = client.visitor.client.cookies.get(PLAIN_COOKIE)
        token = decode_session(cookie, secret=client.site.secrets.token_key) if cookie else None
        return token.row if token else None


def disk_after_a_crowd(site: Site, clock: FixedClock) -> Disk:
    """Let everybody come, and return what is on the disk in the evening."""
    lot = Random(20261102)
    _prepare(site)
    app = create_app(site)
    with recorded(site.db) as transactions:
        clients = [_arrive(site, app, clock, lot) for _ in range(PEOPLE)]
        later = [(client, deed) for deed, share in DEEDS.items() for client in clients if lot.random() < share]
        lot.shuffle(later)
        for client, deed in [*later, *((client, "forget") for client in lot.sample(clients, 4))]:
            clock.advance(seconds=lot.randrange(20, 200))
            client.do(deed, lot)
        JobLoop(site).round()
        purge(site)
        staying = [client for client in clients if client.account_id]
        for client in lot.sample(staying, len(staying)):  # in the evening everybody looks once more
            clock.advance(seconds=lot.randrange(1, 30))
            client.come_in(lot)
    return Disk(_content(site, lot), _secrets(site), tuple(staying), tuple(transactions))


def _prepare(site: Site) -> None:
    with site.db.writing() as db:
        for name, value in {"first_upcoming_max": 5, "upcoming_max": 10, "programme_sessions": 50}.items():
            db.add(Setting(key=f"policy.{name}", value=value))
        for number in range(9):
            part = (ALDER, BIRCH, CEDAR)[number % 3]
            make_volunteer(db, part, alias=f"{part.alias} {number}", hours=EVERY_DAY, caseload_cap=100)


def _arrive(site: Site, app: FastAPI, clock: FixedClock, lot: Random) -> Client:
    """Let somebody new book and keep a key."""
    client = Client(site, Visitor(app, language=lot.choice(LANGUAGES)), new_words(lot))
    clock.advance(seconds=lot.randrange(60, 600))
    client.book(lot)
    clock.advance(seconds=lot.randrange(20, 120))
    client.keep_key(lot)
    return client


def new_words(lot: Random) -> str:
    """Return eight words."""
    return " ".join(lot.sample(word_list("en"), 8))


def _content(site: Site, lot: Random) -> Tables:
    """Return every row of every table, in an order that says nothing: that of the disk is not looked at here."""
    with site.db.reading() as db:
        found = {name: _rows(db, table) for name, table in Base.metadata.tables.items()}
    with site.db.brief() as db:
        found |= {name: _rows(db, table) for name, table in Volatile.metadata.tables.items()}
    for rows in found.values():
        lot.shuffle(rows)
    return found


def _rows(db: Session, table: Table) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in db.execute(select(table))]


def _secrets(site: Site) -> tuple[bytes, ...]:
    """Return what lies beside the database, and with what else a value could have been mixed."""
    with site.db.reading() as db:
        volunteers = db.scalars(select(Base.metadata.tables["volunteer"].c.id)).all()
    return (site.secrets.site_id, site.secrets.server_key, site.secrets.token_key, *volunteers)
