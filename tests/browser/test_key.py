"""The key in a real browser: made there, shown once, asked back; the words are in no request and no log."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import BrowserContext, Route, expect
from playwright.sync_api import Page as Tab

from service import accounts
from service.accounts import OpenAccount
from service.crypto.seal import content_seed_place, unwrap
from service.crypto.tokens import to_base64url
from service.store import accounts as rows
from service.visits import Visit
from tests.browser.stage import Stage
from tests.browser.watching import Watched, never_sent, watched
from web.languages import translations

WALLET_KEY = bytes(range(32))
BOOKED = Visit(wallet_key=WALLET_KEY, focus=0, zone="Asia/Tbilisi")


@contextmanager
def after_booking(stage: Stage, *, scripts: bool = True) -> Iterator[tuple[Tab, Watched]]:
    """Give a tab of somebody who has just booked, and what it sends."""
    with stage.visitor(language="ru", scripts=scripts) as context:
        stage.sign_in(context, BOOKED)
        seen = watched(context)
        yield context.new_page(), seen


def made(tab: Tab) -> str:
    """Wait for the card and return its words."""
    expect(tab.locator("#saved")).to_be_visible(timeout=60_000)
    return " ".join(tab.locator("#words li").all_inner_texts())


def opened(stage: Stage, words: str) -> OpenAccount:
    """Come in with words as somebody without scripts does."""
    keys = accounts.derive(stage.site, words)
    with stage.site.db.writing() as db:
        return accounts.sign_in_plain(db, stage.site, keys)


def seed_of(stage: Stage, words: str) -> bytes:
    keys = accounts.derive(stage.site, words)
    with stage.site.db.reading() as db:
        row = rows.by_lookup(db, keys.lookup)
    assert row is not None
    place = content_seed_place(stage.site.secrets.site_id, lookup=keys.lookup, kdf_version=row.kdf_version)
    return unwrap(keys.wrap_content, row.content_seed_wrapped, place=place)


def words_asked(tab: Tab) -> list[int]:
    return [number for number in range(1, 9) if tab.locator(f"#ask-{number}").is_visible()]


@pytest.mark.promise("journeys")
def test_key_made_in_the_browser_opens_the_booking_and_never_leaves(
    stage: Stage, capfd: pytest.CaptureFixture[str]
) -> None:
    with after_booking(stage) as (tab, seen):
        tab.goto("/key")
        words = made(tab)
    keys = accounts.derive(stage.site, words)
    secrets = never_sent(keys, words, seed_of(stage, words))
    logged = "".join(capfd.readouterr())

    assert opened(stage, words).wallet_key == WALLET_KEY
    assert seen.carries(to_base64url(keys.lookup))  # the search finds what was sent
    assert seen.carries(to_base64url(keys.auth))
    assert [secret for secret in secrets if seen.carries(secret)] == []
    assert "answered" in logged
    assert [secret for secret in secrets if secret in logged] == []


def test_key_asks_two_words_back_before_it_goes_on(stage: Stage) -> None:
    with after_booking(stage) as (tab, _):
        tab.goto("/key")
        words = made(tab).split()
        tab.click("#saved")
        first, second = words_asked(tab)
        tab.fill(f"#word-{first}", words[second - 1])
        tab.locator("#check button").first.click()
        expect(tab.locator(f"#wrong-{first}")).to_be_visible()
        tab.click("#look")
        expect(tab.locator("#words")).to_be_visible()
        tab.click("#saved")
        for number in (first, second):
            tab.fill(f"#word-{number}", f" {words[number - 1].upper()} ")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/my")


def test_key_can_be_left_unchecked_by_a_quiet_link(stage: Stage) -> None:
    with after_booking(stage) as (tab, _):
        tab.goto("/key")
        made(tab)
        assert not tab.locator("#later").is_visible()  # never beside the words
        tab.click("#saved")
        tab.click("#later")
        tab.wait_for_url("**/my")


def test_key_card_is_copied_and_saved_under_a_name_that_says_nothing(stage: Stage) -> None:
    with after_booking(stage) as (tab, _):
        tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
        tab.goto("/key")
        words = made(tab)
        tab.click("#copy")
        expect(tab.locator("#copied")).to_be_visible()
        copied = tab.evaluate("navigator.clipboard.readText()")
        with tab.expect_download() as download:
            tab.click("#save")
        saved = download.value.path().read_text(encoding="utf-8-sig")

    assert copied == words
    assert download.value.suggested_filename == "note.txt"
    assert [line.partition(". ")[2] for line in saved.splitlines() if line[:1].isdigit()] == words.split()
    assert stage.site.settings.site_name not in saved


def test_key_card_prints_the_words_and_nothing_around_them(stage: Stage) -> None:
    with after_booking(stage) as (tab, _):
        tab.goto("/key")
        made(tab)
        tab.emulate_media(media="print")

        printed = [
            each for each in ("#words", ".top", ".foot", ".bar", "#tools", "#saved") if tab.locator(each).is_visible()
        ]

    assert printed == ["#words"]


def test_key_card_has_nothing_that_must_not_be_on_it(stage: Stage) -> None:
    with after_booking(stage) as (tab, _):
        tab.goto("/key")
        made(tab)
        text = tab.locator("main").inner_text()

        assert tab.locator("main button:visible, main .actions a:visible").count() == 4
        assert tab.title() == translations("ru").gettext("Your key")
        assert "Эти слова — ваш ключ. С ними вы вернётесь к своим встречам." in text
        assert tab.locator("ol#words").count() == 1


@pytest.mark.promise("journeys")
def test_key_made_without_scripts_is_shown_asked_back_and_opens(stage: Stage) -> None:
    with after_booking(stage, scripts=False) as (tab, _):
        tab.goto("/key")
        tab.click("#without-scripts button")
        words = tab.locator("#words li").all_inner_texts()
        tab.click("a[href='/key/check']")
        for field in tab.locator("main input[type=text]").all():
            field.fill(words[int((field.get_attribute("name") or "").removeprefix("word_")) - 1])
        tab.locator("main form button").first.click()
        tab.wait_for_url("**/my")

    assert opened(stage, " ".join(words)).wallet_key == WALLET_KEY


def test_key_without_wasm_is_made_in_plain_javascript(stage: Stage) -> None:
    def without_wasm(route: Route) -> None:
        answer = route.fetch()
        policy = answer.headers["content-security-policy"].replace(" 'wasm-unsafe-eval'", "")
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})

    with after_booking(stage) as (tab, seen):
        tab.context.route("**/*worker.js", without_wasm)
        tab.goto("/key")
        words = made(tab)

    assert seen.carries("vendor/noble-hashes")
    assert opened(stage, words).wallet_key == WALLET_KEY
    assert [secret for secret in never_sent(accounts.derive(stage.site, words), words) if seen.carries(secret)] == []


def test_key_whose_worker_does_not_load_sends_nothing_and_offers_the_other_way(stage: Stage) -> None:
    with after_booking(stage) as (tab, seen):
        tab.context.route("**/*worker.js", lambda route: route.abort())
        tab.goto("/key")
        expect(tab.locator("#not-made")).to_be_visible()
        expect(tab.locator("#without-scripts")).to_be_visible()

    assert seen.posts == []


def lose_answer(context: BrowserContext, path: str) -> None:
    """Let the server do what a POST asks for once, and its answer get lost on the way."""

    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.request.url)
        route.fetch()
        route.abort()

    context.route(f"**{path}", lose)


def test_key_whose_answer_got_lost_is_shown_after_one_more_try(stage: Stage) -> None:
    with after_booking(stage) as (tab, _):
        lose_answer(tab.context, "/key")
        tab.goto("/key")
        expect(tab.locator("#not-made")).to_be_visible(timeout=60_000)
        tab.click("#again")
        words = made(tab)
        tab.click("#saved")
        tab.click("#later")
        tab.wait_for_url("**/my")

    assert opened(stage, words).wallet_key == WALLET_KEY
