"""One button says that a letter arrived, once, and signs nobody in."""

import re

import pytest
from fastapi import FastAPI

from service import notices
from service.models import Volunteer
from service.site import Site
from tests.service.notices.people import link, volunteer, with_address
from tests.web.visitor import Visitor, heading


@pytest.fixture
def helper(site: Site) -> bytes:
    """Give a volunteer to whom a letter with a link waits."""
    found = volunteer(site)
    with_address(site, found)
    return found


def confirmed(site: Site, helper: bytes) -> bool:
    with site.db.reading() as db:
        found = db.get(Volunteer, helper)
    assert found is not None
    return found.confirmed_on is not None


@pytest.mark.promise("journeys")
def test_the_button_confirms_and_thanks(visitor: Visitor, site: Site, helper: bytes) -> None:
    visitor.get("/reachable")
    answer = visitor.post_and_follow("/reachable", {"code": link(site, helper).partition("#")[2]})

    assert heading(answer) == "Letters arrive, thank you"
    assert confirmed(site, helper)
    assert visitor.get("/desk").headers["location"] == "/sign-in"


def test_opening_the_page_confirms_nothing(visitor: Visitor, site: Site, helper: bytes) -> None:
    for path in ("/reachable", "/reachable/thanks"):
        assert visitor.get(path).status_code == 200

    assert not confirmed(site, helper)


def test_a_link_that_was_used_is_told(visitor: Visitor, site: Site, helper: bytes) -> None:
    code = link(site, helper)
    visitor.get("/reachable")
    visitor.post("/reachable", {"code": code})

    answer = visitor.post("/reachable", {"code": code})

    assert answer.status_code == 422
    assert "This link opens nothing any more" in answer.text


def test_an_older_letters_link_is_told(visitor: Visitor, site: Site, helper: bytes) -> None:
    older = link(site, helper)
    with site.db.writing() as db:
        notices.send_confirmation(db, site, helper)
    visitor.get("/reachable")

    assert visitor.post("/reachable", {"code": older}).status_code == 422
    assert not confirmed(site, helper)


@pytest.mark.parametrize("code", ["", "x", "a" * 22, "слово", "A" * 299])
def test_a_wrong_code_is_told_and_kept(visitor: Visitor, site: Site, helper: bytes, code: str) -> None:
    visitor.get("/reachable")

    answer = visitor.post("/reachable", {"code": code})

    assert answer.status_code == 422
    assert re.search(rf'name="code"[^>]*value="{code}"', answer.text)
    assert not confirmed(site, helper)


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_the_page_is_there_in_each_language(app: FastAPI, language: str) -> None:
    for path in ("/reachable", "/reachable/thanks"):
        assert heading(Visitor(app, language=language).get(path))
