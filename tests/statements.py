"""Count what is asked of a database, to notice a query per row."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from service.db import Database


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Yield a list that fills with every statement sent meanwhile."""
    said: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        said.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    if database.on_sqlite:  # on PostgreSQL readers share the writer's engine and its listeners
        event.listen(database._reader, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
        if database.on_sqlite:
            event.remove(database._reader, "before_cursor_execute", note)
