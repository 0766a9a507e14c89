"""Who is looking for a time: the people this visitor already knows, and those they do not want to be offered.

One short read of the person's own rows, opened and closed here; nothing is kept.
"""

from starlette.requests import Request

from service import accounts, booking
from service.directory import ANYBODY, Seeker
from service.visits import Visit
from web import deps


def seeker(request: Request, visit: Visit) -> Seeker:
    """Return how the directory should look for this visitor; a visitor without bookings is anybody."""
    if visit.wallet_key is None:
        return ANYBODY
    site = deps.site(request)
    with site.db.reading() as db:
        known = booking.acquainted(db, visit.wallet_key)
        avoided = accounts.of_visit(db, site, visit).settings.avoided if visit.signed_in else ()
    return Seeker(known=known, avoid=frozenset(avoided))
