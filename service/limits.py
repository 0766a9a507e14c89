"""Slow down whoever tries too often, without knowing who it is.

Token buckets in memory, named by a keyed hash of an address prefix; the key is random, never leaves this object and is
thrown away with all buckets every six hours. Must not store, log or return an address, nor lock an account.
"""

import hashlib
import math
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock
from types import MappingProxyType
from typing import Final

from scheduling.errors import Refusal
from service.clock import Clock

ROTATION_SECONDS: Final = 6 * 3600
MOST_BUCKETS: Final = 20_000  # about 4 MiB; the bucket unused for longest goes first
ONION: Final = "onion"  # all visitors of the onion service share one bucket: they have no address
NEARBY: Final = "nearby"  # this machine or its own network, such as a proxy that is not trusted to name visitors


class TooManyTries(Refusal):
    """State that a network tried too often; `wait_minutes` says when it may try again."""

    msgid = (
        "There were many tries from your network, so we are taking a short break. "
        "Please try again in %(wait_minutes)d min. What you wrote is still here."
    )


class Limited(StrEnum):
    """What is limited, each with its own buckets."""

    SIGN_IN = "sign_in"
    HOLD = "hold"
    KEY = "key"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Budget:
    """How many at once, and how many an hour after that."""

    at_once: int
    an_hour: int


BUDGETS: Final[Mapping[Limited, Budget]] = MappingProxyType(
    {
        # A prefix may be a whole mobile operator: generous to people, still a wall for a flood. A sign-in takes two.
        Limited.SIGN_IN: Budget(at_once=40, an_hour=240),
        Limited.HOLD: Budget(at_once=20, an_hour=120),
        Limited.KEY: Budget(at_once=10, an_hour=60),
        Limited.POST: Budget(at_once=120, an_hour=2400),
    }
)
_SHARED_BY: Final[Mapping[str, int]] = MappingProxyType({ONION: 10, NEARBY: 100})


class Limits:
    """The buckets of one process. Safe between threads, bounded in memory."""

    def __init__(self, clock: Clock, *, budgets: Mapping[Limited, Budget] = BUDGETS, most: int = MOST_BUCKETS) -> None:
        """Begin with empty memory; `budgets` and `most` are given by tests only."""
        self._clock = clock
        self._budgets = budgets
        self._most = most
        self._lock = Lock()
        self._forget_all(clock.now())

    def check(self, what: Limited, address_prefix: str) -> None:
        """Take one try from the bucket of `address_prefix` (see `prefix_of`).

        Raises: TooManyTries when the bucket is empty.
        """
        budget, share = self._budgets[what], _SHARED_BY.get(address_prefix, 1)
        now = self._clock.now()
        with self._lock:
            if now >= self._rotates_at:
                self._forget_all(now)
            name = self._name(what, address_prefix)
            tries = self._refilled(name, budget.at_once * share, budget.an_hour * share, now)
            if tries >= 1:
                self._keep(name, tries - 1, now)
                return
        seconds = (1 - tries) * 3600 / (budget.an_hour * share)
        raise TooManyTries(wait_minutes=max(1, math.ceil(seconds / 60)))

    def __len__(self) -> int:
        """Count the buckets in memory."""
        return len(self._buckets)

    def _forget_all(self, now: int) -> None:
        self._key = secrets.token_bytes(32)
        self._buckets: OrderedDict[bytes, tuple[float, int]] = OrderedDict()
        self._rotates_at = now + ROTATION_SECONDS

    def _name(self, what: Limited, address_prefix: str) -> bytes:
        return hashlib.blake2b(f"{what} {address_prefix}".encode(), key=self._key, digest_size=16).digest()

    def _refilled(self, name: bytes, at_once: int, an_hour: int, now: int) -> float:
        tries, at = self._buckets.get(name, (float(at_once), now))
        return min(float(at_once), tries + max(0, now - at) * an_hour / 3600)

    def _keep(self, name: bytes, tries: float, now: int) -> None:
        self._buckets[name] = (tries, now)
        self._buckets.move_to_end(name)
        while len(self._buckets) > self._most:
            self._buckets.popitem(last=False)


def prefix_of(address: str) -> str:
    """Return what limits may know of an address: its /24 (IPv4) or /48 (IPv6), or `NEARBY` for what is no public one.

    A visitor of the onion service has none: pass `ONION` to `check` instead.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return NEARBY
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    if not parsed.is_global:
        return NEARBY
    return str(ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False))
