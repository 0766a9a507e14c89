"""A channel counts only when a letter's link came back, and its address is readable nowhere in the database."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier

import pytest

from service import notices, staff
from service.clock import FixedClock
from service.models import Role, VolunteerState
from service.notices import AddressWrong, ChannelState, LinkUnknown, NoChannel
from service.notices.channel import address_of
from service.site import Site, SiteSecrets
from service.staff.refusals import PersonUnknown
from tests.factories import make_account
from tests.service.notices.people import (
    ADDRESS,
    confirm,
    confirmed,
    link,
    row,
    set_state,
    tell,
    volunteer,
    waiting,
    with_address,
)

DAY = 24 * 3600


def state(site: Site, volunteer_id: bytes) -> ChannelState:
    with site.db.reading() as db:
        return notices.channel_of(db, site, row(site, volunteer_id)).state


def test_set_channel_seals_the_address_and_lets_one_letter_wait(site: Site) -> None:
    person = volunteer(site)

    with_address(site, person)

    stored = row(site, person)
    assert stored.notice_sealed is not None
    assert ADDRESS.encode() not in stored.notice_sealed
    assert stored.confirmed_on is None
    assert waiting(site) == [("confirm", 0)]
    with site.db.reading() as db:
        assert notices.channel_of(db, site, stored).address == ADDRESS


def test_sealed_addresses_are_of_one_size_whatever_their_length(site: Site) -> None:
    short, long = volunteer(site), volunteer(site, "Birch")
    with_address(site, short, "a@b.example")
    with_address(site, long, "a" * 60 + "@" + "b" * 60 + ".example")

    assert len(row(site, short).notice_sealed or b"") == len(row(site, long).notice_sealed or b"")


def test_an_address_opens_neither_in_another_row_nor_with_another_key(site: Site) -> None:
    mine, other = volunteer(site), volunteer(site, "Birch")
    with_address(site, mine)
    stolen = row(site, mine).notice_sealed
    elsewhere = replace(site, secrets=SiteSecrets(site.secrets.site_id, bytes(32), bytes(32)))

    assert address_of(site, mine, stolen) == ADDRESS
    assert address_of(site, other, stolen) is None
    assert address_of(elsewhere, mine, stolen) is None


@pytest.mark.parametrize(
    "address",
    [
        "", "alder", "@example.org", "alder@", "alder@localhost", "a b@example.org",
        "alder@example.org\nBcc: x@y.example",
        "алдер@example.org", "a..b@example.org", ".a@example.org", "alder@exa_mple.org", "a@" + "b" * 64 + ".example",
        "x" * 65 + "@example.org", "alder@example.1", "<alder@example.org>", "alder@[127.0.0.1]",
    ],
)  # fmt: skip
def test_set_channel_refuses_what_no_letter_could_reach(site: Site, address: str) -> None:
    person = volunteer(site)

    with pytest.raises(AddressWrong):
        with_address(site, person, address)

    assert row(site, person).notice_sealed is None


def test_set_channel_writes_foreign_domains_the_way_mail_servers_do(site: Site) -> None:
    person = volunteer(site)

    with_address(site, person, " Alder@Пример.Example ")

    with site.db.reading() as db:
        assert notices.channel_of(db, site, row(site, person)).address == "Alder@xn--e1afmkfd.example"


def test_set_channel_of_nobody_is_refused(site: Site) -> None:
    with pytest.raises(PersonUnknown):
        with_address(site, bytes(16))


def test_confirm_believes_the_link_once(site: Site) -> None:
    person = volunteer(site)
    with_address(site, person)
    address = link(site, person)

    confirm(site, address)

    assert address.startswith(f"{site.settings.public_url}/reachable#")
    assert row(site, person).confirmed_on == date(2026, 11, 2)
    assert waiting(site) == []
    assert state(site, person) is ChannelState.FRESH
    with pytest.raises(LinkUnknown):
        confirm(site, address)


def test_confirm_takes_only_the_newest_link(site: Site) -> None:
    person = volunteer(site)
    with_address(site, person)
    older = link(site, person)
    with site.db.writing() as db:
        notices.send_confirmation(db, site, person)

    with pytest.raises(LinkUnknown):
        confirm(site, older)

    confirm(site, link(site, person))


@pytest.mark.parametrize("code", ["", "#", "a" * 22, "a" * 23, "слово", "A" * 5000, "==", "\x00" * 22])
def test_confirm_refuses_what_stood_in_no_letter(site: Site, code: str) -> None:
    person = volunteer(site)
    with_address(site, person)

    with pytest.raises(LinkUnknown):
        confirm(site, code)

    assert state(site, person) is ChannelState.UNCONFIRMED


def test_confirm_raced_by_eight_is_used_once(site: Site) -> None:
    person = volunteer(site)
    with_address(site, person)
    code, together = link(site, person), Barrier(8)

    def press(_number: int) -> bool:
        together.wait()
        try:
            confirm(site, code)
        except LinkUnknown:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(press, range(8))) == 1


def test_confirm_makes_active_who_waited_only_for_it(site: Site) -> None:
    person = volunteer(site, state=VolunteerState.WAITING)
    with_address(site, person)
    with site.db.writing() as db:
        for name in ("first", "second"):
            coordinator = make_account(db, name, role=Role.COORDINATOR).id
            staff.approve(db, person, coordinator=coordinator)
    assert row(site, person).state == VolunteerState.WAITING

    confirm(site, link(site, person))

    assert row(site, person).state == VolunteerState.ACTIVE


def test_a_new_address_must_be_confirmed_anew(site: Site) -> None:
    person = confirmed(site)
    tell(site, person)

    with_address(site, person, "other@example.org")

    assert state(site, person) is ChannelState.UNCONFIRMED
    assert waiting(site) == [("confirm", 0)]


@pytest.mark.parametrize(("days", "expected"), [(7, ChannelState.FRESH), (8, ChannelState.STALE)])
def test_a_confirmation_is_fresh_for_seven_days(
    site: Site, clock: FixedClock, days: int, expected: ChannelState
) -> None:
    person = confirmed(site)

    clock.advance(seconds=days * DAY)

    assert state(site, person) is expected


def test_send_confirmation_without_an_address_is_refused(site: Site) -> None:
    person = volunteer(site)

    with pytest.raises(NoChannel), site.db.writing() as db:
        notices.send_confirmation(db, site, person)


def test_remove_channel_forgets_address_letters_and_link(site: Site) -> None:
    person = volunteer(site)
    with_address(site, person)
    code = link(site, person)

    with site.db.writing() as db:
        notices.remove_channel(db, person)

    stored = row(site, person)
    assert (stored.notice_sealed, stored.notice_token_hash, stored.confirmed_on) == (None, None, None)
    assert waiting(site) == []
    with pytest.raises(LinkUnknown):
        confirm(site, code)


def test_tell_lets_one_letter_wait_however_much_is_new(site: Site) -> None:
    person = confirmed(site)

    tell(site, person)
    tell(site, person)

    assert waiting(site) == [("news", 0)]


@pytest.mark.parametrize("state", [VolunteerState.SUSPENDED, VolunteerState.LEFT])
def test_tell_says_nothing_to_who_is_no_longer_here(site: Site, state: VolunteerState) -> None:
    person = confirmed(site)
    with site.db.writing() as db:
        set_state(db, person, state)

    tell(site, person)

    assert waiting(site) == []


def test_tell_says_nothing_to_an_unconfirmed_address(site: Site) -> None:
    person = volunteer(site)
    with_address(site, person)

    tell(site, person)
    tell(site, bytes(16))

    assert waiting(site) == [("confirm", 0)]


def test_put_checks_waits_five_days_and_repeats_each_week(site: Site, clock: FixedClock) -> None:
    person = confirmed(site)
    put = []

    for _day in range(20):
        with site.db.writing() as db:
            put.append(notices.put_checks(db, site))
        clock.advance(seconds=DAY)

    assert [day for day, count in enumerate(put) if count] == [5, 12, 19]
    assert waiting(site) == [("check", 0)]
    confirm(site, link(site, person))
    assert state(site, person) is ChannelState.FRESH


def test_put_checks_after_days_without_a_server_still_sends_the_first_one(site: Site, clock: FixedClock) -> None:
    confirmed(site)
    clock.advance(seconds=8 * DAY)

    with site.db.writing() as db:
        assert notices.put_checks(db, site) == 1
        assert notices.put_checks(db, site) == 0


def test_put_checks_leaves_alone_who_is_not_active(site: Site, clock: FixedClock) -> None:
    person = confirmed(site)
    clock.advance(seconds=5 * DAY)
    with site.db.writing() as db:
        set_state(db, person, VolunteerState.PAUSED)

    with site.db.writing() as db:
        assert notices.put_checks(db, site) == 0
