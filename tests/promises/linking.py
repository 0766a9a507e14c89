"""An attacker who holds every table's content and tries to say which account booked what.

Knows no secret of a person, only rows. Physical order of rows and transaction ids are not its business.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from operator import itemgetter
from typing import Any

Row = Mapping[str, Any]
SHORTEST_SHARED = 8  # bytes: shorter equal pieces happen by chance


@dataclass(frozen=True, slots=True)
class Guess:
    """What one way of joining yields: how many of the pairs it names are true."""

    way: str
    hits: int


def best_guess(accounts: Sequence[Row], bookings: Sequence[Row], truth: Mapping[Any, set[Any]], site: bytes) -> Guess:
    """Return the attack that names most true pairs. `truth` maps an account's id to its bookings' ids."""
    guesses = [
        *_by_rank(accounts, bookings, truth),
        *_by_value(accounts, bookings, truth, site),
        Guess("no way at all", 0),
    ]
    return max(guesses, key=lambda guess: guess.hits)


def _by_rank(accounts: Sequence[Row], bookings: Sequence[Row], truth: Mapping[Any, set[Any]]) -> Iterable[Guess]:
    """Sort both sides by any column (or its length) and pair what stands at the same place."""
    for left, right in product(_features(accounts), _features(bookings)):
        for reverse in (False, True):
            ordered = sorted(bookings, key=right[1], reverse=reverse)
            pairs = zip(sorted(accounts, key=left[1]), ordered, strict=False)
            hits = sum(booking["id"] in truth[account["id"]] for account, booking in pairs)
            yield Guess(f"rank of {left[0]} beside rank of {right[0]}", hits)


def _features(rows: Sequence[Row]) -> list[tuple[str, Callable[[Row], Any]]]:
    """Return the columns, and the lengths, by which rows can be told apart."""
    found: list[tuple[str, Callable[[Row], Any]]] = []
    for name in rows[0]:
        values = [row[name] for row in rows]
        if any(value is None or isinstance(value, dict | list) for value in values):
            continue
        if len(set(map(repr, values))) > 1:
            found.append((name, itemgetter(name)))
        sizes = {len(value) for value in values if isinstance(value, bytes | str)}
        if len(sizes) > 1:
            found.append((f"length of {name}", partial(_length, name)))
    return found


def _length(name: str, row: Row) -> int:
    return len(row[name])


def _by_value(
    accounts: Sequence[Row], bookings: Sequence[Row], truth: Mapping[Any, set[Any]], site: bytes
) -> Iterable[Guess]:
    """Look in bookings for anything of an account: as it is, in pieces, hashed, keyed with what the disk holds."""
    for derive_name, derive in _derivations(site).items():
        hits = 0
        for account in accounts:
            pieces = [derive(value) for value in account.values() if isinstance(value, bytes) and len(value) >= 8]
            hits += any(_shares(booking, pieces) and booking["id"] in truth[account["id"]] for booking in bookings)
        yield Guess(f"{derive_name} of an account's value inside a booking", hits)


def _derivations(site: bytes) -> dict[str, Callable[[bytes], bytes]]:
    return {
        "the bytes": lambda value: value,
        "the first bytes": lambda value: value[:SHORTEST_SHARED],
        "the last bytes": lambda value: value[-SHORTEST_SHARED:],
        "SHA-256": lambda value: hashlib.sha256(value).digest(),
        "SHA-256 twice": lambda value: hashlib.sha256(hashlib.sha256(value).digest()).digest(),
        "BLAKE2b": lambda value: hashlib.blake2b(value, digest_size=32).digest(),
        "HMAC under the site id": lambda value: hmac.digest(site, value, "sha256"),
        "HMAC of the site id": lambda value: hmac.digest(value, site, "sha256"),
    }


def _shares(booking: Row, pieces: Iterable[bytes]) -> bool:
    held = b"\x00".join(value for value in booking.values() if isinstance(value, bytes))
    return any(piece[:16] in held for piece in pieces)
