"""Dated changes of a volunteer's hours: other hours on one day, more, fewer, or away from one day to another.

Booked sessions stay as they are; each change answers with those that now lie outside the hours.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from scheduling.hours import Effect
from scheduling.interval import Span
from scheduling.localtime import day_span, local_date, to_instant
from scheduling.opening import openings
from service.availability.changing import done, edition_of_days, ensure_same, own
from service.availability.refusals import (
    AbsenceTooLong,
    DatesInDisorder,
    DayPast,
    DayTooFar,
    NotHere,
    TooMany,
    WindowsOverlap,
)
from service.availability.sessions import SessionLine, outside_hours
from service.availability.windows import check_minutes
from service.directory import load
from service.models import OpeningException, Volunteer, new_id
from service.site import Site
from service.store import openings as rows
from service.store import volunteers

MOST_CHANGES: Final = 400
FARTHEST_DAYS: Final = 366

Minutes = tuple[int, int]
"""Start and end of a window on one local day, in minutes of the wall clock; the end may lie past midnight."""


@dataclass(frozen=True, slots=True)
class DayChange:
    """Hold one dated change: of the day `on` with its minutes, or by instants from `first_on` to `last_on`."""

    id: bytes
    effect: Effect
    first_on: date
    last_on: date
    minutes: Minutes | None

    @property
    def is_closed_day(self) -> bool:
        """Tell whether it takes every weekly window off its day."""
        return self.effect is Effect.REPLACE and self.minutes == (0, 0)


@dataclass(frozen=True, slots=True)
class Days:
    """Hold a volunteer's dated changes that are not over, in order; `edition` goes with a change of a whole day."""

    zone: str
    changes: tuple[DayChange, ...]
    edition: str


def days(db: Session, site: Site, volunteer_id: bytes) -> Days:
    """Return a volunteer's dated changes. Two queries.

    Raises: NotHere.
    """
    volunteer = volunteers.by_id(db, volunteer_id)
    if volunteer is None:
        raise NotHere
    found = _stored(db, site, volunteer)
    changes = sorted((_change(row, volunteer.zone) for row in found), key=lambda each: (each.first_on, each.id))
    return Days(volunteer.zone, tuple(changes), edition_of_days(found))


def replace_day(
    db: Session, site: Site, volunteer_id: bytes, on: date, windows: list[Minutes], *, edition: str
) -> tuple[SessionLine, ...]:
    """Put other hours in the place of one day's weekly ones; no windows close the day.

    Raises: NotHere, ChangedMeanwhile, WindowRefusal, DayRefusal.
    """
    volunteer = _ready(db, site, volunteer_id, on)
    ensure_same(edition, edition_of_days(_stored(db, site, volunteer)))
    for window in windows:
        check_minutes(*window, length_minutes=volunteer.length_minutes)
    if any(later[0] < earlier[1] for earlier, later in zip(sorted(windows), sorted(windows)[1:], strict=False)):
        raise WindowsOverlap
    rows.remove_replacements(db, volunteer_id, on)
    rows.add_exceptions(db, [_on_day(volunteer_id, Effect.REPLACE, on, each) for each in windows or [(0, 0)]])
    return _settled(db, site, volunteer, day_span(volunteer.zone, on))


def open_on_day(db: Session, site: Site, volunteer_id: bytes, on: date, window: Minutes) -> None:
    """Open one more window on a day.

    Raises: NotHere, WindowRefusal, DayRefusal.
    """
    volunteer = _ready(db, site, volunteer_id, on)
    check_minutes(*window, length_minutes=volunteer.length_minutes)
    span = Span(*(to_instant(volunteer.zone, on, minute) for minute in window))
    hours = load.members(db, [volunteer_id], now=site.clock.now())[0].hours
    if openings(hours, span):
        raise WindowsOverlap
    rows.add_exceptions(db, [_on_day(volunteer_id, Effect.ADD, on, window)])
    done(db, site, volunteer_id)


def close_on_day(db: Session, site: Site, volunteer_id: bytes, on: date, window: Minutes) -> tuple[SessionLine, ...]:
    """Close some hours of a day.

    Raises: NotHere, WindowRefusal, DayRefusal.
    """
    volunteer = _ready(db, site, volunteer_id, on)
    check_minutes(*window, length_minutes=0)
    rows.add_exceptions(db, [_on_day(volunteer_id, Effect.BLOCK, on, window)])
    return _settled(db, site, volunteer, Span(day_span(volunteer.zone, on).start_at, _midnight(volunteer, on, 2)))


def be_away(db: Session, site: Site, volunteer_id: bytes, *, first_on: date, last_on: date) -> tuple[SessionLine, ...]:
    """Close every hour from one day to another, both included, by the volunteer's own clock.

    Raises: NotHere, DatesInDisorder, DayRefusal, TooMany.
    """
    if last_on < first_on:
        raise DatesInDisorder
    if (last_on - first_on).days > FARTHEST_DAYS:
        raise AbsenceTooLong
    volunteer = _ready(db, site, volunteer_id, max(first_on, _today(volunteers.by_id(db, volunteer_id), site)))
    span = Span(_midnight(volunteer, first_on), _midnight(volunteer, last_on, 1))
    absence = OpeningException(
        id=new_id(), volunteer_id=volunteer_id, effect=Effect.BLOCK, starts_at=span.start_at, ends_at=span.end_at
    )
    rows.add_exceptions(db, [absence])
    return _settled(db, site, volunteer, span)


def remove_change(db: Session, site: Site, volunteer_id: bytes, change_id: bytes) -> tuple[SessionLine, ...]:
    """Take a dated change back, so that the weekly hours hold again.

    Raises: NotHere.
    """
    volunteer = own(db, volunteer_id)
    row = rows.exception_of(db, volunteer_id, change_id)
    if row is None:
        raise NotHere
    change = _change(row, volunteer.zone)
    rows.remove_exception(db, row)
    span = Span(_midnight(volunteer, change.first_on), _midnight(volunteer, change.last_on, 2))
    return _settled(db, site, volunteer, span)


def _ready(db: Session, site: Site, volunteer_id: bytes, on: date) -> Volunteer:
    """Return the volunteer when a day can be changed.

    Raises: NotHere, DayPast, DayTooFar, TooMany.
    """
    volunteer = own(db, volunteer_id)
    today = _today(volunteer, site)
    if on < today:
        raise DayPast
    if (on - today).days > FARTHEST_DAYS:
        raise DayTooFar
    if len(_stored(db, site, volunteer)) >= MOST_CHANGES:
        raise TooMany(most=MOST_CHANGES)
    return volunteer


def _settled(db: Session, site: Site, volunteer: Volunteer, span: Span) -> tuple[SessionLine, ...]:
    done(db, site, volunteer.id)
    return outside_hours(db, volunteer.id, span, now=site.clock.now())


def _stored(db: Session, site: Site, volunteer: Volunteer) -> list[OpeningException]:
    today = _today(volunteer, site)
    return rows.exceptions_of(db, volunteer.id, from_on=today, from_at=site.clock.now())


def _today(volunteer: Volunteer | None, site: Site) -> date:
    if volunteer is None:
        raise NotHere
    return local_date(volunteer.zone, site.clock.now())


def _midnight(volunteer: Volunteer, on: date, days_later: int = 0) -> int:
    return to_instant(volunteer.zone, on + timedelta(days=days_later), 0)


def _on_day(volunteer_id: bytes, effect: Effect, on: date, minutes: Minutes) -> OpeningException:
    return OpeningException(
        id=new_id(),
        volunteer_id=volunteer_id,
        effect=effect,
        local_on=on,
        start_minute=minutes[0],
        end_minute=minutes[1],
    )


def _change(row: OpeningException, zone: str) -> DayChange:
    if row.local_on is not None and row.start_minute is not None and row.end_minute is not None:
        minutes = row.start_minute, row.end_minute
        return DayChange(row.id, Effect(row.effect), row.local_on, row.local_on, minutes)
    assert row.starts_at is not None
    assert row.ends_at is not None
    first_on, last_on = local_date(zone, row.starts_at), local_date(zone, row.ends_at - 1)
    return DayChange(row.id, Effect(row.effect), first_on, last_on, None)
