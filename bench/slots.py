"""Figures `slots_cold_speedup` and `slots_warm_speedup`: our slots beside loops over aware datetimes.

500 volunteers in 20 zones with two windows a day, 7,900 busy rows, 30 days, step 5, length 50, gap 10.  *Cold* is one
bitmap per volunteer with our caches emptied before each run, merged; *warm* the first 60 starts over all who fit, on a
board that was asked before (what its first question costs stands in the detail).
"""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial, reduce
from operator import or_

from bench.baseline_slots import Person, everyone, merged
from bench.measure import DifferentAnswers, Figure, cpu_seconds, interleaved, scaled
from scheduling import localtime, slots
from scheduling.entries import Entry
from scheduling.grid import Grid, set_bits
from scheduling.hours import OpeningHours, Rule
from scheduling.interval import Span
from scheduling.search import Board, Query
from scheduling.slots import start_bits
from scheduling.terms import Terms

DAYS = 30
FIRST = date(2026, 10, 5)  # summer time ends in Europe and America within these days
WISHES = (frozenset({"ru"}), frozenset({"voice"}))
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


def figures(scale: float) -> dict[str, Figure]:
    """Measure both speed-ups; `scale` shrinks the number of volunteers.

    Raises: DifferentAnswers when the two sides disagree.
    """
    case = make_case(scaled(500, scale, least=4))
    check(case)
    board, query, now = make_board(case), Query(case.common, wishes=WISHES), case.common.start_at
    loops = partial(merged, case.people, FIRST, DAYS)
    cold = interleaved(partial(anybody, case), loops, same=partial(same_starts, case))
    warm = interleaved(partial(board.starts, query, now=now), loops, same=partial(same_first_starts, case))
    unasked = iter([make_board(case) for _ in range(9)])
    new_filter = cpu_seconds(lambda: next(unasked).starts(query, now=now), calls=9)
    return {
        "slots_cold_speedup": cold.speedup,
        "slots_warm_speedup": Figure(
            warm.speedup.value, {**warm.speedup.detail, "first_question_cpu_ms": new_filter * 1e3}
        ),
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


def anybody(case: Case) -> int:
    """Make every bitmap from nothing but the rules, and merge them."""
    for cached in (localtime.local_days, localtime.stretches, slots.starts_in):
        cached.cache_clear()
    return reduce(or_, bitmaps(case), 0)


def make_board(case: Case) -> Board:
    """Put the volunteers on a board that nobody has asked yet."""
    traits = frozenset({"ru", "uk", "voice", "text"})
    entries = (
        Entry(number.to_bytes(16, "big"), bits, TERMS.notice_hours, TERMS.horizon_days, traits, fresh_until=1 << 40)
        for number, bits in enumerate(bitmaps(case))
    )
    return Board.of(case.grid, entries)


def check(case: Case) -> None:
    """Compare the starts of every single volunteer.

    Raises: DifferentAnswers.
    """
    for number, (bits, starts) in enumerate(zip(bitmaps(case), everyone(case.people, FIRST, DAYS), strict=True)):
        if not same_starts(case, bits, starts):
            raise DifferentAnswers(f"volunteer {number}, {case.people[number].zone}")


def same_starts(case: Case, bits: int, starts: list[datetime]) -> bool:
    """Tell whether bits and starts agree on the days that both sides cover in every zone."""
    ours = [case.grid.at(cell) for cell in set_bits(bits & case.grid.inside(case.common))]
    return ours == _within(starts, case.common)


def same_first_starts(case: Case, first: tuple[int, ...], starts: list[datetime]) -> bool:
    """Tell whether the board's first starts are the first of all."""
    return list(first) == _within(starts, case.common)[:60]


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
