"""What is stored about me: the person's own rows, column by column, as the register describes them.

Shows also what cannot be shown because nobody can find it. Must not read a row that the person's own key does not find.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from service import booking
from service.models import Appointment, AppointmentState, Class
from service.visits import Visit
from web import deps, own
from web.formats import formats
from web.languages import N_, translations
from web.pages import page, page_router
from web.routes.my import visitor

router = page_router()

FINGERPRINT = N_("a fingerprint: %(start)s…")
LOCKED = N_("locked; only your words open it")
STATES = {
    AppointmentState.BOOKED: N_("Booked"),
    AppointmentState.CANCELLED: N_("Cancelled"),
    AppointmentState.FULFILLED: N_("Took place"),
    AppointmentState.NOSHOW: N_("Did not take place"),
}


@dataclass(frozen=True, slots=True)
class StoredRow:
    """One stored row of the person: a title, and each value beside what it is."""

    title: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MyStoredView:
    """All rows that the person's key finds."""

    rows: tuple[StoredRow, ...]
    has_account: bool


@router.get("/my/stored")
def show(request: Request) -> Response:
    """Show everything that can be found with this person's key."""
    visit = visitor(request)
    return page(request, "my/stored.html", MyStoredView(_meetings(request, visit), visit.signed_in))


def _meetings(request: Request, visit: Visit) -> tuple[StoredRow, ...]:
    site, said = deps.site(request), formats(deps.language(request))
    zone = own.zone_of(request, visit)
    with site.db.reading() as db:
        keys = own.wallet_keys(db, request, visit)
        found = [each.row for key in keys for each in booking.mine(db, site, key)]
    return tuple(
        StoredRow(
            said.moment_with_place(row.starts_at, zone),
            tuple(
                (_what(request, name), _shown(request, name, value, zone))
                for name, value in row._asdict().items()
                if value is not None
            ),
        )
        for row in found
    )


def _what(request: Request, column: str) -> str:
    return translations(deps.language(request)).gettext(Appointment.__table__.c[column].info["what"])


def _shown(request: Request, column: str, value: Any, zone: str) -> str:
    """Return a stored value as a person can read it; bytes are named for what they are."""
    say, info = translations(deps.language(request)).gettext, Appointment.__table__.c[column].info
    if info["kind"] == Class.SEALED:
        return say(LOCKED)
    if isinstance(value, bytes):
        return say(FINGERPRINT) % {"start": value.hex()[:8]}
    said = formats(deps.language(request))
    if column.endswith("_at"):
        return said.moment_with_place(value, zone)
    words: dict[str, Callable[[Any], Any]] = {
        "format": dict(deps.site(request).directory.terms(said.language).formats).get,
        "language": said.language_name,
        "zone": said.city,
        "state": lambda state: say(STATES[state]),
    }
    return str((words[column](value) if column in words else value) or value)
