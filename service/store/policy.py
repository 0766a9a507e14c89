"""The rows of the organisation's rules, `setting` keys `policy.*`. Decides nothing."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Setting

PREFIX = "policy."


def values(db: Session) -> dict[str, object]:
    """Return stored rules by name, without the prefix."""
    found = db.execute(select(Setting.key, Setting.value).where(Setting.key.startswith(PREFIX, autoescape=True)))
    return {key.removeprefix(PREFIX): value for key, value in found}


def put(db: Session, name: str, value: object) -> None:
    """Write one rule."""
    db.merge(Setting(key=PREFIX + name, value=value))
    db.flush()
