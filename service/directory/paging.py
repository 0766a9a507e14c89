"""Found times as pages: the earliest ones, one week by the person's clock, or one day.

A week is never longer than a phone can show: when there is more, its times stand further apart and each day can be
asked for whole. It knows the board, not where it comes from.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from scheduling.errors import Refusal
from scheduling.interval import Span
from scheduling.localtime import DAY_SECONDS, day_span, local_date, to_wall, week_span
from scheduling.search import Board, Query
from scheduling.timesofday import TimesOfDay
from service.directory.member import LANGUAGE_TRAIT
from service.wishes import PART_MINUTES, Part, Wishes

SHOWN = 60
"""Times on a page."""
LAST_WEEK = 18
"""Weeks after this one: no horizon is longer than 120 days."""
APART_MINUTES = (30, 60, 120, 180)
"""How far apart the times of a week may stand; the first that fits the page."""
_FINE_MINUTES = 5
_WHOLE_DAY = DAY_SECONDS // 300 + 12
_FOREVER = 1 << 40
_WALLS_KEPT = 8192


class NoSuchWeek(Refusal):
    """State that a page was asked for that can never hold a time (`last`)."""

    msgid = "There is no such week here. Weeks can be chosen up to number %(last)s."


@dataclass(frozen=True, slots=True)
class Seeker:
    """Hold who is asking, as far as the search may know it.

    `known` are the volunteers who accompany the person, with the person's case tag: their caseload does not matter and
    weekly times kept for the person are free. `avoid` are never offered; `only`, if given, are the sole ones.
    """

    known: Mapping[bytes, bytes] = field(default_factory=dict)
    avoid: frozenset[bytes] = frozenset()
    only: frozenset[bytes] | None = None


ANYBODY = Seeker()


class Time(NamedTuple):
    """Hold one start: the instant, and what the person's clock shows then."""

    start_at: int
    minute: int
    utc_offset_minutes: int


class Day(NamedTuple):
    """Hold the times of one date of the person's calendar."""

    on: date
    times: tuple[Time, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Hold found times by day, without empty days.

    `week` counts from the person's present week (0), None on the earliest page and on a day's page. `earlier` and
    `later` are weeks worth turning to, None when there is nothing. `is_thinned` says that days hold more than is shown.
    """

    zone: str
    days: tuple[Day, ...]
    week: int | None
    monday_on: date | None
    earlier: int | None
    later: int | None
    is_thinned: bool

    @property
    def count(self) -> int:
        """Return how many times there are."""
        return sum(len(day.times) for day in self.days)


@dataclass(frozen=True, slots=True)
class Search:
    """Hold one search over one board at one moment."""

    board: Board
    query: Query
    zone: str
    now: int

    def earliest(self, limit: int) -> Page:
        """Return the first times there are, at most `limit`."""
        found = self._starts(self.query.span, APART_MINUTES[0], limit)
        more = self._first_after(found[-1]) if len(found) == limit else None
        return self._page(found, later=more)

    def week(self, number: int, limit: int) -> Page:
        """Return the times of the week that is `number` weeks after the person's present one.

        Raises: NoSuchWeek.
        """
        if not 0 <= number <= LAST_WEEK:
            raise NoSuchWeek(last=LAST_WEEK)
        monday_on = self._monday() + timedelta(weeks=number)
        whole = week_span(self.zone, monday_on)
        span = whole.clip(self.query.span)
        found, is_thinned = self._within(span, limit)
        page = self._page(found, later=self._first_after(whole.end_at - 1))
        is_first = number == 0 or not self._starts(Span(self.query.span.start_at, whole.start_at), _FINE_MINUTES, 1)
        earlier = None if is_first else number - 1
        return replace(page, week=number, monday_on=monday_on, earlier=earlier, is_thinned=is_thinned)

    def day(self, on: date) -> Page:
        """Return every time of one date of the person's calendar; none for a date far away."""
        if abs((on - local_date(self.zone, self.now)).days) > LAST_WEEK * 7:
            return self._page((), later=None)
        span = day_span(self.zone, on).clip(self.query.span)
        return self._page(self._starts(span, _FINE_MINUTES, _WHOLE_DAY), later=None)

    def nearest(self, at: int, limit: int) -> tuple[Time, ...]:
        """Return the times nearest to an instant, in order of time."""
        after = self._starts(replace_start(self.query.span, at), APART_MINUTES[0], limit)
        before = self._starts(Span(self.query.span.start_at, at), APART_MINUTES[0], 10 * _WHOLE_DAY)
        nearest = sorted({*before, *after}, key=lambda start_at: abs(start_at - at))[:limit]
        return tuple(_dated(self.zone, start_at)[1] for start_at in sorted(nearest))

    def starts(self, until_at: int, limit: int) -> tuple[int, ...]:
        """Return every start before `until_at`, at most `limit`."""
        return self._starts(Span(self.query.span.start_at, until_at), _FINE_MINUTES, limit)

    def free_at(self, start_at: int) -> tuple[bytes, ...]:
        """Return everyone who fits and is free at one start; nobody before the search's own beginning."""
        if start_at < self.query.span.start_at:
            return ()
        return self.board.free_at(self.query, start_at, now=self.now)

    def _within(self, span: Span, limit: int) -> tuple[tuple[int, ...], bool]:
        """Return the times of a span, as near to each other as the page allows, and whether there are more."""
        found: tuple[int, ...] = ()
        for apart_minutes in APART_MINUTES:
            found = self._starts(span, apart_minutes, limit + 1)
            if len(found) <= limit:
                return found, apart_minutes != APART_MINUTES[0]
        return found[:limit], True

    def _starts(self, span: Span, apart_minutes: int, limit: int) -> tuple[int, ...]:
        # One person's own times are few and stand as they are; over all, neighbouring starts would be clutter.
        apart = _FINE_MINUTES if self.query.only is not None else apart_minutes
        return self.board.starts(replace(self.query, span=span, apart_minutes=apart), now=self.now, limit=limit)

    def _first_after(self, at: int) -> int | None:
        """Return the week of the first time after an instant."""
        found = self._starts(replace_start(self.query.span, at + 1), _FINE_MINUTES, 1)
        return (local_date(self.zone, found[0]) - self._monday()).days // 7 if found else None

    def _monday(self) -> date:
        today = local_date(self.zone, self.now)
        return today - timedelta(days=today.weekday())

    def _page(self, found: Iterable[int], *, later: int | None) -> Page:
        dated = (_dated(self.zone, start_at) for start_at in found)
        days = tuple(Day(on, tuple(time for _, time in pairs)) for on, pairs in groupby(dated, key=itemgetter(0)))
        return Page(self.zone, days, week=None, monday_on=None, earlier=None, later=later, is_thinned=False)


@lru_cache(maxsize=_WALLS_KEPT)
def _dated(zone: str, start_at: int) -> tuple[date, Time]:
    """Return the date and the time that the clocks of `zone` show; pages of one zone show the same starts."""
    wall = to_wall(zone, start_at)
    return wall.on, Time(start_at, wall.minute, wall.utc_offset_minutes)


def query_of(wishes: Wishes, seeker: Seeker, *, zone: str, from_at: int) -> Query:
    """Return what the board is asked for a person's wishes; parts of the day are meant in `zone`."""
    any_of = [frozenset(each) for each in (wishes.formats, wishes.topics, wishes.kinds) if each]
    each_of = [frozenset((attribute,)) for attribute in wishes.attributes]
    spoken = [frozenset((LANGUAGE_TRAIT + wishes.language,))] if wishes.language else []
    return Query(
        span=Span(max(from_at, wishes.later_than_at or 0), _FOREVER),
        wishes=(*spoken, *any_of, *each_of),
        times=_times_of_day(wishes.parts, zone),
        known=frozenset(seeker.known),
        avoid=seeker.avoid | frozenset(wishes.not_volunteers),
        only=seeker.only,
    )


def replace_start(span: Span, at: int) -> Span:
    """Return the part of a span from an instant on."""
    return Span(max(span.start_at, at), span.end_at)


def _times_of_day(parts: Iterable[str], zone: str) -> TimesOfDay | None:
    wished = {Part(each) for each in parts if each in PART_MINUTES}
    if not wished or len(wished) == len(Part):
        return None
    return TimesOfDay(zone, tuple(sorted(PART_MINUTES[part] for part in wished)))
