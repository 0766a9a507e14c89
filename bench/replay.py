"""The baseline of the booking figures: the very statements of our bookings, sent by hand through the driver.

They are recorded once on a database of their own and played on another one in the same state, with the same
transactions and the same durability, but without SQLAlchemy, sessions and everything we think between statements.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from service.db import Database

BEGIN, COMMIT = "BEGIN", "COMMIT"
Statement = tuple[str, Any]


@dataclass(slots=True)
class Recording:
    """Statements in the order in which they were sent, one list for each booking."""

    bookings: list[list[Statement]] = field(default_factory=list)

    def record(self, database: Database, actions: Iterator[Callable[[], object]]) -> None:
        """Do each action and note what the database was asked."""
        engine = database.engine

        def sent(connection: object, cursor: object, statement: str, parameters: Any, *rest: object) -> None:
            self.bookings[-1].append((statement, parameters))

        def begun(connection: object) -> None:
            self.bookings[-1].append((BEGIN, None))

        def committed(connection: object) -> None:
            self.bookings[-1].append((COMMIT, None))

        listeners = (("before_cursor_execute", sent), ("begin", begun), ("commit", committed))
        for name, listener in listeners:
            event.listen(engine, name, listener)
        for action in actions:
            self.bookings.append([])
            action()
        for name, listener in listeners:
            event.remove(engine, name, listener)


def player(database: Database, recording: Recording) -> Callable[[], None]:
    """Return what plays the next booking each time it is called."""
    play = _on_sqlite(database) if database.on_sqlite else _on_postgresql(database)
    bookings = iter(recording.bookings)
    return lambda: play(next(bookings))


def _on_sqlite(database: Database) -> Callable[[list[Statement]], None]:
    connection: Any = database.engine.raw_connection().driver_connection

    def play(statements: list[Statement]) -> None:
        for statement, parameters in statements:
            if statement is BEGIN:
                connection.execute("BEGIN IMMEDIATE")
            elif statement is COMMIT:
                connection.commit()
            else:
                connection.execute(statement, parameters).fetchall()

    return play


def _on_postgresql(database: Database) -> Callable[[list[Statement]], None]:
    connection: Any = database.engine.raw_connection().driver_connection

    def play(statements: list[Statement]) -> None:
        cursor = connection.cursor()
        for statement, parameters in statements:
            if statement is COMMIT:
                connection.commit()
            elif statement is not BEGIN:  # the driver begins by itself, as it does for us
                cursor.execute(statement, parameters)
                if cursor.description:
                    cursor.fetchall()

    return play
