"""From opening hours to openings: wall-clock windows become spans of UTC time.

Windows are expanded as wall time and only then turned into instants (`localtime`), so 9 to 17 stays 9 to 17 through
every clock change.  It knows nothing of bookings.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from scheduling.hours import DatedException, Effect, OpeningHours, Window
from scheduling.interval import Span, subtract
from scheduling.localtime import LocalDay, local_days, to_instant

Week = list[tuple[Window, ...]]
"""The windows of each weekday, Monday first."""


class Opening(NamedTuple):
    """Hold one opening, `[start_at, end_at)` in unix seconds UTC; its slots count from `counts_from_at`.

    A block that cuts an opening leaves the rest counting from where the whole one began.
    """

    start_at: int
    end_at: int
    counts_from_at: int


def openings(hours: OpeningHours, span: Span) -> tuple[Opening, ...]:
    """Give every opening that reaches into `span`, whole, sorted, less the blocks; overlapping ones stay apart.

    Raises: UnknownZone.
    """
    blocks = blocked_spans(hours)
    return tuple(
        sorted(
            Opening(*part, opening.start_at)
            for opening in [*weekly_spans(hours, span), *dated_spans(hours, span)]
            for part in subtract((opening,), blocks)
            if part.overlaps(span)
        )
    )


def weekly_windows(hours: OpeningHours) -> dict[str, Week]:
    """Give the windows of the rules without dates, by zone; nearly all hours are of this sort."""
    weeks: dict[str, Week] = {}
    for rule in hours.rules:
        if rule.valid_from is None and rule.valid_to is None:
            week = weeks.get(rule.zone)
            if week is None:
                week = weeks[rule.zone] = [()] * 7
            week[rule.weekday] += ((rule.start_minute, rule.end_minute),)
    return weeks


def replaced_dates(hours: OpeningHours) -> frozenset[date]:
    """Give the local dates on which no weekly window begins, because a dated exception stands in."""
    replacing = (each.local for each in hours.exceptions if each.effect is Effect.REPLACE)
    return frozenset(local.on for local in replacing if local is not None)


def weekly_spans(hours: OpeningHours, span: Span) -> Iterator[Span]:
    """Give the spans of the rules without dates on every local day that can reach into `span`.

    Raises: UnknownZone.
    """
    replaced = replaced_dates(hours)
    for zone, week in weekly_windows(hours).items():
        for day in local_days(zone, span):
            if day.on not in replaced:
                for window in week[day.weekday]:
                    yield window_span(zone, day, window)


def dated_spans(hours: OpeningHours, span: Span) -> Iterator[Span]:
    """Give the spans of all that holds on certain dates only: rules with dates, replacing and added windows.

    Raises: UnknownZone.
    """
    replaced = replaced_dates(hours)
    for rule in hours.rules:
        if rule.valid_from is not None or rule.valid_to is not None:
            for day in local_days(rule.zone, span):
                if day.weekday == rule.weekday and rule.is_valid_on(day.on) and day.on not in replaced:
                    yield window_span(rule.zone, day, (rule.start_minute, rule.end_minute))
    for exception in hours.exceptions:
        if exception.effect is not Effect.BLOCK:
            yield exception_span(exception, hours.zone)


def blocked_spans(hours: OpeningHours) -> tuple[Span, ...]:
    """Give the spans that dated exceptions close.

    Raises: UnknownZone.
    """
    blocks = (exception for exception in hours.exceptions if exception.effect is Effect.BLOCK)
    return tuple(exception_span(block, hours.zone) for block in blocks)


def exception_span(exception: DatedException, zone: str) -> Span:
    """Give the span that a dated exception opens or closes; empty for a closed day.

    Raises: UnknownZone.
    """
    if exception.local is None:
        assert exception.span is not None
        return exception.span
    on, start_minute, end_minute = exception.local
    return Span(to_instant(zone, on, start_minute), to_instant(zone, on, end_minute))


def window_span(zone: str, day: LocalDay, window: Window) -> Span:
    """Give the span of a window that begins on a local day of `zone`; empty when a clock change swallowed it.

    Raises: UnknownZone.
    """
    start_minute, end_minute = window
    if day.is_ordinary:
        return Span(day.midnight_at + start_minute * 60, day.midnight_at + end_minute * 60)
    return Span(to_instant(zone, day.on, start_minute), to_instant(zone, day.on, end_minute))
