"""Promise booking-no-double: the server dies in the middle of 500 bookings, and whoever was told "booked" is booked."""

import os
import re
import signal
import ssl
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from secrets import token_bytes
from threading import Event, Lock
from typing import TypeVar

import httpx2
import pytest
from sqlalchemy import func, select, text

from service import accounts, booking
from service.accounts import NewAccount
from service.booking import HeldSlot, Mine
from service.crypto.seal import KEY_BYTES, WRAP_BYTES
from service.crypto.tokens import to_base64url
from service.db import Database
from service.models import Appointment
from service.site import Site
from tests.promises.serving import Served, always_open, midnight, serving
from tests.promises.test_http_races import processes
from tests.promises.test_races import overlaps

PEOPLE = 500
HELPERS = 20
AT_ONCE = 12
TOKEN = re.compile(r'name="form_token" value="([^"]*)"')
T = TypeVar("T")
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # one for all: making one costs as much as a booking


@dataclass(frozen=True)
class Someone:
    """One person with a key, and the time they want."""

    number: int
    start_at: int
    keys: NewAccount = field(repr=False)


@dataclass
class Tally:
    """Who was told "booked". After so many of them something happens, once."""

    after: int
    happens: Callable[[], None]
    told: set[int] = field(default_factory=set)
    happened: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)

    def note(self, someone: Someone) -> None:
        """Note that somebody was told."""
        with self.lock:
            self.told.add(someone.number)
            if len(self.told) == self.after:
                self.happens()
                self.happened.set()


class Tab:
    """One browser of somebody who comes in with their key; it follows nowhere, so that nothing is asked for twice."""

    def __init__(self, served: Served, someone: Someone) -> None:
        self.someone = someone
        said = {
            "sec-fetch-site": "same-origin",
            "x-forwarded-for": f"20.{someone.number // 250}.{someone.number % 250}.7",
        }
        self.http = httpx2.Client(base_url=served.address, headers=said, verify=NO_TLS, timeout=30)

    def __enter__(self) -> "Tab":
        self.http.cookies.clear()
        keys = {name: to_base64url(getattr(self.someone.keys, name)) for name in ("lookup", "auth", "wallet_key")}
        assert self.http.post("/sign-in", data=keys).status_code == 303
        found = TOKEN.search(self.http.get("/leaving").text)
        assert found is not None
        self.token = found[1]
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def send(self, path: str, **fields: str) -> str:
        """Send a form and return where it leads."""
        answer = self.http.post(path, data={"form_token": self.token, **fields})
        assert answer.status_code == 303, (answer.status_code, answer.text)
        return answer.headers["location"]

    def book(self) -> None:
        """Choose one's time and press "yes"."""
        assert self.send("/times", start=str(self.someone.start_at)) == "/confirm"
        self.confirm()

    def confirm(self) -> None:
        """Press "yes"; the same again when it was pressed before."""
        assert self.send("/confirm", go="book", n="0") == "/booked"


def people(site: Site, number: int) -> list[Someone]:
    """Make accounts; each person wants an hour within the next days, as many at each hour as there are helpers."""
    hours = [midnight(3) + hour * 3600 for hour in range(number // HELPERS * 2)]
    found = [Someone(each, hours[each % len(hours)], _keys()) for each in range(number)]
    with site.db.writing() as db:
        for each in found:
            accounts.create(db, site, each.keys)
    return found


def _keys() -> NewAccount:
    """Return keys as a browser sends them; what wraps them is opened by nobody here."""
    return NewAccount(
        lookup=token_bytes(16), auth=token_bytes(KEY_BYTES), wallet_key_wrapped=token_bytes(WRAP_BYTES),
        content_seed_wrapped=token_bytes(WRAP_BYTES), wallet_key=token_bytes(KEY_BYTES), language="en", zone="UTC",
    )  # fmt: skip


def until_it_dies(served: Served, crowd: Sequence[Someone], tally: Tally) -> None:
    """Let people book until the server is gone."""

    def come(someone: Someone) -> None:
        if tally.happened.is_set():
            return
        try:
            with Tab(served, someone) as tab:
                tab.book()
        except httpx2.TransportError:
            return
        tally.note(someone)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(come, crowd))


def come_back(served: Served, crowd: Sequence[Someone]) -> None:
    """Let people come in again: who finds their meeting is content, who does not books it."""

    def come(someone: Someone) -> None:
        with Tab(served, someone) as tab:
            if "ticket" not in tab.http.get("/my").text:
                tab.book()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(come, crowd))


def found(site: Site, someone: Someone) -> tuple[Mine, ...]:
    """Return what somebody's key finds."""
    with site.db.reading() as db:
        return booking.mine(db, site, someone.keys.wallet_key)


def sent_again(site: Site, someone: Someone) -> Mine:
    """Send somebody's form once more, as the use case gets it: the same number and time, the hold long gone."""
    [before] = found(site, someone)
    row = before.row
    held = HeldSlot(token_bytes(32), row.volunteer_id, row.starts_at, row.ends_at, 0, row.format, row.language)
    with site.db.writing() as db:
        assert booking.book(db, site, wallet_key=someone.keys.wallet_key, n=0, held=held) == before
    return before


HALVES = {
    "a session whose time nobody takes": """
        SELECT count(*) FROM appointment a LEFT JOIN occupancy o ON o.id = a.occupancy_id AND o.kind = 'appointment'
          AND o.volunteer_id = a.volunteer_id AND o.starts_at = a.starts_at WHERE o.id IS NULL""",
    "time taken for no session": """
        SELECT count(*) FROM occupancy o LEFT JOIN appointment a ON a.occupancy_id = o.id
        WHERE o.kind = 'appointment' AND a.id IS NULL""",
    "a ticket used for no session": """
        SELECT count(*) FROM ticket_state t LEFT JOIN appointment a ON a.ticket_hash = t.ticket_hash
        WHERE a.id IS NULL""",
    "a session without a ticket": """
        SELECT count(*) FROM appointment a LEFT JOIN ticket_state t ON t.ticket_hash = a.ticket_hash
        WHERE t.ticket_hash IS NULL OR t.state <> 'used'""",
    "a session that nobody counted": """
        SELECT abs((SELECT count(*) FROM appointment) - coalesce(sum(n), 0)) FROM month_count WHERE what = 'booked'""",
    "a volunteer who is not told": """
        SELECT count(DISTINCT a.volunteer_id) FROM appointment a
        LEFT JOIN outbox x ON x.volunteer_id = a.volunteer_id AND x.what = 'news' WHERE x.id IS NULL""",
}  # fmt: skip
"""Ways in which a booking could be there by half, each with the number of such rows."""


def halves(database: Database) -> dict[str, int]:
    """Return what is there by half."""
    with database.reading() as db:
        counted = {what: int(db.execute(text(query)).scalar_one()) for what, query in HALVES.items()}
    return {what: number for what, number in counted.items() if number}


def sessions(database: Database) -> int:
    """Count all sessions."""
    with database.reading() as db:
        return db.scalar(select(func.count()).select_from(Appointment)) or 0


@pytest.mark.promise("booking-no-double")
def test_the_server_is_killed_in_the_middle_of_500_bookings(site: Site) -> None:
    always_open(site.db, HELPERS)
    crowd = people(site, PEOPLE)

    with serving(site, **processes(site)) as served:
        tally = Tally(PEOPLE // 2, served.kill)
        until_it_dies(served, crowd, tally)
    after_death = {each.number for each in crowd if found(site, each)}
    assert tally.told <= after_death
    assert len(after_death) == sessions(site.db) < PEOPLE
    assert (halves(site.db), overlaps(site.db)) == ({}, 0)

    with serving(site, **processes(site)) as served:
        come_back(served, [each for each in crowd if each.number not in tally.told or each.number % 10 == 0])
        assert "failed" not in served.log

    assert len({sent_again(site, each).row.id for each in crowd}) == sessions(site.db) == PEOPLE
    assert (halves(site.db), overlaps(site.db)) == ({}, 0)


class PatientTab(Tab):
    """A browser of somebody who tries again when the line breaks."""

    def __enter__(self) -> "PatientTab":
        patiently(super().__enter__)
        return self

    def send(self, path: str, **fields: str) -> str:
        """Send a form until it is answered, and return where it leads."""
        return patiently(partial(super().send, path, **fields))


def patiently(ask: Callable[[], T]) -> T:
    """Ask until the line holds."""
    for _ in range(20):
        try:
            return ask()
        except httpx2.TransportError:
            time.sleep(0.3)
    return ask()


@pytest.mark.promise("booking-no-double")
@pytest.mark.parametrize("database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True)
def test_a_worker_is_killed_and_forms_sent_again_find_their_booking(site: Site) -> None:
    """Visits outlive one process of several, so the form is the very same, and so is its answer."""
    always_open(site.db, HELPERS)
    crowd = people(site, 5 * HELPERS)

    with serving(site, PRISTAN_WORKERS="3") as served:
        tally = Tally(HELPERS, lambda: os.kill(served.workers()[0], signal.SIGKILL))

        def come(someone: Someone) -> None:
            with PatientTab(served, someone) as tab:
                tab.book()
                tab.confirm()
            tally.note(someone)

        with ThreadPoolExecutor(AT_ONCE) as threads:
            list(threads.map(come, crowd))

    assert tally.happened.is_set()
    assert [len(found(site, each)) for each in crowd] == [1] * len(crowd)
    assert (halves(site.db), overlaps(site.db)) == ({}, 0)
