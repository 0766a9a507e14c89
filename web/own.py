"""A person's own meetings as their pages show them, and the small things they do with them.

Opens and closes its own units of work, each for one thing. Must not decide what may be changed: `service.booking` does.
"""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session
from starlette.requests import Request

from service import accounts, booking, retention
from service.booking import AppointmentRow
from service.booking.own import MOST
from service.booking.refusals import NoSuchAppointment, NoSuchReservation
from service.models import AppointmentState
from service.visits import Visit
from web import deps
from web.formats import formats
from web.forms import Form

MOST_NUMBER = 100 * MOST
"""Pages number meetings by wallet key and ticket; nobody has changed their key a hundred times."""


@dataclass(frozen=True, slots=True)
class ShownSession:
    """One meeting; `n` is its number on the person's pages, `format` a term's label.

    `state` and `news` are the row's words, told by the template.
    """

    n: int
    when: str
    place: str
    alias: str
    my_name: str
    format: str
    language: str
    state: str
    ended_by: str | None
    news: str | None
    is_ahead: bool


@dataclass(frozen=True, slots=True)
class KeptTime:
    """A weekly time kept for this person with somebody they have met."""

    start_at: int
    volunteer: str
    alias: str
    when: str


def sessions(request: Request, visit: Visit) -> tuple[ShownSession, ...]:
    """Return all meetings of a visit's wallet keys that are still kept, in order of time."""
    site = deps.site(request)
    with site.db.reading() as db:
        keys = wallet_keys(db, request, visit)
        found = [
            (place * MOST + each.n, each.row) for place, key in enumerate(keys) for each in booking.mine(db, site, key)
        ]
    return tuple(shown(request, visit, number, row) for number, row in sorted(found, key=lambda one: one[1].starts_at))


def wallet_keys(db: Session, request: Request, visit: Visit) -> tuple[bytes, ...]:
    """Return the visit's wallet key, then those from before "someone may know my words" that may still find rows."""
    if visit.signed_in:
        site = deps.site(request)
        return accounts.of_visit(db, site, visit).wallet_keys(site.clock.now())
    return (visit.wallet_key,) if visit.wallet_key else ()


def located(request: Request, visit: Visit, number: int | None) -> tuple[bytes, int]:
    """Return the wallet key and ticket number that a page's number stands for.

    Raises: NoSuchAppointment.
    """
    with deps.site(request).db.reading() as db:
        keys = wallet_keys(db, request, visit)
    place, n = divmod(number if number is not None else -1, MOST)
    if not 0 <= place < len(keys):
        raise NoSuchAppointment
    return keys[place], n


def turned_to(request: Request, visit: Visit, form: Form) -> Visit:
    """Return the visit turned to the meeting that a form names: another tab may have turned it to another one.

    Raises: NoSuchAppointment.
    """
    n = form.number("n", least=0, most=MOST_NUMBER) if form.value("n") else visit.focus
    if not form.ok:
        raise NoSuchAppointment
    if n != visit.focus:
        visit = replace(visit, focus=n)
        deps.remember(request, visit)
    return visit


def session(request: Request, visit: Visit) -> ShownSession:
    """Return the meeting the visit's page is about.

    Raises: NoSuchAppointment.
    """
    return shown(request, visit, visit.focus or 0, row_in_focus(request, visit))


def row_in_focus(request: Request, visit: Visit) -> AppointmentRow:
    """Return the row of the meeting the visit's page is about; having its ticket is the permission.

    Raises: NoSuchAppointment.
    """
    wallet_key, n = located(request, visit, visit.focus)
    with deps.site(request).db.reading() as db:
        return booking.appointment_for(db, wallet_key, n)


def shown(request: Request, visit: Visit, n: int, row: AppointmentRow) -> ShownSession:
    """Return one meeting in the person's language and by their clock."""
    site, language = deps.site(request), deps.language(request)
    said, zone = formats(language), zone_of(request, visit)
    person = site.directory.person_card(row.volunteer_id, language)
    labels = dict(site.directory.terms(language).formats)
    day_only = retention.is_blurred(row.starts_at, row.ends_at)
    return ShownSession(
        n=n,
        when=said.full_date(date.fromisoformat(row.wall_start)) if day_only else said.moment(row.starts_at, zone),
        place=said.place(row.starts_at, zone),
        alias=person.alias if person else "",
        my_name=row.alias,
        format=labels.get(row.format, row.format),
        language=said.language_name(row.language),
        state=row.state,
        ended_by=row.ended_by,
        news=row.news,
        is_ahead=row.state == AppointmentState.BOOKED and row.ends_at > site.clock.now(),
    )


def zone_of(request: Request, visit: Visit) -> str:
    """Return the clock by which this person's times are shown."""
    return visit.zone or deps.site(request).settings.default_zone


def place(request: Request, visit: Visit) -> str:
    """Return "GMT+5, Алматы" for the person's clock now."""
    return formats(deps.language(request)).place(deps.site(request).clock.now(), zone_of(request, visit))


def acknowledge(request: Request, visit: Visit, number: int) -> None:
    """Mark what changed with one meeting as read.

    Raises: NoSuchAppointment.
    """
    wallet_key, n = located(request, visit, number)
    with deps.site(request).db.writing() as db:
        booking.acknowledge(db, wallet_key=wallet_key, n=n)


def kept_times(request: Request, visit: Visit) -> tuple[KeptTime, ...]:
    """Return the next weekly time kept for this person with each of those they have met."""
    site, language = deps.site(request), deps.language(request)
    assert visit.wallet_key is not None
    with site.db.reading() as db:
        found = booking.reserved(db, booking.acquainted(db, visit.wallet_key))
    nearest = {each.volunteer_id: each for each in reversed(found)}
    said, zone = formats(language), zone_of(request, visit)
    return tuple(
        KeptTime(each.starts_at, each.volunteer_id.hex(), person.alias, said.moment(each.starts_at, zone))
        for each in sorted(nearest.values(), key=lambda one: one.starts_at)
        if (person := site.directory.person_card(each.volunteer_id, language))
    )


def take_kept(request: Request, visit: Visit, *, start: str, volunteer: str) -> None:
    """Book the weekly time that is kept for this person.

    Raises: NoSuchReservation, NotOffered and its children, QuotaReached and its children.
    """
    site, volunteer_id, start_at = deps.site(request), _id(volunteer), _instant(start)
    assert visit.wallet_key is not None
    with site.db.reading() as db:
        before = [
            each.row for each in booking.mine(db, site, visit.wallet_key) if each.row.volunteer_id == volunteer_id
        ]
    if not before:
        raise NoSuchReservation
    with site.db.writing() as db:
        booking.book_reserved(
            db, site, wallet_key=visit.wallet_key, volunteer_id=volunteer_id, start_at=start_at,
            format=before[-1].format, language=before[-1].language,
        )  # fmt: skip
    site.directory.touched([volunteer_id])


def release_kept(request: Request, visit: Visit, *, volunteer: str) -> None:
    """Give the weekly times with one volunteer back, so that somebody else can have them."""
    site, volunteer_id = deps.site(request), _id(volunteer)
    assert visit.wallet_key is not None
    with site.db.writing() as db:
        booking.decline_reserved(db, wallet_key=visit.wallet_key, volunteer_id=volunteer_id)
    site.directory.touched([volunteer_id])


def _id(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise NoSuchReservation from None


def _instant(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise NoSuchReservation
    return int(text)
