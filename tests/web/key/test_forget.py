"""Forget everything: said beforehand, confirmed once, gone afterwards."""

import pytest

from service import accounts
from service.models import Role
from service.site import Site
from service.visits import Visit
from tests.service.accounts.cast import RIVER, keys_of, person
from tests.web.sign_in.tab import Tab, accounts_of


@pytest.fixture
def tab(site: Site) -> Tab:
    tab = Tab(site, language="en")
    _, new = keys_of(site)
    with site.db.writing() as db:
        tab.begin(accounts.create(db, site, new).visit(Visit()))
    return tab


def test_forget_page_says_what_happens(tab: Tab) -> None:
    page = tab.open("/my/forget").text

    assert "Your words open nothing any more." in page
    assert "Backups are overwritten within 14 days." in page


def test_forget_deletes_the_account_and_ends_the_visit(tab: Tab) -> None:
    tab.open("/my/forget")

    answer = tab.send("/my/forget", sure="1")

    assert answer.url.path == "/my/forget/done"
    assert accounts_of(tab.site) == []
    assert tab.cookie is None


def test_forget_without_the_tick_changes_nothing(tab: Tab) -> None:
    tab.open("/my/forget")

    answer = tab.send("/my/forget")

    assert answer.status_code == 422
    assert len(accounts_of(tab.site)) == 1


def test_forget_is_for_those_who_are_in(site: Site) -> None:
    person(site)

    assert Tab(site).open("/my/forget").url.path == "/sign-in"
    assert Tab(site).send("/my/forget", sure="1").status_code == 401
    assert len(accounts_of(site)) == 1


def test_forget_from_another_site_is_refused(tab: Tab) -> None:
    tab.open("/my/forget")

    answer = tab.post("/my/forget", {"sure": "1"}, sec_fetch_site="cross-site")

    assert answer.status_code == 403
    assert len(accounts_of(tab.site)) == 1


def test_forget_keeps_the_last_coordinator_and_says_why(site: Site) -> None:
    keys = accounts.derive(site, RIVER)
    with site.db.writing() as db:
        account = accounts.create(db, site, accounts.lock(site, keys), role=Role.COORDINATOR)
    tab = Tab(site, language="en")
    tab.begin(account.visit(Visit()))
    tab.open("/my/forget")

    answer = tab.send("/my/forget", sure="1")

    assert answer.status_code == 422
    assert "You are the only coordinator." in answer.text
    assert len(accounts_of(site)) == 1
