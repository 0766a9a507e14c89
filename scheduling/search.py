"""The earliest times over everyone who fits: one immutable snapshot, asked many times.

Volunteers are bits too: each trait is a number whose bit i says that volunteer i has it, so a filter is an AND of a few
numbers and costs the same for twenty volunteers as for two thousand.  It knows who is free, not who is chosen
(`fairness`), and nothing of what changed since the snapshot; the database's guard decides.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial, reduce
from itertools import compress
from operator import or_
from typing import NamedTuple

from scheduling.entries import Entry, Groups
from scheduling.grid import GRID_SECONDS, WEEK_CELLS, Grid, chunks, run, set_bits
from scheduling.interval import Span
from scheduling.localtime import DAY_SECONDS
from scheduling.terms import HOUR_SECONDS, NEAR_HOURS
from scheduling.timesofday import TimesOfDay, cells_of

_UNIONS_KEPT = 512
_ZERO_AND_ONE = bytes.maketrans(b"01", b"\x00\x01")


@dataclass(frozen=True, slots=True)
class Query:
    """Ask for starts in `span` (unix seconds UTC, half-open) with anybody who fits.

    Each set of `wishes` must be met, by any of its traits.  `known` are volunteers who accompany the person already and
    whose caseload does not matter to them; `avoid` are never offered; `only`, if given, are the sole ones.
    Of every `apart_minutes` of UTC time (a multiple of 5 that divides a day) only the first start is given.
    """

    span: Span
    wishes: tuple[frozenset[str], ...] = ()
    times: TimesOfDay | None = None
    known: frozenset[bytes] = frozenset()
    avoid: frozenset[bytes] = frozenset()
    only: frozenset[bytes] | None = None
    apart_minutes: int = 5


class Offer(NamedTuple):
    """Hold a start (unix seconds UTC) and who is free then, in the board's order."""

    start_at: int
    volunteer_ids: tuple[bytes, ...]


class _Crew(NamedTuple):
    """Hold volunteers of one notice and one horizon: which starts are open with them now, and who they are as bits."""

    open: Span
    who: int


class Board:
    """Answer queries over one snapshot of volunteers; it never changes, so that threads can share it."""

    def __init__(
        self, grid: Grid, entries: tuple[Entry, ...], columns: list[list[int]], groups: Groups, near_hours: int
    ) -> None:
        """Keep a prepared snapshot; `Board.of` prepares one.  `columns[week][i]` are the starts of volunteer i."""
        self.grid = grid
        self.entries = entries
        self._columns = columns
        self._groups = groups
        self._near_hours = near_hours
        self._index = {entry.volunteer_id: index for index, entry in enumerate(entries)}
        self._freshness = sorted(groups.fresh_until)
        # Partials over the data alone: a cached bound method would tie the board into a cycle that outlives its use.
        self._union: Callable[[int, int], int] = lru_cache(_UNIONS_KEPT)(partial(_union, columns))
        self._fresh: Callable[[int], int] = lru_cache(8)(partial(_fresh, groups.fresh_until, self._freshness))

    @classmethod
    def of(cls, grid: Grid, entries: Iterable[Entry], *, near_hours: int = NEAR_HOURS) -> "Board":
        """Put volunteers on a board; `near_hours` is the least notice of those without a fresh channel."""
        return cls(grid, (), [[] for _ in range(grid.weeks)], Groups(), near_hours).replaced(entries)

    def replaced(self, entries: Iterable[Entry]) -> "Board":
        """Give a board on which these volunteers stand anew; those not yet on it are added.  Cheap for a few."""
        everyone = list(self.entries)
        index = dict(self._index)
        columns = [column.copy() for column in self._columns]
        groups = self._groups.copy()
        for entry in entries:
            place = index.setdefault(entry.volunteer_id, len(everyone))
            if place < len(everyone):
                groups.remove(place, everyone[place])
                everyone[place] = entry
            else:
                everyone.append(entry)
                for column in columns:
                    column.append(0)
            groups.add(place, entry)
            for column, cells in zip(columns, chunks(entry.bits, self.grid.weeks), strict=True):
                column[place] = cells
        return Board(self.grid, tuple(everyone), columns, groups, self._near_hours)

    def entry(self, volunteer_id: bytes) -> Entry | None:
        """Give one volunteer's entry, None for someone not on the board."""
        index = self._index.get(volunteer_id)
        return None if index is None else self.entries[index]

    def starts(self, query: Query, *, now: int, limit: int = 60) -> tuple[int, ...]:
        """Give the earliest starts with anybody who fits, in unix seconds UTC, ascending; at most `limit`.

        Raises: UnknownZone for the zone of `query.times`.
        """
        found: list[int] = []
        apart = query.apart_minutes * 60
        for week, bits in self._weeks(query, now):
            week_at = self.grid.at(week * WEEK_CELLS)
            for cell in set_bits(bits, apart=apart // GRID_SECONDS, phase=week_at // GRID_SECONDS):
                start_at = week_at + cell * GRID_SECONDS
                if found and start_at // apart == found[-1] // apart:
                    continue
                found.append(start_at)
                if len(found) == limit:
                    return tuple(found)
        return tuple(found)

    def earliest(self, query: Query, *, now: int, limit: int = 60) -> tuple[Offer, ...]:
        """Give the earliest starts, each with everyone who is free then.

        Raises: UnknownZone for the zone of `query.times`.
        """
        crews = self._crews(query, now)
        return tuple(
            Offer(start_at, self._free_at(start_at, crews)) for start_at in self.starts(query, now=now, limit=limit)
        )

    def free_at(self, query: Query, start_at: int, *, now: int) -> tuple[bytes, ...]:
        """Give everyone who fits and is free at one start, in the board's order; the query's own span does not matter.

        Raises: UnknownZone for the zone of `query.times`.
        """
        one = replace(query, span=Span(start_at, start_at + 1))
        return next((offer.volunteer_ids for offer in self.earliest(one, now=now, limit=1)), ())

    def _weeks(self, query: Query, now: int) -> Iterator[tuple[int, int]]:
        """Give the weeks of the query's span with the starts that fit, a week at a time and only as far as asked."""
        crews = self._crews(query, now)
        wished = None if query.times is None else cells_of(query.times, self.grid)
        for week in self._weeks_of(query.span):
            bits = 0
            for crew in crews:
                cells = self._cells(week, crew.open.clip(query.span))
                bits |= cells and cells & self._union(week, crew.who)
            yield week, bits if wished is None else bits & wished >> week * WEEK_CELLS

    def _weeks_of(self, span: Span) -> range:
        first = max(0, self.grid.cell(span.start_at) // WEEK_CELLS)
        return range(first, min(self.grid.weeks, self.grid.cell(span.end_at - 1) // WEEK_CELLS + 1))

    def _cells(self, week: int, span: Span) -> int:
        """Give the cells of one week whose start lies in `span`."""
        base = week * WEEK_CELLS
        return run(self.grid.cell_up(span.start_at) - base, min(self.grid.cell_up(span.end_at) - base, WEEK_CELLS))

    def _crews(self, query: Query, now: int) -> list[_Crew]:
        """Give those who fit, by the starts that notice and horizon leave open with them at `now`."""
        who = self._who(query)
        fresh = self._fresh(bisect_right(self._freshness, now))
        crews: dict[tuple[int, int], int] = {}
        for (notice_hours, horizon_days), members in self._groups.notices.items():
            near, late = members & who & fresh, members & who & ~fresh
            for hours, part in ((notice_hours, near), (max(notice_hours, self._near_hours), late)):
                if part:
                    crews[hours, horizon_days] = crews.get((hours, horizon_days), 0) | part
        return [
            _Crew(Span(now + hours * HOUR_SECONDS, now + days * DAY_SECONDS), part)
            for (hours, days), part in crews.items()
        ]

    def _who(self, query: Query) -> int:
        """Give those who meet every wish, as bits."""
        who = self._groups.accepting | self._bits(query.known)
        for wish in query.wishes:
            who &= reduce(or_, (self._groups.traits.get(trait, 0) for trait in wish), 0)
        if query.only is not None:
            who &= self._bits(query.only)
        return who & ~self._bits(query.avoid)

    def _bits(self, volunteer_ids: Iterable[bytes]) -> int:
        return sum(1 << self._index[each] for each in volunteer_ids if each in self._index)

    def _free_at(self, start_at: int, crews: Iterable[_Crew]) -> tuple[bytes, ...]:
        """Give the ids of those whose time is free and open at one start."""
        week, cell = divmod(self.grid.cell(start_at), WEEK_CELLS)
        chosen = _chosen(
            reduce(or_, (crew.who for crew in crews if crew.open.start_at <= start_at < crew.open.end_at), 0)
        )
        free = zip(compress(self.entries, chosen), compress(self._columns[week], chosen), strict=True)
        bit = 1 << cell
        return tuple(entry.volunteer_id for entry, cells in free if cells & bit)


def _chosen(who: int) -> bytes:
    """Give one byte a volunteer, 1 for those in `who`: what `compress` picks by."""
    return bin(who)[:1:-1].encode().translate(_ZERO_AND_ONE)


def _union(columns: list[list[int]], week: int, who: int) -> int:
    """Give the starts of one week at which anyone of `who` is free."""
    return reduce(or_, compress(columns[week], _chosen(who)), 0)


def _fresh(members: dict[int, int], freshness: list[int], expired: int) -> int:
    """Give those whose channel is fresh when the first `expired` of the sorted instants have passed."""
    return reduce(or_, (members[until] for until in freshness[expired:]), 0)
