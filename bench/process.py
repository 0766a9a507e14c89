"""What the real server costs as a process: start, memory, CPU per booking and per sign-in without scripts.

Everything goes over HTTP to `python -m service demo` on SQLite, as a visitor without scripts would do it.
"""

import re
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import Figure, scaled
from bench.person import Page, Person
from bench.serving import Served, demo

PAGES = ("/", "/wishes/1", "/times", "/help-now", "/times?week=1", "/about", "/limits", "/stored", "/api/v1/slots")


def figures(scale: float) -> dict[str, Figure]:
    """Return `start_s`, `http_bookings_per_cpu_second`, `signin_cpu_ms` and `rss_mib`."""
    with TemporaryDirectory(prefix="pristan-bench-") as folder:
        data = Path(folder) / "demo"
        with demo(data):
            pass  # the first start migrates and fills the database
        with demo(data) as served:
            bookings = _bookings(served, number=scaled(30, scale, least=3))
            words = _new_words(served)
            sign_ins = _sign_ins(served, words, number=scaled(100, scale, least=5))
        starts = [_start(data) for _ in range(scaled(5, scale, least=2))]
        with demo(data) as served:
            memory = _memory(served, words, pages=scaled(1000, scale, least=20))
    return {
        # The quickest: what the others took longer is what the machine did beside it.
        "start_s": Figure(min(starts), {"starts": len(starts), "slowest": max(starts)}),
        "http_bookings_per_cpu_second": bookings,
        "signin_cpu_ms": sign_ins,
        "rss_mib": memory,
    }


def _start(data: Path) -> float:
    with demo(data) as served:
        return served.start_seconds


def _bookings(served: Served, *, number: int) -> Figure:
    """Count bookings per CPU second of the server, each by somebody new: clock, times, hold, terms, booked."""
    before = served.cpu_seconds()
    for _ in range(number):
        with Person(served.address) as person:
            book(person)
    seconds = served.cpu_seconds() - before
    return Figure(number / seconds, {"bookings": number, "server_cpu_s": seconds})


def book(person: Person) -> Page:
    """Book the earliest time. Raises: LookupError when a page is not the one expected."""
    clock = person.get("/clock")
    times = person.send(clock, clock.form("zone"), zone="Asia/Almaty")
    form = times.form("start")
    terms = person.send(times, form, button=next(button for button in form.buttons if button[0] == "start"))
    booked = person.send(terms, terms.form("n", "go"), button=("go", "book"))
    if booked.path != "/booked":
        raise LookupError(f"the booking led to {booked.path} ({booked.status})")
    return booked


def _new_words(served: Served) -> str:
    """Book without scripts and return the eight words that the server made."""
    with Person(served.address) as person:
        book(person)
        making = person.get("/key")
        person.send(making, making.form("step"))
        note = person.get("/key/note.txt").text
    return " ".join(re.findall(r"^\d\. (\S+)", note, re.MULTILINE))


def _sign_ins(served: Served, words: str, *, number: int) -> Figure:
    """Return the server's CPU per sign-in without scripts, the answer's page not counted."""
    people = [Person(served.address) for _ in range(number)]
    doors = [person.get("/sign-in/plain") for person in people]
    before = served.cpu_seconds()
    for person, door in zip(people, doors, strict=True):
        person.http.follow_redirects = False
        if person.send(door, door.form("words"), words=words).status != 303:
            raise LookupError("the sign-in did not open")
    seconds = served.cpu_seconds() - before
    for person in people:
        person.http.close()
    return Figure(seconds / number * 1000, {"sign_ins": number})


def _memory(served: Served, words: str, *, pages: int) -> Figure:
    """Return resident memory after so many pages, a sign-in without scripts after every ten of them."""
    with Person(served.address) as visitor:
        clock = visitor.get("/clock")
        visitor.send(clock, clock.form("zone"), zone="Europe/Berlin")
        for number, path in enumerate(islice(cycle(PAGES), pages)):
            visitor.get(path)
            if number % 10 == 0:
                with Person(served.address) as other:
                    door = other.get("/sign-in/plain")
                    other.send(door, door.form("words"), words=words)
    return Figure(served.rss_mib(), {"pages": pages, "peak_mib": served.peak_mib()})
