"""Change my words, someone may know them, sign out everywhere: with and without scripts."""

import pytest

from service import accounts
from service.clock import FixedClock
from service.site import Site
from tests.service.accounts.cast import MEADOW, RIVER, Person, person
from tests.web.sign_in.tab import Tab, accounts_of, browser_fields, proof, words_on
from web.languages import translations


@pytest.fixture
def someone(site: Site) -> Person:
    return person(site)


@pytest.fixture
def tab(site: Site, someone: Person) -> Tab:
    tab = Tab(site)
    tab.begin(someone.visit)
    return tab


def opens(site: Site, words: str) -> bool:
    keys = accounts.derive(site, words)
    try:
        with site.db.writing() as db:
            accounts.sign_in_plain(db, site, keys)
    except accounts.WrongWords:
        return False
    return True


@pytest.mark.parametrize("path", ["/my/key", "/my/key/new", "/my/key/words", "/my/key/plain"])
def test_my_key_is_for_those_who_are_in(site: Site, path: str) -> None:
    assert Tab(site).open(path).url.path == "/sign-in"
    assert Tab(site).send(path).status_code == 401


def test_change_words_without_scripts_shows_the_new_ones_on_the_card(tab: Tab, someone: Person) -> None:
    tab.open("/my/key/plain")

    tab.send("/my/key/plain", words=RIVER)
    new = words_on(tab.at)

    assert opens(tab.site, new)
    assert not opens(tab.site, RIVER)
    assert tab.visit is not None
    assert tab.visit.wallet_key == someone.new.wallet_key


@pytest.mark.parametrize("typed", [MEADOW, "river apple"])
def test_change_words_without_scripts_asks_for_the_right_old_ones(tab: Tab, typed: str) -> None:
    person(tab.site, MEADOW)
    tab.open("/my/key/plain")

    answer = tab.send("/my/key/plain", words=typed)

    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert opens(tab.site, RIVER)


def test_change_words_by_a_script_locks_the_same_keys(tab: Tab, someone: Person) -> None:
    tab.open("/my/key/words")
    fields = browser_fields(tab.site, MEADOW, wallet_key=someone.new.wallet_key)

    answer = tab.send("/my/key/words", **fields, **proof(someone.keys, prefix="old_"))

    assert answer.json() == {"next": "/my"}
    assert opens(tab.site, MEADOW)
    assert tab.visit is not None
    assert tab.visit.epoch == 2


def test_change_words_by_a_script_without_the_old_proof_is_refused(tab: Tab, someone: Person) -> None:
    tab.open("/my/key/words")
    fields = browser_fields(tab.site, MEADOW, wallet_key=someone.new.wallet_key)

    bare = tab.send("/my/key/words", **fields)
    wrong = tab.send("/my/key/words", **fields, **proof(accounts.derive(tab.site, MEADOW), prefix="old_"))

    assert (bare.status_code, wrong.status_code) == (422, 422)
    assert opens(tab.site, RIVER)


def test_renew_without_scripts_needs_no_old_words_and_keeps_old_bookings(
    tab: Tab, someone: Person, clock: FixedClock
) -> None:
    tab.open("/my/key/new")

    tab.send("/my/key/new", step="plain")

    assert tab.visit is not None
    with tab.site.db.reading() as db:
        keys = accounts.of_visit(db, tab.site, tab.visit).wallet_keys(clock.now())
    assert opens(tab.site, words_on(tab.at))
    assert not opens(tab.site, RIVER)
    assert keys == (tab.visit.wallet_key, someone.new.wallet_key)


def test_renew_by_a_script_takes_the_mark_away(tab: Tab) -> None:
    opens(tab.site, RIVER)
    marked = accounts_of(tab.site)[0].noscript
    tab.open("/my/key/new")

    answer = tab.send("/my/key/new", **browser_fields(tab.site, MEADOW))

    assert answer.json() == {"next": "/my"}
    assert marked
    assert not accounts_of(tab.site)[0].noscript


def test_renew_ends_the_visit_of_whoever_knew_the_words(tab: Tab, someone: Person) -> None:
    stranger = Tab(tab.site)
    stranger.begin(someone.visit)
    tab.open("/my/key/new")

    tab.send("/my/key/new", step="plain")

    assert stranger.open("/my/key").url.path == "/sign-in"
    assert tab.open("/my/key").status_code == 200


def test_renew_with_fields_that_are_no_key_changes_nothing(tab: Tab) -> None:
    tab.open("/my/key/new")

    answer = tab.send("/my/key/new", step="script", lookup="x")

    assert answer.status_code == 422
    assert opens(tab.site, RIVER)


def test_sign_out_everywhere_ends_all_visits_at_once(tab: Tab, someone: Person) -> None:
    other = Tab(tab.site)
    other.begin(someone.visit)
    tab.open("/my/key")

    tab.send("/my/key")

    assert tab.visit is None
    assert other.open("/my/key").url.path == "/sign-in"
    assert opens(tab.site, RIVER)


def test_my_key_says_when_the_words_have_travelled(tab: Tab) -> None:
    before = tab.open("/my/key").text
    opens(tab.site, RIVER)  # without scripts: the server saw them

    after = tab.open("/my/key").text

    said = translations("uk").gettext("These words once travelled to our server")
    assert said not in before
    assert said in after
