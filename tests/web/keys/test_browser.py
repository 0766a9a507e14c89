"""The whole way in a real browser, under our own headers: what it sends opens here, and the words are not in it."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from service.crypto.canonical import canonical_key
from service.crypto.kdf import COMPILED_PROFILE, derive_keys
from service.crypto.seal import content_seed_place, unwrap, wallet_key_place, wrap
from service.crypto.tokens import from_base64url, masked_form_token, to_base64url
from service.words.lists import word_list
from tests.web.keys.quay import WITHOUT_WASM, quay

pytestmark = pytest.mark.browser
SITE = bytes(range(16))
WALLET_KEY = bytes(range(32))
WORDS = "берег маяк волна лодка парус якорь остров чайка"
NEW_WORDS = "harbour lantern meadow willow pebble ribbon starling kettle"

ACCOUNT = """async ([call, ...given]) => {
  const account = await import("/static/keys/account.js");
  const bytes = await import("/static/keys/bytes.js");
  const shares = [];
  const site = bytes.fromBase64url(given[0], 16);
  const progress = (share) => shares.push(share);
  const calls = {
    newAccount: (words, masked) => account.newAccount(words, account.walletKeyIn(masked), site, progress),
    enter: async (words, wraps) => {
      const entered = await account.enter(words, site, async () => wraps, progress);
      return { ...entered, contentSeed: bytes.toBase64url(entered.contentSeed), lookup: null };
    },
    rewrap: (words, newWords, wraps) => account.rewrap(words, newWords, site, async () => wraps, progress),
    makeKey: (language) => account.makeKey(language),
  };
  try {
    return { value: await calls[call](...given.slice(1)), shares };
  } catch (trouble) {
    return { error: trouble.name, shares };
  }
}"""


def call(page: Page, name: str, *given: Any) -> Any:
    """Call a function of account.js at our site."""
    return page.evaluate(ACCOUNT, [name, to_base64url(SITE), *given])


def raw(text: str, length: int) -> bytes:
    """Return the bytes of a field."""
    value = from_base64url(text, length=length)
    assert value is not None
    return value


def opened(fields: dict[str, str], words: str) -> tuple[bytes, bytes]:
    """Open what a browser locked, as the server does where scripts are off: wallet key and content seed."""
    keys = derive_keys(canonical_key(words), site_id=SITE)
    wallet = wallet_key_place(SITE, lookup=keys.lookup, kdf_version=COMPILED_PROFILE.version)
    content = content_seed_place(SITE, lookup=keys.lookup, kdf_version=COMPILED_PROFILE.version)
    assert (raw(fields["lookup"], 16), raw(fields["auth"], 32)) == (keys.lookup, keys.auth)
    return (
        unwrap(keys.wrap_wallet, raw(fields["wallet_key_wrapped"], 60), place=wallet),
        unwrap(keys.wrap_content, raw(fields["content_seed_wrapped"], 60), place=content),
    )


def locked(words: str, content_seed: bytes) -> dict[str, str]:
    """Lock keys here, as the server does where scripts are off; return what a browser is given at a sign-in."""
    keys = derive_keys(canonical_key(words), site_id=SITE)
    wallet = wallet_key_place(SITE, lookup=keys.lookup, kdf_version=1)
    content = content_seed_place(SITE, lookup=keys.lookup, kdf_version=1)
    return {
        "wallet_key_wrapped": to_base64url(wrap(keys.wrap_wallet, WALLET_KEY, place=wallet)),
        "content_seed_wrapped": to_base64url(wrap(keys.wrap_content, content_seed, place=content)),
        "kdf_version": "1",
    }


def test_new_account_opens_here_and_carries_no_word(page: Page) -> None:
    answer = call(page, "newAccount", WORDS.split(), masked_form_token(WALLET_KEY))
    fields = answer["value"]
    wallet_key, content_seed = opened(fields, WORDS)

    assert wallet_key == raw(fields["wallet_key"], 32) == WALLET_KEY
    assert answer["shares"] == [1]
    assert fields["kdf_version"] == "1"
    assert to_base64url(content_seed) not in fields.values()
    assert not any(word in " ".join(fields.values()) for word in WORDS.split())


def test_what_was_locked_here_opens_in_the_browser(page: Page) -> None:
    content_seed = b"\x07" * 32

    answer = call(page, "enter", WORDS.upper().replace(" ", " - "), locked(WORDS, content_seed))["value"]

    assert raw(answer["fields"]["wallet_key"], 32) == WALLET_KEY
    assert raw(answer["contentSeed"], 32) == content_seed
    assert answer["outdated"] is False
    assert set(answer["fields"]) == {"lookup", "auth", "wallet_key"}


def test_changed_words_lock_the_same_keys(page: Page) -> None:
    content_seed = b"\x08" * 32

    answer = call(page, "rewrap", WORDS, NEW_WORDS, locked(WORDS, content_seed))
    fields = answer["value"]
    old = derive_keys(WORDS, site_id=SITE)

    assert opened(fields, NEW_WORDS) == (WALLET_KEY, content_seed)
    assert (raw(fields["old_lookup"], 16), raw(fields["old_auth"], 32)) == (old.lookup, old.auth)
    assert answer["shares"][-1] == 1


@pytest.mark.parametrize(
    ("words", "wraps", "error"),
    [
        (WORDS, None, "WordsUnknown"),
        (WORDS, locked(NEW_WORDS, b"\x01" * 32), "SealBroken"),
        ("берег маяк", None, "WrongWordCount"),
        ("1 2 3 4 5 6 7 8", None, "KeyUnreadable"),
    ],
    ids=["unknown", "another's wraps", "two words", "digits"],
)
def test_what_does_not_open_is_named(page: Page, words: str, wraps: dict[str, str] | None, error: str) -> None:
    assert call(page, "enter", words, wraps)["error"] == error


def test_browser_makes_words_of_our_list(page: Page) -> None:
    words = call(page, "makeKey", "uk")["value"]

    assert len(words) == 8
    assert set(words) <= set(word_list("uk"))


def test_words_are_in_no_request(page: Page) -> None:
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url + (request.post_data or "")))
    page.reload()

    call(page, "newAccount", NEW_WORDS, masked_form_token(WALLET_KEY))

    assert any("kdf-worker.js" in request for request in seen)
    assert not any(word in request for request in seen for word in NEW_WORDS.split())


def test_policy_admits_no_other_worker(page: Page) -> None:
    started = page.evaluate("""async () => {
      const { startWorker } = await import("/static/keys/workers.js");
      const tries = [() => startWorker("other"), () => new Worker("/static/keys/kdf-worker.js")];
      return tries.map((attempt) => { try { attempt(); return "started"; } catch (refused) { return refused.name; } });
    }""")

    assert started == ["TypeError", "TypeError"]


def test_without_wasm_plain_javascript_gives_the_same_and_tells_how_far(browser: Browser) -> None:
    with quay(WITHOUT_WASM) as address:
        page = browser.new_page()
        page.goto(address)

        answer = call(page, "newAccount", WORDS, masked_form_token(WALLET_KEY))

        assert opened(answer["value"], WORDS)[0] == WALLET_KEY
        assert len(answer["shares"]) > 10
        assert answer["shares"] == sorted(answer["shares"])
        page.close()


def test_script_that_does_not_load_falls_back_to_nothing(browser: Browser) -> None:
    with quay() as address:
        page = browser.new_page()
        page.route("**/kdf-worker.js", lambda route: route.abort())
        page.goto(address)

        assert call(page, "newAccount", WORDS, masked_form_token(WALLET_KEY))["error"] == "KeysUnavailable"
        page.close()
