"""Make and read the short secrets of a session: the cookie, the session's sealed blob, the form token.

Must not know clocks, accounts or rows: a token says only which session it opens (privacy.md "Sessions").
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field
from typing import Final

import jwt

from service.crypto.kdf import hkdf
from service.crypto.seal import NONCE_BYTES, TAG_BYTES, Place, pad, seal, unpad, unseal

TOKEN_VERSION: Final = 1
LONGEST_TOKEN_BYTES: Final = 512
SESSION_BLOB_STEP_BYTES: Final = 2048

_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class SessionToken:
    """What a session cookie carries: which row (`sid`, 16 bytes) and what opens it (`sk`, 32 bytes)."""

    sid: bytes = field(repr=False)
    sk: bytes = field(repr=False)

    @property
    def row(self) -> bytes:
        """Return the name of the session's row, SHA-256(sid)."""
        return sha256(self.sid)


def random_id() -> bytes:
    """Return a new id: 16 random bytes."""
    return secrets.token_bytes(16)


def random_secret() -> bytes:
    """Return a new secret: 32 random bytes."""
    return secrets.token_bytes(32)


def sha256(value: bytes) -> bytes:
    """Return the SHA-256 of `value`: 32 bytes."""
    return hashlib.sha256(value).digest()


def same(left: bytes, right: bytes) -> bool:
    """Say in constant time whether two secrets are equal."""
    return hmac.compare_digest(left, right)


def to_base64url(value: bytes) -> str:
    """Return `value` in base64url without padding (RFC 4648 §5)."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def from_base64url(text: str, *, length: int) -> bytes | None:
    """Return exactly `length` bytes from base64url without padding, or None when the text is not their one spelling."""
    if not _BASE64URL.fullmatch(text) or len(text) != (length * 8 + 5) // 6:
        return None
    try:
        value = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    return value if to_base64url(value) == text else None


def new_session_token() -> SessionToken:
    """Return the token of a session that does not exist yet."""
    return SessionToken(sid=random_id(), sk=random_secret())


def encode_session(token: SessionToken, *, secret: bytes) -> str:
    """Return the cookie's value: a JWT with exactly {v, sid, sk}, signed with HS256."""
    claims = {"v": TOKEN_VERSION, "sid": to_base64url(token.sid), "sk": to_base64url(token.sk)}
    return jwt.encode(claims, secret, algorithm="HS256")


def decode_session(value: str, *, secret: bytes) -> SessionToken | None:
    """Return the token in a cookie's value, or None for anything but the very text that `encode_session` makes.

    1. Longer than 512 bytes or not ASCII: not ours. 2. The signature, HS256 and nothing else. 3. Exactly our claims.
    4. Encoded again it must be the same text: no other header, spelling, number type or spare bit passes.
    """
    if len(value) > LONGEST_TOKEN_BYTES or not value.isascii():
        return None
    try:
        claims = jwt.decode(value, secret, algorithms=["HS256"])
    except jwt.PyJWTError:
        return None
    token = _session_token(claims.get("sid"), claims.get("sk"))
    return token if token is not None and encode_session(token, secret=secret) == value else None


def _session_token(sid_text: object, sk_text: object) -> SessionToken | None:
    if not isinstance(sid_text, str) or not isinstance(sk_text, str):
        return None
    sid = from_base64url(sid_text, length=16)
    sk = from_base64url(sk_text, length=32)
    return SessionToken(sid=sid, sk=sk) if sid is not None and sk is not None else None


def seal_session(token: SessionToken, plain: bytes) -> bytes:
    """Return a session's blob sealed under HKDF(sk, sid), in steps of 2 KiB so that its size tells nobody's role."""
    room = NONCE_BYTES + TAG_BYTES + 4
    steps = -(-(len(plain) + room) // SESSION_BLOB_STEP_BYTES)
    padded = pad(plain, size=steps * SESSION_BLOB_STEP_BYTES - NONCE_BYTES - TAG_BYTES)
    return seal(_session_key(token), padded, place=_session_place(token))


def unseal_session(token: SessionToken, sealed: bytes) -> bytes:
    """Return what `seal_session` was given.

    Raises: SealBroken when the blob belongs to another session or was changed.
    """
    return unpad(unseal(_session_key(token), sealed, place=_session_place(token)))


def form_secret(token: SessionToken) -> bytes:
    """Return the secret behind every form of one session; it is derived, so nothing about forms is stored."""
    return hkdf(token.sk, salt=token.sid, info="form-token")


def masked_form_token(secret: bytes) -> str:
    """Return the 32-byte form secret under a fresh mask, so that compressed pages never repeat it (BREACH)."""
    mask = secrets.token_bytes(32)
    return to_base64url(mask + _xor(mask, secret))


def form_token_matches(text: str, *, secret: bytes) -> bool:
    """Say in constant time whether a posted form token hides this session's form secret."""
    masked = from_base64url(text, length=64)
    return masked is not None and same(_xor(masked[:32], masked[32:]), secret)


def _session_key(token: SessionToken) -> bytes:
    return hkdf(token.sk, salt=token.sid, info="session-blob")


def _session_place(token: SessionToken) -> Place:
    # The key is new for every session, so the row alone says which one; a site has no part in it.
    return Place(b"", "session", token.row, "blob", (TOKEN_VERSION,))


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
