"""Each job is done once in its period by one process, comes back after a fault, and stops when asked."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier, Event
from typing import Any

import pytest
import structlog
from sqlalchemy import select

from service import visits
from service.clock import FixedClock
from service.jobs import LONGEST_RUN_SECONDS, Job, JobLoop, Stop, usual_jobs
from service.models import JobLease
from service.site import Site
from service.store import leases

HOUR = 3600


@dataclass
class Counting:
    """A job that counts how often it was done."""

    done: int = 0
    fails: bool = False
    began: Event = field(default_factory=Event)

    def __call__(self, _site: Site, _stop: Stop) -> int:
        self.done += 1
        self.began.set()
        if self.fails:
            raise ValueError("something a person typed")
        return 1


def loop(site: Site, work: Any, *, name: str = "work", everywhere: bool = False) -> JobLoop:
    return JobLoop(site, (Job(name, HOUR, work, everywhere),), look_every_seconds=0.01)


def test_a_job_is_done_once_in_each_period(site: Site, clock: FixedClock) -> None:
    work = Counting()
    mine = loop(site, work)

    done = []
    for _step in range(5):
        done.append(mine.round())
        clock.advance(seconds=HOUR // 2)

    assert done == [("work",), (), ("work",), (), ("work",)]
    assert work.done == 3


def test_of_eight_processes_at_once_one_does_the_job(site: Site) -> None:
    work, together = Counting(), Barrier(8)

    def process(_number: int) -> bool:
        mine = loop(site, work)
        together.wait()
        return bool(mine.round())

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(process, range(8))) == 1
    assert work.done == 1


def test_a_job_everywhere_is_done_by_each_process(site: Site, clock: FixedClock) -> None:
    work = Counting()
    processes = [loop(site, work, everywhere=True) for _ in range(3)]

    for _again in range(2):
        for process in processes:
            process.round()
    clock.advance(seconds=HOUR)
    processes[0].round()

    assert work.done == 4


def test_another_process_takes_over_from_one_that_died(site: Site, clock: FixedClock) -> None:
    with site.db.writing() as db:
        assert leases.take(db, "work", b"dead", now=clock.at, until_at=clock.at + LONGEST_RUN_SECONDS)
    work = Counting()
    other = loop(site, work)

    other.round()
    clock.advance(seconds=LONGEST_RUN_SECONDS - 1)
    other.round()
    assert work.done == 0
    clock.advance(seconds=1)
    other.round()

    assert work.done == 1


def test_a_lease_that_ran_out_is_not_given_back_by_its_old_holder(site: Site, clock: FixedClock) -> None:
    with site.db.writing() as db:
        leases.take(db, "work", b"slow", now=clock.at, until_at=clock.at + 10)
        leases.take(db, "work", b"fresh", now=clock.at + 10, until_at=clock.at + 500)
        leases.rest(db, "work", b"slow", until_at=clock.at + 9000)

    with site.db.reading() as db:
        assert db.scalars(select(JobLease.leased_until)).one() == clock.at + 500


def test_a_lease_ends_on_the_grid_of_its_period(site: Site, clock: FixedClock) -> None:
    clock.advance(seconds=1234)

    loop(site, Counting()).round()

    with site.db.reading() as db:
        assert db.scalars(select(JobLease.leased_until)).one() % HOUR == 0


def test_a_job_that_fails_is_logged_without_data_and_comes_back(site: Site, clock: FixedClock) -> None:
    broken, fine = Counting(fails=True), Counting()
    both = JobLoop(site, (Job("broken", HOUR, broken), Job("fine", HOUR, fine)))

    with structlog.testing.capture_logs() as lines:
        assert both.round() == ("fine",)
        clock.advance(seconds=2 * HOUR)
        both.round()

    failed = [line for line in lines if line["event"] == "job_failed"]
    assert (broken.done, fine.done, len(failed)) == (2, 2, 2)
    assert "typed" not in str(lines)
    assert failed[0]["error"] == "ValueError"


def test_the_thread_works_and_stops_cleanly(site: Site) -> None:
    work = Counting()
    mine = loop(site, work)

    mine.start()
    assert work.began.wait(5)
    mine.stop()

    assert mine._thread is not None
    assert not mine._thread.is_alive()


def test_a_running_job_is_told_to_stop(site: Site) -> None:
    begun, seen = Event(), Event()

    def long_work(_site: Site, stop: Stop) -> int:
        begun.set()
        while not stop():
            pass
        seen.set()
        return 0

    mine = loop(site, long_work)
    mine.start()
    assert begun.wait(5)
    mine.stop()

    assert seen.is_set()


def test_the_usual_jobs_all_run_on_an_empty_house(site: Site) -> None:
    with structlog.testing.capture_logs() as lines:
        done = JobLoop(site).round()

    assert done == ("post", "settle", "visits", "purge", "checks")
    assert [line for line in lines if line["log_level"] == "error"] == []


@pytest.mark.parametrize(("seconds", "left"), [(0, True), (2 * HOUR, False)])
def test_ended_visits_are_removed_by_their_job(site: Site, clock: FixedClock, seconds: int, left: bool) -> None:
    with site.db.brief() as db:
        visits.start(db, site)
    clock.advance(seconds=seconds)

    job = next(job for job in usual_jobs(site) if job.name == "visits")

    assert job.run(site, lambda: False) == (0 if left else 1)
