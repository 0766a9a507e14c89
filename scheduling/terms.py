"""On what terms a volunteer meets people: length, step, gap, notice, horizon and caps.

It holds numbers and their limits; which starts follow from them is for `slots`.
"""

from dataclasses import dataclass

from scheduling.grid import GRID_MINUTES
from scheduling.interval import Span
from scheduling.localtime import DAY_SECONDS

HOUR_SECONDS = 3600
NEAR_HOURS = 36
"""Nearer times are offered only while the volunteer's notice channel is freshly confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Hold on what terms a volunteer meets people.

    Length, step and the one gap (after the end) are minutes on the five-minute grid; `notice_hours` and `horizon_days`
    count real time from now; caps count sessions, or hours, in the volunteer's local day and ISO week, and
    `caseload_cap` people.  `None` is no cap.

    Raises: ValueError for minutes off the grid or numbers that cannot be.
    """

    length_minutes: int
    step_minutes: int
    gap_minutes: int
    notice_hours: int
    horizon_days: int
    day_cap: int | None = None
    week_cap: int | None = None
    week_hours_cap: int | None = None
    caseload_cap: int | None = None

    def __post_init__(self) -> None:
        """Refuse what would leave the grid or never offer anything."""
        if any(minutes % GRID_MINUTES for minutes in (self.length_minutes, self.step_minutes, self.gap_minutes)):
            raise ValueError(f"length, step and gap are multiples of {GRID_MINUTES} minutes, not {self}")
        if min(self.length_minutes, self.step_minutes, self.horizon_days) < 1 or self.gap_minutes < 0:
            raise ValueError(f"length, step and horizon are positive and the gap is not negative, not {self}")
        if any(cap is not None and cap < 1 for cap in (self.day_cap, self.week_cap, self.caseload_cap)):
            raise ValueError(f"a cap is at least 1 or None, not {self}; pause a volunteer who takes no one")
        if self.week_hours_cap is not None and self.week_hours_cap * 60 < self.length_minutes:
            raise ValueError(f"the hours of a week hold at least one session, not {self}")

    @property
    def length_seconds(self) -> int:
        """Give the length of a session in seconds."""
        return self.length_minutes * 60

    @property
    def blocked_seconds(self) -> int:
        """Give the seconds a session takes from its start: length and gap."""
        return (self.length_minutes + self.gap_minutes) * 60


def bookable(terms: Terms, *, now: int, fresh_until: int) -> Span:
    """Give the starts that notice and horizon leave open at `now`, in unix seconds UTC.

    `fresh_until` is the instant until which the notice channel counts as freshly confirmed.
    """
    return Span(
        now + lead_hours(terms.notice_hours, now=now, fresh_until=fresh_until) * HOUR_SECONDS,
        now + terms.horizon_days * DAY_SECONDS,
    )


def lead_hours(notice_hours: int, *, now: int, fresh_until: int) -> int:
    """Give the hours between now and the first start: the notice, and at least 36 without a fresh channel."""
    return notice_hours if now < fresh_until else max(notice_hours, NEAR_HOURS)
