"""A named cast and the rows they need. Everybody here is invented; no row is made that a test did not ask for."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from service.clock import utc_date
from service.models import (
    Account,
    OpeningRule,
    Role,
    Term,
    TermSort,
    Volunteer,
    VolunteerLanguage,
    VolunteerState,
    VolunteerTerm,
)

NOW = 1_793_620_800
"""Monday, 2 November 2026, 12:00 UTC; no clock changes in Europe or America before March."""

Window = tuple[int, int, int]
"""Weekday (0 = Monday), start and end in wall-clock minutes."""

OFFICE_HOURS: tuple[Window, ...] = tuple((day, 9 * 60, 17 * 60) for day in range(5))
EVERY_DAY: tuple[Window, ...] = tuple((day, 8 * 60, 20 * 60) for day in range(7))


@dataclass(frozen=True, slots=True)
class Part:
    """One member of the cast."""

    alias: str
    zone: str
    hours: tuple[Window, ...]
    languages: tuple[str, ...]
    terms: tuple[str, ...]


ALDER = Part("Alder", "Europe/Berlin", OFFICE_HOURS, ("ru", "en"), ("psychologist", "text", "video"))
BIRCH = Part("Birch", "Asia/Almaty", EVERY_DAY, ("ru",), ("peer", "text", "voice"))
CEDAR = Part("Cedar", "America/Los_Angeles", OFFICE_HOURS, ("uk", "en"), ("psychologist", "video"))
DOGWOOD = Part("Dogwood", "Pacific/Auckland", OFFICE_HOURS, ("uk", "ru"), ("peer", "text"))
CAST = (ALDER, BIRCH, CEDAR, DOGWOOD)

TERMS = {
    "psychologist": TermSort.KIND,
    "peer": TermSort.KIND,
    "text": TermSort.FORMAT,
    "voice": TermSort.FORMAT,
    "video": TermSort.FORMAT,
    "war": TermSort.TOPIC,
    "moving": TermSort.TOPIC,
    "woman": TermSort.ATTRIBUTE,
    "from-ukraine": TermSort.ATTRIBUTE,
}


def wallet(name: str) -> bytes:
    """Return the wallet key of an invented person: 32 bytes, always the same for the same name."""
    return hashlib.sha256(f"wallet of {name}".encode()).digest()


def make_terms(db: Session) -> None:
    """Add every term that is not there yet."""
    for position, (slug, sort) in enumerate(TERMS.items()):
        if db.get(Term, slug) is None:
            labels = {language: f"{slug} ({language})" for language in ("ru", "uk", "en")}
            db.add(Term(slug=slug, sort=sort, labels=labels, position=position))
    db.flush()


def make_account(db: Session, name: str = "somebody", *, role: Role = Role.CLIENT, **columns: Any) -> Account:
    """Add an account; its sealed parts are filler of the right size."""
    seed = hashlib.sha256(name.encode()).digest()
    account = Account(
        **{
            "lookup": seed[:16], "auth_hash": seed, "role": role, "settings_sealed": bytes(8192),
            "wallet_key_wrapped": bytes(60), "content_seed_wrapped": bytes(60), "seen_month": 202611,
        } | columns
    )  # fmt: skip
    db.add(account)
    db.flush()
    return account


def make_volunteer(
    db: Session,
    part: Part = ALDER,
    *,
    alias: str | None = None,
    zone: str | None = None,
    hours: Iterable[Window] | None = None,
    languages: Iterable[str] | None = None,
    terms: Iterable[str] | None = None,
    **columns: Any,
) -> Volunteer:
    """Add an active, reachable volunteer with opening hours, languages and terms; `columns` change the row itself.

    By default Alder: Berlin, Monday to Friday 9 to 17, sessions of 50 minutes each full hour, notice of no hours.
    """
    make_terms(db)
    zone = zone or part.zone
    volunteer = Volunteer(
        **{
            "alias": alias or part.alias, "zone": zone, "state": VolunteerState.ACTIVE, "notice_hours": 0,
            "confirmed_on": utc_date(NOW),
        } | columns
    )  # fmt: skip
    db.add(volunteer)
    db.flush()
    for weekday, start_minute, end_minute in part.hours if hours is None else hours:
        db.add(
            OpeningRule(
                volunteer_id=volunteer.id, weekday=weekday, start_minute=start_minute, end_minute=end_minute, zone=zone
            )
        )
    db.add_all(VolunteerLanguage(volunteer_id=volunteer.id, language=each) for each in languages or part.languages)
    db.add_all(VolunteerTerm(volunteer_id=volunteer.id, slug=each) for each in terms or part.terms)
    db.flush()
    return volunteer


def make_cast(db: Session) -> dict[str, Volunteer]:
    """Add the whole cast and return it by alias."""
    return {part.alias: make_volunteer(db, part) for part in CAST}
