"""Derive an account's keys from its eight words, a bounded number at a time.

Must not keep, log or compare words or keys; callers drop `DerivedKeys` as soon as they can.
Source: privacy.md "One secret"; RFC 9106 (Argon2), RFC 5869 (HKDF). The browser's twin is web/static/keys/derive.js.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from argon2.low_level import ARGON2_VERSION, Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from service.crypto.refusals import PleaseWait

SITE_ID_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Argon2Profile:
    """The cost of turning words into a key; `version` is what an account's row calls kdf_version."""

    version: int
    memory_kib: int
    passes: int
    lanes: int = 1


COMPILED_PROFILE: Final = Argon2Profile(version=1, memory_kib=19 * 1024, passes=2)
"""The profile in force. It is code, never data: no query can enumerate or lower it."""

PREVIOUS_PROFILES: Final[tuple[Argon2Profile, ...]] = ()
"""Older profiles, newest first, that a sign-in still tries before it re-wraps under the current one."""


@dataclass(frozen=True, slots=True)
class DerivedKeys:
    """What eight words give at one site. Only `lookup` and `auth` may be sent; repr shows none of it."""

    lookup: bytes = field(repr=False)
    auth: bytes = field(repr=False)
    wrap_wallet: bytes = field(repr=False)
    wrap_content: bytes = field(repr=False)


def hkdf(secret: bytes, *, info: str, salt: bytes = b"", length: int = 32) -> bytes:
    """Return `length` bytes of HKDF-SHA256 (RFC 5869) over a secret that is random already."""
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info.encode()).derive(secret)


def derive_keys(canonical_words: str, *, site_id: bytes, profile: Argon2Profile = COMPILED_PROFILE) -> DerivedKeys:
    """Return the four keys of `canonical_words` (canonical form, see `canonical`) at the site `site_id` (16 bytes).

    Raises: ValueError when the site id has another length.
    """
    if len(site_id) != SITE_ID_BYTES:
        raise ValueError(f"a site id has {SITE_ID_BYTES} bytes, not {len(site_id)}")
    master = hash_secret_raw(
        canonical_words.encode(),
        site_id,
        time_cost=profile.passes,
        memory_cost=profile.memory_kib,
        parallelism=profile.lanes,
        hash_len=32,
        type=Type.ID,
        version=ARGON2_VERSION,
    )
    return DerivedKeys(
        lookup=hkdf(master, info="lookup", length=16),
        auth=hkdf(master, info="auth"),
        wrap_wallet=hkdf(master, info="wrap-wallet"),
        wrap_content=hkdf(master, info="wrap-content"),
    )


_MMAP_THRESHOLD: Final = -3  # M_MMAP_THRESHOLD of mallopt(3)
_MAPPED_BYTES: Final = 1 << 20


def _return_memory_at_once() -> None:
    """Let glibc map every large piece by itself, so that a derivation's 19 MiB go back to the system when it ends.

    Left alone, the allocator learns to keep them (bench: rss_mib 159 instead of 139). Other C libraries have no such
    call and need none.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, _MAPPED_BYTES)


class KdfQueue:
    """Let two derivations run and sixteen wait; refuse the next at once.

    Each costs 19 MiB, so that the bound on memory and on waiting is the same bound. Argon2 releases the
    interpreter lock: two run on two cores.
    """

    def __init__(
        self, *, site_id: bytes, profile: Argon2Profile = COMPILED_PROFILE, running: int = 2, waiting: int = 16
    ) -> None:
        """Bind the queue to a site and a profile; only tests pass another profile than the compiled one."""
        _return_memory_at_once()
        self._site_id = site_id
        self._profile = profile
        self._running = threading.BoundedSemaphore(running)
        self._places = running + waiting
        self._inside = 0
        self._counting = threading.Lock()

    @property
    def profile(self) -> Argon2Profile:
        """Name the profile that `derive` uses first, for an account's kdf_version."""
        return self._profile

    @property
    def inside(self) -> int:
        """Count the derivations that run or wait at this moment."""
        return self._inside

    def derive(self, canonical_words: str, *, profile: Argon2Profile | None = None) -> DerivedKeys:
        """Return the keys of `canonical_words`, waiting for a turn; `profile` asks for an older one.

        Raises: PleaseWait when the queue is full.
        """
        with self.turn():
            return derive_keys(canonical_words, site_id=self._site_id, profile=profile or self._profile)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one of the running places and keep it.

        Raises: PleaseWait when the queue is full.
        """
        with self._counting:
            if self._inside >= self._places:
                raise PleaseWait
            self._inside += 1
        try:
            with self._running:
                yield
        finally:
            with self._counting:
                self._inside -= 1
