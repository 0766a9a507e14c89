"""One person in two tabs, several who change one thing: quotas hold, nothing is done twice, nobody is stuck."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy.orm import Session

from scheduling.errors import Refusal
from service import booking, retention
from service.clock import FixedClock
from service.db import Database
from service.models import OccupancyKind
from service.site import Site
from service.store import occupancies
from service.store import retention as rows
from tests.factories import NOW, make_volunteer, wallet
from tests.promises.test_races import overlaps
from tests.service.booking.stories import (
    TUESDAY_10,
    TUESDAY_11,
    berlin,
    book,
    booked,
    hold,
    mine,
    settle,
    taken,
    volunteer,
)
from tests.service.booking.test_change import cancel, cannot_come, move
from tests.service.booking.test_staff_change import call_off
from tests.service.booking.test_staff_change import move as move_by_volunteer

DAY, HOUR = 86_400, 3600


def at_once(actions: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do all of it at once; return each answer, or the class of each refusal. A fault ends the test."""
    together = Barrier(len(actions))

    def do(action: Callable[[], Any]) -> Any:
        together.wait(30)
        try:
            return action()
        except Refusal as refusal:
            return type(refusal).__name__

    with ThreadPoolExecutor(len(actions)) as threads:
        return list(threads.map(do, actions))


@pytest.mark.promise("booking-no-double")
def test_the_same_form_sent_eight_times_at_once_books_once(site: Site) -> None:
    alder = volunteer(site)
    held = hold(site, alder)

    told = at_once([partial(book, site, "Ash", held, n=0)] * 8)

    assert len(mine(site, "Ash")) == 1
    assert all(each == told[0] for each in told)


@pytest.mark.promise("booking-no-double")
def test_many_tabs_at_once_do_not_pass_the_quota(site: Site) -> None:
    alders = [volunteer(site, alias=f"V{number}") for number in range(6)]
    slots = [hold(site, alder) for alder in alders]

    told = at_once([partial(book, site, "Ash", held, n=n) for n, held in enumerate(slots)])

    refused = [each for each in told if isinstance(each, str)]
    assert refused == ["FirstSessionFirst"] * 5
    assert len(mine(site, "Ash")) == 1


@pytest.mark.promise("booking-no-double")
def test_many_who_move_to_one_time(site: Site) -> None:
    alder = volunteer(site, caseload_cap=50)
    names = [f"person {number}" for number in range(12)]
    for number, name in enumerate(names):
        booked(site, name, alder, at=berlin(4 + number // 6, 9 + number % 6))

    told = at_once([partial(move, site, name, TUESDAY_10) for name in names])

    assert Counter(isinstance(each, str) for each in told) == {True: 11, False: 1}
    assert {each for each in told if isinstance(each, str)} == {"SlotTaken"}
    assert overlaps(site.db) == 0
    assert len(taken(site.db)) == 12


@pytest.mark.promise("booking-no-double")
def test_two_who_swap_their_volunteers_are_not_stuck(site: Site) -> None:
    alder, birch = volunteer(site), volunteer(site, alias="Other")
    for day in range(3, 7):
        first, second = hold(site, alder, at=berlin(day, 10)), hold(site, birch, at=berlin(day, 10))

        told = at_once([partial(_other, site, held, (alder, birch)) for held in (first, second)])

        assert told == ["NobodyElse", "NobodyElse"]

    assert len(taken(site.db)) == 8


def _other(site: Site, held: booking.HeldSlot, candidates: tuple[bytes, ...]) -> booking.HeldSlot:
    with site.db.writing() as db:
        return booking.someone_else(db, site, held, candidates=candidates)


@pytest.mark.promise("booking-no-double")
def test_many_who_hold_with_all_volunteers_in_any_order_are_not_stuck(site: Site) -> None:
    who = [volunteer(site, alias=f"V{number}", caseload_cap=50) for number in range(4)]
    slots = [hold(site, each, at=berlin(4, 10)) for each in who]

    told = at_once([partial(_another_time, site, held, who, n) for n, held in enumerate(slots * 3)])

    assert {each for each in told if isinstance(each, str)} <= {"SlotTaken"}
    assert overlaps(site.db) == 0


def _another_time(site: Site, held: booking.HeldSlot, who: list[bytes], number: int) -> booking.HeldSlot:
    return hold(site, *who[number % 4 :], *who[: number % 4], at=TUESDAY_11, instead_of=held)


@pytest.mark.promise("booking-no-double")
def test_client_and_volunteer_change_it_at_once(site: Site) -> None:
    alder = volunteer(site, caseload_cap=50)
    for number in range(6):
        name, at = f"person {number}", berlin(3 + number % 4, 10 + number // 4)
        row = booked(site, name, alder, at=at).row

        told = at_once(
            [
                partial(cancel, site, name),
                partial(call_off, site, alder, row.id),
                partial(move, site, name, at + 2 * HOUR),
                partial(move_by_volunteer, site, alder, row.id, at + 3 * HOUR),
                partial(cannot_come, site, name),
            ]
        )

        assert {each for each in told if isinstance(each, str)} <= {"AppointmentOver"}
        assert mine(site, name)[0].state == "cancelled"

    assert taken(site.db) == []


@pytest.mark.promise("booking-no-double")
def test_a_hold_is_booked_by_one_of_many_who_know_it(site: Site) -> None:
    alder = volunteer(site)
    held = hold(site, alder)

    told = at_once([partial(book, site, name, held) for name in ("Ash", "Beech", "Chestnut", "Elm")])

    assert sorted(each for each in told if isinstance(each, str)) == ["HoldExpired"] * 3
    assert [kind for kind, *_ in taken(site.db)] == ["appointment"]


@pytest.mark.promise("booking-no-double")
def test_a_kept_time_is_booked_once(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site, horizon_days=60)
    booked(site, "Ash", alder)
    clock.at = TUESDAY_11
    settle(site)

    told = at_once([partial(_reserved, site, alder)] * 6)

    assert all(each == told[0] for each in told)
    assert len(mine(site, "Ash")) == 2


def _reserved(site: Site, alder: bytes) -> booking.Mine:
    with site.db.writing() as db:
        return booking.book_reserved(
            db, site, wallet_key=wallet("Ash"), volunteer_id=alder, start_at=TUESDAY_10 + 7 * DAY, format="text",
            language="ru",
        )  # fmt: skip


@pytest.mark.promise("booking-no-double")
def test_settling_twice_at_once_settles_once(site: Site, clock: FixedClock) -> None:
    alders = [volunteer(site, alias=f"V{number}", horizon_days=60) for number in range(4)]
    for number, alder in enumerate(alders):
        booked(site, f"person {number}", alder)
    clock.at = TUESDAY_11

    told = at_once([partial(settle, site)] * 3)

    assert sum(each.fulfilled for each in told) == 4
    assert sum(each.reserved for each in told) == 16


@pytest.mark.promise("booking-no-double")
def test_forgetting_never_waits_for_a_booking_that_deletes_the_same_holds(
    postgresql_database: Database, clock: FixedClock
) -> None:
    with postgresql_database.writing() as db:
        alder = make_volunteer(db).id
        _write_expired_hold(db, alder)
    cut = retention.cutoffs(clock.at)

    with postgresql_database.writing() as booking_now:
        (found,) = rows.due(booking_now, "holds", cut, limit=10)
        occupancies.remove_expired(booking_now, alder, now=clock.at)
        with postgresql_database.writing() as job:
            done = rows.forget(job, "holds", cut, [found])

    assert done == 0


def _write_expired_hold(db: Session, volunteer_id: bytes) -> None:
    occupancies.claim(
        db, volunteer_id, OccupancyKind.HOLD, starts_at=TUESDAY_10, blocked_until=TUESDAY_11, expires_at=NOW,
        hold_hash=b"h" * 32,
    )  # fmt: skip
