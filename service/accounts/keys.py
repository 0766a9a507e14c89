"""Shape of what a key brings to an account, and the one place where the server itself handles eight words.

The server sees words only where scripts are off; it derives, uses and drops them. Must not store or log them.
"""

import secrets
from dataclasses import dataclass, field
from typing import Final

from service.accounts.refusals import KeyMalformed
from service.crypto.canonical import canonical_key
from service.crypto.kdf import DerivedKeys
from service.crypto.seal import KEY_BYTES, WRAP_BYTES, content_seed_place, wallet_key_place, wrap
from service.site import Site

LOOKUP_BYTES: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedKeys:
    """What eight words lock: fingerprints of the words and the two keys wrapped under them. `noscript` when the
    server saw the words.

    Raises: KeyMalformed when a length is wrong.
    """

    lookup: bytes = field(repr=False)
    auth: bytes = field(repr=False)
    wallet_key_wrapped: bytes = field(repr=False)
    content_seed_wrapped: bytes = field(repr=False)
    noscript: bool = False

    def __post_init__(self) -> None:
        """Refuse other lengths before anything is stored."""
        lengths = (len(self.lookup), len(self.auth), len(self.wallet_key_wrapped), len(self.content_seed_wrapped))
        if lengths != (LOOKUP_BYTES, KEY_BYTES, WRAP_BYTES, WRAP_BYTES):
            raise KeyMalformed


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount(LockedKeys):
    """A new account: its locked keys, the wallet key itself, and what its settings begin with."""

    wallet_key: bytes = field(repr=False)
    language: str | None = None
    zone: str | None = None

    def __post_init__(self) -> None:
        """Refuse other lengths before anything is stored."""
        LockedKeys.__post_init__(self)  # slots make a new class, which super() without arguments does not know
        if len(self.wallet_key) != KEY_BYTES:
            raise KeyMalformed


def derive(site: Site, words: str) -> DerivedKeys:
    """Return the keys of eight words as somebody typed them. Slow: call it outside any unit of work.

    Raises: KeyUnreadable, WrongWordCount; PleaseWait when many are derived already.
    """
    return site.kdf.derive(canonical_key(words))


def lock(
    site: Site, keys: DerivedKeys, *, wallet_key: bytes | None = None, content_seed: bytes | None = None
) -> NewAccount:
    """Return what a new account needs, made by the server for somebody without scripts; missing keys are made anew."""
    wallet_key = wallet_key or secrets.token_bytes(KEY_BYTES)
    content_seed = content_seed or secrets.token_bytes(KEY_BYTES)
    version = site.kdf.profile.version
    wallet_place = wallet_key_place(site.secrets.site_id, lookup=keys.lookup, kdf_version=version)
    content_place = content_seed_place(site.secrets.site_id, lookup=keys.lookup, kdf_version=version)
    return NewAccount(
        lookup=keys.lookup,
        auth=keys.auth,
        wallet_key_wrapped=wrap(keys.wrap_wallet, wallet_key, place=wallet_place),
        content_seed_wrapped=wrap(keys.wrap_content, content_seed, place=content_place),
        noscript=True,
        wallet_key=wallet_key,
    )
