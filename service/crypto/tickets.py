"""Derive from a wallet key what a person holds: tickets and case tags, and the names made from them.

Nothing here is stored but hashes and aliases. Must not know accounts: whoever has the wallet key has the tickets,
nobody else can compute or link them (privacy.md "Tickets are derived, not stored", "Cases and sealed texts").
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final, Literal

from service.crypto.kdf import hkdf
from service.words.aliases import two_words

TicketKind = Literal["appointment", "place", "waiting"]

UNKNOWN_IN_A_ROW: Final = 8
"""So many unknown numbers in a row end the look-up of "my page"."""


def ticket(wallet_key: bytes, kind: TicketKind, n: int) -> bytes:
    """Return ticket number `n` (0 and up) of a kind: HMAC(HKDF(wallet_key, "tickets"), kind ‖ 0 ‖ n in four bytes).

    Raises: OverflowError when n is negative or does not fit into four bytes.
    """
    message = kind.encode() + b"\0" + n.to_bytes(4, "big")
    return hmac.digest(hkdf(wallet_key, info="tickets"), message, "sha256")


def ticket_hash(secret_ticket: bytes) -> bytes:
    """Return what a row carries instead of a ticket: SHA-256(ticket)."""
    return hashlib.sha256(secret_ticket).digest()


def case_tag(wallet_key: bytes, volunteer_id: bytes) -> bytes:
    """Return the tag by which one volunteer, and no other, recognises the same person."""
    inner = hmac.digest(hkdf(wallet_key, info="cases"), volunteer_id, "sha256")
    return hashlib.sha256(inner).digest()


def alias_for(tag: bytes, language: str) -> str:
    """Return the name by which one volunteer knows the person of a case, in the volunteer's language.

    Raises: LookupError when we have no alias words in that language.
    """
    return two_words(tag, purpose="alias", language=language)


def login_name(lookup: bytes, language: str) -> str:
    """Return the name that a password manager keeps beside the eight words; it is shown to nobody else.

    Raises: LookupError when we have no alias words in that language.
    """
    return two_words(lookup, purpose="login-name", language=language)
