"""Which starts one volunteer offers: opening hours less what is taken, as bits of the grid.

Bits do not depend on the moment: notice and horizon are cut at query time (`terms.bookable`), because `now` moves.
It names no reasons; `whynot` does.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from scheduling.grid import GRID_MINUTES, GRID_SECONDS, Grid, every, shift, tile
from scheduling.hours import OpeningHours, Window
from scheduling.interval import Span
from scheduling.localtime import day_span, local_date, stretches, week_span
from scheduling.opening import (
    Week,
    blocked_spans,
    dated_spans,
    replaced_dates,
    weekly_spans,
    weekly_windows,
    window_span,
)
from scheduling.terms import HOUR_SECONDS, Terms


def start_bits(hours: OpeningHours, busy: Iterable[Span], booked: Iterable[Span], *, terms: Terms, grid: Grid) -> int:
    """Give the starts that are open, free and within the caps.

    A start is set when its session lies in one opening, counted from that opening's own start in steps, when nothing
    blocks the session, and nothing of `busy` touches session and gap.  `busy` is time that is taken, gaps included;
    `booked` are the sessions that count towards the caps.  Costs some 20 us for 30 days.

    Raises: UnknownZone.
    """
    free = opening_bits(hours, terms=terms, grid=grid)
    taken = taken_bits(busy, seconds=terms.blocked_seconds, grid=grid)
    return free & ~(taken | full_bits(booked, terms=terms, zone=hours.zone, grid=grid))


def opening_bits(hours: OpeningHours, *, terms: Terms, grid: Grid) -> int:
    """Give the starts whose sessions lie inside the opening hours, whatever is booked.

    Raises: UnknownZone.
    """
    bits = 0
    one_by_one = dated_spans(hours, grid.span)
    if replaced_dates(hours):
        one_by_one = chain(one_by_one, weekly_spans(hours, grid.span))
    else:
        for zone, week in weekly_windows(hours).items():
            bits |= _weekly_bits(zone, week, terms=terms, grid=grid)
    for span in one_by_one:
        bits |= _steps(span, terms, grid)
    blocked = taken_bits(blocked_spans(hours), seconds=terms.length_seconds, grid=grid)
    return bits & grid.everything & ~blocked


def taken_bits(busy: Iterable[Span], *, seconds: int, grid: Grid) -> int:
    """Give the starts from which `seconds` of time would touch a busy span; busy time rounds outward."""
    bits = 0
    before_at, origin_at, cells = grid.origin_at + seconds, grid.origin_at, grid.cells
    for start_at, end_at in busy:
        # grid.cell, grid.cell_up and run, written out: this is the innermost loop of a rebuild.
        first = (start_at - before_at) // GRID_SECONDS + 1
        end = (end_at - origin_at + GRID_SECONDS - 1) // GRID_SECONDS
        if first < 0:
            first = 0
        if end > cells:
            end = cells
        if first < end:
            bits |= ((1 << end - first) - 1) << first
    return bits


def full_bits(booked: Iterable[Span], *, terms: Terms, zone: str, grid: Grid) -> int:
    """Give every cell of the local days and ISO weeks that take no further session.

    Raises: UnknownZone.
    """
    if terms.day_cap is None and terms.week_cap is None and terms.week_hours_cap is None:
        return 0
    if not terms.hold_one_session:
        return grid.everything
    booked = tuple(booked)
    bits = 0
    for span in full_days(booked, terms=terms, zone=zone) + full_weeks(booked, terms=terms, zone=zone):
        bits |= grid.inside(span)
    return bits


def full_days(booked: Iterable[Span], *, terms: Terms, zone: str) -> tuple[Span, ...]:
    """Give the local days whose number of sessions has reached the cap; a session counts where it starts.

    Raises: UnknownZone.
    """
    if terms.day_cap is None:
        return ()
    counts = Counter(local_date(zone, span.start_at) for span in booked)
    return tuple(day_span(zone, on) for on, count in counts.items() if count >= terms.day_cap)


def full_weeks(booked: Iterable[Span], *, terms: Terms, zone: str) -> tuple[Span, ...]:
    """Give the local ISO weeks in which one more session would pass the cap of sessions or of hours.

    Raises: UnknownZone.
    """
    if terms.week_cap is None and terms.week_hours_cap is None:
        return ()
    weeks: defaultdict[Span, list[int]] = defaultdict(list)
    for span in booked:
        weeks[week_span(zone, local_date(zone, span.start_at))].append(span.seconds)
    return tuple(week for week, seconds in weeks.items() if _is_full(seconds, terms))


def _is_full(seconds: list[int], terms: Terms) -> bool:
    """Tell whether a week with sessions of these lengths takes no further one."""
    if terms.week_cap is not None and len(seconds) >= terms.week_cap:
        return True
    hours_cap = terms.week_hours_cap
    return hours_cap is not None and sum(seconds) + terms.length_seconds > hours_cap * HOUR_SECONDS


def _weekly_bits(zone: str, week: Week, *, terms: Terms, grid: Grid) -> int:
    """Give the starts of windows that come back every week.

    An ordinary day has the same shape wherever it lies, so a stretch of them is laid out at once.
    """
    shapes = [_shape(windows, terms) for windows in week]
    rows, others = stretches(zone, grid.span)
    bits = 0
    for midnight_at, weekday, days in rows:
        bits |= shift(tile(shapes[weekday:] + shapes[:weekday], days), grid.cell(midnight_at))
    for day in others:
        for window in week[day.weekday]:
            bits |= _steps(window_span(zone, day, window), terms, grid)
    return bits


def _shape(windows: tuple[Window, ...], terms: Terms) -> int:
    """Give the starts of the windows as bits from local midnight."""
    bits = 0
    for start_minute, end_minute in windows:
        first = -(-start_minute // GRID_MINUTES)
        bits |= _pattern(end_minute // GRID_MINUTES - first, terms) << first
    return bits


def _steps(span: Span, terms: Terms, grid: Grid) -> int:
    """Give the starts of one opening as bits of the grid."""
    first = grid.cell_up(span.start_at)
    if first >= grid.cells:
        return 0
    return shift(_pattern(grid.cell(span.end_at) - first, terms), first)


def _pattern(cells: int, terms: Terms) -> int:
    """Give the starts in an opening of that many cells, from its own start in steps."""
    return starts_in(cells, terms.length_minutes // GRID_MINUTES, terms.step_minutes // GRID_MINUTES)


@lru_cache(maxsize=4096)
def starts_in(cells: int, length: int, step: int) -> int:
    return every(step, (cells - length) // step + 1) if cells >= length else 0
