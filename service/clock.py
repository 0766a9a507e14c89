"""The one place that reads the clock; everything else is given `now`.

Tests stand at a chosen instant with `FixedClock`; nothing here knows zones.
"""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """Something that knows what time it is."""

    def now(self) -> int:
        """Return the present instant in unix seconds UTC."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> int:
        """Return the present instant in unix seconds UTC."""
        return int(time.time())


@dataclass(slots=True)
class FixedClock:
    """A clock that stands where it is put, for tests, benches and the demo's filling."""

    at: int

    def now(self) -> int:
        """Return the instant it was put at, in unix seconds UTC."""
        return self.at

    def advance(self, *, seconds: int) -> None:
        """Move on by so many seconds."""
        self.at += seconds


def utc_date(at: int) -> date:
    """Return the UTC date of an instant (unix seconds)."""
    return datetime.fromtimestamp(at, UTC).date()


def month_number(at: int) -> int:
    """Return an instant's UTC month as yyyymm, the coarsest date we keep of a person."""
    day = utc_date(at)
    return day.year * 100 + day.month
