"""Terms, description, pause and the first run."""

from dataclasses import replace
from typing import Any

import pytest

from scheduling.errors import Refusal, UnknownZone
from service import availability
from service.availability import ChangedMeanwhile, FirstAnswers, Numbers, Profile, Window
from service.availability.refusals import (
    AboutTooLong,
    AliasTaken,
    AliasWrong,
    FirstRunOver,
    FormatNeeded,
    KindNeeded,
    LanguageNeeded,
    LanguageUnknown,
    NotActive,
    NotPaused,
    NumberWrong,
    TermUnknown,
    WeekTooShort,
    WindowImpossible,
)
from service.models import Volunteer, VolunteerState
from service.site import Site
from service.wishes import Wishes
from tests.service.directory import people

BERLIN = "Europe/Berlin"
NUMBERS = Numbers(length_minutes=50, step_minutes=60, gap_minutes=10, notice_hours=24, horizon_days=28, caseload_cap=4)
PROFILE = Profile(
    alias="Тиха Гавань", about={"uk": "Слухаю."}, languages=("uk", "ka"), kinds=("peer",), formats=("text",)
)
ANSWERS = FirstAnswers(
    zone="Asia/Tbilisi",
    windows=(Window(1, 19 * 60, 22 * 60, "Asia/Tbilisi"),),
    people=3,
    formats=("text", "video"),
    languages=("uk",),
    kinds=("peer",),
)


@pytest.fixture
def linden(site: Site) -> bytes:
    with site.db.writing() as db:
        people.words(db)
        return people.volunteer(db, "Linden", slugs=("peer", "text"))


@pytest.fixture
def newcomer(site: Site) -> bytes:
    with site.db.writing() as db:
        people.words(db)
        return people.volunteer(db, "Rowan", windows=(), languages=(), state=VolunteerState.DRAFT, confirmed_on=None)


def change_profile(site: Site, volunteer_id: bytes, changed: Profile) -> None:
    with site.db.writing() as db:
        shown = availability.profile(db, volunteer_id)[1]
        availability.change_profile(db, site, volunteer_id, changed, shown=shown)


def test_numbers_are_kept(site: Site, linden: bytes) -> None:
    changed = replace(NUMBERS, length_minutes=30, step_minutes=30, day_cap=2, week_hours_cap=5)
    with site.db.writing() as db:
        before, shown = availability.numbers(db, linden)
        availability.change_numbers(db, site, linden, changed, shown=shown)

    with site.db.reading() as db:
        assert before == NUMBERS
        assert availability.numbers(db, linden)[0] == changed


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"length_minutes": 52}, NumberWrong),
        ({"length_minutes": 0}, NumberWrong),
        ({"notice_hours": -1}, NumberWrong),
        ({"horizon_days": 10**9}, NumberWrong),
        ({"day_cap": 0}, NumberWrong),
        ({"length_minutes": 120, "week_hours_cap": 1}, WeekTooShort),
    ],
)
def test_numbers_that_cannot_be_are_refused(
    site: Site, linden: bytes, changes: dict[str, Any], refusal: type[Refusal]
) -> None:
    with site.db.reading() as db:
        shown = availability.numbers(db, linden)[1]

    with pytest.raises(refusal), site.db.writing() as db:
        availability.change_numbers(db, site, linden, replace(NUMBERS, **changes), shown=shown)


def test_numbers_and_profile_change_only_as_they_were_shown(site: Site, linden: bytes) -> None:
    with pytest.raises(ChangedMeanwhile), site.db.writing() as db:
        availability.change_numbers(db, site, linden, NUMBERS, shown="0" * 12)
    with pytest.raises(ChangedMeanwhile), site.db.writing() as db:
        availability.change_profile(db, site, linden, PROFILE, shown="0" * 12)


def test_profile_is_kept_and_shown_on_the_card(site: Site, linden: bytes) -> None:
    change_profile(site, linden, replace(PROFILE, alias="  Тиха   Гавань ", topics=("loss",)))

    card = site.directory.person_card(linden, "uk")
    assert card is not None
    assert (card.alias, card.about, card.languages) == ("Тиха Гавань", "Слухаю.", ("ka", "uk"))
    assert [word.slug for word in card.words.topics] == ["loss"]


def test_profile_keeps_the_kind_that_coordinators_confirmed(site: Site, linden: bytes, newcomer: bytes) -> None:
    change_profile(site, linden, replace(PROFILE, kinds=("psychologist",)))
    change_profile(site, newcomer, replace(PROFILE, alias="Rowan", kinds=("psychologist",)))

    with site.db.reading() as db:
        assert availability.profile(db, linden)[0].kinds == ("peer",)
        assert availability.profile(db, newcomer)[0].kinds == ("psychologist",)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"alias": ""}, AliasWrong),
        ({"alias": "x" * 41}, AliasWrong),
        ({"alias": "<script>"}, AliasWrong),
        ({"alias": "Rowan"}, AliasTaken),
        ({"about": {"uk": "я" * 601}}, AboutTooLong),
        ({"languages": ()}, LanguageNeeded),
        ({"languages": ("uk", "tlh")}, LanguageUnknown),
        ({"formats": ()}, FormatNeeded),
        ({"formats": ("peer",)}, TermUnknown),
        ({"topics": ("text",)}, TermUnknown),
    ],
)
def test_profile_that_cannot_be_is_refused(
    site: Site, linden: bytes, newcomer: bytes, changes: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        change_profile(site, linden, replace(PROFILE, **changes))

    with site.db.reading() as db:
        assert availability.profile(db, linden)[0].alias == "Linden"
        assert newcomer


def test_pause_takes_times_away_until_it_ends(site: Site, linden: bytes) -> None:
    def count() -> int:
        return site.directory.search(Wishes(), zone=BERLIN).count

    before = count()
    with site.db.writing() as db:
        availability.pause(db, site, linden)
    paused = count()
    with site.db.writing() as db:
        availability.end_pause(db, site, linden)

    assert before == count() > 0
    assert paused == 0


def test_pause_is_for_the_active_and_ends_once(site: Site, linden: bytes, newcomer: bytes) -> None:
    with pytest.raises(NotActive), site.db.writing() as db:
        availability.pause(db, site, newcomer)
    with pytest.raises(NotPaused), site.db.writing() as db:
        availability.end_pause(db, site, linden)


def test_first_run_makes_a_volunteer_wait_for_two_coordinators(site: Site, newcomer: bytes) -> None:
    with site.db.writing() as db:
        state = availability.first_run(db, site, newcomer, ANSWERS)

    with site.db.reading() as db:
        hours = availability.hours(db, newcomer)
        described = availability.profile(db, newcomer)[0]
        assert availability.numbers(db, newcomer)[0].caseload_cap == 3
    assert state == VolunteerState.WAITING
    assert (hours.zone, [each.window for each in hours.windows]) == ("Asia/Tbilisi", list(ANSWERS.windows))
    assert (described.kinds, described.formats, described.languages) == (("peer",), ("text", "video"), ("uk",))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"windows": ()}, WindowImpossible),
        ({"people": 0}, NumberWrong),
        ({"zone": "Nowhere"}, UnknownZone),
        ({"kinds": ()}, KindNeeded),
        ({"languages": ()}, LanguageNeeded),
    ],
)
def test_first_run_with_an_impossible_answer_changes_nothing(
    site: Site, newcomer: bytes, changes: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal), site.db.writing() as db:
        availability.first_run(db, site, newcomer, replace(ANSWERS, **changes))

    with site.db.reading() as db:
        assert availability.hours(db, newcomer).windows == ()
        assert db.get_one(Volunteer, newcomer).state == VolunteerState.DRAFT


def test_first_run_can_be_repeated_while_waiting_and_not_later(site: Site, newcomer: bytes, linden: bytes) -> None:
    with site.db.writing() as db:
        availability.first_run(db, site, newcomer, ANSWERS)
        availability.first_run(db, site, newcomer, replace(ANSWERS, people=1))

    with pytest.raises(FirstRunOver), site.db.writing() as db:
        availability.first_run(db, site, linden, ANSWERS)
