"""The key of eight words: made once, shown on one card, asked back, and forgotten by the visit."""

from dataclasses import replace

import pytest

from service import accounts, staff
from service.limits import Budget, Limited, Limits
from service.models import Role
from service.site import Site
from service.visits import Visit
from tests.service.accounts.cast import MEADOW, RIVER, person
from tests.web.sign_in.tab import Tab, accounts_of, browser_fields, words_on

FIELDS = ("lookup", "auth", "wallet_key", "wallet_key_wrapped", "content_seed_wrapped", "kdf_version")
BOOKED = Visit(wallet_key=b"\x05" * 32, focus=0, language="uk", zone="Europe/Kyiv")


@pytest.fixture
def tab(site: Site) -> Tab:
    """Give a tab that has just booked a first meeting."""
    tab = Tab(site)
    tab.begin(BOOKED)
    return tab


def make_without_scripts(tab: Tab) -> str:
    tab.open("/key")
    tab.send("/key", step="plain")
    return words_on(tab.at)


def invited(site: Site, role: Role) -> Visit:
    with site.db.writing() as db:
        code = staff.invite(db, site, role=role, label="Мира").code
        return Visit(pending={"invitation": staff.accept(db, site, code).secret})


def test_key_of_a_stranger_leads_to_the_first_page(site: Site) -> None:
    tab = Tab(site)

    assert tab.open("/key").url.path == "/"
    assert tab.send("/key", step="plain").url.path == "/"
    assert accounts_of(site) == []


def test_key_of_somebody_who_only_held_a_time_leads_to_the_first_page(site: Site) -> None:
    tab = Tab(site)
    tab.begin(Visit(wallet_key=b"\x05" * 32))

    assert tab.open("/key").url.path == "/"


def test_key_made_without_scripts_opens_what_was_booked(tab: Tab) -> None:
    words = make_without_scripts(tab)
    [row] = accounts_of(tab.site)
    with tab.site.db.writing() as db:
        found = accounts.sign_in_plain(db, tab.site, accounts.derive(tab.site, words))

    assert len(words.split()) == 8
    assert found.wallet_key == BOOKED.wallet_key
    assert (found.settings.language, found.settings.zone) == ("uk", "Europe/Kyiv")
    assert row.noscript


def test_key_made_without_scripts_is_shown_again_after_a_broken_line(tab: Tab) -> None:
    words = make_without_scripts(tab)

    assert words_on(tab.open("/key").text) == words
    assert all(word in tab.open("/key/note.txt").text for word in words.split())


def test_key_asks_two_words_back_and_then_forgets_them(tab: Tab) -> None:
    words = make_without_scripts(tab).split()
    assert tab.visit is not None
    asked = [position + 1 for position in tab.visit.pending["asked"]]
    tab.open("/key/check")

    answer = tab.send("/key/check", **{f"word_{number}": f" {words[number - 1].upper()} " for number in asked})

    assert answer.history[0].headers["location"] == "/my"
    assert dict(tab.visit.pending) == {}
    assert not any(word in tab.open("/key").text for word in words)


@pytest.mark.parametrize("typed", ["", "river", "<script>", "7"])
def test_key_check_of_another_word_keeps_the_card(tab: Tab, typed: str) -> None:
    words = make_without_scripts(tab)
    assert tab.visit is not None
    asked = [position + 1 for position in tab.visit.pending["asked"]]
    tab.open("/key/check")

    answer = tab.send("/key/check", **{f"word_{number}": typed for number in asked})

    assert answer.status_code == 422
    assert "<script>" not in answer.text
    assert words_on(tab.open("/key").text) == words


def test_key_can_be_left_unchecked_and_is_forgotten_then_too(tab: Tab) -> None:
    words = make_without_scripts(tab)
    tab.open("/key/check")

    answer = tab.send("/key/check", step="later")

    assert answer.history[0].headers["location"] == "/my"
    assert not any(word in tab.open("/key").text for word in words.split())


def test_key_note_has_a_name_that_says_nothing(tab: Tab) -> None:
    make_without_scripts(tab)

    answer = tab.open("/key/note.txt")

    assert answer.headers["content-disposition"] == 'attachment; filename="note.txt"'
    assert answer.headers["cache-control"] == "no-store"
    assert "Pristan" not in answer.text


def test_key_note_and_check_without_a_card_lead_back(tab: Tab) -> None:
    assert tab.open("/key/note.txt").url.path == "/key"
    assert tab.open("/key/check").url.path == "/key"
    assert tab.send("/key/check", word_1="x").url.path == "/key"


def test_key_made_by_a_script_makes_the_account_of_the_booking(tab: Tab) -> None:
    tab.open("/key")

    answer = tab.send("/key", **browser_fields(tab.site, RIVER, wallet_key=BOOKED.wallet_key))

    assert answer.json() == {"next": "/my"}
    assert tab.visit is not None
    assert tab.visit.account_id == accounts_of(tab.site)[0].id
    assert not accounts_of(tab.site)[0].noscript


def test_key_of_another_wallet_key_than_the_bookings_is_refused(tab: Tab) -> None:
    tab.open("/key")

    answer = tab.send("/key", **browser_fields(tab.site, RIVER))

    assert answer.status_code == 422
    assert accounts_of(tab.site) == []


@pytest.mark.parametrize(
    "name", ["lookup", "auth", "wallet_key", "wallet_key_wrapped", "content_seed_wrapped", "kdf_version"]
)
def test_key_fields_that_are_no_key_are_refused(tab: Tab, name: str) -> None:
    tab.open("/key")
    fields = browser_fields(tab.site, RIVER, wallet_key=BOOKED.wallet_key)

    answer = tab.send("/key", **{**fields, name: fields[name] + "x"})

    assert answer.status_code == 422
    assert set(answer.json()) == {"text"}
    assert accounts_of(tab.site) == []


def test_key_with_words_in_use_is_refused_and_says_so(tab: Tab) -> None:
    person(tab.site)
    tab.open("/key")

    answer = tab.send("/key", **browser_fields(tab.site, RIVER, wallet_key=BOOKED.wallet_key))

    assert answer.status_code == 422
    assert len(accounts_of(tab.site)) == 1


def test_key_form_sent_twice_makes_one_account_and_shows_one_card(tab: Tab) -> None:
    words = make_without_scripts(tab)

    tab.send("/key", step="plain")

    assert words_on(tab.at) == words
    assert len(accounts_of(tab.site)) == 1


def test_key_answer_that_got_lost_is_found_by_the_same_cookie(tab: Tab) -> None:
    tab.open("/key")
    cookie = tab.cookie
    tab.send("/key", step="plain")
    again = Tab(tab.site)
    again.client.cookies.set("pristan", cookie or "", domain="localhost.local")

    assert words_on(again.open("/key").text) == words_on(tab.at)


def test_key_sent_again_by_a_script_after_a_lost_answer_comes_in_with_what_it_sent(tab: Tab) -> None:
    tab.open("/key")
    old, token = tab.cookie, tab.token
    fields = browser_fields(tab.site, RIVER, wallet_key=BOOKED.wallet_key)
    tab.send("/key", **fields)
    again = Tab(tab.site)
    again.client.cookies.set("pristan", old or "", domain="localhost.local")
    again.token = token

    repeated = again.send("/key", **fields)
    again.token = token
    again.send("/sign-in", **fields)

    assert repeated.status_code == 401
    assert again.visit is not None
    assert again.visit.account_id == accounts_of(tab.site)[0].id


def test_key_put_away_changes_the_cookie(tab: Tab) -> None:
    make_without_scripts(tab)
    cookie = tab.cookie
    tab.open("/key/check")

    tab.send("/key/check", step="later")

    assert tab.cookie != cookie


def test_key_after_an_invitation_makes_the_staff_account_and_ends_the_invitation(site: Site) -> None:
    tab = Tab(site)
    tab.begin(invited(site, Role.VOLUNTEER))
    used = invited(site, Role.COORDINATOR)

    words = make_without_scripts(tab)

    assert [row.role for row in accounts_of(site)] == [Role.VOLUNTEER]
    assert len(words.split()) == 8
    with site.db.reading() as db:
        assert staff.accepted(db, site, used.pending["invitation"]).role is Role.COORDINATOR


def test_key_after_a_used_invitation_makes_no_account(site: Site) -> None:
    visit = invited(site, Role.COORDINATOR)
    first, second = Tab(site), Tab(site)
    first.begin(visit)
    second.begin(visit)
    make_without_scripts(first)
    second.open("/key")

    answer = second.send("/key", step="plain")

    assert answer.status_code == 422
    assert len(accounts_of(site)) == 1


def test_key_making_is_slowed_for_a_network(site: Site) -> None:
    narrow = Limits(site.clock, budgets={what: Budget(at_once=1, an_hour=60) for what in Limited})
    tab = Tab(replace(site, limits=narrow))
    tab.begin(BOOKED)
    tab.open("/key")
    for _ in range(100):
        narrow.check(Limited.KEY, "nearby")

    answer = tab.send("/key", step="plain")

    assert answer.status_code == 429
    assert accounts_of(site) == []


def test_key_page_of_somebody_with_a_key_leads_to_it(site: Site) -> None:
    tab = Tab(site)
    tab.begin(person(site, MEADOW).visit)

    assert tab.open("/key").url.path == "/my/key"


def test_key_page_hides_the_wallet_key_under_a_new_mask_each_time(tab: Tab) -> None:
    pages = {tab.open("/key").text.partition('data-wallet="')[2].partition('"')[0] for _ in range(3)}

    assert len(pages) == 3
    assert all(len(wallet) == 86 for wallet in pages)
