"""A second, slow opinion on which starts are offered: aware datetimes, one start at a time, no bits.

It shares only the value classes with `scheduling`, so that an error would have to be made twice.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduling.hours import DatedException, Effect, OpeningHours
from scheduling.interval import Span
from scheduling.occupancy import Occupancy, OccupancyKind
from scheduling.terms import Terms


def offered(hours: OpeningHours, occupancies: list[Occupancy], terms: Terms, span: Span) -> list[int]:
    """Give the offered starts in `span`, unix seconds UTC, ascending."""
    starts = set()
    for opens_at, closes_at in all_openings(hours, span):
        start_at = opens_at
        while start_at % 300:
            start_at += 1
        while start_at + terms.length_minutes * 60 <= closes_at:
            if span.start_at <= start_at < span.end_at and _is_free(start_at, hours, occupancies, terms):
                starts.add(start_at)
            start_at += terms.step_minutes * 60
    return sorted(starts)


def all_openings(hours: OpeningHours, span: Span) -> Iterator[tuple[int, int]]:
    """Give every opening near `span`, blocks not subtracted."""
    replaced = {each.local.on for each in hours.exceptions if each.effect is Effect.REPLACE and each.local}
    on = datetime.fromtimestamp(span.start_at, UTC).date() - timedelta(3)
    while on <= datetime.fromtimestamp(span.end_at, UTC).date() + timedelta(3):
        for rule in hours.rules:
            valid = (rule.valid_from or on) <= on <= (rule.valid_to or on)
            if valid and rule.weekday == on.weekday() and on not in replaced:
                yield _instant(rule.zone, on, rule.start_minute), _instant(rule.zone, on, rule.end_minute)
        on += timedelta(1)
    for exception in hours.exceptions:
        if exception.effect is not Effect.BLOCK:
            yield _times(exception, hours.zone)


def _is_free(start_at: int, hours: OpeningHours, occupancies: list[Occupancy], terms: Terms) -> bool:
    ends_at = start_at + terms.length_minutes * 60
    gone_at = ends_at + terms.gap_minutes * 60
    blocks = [_times(each, hours.zone) for each in hours.exceptions if each.effect is Effect.BLOCK]
    if any(start_at < until and ends_at > since for since, until in blocks):
        return False
    if any(start_at < each.blocked_until and gone_at > each.starts_at for each in occupancies):
        return False
    return _is_below_caps(start_at, hours.zone, occupancies, terms)


def _is_below_caps(start_at: int, zone: str, occupancies: list[Occupancy], terms: Terms) -> bool:
    sessions = [each for each in occupancies if each.kind is not OccupancyKind.EXTERNAL]
    day = _wall(zone, start_at).date()
    same_day = [each for each in sessions if _wall(zone, each.starts_at).date() == day]
    week = day.isocalendar()[:2]
    same_week = [each for each in sessions if _wall(zone, each.starts_at).date().isocalendar()[:2] == week]
    gap = terms.gap_minutes * 60
    seconds = sum(max(0, each.blocked_until - gap - each.starts_at) for each in same_week)
    return (
        (terms.day_cap is None or len(same_day) < terms.day_cap)
        and (terms.week_cap is None or len(same_week) < terms.week_cap)
        and (terms.week_hours_cap is None or seconds + terms.length_minutes * 60 <= terms.week_hours_cap * 3600)
    )


def _times(exception: DatedException, zone: str) -> tuple[int, int]:
    if exception.span is not None:
        return exception.span
    assert exception.local is not None
    on, start_minute, end_minute = exception.local
    return _instant(zone, on, start_minute), _instant(zone, on, end_minute)


def _instant(zone: str, on: date, minute: int) -> int:
    naive = datetime.combine(on, time()) + timedelta(minutes=minute)
    return int(naive.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).timestamp())


def _wall(zone: str, at: int) -> datetime:
    return datetime.fromtimestamp(at, ZoneInfo(zone))
