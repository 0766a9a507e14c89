"""Half-open spans of UTC time and their algebra.

A span holds unix seconds and knows no zone; it must never meet a wall time (that is `localtime`'s job).
"""

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """Hold `[start_at, end_at)` in unix seconds UTC; a span with `end_at <= start_at` is empty."""

    start_at: int
    end_at: int

    @property
    def is_empty(self) -> bool:
        """Tell whether no second lies inside."""
        return self.end_at <= self.start_at

    @property
    def seconds(self) -> int:
        """Give the length in seconds, 0 for an empty span."""
        return max(0, self.end_at - self.start_at)

    def holds(self, other: "Span") -> bool:
        """Tell whether the whole of `other` lies inside."""
        return self.start_at <= other.start_at and other.end_at <= self.end_at

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share a second; touching ends do not."""
        return max(self.start_at, other.start_at) < min(self.end_at, other.end_at)

    def clip(self, other: "Span") -> "Span":
        """Give the part inside `other`; empty (`end_at <= start_at`) when they share nothing."""
        return Span(max(self.start_at, other.start_at), min(self.end_at, other.end_at))


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Merge spans that overlap or touch; sorted, without empty ones."""
    merged: list[Span] = []
    for span in sorted(spans):
        if span.is_empty:
            continue
        if merged and span.start_at <= merged[-1].end_at:
            merged[-1] = Span(merged[-1].start_at, max(merged[-1].end_at, span.end_at))
        else:
            merged.append(span)
    return tuple(merged)


def subtract(spans: Iterable[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """Give the seconds of `spans` that no span of `taken` holds; sorted and merged."""
    holes = union(taken)
    rest: list[Span] = []
    for span in union(spans):
        start_at = span.start_at
        for hole in holes:
            if hole.end_at <= start_at:
                continue
            if hole.start_at >= span.end_at:
                break
            if hole.start_at > start_at:
                rest.append(Span(start_at, hole.start_at))
            start_at = hole.end_at
        if start_at < span.end_at:
            rest.append(Span(start_at, span.end_at))
    return tuple(rest)


def intersect(left: Iterable[Span], right: Iterable[Span]) -> tuple[Span, ...]:
    """Give the seconds that a span of each side holds; sorted and merged."""
    others = union(right)
    return union(span.clip(other) for span in union(left) for other in others if span.overlaps(other))
