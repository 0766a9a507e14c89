"""A person in trouble reads these words on a card, and types them on an old phone."""

import re
from collections import Counter
from pathlib import Path

import pytest

from service.crypto.canonical import canonical, canonical_key
from service.words import lists
from service.words.aliases import alias_words
from service.words.lists import LIST_LANGUAGES, make_key, word_list
from tests.service.words.forbidden import forbidden

ALPHABETS = {"ru": "[а-я]{4,8}", "uk": "[абвгдеєжзиіїйклмнопрстуфхцчшщьюя]{4,8}", "en": "[a-z]{4,8}"}
STATIC = Path(__file__).parents[3] / "web" / "static" / "words"
LOOK_ALIKES = str.maketrans("авсенікмортхуё", "abcehikmoptxye")


@pytest.mark.parametrize("language", LIST_LANGUAGES)
def test_list_has_2048_sorted_words_of_its_alphabet(language: str) -> None:
    words = word_list(language)

    assert len(words) == 2048
    assert list(words) == sorted(set(words))
    assert [word for word in words if not re.fullmatch(ALPHABETS[language], word)] == []


@pytest.mark.parametrize("language", LIST_LANGUAGES)
def test_four_letters_belong_to_one_word(language: str) -> None:
    beginnings = Counter(word[:4] for word in word_list(language))

    assert [beginning for beginning, count in beginnings.items() if count > 1] == []


@pytest.mark.parametrize("language", LIST_LANGUAGES)
def test_words_are_canonical_beside_any_word_of_their_list(language: str) -> None:
    words = word_list(language)
    anchor = {"ru": "яблоко", "uk": "яблуко", "en": "zigzag"}[language]

    assert [word for word in words if canonical(f"{anchor} {word}") != f"{anchor} {word}"] == []


def test_no_two_words_look_alike() -> None:
    for language in LIST_LANGUAGES:
        looks = Counter(word.translate(LOOK_ALIKES) for word in word_list(language))
        assert [look for look, count in looks.items() if count > 1] == []

    english = set(word_list("en"))
    cyrillic = {word.translate(LOOK_ALIKES) for language in ("ru", "uk") for word in word_list(language)}
    assert english & cyrillic == set()


@pytest.mark.parametrize("language", LIST_LANGUAGES)
def test_no_word_begins_like_a_forbidden_one(language: str) -> None:
    aliases = alias_words(language)
    every = [*word_list(language), *(forms[0] for forms in aliases.adjectives), *(noun for noun, _ in aliases.nouns)]

    assert forbidden(every, language=language) == []


def test_forbidden_words_would_be_found() -> None:
    assert forbidden(["танкер", "мечта", "меч"], language="ru") == ["танкер", "меч"]


@pytest.mark.parametrize("language", LIST_LANGUAGES)
def test_browser_has_the_same_lists(language: str) -> None:
    ours = Path(lists.__file__).parent

    for name in (f"{language}.txt", f"aliases_{language}.txt"):
        assert (STATIC / name).read_bytes() == (ours / name).read_bytes()


@pytest.mark.parametrize("language", LIST_LANGUAGES)
def test_made_key_is_eight_words_of_the_list_in_canonical_form(language: str) -> None:
    keys = [make_key(language) for _ in range(200)]

    assert len(set(keys)) == 200
    for key in keys:
        assert canonical_key(key) == key
        assert set(key.split()) <= set(word_list(language))


def test_made_keys_use_the_whole_list() -> None:
    used = {word for _ in range(8000) for word in make_key("uk").split()}

    assert used == set(word_list("uk"))


@pytest.mark.parametrize("language", ["", "de", "../words/ru", "RU"])
def test_list_of_another_language_is_refused(language: str) -> None:
    with pytest.raises(LookupError):
        word_list(language)
