"""Who is offered, when, and how soon a change is seen; on both databases."""

from typing import Any

import pytest
from sqlalchemy import event

from scheduling.errors import UnknownZone
from service.clock import FixedClock
from service.db import Database
from service.directory import Directory, Page, Seeker
from service.models import OccupancyKind, Volunteer, VolunteerState
from service.store import volunteers
from service.wishes import Wishes
from tests.factories import NOW
from tests.service.directory import people

HOUR, DAY = 3600, 86_400
TUESDAY_9 = NOW + 20 * HOUR  # 3 November 2026, 08:00 UTC: nine o'clock in Berlin
THURSDAY_9 = TUESDAY_9 + 2 * DAY
TAG, OTHER_TAG = b"t" * 32, b"o" * 32


def starts(page: Page) -> list[int]:
    return [time.start_at for day in page.days for time in day.times]


@pytest.fixture
def directory(database: Database, clock: FixedClock) -> Directory:
    return Directory(database, clock)


def all_starts(directory: Directory, wishes: Wishes | None = None, **more: Any) -> list[int]:
    return starts(directory.search(wishes or Wishes(), zone="Europe/Berlin", limit=2000, **more))


def test_directory_offers_open_hours_after_the_notice(database: Database, directory: Directory) -> None:
    with database.writing() as db:
        people.volunteer(db, notice_hours=24)

    page = directory.search(Wishes(), zone="Asia/Almaty", limit=8)

    # 13:00 in Berlin is the first hour a day ahead; Almaty's clock shows 17:00 then.
    assert [(str(day.on), [time.minute for time in day.times]) for day in page.days] == [
        ("2026-11-03", [17 * 60, 18 * 60, 19 * 60, 20 * 60]),
        ("2026-11-04", [13 * 60, 14 * 60, 15 * 60, 16 * 60]),
    ]


@pytest.mark.parametrize("state", [each for each in VolunteerState if each is not VolunteerState.ACTIVE])
def test_directory_offers_only_active_volunteers(database: Database, directory: Directory, state: str) -> None:
    with database.writing() as db:
        people.volunteer(db, state=state)

    assert all_starts(directory) == []


def test_directory_offers_nobody_without_a_confirmed_channel(database: Database, directory: Directory) -> None:
    with database.writing() as db:
        people.volunteer(db, confirmed_on=None)

    assert all_starts(directory) == []


def test_directory_offers_near_times_only_with_a_fresh_channel(
    database: Database, directory: Directory, clock: FixedClock
) -> None:
    with database.writing() as db:
        people.volunteer(db, notice_hours=2)
    fresh = all_starts(directory)
    clock.advance(seconds=9 * DAY)  # the channel was confirmed on 1 November

    stale = all_starts(directory)

    assert fresh[0] == NOW + 2 * HOUR
    assert stale[0] >= clock.now() + 36 * HOUR


def test_directory_offers_new_people_only_below_the_caseload(database: Database, directory: Directory) -> None:
    with database.writing() as db:
        full = people.volunteer(db, caseload_cap=1)
        people.booked(db, full, THURSDAY_9, case_tag=TAG)

    assert all_starts(directory) == []
    assert THURSDAY_9 + HOUR in all_starts(directory, seeker=Seeker(known={full: TAG}))


def test_directory_counts_people_and_not_sessions_for_the_caseload(database: Database, directory: Directory) -> None:
    with database.writing() as db:
        busy = people.volunteer(db, caseload_cap=2)
        people.booked(db, busy, THURSDAY_9, case_tag=TAG)
        people.booked(db, busy, THURSDAY_9 + HOUR, case_tag=TAG)
        people.booked(db, busy, THURSDAY_9 + 2 * HOUR, case_tag=OTHER_TAG, state="cancelled")

    assert all_starts(directory) != []


def test_directory_keeps_a_weekly_time_for_its_person_alone(database: Database, directory: Directory) -> None:
    with database.writing() as db:
        busy = people.volunteer(db)
        people.taken(db, busy, THURSDAY_9, kind=OccupancyKind.RESERVATION, case_tag=TAG)

    assert THURSDAY_9 not in all_starts(directory)
    assert THURSDAY_9 not in all_starts(directory, seeker=Seeker(known={busy: OTHER_TAG}))
    assert THURSDAY_9 in all_starts(directory, seeker=Seeker(known={busy: TAG}))


def test_directory_frees_an_expired_hold_by_itself(database: Database, directory: Directory, clock: FixedClock) -> None:
    with database.writing() as db:
        busy = people.volunteer(db)
        people.taken(db, busy, THURSDAY_9, kind=OccupancyKind.HOLD, expires_at=NOW + 300, hold_hash=b"h" * 32)
    held = all_starts(directory)
    clock.advance(seconds=300)

    assert THURSDAY_9 not in held
    assert THURSDAY_9 in all_starts(directory)


def test_directory_keeps_to_the_caps_of_day_and_week(database: Database, directory: Directory) -> None:
    with database.writing() as db:
        busy = people.volunteer(db, day_cap=1, week_cap=2)
        people.booked(db, busy, THURSDAY_9, case_tag=TAG)

    offered = all_starts(directory)
    with database.writing() as db:
        people.booked(db, busy, TUESDAY_9, case_tag=TAG)
    directory.touched([busy])

    assert not [at for at in offered if THURSDAY_9 <= at < THURSDAY_9 + DAY - HOUR]
    assert min(all_starts(directory)) >= TUESDAY_9 + 6 * DAY  # Monday of next week


def test_directory_leaves_out_absences(database: Database, directory: Directory) -> None:
    with database.writing() as db:
        people.away(db, people.volunteer(db), NOW, THURSDAY_9)

    assert all_starts(directory)[0] == THURSDAY_9


def test_directory_sees_a_change_of_another_process_within_a_second(
    database: Database, directory: Directory, clock: FixedClock
) -> None:
    before = all_starts(directory)
    with database.writing() as db:
        people.volunteer(db)
    unseen = all_starts(directory)
    clock.advance(seconds=1)

    assert before == unseen == []
    assert all_starts(directory) != []


def test_directory_sees_its_own_change_at_once(database: Database, directory: Directory) -> None:
    with database.writing() as db:
        who = people.volunteer(db)
    before = all_starts(directory)
    with database.writing() as db:
        people.taken(db, who, THURSDAY_9, kind=OccupancyKind.MEETING)
    directory.touched([who])

    assert THURSDAY_9 in before
    assert THURSDAY_9 not in all_starts(directory)


def test_directory_counts_a_change_and_sees_it_after_the_commit(database: Database, directory: Directory) -> None:
    with database.writing() as db:
        who = people.volunteer(db)
    before = all_starts(directory)
    with database.writing() as db:
        db.get_one(Volunteer, who).state = VolunteerState.PAUSED
        db.flush()
        directory.changed(db, [who])

    assert before != []
    assert all_starts(directory) == []


def test_directory_sees_a_version_that_was_committed_late(
    database: Database, directory: Directory, clock: FixedClock
) -> None:
    with database.writing() as db:
        late = people.volunteer(db, "Linden")
        early = people.volunteer(db, "Alder")
        people.taken(db, early, THURSDAY_9, kind=OccupancyKind.MEETING)
    all_starts(directory)
    with database.writing() as db:  # a version below the highest, as of a transaction that began before the last one
        people.away(db, late, NOW, NOW + 99 * DAY)
        db.get_one(Volunteer, late).version = 3
    clock.advance(seconds=1)

    assert THURSDAY_9 not in all_starts(directory)


def test_directory_forgets_a_volunteer_who_is_no_more(
    database: Database, directory: Directory, clock: FixedClock
) -> None:
    with database.writing() as db:
        gone = people.volunteer(db)
    before = all_starts(directory)
    with database.writing() as db:
        db.delete(db.get_one(Volunteer, gone))
    clock.advance(seconds=60)

    assert before != []
    assert all_starts(directory) == []
    assert directory.person_card(gone, "uk") is None


def test_directory_reads_nothing_while_it_is_fresh(database: Database, directory: Directory) -> None:
    with database.writing() as db:
        people.volunteer(db)
    all_starts(directory)
    statements: list[str] = []
    event.listen(database._reader, "before_cursor_execute", lambda *args: statements.append(args[2]))

    all_starts(directory, Wishes(language="uk"))

    assert statements == []


@pytest.mark.parametrize("count", [1, 30])
def test_directory_reads_with_the_same_statements_for_any_number(
    database: Database, directory: Directory, count: int
) -> None:
    with database.writing() as db:
        for n in range(count):
            people.volunteer(db, f"Linden {n}")
    statements: list[str] = []
    event.listen(database._reader, "before_cursor_execute", lambda *args: statements.append(args[2]))

    all_starts(directory)

    assert len(statements) == 10


def test_directory_names_a_bad_zone(directory: Directory) -> None:
    with pytest.raises(UnknownZone):
        directory.search(Wishes(), zone="Europe/../etc", page=0)


def test_directory_keeps_one_bad_row_from_closing_the_house(database: Database, directory: Directory) -> None:
    with database.writing() as db:
        people.volunteer(db, "Linden", step_minutes=7)
        people.volunteer(db, "Alder", zone="Mars/Olympus")
        people.volunteer(db, "Rowan", windows=((9 * 60, 10 * 60),))

    assert {(at - TUESDAY_9) % DAY for at in all_starts(directory)} == {0}


def test_bump_counts_above_every_other(database: Database) -> None:
    with database.writing() as db:
        one, two = people.volunteer(db, "Linden"), people.volunteer(db, "Alder")
        volunteers.bump(db, [one])
        volunteers.bump(db, [two, one])

    with database.reading() as db:
        assert db.get_one(Volunteer, one).version == db.get_one(Volunteer, two).version == 5
