"""The baseline of the slot figures: the same starts by loops over aware datetimes, as one would first write them.

Per window local time to UTC, per start `any()` over that person's busy list, at the end everybody's starts merged.
It shares no code with `scheduling`.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LENGTH = timedelta(minutes=50)
GAP = timedelta(minutes=10)
STEP = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Person:
    """Hold a volunteer's zone, daily windows of local time by weekday, and busy spans in UTC."""

    zone: str
    windows: dict[int, list[tuple[time, time]]]
    busy: list[tuple[datetime, datetime]]


def starts_of(person: Person, first: date, days: int) -> list[datetime]:
    """Give one volunteer's starts in UTC, ascending, on `days` local dates from `first`."""
    zone = ZoneInfo(person.zone)
    starts: list[datetime] = []
    for day in (first + timedelta(days=number) for number in range(days)):
        for opens, closes in person.windows.get(day.weekday(), []):
            start = datetime.combine(day, opens, tzinfo=zone).astimezone(UTC)
            last = datetime.combine(day, closes, tzinfo=zone).astimezone(UTC) - LENGTH
            while start <= last:
                end = start + LENGTH + GAP
                if not any(begins < end and start < ends for begins, ends in person.busy):
                    starts.append(start)
                start += STEP
    return starts


def everyone(people: list[Person], first: date, days: int) -> list[list[datetime]]:
    """Give each volunteer's starts."""
    return [starts_of(person, first, days) for person in people]


def merged(people: list[Person], first: date, days: int) -> list[datetime]:
    """Give the starts at which anybody is free, ascending."""
    return sorted({start for starts in everyone(people, first, days) for start in starts})
