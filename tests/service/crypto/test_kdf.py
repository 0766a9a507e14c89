"""Eight words to four keys: known vectors, and a queue that has an end."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, fields
from typing import Any

import pytest
from argon2.low_level import Type, hash_secret_raw

from service.crypto.kdf import (
    COMPILED_PROFILE,
    PREVIOUS_PROFILES,
    Argon2Profile,
    DerivedKeys,
    KdfQueue,
    derive_keys,
    hkdf,
)
from service.crypto.refusals import PleaseWait
from tests.vectors import vectors

VECTORS = vectors("kdf")
SITE = bytes(range(16))
TINY = Argon2Profile(version=1, memory_kib=64, passes=1)


@pytest.mark.parametrize("vector", VECTORS["argon2id_reference"], ids=lambda v: f"{v['memory_kib']}-{v['password']}")
def test_argon2_library_gives_the_bytes_of_its_authors(vector: dict[str, Any]) -> None:
    made = hash_secret_raw(
        vector["password"].encode(),
        vector["salt"].encode(),
        time_cost=vector["passes"],
        memory_cost=vector["memory_kib"],
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )

    assert made.hex() == vector["hash"]


@pytest.mark.parametrize("vector", VECTORS["hkdf"], ids=lambda v: v["source"])
def test_hkdf_gives_the_bytes_of_the_standard(vector: dict[str, Any]) -> None:
    made = hkdf(bytes.fromhex(vector["secret"]), info=vector["info"], length=vector["length"])

    assert made.hex() == vector["key"]


@pytest.mark.parametrize("vector", VECTORS["keys"], ids=lambda v: f"{v['words'][:6]}-{v['profile']['memory_kib']}")
def test_derive_keys_gives_the_frozen_bytes(vector: dict[str, Any]) -> None:
    profile = Argon2Profile(**vector["profile"])

    keys = derive_keys(vector["words"], site_id=bytes.fromhex(vector["site_id"]), profile=profile)

    assert {name: value.hex() for name, value in asdict(keys).items()} == {
        name: vector[name] for name in ("lookup", "auth", "wrap_wallet", "wrap_content")
    }


def test_compiled_profile_is_the_promised_cost() -> None:
    assert Argon2Profile(version=1, memory_kib=19_456, passes=2) == COMPILED_PROFILE
    assert len({profile.version for profile in (COMPILED_PROFILE, *PREVIOUS_PROFILES)}) == 1 + len(PREVIOUS_PROFILES)


def test_keys_differ_between_sites_and_between_purposes() -> None:
    here = derive_keys("a b c d e f g h", site_id=SITE, profile=TINY)
    there = derive_keys("a b c d e f g h", site_id=SITE[::-1], profile=TINY)

    assert len({getattr(keys, field.name) for keys in (here, there) for field in fields(DerivedKeys)}) == 8


def test_keys_are_not_shown_by_repr() -> None:
    assert repr(derive_keys("a b c d e f g h", site_id=SITE, profile=TINY)) == "DerivedKeys()"


def test_site_id_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        derive_keys("a b c d e f g h", site_id=b"short", profile=TINY)


def test_queue_gives_the_same_keys_as_no_queue() -> None:
    queue = KdfQueue(site_id=SITE, profile=TINY)

    assert queue.derive("a b c d e f g h") == derive_keys("a b c d e f g h", site_id=SITE, profile=TINY)
    assert queue.profile == TINY


def test_nineteenth_at_once_is_asked_to_wait() -> None:
    queue = KdfQueue(site_id=SITE, profile=TINY)
    with ExitStack() as turns, ThreadPoolExecutor(16) as pool:
        turns.enter_context(queue.turn())
        turns.enter_context(queue.turn())
        waiting = [pool.submit(queue.derive, "a b c d e f g h") for _ in range(16)]
        while queue.inside < 18:
            time.sleep(0.001)

        with pytest.raises(PleaseWait):
            queue.derive("a b c d e f g h")
        assert not any(future.done() for future in waiting)
        turns.close()

        assert len({future.result(timeout=10).lookup for future in waiting}) == 1
    assert queue.inside == 0


def test_place_is_given_back_after_an_error() -> None:
    queue = KdfQueue(site_id=b"short", profile=TINY, running=1, waiting=0)

    for _ in range(3):
        with pytest.raises(ValueError, match="16 bytes"):
            queue.derive("a b c d e f g h")
