"""Promise booking-no-double over HTTP: real server processes, 64 browsers, one time. One gets it, everybody is told."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from html import escape
from threading import Barrier

import pytest

from bench.person import Page, Person
from scheduling.errors import SlotTaken
from service.site import Site
from tests.promises.serving import Served, always_open, deadlocks, midnight, serving
from tests.promises.test_races import booked, overlaps
from web.languages import tell

CLIENTS = 64
HALF_AN_HOUR = 1800
START = re.compile(r'name="start" value="(\d+)"')
SAID = ("x-forwarded-for", "accept-language")
TAKEN = escape(tell(SlotTaken(), "ru"))


@dataclass
class Browser:
    """One browser that looks at the times, from an address of its own."""

    person: Person
    page: Page = field(init=False)

    def look(self) -> None:
        """Come as far as the times."""
        clock = self.person.get("/clock")
        self.page = self.person.send(clock, clock.form("zone"), zone="Asia/Almaty")

    def choose(self, start_at: int) -> Page:
        """Press the button of a time and return what is shown."""
        self.page = self.person.send(self.page, self.page.form("start"), button=("start", str(start_at)))
        return self.page

    def back(self) -> None:
        """Go back to the times, with the chosen one still kept."""
        self.page = self.person.get("/times")

    def confirm(self) -> Page:
        """Press "yes"."""
        self.page = self.person.send(self.page, self.page.form("n", "go"), button=("go", "book"))
        return self.page


class Crowd:
    """Browsers with addresses of their own, closed together at the end."""

    def __init__(self, served: Served) -> None:
        self.served, self.stack, self.arrived = served, ExitStack(), 0

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(self, *_: object) -> None:
        self.stack.close()

    def arrive(self, number: int) -> list[Browser]:
        """Open browsers and bring each to the times."""
        opened = [Browser(self.stack.enter_context(Person(self.served.address))) for _ in range(number)]
        for place, browser in enumerate(opened, start=self.arrived):
            browser.person.http.headers["x-forwarded-for"] = f"{20 + place // 250}.{place % 250}.7.7"
            browser.person.http.headers["accept-language"] = "ru"
        self.arrived += number
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(Browser.look, opened))
        return opened


def at_once(actions: Sequence[Callable[[], Page]]) -> list[Page]:
    """Do all of it at the same moment and return the pages in order."""
    together = Barrier(len(actions))

    def do(action: Callable[[], Page]) -> Page:
        together.wait(60)
        return action()

    with ThreadPoolExecutor(len(actions)) as threads:
        return list(threads.map(do, actions))


def race(people: Sequence[Browser], start_at: int) -> list[Browser]:
    """Let everybody choose, every second one half an hour later; return who was led on. Losers must have been told."""
    chosen = [start_at + place % 2 * HALF_AN_HOUR for place in range(len(people))]
    pages = at_once([partial(one.choose, at) for one, at in zip(people, chosen, strict=True)])
    led_on = [one for one, page in zip(people, pages, strict=True) if page.path == "/confirm"]
    for page in pages:
        if page.path != "/confirm":
            assert (page.status, TAKEN in page.text) == (409, True), page.text
            assert START.search(page.text), "no other time is offered"
    return led_on


def rounds(site: Site, number: int, **variables: str) -> None:
    """Race over so many times with one volunteer; check each round, the database and what the server said."""
    always_open(site.db, 1)
    before = deadlocks(site.db)
    with serving(site, **variables) as served, Crowd(served) as crowd:
        people = crowd.arrive(CLIENTS)
        for day in range(number):
            [winner] = race(people, midnight(3 + day) + 10 * 3600)
            assert winner.confirm().path == "/booked"
            people[people.index(winner)] = crowd.arrive(1)[0]
        log = served.log
    assert (booked(site.db), overlaps(site.db)) == (number, 0)
    assert calm(log)
    assert deadlocks(site.db) == before


def calm(log: str) -> bool:
    """Tell whether a server met no fault; its log has one line for each answer."""
    statuses = Counter(re.findall(r"status=(\d)", log))
    return statuses["5"] == 0 and statuses["2"] > 0 and not re.search(r"failed|locked|deadlock|Traceback", log)


def processes(site: Site) -> dict[str, str]:
    """Return the settings of an installation of its kind: one process on SQLite, three on PostgreSQL."""
    return {} if site.db.on_sqlite else {"PRISTAN_WORKERS": "3"}


@pytest.mark.promise("booking-no-double")
def test_one_of_64_browsers_gets_the_time_and_all_are_told(site: Site) -> None:
    rounds(site, 3, **processes(site))


@pytest.mark.long
@pytest.mark.promise("booking-no-double")
def test_fifty_rounds_of_64_browsers(site: Site) -> None:
    rounds(site, 50, **processes(site))


@pytest.mark.promise("booking-no-double")
def test_people_who_change_their_minds_at_once_do_not_stand_in_each_others_way(site: Site) -> None:
    """Everybody keeps a time with one helper and takes another one's, which somebody keeps who wants theirs."""
    always_open(site.db, 2)
    before, morning = deadlocks(site.db), midnight(4) + 9 * 3600

    with serving(site, **processes(site)) as served, Crowd(served) as crowd:
        people = crowd.arrive(16)
        for turn in range(8):
            starts = [morning + (place + turn) % 16 * 3600 for place in range(16)]
            with ThreadPoolExecutor(8) as threads:
                list(threads.map(Browser.back, people))
            pages = at_once([partial(one.choose, at) for one, at in zip(people, starts, strict=True)])
            assert {(page.path, page.status) for page in pages} <= {("/confirm", 200), ("/times", 409)}
        log = served.log

    assert overlaps(site.db) == 0
    assert calm(log)
    assert deadlocks(site.db) == before


@pytest.mark.promise("booking-no-double")
def test_one_form_sent_sixteen_times_at_once_books_once(site: Site) -> None:
    always_open(site.db, 1)

    with serving(site, **processes(site)) as served, Crowd(served) as crowd:
        [one] = crowd.arrive(1)
        one.choose(midnight(4) + 9 * 3600)
        tabs = [other_tab(crowd, one) for _ in range(16)]
        pages = at_once([tab.confirm for tab in tabs])
        assert {(page.path, page.status) for page in pages} == {("/booked", 200)}
        assert calm(served.log)

    assert (booked(site.db), overlaps(site.db)) == (1, 0)


def other_tab(crowd: Crowd, one: Browser) -> Browser:
    """Return another tab of the same browser, on the same page."""
    tab = Browser(crowd.stack.enter_context(Person(crowd.served.address)))
    tab.person.http.headers.update({name: one.person.http.headers[name] for name in SAID})
    tab.person.http.cookies.update(one.person.http.cookies)
    tab.page = one.page
    return tab
