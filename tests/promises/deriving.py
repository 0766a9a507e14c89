"""What can be made of a stored value by somebody who has the code, the disk and the site's secrets, and where it shows.

Chance never makes equal pieces of eight bytes, so wherever one is found it means something.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from service.crypto.kdf import hkdf
from service.crypto.tickets import case_tag, ticket, ticket_hash
from service.store.forgetting import note_of

PIECE_BYTES = 8
TICKETS = 3
_HASHES = ("sha1", "sha256", "sha512", "md5", "blake2b", "sha3_256")
_INFOS = ("tickets", "cases", "lookup", "auth", "wrap-wallet", "wrap-content")
_LABELS = (b"", b"account", b"appointment", b"ticket", b"ticket_state", b"occupancy", b"case", b"session")

Row = Mapping[str, Any]
Made = Iterator[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Pieces:
    """Every piece of eight bytes in a table's rows, and in which rows it stands."""

    places: Mapping[bytes, set[int]]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Pieces":
        """Cut up rows at every offset."""
        places: dict[bytes, set[int]] = {}
        for at, row in enumerate(rows):
            for _, value in pieces_of(row):
                for first in range(len(value) - PIECE_BYTES + 1):
                    places.setdefault(value[first : first + PIECE_BYTES], set()).add(at)
        return cls(places)

    def holding(self, made: bytes) -> set[int]:
        """Return the rows that hold the beginning or the end of something, as it is or in hexadecimal."""
        spelt = made.hex().encode()
        ends = (made[:PIECE_BYTES], made[-PIECE_BYTES:], spelt[:PIECE_BYTES], made[::-1][:PIECE_BYTES])
        return {at for end in ends if len(end) == PIECE_BYTES for at in self.places.get(end, ())}


def pieces_of(row: Row) -> Iterator[tuple[str, bytes]]:
    """Yield every value of a row that is long enough not to be met by chance, as bytes."""
    for name, value in row.items():
        found = value.encode() if isinstance(value, str) else value
        if isinstance(found, bytes) and len(found) >= PIECE_BYTES:
            yield name, found


def derived(value: bytes, disk: Iterable[bytes]) -> Made:
    """Yield what can be made of a value, each under the name of the way."""
    yield "the bytes", value
    for name in _HASHES:
        once = hashlib.new(name, value).digest()
        yield name, once
        yield f"{name} twice", hashlib.new(name, once).digest()
    for label in _LABELS:
        yield f"SHA-256 after {label!r}", hashlib.sha256(label + value).digest()
        yield f"a note of {label!r}", note_of(label.decode(), value)
    yield from _as_key(value)
    for number, other in enumerate(disk):
        yield f"HMAC under {number} of the disk", hmac.digest(other, value, "sha256")
        yield f"HMAC of {number} of the disk", hmac.digest(value, other, "sha256")
        yield f"SHA-256 with {number} of the disk", hashlib.sha256(value + other).digest()
        yield f"SHA-256 after {number} of the disk", hashlib.sha256(other + value).digest()
        yield f"tag for {number} of the disk", case_tag(value, other)
        yield f"less {number} of the disk", bytes(a ^ b for a, b in zip(value, other, strict=False))


@cache
def _derived_as_key(value: bytes) -> tuple[tuple[str, bytes], ...]:
    found = [(f"HKDF for {info}", hkdf(value, info=info)) for info in _INFOS]
    for n in range(TICKETS):
        secret = ticket(value, "appointment", n)
        found += [(f"ticket {n}", secret), (f"ticket hash {n}", ticket_hash(secret))]
    return tuple(found)


def _as_key(value: bytes) -> Made:
    """Take a value for a wallet key."""
    yield from _derived_as_key(value)
