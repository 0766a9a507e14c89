"""Figures `slots_cold_speedup` and `slots_warm_speedup`: our slots beside loops over aware datetimes.

500 volunteers in 20 zones with two windows a day, 7,900 busy rows, 30 days, step 5, length 50, gap 10.  *Cold* is one
bitmap per volunteer with every cache emptied first, merged; *warm* the first 60 starts over all who fit, on a board
that was asked before.  The third figure asks that board with a filter it never saw.  Runs alternate A B A B, medians of
CPU time; that both sides agree is checked outside the timer.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial, reduce
from operator import or_
from statistics import median
from time import process_time

from bench.baseline_slots import Person, everyone, merged
from scheduling import localtime, slots
from scheduling.entries import Entry
from scheduling.grid import Grid, set_bits
from scheduling.hours import OpeningHours, Rule
from scheduling.interval import Span
from scheduling.search import Board, Query
from scheduling.slots import start_bits
from scheduling.terms import Terms

ROUNDS = 5
WARM_CALLS = 500
DAYS = 30
FIRST = date(2026, 10, 5)  # summer time ends in Europe and America within these days
TERMS = Terms(length_minutes=50, step_minutes=5, gap_minutes=10, notice_hours=0, horizon_days=60)
ZONES = (
    "Asia/Almaty", "Asia/Tbilisi", "Europe/Istanbul", "Europe/Berlin", "Europe/Belgrade",
    "America/Argentina/Buenos_Aires", "Asia/Bangkok", "Europe/Warsaw", "Europe/Vilnius", "Asia/Yerevan",
    "Asia/Jerusalem", "Europe/London", "Europe/Lisbon", "America/New_York", "America/Los_Angeles",
    "Asia/Kathmandu", "Australia/Adelaide", "Pacific/Auckland", "America/Sao_Paulo", "Asia/Tashkent",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """Hold the same volunteers in both forms, and the grid of the 30 days."""

    people: list[Person]
    hours: list[OpeningHours]
    busy: list[list[Span]]
    grid: Grid

    @property
    def common(self) -> Span:
        """Give the UTC days that the 30 local dates cover in every zone."""
        day = 86_400
        return Span(self.grid.origin_at + day, self.grid.origin_at + (DAYS - 1) * day)


def figures(scale: float) -> dict[str, float]:
    """Measure the speed-ups; `scale` shrinks the number of volunteers, and of rounds below 1.

    Raises: AssertionError when the two sides disagree.
    """
    case = make_case(max(4, round(500 * scale)))
    query = Query(case.common, wishes=(frozenset({"ru"}), frozenset({"voice"})))
    now = case.common.start_at
    board = make_board(case)
    check(case, board.starts(query, now=now))
    cold, warm, asked_anew, loops = [], [], [], []
    for _ in range(ROUNDS if scale >= 1 else 2):
        empty_caches()
        cold.append(seconds(lambda: reduce(or_, bitmaps(case), 0)))
        loops.append(seconds(lambda: merged(case.people, FIRST, DAYS)))
        asked_anew.append(seconds(partial(make_board(case).starts, query, now=now)))
        warm.append(seconds(lambda: [board.starts(query, now=now) for _ in range(WARM_CALLS)]) / WARM_CALLS)
    baseline = median(loops)
    return {
        "slots_cold_speedup": baseline / median(cold),
        "slots_warm_speedup": baseline / median(warm),
        "slots_new_filter_speedup": baseline / median(asked_anew),
    }


def make_case(volunteers: int) -> Case:
    """Invent volunteers with two windows a day and some sixteen busy rows each; the same on every run."""
    chance = random.Random(20261005)
    origin_at = int(datetime.combine(FIRST, time(), tzinfo=UTC).timestamp())
    people, hours, busy = [], [], []
    for number in range(volunteers):
        zone = ZONES[number % len(ZONES)]
        windows = {day: [_window(chance, 8, 11), _window(chance, 16, 19)] for day in range(7)}
        rows = [_busy_row(chance, origin_at) for _ in range(15 + (number % 5 != 0))]
        people.append(
            Person(
                zone,
                {day: [(_time(a), _time(b)) for a, b in two] for day, two in windows.items()},
                [(_instant(a), _instant(b)) for a, b in rows],
            )
        )
        hours.append(OpeningHours(zone, tuple(Rule(day, a, b, zone) for day, two in windows.items() for a, b in two)))
        busy.append(rows)
    return Case(people, hours, busy, Grid.around(origin_at, days=DAYS))


def bitmaps(case: Case) -> list[int]:
    """Make one bitmap per volunteer."""
    pairs = zip(case.hours, case.busy, strict=True)
    return [start_bits(hours, busy, (), terms=TERMS, grid=case.grid) for hours, busy in pairs]


def make_board(case: Case) -> Board:
    """Put the volunteers on a board nobody has asked yet."""
    traits = frozenset({"ru", "uk", "voice", "text"})
    entries = (
        Entry(number.to_bytes(16, "big"), bits, TERMS.notice_hours, TERMS.horizon_days, traits, fresh_until=1 << 40)
        for number, bits in enumerate(bitmaps(case))
    )
    return Board.of(case.grid, entries)


def check(case: Case, first_starts: tuple[int, ...]) -> None:
    """Compare every volunteer's starts and the first 60 over all.

    Raises: AssertionError.
    """
    inside = case.grid.inside(case.common)
    for bits, starts in zip(bitmaps(case), everyone(case.people, FIRST, DAYS), strict=True):
        ours = [case.grid.at(cell) for cell in set_bits(bits & inside)]
        assert ours == _within(starts, case.common)
    assert list(first_starts) == _within(merged(case.people, FIRST, DAYS), case.common)[:60]


def empty_caches() -> None:
    """Forget all that earlier runs worked out about zones."""
    localtime.local_days.cache_clear()
    localtime.zone_info.cache_clear()
    slots.starts_in.cache_clear()


def seconds(work: Callable[[], object]) -> float:
    """Give the CPU seconds of one run."""
    begun = process_time()
    work()
    return process_time() - begun


def _within(starts: list[datetime], span: Span) -> list[int]:
    instants = (int(start.timestamp()) for start in starts)
    return [instant for instant in instants if span.start_at <= instant < span.end_at]


def _window(chance: random.Random, earliest_hour: int, latest_hour: int) -> tuple[int, int]:
    start_minute = chance.randrange(earliest_hour * 60, latest_hour * 60, 15)
    return start_minute, start_minute + chance.randrange(180, 285, 15)


def _busy_row(chance: random.Random, origin_at: int) -> Span:
    start_at = origin_at + chance.randrange(DAYS * 1440) * 60
    return Span(start_at, start_at + chance.randrange(30, 120) * 60)


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)


def _instant(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
