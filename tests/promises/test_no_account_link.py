"""Nothing that is stored ties a booking to the account of the person who made it.

Forty people book and then take their words; some come back, change words, book again, move, cancel, forget. Then an
attacker who holds every table and the server's secrets tries every way of joining that we can think of.
"""

import hashlib
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from scheduling.localtime import DAY_SECONDS
from service import accounts, booking
from service.booking.own import ticket_hash
from service.clock import FixedClock
from service.db import Database
from service.forgetting import forget
from service.models import Base
from service.site import Site
from service.visits import Visit
from service.words.lists import make_key
from tests.factories import EVERY_DAY, NOW, make_volunteer
from tests.promises.linking import Guess, Row, best_guess
from tests.service.accounts.cast import enter_plain, keys_of

PEOPLE = 40
LUCK = 13
"""True pairs that an attack without knowledge does not reach: each way of joining guesses one of forty on average, and
thirteen or more happen with 7e-11 (Poisson tail); a thousand ways make that less than 1e-6."""
BOOKED = ("appointment", "occupancy", "ticket_state")


@dataclass(slots=True)
class Town:
    """What really happened: whose account booked what."""

    truth: dict[bytes, set[bytes]] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)


def lived(site: Site, clock: FixedClock) -> Town:
    """Let forty people book, take their words, and come back in all the ways there are."""
    with site.db.writing() as db:
        helpers = [
            make_volunteer(db, alias=f"Helper {chr(65 + n)}", hours=EVERY_DAY, caseload_cap=100, terms=("peer", "text"),
                           languages=("ru",)).id
            for n in range(5)
        ]  # fmt: skip
    town, chance = Town(), random.Random(1)
    for number in range(PEOPLE):
        clock.advance(seconds=chance.randrange(30, 900))
        town_grows(site, town, helpers[number % 5], NOW + (2 + number // 20) * DAY_SECONDS, number)
    for visit in chance.sample(town.visits, 12):
        change_something(site, visit, chance)
    return town


def town_grows(site: Site, town: Town, helper: bytes, day_at: int, number: int) -> None:
    """Let one person book first and take their words afterwards, as everybody does."""
    words = make_key("en")
    _, new = keys_of(site, words)
    start_at = day_at - day_at % DAY_SECONDS + (9 + number // 5 % 4 * 2) * 3600
    with site.db.writing() as db:
        held = booking.hold(db, site, start_at=start_at, candidates=[helper], format="text", language="ru")
    with site.db.writing() as db:
        mine = booking.book(db, site, wallet_key=new.wallet_key, n=0, held=held)
    with site.db.writing() as db:
        account = accounts.create(db, site, new)
    town.truth[account.account_id] = {mine.row.id, ticket_hash(new.wallet_key, 0)}
    if mine.row.occupancy_id:
        town.truth[account.account_id].add(mine.row.occupancy_id)
    town.visits.append(account.visit(Visit()))
    if number % 4 == 0:
        enter_plain(site, words)


def change_something(site: Site, visit: Visit, chance: random.Random) -> None:
    """Do one of the things that touch an account or a booking after the first day."""
    deed = chance.randrange(3)
    assert visit.wallet_key is not None
    if deed == 0:
        with site.db.writing() as db:
            booking.cannot_come(db, site, wallet_key=visit.wallet_key, n=0)
    elif deed == 1:
        with site.db.writing() as db:
            account = accounts.of_visit(db, site, visit)
            accounts.save_settings(db, site, account, account.settings.avoiding(b"a" * 16))
    else:
        with site.db.writing() as db:
            accounts.sign_out_everywhere(db, site, visit)


def dumped(db: Session, table: str) -> list[Row]:
    """Return a table's whole content; the one row's name is always `id`."""
    columns = Base.metadata.tables[table].columns
    rows = [dict(zip(columns.keys(), row, strict=True)) for row in db.execute(select(*columns))]
    return [{"id": row.get("id", row.get("ticket_hash")), **row} for row in rows]


def attacked(site: Site, town: Town, *, spoil: Any = None) -> Guess:
    """Return the best guess over all booked tables; `spoil(account, row, is_theirs)` plants a leak first."""
    with site.db.reading() as db:
        people = [row for row in dumped(db, "account") if row["id"] in town.truth]
        tables = {table: dumped(db, table) for table in BOOKED}
    owner = {row: account for account, rows in town.truth.items() for row in rows}
    found = []
    for rows in tables.values():
        known = [dict(row) for row in rows if row["id"] in owner]
        random.Random(2).shuffle(known)
        if spoil:
            spoil(people, known, owner)
        found.append(best_guess(people, known, town.truth, site.secrets.site_id))
    return max(found, key=lambda guess: guess.hits)


@pytest.mark.promise("no-account-link")
def test_an_attacker_with_every_table_guesses(site: Site, clock: FixedClock) -> None:
    town = lived(site, clock)

    guess = attacked(site, town)

    assert guess.hits < LUCK, guess


@pytest.mark.promise("no-account-link")
@pytest.mark.parametrize("leak", ["a stored time", "a hash of the account"])
def test_the_attack_finds_what_is_planted(site: Site, clock: FixedClock, leak: str) -> None:
    town = lived(site, clock)
    times = {account: 1000 + 7 * place for place, account in enumerate(town.truth)}

    def spoil(people: list[dict[str, Any]], rows: list[dict[str, Any]], owner: dict[bytes, bytes]) -> None:
        for each in people:
            each["created_at"] = times[each["id"]]
        for row in rows:
            account = owner[row["id"]]
            row["created_at"] = times[account] + 1 if leak == "a stored time" else 0
            row["trace"] = hashlib.sha256(account).digest() if leak != "a stored time" else b""

    guess = attacked(site, town, spoil=spoil)

    assert guess.hits >= PEOPLE - 12, guess


@pytest.mark.promise("no-account-link")
def test_no_key_leads_from_an_account_to_a_booking() -> None:
    """Only staff stand beside their volunteer's row; a client's account is named by nothing at all."""
    pointing = {
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "account"
    }

    assert pointing == {"volunteer.account_id", "approval.account_id"}


@contextmanager
def transactions(database: Database) -> Iterator[list[set[str]]]:
    """Yield a list that gets, for every transaction, the tables whose rows it changed."""
    done: list[set[str]] = []
    touched: set[str] = set()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        words = statement.replace('"', "").split()
        if words[0] in ("INSERT", "UPDATE", "DELETE"):
            touched.add(words[1] if words[0] == "UPDATE" else words[2])

    def end(_connection: Any) -> None:
        done.append(set(touched))
        touched.clear()

    events = (("before_cursor_execute", note), ("commit", end), ("rollback", end))
    for name, listener in events:
        event.listen(database.engine, name, listener)
    try:
        yield done
    finally:
        for name, listener in events:
            event.remove(database.engine, name, listener)


@pytest.mark.promise("no-account-link")
def test_no_transaction_changes_an_account_and_a_booking(site: Site, clock: FixedClock) -> None:
    with transactions(site.db) as done:
        town = lived(site, clock)
        for visit in town.visits[:3]:
            leave_nothing(site, visit)

    assert [changed for changed in done if "account" in changed and changed & set(BOOKED)] == []
    assert any("account" in changed for changed in done)
    assert any("appointment" in changed for changed in done)


def leave_nothing(site: Site, visit: Visit) -> None:
    """Let a person forget everything, if their visit still stands."""
    try:
        forget(site, visit)
    except accounts.NotSignedIn:
        return


@pytest.mark.promise("no-account-link")
def test_the_recorder_sees_a_transaction_that_changes_both(site: Site) -> None:
    with transactions(site.db) as done, site.db.writing() as db:
        make_volunteer(db)
        _, new = keys_of(site)
        accounts.create(db, site, new)

    assert any({"account", "volunteer"} <= changed for changed in done)
