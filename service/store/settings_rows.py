"""Setting rows: the organisation's texts and the server's small notes, by key. Rules have their own store, `policy`."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service.models import Setting


def values_of(db: Session, keys: Sequence[str]) -> dict[str, Any]:
    """Return the values stored under some keys; a key without a row is left out. One query."""
    rows = db.execute(select(Setting.key, Setting.value).where(Setting.key.in_(keys)))
    return {row.key: row.value for row in rows}


def value_of(db: Session, key: str) -> Any:
    """Return the value of one key, or None."""
    return db.scalar(select(Setting.value).where(Setting.key == key))


def locked(db: Session, key: str, *, otherwise: Any) -> Any:
    """Return the value of one key and let nobody else change it until the commit; a missing row gets `otherwise`."""
    db.execute(_insert(db, key, otherwise).on_conflict_do_nothing())
    return db.scalar(select(Setting.value).where(Setting.key == key).with_for_update())


def put(db: Session, key: str, value: Any) -> None:
    """Store a value under a key, whatever stood there before; safe when two people save at once."""
    statement = _insert(db, key, value)
    changed = {"value": statement.excluded.value}
    db.execute(statement.on_conflict_do_update(index_elements=[Setting.key], set_=changed))


def remove(db: Session, key: str) -> None:
    """Delete a key's row, if there is one."""
    db.execute(delete(Setting).where(Setting.key == key))


def _insert(db: Session, key: str, value: Any) -> Any:
    insert: Any = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    return insert(Setting).values(key=key, value=value)
