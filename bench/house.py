"""Houses to measure in: so many volunteers, so much history, on SQLite in a folder of their own. Filled in bulk."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from service.clock import SystemClock, month_number, utc_date
from service.migrate import migrate
from service.models import (
    Appointment,
    MonthCount,
    OpeningRule,
    Term,
    TicketState,
    Volunteer,
    VolunteerLanguage,
    VolunteerState,
    VolunteerTerm,
    new_id,
)
from service.settings import Mode, Settings
from service.site import Site, open_site

ZONES = (
    "Asia/Almaty", "Asia/Tbilisi", "Europe/Istanbul", "Europe/Berlin", "Europe/Belgrade", "Asia/Bangkok",
    "America/Argentina/Buenos_Aires", "Asia/Kolkata", "Europe/London", "America/New_York",
)  # fmt: skip
TERMS = {
    "psychologist": "kind", "peer": "kind", "text": "format", "voice": "format", "video": "format", "loss": "topic",
    "moving": "topic", "woman": "attribute",
}  # fmt: skip
LANGUAGES = ("ru", "uk", "en")
HOUR_SECONDS = 3600
AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class History:
    """How much lies behind: sessions of volunteers, and rows that outlive them."""

    appointments: int = 0
    tombstones: int = 0


@contextmanager
def house(volunteers: int, history: History | None = None) -> Iterator[Site]:
    """Give a running site on a fresh SQLite file with so many volunteers, and so much behind them."""
    with TemporaryDirectory(prefix="pristan-bench-") as folder:
        settings = Settings(mode=Mode.DEMO, data_dir=Path(folder))
        site = open_site(settings, clock=SystemClock())
        migrate(site.db)
        with site.db.writing() as db:
            _write_terms(db)
            ids = _write_volunteers(db, volunteers, now=site.clock.now())
        with site.db.writing() as db:
            _write_history(db, ids, history or History(), now=site.clock.now())
        yield site
        site.db.close()


def _write_terms(db: Session) -> None:
    labels = dict.fromkeys(LANGUAGES, "слово")
    _put(db, Term, [{"slug": slug, "sort": sort, "labels": labels, "position": 0} for slug, sort in TERMS.items()])


def _write_volunteers(db: Session, count: int, *, now: int) -> list[bytes]:
    """Write volunteers who are free two hours a day, five days a week, each at another hour."""
    ids = [new_id() for _ in range(count)]
    slugs = ("text", "psychologist"), ("voice", "peer"), ("video", "psychologist", "woman"), ("text", "peer", "loss")
    _put(db, Volunteer, [_volunteer(each, number, now) for number, each in enumerate(ids)])
    _put(
        db,
        VolunteerLanguage,
        [{"volunteer_id": each, "language": LANGUAGES[number % 2]} for number, each in enumerate(ids)],
    )
    _put(
        db,
        VolunteerTerm,
        [{"volunteer_id": each, "slug": slug} for number, each in enumerate(ids) for slug in slugs[number % 4]],
    )
    _put(db, OpeningRule, [rule for number, each in enumerate(ids) for rule in _rules(each, number)])
    return ids


def _volunteer(volunteer_id: bytes, number: int, now: int) -> dict[str, Any]:
    return {
        "id": volunteer_id, "alias": f"Volunteer {number}", "about": {}, "zone": ZONES[number % len(ZONES)],
        "state": VolunteerState.ACTIVE, "confirmed_on": utc_date(now), "version": number + 1,
    }  # fmt: skip


def _rules(volunteer_id: bytes, number: int) -> list[dict[str, Any]]:
    start = (8 + number * 7 % 12) * 60
    zone = ZONES[number % len(ZONES)]
    return [
        {
            "id": new_id(), "volunteer_id": volunteer_id, "weekday": (number + day) % 7, "start_minute": start,
            "end_minute": start + 120, "zone": zone,
        }
        for day in range(5)
    ]  # fmt: skip


def _write_history(db: Session, ids: list[bytes], history: History, *, now: int) -> None:
    """Write sessions that took place, one after the other into the past, and what remains of still older ones."""
    newest = now - now % HOUR_SECONDS - HOUR_SECONDS
    for first in range(0, history.appointments, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, history.appointments))
        _put(db, Appointment, [_session(ids[n % len(ids)], n // len(ids), newest) for n in numbers])
    month = month_number(now)
    for first in range(0, history.tombstones, AT_ONCE):
        count = min(AT_ONCE, history.tombstones - first)
        _put(
            db,
            TicketState,
            [{"ticket_hash": secrets.token_bytes(32), "state": "used", "expires_month": month} for _ in range(count)],
        )
    counts = [
        {"month": 200_001 + n // 12 * 100 + n % 12, "language": language, "kind": kind, "what": "booked", "n": 5}
        for n in range(min(history.tombstones // 100, 1_200))
        for language in LANGUAGES
        for kind in ("psychologist", "peer")
    ]
    _put(db, MonthCount, counts)


def _session(volunteer_id: bytes, number: int, newest: int) -> dict[str, Any]:
    starts_at = newest - number * HOUR_SECONDS
    return {
        "id": new_id(), "ticket_hash": secrets.token_bytes(32), "volunteer_id": volunteer_id,
        "case_tag": volunteer_id * 2 if number % 2 else volunteer_id, "alias": "Quiet Harbour", "starts_at": starts_at,
        "ends_at": starts_at + 3000, "zone": "Europe/Berlin", "wall_start": "2026-01-01 10:00",
        "tzdata_version": "2026a", "format": "text", "language": "ru", "state": "fulfilled",
    }  # fmt: skip


def _put(db: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.execute(insert(table), rows)
