"""New words lock the old ones out, end the other visits, and lose nothing."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from service import accounts, visits
from service.accounts import AccountRefusal, ChangedMeanwhile, NotSignedIn, OpenAccount, WordsTaken, WrongWords
from service.clock import FixedClock
from service.crypto.seal import content_seed_place, unwrap
from service.models import Account
from service.site import Site
from service.visits import Visit
from service.wallet import WalletSettings
from tests.service.accounts.cast import MEADOW, RIVER, Person, enter_plain, keys_of, locked_only, person

OTHER = "violin wagon silver copper button ticket cloud meadow"


def change(site: Site, someone: Person, words: str = OTHER, *, visit: Visit | None = None) -> OpenAccount:
    _, new = keys_of(site, words, wallet_key=someone.new.wallet_key)
    with site.db.writing() as db:
        return accounts.change_words(
            db, site, visit or someone.visit, locked_only(new), old_lookup=someone.keys.lookup,
            old_auth=someone.keys.auth,
        )  # fmt: skip


def renew(site: Site, someone: Person, words: str = OTHER) -> OpenAccount:
    _, new = keys_of(site, words)
    with site.db.writing() as db:
        return accounts.renew(db, site, someone.visit, new)


def epoch(site: Site) -> int | None:
    with site.db.reading() as db:
        return db.scalar(select(Account.epoch))


def cookie_of(site: Site, visit: Visit) -> str:
    with site.db.brief() as db:
        return visits.start(db, site, visit)[0]


def loaded(site: Site, cookie: str) -> Visit | None:
    with site.db.brief() as db:
        return visits.load(db, site, cookie)


def test_change_words_opens_with_the_new_and_not_with_the_old(site: Site, clock: FixedClock) -> None:
    someone = person(site)

    change(site, someone)

    assert enter_plain(site, OTHER).wallet_keys(clock.now()) == (someone.new.wallet_key,)
    with pytest.raises(WrongWords):
        enter_plain(site, RIVER)


def seed_of(site: Site, words: str) -> bytes:
    keys = accounts.derive(site, words)
    with site.db.reading() as db:
        [row] = db.scalars(select(Account))
    place = content_seed_place(site.secrets.site_id, lookup=row.lookup, kdf_version=row.kdf_version)
    return unwrap(keys.wrap_content, row.content_seed_wrapped, place=place)


def test_change_words_without_scripts_keeps_both_keys(site: Site) -> None:
    someone = person(site)
    seed, new = seed_of(site, RIVER), accounts.derive(site, OTHER)

    with site.db.writing() as db:
        accounts.change_words_plain(db, site, someone.visit, old=someone.keys, new=new)

    assert seed_of(site, OTHER) == seed
    assert enter_plain(site, OTHER).wallet_key == someone.new.wallet_key


def test_change_words_without_scripts_refuses_anothers_words(site: Site) -> None:
    someone, other = person(site), person(site, MEADOW)
    new = accounts.derive(site, OTHER)

    with pytest.raises(WrongWords), site.db.writing() as db:
        accounts.change_words_plain(db, site, someone.visit, old=other.keys, new=new)


def test_change_words_ends_other_visits_and_not_the_one_that_changed(site: Site) -> None:
    someone = person(site)
    elsewhere = cookie_of(site, someone.visit)

    here = cookie_of(site, change(site, someone).visit(someone.visit))

    assert loaded(site, elsewhere) is None
    assert loaded(site, here) is not None


def test_change_words_asks_for_the_old_ones(site: Site) -> None:
    someone, other = person(site), person(site, MEADOW)

    with pytest.raises(WrongWords):
        change(site, other, visit=someone.visit)

    assert enter_plain(site, RIVER).account_id == someone.account.account_id


def test_change_words_to_anothers_is_refused_and_changes_nothing(site: Site) -> None:
    someone = person(site)
    person(site, MEADOW)

    with pytest.raises(WordsTaken):
        change(site, someone, MEADOW)

    assert enter_plain(site, RIVER).epoch == 1


def test_change_words_of_no_account_is_refused(site: Site) -> None:
    someone = person(site)

    with pytest.raises(NotSignedIn):
        change(site, someone, visit=Visit(wallet_key=someone.new.wallet_key))


def test_change_words_from_two_tabs_lets_one_win(site: Site) -> None:
    someone = person(site)
    start, results = Barrier(2), list[str]()

    def attempt(words: str) -> None:
        start.wait()
        try:
            change(site, someone, words)
            results.append(words)
        except AccountRefusal:
            results.append("refused")

    threads = [Thread(target=attempt, args=(words,)) for words in (OTHER, MEADOW)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    [winner] = [words for words in results if words != "refused"]
    assert enter_plain(site, winner).epoch == 2


def test_renew_makes_both_keys_new_and_keeps_the_old_one_inside(site: Site, clock: FixedClock) -> None:
    someone = person(site)

    renew(site, someone)
    found = enter_plain(site, OTHER)

    assert found.wallet_key != someone.new.wallet_key
    assert found.wallet_keys(clock.now()) == (found.wallet_key, someone.new.wallet_key)
    assert found.settings.language == "uk"
    with pytest.raises(WrongWords):
        enter_plain(site, RIVER)


def test_renew_ends_the_visit_of_whoever_knew_the_words(site: Site) -> None:
    someone = person(site)
    stranger = cookie_of(site, enter_plain(site, RIVER).visit(Visit()))

    renew(site, someone)

    assert loaded(site, stranger) is None
    with pytest.raises(NotSignedIn):
        renew(site, someone, MEADOW)


def test_renew_again_keeps_all_earlier_keys_until_their_rows_are_gone(site: Site, clock: FixedClock) -> None:
    someone = person(site)
    once = renew(site, someone)
    _, new = keys_of(site, MEADOW)
    with site.db.writing() as db:
        twice = accounts.renew(db, site, once.visit(Visit()), new)

    now = clock.now()
    clock.advance(seconds=300 * 86_400)

    assert twice.wallet_keys(now) == (new.wallet_key, once.wallet_key, someone.new.wallet_key)
    assert twice.wallet_keys(clock.now()) == (new.wallet_key,)


def test_renew_with_scripts_takes_the_mark_away_and_change_words_does_not(site: Site) -> None:
    someone = person(site, noscript=True)
    changed = change(site, someone)
    _, new = keys_of(site, MEADOW)

    with site.db.writing() as db:
        renewed = accounts.renew(db, site, changed.visit(Visit()), new)

    assert changed.noscript
    assert not renewed.noscript


def test_sign_out_everywhere_ends_every_visit(site: Site) -> None:
    someone = person(site)
    cookies = [cookie_of(site, someone.visit) for _ in range(3)]

    with site.db.writing() as db:
        accounts.sign_out_everywhere(db, site, someone.visit)

    assert [loaded(site, cookie) for cookie in cookies] == [None] * 3
    assert enter_plain(site, RIVER).epoch == 2


def test_sign_out_everywhere_of_an_ended_visit_is_refused(site: Site) -> None:
    someone = person(site)
    with site.db.writing() as db:
        accounts.sign_out_everywhere(db, site, someone.visit)

    with pytest.raises(NotSignedIn), site.db.writing() as db:
        accounts.sign_out_everywhere(db, site, someone.visit)

    assert epoch(site) == 2


def test_save_settings_is_what_the_next_sign_in_finds(site: Site) -> None:
    someone = person(site)
    wanted = WalletSettings(language="en", zone="Asia/Tbilisi", avoided=(b"\x01" * 16,))

    with site.db.writing() as db:
        account = accounts.of_visit(db, site, someone.visit)
        accounts.save_settings(db, site, account, wanted)

    found = enter_plain(site, RIVER)
    assert found.settings == wanted
    assert found.visit(Visit()).wishes.not_volunteers == (b"\x01" * 16,)


def test_save_settings_from_two_tabs_never_overwrites(site: Site) -> None:
    someone = person(site)
    with site.db.reading() as db:
        first, second = (accounts.of_visit(db, site, someone.visit) for _ in range(2))
    with site.db.writing() as db:
        accounts.save_settings(db, site, first, WalletSettings(language="en"))

    with pytest.raises(ChangedMeanwhile), site.db.writing() as db:
        accounts.save_settings(db, site, second, WalletSettings(language="ru"))

    assert enter_plain(site, RIVER).settings.language == "en"


def test_settings_of_another_account_do_not_open(site: Site) -> None:
    someone, other = person(site), person(site, MEADOW)
    with site.db.writing() as db:
        visit = accounts.OpenAccount.visit(other.account, Visit())
        mixed = type(visit)(account_id=someone.account.account_id, wallet_key=other.new.wallet_key, epoch=1)

        with pytest.raises(NotSignedIn):
            accounts.of_visit(db, site, mixed)
