"""The declarative base and the one way to declare a column: with its line in the register.

`kept()` is `mapped_column()` that refuses a column without what, why, reader, life and class,
so that "What we store" can be made from the schema. Holds no table of its own.
"""

import secrets
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column

ID_BYTES = 16


class Class(StrEnum):
    """How a stored value is protected."""

    SEALED = "sealed"  # only a person's browser can open it
    SERVER_SEALED = "server-sealed"  # the server opens it with a key outside the database
    HASHED = "hashed"  # cannot be read back
    READABLE = "readable"  # whoever takes the disk can read it
    VOLATILE = "volatile"  # never written to a backup, emptied at start


@dataclass(frozen=True, slots=True)
class Entry:
    """One column's line in the register, in plain English sentences that are translated when shown."""

    what: str
    why: str
    reader: str
    life: str
    kind: Class


class Base(DeclarativeBase):
    """Tables that last: they are migrated, backed up and listed in the register."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {dict[str, Any]: JSON, dict[str, str]: JSON, bytes: LargeBinary}


class Volatile(DeclarativeBase):
    """Tables that live in memory (SQLite) or UNLOGGED (PostgreSQL): emptied at start, never backed up."""

    metadata = MetaData(naming_convention=Base.metadata.naming_convention)


def kept(
    *args: Any, what: str, why: str, reader: str, life: str, kind: Class = Class.READABLE, **kwargs: Any
) -> MappedColumn[Any]:
    """Declare a column together with its line in the register."""
    return mapped_column(*args, info=asdict(Entry(what, why, reader, life, kind)), **kwargs)


def new_id() -> bytes:
    """Return 16 random bytes: an id that says nothing about order or time."""
    return secrets.token_bytes(ID_BYTES)
