"""What we store is the register itself: no column is left out, and it is said in every language."""

import pytest

from service.models import Base, Volatile
from tests.web.visitor import Visitor
from web.languages import translations
from web.routes.stored import TABLES, register_sentences, stored_view


def test_every_table_has_a_name_for_people() -> None:
    assert set(TABLES) == {*Base.metadata.tables, *Volatile.metadata.tables}


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_every_column_is_on_the_page(language: str) -> None:
    say = translations(language).gettext
    view = stored_view(language)
    told = {text for place in view.places for group in place.groups for text in (group.reader, group.life)}
    told |= {text for place in view.places for group in place.groups for each in group.entries
             for text in (each.what, each.why)}  # fmt: skip

    assert told == {say(sentence) for sentence in register_sentences()}


def test_page_shows_the_register(visitor: Visitor) -> None:
    page = visitor.get("/stored").text

    assert "a fingerprint of your ticket — so that only you can find this booking" in page
    assert page.count("<details") == len(TABLES)
