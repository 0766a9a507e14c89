"""What a volunteer looks at: today, one week to read, and why a time is not free. Writes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from scheduling.availability import Demand
from scheduling.grid import Grid
from scheduling.interval import Span, intersect, union
from scheduling.localtime import DAY_MINUTES, DAY_SECONDS, day_span, to_instant, to_wall, week_span
from scheduling.obstacles import AlreadyPast, Obstacle, OnPause, TooFarAhead
from scheduling.occupancy import OccupancyKind
from scheduling.opening import blocked_spans, openings
from scheduling.whynot import obstacles
from service import policy as rules
from service.availability.days import FARTHEST_DAYS
from service.availability.refusals import DayTooFar, NotHere
from service.availability.sessions import SessionLine, line_of
from service.clock import utc_date
from service.directory import Member, load
from service.models import AppointmentState, VolunteerState
from service.site import Site
from service.store import desk as rows

TODAY_DAYS = 7
"""How far "today" looks ahead."""
OFFERED_DAYS = 14


@dataclass(frozen=True, slots=True)
class Today:
    """Hold what a volunteer needs first: who comes next, who comes this week, and what keeps their times from people.

    `coming` are the booked sessions of the next seven days, the running one included; `offered` counts the starts that
    people can book within fourteen days, `fresh_until` is when near times stop being offered (0 for never confirmed).
    """

    alias: str
    state: VolunteerState
    zone: str
    coming: tuple[SessionLine, ...]
    next: SessionLine | None
    accompanied: int
    caseload_cap: int | None
    confirmed_on: date | None
    fresh_until: int
    offered: int

    @property
    def is_full(self) -> bool:
        """Tell whether new people are not offered because the caseload is full."""
        return self.caseload_cap is not None and self.accompanied >= self.caseload_cap


class DayPart(NamedTuple):
    """Hold a part of one local day: instants, and minutes of the wall clock (0 to 1440)."""

    start_at: int
    end_at: int
    start_minute: int
    end_minute: int


class TakenPart(NamedTuple):
    """Hold a part of a day that something other than a session takes."""

    kind: OccupancyKind
    part: DayPart


@dataclass(frozen=True, slots=True)
class WeekDay:
    """Hold one local day: when it is open, away, and what takes place."""

    on: date
    open: tuple[DayPart, ...]
    away: tuple[DayPart, ...]
    sessions: tuple[SessionLine, ...]
    taken: tuple[TakenPart, ...]


@dataclass(frozen=True, slots=True)
class WeekView:
    """Hold one ISO week by the volunteer's own clock, Monday first."""

    zone: str
    monday_on: date
    days: tuple[WeekDay, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Hold why a start is not offered to a new person; without obstacles, active and reachable, it is.

    `is_reachable` says whether a notice channel was ever confirmed.
    """

    start_at: int
    state: VolunteerState
    is_reachable: bool
    obstacles: tuple[Obstacle, ...]

    @property
    def is_offered(self) -> bool:
        """Tell whether new people can book this time now."""
        return self.is_reachable and self.state is VolunteerState.ACTIVE and not self.obstacles


def today(db: Session, site: Site, volunteer_id: bytes) -> Today:
    """Return a volunteer's first page. Ten queries.

    Raises: NotHere.
    """
    now = site.clock.now()
    member = _member(db, volunteer_id, now)
    next_row = rows.next_session(db, volunteer_id, now=now)
    found = rows.sessions_between(db, volunteer_id, from_at=now - DAY_SECONDS, until_at=now + TODAY_DAYS * DAY_SECONDS)
    coming = [row for row in found if row.state == AppointmentState.BOOKED and row.ends_at > now]
    rule = rules.load(db)
    return Today(
        alias=member.alias,
        state=VolunteerState(member.state),
        zone=member.hours.zone,
        coming=tuple(line_of(row, member.hours.zone) for row in coming),
        next=line_of(next_row, member.hours.zone) if next_row else None,
        accompanied=len(member.cases),
        caseload_cap=member.terms.caseload_cap if member.terms else None,
        confirmed_on=member.confirmed_on,
        fresh_until=rule.fresh_until(member.confirmed_on),
        offered=_offered(member, rule, now),
    )


def week(db: Session, site: Site, volunteer_id: bytes, on: date) -> WeekView:
    """Return the week that holds a date, by the volunteer's own clock. Eight queries.

    Raises: NotHere, DayTooFar for a date more than a year away.
    """
    now = site.clock.now()
    if abs((on - utc_date(now)).days) > FARTHEST_DAYS:
        raise DayTooFar
    monday_on = on - timedelta(days=on.weekday())
    # A past week is read as of its own beginning, or its exceptions would be missing.
    member = _member(db, volunteer_id, min(now, to_instant("UTC", monday_on, 0)))
    zone = member.hours.zone
    span = week_span(zone, monday_on)
    found = rows.sessions_between(db, volunteer_id, from_at=span.start_at, until_at=span.end_at)
    return WeekView(zone, monday_on, _days(member, monday_on, [line_of(row, zone) for row in found], now))


def why_not(db: Session, site: Site, volunteer_id: bytes, start_at: int) -> Why:
    """Return everything that keeps one start from a new person, the most telling first. Eight queries.

    Raises: NotHere.
    """
    now = site.clock.now()
    member = _member(db, volunteer_id, now)
    state = VolunteerState(member.state)
    return Why(start_at, state, member.confirmed_on is not None, _obstacles(member, rules.load(db), start_at, now))


def _obstacles(member: Member, policy: rules.Policy, start_at: int, now: int) -> tuple[Obstacle, ...]:
    availability = member.availability(policy=policy, now=now)
    if availability is None:
        return (OnPause(),)
    if abs(start_at - now) > FARTHEST_DAYS * DAY_SECONDS:  # no calendar holds every number a person can type
        return (TooFarAhead() if start_at > now else AlreadyPast(),)
    # Whoever waits or cannot be reached yet is told so by their state, not that they are taking a pause.
    own = replace(availability, is_paused=member.state == VolunteerState.PAUSED)
    return tuple(obstacles(own, start_at, now=now, demand=Demand.NEW))


def _days(member: Member, monday_on: date, lines: list[SessionLine], now: int) -> tuple[WeekDay, ...]:
    zone = member.hours.zone
    span = week_span(zone, monday_on)
    open_spans = union(Span(*opening[:2]) for opening in openings(member.hours, span))
    away = blocked_spans(member.hours)
    others = [each for each in member.occupancies(now=now) if each.kind is not OccupancyKind.APPOINTMENT]
    dates = [monday_on + timedelta(days=n) for n in range(7)]
    return tuple(
        WeekDay(
            on=on,
            open=_parts(open_spans, day, zone),
            away=_parts(away, day, zone),
            sessions=tuple(line for line in lines if day.start_at <= line.starts_at < day.end_at),
            taken=tuple(TakenPart(each.kind, part) for each in others for part in _parts([each.span], day, zone)),
        )
        for on, day in ((on, day_span(zone, on)) for on in dates)
    )


def _member(db: Session, volunteer_id: bytes, now: int) -> Member:
    found = load.members(db, [volunteer_id], now=now)
    if not found:
        raise NotHere
    return found[0]


def _offered(member: Member, policy: rules.Policy, now: int) -> int:
    """Return how many starts people can book within the next days."""
    availability = member.availability(policy=policy, now=now)
    if availability is None:
        return 0
    grid = Grid.around(now, days=OFFERED_DAYS)
    near = Span(now, now + OFFERED_DAYS * DAY_SECONDS)
    return (availability.starts(grid) & grid.inside(availability.bookable(now).clip(near))).bit_count()


def _parts(spans: Iterable[Span], day: Span, zone: str) -> tuple[DayPart, ...]:
    return tuple(
        DayPart(
            each.start_at,
            each.end_at,
            to_wall(zone, each.start_at).minute,
            DAY_MINUTES if each.end_at == day.end_at else to_wall(zone, each.end_at).minute,
        )
        for each in intersect(spans, (day,))
    )
