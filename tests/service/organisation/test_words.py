"""A house begins with usual words for help; coordinators name them anew, hide them and add to them."""

import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from service import organisation
from service.db import Database
from service.models import TermSort
from service.organisation import HelpWord, WordUnknown
from service.organisation.words import WordNeedsNames, WordSortWrong
from service.settings import LANGUAGES
from tests.factories import make_terms

LABELS = {"ru": "Учёба", "uk": "Навчання", "en": "Studying abroad"}
WORD = HelpWord(TermSort.TOPIC, LABELS, 7)


def saved(database: Database, word: HelpWord = WORD) -> str:
    with database.writing() as db:
        return organisation.save_help_word(db, word)


def test_a_house_begins_with_words_in_each_language_once(database: Database) -> None:
    with database.writing() as db:
        first = organisation.begin_with_usual_words(db)
        again = organisation.begin_with_usual_words(db)

    with database.reading() as db:
        words = organisation.help_words(db)
    assert (first, again) == (len(words), 0)
    assert {word.sort for word in words} == set(TermSort)
    assert {word.slug for word in words} >= {"psychologist", "peer", "text", "voice", "video"}
    assert all(set(word.labels) == set(LANGUAGES) for word in words)


def test_a_house_with_words_keeps_its_own(database: Database) -> None:
    with database.writing() as db:
        make_terms(db)
        before = organisation.help_words(db)
        organisation.begin_with_usual_words(db)

        assert organisation.help_words(db) == before


def test_a_word_is_added_under_a_short_name_of_its_own(database: Database) -> None:
    slugs = [saved(database), saved(database), saved(database, replace(WORD, labels=LABELS | {"en": "Ёж"}))]

    assert slugs == ["studying-abroad", "studying-abroad-2", "word"]
    with database.reading() as db:
        assert organisation.help_word(db, "studying-abroad") == replace(WORD, slug="studying-abroad")


def test_a_word_is_named_anew_and_hidden(database: Database) -> None:
    slug = saved(database)
    changed = replace(WORD, slug=slug, labels=LABELS | {"en": " Student   life "}, active=False, position=1)

    saved(database, changed)

    with database.reading() as db:
        assert organisation.help_word(db, slug) == replace(changed, labels=LABELS | {"en": "Student life"})


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"labels": {"ru": "Учёба", "en": "Studying"}}, WordNeedsNames),
        ({"labels": {"ru": "Учёба", "uk": " ", "en": "Studying"}}, WordNeedsNames),
        ({"labels": {"ru": "x" * 61, "uk": "x", "en": "x"}}, WordNeedsNames),
        ({"labels": {"ru": "x", "uk": "x", "en": "x\u202ey"}}, WordNeedsNames),
        ({"sort": TermSort.FORMAT}, WordSortWrong),
        ({"slug": "nobody-knows"}, WordUnknown),
    ],
)
def test_a_word_nobody_could_use_is_refused(
    database: Database, change: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        saved(database, replace(WORD, **change))

    with database.reading() as db:
        assert organisation.help_words(db) == ()


def test_the_same_word_added_by_six_at_once_gets_six_names(database: Database) -> None:
    together = Barrier(6)

    def add(_number: int) -> str:
        together.wait()
        return saved(database)

    with ThreadPoolExecutor(6) as threads:
        assert len(set(threads.map(add, range(6)))) == 6


def test_usual_words_stand_in_our_own_letters() -> None:
    usual = tomllib.loads(Path(organisation.__file__).with_name("usual_words.toml").read_text(encoding="utf-8"))

    labels = [labels for words in usual.values() for labels in words.values()]
    assert [each for each in labels if set(each["uk"].lower()) & set("ыэъё")] == []
    assert [each for each in labels if set(each["ru"].lower()) & set("іїєґ")] == []
