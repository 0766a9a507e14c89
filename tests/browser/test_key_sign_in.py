"""Coming in and changing the key in a real browser: the words stay in their field, whatever happens to the script."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from service import accounts
from service.accounts import OpenAccount, WrongWords
from service.crypto.tokens import to_base64url
from service.visits import Visit
from service.words.lists import make_key
from tests.browser import ways_key
from tests.browser.stage import Stage
from tests.browser.test_accessible import RULES, show_whole, violations
from tests.browser.test_key import lose_answer, made, opened, seed_of
from tests.browser.watching import Watched, never_sent, watched
from web.languages import translations


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with words and an account."""

    words: str
    account: OpenAccount


@pytest.fixture
def person(stage: Stage) -> Person:
    """Give somebody whose words a browser made."""
    words = make_key("ru")
    new = replace(accounts.lock(stage.site, accounts.derive(stage.site, words)), noscript=False)
    with stage.site.db.writing() as db:
        return Person(words, accounts.create(db, stage.site, new))


@contextmanager
def at(stage: Stage, path: str, *, visit: Visit | None = None, scripts: bool = True) -> Iterator[tuple[Tab, Watched]]:
    """Give a tab on a page, and what it sends."""
    with stage.visitor(language="ru", scripts=scripts) as context:
        if visit is not None:
            stage.sign_in(context, visit)
        seen = watched(context)
        tab = context.new_page()
        tab.goto(path)
        yield tab, seen


def enter(tab: Tab, words: str) -> None:
    expect(tab.locator("#enter")).to_be_enabled()
    tab.fill("#words", words)
    tab.click("#enter")


@pytest.mark.promise("journeys")
def test_sign_in_opens_with_the_words_and_sends_none_of_them(
    stage: Stage, person: Person, capfd: pytest.CaptureFixture[str]
) -> None:
    keys, seed = accounts.derive(stage.site, person.words), seed_of(stage, person.words)
    with at(stage, "/sign-in") as (tab, seen):
        enter(tab, person.words)
        tab.wait_for_url("**/my", timeout=60_000)
    secrets = never_sent(keys, person.words, seed)
    logged = "".join(capfd.readouterr())

    assert seen.carries(to_base64url(keys.lookup))
    assert [secret for secret in secrets if seen.carries(secret)] == []
    assert "answered" in logged
    assert [secret for secret in [*secrets, to_base64url(keys.auth)] if secret in logged] == []


def test_sign_in_by_keyboard_with_word_completion(stage: Stage, person: Person) -> None:
    with at(stage, "/sign-in") as (tab, _):
        expect(tab.locator("#enter")).to_be_enabled()
        tab.focus("#words")
        for word in person.words.split():
            tab.keyboard.type(word[:4].upper())
            expect(tab.locator("#completions li").first).to_have_text(word)
            tab.keyboard.press("ArrowDown")
            expect(tab.locator("#words")).to_have_attribute("aria-activedescendant", "completion-0")
            tab.keyboard.press("Enter")
        expect(tab.locator("#so-far li")).to_have_count(8)
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/my", timeout=60_000)


def test_sign_in_offers_no_words_while_the_field_is_covered(stage: Stage) -> None:
    with at(stage, "/sign-in") as (tab, _):
        expect(tab.locator("#enter")).to_be_enabled()
        tab.click("#cover")
        tab.locator("#words").press_sequentially("мая")
        expect(tab.locator("#words")).to_have_attribute("type", "password")
        expect(tab.locator("#so-far")).to_be_hidden()
        expect(tab.locator("#completions")).to_be_hidden()


def test_sign_in_with_wrong_words_says_so_keeps_them_and_names_the_slip(stage: Stage, person: Person) -> None:
    typed = " ".join([*person.words.split()[:7], "абвгдежз"])
    with at(stage, "/sign-in") as (tab, seen):
        enter(tab, typed)
        expect(tab.locator("#refused")).to_have_text(translations("ru").gettext(WrongWords.msgid), timeout=60_000)
        expect(tab.locator("#unknown b")).to_have_text("абвгдежз")
        expect(tab.locator("#words")).to_have_value(typed)
        enter(tab, person.words)
        tab.wait_for_url("**/my", timeout=60_000)

    assert not seen.carries("абвгдежз")


@pytest.mark.parametrize(("typed", "notice"), [("маяк берег", "#count"), ("1 2 3 4 5 6 7 8", "#unreadable")])
def test_sign_in_with_what_is_no_key_is_told_without_asking_the_server(stage: Stage, typed: str, notice: str) -> None:
    with at(stage, "/sign-in") as (tab, seen):
        enter(tab, typed)
        expect(tab.locator(notice)).to_be_visible()
        expect(tab.locator(notice)).to_be_focused()

    assert seen.posts == []


def test_sign_in_is_understood_by_password_managers(stage: Stage, person: Person) -> None:
    remember = "form => { form.submit = () => { document.title = document.getElementById('pseudonym').value; }; }"
    with at(stage, "/sign-in") as (tab, _):
        words = tab.locator("#words")
        assert words.get_attribute("autocomplete") == "current-password"
        assert words.get_attribute("name") is None
        assert tab.locator("#pseudonym").get_attribute("autocomplete") == "username"
        tab.locator("#sign-in").evaluate(remember)
        enter(tab, person.words)
        expect(tab).to_have_title(re.compile(r"^\S+ \S+$"), timeout=60_000)


def test_sign_in_back_button_does_not_find_the_words(stage: Stage, person: Person) -> None:
    with at(stage, "/sign-in") as (tab, _):
        enter(tab, person.words)
        tab.wait_for_url("**/my", timeout=60_000)
        tab.go_back()
        tab.wait_for_load_state()

        assert person.words not in tab.content()
        assert tab.locator("#words").count() == 0 or tab.locator("#words").input_value() == ""


def test_sign_in_whose_script_does_not_load_posts_nothing_and_leads_to_the_plain_way(
    stage: Stage, person: Person
) -> None:
    with at(stage, "/sign-in", scripts=False) as (tab, seen):
        tab.fill("#words", person.words)
        tab.press("#words", "Enter")
        expect(tab.locator("#enter")).to_be_disabled()
        assert seen.posts == []
        assert not seen.carries(person.words.split()[0])

        tab.click("main p a[href='/sign-in/plain']:visible")
        tab.fill("#f-words", person.words)
        tab.locator("main form button").first.click()
        tab.wait_for_url("**/my")


def test_sign_in_whose_worker_does_not_load_posts_nothing_and_says_so(stage: Stage, person: Person) -> None:
    with at(stage, "/sign-in") as (tab, seen):
        tab.context.route("**/*worker.js", lambda route: route.abort())
        enter(tab, person.words)
        expect(tab.locator("#unavailable a")).to_have_attribute("href", "/sign-in/plain")
        expect(tab.locator("#words")).to_have_value(person.words)

    assert seen.posts == []


def test_change_words_in_the_browser_keeps_both_keys(stage: Stage, person: Person) -> None:
    seed = seed_of(stage, person.words)
    with at(stage, "/my/key/words", visit=person.account.visit(Visit())) as (tab, seen):
        expect(tab.locator("#enter")).to_be_enabled()
        tab.fill("#old-words", person.words)
        tab.click("#enter")
        words = made(tab)
    old, new = accounts.derive(stage.site, person.words), accounts.derive(stage.site, words)

    assert seed_of(stage, words) == seed
    assert opened(stage, words).wallet_key == person.account.wallet_key
    assert [secret for secret in never_sent(old, person.words, seed) if seen.carries(secret)] == []
    assert [secret for secret in never_sent(new, words) if seen.carries(secret)] == []


def test_change_words_with_wrong_old_words_keeps_the_form(stage: Stage, person: Person) -> None:
    wrong = " ".join(reversed(person.words.split()))
    with at(stage, "/my/key/words", visit=person.account.visit(Visit())) as (tab, _):
        expect(tab.locator("#enter")).to_be_enabled()
        tab.fill("#old-words", wrong)
        tab.click("#enter")
        expect(tab.locator("#refused")).to_be_visible(timeout=60_000)
        expect(tab.locator("#old-words")).to_have_value(wrong)
        tab.fill("#old-words", person.words)
        tab.click("#enter")
        made(tab)


@pytest.mark.promise("accessible")
@pytest.mark.parametrize(
    ("path", "way"),
    [("/sign-in", ways_key.refused), ("/sign-in/plain", ways_key.refused_plain)],
    ids=["with scripts", "plain"],
)
def test_sign_in_that_did_not_open_is_for_everybody(stage: Stage, path: str, way: Callable[[Tab], None]) -> None:
    with stage.visitor(language="uk", bypass_csp=True, reduced_motion="reduce") as context:
        tab = context.new_page()
        tab.goto(path)
        way(tab)
        show_whole(tab)

        assert violations(tab, RULES) == []


@pytest.mark.parametrize("is_lost", [False, True], ids=["answered", "answer lost"])
def test_renew_in_the_browser_gives_new_words_and_keys(stage: Stage, person: Person, is_lost: bool) -> None:
    with at(stage, "/my/key/new", visit=person.account.visit(Visit())) as (tab, _):
        if is_lost:
            lose_answer(tab.context, "/my/key/new")
        tab.click("#make")
        if is_lost:
            expect(tab.locator("#not-made")).to_be_visible(timeout=60_000)
            tab.click("#again")
        words = made(tab)
        tab.click("#saved")
        tab.click("#later")
        tab.wait_for_url("**/my")
    found = opened(stage, words)

    assert found.wallet_keys(stage.site.clock.now()) == (found.wallet_key, person.account.wallet_key)
    with pytest.raises(WrongWords):
        opened(stage, person.words)
