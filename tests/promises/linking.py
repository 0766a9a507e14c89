"""An attacker who holds every table's content and all that lies beside it, and tries to say which row is whose.

Knows no secret of a person. Each way of joining two tables names pairs of rows; a way is judged by how unlikely it is
that so many of them are true by luck. Physical order and transaction ids are not its business.
"""

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from operator import itemgetter
from typing import Any

from tests.promises.deriving import Pieces, derived, pieces_of

Row = Mapping[str, Any]
Pairs = set[tuple[int, int]]
Feature = tuple[str, Callable[[Row], Any]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Two tables, what else lies on the disk, and, for the judge alone, which rows (by place) are one person's."""

    left: Sequence[Row]
    right: Sequence[Row]
    true: Pairs
    disk: Sequence[bytes] = field(default=(), repr=False)

    @property
    def density(self) -> float:
        """Return how likely a pair named at random is true."""
        return len(self.true) / (len(self.left) * len(self.right))


@dataclass(frozen=True, slots=True)
class Guess:
    """What one way of joining yields: the pairs it names, those that are true, and how likely so many are by luck."""

    way: str
    named: int
    hits: int
    luck: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The best of all guesses, and how many ways were tried."""

    best: Guess
    ways: int

    @property
    def luck(self) -> float:
        """Return how likely it is that the best of so many ways does so well by luck alone (union bound)."""
        return min(1.0, self.best.luck * self.ways)


def best_guess(evidence: Evidence) -> Verdict:
    """Try every way there is and return the one that luck explains least."""
    tried = [
        *(_judged(evidence, way, pairs) for way, pairs in _ways(evidence)),
        *_leanings(evidence),
    ]
    return Verdict(min(tried, key=lambda guess: guess.luck), len(tried))


def poisson_tail(hits: int, expected: float) -> float:
    """Return the probability of so many hits or more, when so many are expected by luck."""
    if hits <= 0:
        return 1.0
    term = math.exp(-expected + hits * math.log(expected) - math.lgamma(hits + 1)) if expected else 0.0
    total, number = 0.0, hits
    while term > total * 1e-12 and number < hits + 1000:
        total += term
        number += 1
        term *= expected / number
    return min(1.0, total)


def _judged(evidence: Evidence, way: str, pairs: Pairs) -> Guess:
    hits = len(pairs & evidence.true)
    return Guess(way, len(pairs), hits, poisson_tail(hits, len(pairs) * evidence.density))


def _ways(evidence: Evidence) -> Iterator[tuple[str, Pairs]]:
    yield from _by_rank(evidence)
    yield from _by_nearness(evidence)
    yield from _by_value(evidence)


def _by_rank(evidence: Evidence) -> Iterator[tuple[str, Pairs]]:
    """Sort both sides by any column, or its length, and pair what stands at the same place, or at the same share."""
    lefts, rights = _orders(evidence.left), _orders(evidence.right)
    for (left_name, left), (right_name, right) in product(lefts, rights):
        for name, other in ((right_name, right), (f"{right_name}, backwards", right[::-1])):
            way = f"rank of {left_name} beside rank of {name}"
            yield way, set(zip(left, other, strict=False))
            yield f"{way}, from the end", set(zip(reversed(left), reversed(other), strict=False))
            yield f"{way}, in proportion", {(left[n * len(left) // len(other)], at) for n, at in enumerate(other)}


def _orders(rows: Sequence[Row]) -> list[tuple[str, list[int]]]:
    places = range(len(rows))
    return [(name, sorted(places, key=lambda at: value(rows[at]))) for name, value in features(rows)]


def features(rows: Sequence[Row]) -> list[Feature]:
    """Return the columns, and the lengths, by which rows can be told apart."""
    found: list[Feature] = []
    for name in rows[0]:
        values = [row[name] for row in rows]
        if any(isinstance(value, dict | list) for value in values):
            continue
        if any(value is None for value in values):
            found.append((f"whether there is {name}", partial(_is_there, name)))
        elif len(set(values)) > 1:
            found.append((name, itemgetter(name)))
        if len({len(value) for value in values if isinstance(value, bytes | str)}) > 1:
            found.append((f"length of {name}", partial(_length, name)))
    return [(name, value) for name, value in found if len({value(row) for row in rows}) > 1]


def _is_there(name: str, row: Row) -> bool:
    return row[name] is not None


def _length(name: str, row: Row) -> int:
    return len(row[name] or "")


def _by_nearness(evidence: Evidence) -> Iterator[tuple[str, Pairs]]:
    """Pair each row with the one whose number is equal or nearest: times, counters, months."""
    for (left_name, left), (right_name, right) in product(_numbers(evidence.left), _numbers(evidence.right)):
        ordered = sorted((value, at) for at, value in enumerate(left))
        nearest = {(_nearest(ordered, value), at) for at, value in enumerate(right)}
        yield f"{right_name} nearest to {left_name}", nearest
        equal = {(one, other) for other, value in enumerate(right) for one, mine in enumerate(left) if mine == value}
        yield f"{right_name} equal to {left_name}", equal


def _numbers(rows: Sequence[Row]) -> list[tuple[str, list[int]]]:
    found = [(name, [row[name] for row in rows]) for name in rows[0]]
    return [(name, values) for name, values in found if all(isinstance(value, int) for value in values)]


def _nearest(ordered: Sequence[tuple[int, int]], value: int) -> int:
    at = bisect_left(ordered, (value, -1))
    near = ordered[max(0, at - 1) : at + 1]
    return min(near, key=lambda pair: abs(pair[0] - value))[1]


def _by_value(evidence: Evidence) -> Iterator[tuple[str, Pairs]]:
    """Look in one side for anything of the other: as it is, in pieces, hashed, keyed with all that the disk holds."""
    for forwards in (True, False):
        here, there = (evidence.left, evidence.right) if forwards else (evidence.right, evidence.left)
        known = Pieces.of(there)
        found: dict[str, Pairs] = {}
        for at, row in enumerate(here):
            for name, value in pieces_of(row):
                for way, made in derived(value, evidence.disk):
                    pairs = found.setdefault(f"{way} of {name} {'left' if forwards else 'right'}", set())
                    pairs |= {(at, other) if forwards else (other, at) for other in known.holding(made)}
        yield from found.items()


def _leanings(evidence: Evidence) -> Iterable[Guess]:
    """Ask whether rows of one person lean the same way, even where they do not name each other: one bit is enough.

    One pair a person is taken. The tail of a rank correlation is that of a normal distribution, but never below one in
    as many as the coarser side can be arranged: three rows marked on both sides are found by luck more easily.
    """
    chosen = dict(sorted(evidence.true, reverse=True))
    lefts = [evidence.left[one] for one in chosen]
    rights = [evidence.right[other] for other in chosen.values()]
    for (left_name, left), (right_name, right) in product(features(lefts), features(rights)):
        one, other = [left(row) for row in lefts], [right(row) for row in rights]
        lean = _correlation(_ranks(one), _ranks(other))
        by_luck = math.erfc(abs(lean) * math.sqrt(len(chosen) - 1) / math.sqrt(2))
        least = math.exp(-min(_log_arrangements(one), _log_arrangements(other)))
        yield Guess(f"{left_name} leans with {right_name}", len(chosen), 0, max(by_luck, least))


def _ranks(values: Sequence[Any]) -> list[float]:
    ordered = sorted(values)
    return [(bisect_left(ordered, value) + len(ordered) - _after(ordered, value)) / 2 for value in values]


def _after(ordered: Sequence[Any], value: Any) -> int:
    return sum(each > value for each in ordered)


def _correlation(one: Sequence[float], other: Sequence[float]) -> float:
    mean_one, mean_other = sum(one) / len(one), sum(other) / len(other)
    both = sum((a - mean_one) * (b - mean_other) for a, b in zip(one, other, strict=True))
    alone = math.sqrt(sum((a - mean_one) ** 2 for a in one) * sum((b - mean_other) ** 2 for b in other))
    return both / alone if alone else 0.0


def _log_arrangements(values: Sequence[Any]) -> float:
    """Return the logarithm of in how many ways such values can be dealt out."""
    return math.lgamma(len(values) + 1) - sum(math.lgamma(values.count(each) + 1) for each in set(values))
