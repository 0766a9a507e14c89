"""Volunteers for tests of the directory: active, reachable, open every day from 9 to 17 unless said otherwise."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from service.models import (
    Appointment,
    Occupancy,
    OccupancyKind,
    OpeningException,
    OpeningRule,
    Volunteer,
    VolunteerState,
    new_id,
)
from service.store import openings, terms, volunteers

CONFIRMED_ON = date(2026, 11, 1)


def words(db: Session) -> None:
    """Write the terms that tests speak of."""
    for sort, slug, label in (
        ("kind", "psychologist", "Психологиня"),
        ("kind", "peer", "Рівна консультантка"),
        ("format", "text", "Листування"),
        ("format", "video", "Відео"),
        ("topic", "loss", "Втрата"),
        ("attribute", "woman", "Жінка"),
        ("attribute", "from-ukraine", "З України"),
    ):
        terms.put(db, slug, sort=sort, labels={"uk": label, "en": slug.title()}, position=0)


def volunteer(
    db: Session,
    alias: str = "Linden",
    *,
    zone: str = "Europe/Berlin",
    windows: Iterable[tuple[int, int]] = ((9 * 60, 17 * 60),),
    weekdays: Iterable[int] = range(7),
    languages: Iterable[str] = ("uk",),
    slugs: Iterable[str] = (),
    **numbers: Any,
) -> bytes:
    """Write one volunteer and return their id."""
    fields: dict[str, Any] = {"state": VolunteerState.ACTIVE, "confirmed_on": CONFIRMED_ON, "about": {}}
    row = Volunteer(id=new_id(), alias=alias, zone=zone, **(fields | numbers))
    volunteers.add(db, row)
    volunteers.put_languages(db, row.id, list(languages))
    volunteers.put_terms(db, row.id, list(slugs))
    openings.add_rules(
        db,
        [
            OpeningRule(volunteer_id=row.id, weekday=weekday, start_minute=start, end_minute=end, zone=zone)
            for weekday in weekdays
            for start, end in windows
        ],
    )
    return row.id


def taken(db: Session, volunteer_id: bytes, start_at: int, *, kind: OccupancyKind, **more: Any) -> bytes:
    """Write an hour of occupied time and return its id."""
    row = Occupancy(
        id=new_id(), volunteer_id=volunteer_id, kind=kind, starts_at=start_at, blocked_until=start_at + 3600, **more
    )
    db.add(row)
    db.flush()
    volunteers.bump(db, [volunteer_id])
    return row.id


def booked(db: Session, volunteer_id: bytes, start_at: int, *, case_tag: bytes, state: str = "booked") -> None:
    """Write one session of a person with a volunteer."""
    occupancy_id = taken(db, volunteer_id, start_at, kind=OccupancyKind.APPOINTMENT)
    db.add(
        Appointment(
            ticket_hash=new_id(),
            volunteer_id=volunteer_id,
            occupancy_id=occupancy_id,
            case_tag=case_tag,
            alias="Quiet Harbour",
            starts_at=start_at,
            ends_at=start_at + 3000,
            zone="Europe/Berlin",
            wall_start="2026-11-05T10:00",
            tzdata_version="2026a",
            format="text",
            language="uk",
            state=state,
            ended_by="client" if state == "cancelled" else None,
        )
    )
    db.flush()


def away(db: Session, volunteer_id: bytes, starts_at: int, ends_at: int) -> None:
    """Write an absence."""
    openings.add_exceptions(
        db, [OpeningException(volunteer_id=volunteer_id, effect="block", starts_at=starts_at, ends_at=ends_at)]
    )
    volunteers.bump(db, [volunteer_id])
