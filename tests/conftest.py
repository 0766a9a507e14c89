"""What every test can ask for: a migrated database of both kinds, a site that stands at a chosen instant."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from service.clock import FixedClock
from service.crypto.kdf import Argon2Profile, KdfQueue
from service.db import Database
from service.directory import Directory
from service.limits import Limits
from service.migrate import migrate
from service.models import Base, Volatile
from service.settings import Settings
from service.site import Site, load_secrets
from tests.factories import NOW
from tests.postgresql import PostgresqlMissing, Server, running

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

TEST_PROFILE = Argon2Profile(version=0, memory_kib=8, passes=1)

_server_key = pytest.StashKey[ExitStack]()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Start one PostgreSQL for all workers of pytest-xdist; they are told its address."""
    stack = node.config.stash.setdefault(_server_key, ExitStack())
    shared = getattr(node.config, "pristan_postgresql", None)
    if shared is None:
        try:
            shared = stack.enter_context(running(durable=False))
        except PostgresqlMissing as missing:
            shared = missing
        node.config.pristan_postgresql = shared
    if isinstance(shared, Server):
        node.workerinput["postgresql"] = (str(shared.folder), shared.port)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server that was started for the workers."""
    if _server_key in config.stash:
        config.stash[_server_key].close()


@pytest.fixture(scope="session")
def playwright() -> Iterator["Playwright"]:
    """Give the one driver of browsers that a process can have; what uses it starts its own browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def postgresql_server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """Give the session's PostgreSQL server."""
    if given := getattr(request.config, "workerinput", {}).get("postgresql"):
        yield Server(Path(given[0]), given[1])
        return
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running(durable=False))
        except PostgresqlMissing as missing:
            if os.environ.get("CI"):
                pytest.fail(str(missing))
            pytest.skip(str(missing))
        yield server


@pytest.fixture(scope="session")
def _postgresql_database(postgresql_server: Server, worker_id: str) -> Iterator[Database]:
    """Give this worker's database, cloned from a migrated template, to be emptied before each test."""
    template, mine = f"template_{worker_id}", f"tests_{worker_id}"
    postgresql_server.execute(f"CREATE DATABASE {template}")
    database = Database(postgresql_server.url(template))
    migrate(database)
    database.close()
    postgresql_server.execute(f"CREATE DATABASE {mine} TEMPLATE {template}")
    database = Database(postgresql_server.url(mine))
    yield database
    database.close()


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the path of a migrated SQLite file, to be copied for each test."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    with database.engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        driver.execute("ROLLBACK") if driver.in_transaction else None
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture
def sqlite_database(_sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """Give an empty migrated SQLite database of this test's own."""
    path = tmp_path / "data" / "pristan.sqlite"
    path.parent.mkdir()
    shutil.copy(_sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture
def postgresql_database(_postgresql_database: Database) -> Database:
    """Give the worker's PostgreSQL database, empty."""
    tables = [*reversed(Base.metadata.sorted_tables), *Volatile.metadata.sorted_tables]
    with _postgresql_database.writing() as db:
        db.execute(text(";".join(f"DELETE FROM {table.name}" for table in tables)))
    return _postgresql_database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest) -> Database:
    """Give an empty migrated database: the test runs once on each kind."""
    found = request.getfixturevalue(f"{request.param}_database")
    assert isinstance(found, Database)
    return found


@pytest.fixture
def clock() -> FixedClock:
    """Give a clock that stands at `NOW` until the test moves it."""
    return FixedClock(NOW)


@pytest.fixture
def site(database: Database, clock: FixedClock, tmp_path: Path) -> Site:
    """Give a running installation on `database` at `clock`, with a quick key derivation."""
    settings = Settings(database_url=database.url.render_as_string(hide_password=False), data_dir=tmp_path / "data")
    secrets = load_secrets(settings.data_dir)
    return Site(
        settings=settings,
        clock=clock,
        db=database,
        secrets=secrets,
        kdf=KdfQueue(site_id=secrets.site_id, profile=TEST_PROFILE),
        directory=Directory(database, clock),
        limits=Limits(clock),
    )
