"""What a booking costs: beside its own statements by hand, beside a bare insert, and with much behind it.

A booking is the whole use case, hold and confirmation: the volunteer is chosen among three, each step is one committed
transaction. Both databases wait for the disk as they do in production.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import select, text

from bench.house import History, house
from bench.measure import DifferentAnswers, Figure, interleaved, scaled
from bench.replay import Recording, player
from service import booking
from service.clock import FixedClock
from service.db import Database
from service.migrate import migrate
from service.models import Appointment, Occupancy, OccupancyKind
from service.site import Site
from service.store import occupancies
from service.wishes import Wishes
from tests.factories import EVERY_DAY, NOW, make_volunteer
from tests.postgresql import running
from tests.promises.racing import Client, Told, in_threads, processes

VOLUNTEERS = 12
TOGETHER = 3
ROUNDS = 5
DAY, HOUR, HALF_AN_HOUR = 86_400, 3600, 1800
FIRST_AT = NOW - NOW % DAY + 3 * DAY + 8 * HOUR  # Thursday, 8:00 UTC: open everywhere, and beyond every notice
CLIENTS = 64


def figures(scale: float) -> dict[str, Figure]:
    """Return the figures of booking on both databases, its growth with history, and how often two met."""
    found: dict[str, Figure] = {}
    doubles = Figure(0.0)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="pristan-bench-")))
        server = stack.enter_context(running(durable=True))

        def on_sqlite(name: str) -> Database:
            return Database(f"sqlite:///{folder / name}.sqlite")

        def on_postgresql(name: str) -> Database:
            server.execute(f"CREATE DATABASE {name}")
            return Database(server.url(name))

        for kind, make in (("sqlite", on_sqlite), ("postgresql", on_postgresql)):
            found[f"booking_cost_{kind}"] = _cost(make, calls=scaled(40, scale, least=4))
            found[f"booking_rate_share_{kind}"] = _rate_share(make("rate"), calls=scaled(40, scale, least=4))
            doubles = _and(doubles, kind, _double_bookings(make("races"), rounds=scaled(50, scale, least=2)))
    return found | {"growth_history_booking": _growth_history(scale), "double_bookings": doubles}


@dataclass(slots=True)
class Bookings:
    """Book one free time after the other, each for a new person; the same ones on every database."""

    site: Site
    who: list[bytes]
    number: int = 0

    def __call__(self) -> None:
        """Hold a time with one of three volunteers and book it."""
        group, slot = self.number % (VOLUNTEERS // TOGETHER), self.number // VOLUNTEERS
        start_at = FIRST_AT + slot // 8 * DAY + slot % 8 * HOUR
        candidates = self.who[group * TOGETHER : (group + 1) * TOGETHER]
        _book(self.site, start_at, candidates, name=f"person {self.number}")
        self.number += 1


def _book(site: Site, start_at: int, candidates: list[bytes], *, name: str, language: str = "ru") -> None:
    with site.db.writing() as db:
        held = booking.hold(db, site, start_at=start_at, candidates=candidates, format="text", language=language)
    wallet_key = hashlib.sha256(name.encode()).digest()
    with site.db.writing() as db:
        booking.book(db, site, wallet_key=wallet_key, n=0, held=held)


def _filled(database: Database) -> Bookings:
    """Make tables and volunteers, the same on every database."""
    migrate(database)
    with database.writing() as db:
        who = [
            make_volunteer(
                db, id=hashlib.md5(b"volunteer %d" % number).digest(), alias=f"Volunteer {number}", zone="Etc/UTC",
                hours=EVERY_DAY, caseload_cap=100, horizon_days=100,
            ).id
            for number in range(VOLUNTEERS)
        ]  # fmt: skip
    site = SimpleNamespace(db=database, clock=FixedClock(NOW))
    return Bookings(cast(Site, site), who)


def _cost(make: Callable[[str], Database], *, calls: int) -> Figure:
    """Compare bookings with their own statements, recorded on one database and played on another one by hand."""
    recorded, ours, baseline = (_filled(make(name)) for name in ("recorded", "ours", "baseline"))
    recording = Recording()
    number = 1 + ROUNDS * calls
    recording.record(recorded.site.db, iter([recorded] * number))
    play = player(baseline.site.db, recording)

    def same(_: None, __: None) -> bool:
        return _contents(ours.site.db) == _contents(baseline.site.db) != []

    comparison = interleaved(ours, play, rounds=ROUNDS, calls=calls, same=same)
    if not same(None, None):
        raise DifferentAnswers("the played statements left other bookings behind than ours")
    statements = median(len(each) for each in recording.bookings)
    return Figure(comparison.cost.value, comparison.cost.detail | {"statements": statements})


def _contents(database: Database) -> list[Any]:
    """Return who has which time, as far as it does not depend on a lot or on random ids."""
    wanted = select(Appointment.ticket_hash, Appointment.starts_at, Appointment.ends_at, Appointment.state)
    with database.reading() as db:
        return [tuple(row) for row in db.execute(wanted.order_by(Appointment.ticket_hash))]


def _rate_share(database: Database, *, calls: int) -> Figure:
    """Return our bookings a second, divided by bare guarded inserts a second: each of both waits for the disk."""
    ours = _filled(database)
    inserts = _bare_inserts(database, ours.who[0])
    booking_seconds, insert_seconds = [], []
    for _ in range(ROUNDS):
        booking_seconds.append(_seconds(ours, calls=calls))
        insert_seconds.append(_seconds(inserts, calls=calls))
    booked, inserted = median(booking_seconds), median(insert_seconds)
    return Figure(inserted / booked, {"bookings_a_second": 1 / booked, "inserts_a_second": 1 / inserted})


def _seconds(action: Callable[[], None], *, calls: int) -> float:
    """Return the seconds one call takes by the clock on the wall; the first one warms up."""
    action()
    began = perf_counter()
    for _ in range(calls):
        action()
    return (perf_counter() - began) / calls


def _bare_inserts(database: Database, volunteer_id: bytes) -> Callable[[], None]:
    """Return what inserts one guarded row after the other, long after all bookings."""
    numbers = iter(range(10**6))

    def insert() -> None:
        starts_at = FIRST_AT + 10_000 * DAY + next(numbers) * HOUR
        with database.writing() as db:
            occupancies.claim(
                db, volunteer_id, OccupancyKind.MEETING, starts_at=starts_at, blocked_until=starts_at + HOUR
            )

    return insert


def _growth_history(scale: float) -> Figure:
    """Compare bookings with much behind them and with little."""
    much = History(appointments=scaled(100_000, scale), tombstones=scaled(1_000_000, scale))
    little = History(appointments=scaled(1_000, scale))
    with ExitStack() as stack:
        sites = [stack.enter_context(house(20, history)) for history in (much, little)]
        large, small = (_bookings_in(site) for site in sites)
        return interleaved(large, small, rounds=ROUNDS, calls=scaled(20, scale, least=4)).cost


def _bookings_in(site: Site) -> Callable[[], None]:
    """Return what books one time after the other in a house, beside the spans that its old sessions took."""
    with site.db.writing() as db:
        db.execute(text("UPDATE volunteer SET caseload_cap = 1000, horizon_days = 100"))
        # In order of time: each insert passes the guard, which looks only at what is not over by then.
        db.execute(
            text(
                "INSERT INTO occupancy (id, volunteer_id, kind, starts_at, blocked_until) SELECT"
                " id, volunteer_id, 'appointment', starts_at, starts_at + 3600 FROM appointment ORDER BY starts_at"
            )
        )
    free = _free_times(site)

    def book() -> None:
        start_at, candidates, number = next(free)
        _book(site, start_at, list(candidates), name=f"person {number}")

    return book


def _free_times(site: Site) -> Iterator[tuple[int, tuple[bytes, ...], int]]:
    """Give free times of a house with those who are free then: read once, so that searching is not measured here."""
    now = site.clock.now()
    wishes = Wishes(language="ru", formats=("text",))
    starts = site.directory.starts(wishes, zone="UTC", from_at=now + 3 * DAY, until_at=now + 90 * DAY, limit=10_000)
    found = [(start_at, site.directory.candidates(wishes, zone="UTC", start_at=start_at)) for start_at in starts]
    return iter([(start_at, candidates, number) for number, (start_at, candidates) in enumerate(found)])


def _double_bookings(database: Database, *, rounds: int) -> Figure:
    """Count what overlaps after rounds of 64 clients on one time, every second one half an hour later."""
    migrate(database)
    with database.writing() as db:
        who = (
            make_volunteer(
                db, hours=EVERY_DAY, zone="Etc/UTC", step_minutes=30, caseload_cap=1000, horizon_days=100
            ).id,
        )
    told: list[Told] = []
    with _racing(database) as race:
        for number in range(rounds):
            told += race(_crowd(FIRST_AT + number * DAY, tuple(each.hex() for each in who)))
    wanted = select(Occupancy.starts_at, Occupancy.blocked_until).order_by(Occupancy.starts_at)
    with database.reading() as db:
        spans = db.execute(wanted).all()
    overlapping = sum(one.blocked_until > other.starts_at for one, other in pairwise(spans))
    faults = sum(not (each.answer == "won" or each.is_refusal) for each in told)
    return Figure(overlapping + abs(len(spans) - rounds) + faults, {"rounds": rounds, "clients": len(told)})


@contextmanager
def _racing(database: Database) -> Iterator[Callable[[list[Client]], list[Told]]]:
    if database.on_sqlite:
        yield lambda clients: in_threads(database, clients)
        return
    with processes(database, 3) as race:
        yield race


def _crowd(start_at: int, who: tuple[str, ...]) -> list[Client]:
    return [Client(f"{start_at}/{number}", start_at + number % 2 * HALF_AN_HOUR, who) for number in range(CLIENTS)]


def _and(sum_so_far: Figure, kind: str, one: Figure) -> Figure:
    details = {f"{name}_{kind}": value for name, value in one.detail.items()}
    return Figure(sum_so_far.value + one.value, sum_so_far.detail | details)
