"""The demo on both databases: the client's and the therapist's side of the same sessions."""

import pytest
from sqlalchemy import select

from service import availability, booking
from service.db import Database
from service.demo import DemoKeys
from service.models import Volunteer
from service.site import Site
from tests.factories import NOW
from tests.service.demo.keyring import entered


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest) -> Database:
    """Give an empty migrated database of each kind."""
    found = request.getfixturevalue(f"{request.param}_database")
    assert isinstance(found, Database)
    return found


def test_demo_client_has_met_somebody_and_meets_them_again(demo_site: Site, keys: DemoKeys) -> None:
    client = entered(demo_site, keys.client)

    with demo_site.db.reading() as db:
        past, ahead = booking.mine(db, demo_site, client.wallet_key)

    assert (past.row.state, ahead.row.state) == ("fulfilled", "booked")
    assert past.row.starts_at < NOW < ahead.row.starts_at
    assert past.row.volunteer_id == ahead.row.volunteer_id
    assert client.settings.zone == "Asia/Almaty"


def test_demo_therapist_sees_the_client(demo_site: Site, keys: DemoKeys) -> None:
    therapist = entered(demo_site, keys.therapist)
    with demo_site.db.reading() as db:
        volunteer = db.scalars(select(Volunteer).where(Volunteer.account_id == therapist.account_id)).one()
        today = availability.today(db, demo_site, volunteer.id)

    assert today.next is not None
    assert today.accompanied >= 1
    assert today.fresh_until > NOW
