"""Forgetting leaves nothing that the words open, tells the other side, and ties no account to no booking."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event, select

from service import accounts, booking, forgetting, staff
from service.accounts import NotSignedIn, OpenAccount
from service.clock import FixedClock
from service.models import Account, Appointment, Forgotten, Outbox, Role, TicketState, Volunteer, VolunteerState
from service.site import Site
from service.store.forgetting import note_of
from service.visits import Visit
from tests.factories import make_volunteer, wallet
from tests.service.accounts.cast import MEADOW, RIVER, keys_of
from tests.service.booking.stories import TUESDAY_10, TUESDAY_11, amounts, booked, mine, settle, taken, volunteer

DAY = 86_400


def account_of(site: Site, name: str, words: str = RIVER, *, role: Role = Role.CLIENT) -> OpenAccount:
    """Give an invented person of the booking stories an account."""
    _, new = keys_of(site, words, wallet_key=wallet(name))
    with site.db.writing() as db:
        return accounts.create(db, site, new, role=role)


def visit_of(site: Site, name: str, words: str = RIVER, *, role: Role = Role.CLIENT) -> Visit:
    return account_of(site, name, words, role=role).visit(Visit())


def notes(site: Site) -> set[bytes]:
    with site.db.reading() as db:
        return set(db.scalars(select(Forgotten.row_hash)))


@contextmanager
def transactions(site: Site) -> Iterator[list[set[str]]]:
    """Collect which of the tables of accounts and bookings each transaction writes."""
    written: list[set[str]] = [set()]

    def note(_: object, __: object, statement: str, *rest: object) -> None:
        words = statement.split()
        if words[0] in ("INSERT", "UPDATE", "DELETE"):
            written[-1].update({"account", "appointment", "ticket_state", "occupancy"}.intersection(words[:3]))

    def commit(_: object) -> None:
        written.append(set())

    event.listen(site.db.engine, "before_cursor_execute", note)
    event.listen(site.db.engine, "commit", commit)
    yield written
    event.remove(site.db.engine, "before_cursor_execute", note)
    event.remove(site.db.engine, "commit", commit)


def test_forget_cancels_what_lies_ahead_and_tells_the_volunteer(site: Site) -> None:
    alder = volunteer(site)
    booked(site, "anna", alder)
    visit = visit_of(site, "anna")

    forgetting.forget(site, visit)

    with site.db.reading() as db:
        [row] = db.scalars(select(Appointment))
        assert (row.state, row.ended_by) == ("cancelled", "client")
        assert [each.volunteer_id for each in db.scalars(select(Outbox))] == [alder]
    assert taken(site.db) == []


def test_forget_leaves_no_row_that_the_words_or_the_wallet_open(site: Site) -> None:
    booked(site, "anna", volunteer(site))
    visit = visit_of(site, "anna")

    forgetting.forget(site, visit)

    assert mine(site, "anna") == []
    assert amounts(site.db)["ticket_state"] == amounts(site.db)["account"] == 0
    with site.db.reading() as db:
        assert booking.next_n(db, wallet("anna")) == 0
        assert booking.acquainted(db, wallet("anna")) == {}


def test_forget_deletes_what_lies_behind_and_keeps_its_count(site: Site, clock: FixedClock) -> None:
    booked(site, "anna", volunteer(site))
    visit = visit_of(site, "anna")
    clock.at = TUESDAY_10 + 4 * 3600
    settle(site)
    before = amounts(site.db)

    forgetting.forget(site, visit)

    after = amounts(site.db)
    assert (before["appointment"], after["appointment"]) == (1, 0)
    assert before["month_count"] == after["month_count"] > 0
    assert taken(site.db) == []  # no weekly time is kept for somebody who is gone


def test_forget_touches_nobody_else(site: Site) -> None:
    alder = volunteer(site)
    booked(site, "anna", alder)
    booked(site, "boris", alder, at=TUESDAY_11)
    visit, other = visit_of(site, "anna"), account_of(site, "boris", MEADOW)

    forgetting.forget(site, visit)

    assert [row.state for row in mine(site, "boris")] == ["booked"]
    with site.db.reading() as db:
        assert db.scalars(select(Account.id)).all() == [other.account_id]


def test_forget_reaches_bookings_of_earlier_keys(site: Site) -> None:
    booked(site, "anna", volunteer(site))
    visit = visit_of(site, "anna")
    _, new = keys_of(site, MEADOW)
    with site.db.writing() as db:
        renewed = accounts.renew(db, site, visit, new)

    forgetting.forget(site, renewed.visit(Visit()))

    assert mine(site, "anna") == []
    assert taken(site.db) == []


def test_forget_notes_fingerprints_of_account_and_tickets(site: Site) -> None:
    row = booked(site, "anna", volunteer(site)).row
    visit = visit_of(site, "anna")
    assert visit.account_id is not None

    forgetting.forget(site, visit)

    assert notes(site) == {note_of("account", visit.account_id), note_of("ticket_state", row.ticket_hash)}


@pytest.mark.promise("no-account-link")
def test_forget_never_touches_account_and_booking_in_one_transaction(site: Site) -> None:
    booked(site, "anna", volunteer(site))
    visit = visit_of(site, "anna")

    with transactions(site) as written:
        forgetting.forget(site, visit)

    assert {"account"} in written
    assert any("ticket_state" in each for each in written)
    assert not any("account" in each and len(each) > 1 for each in written)


def test_forget_twice_is_refused_and_harmless(site: Site) -> None:
    visit = visit_of(site, "anna")
    forgetting.forget(site, visit)

    with pytest.raises(NotSignedIn):
        forgetting.forget(site, visit)

    assert amounts(site.db)["account"] == 0


def test_forget_of_another_accounts_key_is_refused(site: Site) -> None:
    visit, other = visit_of(site, "anna"), visit_of(site, "boris", MEADOW)

    with pytest.raises(NotSignedIn):
        forgetting.forget(site, replace(visit, wallet_key=other.wallet_key))

    assert amounts(site.db)["account"] == 2


def test_forget_after_a_broken_line_does_the_rest(site: Site) -> None:
    booked(site, "anna", volunteer(site))
    visit = visit_of(site, "anna")
    with site.db.writing() as db:
        booking.cannot_come(db, site, wallet_key=wallet("anna"), n=0)

    forgetting.forget(site, visit)

    assert mine(site, "anna") == []
    assert amounts(site.db)["account"] == 0


def test_forget_during_a_session_takes_its_row_too(site: Site, clock: FixedClock) -> None:
    booked(site, "anna", volunteer(site))
    visit = visit_of(site, "anna")
    clock.at = TUESDAY_10 + 600

    forgetting.forget(site, visit)

    assert amounts(site.db)["appointment"] == 0
    assert taken(site.db) == []


def test_forget_keeps_the_last_coordinator_and_lets_another_go(site: Site) -> None:
    first = visit_of(site, "anna", role=Role.COORDINATOR)

    with pytest.raises(staff.LastCoordinator):
        forgetting.forget(site, first)
    visit_of(site, "boris", MEADOW, role=Role.COORDINATOR)
    forgetting.forget(site, first)

    assert amounts(site.db)["account"] == 1


def test_forget_of_a_volunteer_ends_their_work_and_gives_sessions_back(site: Site) -> None:
    account = account_of(site, "alder's own", role=Role.VOLUNTEER)
    with site.db.writing() as db:
        alder = make_volunteer(db, account_id=account.account_id).id
    booked(site, "anna", alder)

    forgetting.forget(site, account.visit(Visit()))

    with site.db.reading() as db:
        assert db.get_one(Volunteer, alder).state == VolunteerState.LEFT
        assert db.scalars(select(TicketState.state)).all() == ["released"]
    assert [(row.state, row.ended_by) for row in mine(site, "anna")] == [("cancelled", "organisation")]
    assert amounts(site.db)["account"] == 0
