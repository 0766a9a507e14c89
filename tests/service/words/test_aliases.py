"""Aliases are kind, agree in gender, and are nobody's name."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.crypto.tickets import alias_for, login_name
from service.words.aliases import LANGUAGES, alias_words, two_words

# Endings by gender: what a native ear expects of each form, and of a noun of that gender.
ADJECTIVE_ENDINGS = {
    "ru": (r"(ый|ий|ой)", r"(ая|яя)", r"(ое|ее)"),
    "uk": (r"(ий|ій|їй)", r"(а|я)", r"(е|є)"),
}
NOUN_ENDINGS = {
    "ru": {"m": r"[бвгджзйклмнпрстфхцчшщь]", "f": r"[аяь]", "n": r"[оеё]"},
    "uk": {"m": r"[бвгджзйклмнпрстфхцчшщь]", "f": r"[аяїь]", "n": r"[оея]"},
}
ALPHABETS = {"ru": r"[а-яё]+", "uk": r"[абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’]+", "en": r"[a-z]+"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_have_256_different_halves(language: str) -> None:
    words = alias_words(language)
    adjectives = {forms[0] for forms in words.adjectives}
    nouns = {noun for noun, _ in words.nouns}

    assert (len(words.adjectives), len(adjectives), len(words.nouns), len(nouns)) == (256, 256, 256, 256)
    assert not adjectives & nouns


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_are_written_in_their_alphabet(language: str) -> None:
    words = alias_words(language)

    every = [form for forms in words.adjectives for form in forms] + [noun for noun, _ in words.nouns]

    assert [word for word in every if not re.fullmatch(ALPHABETS[language], word)] == []


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_adjectives_have_three_forms_of_one_stem(language: str) -> None:
    for forms in alias_words(language).adjectives:
        stems = {
            re.sub(ending + "$", "", form) for form, ending in zip(forms, ADJECTIVE_ENDINGS[language], strict=True)
        }

        assert len(stems) == 1, forms


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_nouns_end_as_their_gender_does(language: str) -> None:
    strange = [
        (noun, gender)
        for noun, gender in alias_words(language).nouns
        if not re.search(NOUN_ENDINGS[language][gender] + "$", noun)
    ]

    assert strange == []


def test_alias_agrees_in_gender() -> None:
    words = alias_words("ru")
    genders = dict(words.nouns)
    forms = {form: "mfn"[place] for adjective in words.adjectives for place, form in enumerate(adjective)}

    for number in range(500):
        adjective, noun = alias_for(number.to_bytes(32, "big"), "ru").lower().split()
        assert forms[adjective] == genders[noun]


@given(st.binary(min_size=16, max_size=32), st.sampled_from(LANGUAGES))
def test_alias_is_two_capitalised_words_and_stays(seed: bytes, language: str) -> None:
    alias = alias_for(seed, language)

    assert re.fullmatch(r"\w[\w’]+ \w[\w’]+", alias)
    assert [word[0].isupper() for word in alias.split()] == [True, True]
    assert alias == alias_for(seed, language)


def test_alias_is_frozen() -> None:
    tag, lookup = b"\x01" * 32, b"\x01" * 16

    assert {language: (alias_for(tag, language), login_name(lookup, language)) for language in LANGUAGES} == {
        "ru": ("Мятная Черёмуха", "Просторное Весло"),
        "uk": ("Місячне Яблуко", "Промениста Вишивка"),
        "en": ("Lavender Watercolour", "Pearl Branch"),
    }


def test_aliases_spread_over_all_words() -> None:
    aliases = {two_words(n.to_bytes(4, "big"), purpose="alias", language="uk") for n in range(4096)}

    assert len({alias.split()[1] for alias in aliases}) == 256
    assert len(aliases) > 3900


def test_alias_in_a_language_without_words_is_refused() -> None:
    with pytest.raises(LookupError):
        alias_for(b"\x01" * 32, "be")
