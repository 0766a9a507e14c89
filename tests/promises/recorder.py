"""Which tables each transaction touched, written down statement by statement. Knows no table's meaning."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, event

from service.db import Database

ACCOUNT = frozenset({"account"})
BOOKED = frozenset({"appointment", "occupancy", "ticket_state"})
_WRITTEN = re.compile(r'\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.IGNORECASE)
_READ = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)', re.IGNORECASE)


@dataclass
class Transaction:
    """The tables that one transaction wrote, and those it read."""

    written: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)

    @property
    def ties(self) -> bool:
        """Tell whether it writes anything and touches an account as well as something booked."""
        touched = self.written | self.read
        return bool(self.written) and bool(touched & ACCOUNT) and bool(touched & BOOKED)


@contextmanager
def recorded(database: Database) -> Iterator[list[Transaction]]:
    """Yield a list that fills with every transaction on every engine of a database."""
    finished: list[Transaction] = []

    def begin(connection: Connection) -> None:
        connection.info["recorded"] = Transaction()

    def note(connection: Connection, _cursor: object, statement: str, *_: Any) -> None:
        transaction: Transaction = connection.info["recorded"]
        transaction.written |= set(_WRITTEN.findall(statement))
        transaction.read |= set(_READ.findall(statement))

    def end(connection: Connection) -> None:
        finished.append(connection.info.pop("recorded", Transaction()))

    engines: list[Engine] = [database.engine]
    if database.on_sqlite:  # on PostgreSQL all share one engine and its listeners
        engines += [database._reader, database._brief_engine]
    listeners = (("begin", begin), ("before_cursor_execute", note), ("commit", end), ("rollback", end))
    for engine in engines:
        for name, listener in listeners:
            event.listen(engine, name, listener)
    try:
        yield finished
    finally:
        for engine in engines:
            for name, listener in listeners:
                event.remove(engine, name, listener)
