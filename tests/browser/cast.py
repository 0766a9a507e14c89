"""Who is on the stage: the demo's invented organisation, and one person of each role who comes in without the door."""

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select

from service import accounts, demo
from service.crypto.seal import unwrap, wallet_key_place
from service.models import Appointment, Occupancy, Role, Volunteer, VolunteerState
from service.site import Site
from service.visits import Visit
from tests.factories import make_account, wallet

ROLES: Final = {
    "client": "client",
    "volunteer": "therapist",
    "coordinator": "first_coordinator",
    "second_coordinator": "second_coordinator",
}
"""The names of those who can be asked for, and whose key in the demo is theirs."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The visits of everybody with a key, by the name they are asked for, their words, and what the demo booked."""

    visits: dict[str, Visit]
    words: dict[str, str]
    appointments: frozenset[bytes]
    occupancies: frozenset[bytes]

    def visit(self, role: str) -> Visit:
        """Return the visit of somebody who has just come in."""
        return self.visits[role]


def fill(site: Site) -> Cast:
    """Fill an empty site with the demo and let everybody in."""
    keys = demo.fill(site)
    assert keys is not None
    words = {name: str(getattr(keys, key)) for name, key in ROLES.items()}
    visits = {name: _entered(site, text) for name, text in words.items()} | {"newcomer": _newcomer(site)}
    with site.db.reading() as db:
        return Cast(
            visits, words, frozenset(db.scalars(select(Appointment.id))), frozenset(db.scalars(select(Occupancy.id)))
        )


def _entered(site: Site, words: str) -> Visit:
    """Return the visit of whoever knows these words; its language is left to the browser."""
    keys = accounts.derive(site, words)
    with site.db.writing() as db:
        wraps = accounts.wraps_for(db, site, lookup=keys.lookup, auth=keys.auth)
        place = wallet_key_place(site.secrets.site_id, lookup=keys.lookup, kdf_version=wraps.kdf_version)
        wallet_key = unwrap(keys.wrap_wallet, wraps.wallet_key_wrapped, place=place)
        account = accounts.sign_in(db, site, lookup=keys.lookup, auth=keys.auth, wallet_key=wallet_key)
    return replace(account.visit(Visit()), language=None)


def _newcomer(site: Site) -> Visit:
    """Return the visit of a volunteer who has just taken an invitation and was asked nothing yet."""
    with site.db.writing() as db:
        account_id = make_account(db, "newcomer", role=Role.VOLUNTEER).id
        db.add(Volunteer(alias="Ясень", zone="Europe/Berlin", state=VolunteerState.DRAFT, account_id=account_id))
    return Visit(account_id=account_id, role=Role.VOLUNTEER, wallet_key=wallet("newcomer"), epoch=1)
