"""What a calendar file shows to whoever looks at the phone, and how calendars follow changes."""

from typing import Any

from icalendar import Calendar, Event

from service.calendar_file import calendar_file
from service.store.appointments import AppointmentRow

NOW = 1_795_000_000
NAMES_NOBODY_MAY_READ = "Quiet Heron"


def appointment(**changes: Any) -> AppointmentRow:
    row = AppointmentRow(
        id=bytes(range(16)),
        ticket_hash=b"t" * 32,
        volunteer_id=b"v" * 16,
        occupancy_id=None,
        case_tag=b"c" * 32,
        alias=NAMES_NOBODY_MAY_READ,
        starts_at=1_795_100_400,
        ends_at=1_795_103_400,
        zone="Asia/Almaty",
        wall_start="2026-11-19 15:00",
        tzdata_version="2026a",
        format="text",
        language="ru",
        session_number=1,
        sequence=0,
        state="booked",
        ended_by=None,
        news=None,
    )
    return row._replace(**changes)


def written(**changes: Any) -> tuple[Calendar, Event, str]:
    raw = calendar_file(appointment(**changes), title="Tea", reminder="Check the page first", now=NOW)
    calendar = Calendar.from_ical(raw)
    assert isinstance(calendar, Calendar)
    return calendar, calendar.events[0], raw.decode()


def test_file_holds_the_instant_in_utc_with_an_alarm() -> None:
    calendar, event, _ = written()

    assert calendar["METHOD"] == "PUBLISH"
    assert [event.decoded(name).timestamp() for name in ("DTSTART", "DTEND")] == [1_795_100_400, 1_795_103_400]
    assert [alarm["ACTION"] for alarm in event.walk("VALARM")] == ["DISPLAY"]


def test_file_names_neither_people_nor_places() -> None:
    _, event, text = written()

    assert event["SUMMARY"] == "Tea"
    for secret in (NAMES_NOBODY_MAY_READ, "Almaty", "http", "istan", "ORGANIZER", "LOCATION"):
        assert secret.lower() not in text.lower()


def test_a_moved_session_replaces_its_entry() -> None:
    _, before, _ = written()
    _, after, _ = written(sequence=1, starts_at=1_795_186_800, ends_at=1_795_189_800)

    assert before["UID"] == after["UID"]
    assert (before.sequence, after.sequence) == (0, 1)


def test_a_cancelled_session_is_taken_out_without_an_alarm() -> None:
    calendar, event, _ = written(state="cancelled", sequence=1)

    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert not list(event.walk("VALARM"))


def test_a_title_with_line_breaks_cannot_add_properties() -> None:
    raw = calendar_file(appointment(), title="Tea\r\nATTENDEE:mailto:a@example.org", reminder="-", now=NOW)

    assert b"\r\nATTENDEE" not in raw
