"""A past meeting whose hour was forgotten is shown by its day, to both sides."""

from fastapi import FastAPI

from service import booking, retention
from service.clock import FixedClock
from service.models import Appointment, Role
from service.site import Site
from tests.factories import ALDER, make_account, make_volunteer
from tests.web.finding.test_journey import booked
from tests.web.team.team import entered
from tests.web.visitor import Visitor


def test_a_day_without_its_hour_is_shown_to_both_sides(app: FastAPI, site: Site, clock: FixedClock) -> None:
    with site.db.writing() as db:
        account = make_account(db, "alder", role=Role.VOLUNTEER)
        make_volunteer(db, ALDER, account_id=account.id)
    booked(Visitor(app))
    with site.db.reading() as db:
        row = db.query(Appointment).one()
    clock.at = row.ends_at
    with site.db.writing() as db:
        booking.settle(db, site)
    clock.at = row.ends_at + 25 * 3600

    retention.purge(site)

    page = entered(app, site, account).get(f"/desk/week?on={row.wall_start[:10]}").text
    assert f"<strong>{row.alias}</strong>" in page
    assert row.wall_start[11:16] not in page
