"""What all of a coordinator's pages share: who is looking, and whom a form or a visit means. Decides nothing."""

from datetime import date

from starlette.requests import Request

from service import staff
from service.clock import utc_date
from service.models import Role
from service.staff.refusals import PersonUnknown
from web import deps

ID_HEX = 32


def coordinator(request: Request) -> bytes:
    """Return the account of the coordinator who is looking.

    Raises: SignInFirst for a stranger; NotHere for anybody else; CoordinatorsOnly for one who was, until now.
    """
    visit = deps.require_role(request, Role.COORDINATOR)
    with deps.site(request).db.reading() as db:
        return staff.require_coordinator(db, visit.account_id)


def person_of(text: str) -> bytes:
    """Return the id that a form names.

    Raises: PersonUnknown.
    """
    try:
        found = bytes.fromhex(text) if len(text) == ID_HEX else b""
    except ValueError:
        found = b""
    if not found:
        raise PersonUnknown
    return found


def today(request: Request) -> date:
    """Return the day it is, in UTC."""
    return utc_date(deps.site(request).clock.now())
