"""Coordinators name, hide and add words for help; people can choose by them at once."""

import re

import pytest
from fastapi import FastAPI

from service import organisation
from service.site import Site
from tests.web.team.team import coordinator
from tests.web.visitor import Visitor

WORD = {
    "sort": "topic",
    "label_ru": "Учёба",
    "label_uk": "Навчання",
    "label_en": "Studying",
    "position": "3",
    "active": "1",
}


@pytest.fixture
def first(app: FastAPI, site: Site) -> Visitor:
    """Give a browser in which a coordinator has come in, in a house with usual words."""
    with site.db.writing() as db:
        organisation.begin_with_usual_words(db)
    return coordinator(app, site)


def words(site: Site) -> dict[str, organisation.HelpWord]:
    with site.db.reading() as db:
        return {word.slug or "": word for word in organisation.help_words(db)}


def test_a_new_word_can_be_chosen_at_once(first: Visitor, site: Site) -> None:
    site.directory.terms("en")
    first.get("/team/words/new")

    assert first.post("/team/words/new", WORD).status_code == 303

    assert ("studying", "Studying") in site.directory.terms("en").topics
    assert '<a href="/team/words/studying">Studying</a>' in first.get("/team/words").text


def test_a_word_is_hidden_and_named_anew(first: Visitor, site: Site) -> None:
    page = first.get("/team/words/video").text

    answer = first.post("/team/words/video", WORD | {"active": "", "label_en": "With pictures", "sort": "kind"})

    assert 'value="Відео"' in page
    assert answer.status_code == 303
    assert (words(site)["video"].active, words(site)["video"].labels["en"]) == (False, "With pictures")
    assert words(site)["video"].sort == "format"
    assert re.search(r'With pictures</a> <span class="tag">hidden', first.get("/team/words").text)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("label_uk", "", "Please write the word in every language"),
        ("label_en", "x" * 61, "Please write the word in every language"),
        ("position", "first", "Please write a number from 0 to 999."),
        ("sort", "format", "Please choose one of these."),
    ],
)
def test_what_is_wrong_is_said_and_kept(first: Visitor, site: Site, field: str, typed: str, told: str) -> None:
    before = words(site)
    first.get("/team/words/new")

    answer = first.post("/team/words/new", WORD | {field: typed})

    assert answer.status_code == 422
    assert told in answer.text
    assert 'value="Учёба"' in answer.text
    assert words(site) == before


def test_a_word_nobody_knows_is_told(first: Visitor) -> None:
    for answer in (first.get("/team/words/nobody-knows"), first.post("/team/words/nobody-knows", WORD)):
        assert answer.status_code == 422
        assert "There is no such word in the list." in answer.text
