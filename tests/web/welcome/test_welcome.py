"""An invited person comes in with a code that only their browser and our POST ever see."""

from dataclasses import replace

import pytest
from fastapi import FastAPI

from service import organisation, staff
from service.clock import FixedClock
from service.limits import NEARBY, Budget, Limited, Limits
from service.models import Role
from service.site import Site
from service.staff import Invited
from tests.factories import ALDER, make_volunteer
from tests.web.finding.test_journey import booked
from tests.web.team.team import coordinator
from tests.web.visitor import Visitor, heading
from web.app import create_app

DAY = 24 * 3600


@pytest.fixture
def invited(site: Site) -> Invited:
    with site.db.writing() as db:
        return staff.invite(db, site, role=Role.VOLUNTEER, label="Alder")


def typed(visitor: Visitor, code: str) -> str:
    """Open the page, send a code, and return the page that follows."""
    visitor.get("/welcome")
    answer = visitor.post("/welcome", {"code": code})
    return visitor.get(answer.headers["location"]).text if answer.status_code == 303 else answer.text


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_the_page_asks_for_a_code_in_each_language(app: FastAPI, language: str) -> None:
    answer = Visitor(app, language=language).get("/welcome")

    assert answer.status_code == 200
    assert heading(answer)
    assert 'name="code"' in answer.text


@pytest.mark.promise("journeys")
def test_a_good_code_leads_to_the_key_and_is_not_used_up_by_it(visitor: Visitor, site: Site, invited: Invited) -> None:
    page = typed(visitor, invited.code)

    assert "Eight words open your pages here." in page
    with site.db.reading() as db:
        assert staff.accept(db, site, invited.code).label == "Alder"


def test_the_whole_link_is_fine_too(visitor: Visitor, invited: Invited) -> None:
    assert "Eight words open your pages here." in typed(visitor, f" {invited.link} ")


def test_the_words_made_here_let_the_helper_in(visitor: Visitor, site: Site, invited: Invited) -> None:
    typed(visitor, invited.code)

    visitor.post("/key", {"step": "plain"})

    with site.db.reading() as db:
        members = staff.team(db, site, coordinator=bytes(16)).members
    assert [member.alias for member in members] == ["Alder"]
    assert visitor.get("/desk").status_code in (200, 303)
    assert "This invitation opens nothing" in typed(Visitor(visitor.client.app), invited.code)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", ["", "abc", "a" * 22, "слово", "A" * 299, "https://example.org/welcome#x"])
def test_a_wrong_code_is_told_and_kept(visitor: Visitor, invited: Invited, code: str) -> None:
    visitor.get("/welcome")

    answer = visitor.post("/welcome", {"code": code})

    assert answer.status_code == 422
    assert "This invitation opens nothing" in answer.text
    assert f'value="{code}"' in answer.text


def test_an_old_code_is_told(visitor: Visitor, clock: FixedClock, invited: Invited) -> None:
    clock.advance(seconds=15 * DAY)

    assert "is older than 14 days" in typed(visitor, invited.code)


def test_many_wrong_codes_meet_a_short_break(site: Site) -> None:
    narrow = Limits(site.clock, budgets={what: Budget(at_once=1, an_hour=60) for what in Limited})
    visitor = Visitor(create_app(replace(site, limits=narrow)))
    for _ in range(100):  # what is near has a hundred times the budget
        narrow.check(Limited.SIGN_IN, NEARBY)

    for path in ("/welcome", "/reachable"):
        visitor.get(path)
        answer = visitor.post(path, {"code": "mine"})
        assert answer.status_code == 429
        assert 'value="mine"' in answer.text


def test_opening_the_page_uses_nothing_up(visitor: Visitor, site: Site, invited: Invited) -> None:
    for _ in range(3):
        visitor.get("/welcome")

    with site.db.reading() as db:
        assert staff.accept(db, site, invited.code)


def test_whoever_was_in_before_is_out(app: FastAPI, site: Site, invited: Invited) -> None:
    first = coordinator(app, site)
    assert "You are in with another key in this browser." in first.get("/welcome").text

    first.post("/welcome", {"code": invited.code})

    assert first.get("/team").headers["location"] == "/sign-in"


def test_a_booking_whose_words_are_not_saved_comes_first(app: FastAPI, site: Site, invited: Invited) -> None:
    with site.db.writing() as db:
        make_volunteer(db, ALDER)
    person = Visitor(app)
    booked(person)
    person.get("/welcome")

    answer = person.post("/welcome", {"code": invited.code})

    assert answer.status_code == 409
    assert "Save them first, or open the invitation in another browser." in answer.text
    assert 'href="/key"' in answer.text


def test_what_the_organisation_asks_is_shown(visitor: Visitor, site: Site) -> None:
    with site.db.writing() as db:
        organisation.save_text(db, "rules", "en", "Be kind.")

    assert "Be kind." in visitor.get("/welcome").text
