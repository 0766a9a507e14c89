"""The demo can be started on any day: its sessions fall where people are free."""

import pytest

from service import booking
from service.clock import FixedClock
from service.site import Site
from tests.service.demo.keyring import entered, filled


@pytest.mark.parametrize("day", range(7))
def test_demo_can_be_filled_on_every_day_of_the_week(demo_site: Site, clock: FixedClock, day: int) -> None:
    clock.advance(seconds=day * 86_400 + 7 * 3600)

    keys = filled(demo_site)

    client = entered(demo_site, keys.client)
    with demo_site.db.reading() as db:
        states = [each.row.state for each in booking.mine(db, demo_site, client.wallet_key)]
    assert states == ["fulfilled", "booked"]
