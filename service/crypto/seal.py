"""Seal small things with AES-256-GCM so that each opens only in the place it was sealed for.

Must not read or write rows; the caller names the place in a `Place`. A sealed thing is nonce (12) ‖ ciphertext ‖
tag (16). Source: privacy.md "One secret"; NIST SP 800-38D. The browser's twin is web/static/keys/seal.js.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from service.crypto.kdf import hkdf

NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
KEY_BYTES: Final = 32
WRAP_BYTES: Final = NONCE_BYTES + KEY_BYTES + TAG_BYTES
SEALED_SETTINGS_BYTES: Final = 8 * 1024
WRAP_VERSION: Final = 1


class SealBroken(Exception):
    """The sealed bytes, the key or the place are not the ones that belong together."""


class TooLargeToSeal(Exception):
    """The text does not fit into the one size that all sealed things of its sort have."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed thing lives: it opens nowhere else. `versions` are those of its format and of the row."""

    site_id: bytes
    table: str
    row: bytes
    purpose: str
    versions: tuple[int, ...] = ()

    def bytes(self) -> bytes:
        """Return the place as additional data: five parts, each after its length in two bytes, big endian."""
        versions = b"".join(version.to_bytes(8, "big") for version in self.versions)
        parts = (self.site_id, self.table.encode(), self.row, self.purpose.encode(), versions)
        return b"".join(len(part).to_bytes(2, "big") + part for part in parts)


def wallet_key_place(site_id: bytes, *, lookup: bytes, kdf_version: int) -> Place:
    """Return the place of an account's wrapped wallet key; the row is the account's lookup."""
    return Place(site_id, "account", lookup, "wallet-key", (kdf_version, WRAP_VERSION))


def content_seed_place(site_id: bytes, *, lookup: bytes, kdf_version: int) -> Place:
    """Return the place of an account's wrapped content seed; the row is the account's lookup."""
    return Place(site_id, "account", lookup, "content-seed", (kdf_version, WRAP_VERSION))


def seal(key: bytes, plain: bytes, *, place: Place) -> bytes:
    """Return `plain` sealed under a 32-byte key for one place."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.bytes())


def unseal(key: bytes, sealed: bytes, *, place: Place) -> bytes:
    """Return what `seal` was given.

    Raises: SealBroken when a bit, the key or the place differs.
    """
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise SealBroken
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.bytes())
    except InvalidTag:
        raise SealBroken from None


def wrap(key: bytes, secret: bytes, *, place: Place) -> bytes:
    """Return a 32-byte secret wrapped under a 32-byte key: always 60 bytes.

    Raises: ValueError when the secret is not 32 bytes long.
    """
    if len(secret) != KEY_BYTES:
        raise ValueError(f"only {KEY_BYTES}-byte keys are wrapped")
    return seal(key, secret, place=place)


def unwrap(key: bytes, wrapped: bytes, *, place: Place) -> bytes:
    """Return the 32-byte secret in `wrapped`.

    Raises: SealBroken when a bit, the size, the key or the place differs.
    """
    if len(wrapped) != WRAP_BYTES:
        raise SealBroken
    return unseal(key, wrapped, place=place)


def pad(plain: bytes, *, size: int) -> bytes:
    """Return `plain` behind its length in four bytes, filled with zeros to exactly `size` bytes.

    Raises: TooLargeToSeal when it does not fit.
    """
    framed = len(plain).to_bytes(4, "big") + plain
    if len(framed) > size:
        raise TooLargeToSeal
    return framed.ljust(size, b"\0")


def unpad(padded: bytes) -> bytes:
    """Return what `pad` was given.

    Raises: SealBroken when the stated length is longer than the bytes.
    """
    length = int.from_bytes(padded[:4], "big")
    if len(padded) < 4 + length:
        raise SealBroken
    return padded[4 : 4 + length]


def seal_settings(wallet_key: bytes, plain: bytes, *, place: Place) -> bytes:
    """Return a wallet's settings sealed under HKDF(wallet_key, "settings"): 8,192 bytes, whatever is in them.

    Raises: TooLargeToSeal above 8,160 bytes.
    """
    padded = pad(plain, size=SEALED_SETTINGS_BYTES - NONCE_BYTES - TAG_BYTES)
    return seal(hkdf(wallet_key, info="settings"), padded, place=place)


def unseal_settings(wallet_key: bytes, sealed: bytes, *, place: Place) -> bytes:
    """Return the settings that `seal_settings` was given.

    Raises: SealBroken.
    """
    return unpad(unseal(hkdf(wallet_key, info="settings"), sealed, place=place))


class ServerSeal:
    """Seal what the server itself must open later, such as the address of a volunteer's notice channel.

    It protects a lost dump, not a taken server: the secret lives in the settings, never in the database.
    """

    def __init__(self, server_secret: bytes) -> None:
        """Take the server's secret, at least 32 random bytes.

        Raises: ValueError when it is shorter.
        """
        if len(server_secret) < KEY_BYTES:
            raise ValueError(f"a server secret has at least {KEY_BYTES} bytes")
        self._key = hkdf(server_secret, info="server-seal")

    def seal(self, plain: bytes, *, place: Place, size: int = 512) -> bytes:
        """Return `plain` sealed, always `size` + 28 bytes long.

        Raises: TooLargeToSeal.
        """
        return seal(self._key, pad(plain, size=size), place=place)

    def unseal(self, sealed: bytes, *, place: Place) -> bytes:
        """Return what was sealed.

        Raises: SealBroken.
        """
        return unpad(unseal(self._key, sealed, place=place))
