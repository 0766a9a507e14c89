"""Two coordinators and the steps of a volunteer's way in, for the tests of this folder."""

from datetime import date
from typing import Any

from service import booking
from service.models import Appointment, Role, Volunteer, VolunteerState
from service.site import Site
from tests.factories import make_account, make_volunteer, wallet

CONFIRMED_ON = date(2026, 11, 1)


def coordinators(site: Site, *names: str) -> tuple[bytes, ...]:
    """Return the accounts of coordinators of these names."""
    with site.db.writing() as db:
        return tuple(make_account(db, name, role=Role.COORDINATOR).id for name in names)


def volunteer(site: Site, state: VolunteerState = VolunteerState.WAITING, **columns: Any) -> bytes:
    """Return the id of a volunteer with an account and a confirmed channel, in `state`."""
    alias = columns.pop("alias", "Alder")
    with site.db.writing() as db:
        account_id = columns.pop("account_id", None) or make_account(db, alias, role=Role.VOLUNTEER).id
        values: dict[str, Any] = {"confirmed_on": CONFIRMED_ON, "notice_sealed": bytes(540)} | columns
        return make_volunteer(db, alias=alias, state=state, account_id=account_id, **values).id


def row(site: Site, volunteer_id: bytes) -> Volunteer:
    """Return a volunteer's row as it stands now."""
    with site.db.reading() as db:
        found = db.get(Volunteer, volunteer_id)
    assert found is not None
    return found


def booked(site: Site, volunteer_id: bytes, start_at: int, *, name: str = "Anna") -> bytes:
    """Book a session the way a person does, and return its id."""
    with site.db.writing() as db:
        held = booking.hold(db, site, start_at=start_at, candidates=[volunteer_id], format="text", language="ru")
    with site.db.writing() as db:
        n = booking.next_n(db, wallet(name))
        return booking.book(db, site, wallet_key=wallet(name), n=n, held=held).row.id


def appointment(site: Site, appointment_id: bytes) -> Appointment | None:
    """Return a session's row as it stands now."""
    with site.db.reading() as db:
        return db.get(Appointment, appointment_id)
