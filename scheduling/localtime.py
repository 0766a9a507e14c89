"""Wall time and instants: the one policy for clock changes.

A wall time that does not exist moves forward by the gap; one that exists twice means the first.  Every other module
works in unix seconds UTC and asks here; none adds a `timedelta` to an aware datetime, which would count wall-clock
minutes as if they were real ones.
"""

import zoneinfo
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from importlib import import_module
from typing import NamedTuple

from scheduling.errors import UnknownZone
from scheduling.grid import GRID_SECONDS
from scheduling.interval import Span

DAY_MINUTES = 1440
DAY_SECONDS = 86_400


class WallTime(NamedTuple):
    """Hold what a clock on the wall shows: date, minute of the day (0 to 1439), offset east of UTC in minutes."""

    on: date
    minute: int
    utc_offset_minutes: int


class LocalDay(NamedTuple):
    """Hold one local date, the instant at which it begins, and whether it is an ordinary day.

    On an ordinary day no clock changes until the next day ends, so that minute m of it is `midnight_at + 60 * m` for
    every m up to 2880, and `midnight_at` lies on the grid.
    """

    on: date
    weekday: int
    midnight_at: int
    is_ordinary: bool


class Stretch(NamedTuple):
    """Hold ordinary local days in a row: when the first begins, its weekday, and how many there are."""

    midnight_at: int
    weekday: int
    days: int


@cache
def known_zones() -> frozenset[str]:
    """Give every IANA zone name of the pinned `tzdata`."""
    return frozenset(zoneinfo.available_timezones())


@lru_cache(maxsize=1024)
def zone_info(name: str) -> zoneinfo.ZoneInfo:
    """Give the zone of that IANA name.

    Raises: UnknownZone for any other text, so that no name typed by a person ever becomes a path.
    """
    if name not in known_zones():
        raise UnknownZone(zone=name)
    return zoneinfo.ZoneInfo(name)


@cache
def tzdata_version() -> str:
    """Give the IANA release of the zone data, such as `2026a`; it is stored beside booked wall times."""
    return str(import_module("tzdata").IANA_VERSION)


def to_instant(zone: str, on: date, minute: int) -> int:
    """Give the unix second at which the clocks of `zone` show `minute` of the date `on`.

    `minute` counts wall-clock minutes from 00:00 and may exceed 1440: 1500 is 01:00 of the next date.
    A nonexistent time moves forward by the gap, an ambiguous one means the first: RFC 5545, 3.3.5.

    Raises: UnknownZone.
    """
    days, minute = divmod(minute, DAY_MINUTES)
    day = on + timedelta(days) if days else on
    # fold=0 is the offset before the change: in a gap it lands after it, in a fold on the first of the two (PEP 495).
    wall = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone_info(zone))
    return int(wall.timestamp())


def to_wall(zone: str, instant: int) -> WallTime:
    """Give what the clocks of `zone` show at `instant` (unix seconds; seconds of a minute are dropped).

    Raises: UnknownZone.
    """
    wall = datetime.fromtimestamp(instant, zone_info(zone))
    return WallTime(wall.date(), wall.hour * 60 + wall.minute, _offset_seconds(wall) // 60)


def utc_offset_minutes(zone: str, instant: int) -> int:
    """Give the minutes by which `zone` is ahead of UTC at `instant`; negative west of it.

    Raises: UnknownZone.
    """
    return _offset_seconds(datetime.fromtimestamp(instant, zone_info(zone))) // 60


def local_date(zone: str, instant: int) -> date:
    """Give the date in `zone` at `instant`.

    Raises: UnknownZone.
    """
    return datetime.fromtimestamp(instant, zone_info(zone)).date()


def day_span(zone: str, on: date) -> Span:
    """Give the span of one local date: 23, 24 or 25 hours, and empty for a date that a zone skipped.

    Raises: UnknownZone.
    """
    return Span(to_instant(zone, on, 0), to_instant(zone, on, DAY_MINUTES))


def week_span(zone: str, on: date) -> Span:
    """Give the span of the local ISO week (Monday to Sunday) that holds the date `on`.

    Raises: UnknownZone.
    """
    monday = on - timedelta(on.weekday())
    return Span(to_instant(zone, monday, 0), to_instant(zone, monday, 7 * DAY_MINUTES))


@lru_cache(maxsize=512)
def local_days(zone: str, span: Span) -> tuple[LocalDay, ...]:
    """Give the local dates whose windows can reach into `span`, the day before its first one included.

    A window that starts on a date ends before the next date does, so one day back is enough.

    Raises: UnknownZone.
    """
    if span.is_empty:
        return ()
    first = local_date(zone, span.start_at).toordinal() - 1
    last = local_date(zone, span.end_at - 1).toordinal()
    dates = [date.fromordinal(number) for number in range(first, last + 3)]
    midnights = [to_instant(zone, on, 0) for on in dates]
    ordinary = map(_is_ordinary, midnights, midnights[1:], midnights[2:])
    return tuple(map(LocalDay, dates, (on.weekday() for on in dates), midnights, ordinary))


@lru_cache(maxsize=512)
def stretches(zone: str, span: Span) -> tuple[tuple[Stretch, ...], tuple[LocalDay, ...]]:
    """Give the `local_days` once more: ordinary ones in a row as stretches, and each other day by itself.

    Raises: UnknownZone.
    """
    rows: list[Stretch] = []
    others: list[LocalDay] = []
    for day in local_days(zone, span):
        if not day.is_ordinary:
            others.append(day)
        elif rows and rows[-1].midnight_at + rows[-1].days * DAY_SECONDS == day.midnight_at:
            rows[-1] = rows[-1]._replace(days=rows[-1].days + 1)
        else:
            rows.append(Stretch(day.midnight_at, day.weekday, 1))
    return tuple(rows), tuple(others)


def _is_ordinary(midnight_at: int, next_at: int, after_next_at: int) -> bool:
    """Tell whether both days last 24 hours and begin on the grid."""
    steady = next_at - midnight_at == after_next_at - next_at == DAY_SECONDS
    return steady and midnight_at % GRID_SECONDS == 0


def _offset_seconds(wall: datetime) -> int:
    offset = wall.utcoffset()
    assert offset is not None
    return offset.days * DAY_SECONDS + offset.seconds
