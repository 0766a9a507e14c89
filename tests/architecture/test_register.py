"""Every stored column says what it is, why it is kept, who can read it and how long."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Column, LargeBinary

from service.models import Base, Class, Volatile

_ASKED = ("what", "why", "reader", "life", "kind")


def test_every_column_is_in_the_register() -> None:
    unsaid = [str(column) for column in _columns() for question in _ASKED if not column.info.get(question)]

    assert unsaid == []


def test_every_class_is_a_known_one() -> None:
    unknown = [str(column) for column in _columns() if column.info["kind"] not in set(Class)]

    assert unknown == []


def test_what_is_sealed_or_hashed_is_bytes() -> None:
    closed = {Class.SEALED, Class.SERVER_SEALED, Class.HASHED}

    readable = [
        str(column)
        for column in _columns()
        if column.info["kind"] in closed and not isinstance(column.type, LargeBinary)
    ]

    assert readable == []


def test_only_volatile_tables_hold_volatile_columns() -> None:
    lasting = [str(column) for column in _of(Base) if column.info["kind"] == Class.VOLATILE]
    volatile = {column.info["kind"] for column in _of(Volatile)}

    assert lasting == []
    assert volatile == {Class.VOLATILE}


@pytest.mark.promise("no-account-link")
def test_no_column_says_when_a_row_was_made() -> None:
    clocked = [
        str(column) for column in _columns() if column.name in ("created_at", "updated_at", "seen_at", "booked_at")
    ]

    assert clocked == []


@pytest.mark.promise("no-account-link")
def test_no_booked_row_points_to_an_account() -> None:
    booked = {"occupancy", "appointment", "ticket_state"}

    reached = {key.column.table.name for name in booked for key in Base.metadata.tables[name].foreign_keys}

    assert "account" not in reached
    assert reached <= booked | {"volunteer"}


def _columns() -> Iterator[Column[object]]:
    yield from _of(Base)
    yield from _of(Volatile)


def _of(base: type[Base] | type[Volatile]) -> Iterator[Column[object]]:
    for table in base.metadata.sorted_tables:
        yield from table.columns
