"""Volunteers with a channel, for the tests of this folder."""

from typing import Any

from sqlalchemy.orm import Session

from service import notices
from service.models import Role, Volunteer, VolunteerState
from service.notices.channel import link_of
from service.site import Site
from service.store import outbox
from tests.factories import make_account, make_volunteer

ADDRESS = "alder@example.org"


def volunteer(site: Site, alias: str = "Alder", **columns: Any) -> bytes:
    """Return the id of an active volunteer without a channel."""
    with site.db.writing() as db:
        account = make_account(db, alias, role=Role.VOLUNTEER)
        return make_volunteer(db, alias=alias, account_id=account.id, **({"state": VolunteerState.ACTIVE} | columns)).id


def with_address(site: Site, volunteer_id: bytes, address: str = ADDRESS) -> None:
    """Give a volunteer an address, unconfirmed."""
    with site.db.writing() as db:
        notices.set_channel(db, site, volunteer_id, address=address)


def link(site: Site, volunteer_id: bytes) -> str:
    """Return the newest confirmation link that waits for a volunteer."""
    with site.db.reading() as db:
        waiting = [each for each in outbox.waiting(db) if each.volunteer_id == volunteer_id and each.what != "news"]
    assert len(waiting) == 1
    return link_of(site, volunteer_id, waiting[0].id)


def confirmed(site: Site, alias: str = "Alder", address: str = ADDRESS) -> bytes:
    """Return the id of a volunteer whose channel was confirmed today."""
    volunteer_id = volunteer(site, alias)
    with_address(site, volunteer_id, address)
    confirm(site, link(site, volunteer_id))
    return volunteer_id


def confirm(site: Site, code: str) -> None:
    """Press the button behind a link."""
    with site.db.writing() as db:
        notices.confirm(db, site, code)


def tell(site: Site, volunteer_id: bytes) -> None:
    """Let something be new."""
    with site.db.writing() as db:
        notices.tell(db, volunteer_id)


def set_state(db: Session, volunteer_id: bytes, state: VolunteerState) -> None:
    """Move a volunteer to a state, whatever the way there would be."""
    found = db.get(Volunteer, volunteer_id)
    assert found is not None
    found.state = state


def waiting(site: Site) -> list[tuple[str, int]]:
    """Return which letters wait and how often each was tried."""
    with site.db.reading() as db:
        return sorted((each.what, each.attempts) for each in outbox.waiting(db))


def row(site: Site, volunteer_id: bytes) -> Volunteer:
    """Return a volunteer's row as it stands now."""
    with site.db.reading() as db:
        found = db.get(Volunteer, volunteer_id)
    assert found is not None
    return found
