"""Wishes, pages by the person's clock, and cards."""

from datetime import date, timedelta

import pytest

from service.clock import FixedClock
from service.db import Database
from service.directory import Directory, NoSuchWeek, Page, Seeker, Word
from service.directory.paging import LAST_WEEK
from service.wishes import Wishes
from tests.factories import NOW
from tests.service.directory import people

HOUR, DAY = 3600, 86_400
BERLIN = "Europe/Berlin"


@pytest.fixture
def directory(database: Database, clock: FixedClock) -> Directory:
    return Directory(database, clock)


def minutes(page: Page) -> set[int]:
    return {time.minute for day in page.days for time in day.times}


@pytest.mark.parametrize(
    ("wishes", "offered"),
    [
        (Wishes(), {"Linden", "Alder", "Rowan"}),
        (Wishes(language="uk"), {"Linden", "Alder"}),
        (Wishes(language="uk", formats=("video",)), {"Linden"}),
        (Wishes(formats=("video", "text")), {"Linden", "Alder"}),
        (Wishes(kinds=("psychologist",), attributes=("woman",)), {"Linden"}),
        (Wishes(attributes=("woman", "from-ukraine")), {"Alder"}),
        (Wishes(topics=("loss",)), set()),
    ],
)
def test_search_finds_those_who_meet_every_wish(
    database: Database, directory: Directory, wishes: Wishes, offered: set[str]
) -> None:
    with database.writing() as db:
        people.words(db)
        names = {
            people.volunteer(db, "Linden", slugs=("psychologist", "video", "text", "woman")): "Linden",
            people.volunteer(db, "Alder", slugs=("peer", "text", "woman", "from-ukraine")): "Alder",
            people.volunteer(db, "Rowan", slugs=("psychologist",), languages=("ka", "en")): "Rowan",
        }

    found = directory.candidates(wishes, zone=BERLIN, start_at=NOW + 2 * DAY + 20 * HOUR)

    assert {names[each] for each in found} == offered


def test_search_offers_one_start_once_and_leaves_out_who_is_avoided(database: Database, directory: Directory) -> None:
    with database.writing() as db:
        linden = people.volunteer(db, "Linden")
        alder = people.volunteer(db, "Alder", windows=((9 * 60, 10 * 60),))

    both = directory.search(Wishes(), zone=BERLIN)
    alone = directory.search(Wishes().avoiding(linden), zone=BERLIN)
    nobody = directory.search(Wishes().avoiding(linden), zone=BERLIN, seeker=Seeker(avoid=frozenset({alder})))

    assert len({time.start_at for day in both.days for time in day.times}) == both.count == 60
    assert minutes(alone) == {9 * 60}
    assert nobody.days == ()


def test_search_keeps_to_parts_of_the_persons_own_day(database: Database, directory: Directory) -> None:
    with database.writing() as db:
        people.volunteer(db)

    page = directory.search(Wishes(parts=("evening",)), zone="Asia/Almaty", page=0)

    assert minutes(page) == {18 * 60, 19 * 60, 20 * 60}  # 14, 15 and 16 o'clock in Berlin


def test_search_leaves_out_times_before_the_wished_one(database: Database, directory: Directory) -> None:
    with database.writing() as db:
        people.volunteer(db)

    later = directory.search(Wishes(later_than_at=NOW + 10 * DAY), zone=BERLIN)
    latest = directory.search(Wishes(later_than_at=NOW + 10 * DAY), zone=BERLIN, from_at=NOW + 12 * DAY)

    assert later.days[0].times[0].start_at >= NOW + 10 * DAY
    assert latest.days[0].times[0].start_at >= NOW + 12 * DAY


def test_search_pages_by_the_persons_own_week(database: Database, directory: Directory) -> None:
    with database.writing() as db:
        people.volunteer(db, weekdays=(0, 4), horizon_days=28, windows=((9 * 60, 10 * 60),))

    pages = [directory.search(Wishes(), zone=BERLIN, page=number) for number in range(6)]

    assert [[str(day.on) for day in page.days] for page in pages] == [
        ["2026-11-06"],
        ["2026-11-09", "2026-11-13"],
        ["2026-11-16", "2026-11-20"],
        ["2026-11-23", "2026-11-27"],
        ["2026-11-30"],
        [],
    ]
    assert [(page.earlier, page.later) for page in pages] == [(None, 1), (0, 2), (1, 3), (2, 4), (3, None), (4, None)]
    assert [page.monday_on for page in pages[:2]] == [date(2026, 11, 2), date(2026, 11, 9)]


def test_search_turns_over_weeks_without_any_time(database: Database, directory: Directory) -> None:
    with database.writing() as db:
        people.away(db, people.volunteer(db), NOW, NOW + 15 * DAY)

    assert directory.search(Wishes(), zone=BERLIN, page=0).later == 2
    assert directory.search(Wishes(), zone=BERLIN, page=2).earlier is None


def test_earliest_page_tells_where_it_goes_on(database: Database, directory: Directory) -> None:
    with database.writing() as db:
        people.volunteer(db, windows=((9 * 60, 10 * 60),))

    assert directory.search(Wishes(), zone=BERLIN, limit=6).later == 1
    assert directory.search(Wishes(), zone=BERLIN, limit=60).later is None


@pytest.mark.parametrize("number", [-1, LAST_WEEK + 1, 10**9, 10**30])
def test_search_refuses_a_week_that_cannot_be(directory: Directory, number: int) -> None:
    with pytest.raises(NoSuchWeek):
        directory.search(Wishes(), zone=BERLIN, page=number)


def test_week_is_never_longer_than_a_page_and_its_days_can_be_had_whole(
    database: Database, directory: Directory
) -> None:
    with database.writing() as db:
        for n in range(6):
            people.volunteer(db, f"Linden {n}", windows=((n * 5, 1440),), step_minutes=30)

    page = directory.search(Wishes(), zone=BERLIN, page=1)
    whole = directory.search(Wishes(), zone=BERLIN, on=page.days[0].on)

    assert page.is_thinned
    assert 30 <= page.count <= 60
    assert len(page.days) == 7
    assert len(whole.days[0].times) > 200
    assert {time.start_at for time in page.days[0].times} <= {time.start_at for time in whole.days[0].times}


@pytest.mark.parametrize("on", [date.min, date.max, date(2026, 11, 2) - timedelta(days=1)])
def test_day_without_any_time_is_an_empty_page(database: Database, directory: Directory, on: date) -> None:
    with database.writing() as db:
        people.volunteer(db)

    assert directory.search(Wishes(), zone="Pacific/Kiritimati", on=on).days == ()


def test_nearest_times_lie_on_both_sides_of_a_lost_one(database: Database, directory: Directory) -> None:
    with database.writing() as db:
        people.volunteer(db, windows=((9 * 60, 10 * 60),))
    lost_at = NOW + 20 * HOUR + 9 * DAY

    found = directory.nearest(Wishes(), zone=BERLIN, at=lost_at, limit=5)

    assert [(time.start_at - lost_at) // DAY for time in found] == [-2, -1, 0, 1, 2]


def test_person_card_speaks_the_readers_language_and_never_russian_for_ukrainian(
    database: Database, directory: Directory
) -> None:
    with database.writing() as db:
        people.words(db)
        linden = people.volunteer(
            db, "Linden", slugs=("psychologist", "text"), about={"uk": "Слухаю.", "ru": "Слушаю."}
        )
        alder = people.volunteer(db, "Alder", about={"ru": "Слушаю."}, languages=("ru", "uk"))

    card = directory.person_card(linden, "uk")
    other = directory.person_card(alder, "uk")

    assert card is not None
    assert (card.alias, card.about, card.length_minutes) == ("Linden", "Слухаю.", 50)
    assert card.words.kinds == (Word("psychologist", "Психологиня"),)
    assert other is not None
    assert (other.about, other.about_language, other.languages) == (None, None, ("ru", "uk"))


def test_languages_are_those_that_offered_volunteers_speak(database: Database, directory: Directory) -> None:
    with database.writing() as db:
        people.words(db)
        people.volunteer(db, "Linden", languages=("uk", "ru"))
        people.volunteer(db, "Alder", languages=("uk",))
        people.volunteer(db, "Rowan", languages=("ka",), state="paused")

    assert directory.languages() == ("uk", "ru")
    assert directory.vocabulary().kinds == ("peer", "psychologist")
    assert directory.terms("en").formats == (Word("text", "Text"), Word("video", "Video"))
