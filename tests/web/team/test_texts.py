"""The organisation's texts are looked at, saved together, and never lost to somebody else's saving."""

import html
import re

import pytest
from fastapi import FastAPI

from service import organisation
from service.site import Site
from tests.web.team.team import coordinator
from tests.web.visitor import Visitor

SEEN = re.compile(r'name="(seen_\w+)" value="(\w+)"')
AREA = re.compile(r'<textarea[^>]* name="(\w+)"[^>]*>\n(.*?)</textarea>', re.DOTALL)
WHOLE = {"ru": "Мы здесь.", "uk": "Ми тут.", "en": "We are here."}


def fields(page: str, **typed: str) -> dict[str, str]:
    """Return the form of a page as a browser would send it, some fields typed anew."""
    return dict(SEEN.findall(page)) | {name: html.unescape(text) for name, text in AREA.findall(page)} | typed


def stored(site: Site, name: str = "who_we_are") -> dict[str, str]:
    with site.db.reading() as db:
        return {language: organisation.text(db, name, language).plain for language in WHOLE}


def saved(visitor: Visitor, **typed: str) -> None:
    page = visitor.get("/team/texts/who_we_are").text
    assert visitor.post("/team/texts/who_we_are", fields(page, **typed)).status_code == 303


def test_a_text_is_saved_in_three_languages_at_once(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)

    saved(first, **WHOLE)

    assert stored(site) == WHOLE
    assert "We are here." in Visitor(app).get("/about").text
    assert 'href="/team/texts/who_we_are"' in first.get("/team/texts").text


def test_drafts_that_nobody_touched_are_left_as_they_are(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)

    saved(first, uk="Ми тут.")

    with site.db.reading() as db:
        missing = {text.language for text in organisation.placeholders(db) if text.name == "who_we_are"}
    assert missing == {"ru", "en"}


def test_a_look_saves_nothing_and_keeps_what_was_typed(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)
    before = stored(site)
    page = first.get("/team/texts/who_we_are").text

    answer = first.post("/team/texts/who_we_are", fields(page, en="One.\n\n<b>Two</b>.", go="look"))

    assert answer.status_code == 200
    assert '<p class="own">&lt;b&gt;Two&lt;/b&gt;.</p>' in answer.text
    assert stored(site) == before
    assert first.post("/team/texts/who_we_are", fields(answer.text, **WHOLE)).status_code == 303


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "This text is shown to everyone and cannot be empty."),
        ("We are [[who]].", "There is still a gap to fill in: [[who]]."),
        ("x" * 3501, "This text is longer than 3500 characters."),
    ],
)
def test_one_wrong_side_saves_none_and_loses_nothing(app: FastAPI, site: Site, typed: str, told: str) -> None:
    first = coordinator(app, site)
    before = stored(site)
    page = first.get("/team/texts/who_we_are").text

    answer = first.post("/team/texts/who_we_are", fields(page, ru="Мы здесь.", uk="Ми тут.", en=typed))

    assert answer.status_code == 422
    assert told in html.unescape(answer.text)
    assert stored(site) == before
    assert fields(answer.text)["ru"] == "Мы здесь."
    assert fields(answer.text)["en"] == typed


def test_whoever_saves_second_sees_the_other_text_and_decides(app: FastAPI, site: Site) -> None:
    first, second = coordinator(app, site, "first"), coordinator(app, site, "second")
    page = second.get("/team/texts/who_we_are").text
    saved(first, en="Theirs.", ru="Их текст.")

    answer = second.post("/team/texts/who_we_are", fields(page, en="Mine.", uk="Мій текст."))

    assert answer.status_code == 409
    assert "Someone else has saved this text meanwhile." in answer.text
    again = fields(answer.text)
    assert (again["en"], again["uk"], again["ru"]) == ("Mine.", "Мій текст.", "Их текст.")
    assert "Theirs." in answer.text
    assert second.post("/team/texts/who_we_are", again).status_code == 303
    assert stored(site) == {"en": "Mine.", "uk": "Мій текст.", "ru": "Их текст."}


def test_an_optional_text_can_be_left_out_again(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)
    page = first.get("/team/texts/rules").text
    first.post("/team/texts/rules", fields(page, **WHOLE))

    page = first.get("/team/texts/rules").text
    assert first.post("/team/texts/rules", fields(page, ru="", uk="", en="")).status_code == 303

    assert set(stored(site, "rules").values()) == {""}


def test_a_text_that_does_not_exist_is_not_found(app: FastAPI, site: Site) -> None:
    assert coordinator(app, site).get("/team/texts/motto").status_code == 404
