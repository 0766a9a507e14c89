"""Why one time of one volunteer is not free.

It must agree with `slots` and `terms` to the minute, and reaches its answer another way: by spans, not by bits.
"""

from collections.abc import Iterator
from dataclasses import replace

from scheduling.availability import Availability, Demand
from scheduling.grid import GRID_SECONDS
from scheduling.interval import Span
from scheduling.obstacles import (
    AlreadyPast,
    BetweenStarts,
    CaseloadFull,
    Closed,
    ClosedOnce,
    DayFull,
    InsideNotice,
    NotReachable,
    Obstacle,
    Occupied,
    OnPause,
    TooClose,
    TooFarAhead,
    WeekFull,
)  # fmt: skip
from scheduling.opening import Opening, openings
from scheduling.slots import full_days, full_weeks
from scheduling.terms import HOUR_SECONDS


def why_not(availability: Availability, start_at: int, *, now: int, demand: Demand) -> Obstacle | None:
    """Give the first obstacle to a session that starts at `start_at` (unix seconds UTC), None when it is offered.

    Raises: UnknownZone.
    """
    return next(obstacles(availability, start_at, now=now, demand=demand), None)


def ensure_offered(availability: Availability, start_at: int, *, now: int, demand: Demand) -> None:
    """Let an offered start (unix seconds UTC) pass.

    Raises: NotOffered, the refusal of the first obstacle; UnknownZone.
    """
    obstacle = why_not(availability, start_at, now=now, demand=demand)
    if obstacle is not None:
        raise obstacle.refusal


def obstacles(availability: Availability, start_at: int, *, now: int, demand: Demand) -> Iterator[Obstacle]:
    """Give every obstacle to a session that starts at `start_at` (unix seconds UTC), the most telling first.

    Raises: UnknownZone.
    """
    if start_at < now:
        yield AlreadyPast()
    yield from _in_hours(availability, start_at)
    yield from _in_taken_time(availability, start_at)
    yield from _in_caps(availability, start_at)
    yield from _in_time_left(availability, start_at, now)
    if demand is Demand.NEW and not availability.accepts_new:
        yield CaseloadFull()
    if availability.is_paused:
        yield OnPause()


def _in_hours(availability: Availability, start_at: int) -> Iterator[Obstacle]:
    hours, terms = availability.hours, availability.terms
    session = Span(start_at, start_at + terms.length_seconds)
    holding = [opening for opening in openings(hours, session) if _holds(opening, session)]
    weekly = openings(replace(hours, exceptions=()), session)
    if not holding:
        yield ClosedOnce() if any(_holds(opening, session) for opening in weekly) else Closed()
    elif not any(_is_on_step(start_at, opening.counts_from_at, terms.step_minutes * 60) for opening in holding):
        yield BetweenStarts()


def _in_taken_time(availability: Availability, start_at: int) -> Iterator[Obstacle]:
    terms = availability.terms
    session = Span(start_at, start_at + terms.length_seconds)
    with_gap = Span(start_at, start_at + terms.blocked_seconds)
    for occupancy in availability.occupancies:
        if occupancy.span.overlaps(with_gap):
            is_met = occupancy.session(gap_minutes=terms.gap_minutes).overlaps(session)
            yield Occupied(occupancy.span, occupancy.kind) if is_met else TooClose(occupancy.span, occupancy.kind)


def _in_caps(availability: Availability, start_at: int) -> Iterator[Obstacle]:
    terms, zone, booked = availability.terms, availability.hours.zone, availability.sessions
    start = Span(start_at, start_at + 1)
    yield from (DayFull(day) for day in full_days(booked, terms=terms, zone=zone) if day.holds(start))
    yield from (WeekFull(week) for week in full_weeks(booked, terms=terms, zone=zone) if week.holds(start))
    if not terms.hold_one_session:
        yield WeekFull()


def _in_time_left(availability: Availability, start_at: int, now: int) -> Iterator[Obstacle]:
    open_now = availability.bookable(now)
    if start_at < now + availability.terms.notice_hours * HOUR_SECONDS:
        yield InsideNotice()
    elif start_at < open_now.start_at:
        yield NotReachable()
    if start_at >= open_now.end_at:
        yield TooFarAhead()


def _holds(opening: Opening, session: Span) -> bool:
    return opening.start_at <= session.start_at and session.end_at <= opening.end_at


def _is_on_step(start_at: int, counts_from_at: int, step_seconds: int) -> bool:
    first_at = counts_from_at + -counts_from_at % GRID_SECONDS
    return (start_at - first_at) % step_seconds == 0
