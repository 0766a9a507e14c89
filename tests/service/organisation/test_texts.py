"""The organisation's texts are saved as plain paragraphs, and a gap in one keeps the house closed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from service import organisation
from service.db import Database
from service.organisation import OrganisationTextsMissing, TextChangedMeanwhile, TextName
from service.organisation.drafts import DRAFTS
from service.organisation.texts import TextEmpty, TextHasGap, TextTooLong, TextUnknown
from service.settings import LANGUAGES
from service.store import settings_rows


def fill_all(database: Database) -> None:
    with database.writing() as db:
        for name in organisation.REQUIRED:
            for language in LANGUAGES:
                organisation.save_text(db, name, language, f"{name} in {language}")


def test_texts_of_a_new_house_are_drafts_with_gaps_in_every_language(database: Database) -> None:
    with database.reading() as db:
        missing = organisation.placeholders(db)

    assert {(text.name, text.language) for text in missing} == {
        (name, language) for name in organisation.REQUIRED for language in LANGUAGES
    }
    assert all("[[" in text.plain for text in missing)


def test_drafts_exist_for_each_text_and_language() -> None:
    assert {name: set(by_language) for name, by_language in DRAFTS.items()} == {
        name.value: set(LANGUAGES) for name in TextName
    }


def test_require_texts_names_every_missing_text_and_what_to_do(database: Database) -> None:
    with database.reading() as db, pytest.raises(OrganisationTextsMissing) as stopped:
        organisation.require_texts(db)

    assert "who_we_are.ru" in str(stopped.value)
    assert "help_intro.uk" in str(stopped.value)
    assert "python -m service texts write" in str(stopped.value)


def test_require_texts_lets_a_written_house_open(database: Database) -> None:
    fill_all(database)

    with database.reading() as db:
        organisation.require_texts(db)
        assert organisation.placeholders(db) == ()


def test_require_texts_stops_at_one_gap_in_one_language(database: Database) -> None:
    fill_all(database)
    with database.writing() as db:
        settings_rows.put(db, "text.limits.uk", "Винятків небагато: [[які саме]]")

    with database.reading() as db, pytest.raises(OrganisationTextsMissing) as stopped:
        organisation.require_texts(db)

    assert [(text.name, text.language) for text in stopped.value.missing] == [("limits", "uk")]


def test_save_text_keeps_paragraphs_and_drops_unseen_signs(database: Database) -> None:
    with database.writing() as db:
        organisation.save_text(db, "inside", "uk", " Перше\u202e речення. \r\n\r\n\r\n\tДруге\x00. ")

    with database.reading() as db:
        assert organisation.texts(db, "uk").inside.paragraphs == ("Перше речення.", "Друге.")
        assert organisation.texts(db, "ru").inside.plain == ""


def test_save_text_leaves_markup_as_the_text_it_is(database: Database) -> None:
    with database.writing() as db:
        saved = organisation.save_text(db, "limits", "en", "<b>us</b> & you")

    assert saved.plain == "<b>us</b> & you"


def test_save_text_takes_away_an_optional_text_sent_empty(database: Database) -> None:
    with database.writing() as db:
        organisation.save_text(db, "rules", "en", "Be kind.")
        organisation.save_text(db, "rules", "en", " \n ")

    with database.reading() as db:
        assert organisation.text(db, "rules", "en").plain == ""


@pytest.mark.parametrize(
    ("name", "language", "typed", "refusal"),
    [
        ("limits", "en", "   ", TextEmpty),
        ("limits", "en", "x" * 3501, TextTooLong),
        ("limits", "en", "Few: [[list them]].", TextHasGap),
        ("rules", "en", "Few: [[list them", TextHasGap),
        ("motto", "en", "Hello", TextUnknown),
        ("limits", "de", "Hallo", TextUnknown),
    ],
)
def test_save_text_refuses_and_changes_nothing(
    database: Database, name: str, language: str, typed: str, refusal: type[Exception]
) -> None:
    fill_all(database)

    with pytest.raises(refusal), database.writing() as db:
        organisation.save_text(db, name, language, typed)

    with database.reading() as db:
        assert organisation.texts(db, "en").limits.plain == "limits in en"


def test_save_text_tells_when_somebody_saved_it_meanwhile(database: Database) -> None:
    with database.writing() as db:
        opened = organisation.save_text(db, "limits", "en", "First.")
        organisation.save_text(db, "limits", "en", "Theirs.", seen_version=opened.version)

    with pytest.raises(TextChangedMeanwhile), database.writing() as db:
        organisation.save_text(db, "limits", "en", "Mine.", seen_version=opened.version)

    with database.reading() as db:
        assert organisation.text(db, "limits", "en").plain == "Theirs."


def test_save_text_raced_by_eight_keeps_one_and_tells_the_rest(database: Database) -> None:
    together = Barrier(8)
    with database.reading() as db:
        seen = organisation.text(db, "limits", "en").version

    def save(number: int) -> bool:
        together.wait()
        try:
            with database.writing() as db:
                organisation.save_text(db, "limits", "en", f"Number {number}.", seen_version=seen)
        except TextChangedMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        kept = list(threads.map(save, range(8)))

    assert sum(kept) == 1
    with database.reading() as db:
        assert organisation.text(db, "limits", "en").plain == f"Number {kept.index(True)}."
