"""Forget somebody: first what they booked, then their account, in transactions of their own.

Whoever reads the database in between or afterwards finds nothing that ties the two (privacy.md, "client forgets").
Unlike other use cases this opens its own units of work, since there must be several; each can be repeated.
"""

from sqlalchemy.orm import Session

from scheduling.errors import AppointmentOver
from service import accounts, booking, staff
from service.accounts import OpenAccount
from service.booking import Mine, own
from service.clock import utc_date
from service.models import Role
from service.site import Site
from service.store import accounts as account_rows
from service.store import forgetting as rows
from service.store import volunteers
from service.visits import Visit


def forget(site: Site, visit: Visit) -> None:
    """Delete everything of the person behind `visit`; their words open nothing any more.

    A client's sessions ahead are cancelled for the other side, and all their rows go. A volunteer stops helping;
    the last coordinator stays. After a broken line a second call does the rest.

    Raises: NotSignedIn; LastCoordinator.
    """
    with site.db.reading() as db:
        account = accounts.of_visit(db, site, visit)
    if account.role is Role.CLIENT:
        for wallet_key in account.wallet_keys(site.clock.now()):
            _forget_bookings(site, wallet_key)
    with site.db.writing() as db:
        _forget_account(db, site, account)


def _forget_bookings(site: Site, wallet_key: bytes) -> None:
    """Take back what a wallet key booked.

    1. What is over is settled, so that it is counted. 2. What lies ahead is cancelled, one unit of work each, so that
    two people who forget at once never wait for each other. 3. Kept weekly times are free. 4. The rows go.
    """
    with site.db.writing() as db:
        booking.settle(db, site)
    with site.db.reading() as db:
        sessions, known = booking.mine(db, site, wallet_key), booking.acquainted(db, wallet_key)
    for session in sessions:
        _call_off(site, wallet_key, session)
    for volunteer_id in known:
        with site.db.writing() as db:
            booking.decline_reserved(db, wallet_key=wallet_key, volunteer_id=volunteer_id)
    with site.db.writing() as db:
        _remove_rows(db, site, wallet_key)
    site.directory.touched(sorted({*known, *(session.row.volunteer_id for session in sessions)}))


def _call_off(site: Site, wallet_key: bytes, session: Mine) -> None:
    if not session.row.is_booked:
        return
    try:
        with site.db.writing() as db:
            booking.cannot_come(db, site, wallet_key=wallet_key, n=session.n)
    except AppointmentOver:
        return  # it has begun: the row goes all the same


def _remove_rows(db: Session, site: Site, wallet_key: bytes) -> None:
    now = site.clock.now()
    sessions = booking.mine(db, site, wallet_key)
    kept_for_volunteer = [each.row for each in sessions if not each.row.is_booked and each.row.starts_at > now]
    for row in kept_for_volunteer:
        rows.cut_loose(db, row.id)
    rows.remove_past(db, [each.row.id for each in sessions if each.row not in kept_for_volunteer])
    hashes = [own.ticket_hash(wallet_key, n) for n in range(booking.next_n(db, wallet_key))]
    gone = rows.remove_tickets(db, hashes)
    rows.note(db, [rows.note_of("ticket_state", each) for each in gone], on=utc_date(now))


def _forget_account(db: Session, site: Site, account: OpenAccount) -> None:
    if account.role is Role.COORDINATOR:
        staff.require_another_coordinator(db, account.account_id)
    volunteer = volunteers.by_account(db, account.account_id)
    if volunteer is not None:
        staff.leave(db, site, volunteer.id)  # it deletes the account as well
    elif not account_rows.remove(db, account.account_id):
        return
    rows.note(db, [rows.note_of("account", account.account_id)], on=utc_date(site.clock.now()))
