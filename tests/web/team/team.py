"""Coordinators with a browser, for the tests of this folder."""

from typing import Any

from fastapi import FastAPI

from service import visits
from service.models import Account, Role, Volunteer, VolunteerState
from service.site import Site
from service.visits import Visit
from tests.factories import make_account, make_volunteer
from tests.web.visitor import Visitor
from web.exchange import PLAIN_COOKIE


def entered(app: FastAPI, site: Site, account: Account, *, language: str = "en") -> Visitor:
    """Return a browser in which an account has come in."""
    visit = Visit(
        account_id=account.id, role=Role(account.role), wallet_key=b"w" * 32, epoch=account.epoch, language=language
    )
    with site.db.brief() as db:
        cookie, _ = visits.start(db, site, visit)
    visitor = Visitor(app)
    visitor.client.cookies.set(PLAIN_COOKIE, cookie)
    return visitor


def coordinator(app: FastAPI, site: Site, name: str = "first", *, language: str = "en") -> Visitor:
    """Return a browser in which a coordinator has come in."""
    with site.db.writing() as db:
        account = make_account(db, name, role=Role.COORDINATOR)
    return entered(app, site, account, language=language)


def somebody(app: FastAPI, site: Site, role: Role) -> Visitor:
    """Return a browser in which somebody of another role has come in."""
    with site.db.writing() as db:
        account = make_account(db, f"some {role}", role=role)
        if role is Role.VOLUNTEER:
            make_volunteer(db, alias="Somebody", account_id=account.id)
    return entered(app, site, account)


def volunteer(site: Site, alias: str = "Alder", state: VolunteerState = VolunteerState.WAITING, **columns: Any) -> str:
    """Return the id of a volunteer with an account, as forms name it."""
    with site.db.writing() as db:
        account = make_account(db, alias, role=Role.VOLUNTEER)
        return make_volunteer(
            db, alias=alias, state=state, account_id=account.id, **({"notice_sealed": bytes(540)} | columns)
        ).id.hex()


def row(site: Site, person: str) -> Volunteer:
    """Return a volunteer's row as it stands now."""
    with site.db.reading() as db:
        found = db.get(Volunteer, bytes.fromhex(person))
    assert found is not None
    return found
