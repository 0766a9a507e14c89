"""On what terms a volunteer meets people: length, step, gap, notice, horizon and caps.

It holds numbers and their limits; which starts follow from them is for `slots`.
"""

from dataclasses import dataclass

from scheduling.grid import GRID_MINUTES
from scheduling.interval import Span
from scheduling.localtime import DAY_SECONDS

HOUR_SECONDS = 3600
NEAR_HOURS = 36
"""The default; nearer times are offered only while the volunteer's notice channel is freshly confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Hold on what terms a volunteer meets people.

    Length, step and the one gap (after the end) are minutes on the five-minute grid; `notice_hours` and `horizon_days`
    count real time from now; caps count sessions, or hours, in the volunteer's local day and ISO week, and
    `caseload_cap` people.  `None` is no cap, and a cap too small for one session offers none.

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
        """Refuse what would leave the grid or run backwards."""
        if any(minutes % GRID_MINUTES for minutes in (self.length_minutes, self.step_minutes, self.gap_minutes)):
            raise ValueError(f"length, step and gap are multiples of {GRID_MINUTES} minutes, not {self}")
        if min(self.length_minutes, self.step_minutes, self.horizon_days) < 1 or self.gap_minutes < 0:
            raise ValueError(f"length, step and horizon are positive and the gap is not negative, not {self}")

    @property
    def hold_one_session(self) -> bool:
        """Tell whether an empty day and week have room for a session at all."""
        hours_cap = self.week_hours_cap
        return self.day_cap != 0 and self.week_cap != 0 and (hours_cap is None or self.length_minutes <= hours_cap * 60)

    @property
    def length_seconds(self) -> int:
        """Give the length of a session in seconds."""
        return self.length_minutes * 60

    @property
    def blocked_seconds(self) -> int:
        """Give the seconds a session takes from its start: length and gap."""
        return (self.length_minutes + self.gap_minutes) * 60


def bookable(terms: Terms, *, now: int, fresh_until: int, near_hours: int = NEAR_HOURS) -> Span:
    """Give the starts that notice and horizon leave open at `now`, in unix seconds UTC.

    `fresh_until` is the instant until which the notice channel counts as freshly confirmed; after it, starts begin
    `near_hours` ahead at the earliest.
    """
    notice_hours = terms.notice_hours if now < fresh_until else max(terms.notice_hours, near_hours)
    return Span(now + notice_hours * HOUR_SECONDS, now + terms.horizon_days * DAY_SECONDS)
