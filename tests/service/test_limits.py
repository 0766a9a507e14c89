"""Whoever tries too often waits a little; nobody's address is kept, nobody else is held up."""

import gc
import threading

import pytest

from service.clock import FixedClock
from service.limits import (
    MOST_BUCKETS,
    NEARBY,
    ONION,
    ROTATION_SECONDS,
    Budget,
    Limited,
    Limits,
    TooManyTries,
    prefix_of,
)

THREE = dict.fromkeys(Limited, Budget(at_once=3, an_hour=6))
HERE, THERE = prefix_of("93.184.216.34"), prefix_of("8.8.8.8")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(1_790_000_000)


@pytest.fixture
def limits(clock: FixedClock) -> Limits:
    return Limits(clock, budgets=THREE)


def spend(limits: Limits, prefix: str, *, what: Limited = Limited.SIGN_IN) -> int:
    """Return how many tries go through before the first refusal."""
    done = 0
    while True:
        try:
            limits.check(what, prefix)
        except TooManyTries:
            return done
        done += 1


def test_limits_refuse_the_try_after_the_budget_and_say_how_long(limits: Limits) -> None:
    assert spend(limits, HERE) == 3

    with pytest.raises(TooManyTries) as refused:
        limits.check(Limited.SIGN_IN, HERE)

    assert refused.value.parameters == {"wait_minutes": 10}


def test_limits_let_in_again_after_the_stated_wait(limits: Limits, clock: FixedClock) -> None:
    spend(limits, HERE)

    clock.advance(seconds=10 * 60 - 1)
    early = spend(limits, HERE)
    clock.advance(seconds=1)

    assert early == 0
    assert spend(limits, HERE) == 1


def test_limits_hold_up_neither_neighbours_nor_other_actions(limits: Limits) -> None:
    spend(limits, HERE)

    assert spend(limits, THERE) == 3
    assert spend(limits, HERE, what=Limited.HOLD) == 3


def test_limits_refusal_takes_nothing(limits: Limits, clock: FixedClock) -> None:
    spend(limits, HERE)
    for _ in range(100):
        with pytest.raises(TooManyTries):
            limits.check(Limited.SIGN_IN, HERE)

    clock.advance(seconds=10 * 60)

    assert spend(limits, HERE) == 1


def test_limits_never_save_up_more_than_at_once(limits: Limits, clock: FixedClock) -> None:
    spend(limits, HERE)

    clock.advance(seconds=ROTATION_SECONDS - 1)

    assert spend(limits, HERE) == 3


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("93.184.216.34", "93.184.216.200", True),
        ("93.184.216.34", "93.184.217.34", False),
        ("2a00:1450:4001:1::1", "2a00:1450:4001:ffff::2", True),
        ("2a00:1450:4001::1", "2a00:1450:4002::1", False),
        ("::ffff:93.184.216.34", "93.184.216.99", True),
        ("127.0.0.1", "10.1.2.3", True),
        ("testclient", "", True),
    ],
)
def test_prefix_joins_what_is_one_network(one: str, other: str, together: bool) -> None:
    assert (prefix_of(one) == prefix_of(other)) is together


def test_prefix_of_what_is_no_public_address_is_nearby() -> None:
    assert {prefix_of(each) for each in ("127.0.0.1", "::1", "192.168.1.4", "fe80::1%eth0", "x" * 500)} == {NEARBY}


def test_limits_give_the_onion_one_larger_bucket(limits: Limits) -> None:
    assert spend(limits, ONION) == 30
    assert spend(limits, HERE) == 3


def test_limits_keep_no_address_and_another_name_after_rotation(limits: Limits, clock: FixedClock) -> None:
    limits.check(Limited.SIGN_IN, HERE)
    names = set(limits._buckets)
    clock.advance(seconds=ROTATION_SECONDS)
    limits.check(Limited.SIGN_IN, HERE)
    gc.collect()

    assert names.isdisjoint(limits._buckets)
    assert len(limits) == 1
    assert not any(b"93.184" in name for name in names)


def test_limits_memory_is_bounded_and_forgets_the_longest_unused(clock: FixedClock) -> None:
    limits = Limits(clock, budgets=THREE, most=100)
    for number in range(1_000):
        limits.check(Limited.POST, f"prefix {number}")
    spend(limits, "prefix 999", what=Limited.POST)

    assert len(limits) == 100
    assert spend(limits, "prefix 999", what=Limited.POST) == 0
    assert MOST_BUCKETS <= 50_000


def test_limits_count_right_between_threads(limits: Limits) -> None:
    done: list[int] = []
    threads = [threading.Thread(target=lambda: done.append(spend(limits, HERE))) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(done) == 3


def test_limits_clock_that_goes_back_never_gives_more(limits: Limits, clock: FixedClock) -> None:
    spend(limits, HERE)
    clock.advance(seconds=-3600)

    assert spend(limits, HERE) == 0
