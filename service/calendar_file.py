"""Write one session as an iCalendar file that gives nothing away on a phone's lock screen.

Times are UTC, so that no zone of either side stands in the file. The organisation, the volunteer, the topic and any
address are left out on purpose; the person may give their own title. Source: RFC 5545.
"""

from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from service.models import AppointmentState
from service.store.appointments import AppointmentRow

ALARM_BEFORE = timedelta(hours=1)
TITLE_LIMIT = 60


def calendar_file(appointment: AppointmentRow, *, title: str, reminder: str, now: int) -> bytes:
    """Return the .ics of one session: METHOD PUBLISH with an alarm, or CANCEL when it is cancelled.

    `title` and `reminder` are shown by the person's calendar (already in their language); `now` is unix seconds UTC.
    The UID stays the same and SEQUENCE grows when the session is moved, so that calendars replace, not add.
    """
    cancelled = appointment.state == AppointmentState.CANCELLED
    event = Event()
    event.add("uid", appointment.id.hex())
    event.add("dtstamp", _utc(now))
    event.add("dtstart", _utc(appointment.starts_at))
    event.add("dtend", _utc(appointment.ends_at))
    event.add("summary", title[:TITLE_LIMIT])
    event.add("description", reminder)
    event.add("sequence", appointment.sequence)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if not cancelled:
        event.add_component(_alarm(reminder))
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//calendar//EN")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _alarm(reminder: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", reminder)
    alarm.add("trigger", -ALARM_BEFORE)
    return alarm


def _utc(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
