"""What a wallet holds: an account's settings, sealed so that only its wallet key opens them.

Language, zone, people not to be offered, earlier wallet keys; nothing else, ever (privacy.md "Tickets are derived").
Must not read or write rows.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from service.crypto.seal import Place, SealBroken, seal_settings, unseal_settings
from service.crypto.tokens import from_base64url, to_base64url

MOST_AVOIDED: Final = 100
MOST_EARLIER_KEYS: Final = 12
KEY_LIFE_MONTHS: Final = 7  # the longest life of a ticketed row (ticket_state: 6 months after its month), rounded up


@dataclass(frozen=True, slots=True)
class EarlierKey:
    """A wallet key that was in use before; kept until the last row that carries its tickets is gone."""

    wallet_key: bytes = field(repr=False)
    until_month: int  # yyyymm, included


@dataclass(frozen=True, slots=True)
class WalletSettings:
    """What a person set, and the earlier wallet keys that still find bookings of theirs."""

    language: str | None = None
    zone: str | None = None
    avoided: tuple[bytes, ...] = ()
    earlier_keys: tuple[EarlierKey, ...] = ()

    def avoiding(self, volunteer_id: bytes) -> "WalletSettings":
        """Return the settings with one more person not to be offered; the oldest of over a hundred goes."""
        others = tuple(each for each in self.avoided if each != volunteer_id)
        return replace(self, avoided=(*others, volunteer_id)[-MOST_AVOIDED:])

    def with_earlier_key(self, wallet_key: bytes, *, month: int) -> "WalletSettings":
        """Return the settings with a wallet key put away in `month` (yyyymm), less those whose time is over."""
        kept = [each for each in self.earlier_keys if each.until_month >= month and each.wallet_key != wallet_key]
        put_away = EarlierKey(wallet_key, until_month=months_later(month, KEY_LIFE_MONTHS))
        return replace(self, earlier_keys=(*kept, put_away)[-MOST_EARLIER_KEYS:])

    def wallet_keys(self, present: bytes, *, month: int) -> tuple[bytes, ...]:
        """Return every key whose tickets may still stand in a row: the present one first, then the newest."""
        earlier = [each.wallet_key for each in reversed(self.earlier_keys) if each.until_month >= month]
        return (present, *earlier)


def months_later(month: int, months: int) -> int:
    """Return the month (yyyymm) so many months later."""
    ordinal = month // 100 * 12 + month % 100 - 1 + months
    return ordinal // 12 * 100 + ordinal % 12 + 1


def sealed(settings: WalletSettings, wallet_key: bytes, *, place: Place) -> bytes:
    """Return settings sealed under a wallet key: 8 KiB, whatever is in them."""
    plain = {
        "language": settings.language,
        "zone": settings.zone,
        "avoided": [to_base64url(each) for each in settings.avoided],
        "earlier_keys": [[to_base64url(each.wallet_key), each.until_month] for each in settings.earlier_keys],
    }
    return seal_settings(wallet_key, json.dumps(plain).encode(), place=place)


def opened(stored: bytes, wallet_key: bytes, *, place: Place) -> WalletSettings:
    """Return sealed settings.

    Raises: SealBroken when the key, the place or a bit is another one.
    """
    plain = json.loads(unseal_settings(wallet_key, stored, place=place))
    return WalletSettings(
        language=plain["language"],
        zone=plain["zone"],
        avoided=_bytes(plain["avoided"], length=16),
        earlier_keys=tuple(
            EarlierKey(key, until_month=month)
            for key, (_, month) in zip(
                _bytes([each[0] for each in plain["earlier_keys"]], length=32), plain["earlier_keys"], strict=True
            )
        ),
    )


def settings_place(site_id: bytes, *, account_id: bytes, version: int) -> Place:
    """Return the place of an account's settings; the version keeps an older copy from being put back."""
    return Place(site_id, "account", account_id, "settings", (version,))


def _bytes(texts: Sequence[str], *, length: int) -> tuple[bytes, ...]:
    found = [from_base64url(text, length=length) for text in texts]
    if None in found:
        raise SealBroken
    return tuple(each for each in found if each is not None)
