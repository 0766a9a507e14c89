"""Canonical form v1: the same person types the same words in many ways."""

import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import service.crypto.canonical as room
from service.crypto.canonical import canonical, canonical_key
from service.crypto.refusals import KeyUnreadable, WrongWordCount
from tests.vectors import vectors

TABLE = json.loads(Path(room.__file__).with_name("canonical_v1.json").read_text(encoding="utf-8"))
VECTORS = vectors("canonical")
EIGHT = "берег маяк волна лодка парус якорь остров чайка"


@pytest.mark.parametrize("vector", VECTORS["accepted"], ids=lambda vector: vector["case"])
def test_canonical_brings_what_is_typed_to_one_form(vector: dict[str, str]) -> None:
    assert canonical(vector["text"]) == vector["canonical"]


@pytest.mark.parametrize("vector", VECTORS["refused"], ids=lambda vector: vector["case"])
def test_canonical_refuses_what_no_list_holds(vector: dict[str, str]) -> None:
    with pytest.raises(KeyUnreadable):
        canonical(vector["text"])


@pytest.mark.parametrize(("latin", "cyrillic"), list(TABLE["latin_to_cyrillic"].items()))
def test_latin_lookalike_is_folded_in_a_cyrillic_text(latin: str, cyrillic: str) -> None:
    forms = {canonical(f"лодка {sign}ж") for sign in (latin, latin.upper(), cyrillic)}

    assert forms == {f"лодка {cyrillic}ж"}


@pytest.mark.parametrize(("cyrillic", "latin"), list(TABLE["cyrillic_to_latin"].items()))
def test_cyrillic_lookalike_is_folded_in_a_latin_text(cyrillic: str, latin: str) -> None:
    assert canonical(f"harbor {cyrillic}z") == f"harbor {latin}z"


def test_fold_table_leads_into_the_alphabets() -> None:
    assert set(TABLE["latin_to_cyrillic"].values()) <= set(TABLE["cyrillic"])
    assert set(TABLE["cyrillic_to_latin"].values()) <= set(TABLE["latin"])


@given(st.text(max_size=80))
def test_canonical_is_stable_or_refuses(text: str) -> None:
    try:
        form = canonical(text)
    except KeyUnreadable:
        return

    assert canonical(form) == form
    assert canonical(form.upper()) == form


@given(st.lists(st.sampled_from(EIGHT.split()), min_size=1, max_size=8))
def test_canonical_ignores_case_spaces_and_invisible_signs(words: list[str]) -> None:
    for separator, invisible in product([" ", "  ", "-", " — ", "\n", "\u00a0"], ["", "\u00ad", "\u200b", "’"]):
        typed = separator.join(word[0].upper() + invisible + word[1:] for word in words)

        assert canonical(typed) == canonical(" ".join(words))


def test_canonical_key_wants_eight_words() -> None:
    seven = " ".join(EIGHT.split()[:7])

    with pytest.raises(WrongWordCount) as refusal:
        canonical_key(seven)

    assert refusal.value.parameters == {"found": 7}
    assert canonical_key(EIGHT.upper()) == EIGHT


def test_refusal_never_carries_the_words() -> None:
    with pytest.raises(KeyUnreadable) as refusal:
        canonical("берег 1")

    assert "берег" not in f"{refusal.value!r} {refusal.value.parameters}"
