"""Tickets and case tags come from the wallet key alone, and tell nothing about it or each other."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.crypto.tickets import case_tag, ticket, ticket_hash
from tests.vectors import vectors

VECTORS = vectors("tickets")
WALLET_KEY = b"\x05" * 32


@pytest.mark.parametrize("vector", VECTORS["tickets"], ids=lambda v: f"{v['wallet_key'][:4]}-{v['kind']}-{v['n']}")
def test_ticket_gives_the_frozen_bytes(vector: dict[str, Any]) -> None:
    made = ticket(bytes.fromhex(vector["wallet_key"]), vector["kind"], vector["n"])

    assert made.hex() == vector["ticket"]
    assert ticket_hash(made).hex() == vector["hash"]


@pytest.mark.parametrize("vector", VECTORS["cases"], ids=lambda v: f"{v['wallet_key'][:4]}-{v['volunteer_id'][:2]}")
def test_case_tag_gives_the_frozen_bytes(vector: dict[str, Any]) -> None:
    made = case_tag(bytes.fromhex(vector["wallet_key"]), bytes.fromhex(vector["volunteer_id"]))

    assert made.hex() == vector["case_tag"]


def test_tickets_of_one_wallet_are_all_different() -> None:
    hashes = {
        ticket_hash(ticket(WALLET_KEY, kind, n)) for kind in ("appointment", "place", "waiting") for n in range(300)
    }

    assert len(hashes) == 900


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_wallets_share_nothing(one: bytes, other: bytes) -> None:
    volunteer = b"\x01" * 16

    assert (ticket(one, "appointment", 0) == ticket(other, "appointment", 0)) == (one == other)
    assert (case_tag(one, volunteer) == case_tag(other, volunteer)) == (one == other)


def test_volunteers_see_different_tags_of_one_person() -> None:
    assert case_tag(WALLET_KEY, b"\x01" * 16) != case_tag(WALLET_KEY, b"\x02" * 16)


@pytest.mark.parametrize("n", [-1, 2**32])
def test_ticket_number_outside_its_range_is_refused(n: int) -> None:
    with pytest.raises(OverflowError):
        ticket(WALLET_KEY, "appointment", n)
