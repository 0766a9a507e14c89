"""The algebra of spans, against sets of seconds."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scheduling.interval import Span, intersect, subtract, union

spans = st.lists(st.builds(Span, st.integers(0, 40), st.integers(0, 40)), max_size=6)


def seconds(some: list[Span] | tuple[Span, ...]) -> set[int]:
    return {second for span in some for second in range(span.start_at, span.end_at)}


def is_tidy(some: tuple[Span, ...]) -> bool:
    return all(a.end_at < b.start_at for a, b in pairwise(some)) and not any(s.is_empty for s in some)


@given(spans)
def test_union_holds_each_second_once(some: list[Span]) -> None:
    merged = union(some)

    assert seconds(merged) == seconds(some)
    assert is_tidy(merged)


@given(spans, spans)
def test_subtract_leaves_what_nothing_takes(some: list[Span], taken: list[Span]) -> None:
    rest = subtract(some, taken)

    assert seconds(rest) == seconds(some) - seconds(taken)
    assert is_tidy(rest)


@given(spans, spans)
def test_intersect_leaves_what_both_hold(left: list[Span], right: list[Span]) -> None:
    both = intersect(left, right)

    assert seconds(both) == seconds(left) & seconds(right)
    assert is_tidy(both)


@given(st.builds(Span, st.integers(0, 9), st.integers(0, 9)), st.builds(Span, st.integers(0, 9), st.integers(0, 9)))
def test_two_spans_compare_as_their_seconds(one: Span, other: Span) -> None:
    shared = seconds([one]) & seconds([other])

    assert one.overlaps(other) == bool(shared)
    assert seconds([one.clip(other)]) == shared
    assert one.seconds == len(seconds([one]))
    assert not (one.holds(other) and not seconds([other]) <= seconds([one]))


def test_touching_spans_do_not_overlap() -> None:
    assert not Span(0, 10).overlaps(Span(10, 20))
    assert union([Span(10, 20), Span(0, 10)]) == (Span(0, 20),)
