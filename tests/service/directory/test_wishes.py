"""Wishes survive the sealed visit, and only what can be chosen is taken."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.wishes import PART_MINUTES, UnknownWish, Vocabulary, Wishes

KNOWN = Vocabulary(
    kinds=("peer", "psychologist"),
    topics=("loss",),
    formats=("text", "voice"),
    attributes=("woman",),
    languages=("uk",),
)
SLUGS = st.lists(st.text(max_size=8), max_size=3).map(tuple)


@given(
    st.builds(
        Wishes,
        language=st.none() | st.text(max_size=3),
        formats=SLUGS,
        parts=SLUGS,
        topics=SLUGS,
        kinds=SLUGS,
        attributes=SLUGS,
        later_than_at=st.none() | st.integers(0, 2**40),
        not_volunteers=st.lists(st.binary(min_size=16, max_size=16), max_size=3).map(tuple),
    )
)
def test_wishes_come_back_whole_from_json(wishes: Wishes) -> None:
    plain = json.loads(json.dumps(wishes.as_dict()))

    assert Wishes.of_dict(plain) == wishes


def test_wishes_of_another_edition_lose_only_what_is_unknown() -> None:
    assert Wishes.of_dict({"language": "uk", "colour": "blue"}) == Wishes(language="uk")


@pytest.mark.parametrize(
    "wishes",
    [Wishes(language="tlh"), Wishes(formats=("carrier-pigeon",)), Wishes(parts=("teatime",)), Wishes(kinds=("loss",))],
)
def test_wishes_that_nobody_can_choose_are_refused(wishes: Wishes) -> None:
    with pytest.raises(UnknownWish):
        wishes.checked(KNOWN)


def test_wishes_that_can_be_chosen_are_taken_as_they_are() -> None:
    wishes = Wishes(language="uk", formats=("text",), parts=("night",), topics=("loss",), attributes=("woman",))

    assert wishes.checked(KNOWN) == wishes


def test_wishes_kept_since_an_earlier_page_lose_the_words_that_are_gone_but_no_language() -> None:
    wishes = Wishes(language="ka", formats=("text", "video"), kinds=("peer",), later_than_at=5)

    assert wishes.kept_to(KNOWN) == Wishes(language="ka", formats=("text",), kinds=("peer",), later_than_at=5)


def test_wishes_that_say_the_same_are_equal() -> None:
    assert Wishes().but(formats=["voice", "text", "text"]) == Wishes().but(formats=("text", "voice"))


def test_a_person_not_to_be_offered_is_no_wish() -> None:
    assert Wishes().avoiding(b"x" * 16).is_empty
    assert not Wishes(language="uk").is_empty


def test_parts_of_the_day_are_the_whole_day() -> None:
    minutes = sorted(minute for start, end in PART_MINUTES.values() for minute in range(start, end))

    assert minutes == list(range(1440))
