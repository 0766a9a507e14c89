"""Words in the browser: made from our lists, completed while they are typed, compared as the server would."""

import pytest

from service.words.lists import LIST_LANGUAGES, word_list
from tests.web.keys.node import in_node, values


@pytest.mark.parametrize("language", LIST_LANGUAGES)
def test_made_keys_use_the_whole_list(language: str) -> None:
    keys = values([["makeKey", language]] * 6000)

    assert {len(key) for key in keys} == {8}
    assert {word for key in keys for word in key} == set(word_list(language))


def test_key_in_another_language_is_refused() -> None:
    assert in_node([["makeKey", "de"]]) == [{"error": "TypeError"}]


def test_completion_minds_neither_capitals_nor_lookalikes() -> None:
    beginnings = values(
        [
            ["complete", "ru", "ОСТР"],
            ["complete", "ru", "ocтр"],
            ["complete", "uk", "Icто"],
            ["complete", "en", "lаnt"],
            ["complete", "en", "zzz"],
            ["complete", "en", "  "],
            ["complete", "en", "1"],
        ]
    )

    assert beginnings == [["остров"], ["остров"], ["історик"], ["lantern"], [], [], []]


def test_four_letters_complete_to_one_word() -> None:
    for language in LIST_LANGUAGES:
        found = values([["complete", language, word[:4]] for word in word_list(language)])

        assert found == [[word] for word in word_list(language)]


def test_recognise_tells_the_list_and_the_places_of_unknown_words() -> None:
    russian, english = word_list("ru")[:8], word_list("en")[-8:]
    typed = " ".join([*russian[:2], "нетслова", *russian[3:]])

    assert values([["recognise", typed], ["recognise", " ".join(english).upper()], ["recognise", "- "]]) == [
        {"language": "ru", "unknown": [2]},
        {"language": "en", "unknown": []},
        {"language": "ru", "unknown": []},
    ]


@pytest.mark.parametrize(
    ("typed", "word", "is_same"),
    [
        (" МОРЕ ", "море", True),
        ("mope", "море", True),
        ("гора", "море", False),
        ("lаntern", "lantern", True),
        ("", "lantern", False),
        ("l1", "lantern", False),
    ],
)
def test_same_word_compares_as_the_server_would(typed: str, word: str, is_same: bool) -> None:
    assert values([["sameWord", typed, word]]) == [is_same]
