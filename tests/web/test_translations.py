"""Every sentence exists in Russian and Ukrainian, once, whole, in our tone, and no catalogue keeps what is gone."""

import re
from collections import defaultdict

import pytest

from tests.web.sentences import Told, catalogue, in_code, singular, used

PLACES = re.compile(r"%\((\w+)\)[sd]|%(?!\()(.)")
OFFICE_WORDS = {
    "ru": r"повестк|\bявк|\bреестр|\bуч[её]т|\bочеред|\bпротокол|\bдопуск|\bпропуск(а|у|ом|е|и|ов)?\b|\bжалоб|\bквот"
    r"|\bкредит|\bклиент",
    "uk": r"\bповістк|\bявк|\bреєстр|\bоблік\b|\bчерг[аиуо]\b|\bпротокол|\bдопуск|\bперепуск|\bскарг|\bквот|\bкредит"
    r"|\bклієнт",
}
BOTH = pytest.mark.parametrize("language", ["ru", "uk"])


@BOTH
def test_no_sentence_is_missing(language: str) -> None:
    told = {singular(each.msgid) for each in catalogue(language)}

    missing = {sentence: place for sentence, place in used().items() if sentence not in told}

    assert missing == {}


@BOTH
def test_no_sentence_is_kept_that_nobody_says(language: str) -> None:
    said = used()

    obsolete = sorted(f"{each.area}: {each.msgid}" for each in catalogue(language) if singular(each.msgid) not in said)

    assert obsolete == []


@BOTH
def test_no_sentence_is_told_in_two_ways(language: str) -> None:
    ways: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for each in catalogue(language):
        ways[singular(each.msgid)].add(each.forms)

    assert {msgid: forms for msgid, forms in ways.items() if len(forms) > 1} == {}


@BOTH
def test_every_sentence_is_whole(language: str) -> None:
    broken = [each for each in catalogue(language) if each.is_fuzzy or not all(form.strip() for form in each.forms)]
    uneven = [each for each in catalogue(language) if len(each.forms) != (1 if isinstance(each.msgid, str) else 3)]

    assert (broken, uneven) == ([], [])


@BOTH
def test_places_for_values_match(language: str) -> None:
    wrong = [each for each in catalogue(language) if not _places_match(each)]

    assert wrong == []


@BOTH
def test_tone_is_calm_and_not_of_offices(language: str) -> None:
    texts = [(each.area, form) for each in catalogue(language) for form in each.forms]

    loud = [text for text in texts if "!" in text[1]]
    office = [text for text in texts if re.search(OFFICE_WORDS[language], text[1], re.IGNORECASE)]

    assert (loud, office) == ([], [])


def test_ukrainian_is_written_with_its_own_letters_and_apostrophe() -> None:
    texts = [(each.area, form) for each in catalogue("uk") for form in each.forms]

    assert [text for text in texts if re.search(r"[ыэъё]|\w['ʼ`]\w", text[1], re.IGNORECASE)] == []


def test_russian_has_no_ukrainian_letters() -> None:
    texts = [(each.area, form) for each in catalogue("ru") for form in each.forms]

    assert [text for text in texts if re.search(r"[іїєґ]", text[1], re.IGNORECASE)] == []


def test_marked_strings_and_refusals_are_found() -> None:
    source = 'A = N_("one")\nclass B(Refusal):\n    msgid = "two " "parts"\n\nclass C:\n    other = "three"\n'

    assert sorted(in_code(source)) == ["one", "two parts"]


def _places_match(each: Told) -> bool:
    """Say whether every form has the places of the sentence; a form for one may leave the number out."""
    wanted = set(PLACES.findall(each.msgid if isinstance(each.msgid, str) else each.msgid[-1]))
    return all(set(PLACES.findall(form)) == wanted for form in each.forms)
