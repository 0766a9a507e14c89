"""The wallet gives back what was put in, to its own key, and keeps old keys no longer than they are of use."""

from dataclasses import replace

import pytest

from service import wallet
from service.crypto.seal import Place, SealBroken
from service.wallet import MOST_AVOIDED, MOST_EARLIER_KEYS, EarlierKey, WalletSettings, months_later

KEY = b"\x01" * 32
PLACE = wallet.settings_place(b"s" * 16, account_id=b"a" * 16, version=3)
FULL = WalletSettings(
    language="ru",
    zone="Asia/Tbilisi",
    avoided=tuple(bytes([n]) * 16 for n in range(MOST_AVOIDED)),
    earlier_keys=tuple(EarlierKey(bytes([n]) * 32, until_month=202701) for n in range(MOST_EARLIER_KEYS)),
)


@pytest.mark.parametrize("settings", [WalletSettings(), FULL])
def test_wallet_has_one_size_and_comes_back(settings: WalletSettings) -> None:
    stored = wallet.sealed(settings, KEY, place=PLACE)

    assert len(stored) == 8192
    assert wallet.opened(stored, KEY, place=PLACE) == settings


@pytest.mark.parametrize(
    "place",
    [
        wallet.settings_place(b"s" * 16, account_id=b"b" * 16, version=3),
        wallet.settings_place(b"s" * 16, account_id=b"a" * 16, version=2),
        wallet.settings_place(b"t" * 16, account_id=b"a" * 16, version=3),
    ],
)
def test_wallet_does_not_open_elsewhere(place: Place) -> None:
    with pytest.raises(SealBroken):
        wallet.opened(wallet.sealed(FULL, KEY, place=PLACE), KEY, place=place)


def test_wallet_does_not_open_with_another_key() -> None:
    with pytest.raises(SealBroken):
        wallet.opened(wallet.sealed(FULL, KEY, place=PLACE), b"\x02" * 32, place=PLACE)


def test_wallet_keeps_the_newest_people_to_avoid() -> None:
    settings = FULL.avoiding(b"\xff" * 16).avoiding(b"\xfe" * 16).avoiding(b"\xff" * 16)

    assert len(settings.avoided) == MOST_AVOIDED
    assert settings.avoided[-2:] == (b"\xfe" * 16, b"\xff" * 16)


def test_wallet_drops_earlier_keys_whose_rows_are_gone() -> None:
    settings = WalletSettings().with_earlier_key(b"o" * 32, month=202611)

    assert settings.wallet_keys(KEY, month=202706) == (KEY, b"o" * 32)
    assert settings.wallet_keys(KEY, month=202707) == (KEY,)
    assert len(settings.with_earlier_key(b"n" * 32, month=202707).earlier_keys) == 1


def test_wallet_of_many_renewals_still_fits() -> None:
    settings = replace(FULL, earlier_keys=())
    for number in range(40):
        settings = settings.with_earlier_key(bytes([number]) * 32, month=202611)

    assert len(settings.earlier_keys) == MOST_EARLIER_KEYS
    assert len(wallet.sealed(settings, KEY, place=PLACE)) == 8192


@pytest.mark.parametrize(("month", "later"), [(202611, 202706), (202612, 202707), (202605, 202612), (202601, 202608)])
def test_months_later_crosses_the_year(month: int, later: int) -> None:
    assert months_later(month, 7) == later


def test_earlier_key_is_not_shown() -> None:
    assert "\\x01" not in repr(EarlierKey(KEY, until_month=202701))
