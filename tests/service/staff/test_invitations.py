"""An invitation lets one person in, once, for 14 days, and its secret is stored nowhere."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import select

from service import staff
from service.clock import FixedClock
from service.crypto import tokens
from service.models import Account, Invitation, Role, Volunteer
from service.site import Site
from service.staff import InvitationUnknown, Invited
from service.staff.refusals import InvitationGone, LabelTooLong, RoleNotInvited
from service.store import policy as policy_rows
from tests.factories import make_account

DAY = 24 * 3600
TODAY = date(2026, 11, 2)


def invited(site: Site, role: Role = Role.VOLUNTEER, label: str = "Alder") -> Invited:
    with site.db.writing() as db:
        return staff.invite(db, site, role=role, label=label)


def enter(site: Site, code: str, name: str = "newcomer", *, role: Role | None = None) -> bytes:
    """Accept and redeem as the key page does, in one transaction, and return the account."""
    with site.db.writing() as db:
        accepted = staff.accept(db, site, code)
        account_id = make_account(db, name, role=role or accepted.role).id
        staff.redeem(db, site, secret=accepted.secret, account_id=account_id)
    return account_id


def test_invite_gives_a_link_whose_secret_stands_in_the_fragment_and_in_no_row(site: Site) -> None:
    fresh = invited(site)

    assert fresh.link == f"{site.settings.public_url}/welcome#{fresh.code}"
    assert fresh.expires_on == date(2026, 11, 16)
    with site.db.reading() as db:
        stored = db.scalars(select(Invitation)).one()
    secret = tokens.from_base64url(fresh.code, length=16)
    assert secret is not None
    assert stored.token_hash == tokens.sha256(secret)
    assert fresh.code not in repr(fresh)


def test_accept_reads_a_code_or_a_whole_link_and_uses_nothing_up(site: Site) -> None:
    fresh = invited(site)

    with site.db.reading() as db:
        by_code = staff.accept(db, site, f"  {fresh.code}\n")
        by_link = staff.accept(db, site, fresh.link)

    assert by_code == by_link
    assert (by_code.role, by_code.label) == (Role.VOLUNTEER, "Alder")


def test_redeem_makes_a_draft_volunteer_with_the_organisations_terms(site: Site) -> None:
    with site.db.writing() as db:
        policy_rows.put(db, "length_minutes", 45)
    fresh = invited(site)

    account_id = enter(site, fresh.code)

    with site.db.reading() as db:
        drafted = db.scalars(select(Volunteer)).one()
        assert db.scalars(select(Invitation)).all() == []
    assert (drafted.account_id, drafted.alias, drafted.state) == (account_id, "Alder", "draft")
    assert (drafted.length_minutes, drafted.zone) == (45, "Europe/Berlin")


def test_redeem_of_a_coordinator_makes_no_volunteer(site: Site) -> None:
    fresh = invited(site, Role.COORDINATOR, "")

    account_id = enter(site, fresh.code)

    with site.db.reading() as db:
        assert db.scalars(select(Volunteer)).all() == []
        assert staff.require_coordinator(db, account_id) == account_id


def test_redeem_finds_another_alias_when_one_is_taken(site: Site) -> None:
    codes = [invited(site, label="Alder").code, invited(site, label="Alder").code, invited(site, label="").code]

    for number, code in enumerate(codes):
        enter(site, code, f"newcomer {number}")

    with site.db.reading() as db:
        aliases = set(db.scalars(select(Volunteer.alias)))
    assert aliases > {"Alder", "Alder 2"}
    assert len(aliases) == 3


def test_an_invitation_opens_once(site: Site) -> None:
    fresh = invited(site)
    enter(site, fresh.code)

    with pytest.raises(InvitationUnknown):
        enter(site, fresh.code, "somebody else")

    with site.db.reading() as db:
        assert len(db.scalars(select(Account)).all()) == 1


@pytest.mark.parametrize(("days", "opens"), [(14, True), (15, False)])
def test_an_invitation_opens_for_fourteen_days(site: Site, clock: FixedClock, days: int, opens: bool) -> None:
    fresh = invited(site)
    clock.advance(seconds=days * DAY)

    with site.db.reading() as db:
        listed = staff.open_invitations(db, today=date(2026, 11, 2 + days))
        if opens:
            assert staff.accept(db, site, fresh.code).role == Role.VOLUNTEER
        else:
            with pytest.raises(InvitationUnknown):
                staff.accept(db, site, fresh.code)
    assert bool(listed) is opens


@pytest.mark.parametrize("code", ["", "#", "пароль", "a" * 22, "a" * 2000, "https://example.org/welcome", "AAAA\x00"])
def test_accept_refuses_what_was_never_made(site: Site, code: str) -> None:
    invited(site)

    with site.db.reading() as db, pytest.raises(InvitationUnknown):
        staff.accept(db, site, code)


def test_redeem_refuses_an_account_of_another_role(site: Site) -> None:
    fresh = invited(site, Role.VOLUNTEER)

    with pytest.raises(InvitationUnknown):
        enter(site, fresh.code, role=Role.COORDINATOR)

    with site.db.reading() as db:
        assert len(staff.open_invitations(db, today=TODAY)) == 1


def test_redeem_raced_by_eight_lets_one_in(site: Site) -> None:
    fresh, together = invited(site), Barrier(8)

    def race(number: int) -> bool:
        together.wait()
        try:
            enter(site, fresh.code, f"racer {number}")
        except InvitationUnknown:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        let_in = list(threads.map(race, range(8)))

    assert sum(let_in) == 1
    with site.db.reading() as db:
        assert len(db.scalars(select(Account)).all()) == 1
        assert len(db.scalars(select(Volunteer)).all()) == 1


def test_redeem_raced_by_equal_aliases_gives_each_its_own(site: Site) -> None:
    codes = [invited(site, label="Birch").code for _ in range(6)]
    together = Barrier(6)

    def race(number: int) -> None:
        together.wait()
        enter(site, codes[number], f"racer {number}")

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(race, range(6)))

    with site.db.reading() as db:
        assert len(set(db.scalars(select(Volunteer.alias)))) == 6


def test_invite_refuses_other_roles_and_long_labels(site: Site) -> None:
    for role in ("client", "moderator", "admin", ""):
        with pytest.raises(RoleNotInvited), site.db.writing() as db:
            staff.invite(db, site, role=role)
    for label in ("x" * 51, "Al\u202eder"):
        with pytest.raises(LabelTooLong), site.db.writing() as db:
            staff.invite(db, site, role=Role.VOLUNTEER, label=label)


def test_withdraw_closes_an_invitation_and_says_when_it_was_gone(site: Site) -> None:
    fresh = invited(site)
    with site.db.writing() as db:
        listed = staff.open_invitations(db, today=TODAY)
        staff.withdraw(db, listed[0].id)

    with pytest.raises(InvitationUnknown):
        enter(site, fresh.code)
    with pytest.raises(InvitationGone), site.db.writing() as db:
        staff.withdraw(db, listed[0].id)


def test_an_invitation_from_the_host_is_shown_to_all_staff_for_fourteen_days(site: Site) -> None:
    with site.db.writing() as db:
        staff.invite_from_the_host(db, site, role=Role.COORDINATOR)
        staff.invite_from_the_host(db, site, role=Role.VOLUNTEER)

    with site.db.reading() as db:
        assert staff.invited_from_the_host(db, today=TODAY) == (TODAY,)
        assert staff.invited_from_the_host(db, today=date(2026, 11, 17)) == ()
