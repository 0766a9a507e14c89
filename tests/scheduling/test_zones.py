"""Every clock change of every zone, 2024 to 2030, against `whenever`, which has its own zone arithmetic.

How many zones and changes there are is reported, never asserted: both move with every edition of the zone data.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
import whenever

from scheduling.interval import Span
from scheduling.localtime import known_zones, local_days, to_instant, to_wall, tzdata_version

whenever.reset_tzpath(())  # the same pinned data, read by other code

FROM_AT = int(datetime(2024, 1, 1, tzinfo=UTC).timestamp())
UNTIL_AT = int(datetime(2031, 1, 1, tzinfo=UTC).timestamp())
AROUND_MINUTES = (-1501, -1440, -121, -61, -60, -31, -30, -1, 0, 1, 29, 30, 59, 60, 61, 90, 120, 1440, 1501)


@cache
def changes() -> tuple[tuple[str, int], ...]:
    """Give every change of every zone as `whenever` knows it: zone and instant."""
    found = []
    for zone in sorted(known_zones()):
        change = whenever.Instant.from_timestamp(FROM_AT).to_tz(zone).next_transition()
        while change is not None and change.timestamp() < UNTIL_AT:
            found.append((zone, change.timestamp()))
            change = change.next_transition()
    return tuple(found)


def wrong(check: Callable[[str, int], bool]) -> list[tuple[str, int, int]]:
    """Give zone, change and minutes from it where the check fails."""
    return [
        (zone, at, minutes)
        for zone, at in changes()
        for minutes in AROUND_MINUTES
        if not check(zone, at + minutes * 60)
    ]


@pytest.mark.promise("time-is-right")
def test_instants_become_wall_time_as_in_whenever(record_property: Callable[[str, object], None]) -> None:
    record_property("zones", len(known_zones()))
    record_property("changes", len(changes()))
    record_property("tzdata", tzdata_version())

    assert changes()
    assert wrong(_has_same_wall_time) == []


@pytest.mark.promise("time-is-right")
def test_wall_time_becomes_an_instant_as_in_whenever() -> None:
    # The wall times just before and after a change hold all that exist twice and, read by the old offset, never.
    assert wrong(_has_same_instant) == []


@pytest.mark.promise("time-is-right")
def test_every_zone_agrees_with_whenever_through_the_years() -> None:
    quarters = range(FROM_AT, UNTIL_AT, 91 * 86_400)

    apart = [
        (zone, at)
        for zone in known_zones()
        for at in quarters
        if not (_has_same_wall_time(zone, at) and _has_same_instant(zone, at))
    ]

    assert apart == []


@pytest.mark.promise("time-is-right")
def test_an_ordinary_day_counts_its_minutes_from_midnight() -> None:
    broken = [
        (zone, day.on, minute)
        for zone, at in changes()
        for day in local_days(zone, Span(at - 86_400, at + 86_400))
        if day.is_ordinary
        for minute in range(0, 2881, 90)
        if day.midnight_at + minute * 60 != to_instant(zone, day.on, minute)
    ]

    assert broken == []


def _has_same_wall_time(zone: str, at: int) -> bool:
    theirs = whenever.Instant.from_timestamp(at).to_tz(zone)
    ours = to_wall(zone, at)
    return (ours.on.isoformat(), ours.minute, ours.utc_offset_minutes * 60) == (
        theirs.date().format_iso(),
        theirs.hour * 60 + theirs.minute,
        theirs.offset.total("seconds"),
    )


def _has_same_instant(zone: str, at: int) -> bool:
    # Wall time by the offset of an hour before and after: inside a gap the first reads times that never existed.
    for offset in {to_wall(zone, at - 3601).utc_offset_minutes, to_wall(zone, at + 3601).utc_offset_minutes}:
        wall = datetime.fromtimestamp(at, UTC).replace(tzinfo=None) + timedelta(minutes=offset)
        theirs = whenever.PlainDateTime(wall.year, wall.month, wall.day, wall.hour, wall.minute)
        if (
            to_instant(zone, wall.date(), wall.hour * 60 + wall.minute)
            != theirs.assume_tz(zone, disambiguation="compatible").timestamp()
        ):
            return False
    return True
