"""One's own sessions are found by tickets alone, until eight in a row are unknown."""

import pytest
from sqlalchemy.orm import Session

from service import booking
from service.booking import own
from service.booking.refusals import NoSuchAppointment
from service.models import TicketState
from service.site import Site
from tests.factories import wallet
from tests.service.booking.stories import TUESDAY_10, TUESDAY_11, booked, mine, volunteer


def _tickets(db: Session, name: str, *numbers: int, state: str = "used") -> None:
    for n in numbers:
        db.add(TicketState(ticket_hash=own.ticket_hash(wallet(name), n), state=state, expires_month=202705))


def test_nobody_has_nothing(site: Site) -> None:
    with site.db.reading() as db:
        assert own.walk(db, wallet("Ash")) == own.Own((), 0, 0)
        assert booking.acquainted(db, wallet("Ash")) == {}


def test_others_sessions_are_not_mine(site: Site) -> None:
    alder = volunteer(site)
    booked(site, "Ash", alder)
    booked(site, "Beech", alder, at=TUESDAY_11)

    assert [row.starts_at for row in mine(site, "Ash")] == [TUESDAY_10]
    assert [row.starts_at for row in mine(site, "Beech")] == [TUESDAY_11]
    assert mine(site, "Chestnut") == []


@pytest.mark.parametrize(
    ("numbers", "next_n"),
    [((0,), 1), ((0, 7), 8), ((0, 8), 9), ((0, 7, 15, 23), 24), ((7,), 8), (tuple(range(40)), 40)],
)
def test_gaps_of_less_than_eight_are_walked_over(site: Site, numbers: tuple[int, ...], next_n: int) -> None:
    with site.db.writing() as db:
        _tickets(db, "Ash", *numbers)

    with site.db.reading() as db:
        found = own.walk(db, wallet("Ash"))

    assert (found.next_n, found.purged, found.used) == (next_n, len(numbers), len(numbers))


def test_eight_unknown_in_a_row_end_the_walk(site: Site) -> None:
    with site.db.writing() as db:
        _tickets(db, "Ash", 0, 25)

    with site.db.reading() as db:
        assert own.walk(db, wallet("Ash")).next_n == 1


def test_released_tickets_do_not_count(site: Site) -> None:
    with site.db.writing() as db:
        _tickets(db, "Ash", 0, 1)
        _tickets(db, "Ash", 2, 3, state="released")

    with site.db.reading() as db:
        found = own.walk(db, wallet("Ash"))

    assert (found.used, found.next_n) == (2, 4)


def test_the_walk_ends_however_many_tickets_there_are(site: Site) -> None:
    with site.db.writing() as db:
        _tickets(db, "Ash", *range(own.MOST + 30))

    with site.db.reading() as db:
        assert own.walk(db, wallet("Ash")).next_n <= own.MOST + own.AT_ONCE


@pytest.mark.parametrize("n", [-1, 1, 511, 512, 2**32, 10**30])
def test_a_foreign_or_absurd_ticket_finds_nothing(site: Site, n: int) -> None:
    alder = volunteer(site)
    booked(site, "Ash", alder)

    with site.db.reading() as db:
        assert booking.appointment_for(db, wallet("Ash"), 0).starts_at == TUESDAY_10
        with pytest.raises(NoSuchAppointment):
            booking.appointment_for(db, wallet("Ash"), n)
        with pytest.raises(NoSuchAppointment):
            booking.appointment_for(db, wallet("Beech"), 0)
