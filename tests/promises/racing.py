"""Many clients at once on one time: as threads of one process (SQLite), or of several processes (PostgreSQL).

Run as `python -m tests.promises.racing`, a process is told a database, and then round by round which clients it has;
it says "ready", waits for "go", lets them race as threads, and prints what each was told.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from threading import Barrier
from time import monotonic
from types import SimpleNamespace
from typing import IO, cast

from scheduling.errors import Refusal
from service import booking
from service.clock import FixedClock
from service.db import Database
from service.site import Site
from tests.factories import NOW, wallet

WON = "won"


@dataclass(frozen=True, slots=True)
class Client:
    """One client and the time they want, with whom."""

    name: str
    start_at: int
    volunteers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a client was told, and after how long; what is neither "won" nor a refusal's name is a fault."""

    name: str
    answer: str
    seconds: float

    @property
    def is_refusal(self) -> bool:
        """Tell whether it is one of the facts that people are told."""
        return self.answer in _refusals(Refusal)


def _refusals(kind: type[Refusal]) -> set[str]:
    return {kind.__name__}.union(*(_refusals(child) for child in kind.__subclasses__()))


def racing_site(database: Database) -> Site:
    """Return as much of an installation as a booking needs."""
    return cast(Site, SimpleNamespace(db=database, clock=FixedClock(NOW)))


def in_threads(database: Database, clients: Sequence[Client]) -> list[Told]:
    """Let clients race as threads of this process."""
    site, start = racing_site(database), Barrier(len(clients))

    def run(client: Client) -> Told:
        start.wait(60)
        return _race(site, client)

    with ThreadPoolExecutor(len(clients)) as threads:
        return list(threads.map(run, clients))


@contextmanager
def processes(database: Database, number: int) -> Iterator[Callable[[Sequence[Client]], list[Told]]]:
    """Keep server processes running, and yield what lets clients race as threads of all of them."""
    url = database.url.render_as_string(hide_password=False)
    racers = [_process(url) for _ in range(number)]
    try:
        yield partial(_race_all, racers)
    finally:
        for racer in racers:
            racer.communicate(timeout=60)


def _process(url: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.promises.racing", url]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _race_all(racers: Sequence[subprocess.Popen[str]], clients: Sequence[Client]) -> list[Told]:
    for number, racer in enumerate(racers):
        _say(racer.stdin, json.dumps([asdict(client) for client in clients[number :: len(racers)]]))
    for racer in racers:
        assert _line(racer.stdout) == "ready", "a racing process did not come up"
    for racer in racers:
        _say(racer.stdin, "go")
    return [Told(**each) for racer in racers for each in json.loads(_line(racer.stdout))]


def _say(stream: IO[str] | None, line: str) -> None:
    assert stream is not None
    stream.write(line + "\n")
    stream.flush()


def _line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline().strip()


def _race(site: Site, client: Client) -> Told:
    began = monotonic()
    try:
        _book(site, client)
        answer = WON
    except Refusal as refusal:
        answer = type(refusal).__name__
    except Exception as fault:  # the race is about just this: nobody may meet anything else
        answer = repr(fault)
    return Told(client.name, answer, monotonic() - began)


def _book(site: Site, client: Client) -> None:
    candidates = [bytes.fromhex(each) for each in client.volunteers]
    with site.db.writing() as db:
        held = booking.hold(db, site, start_at=client.start_at, candidates=candidates, format="text", language="ru")
    with site.db.writing() as db:
        booking.book(db, site, wallet_key=wallet(client.name), n=0, held=held)


def main() -> None:
    """Race round by round, as told on standard input, until it ends."""
    database = Database(sys.argv[1])
    with database.reading() as db:
        db.connection()
    for line in sys.stdin:
        clients = [Client(**each | {"volunteers": tuple(each["volunteers"])}) for each in json.loads(line)]
        print("ready", flush=True)
        sys.stdin.readline()
        print(json.dumps([asdict(told) for told in in_threads(database, clients)]), flush=True)
    database.close()


if __name__ == "__main__":
    main()
