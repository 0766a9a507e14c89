"""Eight words open their own account and no other; nobody learns from a refusal whether an account exists."""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from threading import Barrier, Thread
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import event, func, select, update

from service import accounts
from service.accounts import KeyMalformed, OpenAccount, WordsTaken, WrongWords
from service.clock import FixedClock
from service.crypto import kdf
from service.crypto.refusals import KeyUnreadable, PleaseWait, WrongWordCount
from service.crypto.seal import content_seed_place, unwrap
from service.models import Account, Role
from service.site import Site
from service.visits import Visit
from service.wallet import WalletSettings
from tests.service.accounts.cast import MEADOW, RIVER, enter, enter_plain, keys_of, person

DAY = 86_400


def rows(site: Site) -> list[Account]:
    with site.db.reading() as db:
        return list(db.scalars(select(Account)))


@contextmanager
def statements(site: Site) -> Iterator[list[str]]:
    """Collect what is sent to the database."""
    seen: list[str] = []

    def note(_: Any, __: Any, statement: str, *rest: Any) -> None:
        seen.append(statement)

    engines = {site.db.engine, site.db._reader}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def test_create_opens_an_account_with_its_settings(site: Site) -> None:
    someone = person(site)

    assert someone.account.role is Role.CLIENT
    assert someone.account.settings == WalletSettings(language="uk", zone="Asia/Almaty")
    assert enter(site, someone) == someone.account


def test_create_twice_from_one_form_gives_one_account(site: Site) -> None:
    someone = person(site)

    with site.db.writing() as db:
        again = accounts.create(db, site, someone.new)

    assert again == someone.account
    assert len(rows(site)) == 1


def test_create_with_words_of_another_account_is_refused_and_changes_nothing(site: Site) -> None:
    someone = person(site)
    _, other = keys_of(site)

    with pytest.raises(WordsTaken), site.db.writing() as db:
        accounts.create(db, site, other)

    assert enter(site, someone) == someone.account


def test_create_raced_from_two_tabs_gives_one_account(site: Site) -> None:
    _, new = keys_of(site)
    start, found = Barrier(4), list[OpenAccount]()

    def create() -> None:
        start.wait()
        with site.db.writing() as db:
            found.append(accounts.create(db, site, new))

    threads = [Thread(target=create) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 4
    assert {each.account_id for each in found} == {rows(site)[0].id}


@pytest.mark.parametrize("name", ["lookup", "auth", "wallet_key", "wallet_key_wrapped", "content_seed_wrapped"])
def test_create_refuses_keys_of_another_length(site: Site, name: str) -> None:
    _, new = keys_of(site)

    with pytest.raises(KeyMalformed):
        replace(new, **{name: getattr(new, name)[:-1]})


def test_account_row_holds_no_words_keys_zone_or_role_of_size(site: Site) -> None:
    someone = person(site)
    [row] = rows(site)
    stored = b"".join(
        value if isinstance(value, bytes) else str(value).encode()
        for value in (getattr(row, column.name) for column in Account.__table__.columns)
    )
    keys = someone.keys
    canaries = (b"river", keys.auth, keys.wrap_wallet, keys.wrap_content, someone.new.wallet_key, b"Almaty", b'"uk"')

    assert not any(canary in stored for canary in canaries)
    assert keys.lookup in stored  # the search itself works
    assert len(row.settings_sealed) == 8192


def test_sign_in_plain_opens_the_same_account_however_it_is_typed(site: Site) -> None:
    someone = person(site)

    found = enter_plain(site, "  RIVER-apple lamp  STONE garden-window paper bridge ")

    assert found == replace(someone.account, noscript=True)


def test_sign_in_plain_can_open_the_content_seed_it_never_unwraps(site: Site) -> None:
    someone = person(site)
    [row] = rows(site)
    place = content_seed_place(site.secrets.site_id, lookup=row.lookup, kdf_version=row.kdf_version)

    assert len(unwrap(someone.keys.wrap_content, row.content_seed_wrapped, place=place)) == 32


def test_sign_in_of_other_words_is_refused(site: Site) -> None:
    person(site)

    with pytest.raises(WrongWords):
        enter_plain(site, MEADOW)
    with pytest.raises(WrongWords):
        enter_plain(site, " ".join(reversed(RIVER.split())))


def test_sign_in_refuses_another_persons_wallet_key(site: Site) -> None:
    someone, other = person(site), person(site, MEADOW)

    with pytest.raises(WrongWords), site.db.writing() as db:
        accounts.sign_in(db, site, lookup=someone.keys.lookup, auth=someone.keys.auth, wallet_key=other.new.wallet_key)


@pytest.mark.parametrize(("words", "refusal"), [("river apple", WrongWordCount), ("1 2 3 4 5 6 7 8", KeyUnreadable)])
def test_derive_refuses_what_is_no_key_before_any_work(site: Site, words: str, refusal: type[Exception]) -> None:
    with statements(site) as sent, pytest.raises(refusal):
        accounts.derive(site, words)

    assert sent == []


def test_derive_asks_to_wait_when_many_are_coming_in(site: Site) -> None:
    turns = [site.kdf.turn() for _ in range(2)]
    for turn in turns:
        turn.__enter__()
    waiting = [Thread(target=accounts.derive, args=(site, RIVER)) for _ in range(16)]
    for thread in waiting:
        thread.start()
    while site.kdf.inside < 18:
        pass

    with pytest.raises(PleaseWait):
        accounts.derive(site, RIVER)

    for turn in turns:
        turn.__exit__(None, None, None)
    for thread in waiting:
        thread.join()
    assert site.kdf.inside == 0


def test_sign_in_of_a_closed_account_looks_like_wrong_words(site: Site, clock: FixedClock) -> None:
    someone = person(site)
    with site.db.writing() as db:
        db.execute(update(Account).values(suspended_until_on=date(2026, 11, 2)))

    with pytest.raises(WrongWords):
        enter(site, someone)
    with pytest.raises(WrongWords), site.db.reading() as db:
        accounts.wraps_for(db, site, lookup=someone.keys.lookup, auth=someone.keys.auth)
    clock.advance(seconds=DAY)

    assert enter(site, someone).account_id == someone.account.account_id


def counted(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str) -> list[None]:
    """Let a library's function leave a mark each time it is called."""
    marks: list[None] = []
    function = getattr(module, name)

    def counting(*args: Any, **kwargs: Any) -> Any:
        marks.append(None)
        return function(*args, **kwargs)

    monkeypatch.setattr(module, name, counting)
    return marks


def test_sign_in_does_the_same_work_for_known_unknown_and_closed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    known, closed = person(site), person(site, MEADOW)
    with site.db.writing() as db:
        db.execute(
            update(Account).where(Account.id == closed.account.account_id).values(suspended_until_on=date(2030, 1, 1))
        )
    unknown = accounts.derive(site, "paper bridge violin cloud silver stone apple river")
    derived, compared = counted(monkeypatch, kdf, "hash_secret_raw"), counted(monkeypatch, hmac, "compare_digest")

    def work(words: str, lookup: bytes, auth: bytes) -> list[Any]:
        derived.clear()
        compared.clear()
        with statements(site) as sent:
            refused = []
            for ask in (lambda: wraps(site, lookup, auth), lambda: enter_plain(site, words)):
                try:
                    ask()
                except WrongWords as refusal:
                    refused.append(str(refusal))
        return [len(derived), len(compared), sent, refused]

    right = work(RIVER, known.keys.lookup, known.keys.auth)
    again = work(RIVER, known.keys.lookup, known.keys.auth)
    wrong = work("river apple lamp stone garden window bridge paper", known.keys.lookup, unknown.auth)
    missing = work("paper bridge violin cloud silver stone apple river", unknown.lookup, unknown.auth)
    shut = work(MEADOW, closed.keys.lookup, closed.keys.auth)

    assert wrong == missing == shut
    assert again[:3] == missing[:3]
    assert missing[3] == [WrongWords.msgid] * 2
    assert right[3] == again[3] == []


def wraps(site: Site, lookup: bytes, auth: bytes) -> accounts.Wraps:
    with site.db.reading() as db:
        return accounts.wraps_for(db, site, lookup=lookup, auth=auth)


def test_wraps_open_with_the_words_alone(site: Site) -> None:
    someone = person(site)

    found = wraps(site, someone.keys.lookup, someone.keys.auth)

    assert found.wallet_key_wrapped == someone.new.wallet_key_wrapped
    assert found.content_seed_wrapped == someone.new.content_seed_wrapped
    assert found.kdf_version == site.kdf.profile.version


def test_sign_in_writes_the_month_only_when_it_changed(site: Site, clock: FixedClock) -> None:
    someone = person(site)

    with statements(site) as same_month:
        enter(site, someone)
    clock.advance(seconds=30 * DAY)
    with statements(site) as next_month:
        enter(site, someone)

    assert not any(statement.startswith("UPDATE") for statement in same_month)
    assert sum(statement.startswith("UPDATE") for statement in next_month) == 1
    assert [row.seen_month for row in rows(site)] == [202612]


def test_sign_in_plain_marks_the_account_until_it_is_renewed(site: Site) -> None:
    someone = person(site)

    enter_plain(site, RIVER)

    assert rows(site)[0].noscript
    assert enter(site, someone).noscript


def test_sign_in_keeps_the_key_of_a_booking_made_before(site: Site, clock: FixedClock) -> None:
    someone = person(site)
    stranger = Visit(wallet_key=b"\x05" * 32, focus=0)

    enter(site, someone, before=stranger)
    found = enter(site, someone, before=stranger)

    assert found.wallet_keys(clock.now()) == (someone.new.wallet_key, b"\x05" * 32)


def test_sign_in_drops_the_key_of_a_visit_that_booked_nothing(site: Site, clock: FixedClock) -> None:
    someone = person(site)

    found = enter(site, someone, before=Visit(wallet_key=b"\x05" * 32))

    assert found.wallet_keys(clock.now()) == (someone.new.wallet_key,)


def test_sign_in_does_not_take_keys_from_another_accounts_visit(site: Site, clock: FixedClock) -> None:
    someone, other = person(site), person(site, MEADOW)

    found = enter(site, someone, before=other.visit)

    assert found.wallet_keys(clock.now()) == (someone.new.wallet_key,)


def test_signed_in_visit_keeps_wishes_and_language_and_drops_what_was_pending(site: Site) -> None:
    someone = person(site)
    before = Visit(language="en", focus=2, pending={"invitation": b"x"}, started_at=900)

    visit = someone.account.visit(before)

    assert (visit.language, visit.zone) == ("en", "Asia/Almaty")
    assert (visit.focus, dict(visit.pending)) == (None, {})
    assert (visit.account_id, visit.epoch, visit.role) == (someone.account.account_id, 1, Role.CLIENT)


def test_staff_account_comes_back_with_its_role(site: Site) -> None:
    _, new = keys_of(site)
    with site.db.writing() as db:
        accounts.create(db, site, new, role=Role.COORDINATOR)

    found = enter_plain(site, RIVER)

    assert found.role is Role.COORDINATOR
    with site.db.reading() as db:
        assert db.scalar(select(func.count()).select_from(Account)) == 1
