"""Short ways to the beginning of a story: a volunteer in the database, a time held, a session booked."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduling.localtime import to_instant
from service import booking
from service.booking import AppointmentRow, HeldSlot, Mine
from service.db import Database
from service.models import Base, Volunteer
from service.site import Site
from tests.factories import ALDER, Part, make_volunteer, wallet


def berlin(day: int, hour: int, minute: int = 0, *, month: int = 11) -> int:
    """Return an instant of 2026 by Berlin's clock, where Alder works."""
    return to_instant("Europe/Berlin", date(2026, month, day), hour * 60 + minute)


TUESDAY_10 = berlin(3, 10)
TUESDAY_11 = berlin(3, 11)


def volunteer(site: Site, part: Part = ALDER, **columns: Any) -> bytes:
    """Add a volunteer and return their id."""
    with site.db.writing() as db:
        return make_volunteer(db, part, **columns).id


def change_volunteer(site: Site, volunteer_id: bytes, **columns: Any) -> None:
    """Change a volunteer's own row."""
    with site.db.writing() as db:
        row = db.get_one(Volunteer, volunteer_id)
        for name, value in columns.items():
            setattr(row, name, value)


def hold(
    site: Site, *volunteer_ids: bytes, at: int = TUESDAY_10, known: Mapping[bytes, bytes] | None = None, **more: Any
) -> HeldSlot:
    """Hold a time with one of these volunteers, by text and in Russian."""
    wished = {"format": "text", "language": "ru"} | more
    with site.db.writing() as db:
        return booking.hold(db, site, start_at=at, candidates=volunteer_ids, known=known, **wished)


def book(site: Site, name: str, held: HeldSlot, *, n: int | None = None) -> Mine:
    """Book what is held for an invented person."""
    with site.db.writing() as db:
        number = booking.next_n(db, wallet(name)) if n is None else n
        return booking.book(db, site, wallet_key=wallet(name), n=number, held=held)


def booked(site: Site, name: str, volunteer_id: bytes, *, at: int = TUESDAY_10, **more: Any) -> Mine:
    """Hold and book a time for an invented person; somebody known already comes as such."""
    with site.db.reading() as db:
        known = booking.acquainted(db, wallet(name))
    return book(site, name, hold(site, volunteer_id, at=at, known=known, **more))


def mine(site: Site, name: str) -> list[AppointmentRow]:
    """Return an invented person's sessions."""
    with site.db.reading() as db:
        return [each.row for each in booking.mine(db, site, wallet(name))]


def settle(site: Site) -> booking.Settled:
    """Let what is over be settled."""
    with site.db.writing() as db:
        return booking.settle(db, site)


def taken(database: Database) -> list[tuple[str, int, int]]:
    """Return what takes time: kind, start and end, in order of time."""
    table = Base.metadata.tables["occupancy"].c
    with database.reading() as db:
        found = db.execute(select(table.kind, table.starts_at, table.blocked_until).order_by(table.starts_at))
        return [(row.kind, row.starts_at, row.blocked_until) for row in found]


def count(db: Session, table: str) -> int:
    """Return how many rows a table has."""
    return db.scalar(select(func.count()).select_from(Base.metadata.tables[table])) or 0


def amounts(database: Database) -> dict[str, int]:
    """Return how many rows each table of a booking has."""
    names = ("occupancy", "appointment", "ticket_state", "outbox", "month_count", "account")
    with database.reading() as db:
        return {name: count(db, name) for name in names}
