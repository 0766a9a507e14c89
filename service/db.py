"""Engines and units of work: `reading()`, `writing()`, `brief()`. The only place that commits.

A route opens its own unit of work in one thread; a dependency never does (docs/decisions/0001).
SQLite: one writer at a time under a process-wide lock, so that no one meets "database is locked"; readers cannot write.
What a database says when it is too busy becomes one refusal, `PleaseTryAgain`. No query lives here.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, RLock, get_ident
from typing import Any

import psycopg.errors
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool, StaticPool

from scheduling.errors import Refusal
from service.models import Volatile

THREADS = 16  # request threads and pooled connections: equal, so that neither waits for the other
WRITER_WAIT_SECONDS = 10.0

_SQLITE_BUSY = {5, 6}  # SQLITE_BUSY, SQLITE_LOCKED: https://sqlite.org/rescode.html
_POSTGRESQL_BUSY = (
    psycopg.errors.SerializationFailure,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.LockNotAvailable,
    psycopg.errors.QueryCanceled,
    psycopg.errors.TooManyConnections,
)
_POSTGRESQL_OPTIONS = (
    f"-c timezone=UTC -c lock_timeout={int(WRITER_WAIT_SECONDS)}s"
    " -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"
)
_MIGRATION_LOCK = 7_370_697  # any number: two processes that start at once migrate one after the other


class PleaseTryAgain(Refusal):
    """The database is busy for longer than a person should wait; nothing was changed."""

    msgid = "Many people are here right now. Nothing was lost or changed. Please try again in a minute."


class Database:
    """One installation's database and its volatile neighbour."""

    def __init__(self, url: str, *, key: str = "") -> None:
        """Open engines for a SQLAlchemy `url`; `key` encrypts SQLite (SQLCipher). Connects lazily."""
        self.url = make_url(url)
        self.on_sqlite = self.url.get_backend_name() == "sqlite"
        if self.on_sqlite:
            path = self.url.database or ""
            self.engine = _sqlite_engine(path, key, begin="BEGIN IMMEDIATE", query_only="OFF", connections=1)
            self._reader = _sqlite_engine(path, key, begin="BEGIN DEFERRED", query_only="ON", connections=THREADS)
            self._brief_engine = _memory_engine()
        else:
            self.engine = _postgresql_engine(url)
            self._reader = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            self._brief_engine = self.engine
        self._writer = Lock()
        self._writing_thread: int | None = None
        self._brief_lock = RLock()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that cannot write; one snapshot of the data.

        Raises: PleaseTryAgain.
        """
        with _told_kindly(), Session(self._reader, autoflush=False, expire_on_commit=False) as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session and commit at the end; roll back when anything is raised.

        Raises: PleaseTryAgain when another writer keeps the database for longer than 10 seconds, or two writers
        stood in each other's way and this one was sent back.
        """
        with _told_kindly(), self._writers_turn(), Session(self.engine, autoflush=False, expire_on_commit=False) as db:
            yield db
            db.commit()

    @contextmanager
    def brief(self) -> Iterator[Session]:
        """Yield a committed session on the volatile tables (visits): memory on SQLite, UNLOGGED on PostgreSQL.

        Raises: PleaseTryAgain.
        """
        turn = self._brief_lock if self.on_sqlite else _NOBODY_WAITS
        with _told_kindly(), turn, Session(self._brief_engine, autoflush=False, expire_on_commit=False) as db:
            yield db
            db.commit()

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """Yield a connection for changing tables, alone; commit at the end.

        Foreign keys of SQLite rest meanwhile, because tables are built anew, and are all checked before the commit.
        """
        with self._writers_turn(), self.engine.connect() as connection:
            if self.on_sqlite:
                with _foreign_keys_resting(connection):
                    yield connection
                return
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
            yield connection
            connection.commit()

    def empty_volatile(self) -> None:
        """Forget all visits; done once at start."""
        with self.brief() as db:
            for table in reversed(Volatile.metadata.sorted_tables):
                db.execute(table.delete())

    def close(self) -> None:
        """Give all connections back."""
        self._reader.dispose()
        self.engine.dispose()
        self._brief_engine.dispose()

    @contextmanager
    def _writers_turn(self) -> Iterator[None]:
        """Wait for the one writer of SQLite to finish; on PostgreSQL rows wait for each other instead."""
        if not self.on_sqlite:
            yield
            return
        if self._writing_thread == get_ident():
            raise RuntimeError("writing() inside writing() would wait for itself: pass the session on")
        if not self._writer.acquire(timeout=WRITER_WAIT_SECONDS):
            raise PleaseTryAgain
        self._writing_thread = get_ident()
        try:
            yield
        finally:
            self._writing_thread = None
            self._writer.release()


@contextmanager
def _told_kindly() -> Iterator[None]:
    """Turn a database's word for "too busy" into a refusal; everything else stays a fault."""
    try:
        yield
    except PoolTimeout as fault:
        raise PleaseTryAgain from fault
    except DBAPIError as fault:
        if _is_busy(fault):
            raise PleaseTryAgain from fault
        raise


def _is_busy(fault: DBAPIError) -> bool:
    code = getattr(fault.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE_BUSY
    return isinstance(fault.orig, _POSTGRESQL_BUSY)


class _NobodyWaits:
    """Stand in for a lock where none is needed."""

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


_NOBODY_WAITS = _NobodyWaits()


def _sqlite_engine(path: str, key: str, *, begin: str, query_only: str, connections: int) -> Engine:
    """Return an engine on SQLCipher's driver; without a key the file is plain SQLite."""
    from sqlcipher3 import dbapi2

    def connect() -> Any:
        _make_private_file(Path(path))
        connection = dbapi2.connect(path, timeout=WRITER_WAIT_SECONDS, check_same_thread=False, isolation_level=None)
        if key:
            connection.execute(_pragma_key(key))
        for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"PRAGMA query_only = {query_only}")
        return connection

    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=connect,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=WRITER_WAIT_SECONDS,
    )
    _begin_explicitly(engine, begin)
    return engine


def _make_private_file(path: Path) -> None:
    """Create the file readable by its owner alone; its write-ahead log gets the same mode from SQLite."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _pragma_key(key: str) -> str:
    escaped = key.replace("'", "''")
    return f"PRAGMA key = '{escaped}'"


def _begin_explicitly(engine: Engine, begin: str) -> None:
    """Let us, not the driver, say BEGIN: deferred for readers, immediate for the writer.

    A deferred transaction that writes later is refused at once when somebody else wrote meanwhile.
    """

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        driver: Any = connection.connection.dbapi_connection
        try:
            driver.execute(begin)  # a cursor of SQLAlchemy's would cost as much as a query
        except engine.dialect.loaded_dbapi.Error as fault:
            raise DBAPIError.instance(begin, None, fault, engine.dialect.loaded_dbapi.Error) from fault


@contextmanager
def _foreign_keys_resting(connection: Connection) -> Iterator[None]:
    """Switch SQLite's foreign keys off around one transaction, and check every row before it is committed."""
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys = OFF")  # has no effect inside a transaction, so it comes first
    try:
        with connection.begin():
            yield
            if broken := connection.execute(text("PRAGMA foreign_key_check")).all():
                raise RuntimeError(f"a migration left {len(broken)} rows that point nowhere, first in {broken[0][0]}")
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def _memory_engine() -> Engine:
    from sqlcipher3 import dbapi2

    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: dbapi2.connect(":memory:", check_same_thread=False, isolation_level=None),
        poolclass=StaticPool,
    )
    _begin_explicitly(engine, "BEGIN")
    Volatile.metadata.create_all(engine)
    return engine


def _postgresql_engine(url: str) -> Engine:
    return create_engine(
        url,
        pool_size=THREADS,
        max_overflow=4,
        pool_timeout=WRITER_WAIT_SECONDS,
        connect_args={"application_name": "pristan", "options": _POSTGRESQL_OPTIONS},
    )
