"""The board's answers, against asking every volunteer one by one."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.entries import Entry
from scheduling.errors import UnknownZone
from scheduling.grid import GRID_SECONDS, Grid, set_bits
from scheduling.interval import Span
from scheduling.localtime import to_wall
from scheduling.search import Board, Offer, Query
from scheduling.timesofday import TimesOfDay
from tests.scheduling.people import utc

GRID = Grid(utc(2026, 6, 1), weeks=3)
NOW = GRID.origin_at
ALL = Query(GRID.span)
TRAITS = ("ru", "uk", "voice", "text")
IDS = [bytes([number]) * 16 for number in range(8)]


def bits_at(*starts: int) -> int:
    return sum(1 << GRID.cell(start_at) for start_at in starts)


def entry(number: int, *starts: int, **more: object) -> Entry:
    plain = Entry(IDS[number], bits_at(*starts), notice_hours=0, horizon_days=21, fresh_until=1 << 40)
    return replace(plain, **more)  # type: ignore[arg-type]


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    cells = st.lists(st.integers(0, GRID.cells - 1), max_size=12)
    return [
        Entry(
            volunteer_id,
            sum(1 << cell for cell in set(draw(cells))),
            notice_hours=draw(st.sampled_from((0, 24, 100))),
            horizon_days=draw(st.sampled_from((1, 9, 21))),
            traits=frozenset(draw(st.sets(st.sampled_from(TRAITS)))),
            accepts_new=draw(st.booleans()),
            fresh_until=NOW + draw(st.integers(-1, 2)) * 86_400,
        )
        for volunteer_id in draw(st.lists(st.sampled_from(IDS), unique=True))
    ]


@st.composite
def queries(draw: st.DrawFn) -> Query:
    some = st.frozensets(st.sampled_from(IDS))
    start_at = NOW + draw(st.integers(-9_000, 9_000)) * 300
    night = TimesOfDay("Asia/Kathmandu", ((1200, 1700),), frozenset({0, 2, 5}))
    return Query(
        Span(start_at, start_at + draw(st.integers(0, 9_000)) * 300),
        wishes=tuple(draw(st.lists(st.frozensets(st.sampled_from(TRAITS), min_size=1), max_size=2))),
        times=draw(st.sampled_from((None, night))),
        known=draw(some),
        avoid=draw(some),
        only=draw(st.none() | some),
        apart_minutes=draw(st.sampled_from((5, 30, 60, 1440))),
    )


def one_by_one(everyone: list[Entry], query: Query, now: int) -> list[Offer]:
    """Answer without a board: every volunteer, every start."""
    free: dict[int, list[bytes]] = {}
    for each in everyone:
        if _fits(each, query):
            for start_at in map(GRID.at, set_bits(each.bits)):
                if _is_open(start_at, each, query, now):
                    free.setdefault(start_at, []).append(each.volunteer_id)
    firsts: dict[int, int] = {}
    for start_at in sorted(free):
        firsts.setdefault(start_at // (query.apart_minutes * 60), start_at)
    return [Offer(start_at, tuple(free[start_at])) for start_at in firsts.values()]


def _fits(each: Entry, query: Query) -> bool:
    is_welcome = each.accepts_new or each.volunteer_id in query.known
    is_chosen = query.only is None or each.volunteer_id in query.only
    return (
        is_welcome and is_chosen and each.volunteer_id not in query.avoid and all(each.traits & w for w in query.wishes)
    )


def _is_open(start_at: int, each: Entry, query: Query, now: int) -> bool:
    notice_hours = each.notice_hours if each.fresh_until > now else max(36, each.notice_hours)
    if not now + notice_hours * 3600 <= start_at < now + each.horizon_days * 86_400:
        return False
    if query.times is None:
        return query.span.start_at <= start_at < query.span.end_at
    wall = to_wall(query.times.zone, start_at)
    windows = [(on, *window) for on in query.times.weekdays for window in query.times.windows]
    minute = wall.on.weekday() * 1440 + wall.minute
    is_wished = any(0 <= (minute - on * 1440 - start) % 10_080 < end - start for on, start, end in windows)
    return is_wished and query.span.start_at <= start_at < query.span.end_at


@settings(max_examples=300, deadline=None)
@given(entries(), queries(), st.integers(-100, 3_000), st.integers(1, 9))
def test_the_earliest_offers_are_those_found_one_by_one(
    everyone: list[Entry], query: Query, ahead: int, limit: int
) -> None:
    now = NOW + ahead * 300 + 7

    offers = Board.of(GRID, everyone).earliest(query, now=now, limit=limit)

    assert list(offers) == one_by_one(everyone, query, now)[:limit]


@settings(max_examples=150, deadline=None)
@given(entries(), entries(), queries())
def test_a_replaced_board_answers_like_a_new_one(before: list[Entry], changed: list[Entry], query: Query) -> None:
    after = {each.volunteer_id: each for each in [*before, *changed]}

    board = Board.of(GRID, before).replaced(changed)

    assert board.entries == tuple(after.values())
    assert board.earliest(query, now=NOW) == Board.of(GRID, after.values()).earliest(query, now=NOW)


def test_replacing_leaves_the_first_board_as_it_was() -> None:
    first = Board.of(GRID, [entry(0, NOW), entry(1, NOW + 600)])
    before = first.earliest(ALL, now=NOW)

    first.replaced([entry(0), entry(2, NOW)])

    assert first.earliest(ALL, now=NOW) == before
    assert first.entry(IDS[2]) is None


def test_a_start_is_offered_once_with_everyone_free_then() -> None:
    board = Board.of(GRID, [entry(0, NOW, NOW + 300), entry(1, NOW), entry(2, NOW + 300)])

    assert board.earliest(ALL, now=NOW) == (Offer(NOW, (IDS[0], IDS[1])), Offer(NOW + 300, (IDS[0], IDS[2])))
    assert board.starts(ALL, now=NOW, limit=1) == (NOW,)
    assert board.free_at(ALL, NOW + 300, now=NOW) == (IDS[0], IDS[2])
    assert board.free_at(ALL, NOW + 600, now=NOW) == ()


def test_new_people_are_not_offered_a_full_caseload_but_known_ones_are() -> None:
    board = Board.of(GRID, [entry(0, NOW, accepts_new=False)])

    assert board.starts(ALL, now=NOW) == ()
    assert board.starts(replace(ALL, known=frozenset({IDS[0]})), now=NOW) == (NOW,)


def test_freshness_ends_at_its_instant() -> None:
    near, later = NOW + 3600, NOW + 40 * 3600
    board = Board.of(GRID, [entry(0, near, later, fresh_until=NOW + 60)])

    assert board.starts(ALL, now=NOW + 59) == (near, later)
    assert board.starts(ALL, now=NOW + 60) == (later,)


def test_the_least_notice_without_a_fresh_channel_can_be_set() -> None:
    near = NOW + 3600
    entries = [entry(0, near, fresh_until=0)]

    assert Board.of(GRID, entries, near_hours=1).starts(ALL, now=NOW) == (near,)
    assert Board.of(GRID, entries, near_hours=2).starts(ALL, now=NOW) == ()


def test_stretches_do_not_begin_anew_at_the_cut_between_weeks() -> None:
    grid = Grid(utc(2026, 6, 1, 0, 10), weeks=2)
    cut = grid.origin_at + 7 * 86_400
    bits = 1 << grid.cell(cut - GRID_SECONDS) | 1 << grid.cell(cut)
    board = Board.of(grid, [Entry(IDS[0], bits, 0, 21, fresh_until=1 << 40)])

    assert board.starts(Query(grid.span, apart_minutes=60), now=grid.origin_at) == (cut - GRID_SECONDS,)


def test_an_empty_board_answers() -> None:
    assert Board.of(GRID, []).earliest(ALL, now=NOW) == ()


def test_a_wish_in_an_unknown_zone_is_refused() -> None:
    with pytest.raises(UnknownZone):
        Board.of(GRID, [entry(0, NOW)]).starts(replace(ALL, times=TimesOfDay("Mars/Olympus")), now=NOW)
