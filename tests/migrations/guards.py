"""What keeps a database from being double-booked, as a set of names that can be compared after each revision."""

from sqlalchemy import text

from service.db import Database

_SQLITE = "SELECT 'trigger ' || name FROM sqlite_master WHERE type = 'trigger'"
_POSTGRESQL = """
    SELECT 'exclusion ' || conname FROM pg_constraint WHERE contype = 'x'
    UNION SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal
"""


def guards_of(database: Database) -> set[str]:
    """Return the names of all triggers and exclusion constraints."""
    with database.reading() as db:
        return set(db.scalars(text(_SQLITE if database.on_sqlite else _POSTGRESQL)))
