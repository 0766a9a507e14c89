"""Which volunteer a staff account is, and which sessions are theirs. Finding them is the permission for everything."""

from sqlalchemy.orm import Session

from scheduling.localtime import to_wall
from service.availability.days import close_on_day
from service.availability.refusals import NotHere
from service.availability.sessions import SessionLine, line_of
from service.booking.refusals import NoSuchAppointment
from service.models import Volunteer, VolunteerState
from service.site import Site
from service.store import desk as rows
from service.store import volunteers


def volunteer_of(db: Session, account_id: bytes | None) -> Volunteer:
    """Return the volunteer of an account. One query.

    Raises: NotHere for an account that is no volunteer's, and for one who was suspended or has left.
    """
    found = volunteers.by_account(db, account_id) if account_id else None
    if found is None or found.state in (VolunteerState.SUSPENDED, VolunteerState.LEFT):
        raise NotHere
    return found


def session_for(db: Session, volunteer: Volunteer, line_id: str) -> SessionLine:
    """Return one session of a volunteer by its id as a form carries it (hexadecimal). One query.

    Raises: NoSuchAppointment for an id that is nobody's or somebody else's.
    """
    try:
        row = rows.session_of(db, volunteer.id, bytes.fromhex(line_id))
    except ValueError:
        row = None
    if row is None:
        raise NoSuchAppointment
    return line_of(row, volunteer.zone)


def close_session(db: Session, site: Site, volunteer: Volunteer, line: SessionLine) -> None:
    """Close the hours of a session that its volunteer has called off, so that nobody else is offered them.

    Raises: NotHere, DayRefusal for a day that is over.
    """
    wall = to_wall(volunteer.zone, line.starts_at)
    end_minute = wall.minute + line.span.seconds // 60
    close_on_day(db, site, volunteer.id, wall.on, (wall.minute, end_minute))
