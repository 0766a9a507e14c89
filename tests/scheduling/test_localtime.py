"""The one policy for wall time: forward over gaps, the first of two, no zone but those of the pinned data."""

import zoneinfo
from datetime import date

import pytest

from scheduling.errors import UnknownZone
from scheduling.interval import Span
from scheduling.localtime import (
    WallTime,
    day_span,
    known_zones,
    local_date,
    local_days,
    to_instant,
    to_wall,
    tzdata_version,
    utc_offset_minutes,
    week_span,
    zone_info,
)  # fmt: skip
from tests.scheduling.people import utc

pytestmark = pytest.mark.promise("time-is-right")


def test_a_missing_wall_time_moves_forward_by_the_gap() -> None:
    at = to_instant("Europe/Berlin", date(2026, 3, 29), 150)

    assert at == utc(2026, 3, 29, 1, 30)
    assert to_wall("Europe/Berlin", at) == WallTime(date(2026, 3, 29), 210, 120)


def test_a_repeated_wall_time_means_the_first() -> None:
    assert to_instant("Europe/Berlin", date(2026, 10, 25), 150) == utc(2026, 10, 25, 0, 30)


def test_minutes_past_a_day_belong_to_the_next_date() -> None:
    assert to_instant("Asia/Almaty", date(2026, 5, 1), 1500) == to_instant("Asia/Almaty", date(2026, 5, 2), 60)
    assert to_instant("Asia/Almaty", date(2026, 5, 1), -60) == to_instant("Asia/Almaty", date(2026, 4, 30), 1380)


@pytest.mark.parametrize(
    ("zone", "wall"),
    [
        ("Pacific/Kiritimati", WallTime(date(2026, 1, 2), 0, 840)),
        ("Pacific/Pago_Pago", WallTime(date(2025, 12, 31), 1380, -660)),
        ("Asia/Kathmandu", WallTime(date(2026, 1, 1), 945, 345)),
        ("Pacific/Chatham", WallTime(date(2026, 1, 1), 1425, 825)),
        ("America/St_Johns", WallTime(date(2026, 1, 1), 390, -210)),
    ],
)
def test_far_and_uneven_zones_show_their_own_wall(zone: str, wall: WallTime) -> None:
    at = utc(2026, 1, 1, 10)

    assert to_wall(zone, at) == wall
    assert to_instant(zone, wall.on, wall.minute) == at
    assert utc_offset_minutes(zone, at) == wall.utc_offset_minutes
    assert local_date(zone, at) == wall.on


@pytest.mark.parametrize(
    "name", ["Europe/Atlantis", "", "../etc/passwd", "/etc/localtime", "europe/berlin", "UTC+3", "a\x00b"]
)
def test_an_unknown_zone_is_refused_by_name(name: str) -> None:
    with pytest.raises(UnknownZone) as refused:
        zone_info(name)

    assert refused.value.parameters == {"zone": name}


def test_zone_data_comes_from_the_pinned_package_alone() -> None:
    assert zoneinfo.TZPATH == ()
    assert {"Asia/Almaty", "Europe/Kyiv", "UTC"} <= known_zones()
    assert tzdata_version() >= "2026"


def test_days_last_as_long_as_their_clocks_say() -> None:
    hours = [
        day_span("Europe/Berlin", date(2026, month, day)).seconds / 3600 for month, day in ((3, 29), (6, 1), (10, 25))
    ]

    assert hours == [23, 24, 25]


def test_a_date_that_a_zone_skipped_is_empty() -> None:
    assert day_span("Pacific/Apia", date(2011, 12, 30)).is_empty


def test_a_week_begins_on_local_monday() -> None:
    week = week_span("Pacific/Auckland", date(2026, 9, 27))

    assert week == Span(utc(2026, 9, 20, 12), utc(2026, 9, 27, 11))
    assert week_span("Pacific/Auckland", date(2026, 9, 21)) == week


def test_local_days_begin_the_day_before_and_know_ordinary_ones() -> None:
    days = local_days("Europe/Berlin", Span(utc(2026, 3, 27), utc(2026, 3, 31)))

    assert [(day.on.day, day.weekday, day.is_ordinary) for day in days] == [
        (26, 3, True), (27, 4, True), (28, 5, False), (29, 6, False), (30, 0, True), (31, 1, True),
    ]  # fmt: skip
    assert local_days("Europe/Berlin", Span(5, 5)) == ()


def test_a_day_that_begins_off_the_grid_is_not_ordinary() -> None:
    # Monrovia kept 44 minutes and 30 seconds behind until 1972.
    days = local_days("Africa/Monrovia", Span(0, 86_400))

    assert {day.is_ordinary for day in days} == {False}
    assert {day.midnight_at % 300 for day in days} == {270}
