"""Rows that one person's forgetting takes away, and the notes that keep a backup from bringing them back.

A note is SHA-256(table ‖ 0 ‖ key): for `account` the key is the id; for `ticket_state` the ticket's hash, which stands
for the booking with that hash as well. Decides nothing.
"""

import secrets
from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from service.models import Appointment, Forgotten, Occupancy, TicketState


def note_of(table: str, key: bytes) -> bytes:
    """Return what is noted of a deleted row."""
    return sha256(table.encode() + b"\0" + key).digest()


def note(db: Session, notes: Sequence[bytes], *, on: date) -> None:
    """Note deleted rows, in an order that says nothing; those that are noted already stay as they are."""
    known = set(db.scalars(select(Forgotten.row_hash).where(Forgotten.row_hash.in_(notes))))
    db.add_all(Forgotten(row_hash=each, forgotten_on=on) for each in sorted(set(notes) - known))
    db.flush()


def remove_tickets(db: Session, hashes: Sequence[bytes]) -> list[bytes]:
    """Delete what is known of these tickets and return those that there were."""
    gone = delete(TicketState).where(TicketState.ticket_hash.in_(hashes)).returning(TicketState.ticket_hash)
    return sorted(db.scalars(gone))


def remove_past(db: Session, appointment_ids: Sequence[bytes]) -> None:
    """Delete sessions that are over, and the time they took."""
    gone = delete(Appointment).where(Appointment.id.in_(appointment_ids)).returning(Appointment.occupancy_id)
    spans = [span for span in db.scalars(gone) if span is not None]
    db.execute(delete(Occupancy).where(Occupancy.id.in_(spans)))


def cut_loose(db: Session, appointment_id: bytes) -> None:
    """Leave a cancelled session to its volunteer alone: no ticket finds it and no case has it any more."""
    loose = {"ticket_hash": secrets.token_bytes(32), "case_tag": secrets.token_bytes(32)}
    db.execute(update(Appointment).where(Appointment.id == appointment_id).values(loose))
