"""A volunteer's one notice channel: set it, prove that letters arrive, keep the proof fresh.

The address is sealed with a key outside the database. A link's secret is never stored: it is derived from the waiting
letter's id, and the volunteer's row keeps its fingerprint. Must not send anything; letters wait in the outbox.
"""

import hmac
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from scheduling.errors import Refusal
from service import policy
from service.clock import utc_date
from service.crypto import tokens
from service.crypto.kdf import hkdf
from service.crypto.seal import Place, SealBroken, ServerSeal
from service.models import Volunteer, VolunteerState
from service.site import Site
from service.staff import people
from service.staff.reach import ChannelState, channel_state
from service.staff.refusals import PersonUnknown
from service.store import outbox, volunteers

CHECK_AFTER_DAYS: Final = 5
CHECK_AGAIN_DAYS: Final = 7
TOKEN_BYTES: Final = 16
_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_DOMAIN = re.compile(r"(?=.{3,190}\Z)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*\.[a-z][a-z0-9-]*[a-z0-9]")


class NoticeRefusal(Refusal):
    """A notice channel was not changed or confirmed."""


class AddressWrong(NoticeRefusal):
    """State that no letter could be sent to what was typed."""

    msgid = "This does not look like an e-mail address. Please check it; an example is name@example.org."


class LinkUnknown(NoticeRefusal):
    """State that a confirmation link was used, replaced by a newer letter, or mistyped."""

    msgid = (
        "This link opens nothing any more: it was used already, or a newer letter has replaced it. "
        "Please open the link in the newest letter, or have a new one sent from your page."
    )


class NoChannel(NoticeRefusal):
    """State that there is no address to send anything to."""

    msgid = "No address has been given yet, so there is nothing to confirm."


@dataclass(frozen=True, slots=True)
class Channel:
    """A volunteer's channel as their own page shows it. `failed_attempts` counts for the unluckiest waiting letter."""

    state: ChannelState
    address: str | None = field(repr=False)
    confirmed_on: date | None
    letter_waits: bool
    failed_attempts: int


def set_channel(db: Session, site: Site, volunteer_id: bytes, *, address: str) -> None:
    """Keep a new address, sealed, and let a confirmation letter wait; nothing else is sent there before the click.

    Raises: AddressWrong; staff's PersonUnknown when the volunteer is gone.
    """
    tidy = _tidy(address)
    sealed = _seal(site).seal(tidy.encode(), place=_place(site, volunteer_id))
    if not outbox.set_channel(db, volunteer_id, {"notice_sealed": sealed, "confirmed_on": None}):
        raise PersonUnknown
    outbox.remove_of(db, volunteer_id)
    _put_link(db, site, volunteer_id, "confirm")
    volunteers.bump(db, [volunteer_id])


def remove_channel(db: Session, volunteer_id: bytes) -> None:
    """Forget a volunteer's address and every letter that waits for it."""
    outbox.set_channel(db, volunteer_id, {"notice_sealed": None, "notice_token_hash": None, "confirmed_on": None})
    outbox.remove_of(db, volunteer_id)
    volunteers.bump(db, [volunteer_id])


def send_confirmation(db: Session, site: Site, volunteer_id: bytes) -> None:
    """Let a fresh confirmation letter wait; links of earlier letters open nothing from now on.

    Raises: NoChannel.
    """
    person = volunteers.by_id(db, volunteer_id)
    if person is None or person.notice_sealed is None:
        raise NoChannel
    _put_link(db, site, volunteer_id, "confirm")


def confirm(db: Session, site: Site, code: str) -> VolunteerState:
    """Believe that letters arrive, because the link of one was opened and its button pressed; return the state after.

    A volunteer who waited only for this becomes active. The link is used up.
    Raises: LinkUnknown.
    """
    token = tokens.from_base64url(code.strip().rpartition("#")[2], length=TOKEN_BYTES)
    volunteer_id = outbox.by_token(db, tokens.sha256(token)) if token else None
    if volunteer_id is None:
        raise LinkUnknown
    outbox.set_channel(db, volunteer_id, {"confirmed_on": utc_date(site.clock.now()), "notice_token_hash": None})
    outbox.remove_of(db, volunteer_id, "confirm", "check")
    outbox.try_anew(db, volunteer_id)
    volunteers.bump(db, [volunteer_id])
    return people.channel_confirmed(db, volunteer_id)


def tell(db: Session, volunteer_id: bytes) -> None:
    """Let "something is new" wait for a volunteer. One statement; part of the caller's transaction, never refused."""
    outbox.tell(db, volunteer_id)


def put_checks(db: Session, site: Site) -> int:
    """Let the weekly check wait for those whose confirmation grows old, and return for how many.

    Due five days after the last confirmation, and every seventh day after that while nobody presses the button.
    """
    today = utc_date(site.clock.now())
    due = [
        found.volunteer_id
        for found in outbox.confirmed_until(db, today - timedelta(days=CHECK_AFTER_DAYS))
        if not found.link_is_open or _is_a_week_later(found.confirmed_on, today)
    ]
    for volunteer_id in due:
        _put_link(db, site, volunteer_id, "check")
    return len(due)


def channel_of(db: Session, site: Site, person: Volunteer) -> Channel:
    """Return a volunteer's channel for their own page, address included. Two queries."""
    failed = outbox.most_attempts(db, person.id)
    return Channel(
        state=channel_state(person, today=utc_date(site.clock.now()), fresh_days=policy.load(db).channel_fresh_days),
        address=address_of(site, person.id, person.notice_sealed),
        confirmed_on=person.confirmed_on,
        letter_waits=failed is not None,
        failed_attempts=failed or 0,
    )


def address_of(site: Site, volunteer_id: bytes, sealed: bytes | None) -> str | None:
    """Return an address as it was given, or None when there is none or the server's key is another one now."""
    if sealed is None:
        return None
    try:
        return _seal(site).unseal(sealed, place=_place(site, volunteer_id)).decode()
    except SealBroken:
        return None


def link_of(site: Site, volunteer_id: bytes, letter_id: bytes) -> str:
    """Return the link that a confirming letter carries; its secret stands in the fragment, where no log sees it."""
    return f"{site.settings.public_url}/reachable#{tokens.to_base64url(_token(site, volunteer_id, letter_id))}"


def _put_link(db: Session, site: Site, volunteer_id: bytes, what: outbox.What) -> None:
    # One open link at a time: the row's fingerprint is that of the newest letter, so older ones are taken back.
    outbox.remove_of(db, volunteer_id, "confirm", "check")
    letter_id = outbox.put(db, volunteer_id, what)
    token_hash = tokens.sha256(_token(site, volunteer_id, letter_id))
    outbox.set_channel(db, volunteer_id, {"notice_token_hash": token_hash})


def _token(site: Site, volunteer_id: bytes, letter_id: bytes) -> bytes:
    key = hkdf(site.secrets.server_key, info="notice-link")
    return hmac.digest(key, volunteer_id + letter_id, "sha256")[:TOKEN_BYTES]


def _is_a_week_later(confirmed_on: date, today: date) -> bool:
    return ((today - confirmed_on).days - CHECK_AFTER_DAYS) % CHECK_AGAIN_DAYS == 0


def _seal(site: Site) -> ServerSeal:
    return ServerSeal(site.secrets.server_key)


def _place(site: Site, volunteer_id: bytes) -> Place:
    return Place(site.secrets.site_id, "volunteer", volunteer_id, "notice-address", (1,))


def _tidy(address: str) -> str:
    """Return an address that every mail server takes: ASCII, its domain in lower case and IDNA."""
    local, at, domain = address.strip().rpartition("@")
    try:
        host = domain.strip(".").encode("idna").decode().lower()
    except UnicodeError:
        raise AddressWrong from None
    dots_right = not local.startswith(".") and not local.endswith(".") and ".." not in local
    if not at or not dots_right or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(host):
        raise AddressWrong
    return f"{local}@{host}"
