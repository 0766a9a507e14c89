"""The regular jobs of one installation: a thread in each worker process, and leases that let one process do each.

What is to be done is read from the domain's rows each time, so a job that was missed is only late. Leases end on the
grid of their own period, so that no row tells when anything else happened. Errors are logged without data, and the
job comes back. Must not be in anybody's way: no page waits for a job.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Final

import structlog

from service import booking, notices, retention, visits
from service.booking.settling import AT_ONCE
from service.crypto.tokens import random_id
from service.db import PleaseTryAgain
from service.log import place_of
from service.notices import Courier
from service.site import Site
from service.store import leases

LONGEST_RUN_SECONDS: Final = 10 * 60  # after it another process may take over from one that died
LOOK_EVERY_SECONDS: Final = 10.0
STOP_WAIT_SECONDS: Final = 12.0
MINUTE: Final = 60
DAY: Final = 24 * 3600

Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Job:
    """Something done once in each period by one of the processes; `everywhere` ones by each of them."""

    name: str
    period_seconds: int
    run: Callable[[Site, Stop], int]
    everywhere: bool = False


@dataclass(slots=True)
class JobLoop:
    """The thread of one process. `start()` in the worker's own process, `stop()` before it ends."""

    site: Site
    jobs: tuple[Job, ...] = ()
    look_every_seconds: float = LOOK_EVERY_SECONDS
    _stopping: Event = field(default_factory=Event)
    _thread: Thread | None = None
    _own_next_at: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take the usual jobs unless others were given."""
        self.jobs = self.jobs or usual_jobs(self.site)

    def start(self) -> None:
        """Begin to look for what is due, now and every ten seconds."""
        self._thread = Thread(target=self._run, name="jobs", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let the running job come to a good place, and wait for it for some seconds."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(STOP_WAIT_SECONDS)

    def round(self) -> tuple[str, ...]:
        """Do every job that is due and not done by another process; return their names."""
        return tuple(job.name for job in self.jobs if not self._stopping.is_set() and self._done(job))

    def _run(self) -> None:
        while not self._stopping.is_set():
            self.round()
            self._stopping.wait(self.look_every_seconds)

    def _done(self, job: Job) -> bool:
        lease = random_id()
        try:
            if not self._taken(job, lease):
                return False
            count = job.run(self.site, self._stopping.is_set)
            self._rest(job, lease)
        except PleaseTryAgain:
            return False  # the database is busy with people, who come first
        except Exception as error:
            # Whatever broke, the other jobs go on; the lease keeps this one from being tried again at once.
            structlog.get_logger().error("job_failed", job=job.name, error=type(error).__name__, where=place_of(error))
            return False
        if count:
            structlog.get_logger().info("job_done", job=job.name, count=count)
        return True

    def _taken(self, job: Job, lease: bytes) -> bool:
        now = self.site.clock.now()
        if job.everywhere:
            due = now >= self._own_next_at.get(job.name, 0)
            if due:
                self._own_next_at[job.name] = _next_period(job, now)
            return due
        with self.site.db.reading() as db:
            if not leases.is_due(db, job.name, now=now):
                return False
        with self.site.db.writing() as db:
            return leases.take(db, job.name, lease, now=now, until_at=_minute_after(now + LONGEST_RUN_SECONDS))

    def _rest(self, job: Job, lease: bytes) -> None:
        if not job.everywhere:
            with self.site.db.writing() as db:
                leases.rest(db, job.name, lease, until_at=_next_period(job, self.site.clock.now()))


def usual_jobs(site: Site) -> tuple[Job, ...]:
    """Return what every installation does by itself."""
    courier = Courier(site)
    return (
        Job("post", MINUTE, lambda _site, stop: courier.round(stop=stop).sent),
        Job("settle", 5 * MINUTE, settle_all),
        Job("visits", 15 * MINUTE, _end_visits, everywhere=site.db.on_sqlite),
        Job("purge", 60 * MINUTE, lambda site, stop: retention.purge(site, stop=stop).total),
        Job("checks", DAY, _put_checks),
    )


def settle_all(site: Site, stop: Stop) -> int:
    """Settle in steps, each a unit of work of its own, until nothing is left that is over."""
    fulfilled = 0
    while not stop():
        with site.db.writing() as db:
            settled = booking.settle(db, site)
        fulfilled += settled.fulfilled
        if settled.fulfilled < AT_ONCE:
            break
    return fulfilled


def _end_visits(site: Site, _stop: Stop) -> int:
    with site.db.brief() as db:
        return visits.sweep(db, site)


def _put_checks(site: Site, _stop: Stop) -> int:
    with site.db.writing() as db:
        return notices.put_checks(db, site)


def _next_period(job: Job, now: int) -> int:
    return now - now % job.period_seconds + job.period_seconds


def _minute_after(at: int) -> int:
    return at - at % MINUTE + MINUTE
