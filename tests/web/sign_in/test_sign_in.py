"""Coming in with eight words, with and without scripts, and every way in which that does not open."""

from dataclasses import replace

import pytest

from service import accounts
from service.accounts import WrongWords
from service.clock import FixedClock
from service.limits import Budget, Limited, Limits
from service.models import Role
from service.site import Site
from service.visits import Visit
from tests.service.accounts.cast import MEADOW, RIVER, person
from tests.web.sign_in.tab import Tab, browser_fields, proof
from web.languages import translations

WRONG = translations("ru").gettext(WrongWords.msgid)


@pytest.fixture
def tab(site: Site) -> Tab:
    return Tab(site)


def enter_with_scripts(tab: Tab, words: str = RIVER) -> int:
    """Do what the page's script does: ask for the wraps, open them, send the wallet key."""
    keys = accounts.derive(tab.site, words)
    tab.open("/sign-in")
    answer = tab.send("/sign-in", step="wraps", **proof(keys))
    if answer.status_code != 200:
        return answer.status_code
    wallet_key = browser_fields(tab.site, words, wallet_key=person_key(tab.site, words))["wallet_key"]
    return tab.send("/sign-in", wallet_key=wallet_key, **proof(keys)).status_code


def person_key(site: Site, words: str) -> bytes:
    with site.db.writing() as db:
        return accounts.sign_in_plain(db, site, accounts.derive(site, words)).wallet_key


def test_sign_in_page_cannot_post_words_and_leads_to_the_plain_one(tab: Tab) -> None:
    page = tab.open("/sign-in").text
    field = page[page.index('<input class="input" id="words"') :].partition(">")[0]

    assert " name=" not in field
    assert '<button class="button" id="enter" disabled>' in page
    assert 'href="/sign-in/plain"' in page


def test_sign_in_plain_lets_in_and_says_that_words_travel(tab: Tab) -> None:
    someone = person(tab.site)
    page = tab.open("/sign-in/plain").text

    answer = tab.send("/sign-in/plain", words=RIVER)

    assert translations("ru").gettext("Here the words travel to our server") in page
    assert answer.history[0].headers["location"] == "/my"
    assert tab.visit is not None
    assert tab.visit.account_id == someone.account.account_id


@pytest.mark.parametrize(
    "typed",
    ["RIVER  Apple lamp-stone garden window paper bridge ", "rivеr аpple lаmp stone garden window paper bridge"],
)
def test_sign_in_plain_forgives_capitals_spaces_and_look_alikes(tab: Tab, typed: str) -> None:
    person(tab.site)
    tab.open("/sign-in/plain")

    tab.send("/sign-in/plain", words=typed)

    assert tab.visit is not None
    assert tab.visit.signed_in


@pytest.mark.parametrize("typed", [MEADOW, "apple river lamp stone garden window paper bridge"])
def test_sign_in_plain_of_wrong_words_says_so_and_keeps_them(tab: Tab, typed: str) -> None:
    person(tab.site)
    tab.open("/sign-in/plain")

    answer = tab.send("/sign-in/plain", words=typed)

    assert answer.status_code == 422
    assert WRONG in answer.text
    assert f'value="{typed}"' in answer.text
    assert tab.visit is None


@pytest.mark.parametrize("typed", ["", "river", "1 2 3 4 5 6 7 8", "<b>", "слово " * 60])
def test_sign_in_plain_of_no_key_is_told_kindly(tab: Tab, typed: str) -> None:
    tab.open("/sign-in/plain")

    answer = tab.send("/sign-in/plain", words=typed)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "<b>" not in answer.text


def test_sign_in_with_scripts_never_posts_words(tab: Tab) -> None:
    someone = person(tab.site)

    status = enter_with_scripts(tab)

    assert status in (200, 404)  # the page behind is another group's
    assert tab.visit is not None
    assert tab.visit.account_id == someone.account.account_id


def test_sign_in_with_scripts_of_unknown_words_answers_the_script_in_its_language(tab: Tab) -> None:
    person(tab.site)
    tab.open("/sign-in")

    answer = tab.send("/sign-in", step="wraps", **proof(accounts.derive(tab.site, MEADOW)))

    assert answer.status_code == 422
    assert answer.json() == {"text": WRONG}


@pytest.mark.parametrize("fields", [{}, {"lookup": "x", "auth": "y"}, {"lookup": "А" * 22, "auth": "=" * 43}])
def test_sign_in_with_scripts_refuses_fields_that_are_no_key(tab: Tab, fields: dict[str, str]) -> None:
    tab.open("/sign-in")

    wraps = tab.send("/sign-in", step="wraps", **fields)
    entering = tab.send("/sign-in", wallet_key="x", **fields)

    assert (wraps.status_code, entering.status_code) == (422, 422)
    assert tab.visit is None


def test_sign_in_with_another_persons_wallet_key_stays_out(tab: Tab) -> None:
    someone, other = person(tab.site), person(tab.site, MEADOW)
    tab.open("/sign-in")

    fields = browser_fields(tab.site, RIVER, wallet_key=other.new.wallet_key)
    answer = tab.send("/sign-in", wallet_key=fields["wallet_key"], **proof(someone.keys))

    assert answer.status_code == 422
    assert tab.visit is None


def test_sign_in_changes_the_cookie_and_ends_the_old_visit(tab: Tab) -> None:
    person(tab.site)
    tab.begin(Visit(zone="Asia/Tbilisi"))
    tab.open("/sign-in/plain")
    before, planted = tab.cookie, Tab(tab.site)

    tab.send("/sign-in/plain", words=RIVER)
    planted.client.cookies.set("pristan", before or "", domain="localhost.local")

    assert tab.cookie != before
    assert planted.visit is None
    assert tab.visit is not None
    assert tab.visit.zone == "Asia/Tbilisi"


def test_sign_in_of_somebody_who_has_just_booked_keeps_that_booking_in_reach(tab: Tab, clock: FixedClock) -> None:
    person(tab.site)
    tab.begin(Visit(wallet_key=b"\x05" * 32, focus=0))
    tab.open("/sign-in/plain")

    tab.send("/sign-in/plain", words=RIVER)

    assert tab.visit is not None
    with tab.site.db.reading() as db:
        assert b"\x05" * 32 in accounts.of_visit(db, tab.site, tab.visit).wallet_keys(clock.now())


def test_sign_in_over_another_account_takes_nothing_of_it_along(tab: Tab) -> None:
    someone, other = person(tab.site), person(tab.site, MEADOW)
    tab.begin(replace(someone.visit, zone="Asia/Almaty", focus=1))
    tab.open("/about")

    tab.send("/sign-in/plain", words=MEADOW)

    assert tab.visit is not None
    assert tab.visit.account_id == other.account.account_id
    assert tab.visit.focus is None


def test_sign_in_is_slowed_for_a_network_and_never_for_an_account(site: Site, clock: FixedClock) -> None:
    person(site)
    narrow = Limits(clock, budgets={what: Budget(at_once=1, an_hour=60) for what in Limited})
    tab = Tab(replace(site, limits=narrow))
    tab.open("/sign-in/plain")
    for _ in range(100):  # what is near has a hundred times the budget
        narrow.check(Limited.SIGN_IN, "nearby")

    slowed = tab.send("/sign-in/plain", words=RIVER)
    elsewhere = Tab(site)
    elsewhere.open("/sign-in/plain")
    elsewhere.send("/sign-in/plain", words=RIVER)

    assert slowed.status_code == 429
    assert f'value="{RIVER}"' in slowed.text
    assert elsewhere.visit is not None


def test_sign_in_plain_asks_to_wait_and_keeps_the_form(tab: Tab) -> None:
    person(tab.site)
    tab.open("/sign-in/plain")
    turns = [tab.site.kdf.turn() for _ in range(2)]
    for turn in turns:
        turn.__enter__()
    tab.site.kdf._inside = 18  # sixteen more wait

    answer = tab.send("/sign-in/plain", words=RIVER)

    tab.site.kdf._inside = 2
    for turn in turns:
        turn.__exit__(None, None, None)
    assert answer.status_code == 503
    assert f'value="{RIVER}"' in answer.text


def test_sign_in_with_scripts_offers_new_words_to_whose_words_travelled(tab: Tab) -> None:
    someone = person(tab.site, noscript=True)
    tab.open("/sign-in")
    wallet_key = browser_fields(tab.site, RIVER, wallet_key=someone.new.wallet_key)["wallet_key"]

    answer = tab.send("/sign-in", wallet_key=wallet_key, **proof(someone.keys))

    assert answer.history[0].headers["location"] == "/my/key/new"
    assert translations("uk").gettext("New words, new keys") in answer.text


@pytest.mark.parametrize(
    ("role", "home"), [(Role.CLIENT, "/my"), (Role.VOLUNTEER, "/desk"), (Role.COORDINATOR, "/team")]
)
def test_sign_in_leads_each_role_home(tab: Tab, role: Role, home: str) -> None:
    new = accounts.lock(tab.site, accounts.derive(tab.site, RIVER))
    with tab.site.db.writing() as db:
        accounts.create(db, tab.site, new, role=role)
    tab.open("/sign-in/plain")

    answer = tab.send("/sign-in/plain", words=RIVER)

    assert answer.history[0].headers["location"] == home


def test_sign_out_ends_the_visit_and_takes_the_cookie_away(tab: Tab) -> None:
    tab.begin(person(tab.site).visit)
    tab.open("/my/key")
    cookie, again = tab.cookie, Tab(tab.site)

    tab.send("/sign-out")
    again.client.cookies.set("pristan", cookie or "", domain="localhost.local")

    assert tab.cookie is None
    assert again.visit is None


def test_sign_in_page_leads_home_whoever_is_in_already(tab: Tab) -> None:
    tab.begin(person(tab.site).visit)

    assert tab.open("/sign-in").history[0].headers["location"] == "/my"
    assert tab.open("/sign-in/plain").history[0].headers["location"] == "/my"
