"""A real server as a process of its own, on a test's migrated database, to be raced or killed over HTTP.

Everything it says goes to a file: thousands of lines would fill a pipe that nobody reads, and hold the server up.
Stops only what it started, by its process group. Knows no page.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from service import organisation
from service.clock import SystemClock, utc_date
from service.db import Database
from service.models import Volunteer
from service.settings import LANGUAGES
from service.site import Site
from tests.factories import ALDER, make_volunteer
from tests.service.cli.server import LONGEST_START_SECONDS, ROOT, Server, free_port

WHOLE_WEEK = tuple((day, 0, 24 * 60) for day in range(7))
DAY_SECONDS = 86_400


@dataclass
class Served(Server):
    """A server and its workers in one process group, and where they write."""

    log_path: Path = Path()

    @property
    def address(self) -> str:
        """Return where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """Return everything it has said so far."""
        return self.log_path.read_text()

    def kill(self) -> None:
        """End server and workers at once, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=30)

    def workers(self) -> list[int]:
        """Return the process ids of the workers of a server that has several. Linux only."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(each) for each in children if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()]

    def stop(self) -> int:
        """Ask it to end, and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


@contextmanager
def serving(site: Site, **variables: str) -> Iterator[Served]:
    """Serve a test's own house on a free port with the computer's own clock; `variables` are further settings.

    Visitors may say their address, so that limits count each of them alone.
    """
    _write_texts(site.db)
    settings = {
        "PRISTAN_DATABASE_URL": site.settings.database_url, "PRISTAN_DATA_DIR": str(site.settings.data_dir),
        "PRISTAN_TRUSTED_PROXIES": "127.0.0.1", "PORT": str(free_port()),
    }  # fmt: skip
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PRISTAN_")}
    log_path = site.settings.data_dir / f"server-{settings['PORT']}.log"
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "service", "serve"], cwd=ROOT, env=clean | settings | variables, stdout=log,
            stderr=log, start_new_session=True, text=True,
        )  # fmt: skip
    served = Served(process, int(settings["PORT"]), log_path=log_path)
    try:
        _wait_for_answer(served)
        yield served
    finally:
        served.stop()


def _wait_for_answer(served: Served) -> None:
    until = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < until and served.process.poll() is None:
        try:
            if served.get("/api/v1/health")[0] == 200:
                return
        except OSError:
            time.sleep(0.05)
    served.stop()
    raise AssertionError(f"no answer:\n{served.log}")


def _write_texts(database: Database) -> None:
    with database.writing() as db:
        for name in organisation.REQUIRED:
            for language in LANGUAGES:
                organisation.save_text(db, name, language, "A text without gaps.")


def always_open(database: Database, number: int, *, step_minutes: int = 30) -> list[bytes]:
    """Add volunteers who are there day and night in UTC, start each half hour and take anybody; return their ids."""
    with database.writing() as db:
        added: list[Volunteer] = [
            make_volunteer(
                db, ALDER, alias=f"Helper {each}", zone="UTC", hours=WHOLE_WEEK, step_minutes=step_minutes,
                caseload_cap=1000, horizon_days=100, confirmed_on=utc_date(SystemClock().now()),
            )
            for each in range(number)
        ]  # fmt: skip
        return [each.id for each in added]


def midnight(days_ahead: int) -> int:
    """Return the instant when the day begins in UTC, so many days from the computer's today."""
    now = SystemClock().now()
    return now - now % DAY_SECONDS + days_ahead * DAY_SECONDS


def deadlocks(database: Database) -> int:
    """Return how many deadlocks PostgreSQL has met in this database; none can be on SQLite, which has one writer."""
    if database.on_sqlite:
        return 0
    time.sleep(1.5)  # its counters follow a second later
    with database.reading() as db:
        counted = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(db.execute(counted).scalar_one())
