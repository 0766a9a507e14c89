"""Bring a database's tables to this edition of the code, or back. Knows no table; the steps are in `migrations/`."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from service.db import Database

_FOLDER = Path(__file__).resolve().parent.parent / "migrations"

OnStep = Callable[[str], None]


def migrate(database: Database, revision: str = "head", on_step: OnStep | None = None) -> None:
    """Run every missing revision up to `revision`, all in one transaction; `on_step` is told each one's name."""
    with database.migrating() as connection:
        command.upgrade(_config(connection, on_step), revision)


def migrate_back(database: Database, revision: str, on_step: OnStep | None = None) -> None:
    """Undo revisions down to `revision` (`base` drops everything), all in one transaction."""
    with database.migrating() as connection:
        command.downgrade(_config(connection, on_step), revision)


def current_revision(database: Database) -> str | None:
    """Return the name of the last revision that was run, or None for an empty database."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """Return the name of the last revision that this edition of the code has."""
    return ScriptDirectory(str(_FOLDER)).get_current_head()


def all_revisions() -> tuple[str, ...]:
    """Return the names of all revisions, oldest first."""
    return tuple(step.revision for step in reversed(list(ScriptDirectory(str(_FOLDER)).walk_revisions())))


def _config(connection: Connection, on_step: OnStep | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    config.attributes["on_step"] = on_step or _silent
    return config


def _silent(name: str) -> None:
    """Tell nobody."""
