"""Which starts one volunteer offers: opening hours less what is taken, as bits of the grid.

Bits do not depend on the moment: notice and horizon are cut at query time (`terms.bookable`), because `now` moves.
It names no reasons; `whynot` does.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from scheduling.grid import GRID_MINUTES, Grid, every, run, shift
from scheduling.hours import OpeningHours, Window
from scheduling.interval import Span
from scheduling.localtime import day_span, local_date, week_span
from scheduling.opening import added_spans, blocked_spans, windows_by_day
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
    return free & ~taken & ~full_bits(booked, terms=terms, zone=hours.zone, grid=grid)


def opening_bits(hours: OpeningHours, *, terms: Terms, grid: Grid) -> int:
    """Give the starts whose sessions lie inside the opening hours, whatever is booked.

    Raises: UnknownZone.
    """
    shapes: dict[tuple[Window, ...], int] = {}
    bits = 0
    for day in windows_by_day(hours, grid.span):
        if day.day.is_ordinary:
            # An ordinary day is the same shape wherever it lies: count its minutes from local midnight.
            shape = shapes.get(day.windows)
            if shape is None:
                shape = shapes[day.windows] = _shape(day.windows, terms)
            bits |= shift(shape, grid.cell(day.day.midnight_at))
        else:
            for window in day.windows:
                bits |= _steps(day.span(window), terms, grid)
    for span in added_spans(hours):
        bits |= _steps(span, terms, grid)
    blocked = taken_bits(blocked_spans(hours), seconds=terms.length_seconds, grid=grid)
    return bits & ~blocked & run(0, grid.cells)


def taken_bits(busy: Iterable[Span], *, seconds: int, grid: Grid) -> int:
    """Give the starts from which `seconds` of time would touch a busy span; busy time rounds outward."""
    bits = 0
    for start_at, end_at in busy:
        bits |= run(grid.cell(start_at - seconds) + 1, min(grid.cell_up(end_at), grid.cells))
    return bits


def full_bits(booked: Iterable[Span], *, terms: Terms, zone: str, grid: Grid) -> int:
    """Give every cell of the local days and ISO weeks that take no further session.

    Raises: UnknownZone.
    """
    if terms.day_cap is None and terms.week_cap is None and terms.week_hours_cap is None:
        return 0
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
    step = terms.step_minutes // GRID_MINUTES
    spare = cells - terms.length_minutes // GRID_MINUTES
    return every(step, spare // step + 1) if spare >= 0 else 0
