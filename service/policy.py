"""The organisation's rules in numbers: deadlines, quotas, how near and how many.

Defaults stand here; a coordinator's own values are `setting` rows named `policy.<field>`. A stored value that no
longer makes sense counts as the default, so that a bad row never closes the house. Must not know who asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from scheduling.errors import Refusal
from service.store import policy as rows


class PolicyWrong(Refusal):
    """A rule was given a value that cannot hold (`name`, `least`, `most`)."""

    msgid = "“%(name)s” can be a number from %(least)s to %(most)s. Nothing was changed."


class PolicyUnknown(Refusal):
    """There is no rule of that name (`name`)."""

    msgid = "There is no rule called “%(name)s”. Nothing was changed."


def _bounded(default: float, least: float, most: float) -> Any:
    return field(default=default, metadata={"least": least, "most": most})


@dataclass(frozen=True, slots=True)
class Policy:
    """Hold what holds for everybody; the last group is what a new volunteer begins with."""

    hold_minutes: int = _bounded(5, 5, 30)
    hold_extensions: int = _bounded(1, 0, 3)
    hold_share: float = _bounded(0.2, 0.05, 1.0)  # of a volunteer's next days, in holds of people without an account
    hold_share_days: int = _bounded(14, 1, 60)
    cancel_hours: int = _bounded(12, 0, 168)
    move_hours: int = _bounded(12, 0, 168)
    programme_sessions: int = _bounded(5, 1, 50)
    upcoming_max: int = _bounded(2, 1, 10)
    first_upcoming_max: int = _bounded(1, 1, 10)  # as long as no session was held
    near_hours: int = _bounded(36, 0, 168)  # nearer times only with volunteers whose channel was confirmed lately
    channel_fresh_days: int = _bounded(7, 1, 90)

    length_minutes: int = _bounded(50, 5, 480)
    step_minutes: int = _bounded(60, 5, 480)
    gap_minutes: int = _bounded(10, 0, 240)
    notice_hours: int = _bounded(24, 0, 336)
    horizon_days: int = _bounded(28, 1, 120)
    caseload_cap: int = _bounded(4, 1, 100)

    def fresh_until(self, confirmed_on: date | None) -> int:
        """Return the instant until which a channel confirmed on that UTC date counts as fresh; 0 for never."""
        if confirmed_on is None:
            return 0
        last = confirmed_on + timedelta(days=self.channel_fresh_days + 1)
        return int(datetime(last.year, last.month, last.day, tzinfo=UTC).timestamp())


DEFAULT = Policy()
_FIELDS = {each.name: each for each in fields(Policy)}


def of(stored: Mapping[str, object]) -> Policy:
    """Return the policy of stored values by field name; what is unknown or out of bounds is left at its default."""
    return Policy(**{name: value for name, value in stored.items() if name in _FIELDS and _fits(name, value)})  # type: ignore[arg-type]


def load(db: Session) -> Policy:
    """Return the organisation's policy. One query."""
    return of(rows.values(db))


def change(db: Session, changes: Mapping[str, object]) -> Policy:
    """Write a coordinator's values and return the policy that holds now.

    Raises: PolicyUnknown, PolicyWrong; then nothing is written.
    """
    for name, value in changes.items():
        if name not in _FIELDS:
            raise PolicyUnknown(name=name)
        if not _fits(name, value):
            raise PolicyWrong(name=name, **_FIELDS[name].metadata)
    for name, value in changes.items():
        rows.put(db, name, value)
    return load(db)


def bounds() -> dict[str, tuple[float, float]]:
    """Return the least and most value of every rule, for the coordinator's form."""
    return {name: (each.metadata["least"], each.metadata["most"]) for name, each in _FIELDS.items()}


def _fits(name: str, value: object) -> bool:
    each = _FIELDS[name]
    allowed = (int, float) if each.type is float else (int,)
    if isinstance(value, bool) or not isinstance(value, allowed):
        return False
    return bool(each.metadata["least"] <= value <= each.metadata["most"])
