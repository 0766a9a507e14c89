"""Who gets a start that several could take."""

from collections import Counter
from dataclasses import replace

import pytest

from scheduling.fairness import Candidate, choose

ONE = Candidate(b"one", open_minutes=600, booked_minutes=100, sessions=2)
TWO = Candidate(b"two", open_minutes=600, booked_minutes=100, sessions=2)


def chosen(*candidates: Candidate, rotation: bytes = b"") -> bytes:
    return choose(candidates, rotation=rotation).volunteer_id


def test_who_accompanies_the_person_already_comes_first() -> None:
    assert chosen(ONE, replace(TWO, continues=True, booked_minutes=600, sessions=9)) == b"two"


def test_the_least_share_of_own_hours_comes_next() -> None:
    few_hours = replace(ONE, open_minutes=120, booked_minutes=60, sessions=1)
    many_hours = replace(TWO, open_minutes=1200, booked_minutes=240, sessions=4)

    assert chosen(few_hours, many_hours) == b"two"


def test_the_fewest_sessions_decide_between_equal_shares() -> None:
    assert chosen(ONE, replace(TWO, sessions=1)) == b"two"


def test_a_week_without_hours_counts_as_used_up() -> None:
    assert chosen(replace(ONE, open_minutes=0, booked_minutes=0), replace(TWO, booked_minutes=599)) == b"two"


def test_the_same_lot_is_drawn_whatever_the_order() -> None:
    assert chosen(ONE, TWO, rotation=b"today") == chosen(TWO, ONE, rotation=b"today")


def test_lots_fall_on_everyone() -> None:
    lots = Counter(chosen(ONE, TWO, rotation=bytes([number])) for number in range(100))

    assert min(lots[b"one"], lots[b"two"]) > 25


def test_nobody_cannot_be_chosen() -> None:
    with pytest.raises(ValueError, match="empty"):
        choose([], rotation=b"")
