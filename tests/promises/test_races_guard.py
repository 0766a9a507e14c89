"""The guard by itself: no lock before it, no check beside it, and still nobody is booked twice."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import text

from service.db import Database
from service.models import OccupancyKind
from service.store import occupancies
from tests.factories import NOW, make_volunteer
from tests.promises.test_races import CLIENTS, HALF_AN_HOUR, overlaps

HOUR = 3600


def claims(database: Database, starts: Sequence[int], kind: OccupancyKind) -> list[bool]:
    """Claim an hour of one volunteer from each start, all at once, and return who got theirs."""
    with database.writing() as db:
        volunteer_id = make_volunteer(db).id
    together = Barrier(len(starts))

    def claim(start_at: int) -> bool:
        together.wait(30)
        with database.writing() as db:
            blocked_until = start_at + HOUR
            return bool(occupancies.claim(db, volunteer_id, kind, starts_at=start_at, blocked_until=blocked_until))

    with ThreadPoolExecutor(len(starts)) as threads:
        return list(threads.map(claim, starts))


@pytest.mark.promise("booking-no-double")
def test_the_guard_alone_lets_one_of_64_through(database: Database) -> None:
    starts = [NOW + number % 2 * HALF_AN_HOUR for number in range(CLIENTS)]

    won = claims(database, starts, OccupancyKind.APPOINTMENT)

    assert (sum(won), overlaps(database)) == (1, 0)


@pytest.mark.promise("booking-no-double")
def test_the_guard_alone_sorts_out_a_chain(database: Database) -> None:
    # Each overlaps the next one only: any of them may win, but never two neighbours, nor three losers in a row.
    starts = [NOW + number * HALF_AN_HOUR for number in range(16)]

    won = claims(database, starts, OccupancyKind.MEETING)

    assert overlaps(database) == 0
    assert all(any(won[max(0, place - 1) : place + 2]) for place in range(16))


def test_external_times_may_overlap_everything(database: Database) -> None:
    won = claims(database, [NOW + number for number in range(8)], OccupancyKind.EXTERNAL)

    assert (all(won), overlaps(database)) == (True, 28)


def test_without_the_guard_the_same_race_is_lost(sqlite_database: Database) -> None:
    with sqlite_database.writing() as db:
        db.execute(text("DROP TRIGGER occupancy_guard"))

    won = claims(sqlite_database, [NOW] * 8, OccupancyKind.APPOINTMENT)

    assert (sum(won), overlaps(sqlite_database)) == (8, 28)


@pytest.mark.parametrize(
    "change", ["starts_at = starts_at + 1", "blocked_until = blocked_until + 1", "kind = 'external'"]
)
def test_a_span_is_never_updated(database: Database, change: str) -> None:
    claims(database, [NOW], OccupancyKind.MEETING)

    with pytest.raises(Exception, match="never updated"):
        _update(database, change)

    with database.writing() as db:
        db.execute(text("UPDATE occupancy SET expires_at = NULL"))


def _update(database: Database, change: str) -> None:
    with database.writing() as db:
        db.execute(text(f"UPDATE occupancy SET {change}"))
