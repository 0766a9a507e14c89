"""Engines and units of work: `reading()`, `writing()`, `brief()`. The only place that commits.

A route opens its own unit of work in one thread; a dependency never does (docs/decisions/0001).
SQLite: one writer at a time under a process-wide lock, so that no one meets "database is locked".
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, RLock
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool, StaticPool

from scheduling.errors import Refusal
from service.models import Volatile

THREADS = 16  # request threads and pooled connections: equal, so that neither waits for the other
WRITER_WAIT_SECONDS = 10.0


class PleaseTryAgain(Refusal):
    """The database is busy for longer than a person should wait; nothing was changed."""

    msgid = "Many people are here right now. Nothing was lost or changed. Please try again in a minute."


class Database:
    """One installation's database and its volatile neighbour."""

    def __init__(self, url: str, *, key: str = "") -> None:
        """Open engines for a SQLAlchemy `url`; `key` encrypts SQLite (SQLCipher). Connects lazily."""
        self.url = make_url(url)
        self.on_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url.database or "", key, "OFF") if self.on_sqlite else _postgresql_engine(url)
        self._reader = (
            _sqlite_engine(self.url.database or "", key, "ON")
            if self.on_sqlite
            else self.engine.execution_options(postgresql_readonly=True)
        )
        self._writer = Lock()
        self._volatile_engine = _memory_engine() if self.on_sqlite else self.engine
        self._volatile_lock = RLock()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that cannot write; one snapshot of the data."""
        with Session(self._reader, autoflush=False, expire_on_commit=False) as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session and commit at the end; roll back when anything is raised.

        Raises: PleaseTryAgain when another writer keeps SQLite for longer than 10 seconds.
        """
        if not self.on_sqlite:
            with Session(self.engine, autoflush=False, expire_on_commit=False) as db, db.begin():
                yield db
            return
        if not self._writer.acquire(timeout=WRITER_WAIT_SECONDS):
            raise PleaseTryAgain
        try:
            with Session(self.engine, autoflush=False, expire_on_commit=False) as db:
                db.connection(execution_options={"pristan_begin": "IMMEDIATE"})
                yield db
                db.commit()
        finally:
            self._writer.release()

    @contextmanager
    def brief(self) -> Iterator[Session]:
        """Yield a committed session on the volatile tables (visits): memory on SQLite, UNLOGGED on PostgreSQL."""
        if not self.on_sqlite:
            with Session(self.engine, autoflush=False, expire_on_commit=False) as db, db.begin():
                yield db
            return
        with self._volatile_lock, Session(self._volatile_engine, autoflush=False) as db, db.begin():
            yield db

    def close(self) -> None:
        """Give all connections back."""
        self._reader.dispose()
        self.engine.dispose()
        self._volatile_engine.dispose()


def _sqlite_engine(path: str, key: str, query_only: str) -> Engine:
    """Return an engine on SQLCipher's driver; without a key the file is plain SQLite."""
    from sqlcipher3 import dbapi2

    def connect() -> Any:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        connection = dbapi2.connect(path, timeout=WRITER_WAIT_SECONDS, check_same_thread=False, isolation_level=None)
        if key:
            connection.execute(_pragma_key(key))
        for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"PRAGMA query_only = {query_only}")
        return connection

    engine = create_engine(
        "sqlite://", module=dbapi2, creator=connect, poolclass=QueuePool, pool_size=THREADS, max_overflow=4
    )
    _begin_explicitly(engine)
    return engine


def _pragma_key(key: str) -> str:
    escaped = key.replace("'", "''")
    return f"PRAGMA key = '{escaped}'"


def _begin_explicitly(engine: Engine) -> None:
    """Let us, not the driver, say BEGIN: deferred for readers, immediate for the writer."""

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        kind = connection.get_execution_options().get("pristan_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {kind}")


def _memory_engine() -> Engine:
    from sqlcipher3 import dbapi2

    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: dbapi2.connect(":memory:", check_same_thread=False, isolation_level=None),
        poolclass=StaticPool,
    )
    _begin_explicitly(engine)
    Volatile.metadata.create_all(engine)
    return engine


def _postgresql_engine(url: str) -> Engine:
    return create_engine(
        url,
        pool_size=THREADS,
        max_overflow=4,
        pool_pre_ping=False,
        connect_args={"application_name": "pristan", "options": "-c timezone=UTC"},
    )
