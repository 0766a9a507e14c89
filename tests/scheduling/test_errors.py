"""Refusals are facts with a sentence and its values."""

from collections.abc import Iterator

import pytest

import scheduling.errors
from scheduling.errors import Refusal, SlotTaken, TooLateToMove, UnknownZone


def family(root: type[Refusal]) -> Iterator[type[Refusal]]:
    """Give every refusal of the scheduling core below `root`."""
    for child in root.__subclasses__():
        if child.__module__ == scheduling.errors.__name__:
            yield child
            yield from family(child)


def test_a_refusal_fills_its_sentence_for_the_developer_too() -> None:
    refusal = TooLateToMove(hours=24)

    assert refusal.parameters == {"hours": 24}
    assert str(refusal) == refusal.msgid % {"hours": 24}


def test_a_refusal_without_its_values_is_a_fault_at_once() -> None:
    with pytest.raises(KeyError, match="zone"):
        UnknownZone()


def test_a_zone_with_a_percent_sign_is_told_as_it_is() -> None:
    assert "100%s" in str(UnknownZone(zone="100%s"))


@pytest.mark.parametrize("refusal", [each for each in family(Refusal) if "msgid" in vars(each)])
def test_every_refusal_is_a_calm_sentence_of_its_own(refusal: type[Refusal]) -> None:
    sentences = [each.msgid for each in family(Refusal) if "msgid" in vars(each)]

    assert refusal.msgid.endswith(".")
    assert "!" not in refusal.msgid
    assert sentences.count(refusal.msgid) == 1


def test_the_tree_is_drawn_as_it_grew() -> None:
    drawn = [line.split("─ ")[1].split()[0] for line in (scheduling.errors.__doc__ or "").splitlines() if "─ " in line]

    assert sorted(drawn) == sorted(each.__name__ for each in family(Refusal))


def test_just_taken_says_what_the_person_needs() -> None:
    assert SlotTaken.msgid == (
        "Someone has just taken this time. The nearest free times are below. What you wrote is still here."
    )
