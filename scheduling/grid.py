"""The five-minute grid: sets of start times as bits of one Python integer.

Bit i of a bitmap stands for the cell that begins `origin_at + 300 * i`.  Whole horizons are combined with one AND
or OR.  It knows no zone and no volunteer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduling.interval import Span

GRID_MINUTES = 5
GRID_SECONDS = GRID_MINUTES * 60
"""The step of all bookable time.  Every zone of this century keeps its midnights on it."""

DAY_SECONDS = 86_400
WEEK_SECONDS = 7 * DAY_SECONDS
DAY_CELLS = DAY_SECONDS // GRID_SECONDS
WEEK_CELLS = 7 * DAY_CELLS
"""Bitmaps are cut into chunks of this many cells, so that a search reads only as far as it must."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Hold where bit 0 lies (`origin_at`, unix seconds UTC on the grid) and for how many weeks the bits go on.

    Raises: ValueError when the origin is off the grid or there is no week.
    """

    origin_at: int
    weeks: int

    def __post_init__(self) -> None:
        """Refuse a grid on which cells would not be comparable."""
        if self.origin_at % GRID_SECONDS or self.weeks < 1:
            raise ValueError(f"a grid begins on a multiple of {GRID_SECONDS} s and has at least one week, not {self}")

    @classmethod
    def around(cls, now: int, *, days: int) -> "Grid":
        """Give the grid from the UTC midnight before `now` that reaches `days` ahead; it stays the same all day."""
        return cls(now - now % DAY_SECONDS, -(-(days + 1) // 7))

    @property
    def cells(self) -> int:
        """Give the number of bits."""
        return self.weeks * WEEK_CELLS

    @property
    def everything(self) -> int:
        """Give all bits set."""
        return (1 << self.cells) - 1

    @property
    def span(self) -> Span:
        """Give the time that the bits cover."""
        return Span(self.origin_at, self.at(self.cells))

    def at(self, cell: int) -> int:
        """Give the unix second at which a cell begins."""
        return self.origin_at + cell * GRID_SECONDS

    def cell(self, at: int) -> int:
        """Give the cell that holds `at`: rounds down, negative before the origin."""
        return (at - self.origin_at) // GRID_SECONDS

    def cell_up(self, at: int) -> int:
        """Give the first cell that begins at or after `at`: rounds up."""
        return -((self.origin_at - at) // GRID_SECONDS)

    def inside(self, span: Span) -> int:
        """Give the cells whose start lies in `span`, as bits."""
        return run(self.cell_up(span.start_at), min(self.cell_up(span.end_at), self.cells))


def floor_to_grid(at: int) -> int:
    """Give the last grid instant at or before `at`."""
    return at - at % GRID_SECONDS


def run(first: int, end: int) -> int:
    """Give the bits `[first, end)`; bits below 0 are left out."""
    first = max(first, 0)
    return ((1 << end - first) - 1) << first if end > first else 0


def every(step: int, count: int) -> int:
    """Give `count` bits, `step` apart, the first at 0."""
    return ((1 << step * count) - 1) // ((1 << step) - 1) if count > 0 else 0


def tile(shapes: Sequence[int], days: int) -> int:
    """Lay the shapes of consecutive days a day apart, over and over, for that many days; a shape may reach further."""
    weeks, rest = divmod(days, len(shapes))
    round_of_days = bits = 0
    for shape in reversed(shapes[:rest]):
        bits = bits << DAY_CELLS | shape
    for shape in reversed(shapes):
        round_of_days = round_of_days << DAY_CELLS | shape
    for _ in range(weeks):
        bits = bits << DAY_CELLS * len(shapes) | round_of_days
    return bits


def shift(bits: int, cells: int) -> int:
    """Move bits up by `cells`; a negative number moves them down and drops those below 0."""
    return bits << cells if cells >= 0 else bits >> -cells


def set_bits(bits: int, *, apart: int = 1, phase: int = 0) -> Iterator[int]:
    """Give the positions of the set bits, ascending; of each stretch of `apart` cells only the first.

    Stretches begin where `position + phase` is a multiple of `apart`.
    """
    # Text search finds the next bit without making a new big number for each one found.
    digits = bin(bits)[:1:-1]
    position = digits.find("1")
    while position >= 0:
        yield position
        position = digits.find("1", position + apart - (position + phase) % apart)


def chunks(bits: int, weeks: int) -> tuple[int, ...]:
    """Cut a bitmap into `weeks` chunks of one week each."""
    mask = (1 << WEEK_CELLS) - 1
    return tuple(bits >> week * WEEK_CELLS & mask for week in range(weeks))
