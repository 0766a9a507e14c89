"""What every change of a volunteer's side has in common: whose it is, that nobody was faster, that others learn of it.

An *edition* is a short fingerprint of rows as a form showed them. A counter would not do: a booking counts as well,
and must not refuse the volunteer their own form.
"""

import hashlib
from collections.abc import Iterable

from sqlalchemy.orm import Session

from service.availability.refusals import ChangedMeanwhile, NotHere
from service.models import OpeningException, OpeningRule, Volunteer
from service.site import Site
from service.store import staff as staff_rows

_EDITION_BYTES = 6


def own(db: Session, volunteer_id: bytes) -> Volunteer:
    """Return a volunteer for their own change and let nobody else change them until the commit.

    Raises: NotHere.
    """
    found = staff_rows.locked(db, volunteer_id)
    if found is None:
        raise NotHere
    return found


def ensure_same(shown: str, stored: str) -> None:
    """Let a change pass that was made to what is stored.

    Raises: ChangedMeanwhile.
    """
    if shown != stored:
        raise ChangedMeanwhile


def done(db: Session, site: Site, volunteer_id: bytes) -> None:
    """Write what is pending, count the change, and let every process read it after the commit."""
    db.flush()
    site.directory.changed(db, [volunteer_id])


def edition(*values: object) -> str:
    """Return the fingerprint of values, short enough for a form."""
    return hashlib.sha256(repr(values).encode()).hexdigest()[: 2 * _EDITION_BYTES]


def edition_of_rules(rules: Iterable[OpeningRule]) -> str:
    """Return the fingerprint of weekly rules."""
    return edition(
        *sorted(
            (row.id, row.weekday, row.start_minute, row.end_minute, row.zone, row.valid_from_on, row.valid_to_on)
            for row in rules
        )
    )


def edition_of_days(exceptions: Iterable[OpeningException]) -> str:
    """Return the fingerprint of dated exceptions; rows are never changed, only added and removed."""
    return edition(*sorted(row.id for row in exceptions))
