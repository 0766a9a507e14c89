"""Promise no-account-link: who takes everything that is stored cannot say which account booked what."""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from random import Random
from typing import Any

import pytest
from sqlalchemy import inspect, select, update

from service import wallet
from service.clock import FixedClock
from service.crypto.seal import SealBroken
from service.db import Database
from service.models import Account, Appointment
from service.site import Site
from service.wallet import WalletSettings
from tests.factories import NOW
from tests.promises.crowd import Disk, disk_after_a_crowd
from tests.promises.deriving import derived
from tests.promises.linking import Evidence, Row, best_guess
from tests.promises.recorder import BOOKED, recorded

LUCK = 1e-6
"""A verdict that luck brings about less often than this is no luck.

It counts every way that was tried: of W ways the best one may have a Poisson tail of LUCK / W. A way that names as many
pairs as there are accounts hits about one by luck; with some 3,000 ways, 13 hits in 46 are needed to be noticed. Ways
that name nobody, and only lean, are held to the same bound: there a single bit shared by all is enough."""

_disks: dict[bool, Disk] = {}


@pytest.fixture
def disk(site: Site, clock: FixedClock) -> Disk:
    """Give what is on the disk after a crowd came, once for each kind of database."""
    if site.db.on_sqlite not in _disks:
        _disks[site.db.on_sqlite] = disk_after_a_crowd(site, clock)
    return _disks[site.db.on_sqlite]


KEYS = {
    "account": "id", "appointment": "ticket_hash", "ticket_state": "ticket_hash", "occupancy": "id",
    "session": "id_hash",
}  # fmt: skip


def owners(disk: Disk, table: str) -> dict[bytes, int]:
    """Return whose each row of a table is, by its key: what the judge knows."""
    if table in ("appointment", "ticket_state"):
        return {ticket: at for at, client in enumerate(disk.clients) for ticket in disk.tickets(client)}
    if table == "occupancy":
        tickets = owners(disk, "appointment")
        return {row["occupancy_id"]: tickets.get(row["ticket_hash"], -1) for row in disk.tables["appointment"]}
    if table == "session":
        return {disk.visit_of(client) or b"": at for at, client in enumerate(disk.clients)}
    return {client.account_id: at for at, client in enumerate(disk.clients)}


def evidence(disk: Disk, left: str, right: str) -> Evidence:
    """Return two tables of a disk, with the rows of those who stay."""
    (lefts, left_owners), (rights, right_owners) = _of_people(disk, left), _of_people(disk, right)
    true = {
        (one, other)
        for one, somebody in enumerate(left_owners)
        for other, owner in enumerate(right_owners)
        if somebody == owner
    }
    return Evidence(lefts, rights, true, disk.secrets)


def _of_people(disk: Disk, table: str) -> tuple[list[dict[str, Any]], list[int]]:
    """Return the rows of a table that are somebody's, in the disk's order, and whose they are."""
    known, key = owners(disk, table), KEYS[table]
    rows = [row for row in disk.tables[table] if known.get(row[key], -1) >= 0]
    return rows, [known[row[key]] for row in rows]


PAIRS = (
    ("account", "appointment"),
    ("account", "occupancy"),
    ("account", "ticket_state"),
    ("account", "session"),
    ("session", "appointment"),
    ("session", "occupancy"),
)


@pytest.mark.promise("no-account-link")
def test_the_crowd_left_enough_to_be_joined(disk: Disk) -> None:
    for left, right in PAIRS:
        assert len({one for one, _ in evidence(disk, left, right).true}) >= 25, (left, right)
    assert {one for one, _ in evidence(disk, "account", "appointment").true} == set(range(len(disk.clients)))
    assert len(disk.clients) >= 44


@pytest.mark.promise("no-account-link")
@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_no_way_of_joining_does_better_than_luck(disk: Disk, left: str, right: str) -> None:
    verdict = best_guess(evidence(disk, left, right))

    assert verdict.ways > 300
    assert verdict.luck > LUCK, verdict


Beside = list[tuple[Row, Row]]


def one_of_each(disk: Disk) -> Beside:
    """Return each person's account beside one of their bookings."""
    found = evidence(disk, "account", "appointment")
    chosen = dict(sorted(found.true, reverse=True))
    return [(found.left[one], found.right[other]) for one, other in chosen.items()]


def with_planted(disk: Disk, pairs: Beside, planted: Sequence[tuple[Any, Any]]) -> Evidence:
    """Return pairs as evidence, one more column on each side, the sides dealt anew."""
    lot = Random(7)
    both = [(*pair, *values) for pair, values in zip(pairs, planted, strict=True)]
    lefts = [(at, {**row, "planted": value}) for at, (row, _, value, _) in enumerate(both)]
    rights = [(at, {**row, "planted": value}) for at, (_, row, _, value) in enumerate(both)]
    lot.shuffle(lefts)
    lot.shuffle(rights)
    true = {(here, there) for here, (one, _) in enumerate(lefts) for there, (two, _) in enumerate(rights) if one == two}
    return Evidence([row for _, row in lefts], [row for _, row in rights], true, disk.secrets)


def made(one: Row, name: str, way: str, disk: Disk) -> bytes:
    """Return what a way makes of a value."""
    return dict(derived(one[name], disk.secrets))[way]


Plant = Callable[[Disk, int, Row, Row], tuple[Any, Any]]
PLANTS: dict[str, Plant] = {
    "a time on both sides": lambda disk, at, one, other: (NOW + at * 300, NOW + at * 300 + at % 7 * 20),
    "a time, and a number that falls": lambda disk, at, one, other: (NOW + at * 300, -at),
    "a length on both sides": lambda disk, at, one, other: (bytes(100 + at), "x" * (at + 1)),
    "SHA-256 of the account's id": lambda disk, at, one, other: (0, sha256(one["id"]).digest()),
    "the same, short, in hexadecimal": lambda disk, at, one, other: (0, sha256(one["id"]).hexdigest()[:16]),
    "a piece inside of something": lambda disk, at, one, other: (0, bytes(9) + one["lookup"][:9] + bytes(20)),
    "the ticket in the account": lambda disk, at, one, other: (sha256(other["ticket_hash"]).digest(), 0),
    "a keyed hash": lambda disk, at, one, other: (0, made(one, "lookup", "HMAC under 1 of the disk", disk)),
    "tickets made of the id": lambda disk, at, one, other: (0, made(one, "id", "ticket hash 0", disk)),
    "tags made of the id": lambda disk, at, one, other: (0, made(one, "id", "tag for 5 of the disk", disk)),
}


@pytest.mark.promise("no-account-link")
@pytest.mark.parametrize("what", PLANTS)
def test_what_is_planted_is_found_almost_fully(disk: Disk, what: str) -> None:
    pairs = one_of_each(disk)
    planted = [PLANTS[what](disk, at, one, other) for at, (one, other) in enumerate(pairs)]

    verdict = best_guess(with_planted(disk, pairs, planted))

    assert verdict.luck < LUCK
    assert verdict.best.hits >= 0.9 * len(pairs), verdict


@pytest.mark.promise("no-account-link")
def test_a_single_planted_bit_is_noticed(disk: Disk) -> None:
    pairs = one_of_each(disk)

    verdict = best_guess(with_planted(disk, pairs, [(at % 2, at % 2) for at in range(len(pairs))]))

    assert verdict.luck < LUCK
    assert verdict.best.way == "planted leans with planted"


@pytest.mark.promise("no-account-link")
def test_what_is_planted_by_lot_is_not_noticed(disk: Disk) -> None:
    pairs, lot = one_of_each(disk), Random(11)

    verdict = best_guess(with_planted(disk, pairs, [(lot.random(), lot.randbytes(32)) for _ in pairs]))

    assert verdict.luck > LUCK


def opens(site: Site, account: Row, key: bytes) -> bool:
    """Tell whether a key opens an account's settings."""
    place = wallet.settings_place(site.secrets.site_id, account_id=account["id"], version=account["settings_version"])
    try:
        wallet.opened(account["settings_sealed"], key, place=place)
    except (SealBroken, ValueError):
        return False
    return True


def keys_on(disk: Disk, account: Row) -> Iterable[bytes]:
    """Yield everything of the right size that the disk holds, and all that can be made of it and of the account."""
    everything = {value for rows in disk.tables.values() for row in rows for value in row.values() if is_key(value)}
    yield from (value for value in everything if len(value) == 32)
    own = [value for value in account.values() if is_key(value)]
    for value in (*own, *disk.secrets):
        yield from (key for _, key in derived(value, (*disk.secrets, *own)) if len(key) == 32)


def is_key(value: object) -> bool:
    return isinstance(value, bytes) and len(value) in (16, 32, 60)


@pytest.mark.promise("no-account-link")
def test_nothing_on_the_disk_opens_what_is_sealed(site: Site, disk: Disk) -> None:
    site = disk.clients[0].site

    for account in disk.tables["account"]:
        assert not any(opens(site, account, key) for key in keys_on(disk, account))


@pytest.mark.promise("no-account-link")
def test_a_key_that_lies_on_the_disk_would_be_found(disk: Disk) -> None:
    site, [account] = disk.clients[0].site, disk.tables["account"][:1]
    place = wallet.settings_place(site.secrets.site_id, account_id=account["id"], version=account["settings_version"])
    key = sha256(account["lookup"]).digest()
    careless = {**account, "settings_sealed": wallet.sealed(WalletSettings(zone="Asia/Almaty"), key, place=place)}

    assert any(opens(site, careless, key) for key in keys_on(disk, careless))


STAFF_ONLY = {("volunteer", "account_id"), ("approval", "account_id")}
"""Columns that name the account of somebody who helps; a client's account is in none of them."""

Edges = set[tuple[str, str, str]]


def edges(database: Database) -> Edges:
    """Return every foreign key as the database has it: table, column, and the table it points to."""
    schema = inspect(database.engine)
    return {
        (table, column, key["referred_table"])
        for table in schema.get_table_names()
        for key in schema.get_foreign_keys(table)
        for column in key["constrained_columns"]
    }


def reached(from_table: str, known: Edges) -> set[str]:
    """Return the tables that are tied to one by foreign keys, in either direction, over any number of steps."""
    found, new = set[str](), {from_table}
    while new:
        found |= new
        new = {other for one, _, two in known for here, other in ((one, two), (two, one)) if here in found} - found
    return found


@pytest.mark.promise("no-account-link")
def test_no_foreign_keys_lead_from_a_client_to_a_booking(site: Site, disk: Disk) -> None:
    known = edges(site.db)
    beside_staff = {edge for edge in known if edge[:2] not in STAFF_ONLY}
    clients = {row["id"] for row in disk.tables["account"] if row["role"] == "client"}
    named = {row[column] for table, column in STAFF_ONLY for row in disk.tables[table]}

    assert reached("account", beside_staff).isdisjoint(BOOKED)
    assert not clients & named
    assert len(clients) == len(disk.clients)


@pytest.mark.promise("no-account-link")
def test_a_foreign_key_that_leads_there_would_be_found(site: Site) -> None:
    known = edges(site.db)

    assert reached("account", known) >= {"appointment", "occupancy"}  # by way of volunteers, who are staff
    assert "appointment" in reached(
        "account", {*known, ("invitation", "a", "account"), ("invitation", "b", "appointment")}
    )


@pytest.mark.promise("no-account-link")
def test_no_transaction_touches_both(disk: Disk) -> None:
    assert not [each for each in disk.transactions if each.ties]
    for table in ("account", *BOOKED):
        assert any(table in each.written for each in disk.transactions), f"nothing was written to {table}"


@pytest.mark.promise("no-account-link")
def test_a_transaction_that_touches_both_would_be_noticed(site: Site) -> None:
    with recorded(site.db) as transactions:
        with site.db.writing() as db:
            db.execute(select(Account.id))
            db.execute(update(Appointment).values(news=None))
        with site.db.writing() as db:
            db.execute(select(Account.id))
        with site.db.writing() as db:
            db.execute(update(Appointment).values(news=None))

    assert [each.ties for each in transactions if each.written | each.read] == [True, False, False]
