"""Promise booking-no-double: whoever comes at the same moment, nobody is booked twice and everybody is told."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pytest
from sqlalchemy import select

from scheduling.interval import Span
from service.db import Database
from service.models import Appointment, Occupancy
from tests.factories import ALDER, NOW, make_volunteer
from tests.promises.racing import WON, Client, Told, in_threads, processes

CLIENTS = 64
HALF_AN_HOUR = 1800
START_AT = NOW + 86_400 - 4 * 3600  # Tuesday, 9:00 in Berlin
SLOWEST_SECONDS = 30
DAY = 86_400
PROCESSES = 3

Race = Callable[[Sequence[Client]], list[Told]]


@pytest.fixture
def race(database: Database) -> Iterator[Race]:
    """Give what lets clients race, the way the database is served: one process on SQLite, several on PostgreSQL."""
    if database.on_sqlite:
        yield partial(in_threads, database)
        return
    with processes(database, PROCESSES) as race:
        yield race


def volunteers(database: Database, number: int) -> tuple[str, ...]:
    """Add volunteers who start every half hour, each day of the week, and take anybody."""
    hours = [(day, 8 * 60, 20 * 60) for day in range(7)]
    with database.writing() as db:
        added = [
            make_volunteer(
                db, ALDER, alias=f"V{each}", hours=hours, step_minutes=30, caseload_cap=100, horizon_days=100
            )
            for each in range(number)
        ]
        return tuple(each.id.hex() for each in added)


def crowd(number: int, start_at: int, who: tuple[str, ...]) -> list[Client]:
    """Return clients on one time, every second one half an hour later."""
    return [Client(f"{start_at}/{each}", start_at + each % 2 * HALF_AN_HOUR, who) for each in range(number)]


def overlaps(database: Database) -> int:
    """Count pairs of one volunteer's rows that share time."""
    with database.reading() as db:
        rows = db.execute(select(Occupancy.volunteer_id, Occupancy.starts_at, Occupancy.blocked_until)).all()
    spans = [(row.volunteer_id, Span(row.starts_at, row.blocked_until)) for row in rows]
    pairs = ((one, other) for index, one in enumerate(spans) for other in spans[:index])
    return sum(one[0] == other[0] and one[1].overlaps(other[1]) for one, other in pairs)


def booked(database: Database) -> int:
    """Count booked sessions, each of which must have its own time."""
    with database.reading() as db:
        taken = set(db.scalars(select(Occupancy.id).where(Occupancy.kind == "appointment")))
        assert set(db.scalars(select(Appointment.occupancy_id))) == taken
        return len(taken)


def check(told: Sequence[Told], *, winners: int) -> None:
    """Check that so many won, that all others were told a fact, and that nobody waited long."""
    faults = [each for each in told if each.answer != WON and not each.is_refusal]
    assert faults == []
    assert {each.answer for each in told} <= {WON, "SlotTaken"}
    assert sum(each.answer == WON for each in told) == winners
    assert max(each.seconds for each in told) < SLOWEST_SECONDS


@pytest.mark.promise("booking-no-double")
def test_one_of_64_gets_the_time(database: Database, race: Race) -> None:
    who = volunteers(database, 1)

    for day in range(3):
        check(race(crowd(CLIENTS, START_AT + day * DAY, who)), winners=1)

    assert (booked(database), overlaps(database)) == (3, 0)


@pytest.mark.promise("booking-no-double")
def test_three_volunteers_take_three_of_64(database: Database, race: Race) -> None:
    who = volunteers(database, 3)

    check(race(crowd(CLIENTS, START_AT, who)), winners=3)

    assert (booked(database), overlaps(database)) == (3, 0)


@pytest.mark.promise("booking-no-double")
def test_times_side_by_side_are_all_booked(database: Database, race: Race) -> None:
    who = volunteers(database, 1)
    clients = [client for hour in range(4) for client in crowd(16, START_AT + hour * 2 * 3600, who)]

    told = race(clients)

    check(told, winners=4)
    assert (booked(database), overlaps(database)) == (4, 0)


@pytest.mark.promise("booking-no-double")
def test_holds_that_expired_are_no_obstacle_and_no_deadlock(database: Database, race: Race) -> None:
    who = volunteers(database, 3)
    with database.writing() as db:
        for number, volunteer_id in enumerate(who):
            for half in range(2):
                start_at = START_AT + half * 3600
                db.add(
                    Occupancy(
                        volunteer_id=bytes.fromhex(volunteer_id), kind="hold", starts_at=start_at,
                        blocked_until=start_at + 3600, expires_at=NOW, hold_hash=bytes([number, half]) * 16,
                    )
                )  # fmt: skip

    check(race(crowd(CLIENTS, START_AT, who)), winners=3)

    assert (booked(database), overlaps(database)) == (3, 0)


@pytest.mark.long
@pytest.mark.promise("booking-no-double")
def test_fifty_rounds(database: Database, race: Race) -> None:
    who = volunteers(database, 1)

    for day in range(50):
        check(race(crowd(CLIENTS, START_AT + day * DAY, who)), winners=1)

    assert (booked(database), overlaps(database)) == (50, 0)
