"""The organisation's rules: defaults, bounds, and a bad row that closes nothing."""

from typing import Any

import pytest

from service import policy
from service.policy import Policy, PolicyUnknown, PolicyWrong


def test_policy_without_rows_is_the_default() -> None:
    assert policy.of({}) == Policy() == policy.DEFAULT


def test_policy_takes_the_coordinators_values() -> None:
    assert policy.of({"cancel_hours": 24, "hold_share": 0.5}) == Policy(cancel_hours=24, hold_share=0.5)


@pytest.mark.parametrize("value", [-1, 10_000, "12", None, True, 1.5, [12]])
def test_policy_leaves_a_senseless_row_at_its_default(value: Any) -> None:
    assert policy.of({"cancel_hours": value, "of_another_edition": 1}) == Policy()


def test_policy_default_lies_within_its_own_bounds() -> None:
    for name, (least, most) in policy.bounds().items():
        assert least <= getattr(Policy(), name) <= most


def test_policy_change_is_kept(database: Any) -> None:
    with database.writing() as db:
        policy.change(db, {"cancel_hours": 24})

    with database.reading() as db:
        assert policy.load(db) == Policy(cancel_hours=24)


@pytest.mark.parametrize(("changes", "refusal"), [({"cancel_hours": 999}, PolicyWrong), ({"colour": 1}, PolicyUnknown)])
def test_policy_change_is_refused_whole(database: Any, changes: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal), database.writing() as db:
        policy.change(db, {"move_hours": 1} | changes)

    with database.reading() as db:
        assert policy.load(db) == Policy()
