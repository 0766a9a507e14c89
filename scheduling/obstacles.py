"""What can stand between a volunteer and one of their times: each obstacle a class, its `msgid` told to the volunteer.

A person who asks for that time meets the obstacle's `refusal` instead.  It decides nothing; `whynot` does.

    Obstacle
    ├── AlreadyPast         it lies behind us
    ├── Closed              outside the opening hours
    ├── ClosedOnce          a dated exception took it away
    ├── BetweenStarts       open, but sessions start at other minutes
    ├── Occupied            something is there (`kind`, `span`)
    ├── TooClose            only the pause beside a session is in the way (`kind`, `span`)
    ├── DayFull             the cap of the day is reached (`span`)
    ├── WeekFull            the cap of the week is reached (`span`)
    ├── InsideNotice        nearer than the notice
    ├── NotReachable        near, and the notice channel is not freshly confirmed
    ├── TooFarAhead         beyond the horizon
    ├── CaseloadFull        no room for a new person
    └── OnPause             the volunteer takes nobody now
"""

from dataclasses import dataclass
from typing import ClassVar

from scheduling.errors import (
    BeyondHorizon,
    NotOffered,
    OutsideHours,
    PastTime,
    SlotTaken,
    TooSoon,
    VolunteerUnavailable,
)
from scheduling.interval import Span
from scheduling.occupancy import OccupancyKind


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Hold what stands in the way: the time it takes and its kind, where there is such a thing."""

    span: Span | None = None
    kind: OccupancyKind | None = None

    msgid: ClassVar[str]
    refusal: ClassVar[type[NotOffered]]


class AlreadyPast(Obstacle):
    """State that the time has passed."""

    __slots__ = ()
    msgid = "This time has passed."
    refusal = PastTime


class Closed(Obstacle):
    """State that no opening holds the whole session."""

    __slots__ = ()
    msgid = "It is outside your hours, or too near their end."
    refusal = OutsideHours


class ClosedOnce(Obstacle):
    """State that the weekly hours would hold it, but a dated exception changed them."""

    __slots__ = ()
    msgid = "You changed your hours for that day."
    refusal = OutsideHours


class BetweenStarts(Obstacle):
    """State that the time is open, but off the steps in which sessions start."""

    __slots__ = ()
    msgid = "Your meetings begin at other minutes."
    refusal = OutsideHours


class Occupied(Obstacle):
    """State that the session would run into something."""

    __slots__ = ()
    msgid = "Something else is at that time."
    refusal = SlotTaken


class TooClose(Obstacle):
    """State that only a pause beside the session is in the way."""

    __slots__ = ()
    msgid = "It is too close to something else: the pause after a meeting is kept free."
    refusal = SlotTaken


class DayFull(Obstacle):
    """State that the day has as many sessions as its cap."""

    __slots__ = ()
    msgid = "You have as many meetings on that day as you wish."
    refusal = OutsideHours


class WeekFull(Obstacle):
    """State that one more session would pass a cap of the week."""

    __slots__ = ()
    msgid = "You have as many meetings in that week as you wish."
    refusal = OutsideHours


class InsideNotice(Obstacle):
    """State that the time is nearer than the notice."""

    __slots__ = ()
    msgid = "It is nearer than the notice you asked for."
    refusal = TooSoon


class NotReachable(Obstacle):
    """State that the time is near and the notice channel not freshly confirmed."""

    __slots__ = ()
    msgid = "Near times are offered only after you have confirmed lately that our notices reach you."
    refusal = TooSoon


class TooFarAhead(Obstacle):
    """State that the time is beyond the horizon."""

    __slots__ = ()
    msgid = "It is further ahead than your times are open."
    refusal = BeyondHorizon


class CaseloadFull(Obstacle):
    """State that the caseload has no room for a new person."""

    __slots__ = ()
    msgid = "You accompany as many people as you wish, so your times are not offered to new people."
    refusal = VolunteerUnavailable


class OnPause(Obstacle):
    """State that the volunteer takes nobody at present."""

    __slots__ = ()
    msgid = "You are taking a pause."
    refusal = VolunteerUnavailable
