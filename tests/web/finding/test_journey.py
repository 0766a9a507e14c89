"""From home to a booked time without scripts, and back to it: what a person does, page by page."""

import re

import pytest
from fastapi import FastAPI

from service.clock import FixedClock
from service.site import Site
from tests.factories import ALDER, BIRCH, DOGWOOD, make_volunteer
from tests.web.visitor import Visitor, heading

START = re.compile(r'name="start" value="(\d+)"')


@pytest.fixture
def people(site: Site) -> None:
    """Three volunteers in three zones."""
    with site.db.writing() as db:
        for part in (ALDER, BIRCH, DOGWOOD):
            make_volunteer(db, part)


def at_the_times(visitor: Visitor, **wishes: str) -> str:
    """Bring a visitor to the times and return the page."""
    visitor.get("/wishes/1")
    visitor.post("/wishes/1", {"language": "ru", **wishes, "go": "times"})
    visitor.get("/clock")
    return visitor.post_and_follow("/clock", {"zone": "Asia/Tbilisi"}).text


def booked(visitor: Visitor, *, choice: int = 1) -> str:
    """Book one of the first times and return the page that says so."""
    first = START.findall(at_the_times(visitor))[choice]
    confirm = visitor.post_and_follow("/times", {"start": first})
    assert heading(confirm) == "Would you like to meet this person?"
    return visitor.post_and_follow("/confirm", {"go": "book", "n": "0"}).text


@pytest.mark.promise("journeys")
def test_a_person_books_in_few_pages_without_scripts(people: None, visitor: Visitor) -> None:
    page = booked(visitor)

    assert "It is booked" in page
    assert "GMT+4, Tbilisi" in page
    assert "tomorrow" not in page
    assert 'href="/key"' in page


def test_every_question_can_be_skipped(people: None, visitor: Visitor) -> None:
    visitor.get("/wishes/1")

    seen = [visitor.post_and_follow(f"/wishes/{step}", {"go": "skip"}) for step in range(1, 6)]

    assert [heading(page) for page in seen[:4]] == [
        "How would you like to talk?",
        "Which part of the day suits you?",
        "What would you like to talk about?",
        "With whom would you like to talk?",
    ]
    assert seen[-1].url.path == "/clock"


def test_wishes_are_remembered_and_stand_in_no_address(people: None, visitor: Visitor) -> None:
    page = at_the_times(visitor)

    assert "Russian" in page
    assert not re.search(r'href="[^"]*(ru|language|zone|Tbilisi)[^"]*=', page)
    assert 'value="ru" checked' in visitor.get("/wishes/1").text


def test_a_wish_nobody_can_have_is_refused_on_its_page(people: None, visitor: Visitor) -> None:
    visitor.get("/wishes/1")

    answer = visitor.post("/wishes/1", {"language": "xx", "go": "next"})

    assert (answer.status_code, heading(answer)) == (422, "In which language would you like to talk?")


def test_an_unknown_clock_is_refused_and_the_old_one_stays(people: None, visitor: Visitor) -> None:
    at_the_times(visitor)

    answer = visitor.post("/clock", {"zone": "Europe/Atlantis"})

    assert answer.status_code == 422
    assert "Tbilisi" in visitor.get("/times").text


def test_nothing_that_fits_says_what_would(people: None, visitor: Visitor) -> None:
    visitor.get("/wishes/1")
    visitor.post_and_follow("/wishes/1", {"language": "en"})
    visitor.post("/wishes/2", {"formats": "voice", "go": "times"})
    visitor.get("/clock")

    page = visitor.post_and_follow("/clock", {"zone": "Europe/Berlin"})
    fixed = visitor.post_and_follow("/times", {"without": "formats"})

    assert "Nothing fits all of this" in page.text
    assert START.findall(fixed.text)


def test_a_time_taken_meanwhile_leads_to_others_and_keeps_the_wishes(app: FastAPI, people: None) -> None:
    first, second = Visitor(app), Visitor(app)
    start = START.findall(at_the_times(first))[1]
    at_the_times(second)
    for _ in range(3):
        first.get("/times")
        first.post("/times", {"start": start})
        first = Visitor(app)
        at_the_times(first)

    answer = second.post("/times", {"start": start})

    assert answer.status_code == 409
    assert "The nearest free times" in answer.text
    assert START.findall(answer.text)
    assert "Russian" in answer.text


@pytest.mark.parametrize("start", ["0", "1", "99999999999999999999", "-5", "nonsense", ""])
def test_an_absurd_time_books_nothing(people: None, visitor: Visitor, start: str) -> None:
    at_the_times(visitor)

    answer = visitor.post("/times", {"start": start})

    assert answer.status_code in (303, 409)
    assert answer.headers.get("location") != "/confirm"


def test_someone_else_is_another_person_at_the_same_time(site: Site, visitor: Visitor) -> None:
    with site.db.writing() as db:
        for alias in ("Rowan", "Maple"):
            make_volunteer(db, ALDER, alias=alias)
    first = visitor.post_and_follow("/times", {"start": START.findall(at_the_times(visitor))[1]})

    second = visitor.post_and_follow("/confirm", {"go": "other"})
    third = visitor.post("/confirm", {"go": "other"})

    assert ("Rowan" in first.text) != ("Rowan" in second.text)
    assert third.status_code == 409
    assert "Nobody else is free at this time" in third.text


def test_a_hold_that_ran_out_says_so_and_books_nothing(people: None, visitor: Visitor, clock: FixedClock) -> None:
    visitor.post_and_follow("/times", {"start": START.findall(at_the_times(visitor))[1]})
    clock.advance(seconds=16 * 60)

    answer = visitor.post("/confirm", {"go": "book", "n": "0"})

    assert answer.status_code == 409
    assert heading(answer) == "This time is no longer kept"
    assert "Nothing is booked" in visitor.get("/my").text


def test_the_same_form_twice_books_once(people: None, visitor: Visitor) -> None:
    booked(visitor)

    again = visitor.post("/confirm", {"go": "book", "n": "0"})

    assert again.headers["location"] == "/booked"
    assert visitor.get("/my").text.count("ticket") == 1


def test_my_page_moves_and_calls_off(people: None, visitor: Visitor) -> None:
    booked(visitor, choice=30)
    visitor.get("/my")

    times = visitor.post_and_follow("/my", {"go": "move", "n": "0"})
    moved = visitor.post_and_follow("/my/move", {"start": START.findall(times.text)[-1]})
    visitor.get("/my")
    visitor.post_and_follow("/my", {"go": "cancel", "n": "0"})
    after = visitor.post_and_follow("/my/cancel", {"go": "cancel"})

    assert "It is booked" in moved.text
    assert "Nothing is booked" in after.text
    assert "Cancelled by you" in after.text


def test_the_calendar_file_is_neutral(people: None, visitor: Visitor) -> None:
    booked(visitor)

    answer = visitor.post("/my/file", {"n": "0", "title": "Dentist"})

    assert answer.headers["content-type"].startswith("text/calendar")
    assert "SUMMARY:Dentist" in answer.text
    assert "psych" not in answer.text.lower()


def test_somebody_elses_number_finds_nothing(app: FastAPI, people: None, visitor: Visitor) -> None:
    booked(visitor)
    stranger = Visitor(app)
    stranger.post("/times", {"start": START.findall(at_the_times(stranger))[1]})

    for path in ("/my/move", "/my/cancel", "/booked"):
        assert stranger.get(path).status_code in (303, 422)
    assert stranger.post("/my/file", {"n": "0"}).status_code == 422


def test_without_a_visit_my_page_asks_for_words(visitor: Visitor) -> None:
    assert visitor.get("/my").headers["location"] == "/sign-in"


def test_what_is_stored_about_me_shows_my_rows(people: None, visitor: Visitor) -> None:
    booked(visitor)

    page = visitor.get("/my/stored").text

    assert "a fingerprint of your ticket" in page
    assert "text, voice or video" in page


def test_settings_keep_the_clock(people: None, visitor: Visitor) -> None:
    booked(visitor)

    page = visitor.post_and_follow("/my/settings", {"zone": "Asia/Bangkok", "language": "en"})

    assert "GMT+7, Bangkok" in page.text
