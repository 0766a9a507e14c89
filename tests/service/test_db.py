"""Units of work: who may write, what is rolled back, what a busy database says."""

import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import psycopg.errors
import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from service import db as units
from service.db import Database, PleaseTryAgain
from service.models import Setting, VisitorSession


def _put(db: Session, key: str) -> None:
    db.execute(insert(Setting).values(key=key, value=1))


def _keys(database: Database) -> list[str]:
    with database.reading() as db:
        return list(db.scalars(select(Setting.key).order_by(Setting.key)))


def test_writing_commits(database: Database) -> None:
    with database.writing() as db:
        _put(db, "a")

    assert _keys(database) == ["a"]


def _put_and_fail(database: Database, key: str) -> None:
    with database.writing() as db:
        _put(db, key)
        raise ZeroDivisionError


def test_writing_rolls_back_what_raises(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        _put_and_fail(database, "a")

    assert _keys(database) == []


def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError), database.reading() as db:
        _put(db, "a")

    assert _keys(database) == []


def test_reading_is_one_snapshot(database: Database) -> None:
    with database.reading() as db:
        before = list(db.scalars(select(Setting.key)))
        with database.writing() as other:
            _put(other, "a")
        after = list(db.scalars(select(Setting.key)))

    assert (before, after, _keys(database)) == ([], [], ["a"])


def test_writing_after_a_failed_one_works(database: Database) -> None:
    for _ in range(units.THREADS + 5):
        with pytest.raises(DBAPIError), database.writing() as db:
            db.execute(text("SELECT no_such_column"))

    with database.writing() as db:
        _put(db, "a")

    assert _keys(database) == ["a"]


def test_many_writers_at_once_all_succeed(database: Database) -> None:
    start = Barrier(16)

    def write(number: int) -> None:
        start.wait()
        for turn in range(5):
            with database.writing() as db:
                db.scalars(select(Setting.key)).all()
                _put(db, f"{number}.{turn}")

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(write, range(16)))

    assert len(_keys(database)) == 80


def test_writing_inside_writing_is_a_fault_not_a_wait(sqlite_database: Database) -> None:
    with sqlite_database.writing(), pytest.raises(RuntimeError, match="inside"), sqlite_database.writing():
        pass


def _write_while_another_writes(first: Database, second: Database) -> None:
    """Let a writer hold the database while a second one wants it."""
    busy, done = Event(), Event()

    def occupy() -> None:
        with first.writing() as db:
            _put(db, "first")
            busy.set()
            done.wait(10)

    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(occupy)
        busy.wait(10)
        try:
            with second.writing() as db:
                _put(db, "second")
        finally:
            done.set()
            running.result()


@pytest.mark.parametrize("other", [lambda database: database, lambda database: Database(str(database.url))])
def test_a_busy_database_asks_to_try_again(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, other: Callable[[Database], Database]
) -> None:
    monkeypatch.setattr(units, "WRITER_WAIT_SECONDS", 0.1)

    with pytest.raises(PleaseTryAgain):
        _write_while_another_writes(sqlite_database, other(sqlite_database))

    assert _keys(sqlite_database) == ["first"]


def test_two_who_block_each_other_are_asked_to_try_again(postgresql_database: Database) -> None:
    with postgresql_database.writing() as db:
        _put(db, "a")
        _put(db, "b")
    meet = Barrier(2)

    def touch(keys: tuple[str, str]) -> BaseException | None:
        try:
            with postgresql_database.writing() as db:
                for key in keys:
                    db.execute(text("UPDATE setting SET value = '2' WHERE key = :key"), {"key": key})
                    if key == keys[0]:
                        meet.wait(10)
        except PleaseTryAgain as refusal:
            return refusal.__cause__
        return None

    with ThreadPoolExecutor(2) as threads:
        (fault,) = filter(None, threads.map(touch, [("a", "b"), ("b", "a")]))

    assert isinstance(fault, DBAPIError)
    assert isinstance(fault.orig, psycopg.errors.DeadlockDetected)


def test_brief_commits_and_is_emptied_at_start(database: Database) -> None:
    with database.brief() as db:
        db.execute(insert(VisitorSession).values(id_hash=b"v" * 32, expires_at=900, blob=b"sealed"))

    with database.brief() as db:
        before = list(db.scalars(select(VisitorSession.blob)))
    database.empty_volatile()
    with database.brief() as db:
        after = list(db.scalars(select(VisitorSession.blob)))

    assert (before, after) == ([b"sealed"], [])


def test_brief_never_reaches_the_file(sqlite_database: Database) -> None:
    with sqlite_database.brief() as db:
        db.execute(insert(VisitorSession).values(id_hash=b"v" * 32, expires_at=900, blob=b"canary-of-a-visit"))
    with sqlite_database.writing() as db:
        _put(db, "canary-that-is-kept")

    folder = Path(sqlite_database.url.database or "").parent
    disk = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"canary-that-is-kept" in disk
    assert b"canary-of-a-visit" not in disk


def test_brief_is_not_logged(postgresql_database: Database) -> None:
    with postgresql_database.reading() as db:
        persistence = db.scalar(text("SELECT relpersistence::text FROM pg_class WHERE relname = 'session'"))

    assert persistence == "u"


def test_files_are_their_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "fresh" / "pristan.sqlite"
    database = Database(f"sqlite:///{path}")

    with database.writing() as db:
        db.execute(text("CREATE TABLE one (id INTEGER)"))

    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    assert set(modes.values()) == {0o600}, modes


def test_a_key_encrypts_the_file(tmp_path: Path) -> None:
    path = tmp_path / "sealed.sqlite"
    database = Database(f"sqlite:///{path}", key="it's a long random text")

    with database.writing() as db:
        db.execute(text("CREATE TABLE canary_table (id INTEGER)"))
    database.close()

    assert b"canary_table" not in b"".join(each.read_bytes() for each in tmp_path.iterdir())
    again = Database(f"sqlite:///{path}", key="it's a long random text")
    with again.reading() as db:
        assert db.scalar(text("SELECT count(*) FROM canary_table")) == 0
    wrong = Database(f"sqlite:///{path}", key="another text")
    with pytest.raises(DBAPIError), wrong.reading() as db:
        db.scalar(text("SELECT count(*) FROM canary_table"))
