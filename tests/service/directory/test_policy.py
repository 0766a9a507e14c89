"""The organisation's rules: defaults, bounds, and a bad row that closes nothing."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from service import policy
from service.db import Database
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


def test_policy_counts_a_channel_as_fresh_through_the_seventh_day() -> None:
    fresh_until = Policy(channel_fresh_days=7).fresh_until(date(2026, 11, 2))

    assert fresh_until == datetime(2026, 11, 10, tzinfo=UTC).timestamp()
    assert Policy().fresh_until(None) == 0


def test_policy_change_is_kept(database: Database) -> None:
    with database.writing() as db:
        policy.change(db, {"cancel_hours": 24})

    with database.reading() as db:
        assert policy.load(db) == Policy(cancel_hours=24)


@pytest.mark.parametrize(("changes", "refusal"), [({"cancel_hours": 999}, PolicyWrong), ({"colour": 1}, PolicyUnknown)])
def test_policy_change_is_refused_whole(
    database: Database, changes: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal), database.writing() as db:
        policy.change(db, {"move_hours": 1} | changes)

    with database.reading() as db:
        assert policy.load(db) == Policy()
