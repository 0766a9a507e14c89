"""A sealed thing opens with its key, in its place, unchanged; and in no other case."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.crypto.seal import (
    Place,
    SealBroken,
    ServerSeal,
    TooLargeToSeal,
    content_seed_place,
    pad,
    seal,
    seal_settings,
    unpad,
    unseal,
    unseal_settings,
    unwrap,
    wallet_key_place,
    wrap,
)
from tests.vectors import vectors

SITE = bytes(range(16))
KEY = b"\x07" * 32
SECRET = bytes(range(32))
PLACE = wallet_key_place(SITE, lookup=b"\x01" * 16, kdf_version=1)
OTHER_PLACES = [
    replace(PLACE, site_id=b"\x09" * 16),
    replace(PLACE, table="session"),
    replace(PLACE, row=b"\x02" * 16),
    replace(PLACE, purpose="content-seed"),
    replace(PLACE, versions=(2, 1)),
    replace(PLACE, versions=(1, 2)),
    replace(PLACE, versions=(1,)),
    replace(PLACE, table="accoun", row=b"t" + PLACE.row),
]


@pytest.mark.parametrize("vector", vectors("wraps"), ids=lambda v: f"{v['purpose']}-{v['versions'][0]}")
def test_wrap_vectors_open_to_the_frozen_secret(vector: dict[str, Any]) -> None:
    place = Place(
        site_id=bytes.fromhex(vector["site_id"]),
        table=vector["table"],
        row=bytes.fromhex(vector["row"]),
        purpose=vector["purpose"],
        versions=tuple(vector["versions"]),
    )

    secret = unwrap(bytes.fromhex(vector["key"]), bytes.fromhex(vector["sealed"]), place=place)

    assert place.bytes().hex() == vector["place"]
    assert secret.hex() == vector["secret"]


def test_wrap_is_sixty_bytes_and_never_twice_the_same() -> None:
    wraps = {wrap(KEY, SECRET, place=PLACE) for _ in range(50)}

    assert len(wraps) == 50
    assert {len(wrapped) for wrapped in wraps} == {60}
    assert {unwrap(KEY, wrapped, place=PLACE) for wrapped in wraps} == {SECRET}


@pytest.mark.parametrize("other", OTHER_PLACES, ids=str)
def test_wrap_does_not_open_in_another_place(other: Place) -> None:
    wrapped = wrap(KEY, SECRET, place=PLACE)

    with pytest.raises(SealBroken):
        unwrap(KEY, wrapped, place=other)


def test_wrap_does_not_open_after_any_bit_changed() -> None:
    wrapped = wrap(KEY, SECRET, place=PLACE)

    for position in range(len(wrapped) * 8):
        tampered = bytearray(wrapped)
        tampered[position // 8] ^= 1 << position % 8
        with pytest.raises(SealBroken):
            unwrap(KEY, bytes(tampered), place=PLACE)


@pytest.mark.parametrize("length", [0, 12, 27, 28, 59, 61])
def test_wrap_of_another_length_does_not_open(length: int) -> None:
    with pytest.raises(SealBroken):
        unwrap(KEY, (wrap(KEY, SECRET, place=PLACE) * 2)[:length], place=PLACE)


def test_wrap_does_not_open_with_another_key() -> None:
    with pytest.raises(SealBroken):
        unwrap(b"\x08" * 32, wrap(KEY, SECRET, place=PLACE), place=PLACE)


def test_wallet_key_and_content_seed_have_different_places() -> None:
    wallet = wallet_key_place(SITE, lookup=b"\x01" * 16, kdf_version=1)
    content = content_seed_place(SITE, lookup=b"\x01" * 16, kdf_version=1)

    assert wallet.bytes() != content.bytes()


def test_only_thirty_two_byte_keys_are_wrapped() -> None:
    with pytest.raises(ValueError, match="32-byte"):
        wrap(KEY, b"short", place=PLACE)


@given(st.binary(max_size=8160))
def test_settings_have_one_size_and_come_back(plain: bytes) -> None:
    place = Place(SITE, "account", b"\x01" * 16, "settings", (1,))

    sealed = seal_settings(SECRET, plain, place=place)

    assert len(sealed) == 8192
    assert unseal_settings(SECRET, sealed, place=place) == plain


def test_settings_of_an_older_version_do_not_open_as_the_newer() -> None:
    place = Place(SITE, "account", b"\x01" * 16, "settings", (1,))
    sealed = seal_settings(SECRET, b"{}", place=place)

    with pytest.raises(SealBroken):
        unseal_settings(SECRET, sealed, place=replace(place, versions=(2,)))


def test_settings_above_their_size_are_refused() -> None:
    with pytest.raises(TooLargeToSeal):
        seal_settings(SECRET, b"x" * 8161, place=PLACE)


@given(st.binary(max_size=60), st.integers(min_value=64, max_value=80))
def test_pad_comes_back(plain: bytes, size: int) -> None:
    padded = pad(plain, size=size)

    assert len(padded) == size
    assert unpad(padded) == plain


def test_unpad_refuses_a_length_beyond_the_bytes() -> None:
    with pytest.raises(SealBroken):
        unpad(b"\x00\x00\x00\x05abcd")


def test_server_seal_opens_only_under_its_own_secret() -> None:
    ours = ServerSeal(b"s" * 32)
    sealed = ours.seal(b"helper@example.org", place=PLACE)

    assert ours.unseal(sealed, place=PLACE) == b"helper@example.org"
    assert len(sealed) == len(ours.seal(b"", place=PLACE))
    with pytest.raises(SealBroken):
        ServerSeal(b"t" * 32).unseal(sealed, place=PLACE)
    with pytest.raises(ValueError, match="at least 32"):
        ServerSeal(b"short")


def test_seal_never_shows_the_plain_bytes() -> None:
    sealed = seal(KEY, b"canary" * 20, place=PLACE)

    assert b"canary" not in sealed
    assert unseal(KEY, sealed, place=PLACE) == b"canary" * 20
