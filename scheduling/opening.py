"""From opening hours to openings: wall-clock windows become spans of UTC time.

Windows are expanded as wall time and only then turned into instants (`localtime`), so 9 to 17 stays 9 to 17 through
every clock change.  It knows nothing of bookings.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from scheduling.hours import Effect, LocalWindow, OpeningHours, Rule, Window
from scheduling.interval import Span, subtract
from scheduling.localtime import LocalDay, local_days, to_instant


class Opening(NamedTuple):
    """Hold one opening, `[start_at, end_at)` in unix seconds UTC; its slots count from `counts_from_at`.

    A block that cuts an opening leaves the rest counting from where the whole one began.
    """

    start_at: int
    end_at: int
    counts_from_at: int


class DayWindows(NamedTuple):
    """Hold the windows that begin on one local day of `zone`."""

    zone: str
    day: LocalDay
    windows: tuple[Window, ...]

    def span(self, window: Window) -> Span:
        """Give the span of one of the windows; empty when a clock change swallowed it."""
        start_minute, end_minute = window
        if self.day.is_ordinary:
            midnight_at = self.day.midnight_at
            return Span(midnight_at + start_minute * 60, midnight_at + end_minute * 60)
        return Span(*(to_instant(self.zone, self.day.on, minute) for minute in window))


def openings(hours: OpeningHours, span: Span) -> tuple[Opening, ...]:
    """Give every opening that reaches into `span`, whole, sorted, less the blocks; overlapping ones stay apart.

    Raises: UnknownZone.
    """
    blocks = blocked_spans(hours)
    whole = [day.span(window) for day in windows_by_day(hours, span) for window in day.windows]
    whole += added_spans(hours)
    return tuple(
        sorted(
            Opening(*part, opening.start_at)
            for opening in whole
            for part in subtract((opening,), blocks)
            if part.overlaps(span)
        )
    )


def windows_by_day(hours: OpeningHours, span: Span) -> Iterator[DayWindows]:
    """Give the wall-clock windows of every local day that can reach into `span`; days without any are left out.

    Raises: UnknownZone.
    """
    replaced = _local_windows(hours, Effect.REPLACE)
    for zone, week in _rules_by_zone(hours.rules).items():
        for day in local_days(zone, span):
            windows = week.windows_on(day)
            if windows and day.on not in replaced:
                yield DayWindows(zone, day, windows)
    added = _local_windows(hours, Effect.ADD)
    if replaced or added:
        for day in local_days(hours.zone, span):
            windows = replaced.get(day.on, ()) + added.get(day.on, ())
            if windows:
                yield DayWindows(hours.zone, day, windows)


def blocked_spans(hours: OpeningHours) -> tuple[Span, ...]:
    """Give the spans that dated exceptions close.

    Raises: UnknownZone.
    """
    blocks = [exception for exception in hours.exceptions if exception.effect is Effect.BLOCK]
    by_wall = tuple(_span_of(hours.zone, block.local) for block in blocks if block.local is not None)
    return by_wall + tuple(block.span for block in blocks if block.span is not None)


def added_spans(hours: OpeningHours) -> tuple[Span, ...]:
    """Give the spans that dated exceptions open by UTC time; those by local date are among the windows."""
    return tuple(
        exception.span
        for exception in hours.exceptions
        if exception.effect is Effect.ADD and exception.span is not None
    )


def _span_of(zone: str, local: LocalWindow) -> Span:
    return Span(to_instant(zone, local.on, local.start_minute), to_instant(zone, local.on, local.end_minute))


def _local_windows(hours: OpeningHours, effect: Effect) -> dict[date, tuple[Window, ...]]:
    """Collect the local windows of one effect by date; a closed day has none."""
    windows: dict[date, tuple[Window, ...]] = {}
    for exception in hours.exceptions:
        if exception.effect is effect and exception.local is not None:
            on, start_minute, end_minute = exception.local
            own = ((start_minute, end_minute),) if start_minute < end_minute else ()
            windows[on] = windows.get(on, ()) + own
    return windows


class _Week:
    """Hold the rules of one zone by weekday; rules without dates cost nothing per day."""

    def __init__(self) -> None:
        self.always: list[tuple[Window, ...]] = [()] * 7
        self.dated: list[Rule] = []

    def add(self, rule: Rule) -> None:
        if rule.valid_from is None and rule.valid_to is None:
            self.always[rule.weekday] += ((rule.start_minute, rule.end_minute),)
        else:
            self.dated.append(rule)

    def windows_on(self, day: LocalDay) -> tuple[Window, ...]:
        windows = self.always[day.weekday]
        for rule in self.dated:
            if rule.weekday == day.weekday and rule.is_valid_on(day.on):
                windows += ((rule.start_minute, rule.end_minute),)
        return windows


def _rules_by_zone(rules: Iterable[Rule]) -> dict[str, _Week]:
    weeks: dict[str, _Week] = {}
    for rule in rules:
        week = weeks.get(rule.zone)
        if week is None:
            week = weeks[rule.zone] = _Week()
        week.add(rule)
    return weeks
