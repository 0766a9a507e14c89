"""A visit opens with its own cookie, ends in time, and leaves nothing readable behind."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from service import visits
from service.clock import FixedClock
from service.crypto import tokens
from service.crypto.seal import SealBroken
from service.models import Account, Role, VisitorSession
from service.site import Site
from service.visits import HeldSlot, Visit
from service.wishes import Wishes

NOON = int(datetime(2026, 11, 23, 12, 1, tzinfo=UTC).timestamp())
MINUTE = 60
FULL = Visit(
    wallet_key=bytes(range(32)),
    language="uk",
    zone="Asia/Almaty",
    wishes=Wishes(language="uk", topics=("sleep",), not_volunteers=(b"\x01" * 16,), later_than_at=NOON),
    hold=HeldSlot(
        token=b"\x02" * 32,
        volunteer_id=b"\x03" * 16,
        starts_at=NOON,
        ends_at=NOON + 3000,
        expires_at=NOON + 300,
        format="voice",
        language="uk",
    ),
    focus=3,
    pending={"invitation": b"\x04" * 32, "asked": (2, 7)},
)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


def begin(site: Site, visit: Visit | None = None) -> str:
    with site.db.brief() as db:
        return visits.start(db, site, visit)[0]


def load(site: Site, cookie: str | None) -> Visit | None:
    with site.db.brief() as db:
        return visits.load(db, site, cookie)


def stored(site: Site) -> list[tuple[bytes, bytes, int]]:
    with site.db.brief() as db:
        return [(row.id_hash, row.blob, row.expires_at) for row in db.scalars(select(VisitorSession))]


def signed_in(site: Site) -> Visit:
    """Return a visit of an account that really stands in the database."""
    account = Account(
        lookup=b"l" * 16, auth_hash=b"a" * 32, role=Role.CLIENT, settings_sealed=b"", wallet_key_wrapped=b"",
        content_seed_wrapped=b"", seen_month=202611,
    )  # fmt: skip
    with site.db.writing() as db:
        db.add(account)
        db.flush()
        return replace(FULL, account_id=account.id, role=Role.CLIENT, epoch=1)


def test_visit_comes_back_whole(site: Site, clock: FixedClock) -> None:
    cookie = begin(site, FULL)

    found = load(site, cookie)

    assert found == replace(FULL, started_at=NOON - MINUTE)


def test_visit_of_an_empty_browser_is_empty(site: Site, clock: FixedClock) -> None:
    found = load(site, begin(site))

    assert found == Visit(started_at=NOON - MINUTE)
    assert not Visit().signed_in


def test_visit_save_is_what_the_next_page_finds(site: Site, clock: FixedClock) -> None:
    cookie = begin(site)
    with site.db.brief() as db:
        visits.save(db, site, cookie, replace(FULL, started_at=NOON - MINUTE))

    assert load(site, cookie) == replace(FULL, started_at=NOON - MINUTE)


@pytest.mark.parametrize("cookie", [None, "", "x", "a.b.c", "я" * 20, "x" * 5000])
def test_visit_of_a_cookie_that_is_none_is_none(site: Site, clock: FixedClock, cookie: str | None) -> None:
    with site.db.brief() as db:
        visits.end(db, site, cookie)

    assert load(site, cookie) is None


def test_visit_of_a_cookie_signed_elsewhere_is_none(site: Site, clock: FixedClock) -> None:
    token = tokens.decode_session(begin(site, FULL), secret=site.secrets.token_key)
    assert token is not None

    forged = tokens.encode_session(token, secret=b"\x09" * 32)

    assert load(site, forged) is None


def test_visit_blob_does_not_open_under_another_cookie(site: Site, clock: FixedClock) -> None:
    begin(site, FULL)
    [(row, blob, _)] = stored(site)
    other = tokens.decode_session(begin(site), secret=site.secrets.token_key)
    assert other is not None

    with site.db.brief() as db:
        db.execute(update(VisitorSession).where(VisitorSession.id_hash == other.row).values(blob=blob))

    assert load(site, tokens.encode_session(other, secret=site.secrets.token_key)) is None
    assert row in {each[0] for each in stored(site)}
    with pytest.raises(SealBroken):
        tokens.unseal_session(other, blob)


def test_visit_row_shows_nothing_of_what_it_holds(site: Site, clock: FixedClock) -> None:
    begin(site, FULL)
    begin(site)
    full, empty = stored(site)

    assert not any(canary in full[1] for canary in (bytes(range(8)), b"sleep", b"Almaty", b"\x02" * 8))
    assert len(full[1]) == len(empty[1])


def test_visit_end_is_rounded_up_to_fifteen_minutes(site: Site, clock: FixedClock) -> None:
    begin(site)

    assert [expires_at for _, _, expires_at in stored(site)] == [NOON - MINUTE + 45 * MINUTE]


def test_visit_get_writes_only_the_idle_step(site: Site, clock: FixedClock) -> None:
    cookie = begin(site, FULL)
    before = stored(site)

    clock.advance(seconds=13 * MINUTE)
    load(site, cookie)
    same_quarter = stored(site)
    clock.advance(seconds=2 * MINUTE)
    load(site, cookie)

    assert same_quarter == before
    assert [(row, blob, expires_at + 15 * MINUTE) for row, blob, expires_at in before] == stored(site)


def test_visit_ends_when_idle(site: Site, clock: FixedClock) -> None:
    cookie = begin(site, FULL)

    clock.advance(seconds=44 * MINUTE)

    assert load(site, cookie) is None


def test_visit_that_has_ended_is_not_written_by_a_page_that_asks_for_it(site: Site, clock: FixedClock) -> None:
    cookie = begin(site, replace(FULL, account_id=b"\x07" * 16, epoch=1))
    before = stored(site)

    load(site, cookie)
    clock.advance(seconds=44 * MINUTE)
    load(site, cookie)

    assert stored(site) == before


def test_visit_ends_after_twelve_hours_of_activity(site: Site, clock: FixedClock) -> None:
    cookie = begin(site, FULL)
    lasted = 0

    while load(site, cookie) is not None:
        clock.advance(seconds=10 * MINUTE)
        lasted += 10

    assert 11 * 60 < lasted <= 12 * 60


def test_visit_step_up_gives_a_new_cookie_and_ends_the_old(site: Site, clock: FixedClock) -> None:
    old = begin(site)
    with site.db.brief() as db:
        new = visits.step_up(db, site, old, FULL)

    assert load(site, old) is None
    assert load(site, new) == replace(FULL, started_at=NOON - MINUTE)


def test_visit_that_ended_is_not_brought_back_by_a_late_save(site: Site, clock: FixedClock) -> None:
    cookie = begin(site)
    with site.db.brief() as db:
        visits.end(db, site, cookie)
        visits.save(db, site, cookie, FULL)

    assert load(site, cookie) is None


def test_visit_ends_when_the_epoch_is_raised(site: Site, clock: FixedClock) -> None:
    cookie = begin(site, signed_in(site))
    before = load(site, cookie)

    with site.db.writing() as db:
        db.execute(update(Account).values(epoch=Account.epoch + 1))

    assert before is not None
    assert load(site, cookie) is None


@pytest.mark.parametrize(("until", "welcome"), [(date(2026, 11, 22), True), (date(2026, 11, 23), False)])
def test_visit_ends_while_the_account_is_closed(site: Site, clock: FixedClock, until: date, welcome: bool) -> None:
    cookie = begin(site, signed_in(site))

    with site.db.writing() as db:
        db.execute(update(Account).values(suspended_until_on=until))

    assert (load(site, cookie) is not None) is welcome


def test_visit_ends_when_the_account_is_gone(site: Site, clock: FixedClock) -> None:
    cookie = begin(site, replace(FULL, account_id=b"\x07" * 16, epoch=1))

    assert load(site, cookie) is None


def test_visit_sweep_removes_only_what_has_ended(site: Site, clock: FixedClock) -> None:
    begin(site)
    clock.advance(seconds=40 * MINUTE)
    fresh = begin(site)
    clock.advance(seconds=10 * MINUTE)

    with site.db.brief() as db:
        removed = visits.sweep(db, site)

    assert removed == 1
    assert load(site, fresh) is not None


def test_visit_notes_are_added_and_taken_away() -> None:
    visit = FULL.with_pending(invitation=None, check=True)

    assert visit.pending == {"asked": (2, 7), "check": True}
    assert FULL.pending["invitation"] == b"\x04" * 32


def test_visit_repr_shows_no_secret() -> None:
    assert not any(secret in repr(FULL) for secret in (repr(bytes(range(8)))[2:-1], repr(b"\x02" * 4)[2:-1]))
