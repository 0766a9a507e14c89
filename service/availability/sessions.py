"""A volunteer's sessions as they see them, and which of them a change of hours leaves outside.

Nothing is cancelled here: a booked session stands until somebody says that it cannot take place.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from scheduling.interval import Span
from scheduling.localtime import to_wall
from scheduling.opening import openings
from service.directory import load
from service.models import Appointment, AppointmentState
from service.store import desk as rows


@dataclass(frozen=True, slots=True)
class SessionLine:
    """Hold one session as the volunteer sees it: instants, wall minute of their own clock, and the person's alias."""

    id: bytes
    alias: str
    starts_at: int
    ends_at: int
    minute: int
    format: str
    language: str
    state: AppointmentState
    ended_by: str | None

    @property
    def span(self) -> Span:
        """Return the session without the rest after it."""
        return Span(self.starts_at, self.ends_at)


def line_of(row: Appointment, zone: str) -> SessionLine:
    """Return a session as a volunteer in `zone` sees it."""
    return SessionLine(
        id=row.id,
        alias=row.alias,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        minute=to_wall(zone, row.starts_at).minute,
        format=row.format,
        language=row.language,
        state=AppointmentState(row.state),
        ended_by=row.ended_by,
    )


def outside_hours(db: Session, volunteer_id: bytes, span: Span, *, now: int) -> tuple[SessionLine, ...]:
    """Return the booked sessions beginning in `span` that no opening holds any more, for the volunteer to settle.

    Eight queries.
    """
    booked = [
        row
        for row in rows.sessions_between(db, volunteer_id, from_at=max(span.start_at, now), until_at=span.end_at)
        if row.state == AppointmentState.BOOKED
    ]
    found = load.members(db, [volunteer_id], now=now) if booked else ()
    if not found:
        return ()
    hours = found[0].hours
    open_spans = [Span(*opening[:2]) for opening in openings(hours, span)]
    lines = [line_of(row, hours.zone) for row in booked]
    return tuple(line for line in lines if not any(each.holds(line.span) for each in open_spans))
