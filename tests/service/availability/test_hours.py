"""Weekly hours: what can be set, whose they are, and that two tabs never overwrite each other."""

from datetime import date

import pytest

from scheduling.errors import Refusal, UnknownZone
from service import availability
from service.availability import ChangedMeanwhile, NotHere, Window, end_after
from service.availability.hours import MOST_WINDOWS
from service.availability.refusals import (
    DatesInDisorder,
    OffTheGrid,
    TooMany,
    WindowImpossible,
    WindowsOverlap,
    WindowTooShort,
)
from service.site import Site
from service.wishes import Wishes
from tests.service.directory import people

BERLIN = "Europe/Berlin"
EVENING = Window(1, 18 * 60, 21 * 60, BERLIN)


@pytest.fixture
def linden(site: Site) -> bytes:
    with site.db.writing() as db:
        return people.volunteer(db, "Linden", windows=())


def add(site: Site, volunteer_id: bytes, *windows: Window) -> None:
    with site.db.writing() as db:
        availability.add_windows(db, site, volunteer_id, list(windows))


def stored(site: Site, volunteer_id: bytes) -> tuple[Window, ...]:
    with site.db.reading() as db:
        return tuple(each.window for each in availability.hours(db, volunteer_id).windows)


def test_windows_are_kept_and_offered_at_once(site: Site, linden: bytes) -> None:
    before = site.directory.search(Wishes(), zone=BERLIN)

    add(site, linden, EVENING, Window(4, 22 * 60, end_after(22 * 60, 60), BERLIN))

    offered = site.directory.search(Wishes(), zone=BERLIN, page=1)
    assert before.days == ()
    assert [(str(day.on), [time.minute for time in day.times]) for day in offered.days] == [
        ("2026-11-10", [18 * 60, 19 * 60, 20 * 60]),
        ("2026-11-13", [22 * 60, 23 * 60]),
        ("2026-11-14", [0]),
    ]


@pytest.mark.parametrize(
    ("window", "refusal"),
    [
        (Window(1, 18 * 60 + 3, 20 * 60, BERLIN), OffTheGrid),
        (Window(7, 18 * 60, 20 * 60, BERLIN), WindowImpossible),
        (Window(1, 20 * 60, 18 * 60, BERLIN), WindowImpossible),
        (Window(1, 18 * 60, 18 * 60 + 1445, BERLIN), WindowImpossible),
        (Window(1, -60, 60, BERLIN), WindowImpossible),
        (Window(1, 18 * 60, 18 * 60 + 45, BERLIN), WindowTooShort),
        (Window(1, 18 * 60, 20 * 60, "Mars/Olympus"), UnknownZone),
        (Window(1, 18 * 60, 20 * 60, BERLIN, date(2026, 12, 1), date(2026, 11, 1)), DatesInDisorder),
    ],
)
def test_windows_that_cannot_be_are_refused(site: Site, linden: bytes, window: Window, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        add(site, linden, EVENING, window)

    assert stored(site, linden) == ()


@pytest.mark.parametrize(
    "window",
    [
        Window(1, 20 * 60, 22 * 60, BERLIN),
        Window(1, 12 * 60, 24 * 60, BERLIN),
        Window(0, 23 * 60, 23 * 60 + 20 * 60, BERLIN),  # Monday night into Tuesday evening
        Window(1, 20 * 60, 22 * 60, BERLIN, date(2027, 1, 1), None),
    ],
)
def test_windows_that_share_time_are_refused(site: Site, linden: bytes, window: Window) -> None:
    add(site, linden, EVENING)

    with pytest.raises(WindowsOverlap):
        add(site, linden, window)

    assert stored(site, linden) == (EVENING,)


def test_windows_from_sunday_night_meet_those_of_monday(site: Site, linden: bytes) -> None:
    add(site, linden, Window(6, 23 * 60, 25 * 60, BERLIN))

    with pytest.raises(WindowsOverlap):
        add(site, linden, Window(0, 30, 120, BERLIN))


def test_windows_beside_each_other_and_in_other_seasons_are_fine(site: Site, linden: bytes) -> None:
    until_june = Window(1, 9 * 60, 12 * 60, BERLIN, None, date(2026, 5, 31))
    from_june = Window(1, 9 * 60, 12 * 60, BERLIN, date(2026, 6, 1), None)

    add(site, linden, EVENING, Window(1, 21 * 60, 22 * 60, BERLIN), until_june, from_june)

    assert len(stored(site, linden)) == 4


def test_window_changes_only_as_it_was_shown(site: Site, linden: bytes) -> None:
    add(site, linden, EVENING)
    with site.db.reading() as db:
        shown = availability.hours(db, linden)
    first, second = Window(1, 9 * 60, 11 * 60, BERLIN), Window(1, 10 * 60, 12 * 60, BERLIN)
    with site.db.writing() as db:
        availability.change_window(db, site, linden, shown.windows[0].id, first, edition=shown.edition)

    with pytest.raises(ChangedMeanwhile), site.db.writing() as db:
        availability.change_window(db, site, linden, shown.windows[0].id, second, edition=shown.edition)

    assert stored(site, linden) == (first,)


def test_window_changes_although_somebody_booked_meanwhile(site: Site, linden: bytes) -> None:
    add(site, linden, EVENING)
    with site.db.reading() as db:
        shown = availability.hours(db, linden)
    with site.db.writing() as db:
        people.booked(db, linden, 1_793_900_000 - 1_793_900_000 % 300, case_tag=b"t" * 32)

    with site.db.writing() as db:
        availability.put_windows(db, site, linden, [], edition=shown.edition)

    assert stored(site, linden) == ()


def test_windows_of_another_volunteer_are_not_here(site: Site, linden: bytes) -> None:
    with site.db.writing() as db:
        alder = people.volunteer(db, "Alder", windows=())
    add(site, linden, EVENING)
    with site.db.reading() as db:
        rule = availability.hours(db, linden).windows[0]
        foreign = availability.hours(db, alder)

    with pytest.raises(NotHere), site.db.writing() as db:
        availability.remove_window(db, site, alder, rule.id)
    with pytest.raises(NotHere), site.db.writing() as db:
        availability.change_window(db, site, alder, rule.id, EVENING, edition=foreign.edition)

    assert stored(site, linden) == (EVENING,)


def test_window_is_removed_once(site: Site, linden: bytes) -> None:
    add(site, linden, EVENING)
    with site.db.reading() as db:
        rule = availability.hours(db, linden).windows[0]
    with site.db.writing() as db:
        availability.remove_window(db, site, linden, rule.id)

    with pytest.raises(NotHere), site.db.writing() as db:
        availability.remove_window(db, site, linden, rule.id)

    assert stored(site, linden) == ()


def test_windows_have_an_end(site: Site, linden: bytes) -> None:
    many = [Window(0, n * 20, n * 20 + 20, BERLIN) for n in range(MOST_WINDOWS + 1)]

    with pytest.raises(TooMany):
        add(site, linden, *many)


def test_zone_change_keeps_the_clock_and_names_what_falls_out(site: Site, linden: bytes) -> None:
    add(site, linden, EVENING)
    at = 1_793_725_200  # Tuesday, 3 November 2026, 18:00 in Berlin
    with site.db.writing() as db:
        people.booked(db, linden, at, case_tag=b"t" * 32)

    with site.db.writing() as db:
        outside = availability.change_zone(db, site, linden, "Asia/Almaty")

    assert [line.starts_at for line in outside] == [at]
    assert stored(site, linden) == (Window(1, 18 * 60, 21 * 60, "Asia/Almaty"),)


@pytest.mark.parametrize(("start", "end", "after"), [(600, 720, 720), (1320, 60, 1500), (540, 540, 1980)])
def test_end_after_reads_clock_times(start: int, end: int, after: int) -> None:
    assert end_after(start, end) == after
