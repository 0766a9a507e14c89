"""The rows of the organisation's rules, `setting` keys `policy.*`. Decides nothing."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Setting
from service.models.base import Base

PREFIX = "policy."

_C = Base.metadata.tables["setting"].c
_VALUES = select(_C.key, _C.value).where(_C.key.startswith(PREFIX, autoescape=True))  # ready-made: every booking asks


def values(db: Session) -> dict[str, object]:
    """Return stored rules by name, without the prefix."""
    found = db.execute(_VALUES)
    return {key.removeprefix(PREFIX): value for key, value in found}


def put(db: Session, name: str, value: object) -> None:
    """Write one rule."""
    db.merge(Setting(key=PREFIX + name, value=value))
    db.flush()
