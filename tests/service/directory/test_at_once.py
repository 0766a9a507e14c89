"""Changes at the same time: counted apart, seen by everyone, and no reader is disturbed."""

from threading import Thread

import pytest

from service.clock import FixedClock, SystemClock
from service.db import Database
from service.directory import Directory
from service.models import OccupancyKind, Volunteer
from service.store import volunteers
from service.wishes import Wishes
from tests.factories import NOW
from tests.service.directory import people

THURSDAY_9 = NOW + 68 * 3600


@pytest.mark.postgresql
def test_change_that_commits_after_a_later_one_is_seen(postgresql_database: Database, clock: FixedClock) -> None:
    directory = Directory(postgresql_database, clock)
    with postgresql_database.writing() as db:
        linden, alder = people.volunteer(db, "Linden"), people.volunteer(db, "Alder")
    before = directory.candidates(Wishes(), zone="UTC", start_at=THURSDAY_9)
    with postgresql_database.writing() as slow:
        people.taken(slow, linden, THURSDAY_9, kind=OccupancyKind.MEETING)
        with postgresql_database.writing() as quick:
            people.taken(quick, alder, THURSDAY_9, kind=OccupancyKind.MEETING)
        clock.advance(seconds=1)
        between = directory.candidates(Wishes(), zone="UTC", start_at=THURSDAY_9)
    clock.advance(seconds=1)

    assert set(before) == {linden, alder}
    assert between == (linden,)
    assert directory.candidates(Wishes(), zone="UTC", start_at=THURSDAY_9) == ()


def test_changes_of_one_volunteer_are_counted_apart(database: Database) -> None:
    with database.writing() as db:
        linden = people.volunteer(db, "Linden")
        before = db.get_one(Volunteer, linden).version

    def change() -> None:
        with database.writing() as db:
            volunteers.bump(db, [linden])

    threads = [Thread(target=change) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.reading() as db:
        assert db.get_one(Volunteer, linden).version == before + 8


def test_readers_are_never_disturbed_by_changes(database: Database) -> None:
    directory = Directory(database, SystemClock())
    with database.writing() as db:
        ids = [people.volunteer(db, f"Linden {n}") for n in range(5)]
    failed: list[Exception] = []

    def read() -> None:
        try:
            for _ in range(100):
                directory.candidates(Wishes(), zone="UTC", start_at=THURSDAY_9)
        except Exception as error:
            failed.append(error)

    readers = [Thread(target=read) for _ in range(6)]
    for reader in readers:
        reader.start()
    for n in range(20):
        with database.writing() as db:
            directory.changed(db, [ids[n % 5]])
    for reader in readers:
        reader.join()

    assert failed == []
    assert directory.version() == max(each.version for each in map(directory.member, ids) if each)
