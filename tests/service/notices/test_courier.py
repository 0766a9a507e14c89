"""Letters reach a real mail server; a bad one leaves every letter where it is and disturbs nobody."""

import ssl
import time
from dataclasses import replace as changed
from datetime import date
from pathlib import Path
from threading import Thread

import pytest

from service import notices
from service.clock import FixedClock
from service.notices import Courier, MailState, Round, mail
from service.settings import Mode, Settings
from service.site import Site
from tests.service.notices.people import confirm, confirmed, link, row, tell, volunteer, waiting, with_address
from tests.service.notices.post_office import (
    certificate,
    free_port,
    only,
    post_office,
    silent_server,
    with_mail,
)


def mail_state(site: Site) -> MailState:
    with site.db.reading() as db:
        return notices.mail_state(db, site)


def test_deliver_sends_what_waits_and_deletes_it(site: Site) -> None:
    tell(site, confirmed(site))
    with post_office() as office:
        done = notices.deliver(with_mail(site, office.port))

    (to, letter) = office.letters[0]
    assert (done, to) == (Round(sent=1), "alder@example.org")
    assert letter["Subject"] == "Есть новости"
    assert letter.get_content().splitlines()[0] == "Есть новости. Загляните на свою страницу."
    assert waiting(site) == []


def test_a_letter_carries_no_name_host_or_hour_of_ours(site: Site) -> None:
    tell(site, confirmed(site))
    with post_office() as office:
        notices.deliver(with_mail(site, office.port))

    (_, letter) = office.letters[0]
    assert {name.lower() for name in letter} - {"x-peer", "x-mailfrom", "x-rcptto"} == {
        "from", "to", "subject", "message-id", "auto-submitted", "content-type", "content-transfer-encoding",
        "mime-version",
    }  # fmt: skip
    assert letter["From"] == "notices@post.example.org"
    assert letter["Message-ID"].endswith("@post.example.org>")
    assert "Pristan" not in letter.as_string()
    assert set(office.greetings) == {"post.example.org"}


def test_a_link_from_a_real_letter_confirms_the_channel(site: Site) -> None:
    person = volunteer(site)
    with_address(site, person)
    with post_office() as office:
        notices.deliver(with_mail(site, office.port))

    confirm(site, office.letters[0][1].get_content().split()[-1])

    assert row(site, person).confirmed_on == date(2026, 11, 2)


def test_without_a_server_letters_wait(site: Site) -> None:
    tell(site, confirmed(site))

    assert notices.deliver(site) == Round()
    assert waiting(site) == [("news", 0)]
    assert mail_state(site) == MailState(configured=False, waiting=1, silent_since=None)


def test_an_unreachable_server_leaves_rows_and_is_told_to_coordinators(site: Site, clock: FixedClock) -> None:
    tell(site, confirmed(site))
    dead = with_mail(site, free_port())
    courier = Courier(dead)

    assert courier.round() == Round(server_silent=True)
    clock.advance(seconds=24 * 3600)
    assert courier.round() == Round(server_silent=True)

    assert waiting(site) == [("news", 0)]
    assert mail_state(dead) == MailState(configured=True, waiting=1, silent_since=date(2026, 11, 2))


def test_a_server_that_speaks_again_clears_the_note(site: Site) -> None:
    tell(site, confirmed(site))
    Courier(with_mail(site, free_port())).round()

    with post_office() as office:
        alive = with_mail(site, office.port)
        assert Courier(alive).round() == Round(sent=1)

    assert mail_state(alive) == MailState(configured=True, waiting=0, silent_since=None)


def test_a_silent_server_is_left_alone_for_growing_pauses(site: Site, clock: FixedClock) -> None:
    tell(site, confirmed(site))
    with post_office() as office:
        courier = Courier(with_mail(site, free_port()))
        courier.round()
        courier.site = with_mail(site, office.port)
        clock.advance(seconds=59)
        early = courier.round()
        clock.advance(seconds=1)
        assert (early, courier.round()) == (Round(server_silent=True), Round(sent=1))


def test_a_slow_server_costs_one_timeout(site: Site) -> None:
    tell(site, confirmed(site))
    with silent_server() as port:
        began = time.perf_counter()
        assert Courier(with_mail(site, port), timeout_seconds=0.3).round() == Round(server_silent=True)

    assert time.perf_counter() - began < 30
    assert waiting(site) == [("news", 0)]


def test_a_booking_does_not_wait_for_a_slow_server(site: Site) -> None:
    person = confirmed(site)
    tell(site, person)
    with silent_server() as port:
        courier = Thread(target=Courier(with_mail(site, port), timeout_seconds=60).round)
        courier.start()
        tell(site, person)
        still_waits = courier.is_alive()
    courier.join()

    assert still_waits


def test_a_refused_letter_waits_behind_the_others(site: Site, clock: FixedClock) -> None:
    tell(site, confirmed(site, "Alder", "alder@example.org"))
    tell(site, confirmed(site, "Birch", "birch@example.org"))
    with post_office() as office:
        office.refused.add("alder@example.org")
        courier = Courier(with_mail(site, office.port))
        first = courier.round()
        again = courier.round()
        clock.advance(seconds=60)
        later = courier.round()

    assert (first, again, later) == (Round(sent=1, refused=1), Round(), Round(refused=1))
    assert [to for to, _ in office.letters] == ["birch@example.org"]
    assert waiting(site) == [("news", 2)]


def test_a_letter_refused_ten_times_is_left_alone(site: Site, clock: FixedClock) -> None:
    tell(site, confirmed(site))
    with post_office() as office:
        office.refuse_text = True
        courier = Courier(with_mail(site, office.port))
        for _ in range(12):
            courier.round()
            clock.advance(seconds=24 * 3600)
        office.refuse_text = False
        assert courier.round() == Round()

    assert waiting(site) == [("news", 10)]


def test_a_letter_given_up_is_tried_anew_once_the_address_works(site: Site, clock: FixedClock) -> None:
    person = confirmed(site)
    tell(site, person)
    with post_office() as office:
        office.refuse_text = True
        courier = Courier(with_mail(site, office.port))
        for _ in range(10):
            courier.round()
            clock.advance(seconds=24 * 3600)
        office.refuse_text = False
        with site.db.writing() as db:
            notices.send_confirmation(db, site, person)
        confirm(site, link(site, person))
        clock.advance(seconds=24 * 3600)

        assert courier.round() == Round(sent=1)

    assert [letter["Subject"] for _, letter in office.letters] == ["Есть новости"]


def test_an_address_that_no_longer_opens_counts_as_refused(site: Site) -> None:
    tell(site, confirmed(site))
    other_key = changed(site, secrets=changed(site.secrets, server_key=bytes(32)))
    with post_office() as office:
        assert notices.deliver(with_mail(other_key, office.port)) == Round(refused=1)

    assert office.letters == []


def test_a_server_with_a_login_takes_ours(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(site, confirmed(site))
    key, made = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(made, key)
    with post_office(authenticator=only("us", "p@ss"), tls_context=context, auth_required=True) as office:
        wrong = notices.deliver(with_mail(site, office.port, user="us:wrong@"))
        right = notices.deliver(with_mail(site, office.port, user="us:p%40ss@"))

    assert (wrong, right) == (Round(server_silent=True), Round(sent=1))


def test_an_encrypted_server_is_spoken_to_in_tls(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(site, confirmed(site))
    key, made = certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(made, key)
    with post_office(ssl_context=context) as office:
        stranger = notices.deliver(with_mail(site, office.port, scheme="smtps"))
        monkeypatch.setenv("SSL_CERT_FILE", str(made))
        known = notices.deliver(with_mail(site, office.port, scheme="smtps"))

    assert (stranger, known) == (Round(server_silent=True), Round(sent=1))


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("smtp://127.0.0.1", True),
        ("smtp://[::1]:25", True),
        ("smtp://localhost:25", True),
        ("smtp://mail.example.org", False),
        ("smtp://10.0.0.5", False),
        ("smtp+plain://10.0.0.5", True),
        ("smtps://mail.example.org", False),
    ],
)
def test_letters_leave_this_machine_unencrypted_only_when_told_so(url: str, plain: bool) -> None:
    server = mail.mail_server(url, sender="notices@example.org")

    assert server is not None
    assert server.may_be_plain is plain


def test_demo_letters_show_the_link_only_in_the_demo(site: Site) -> None:
    with_address(site, volunteer(site))
    demo = changed(site, settings=Settings(**(site.settings.model_dump() | {"mode": Mode.DEMO})))

    with site.db.reading() as db:
        assert notices.demo_letters(db, site) == ()
        (shown,) = notices.demo_letters(db, demo)

    assert shown.alias == "Alder"
    confirm(site, shown.letter.link or "")
