"""Revisions: they end where the models are, run up and down, also over rows, and keep the guard."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from service.db import Database
from service.migrate import all_revisions, current_revision, migrate, migrate_back, newest_revision
from service.models import Base, Volatile
from tests.factories import make_account, make_cast
from tests.migrations.guards import guards_of
from tests.postgresql import Server

GUARDS = {
    "sqlite": {"trigger occupancy_guard", "trigger occupancy_never_updated"},
    "postgresql": {"exclusion occupancy_guard", "trigger occupancy_never_updated"},
}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """Give a database without any table, of each kind."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path}/empty.sqlite")
        yield database
        database.close()
        return
    server: Server = request.getfixturevalue("postgresql_server")
    name = f"empty_{request.getfixturevalue('worker_id')}"
    server.execute(f"CREATE DATABASE {name}")
    database = Database(server.url(name))
    yield database
    database.close()
    server.execute(f"DROP DATABASE {name}")


def _tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def _metadata(database: Database) -> Any:
    return Base.metadata if database.on_sqlite else [Base.metadata, Volatile.metadata]


def test_revisions_end_where_the_models_are(empty: Database) -> None:
    migrate(empty)

    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, _metadata(empty)) == []


def test_revisions_make_the_same_checks_as_the_models(empty: Database) -> None:
    migrate(empty)
    made = _checks(empty)
    migrate_back(empty, "base")
    Base.metadata.create_all(empty.engine)

    assert made == _checks(empty)
    assert len(made["volunteer"]) == 6


def _checks(database: Database) -> dict[str, list[Any]]:
    ask = inspect(database.engine)
    names = [table.name for table in Base.metadata.sorted_tables]
    return {name: sorted((each["name"], each["sqltext"]) for each in ask.get_check_constraints(name)) for name in names}


def test_tables_of_sqlite_have_no_hidden_order(sqlite_database: Database) -> None:
    with sqlite_database.reading() as db:
        found = db.execute(text("SELECT name, wr FROM pragma_table_list WHERE type = 'table' AND schema = 'main'"))
        ordered = {name for name, without_rowid in found if not without_rowid}

    assert ordered == {"alembic_version", "sqlite_schema"}


def test_each_revision_runs_down_and_up_again(empty: Database) -> None:
    migrate(empty)

    for name, before in reversed(list(zip(all_revisions(), (None, *all_revisions()), strict=False))):
        migrate_back(empty, before or "base")
        assert current_revision(empty) == before
        migrate(empty, name)
        assert current_revision(empty) == name
        migrate_back(empty, before or "base")

    assert _tables(empty) == set()


def test_revisions_are_told_one_by_one(empty: Database) -> None:
    told: list[str] = []

    migrate(empty, on_step=told.append)

    assert tuple(told) == all_revisions()
    assert current_revision(empty) == newest_revision() == all_revisions()[-1]


def test_names_begin_with_their_day() -> None:
    assert all(name[:10].replace("_", "").isdigit() for name in all_revisions())


def test_migrating_twice_changes_nothing(empty: Database) -> None:
    migrate(empty)
    told: list[str] = []

    migrate(empty, on_step=told.append)

    assert told == []


def test_a_filled_database_can_be_migrated_again(empty: Database) -> None:
    migrate(empty)
    with empty.writing() as db:
        make_cast(db)
        make_account(db)
        before = _amounts(db)

    migrate_back(empty, all_revisions()[-2])
    migrate(empty)

    with empty.reading() as db:
        assert _amounts(db) == before
        assert before["volunteer"] == 4


def _amounts(db: Session) -> dict[str, int]:
    tables = Base.metadata.sorted_tables
    return {table.name: db.scalar(text(f"SELECT count(*) FROM {table.name}")) or 0 for table in tables}


def test_a_failing_revision_leaves_nothing_behind(empty: Database) -> None:
    def stop(name: str) -> None:
        if "guard" in name:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        migrate(empty, on_step=stop)

    assert _tables(empty) == set()


def test_the_guard_stands_from_its_revision_on(empty: Database) -> None:
    kind = "sqlite" if empty.on_sqlite else "postgresql"
    since = next(index for index, name in enumerate(all_revisions()) if name.endswith("guard"))

    for index, name in enumerate(all_revisions()):
        migrate(empty, name)
        assert guards_of(empty) == (GUARDS[kind] if index >= since else set()), name


def test_a_lost_guard_is_noticed(empty: Database) -> None:
    migrate(empty)
    with empty.writing() as db:
        table = "" if empty.on_sqlite else " ON occupancy"
        db.execute(text(f"DROP TRIGGER occupancy_never_updated{table}"))

    kind = "sqlite" if empty.on_sqlite else "postgresql"
    assert guards_of(empty) != GUARDS[kind]
