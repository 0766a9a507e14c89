"""Invite staff with a link that works once, for 14 days. Must not store the secret, only its fingerprint.

The secret travels in the link's fragment, so that no server log, proxy or preview robot ever sees or uses it.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from service import policy
from service.clock import utc_date
from service.crypto import tokens
from service.models import Role, VolunteerState
from service.site import Site
from service.staff.refusals import InvitationGone, InvitationUnknown, LabelTooLong, RoleNotInvited
from service.store import invitations as rows
from service.store import settings_rows, volunteers
from service.store import staff as staff_rows
from service.words.aliases import two_words

VALID_DAYS: Final = 14
LONGEST_LABEL: Final = 50  # an alias has 60 at most, and may need a number behind it
SECRET_BYTES: Final = 16
INVITED_ROLES: Final = (Role.VOLUNTEER, Role.COORDINATOR)
_FROM_THE_HOST = "staff.invited_from_the_host"


@dataclass(frozen=True, slots=True)
class Invited:
    """A fresh invitation, shown once: `link` for scripts and fragments, `code` to be typed where there are none."""

    role: Role
    label: str
    expires_on: date
    code: str = field(repr=False)
    link: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation nobody has used yet; `id` is only good for withdrawing it."""

    id: bytes
    role: Role
    label: str
    expires_on: date


@dataclass(frozen=True, slots=True)
class Accepted:
    """What an invited person was let in for. `secret` goes into the visit's `pending["invitation"]`."""

    role: Role
    label: str
    secret: bytes = field(repr=False)


def invite(db: Session, site: Site, *, role: str, label: str = "") -> Invited:
    """Make an invitation and return its link, which can be shown only now.

    `label` is the alias both sides know; a volunteer begins with it and can change it.
    Raises: RoleNotInvited, LabelTooLong.
    """
    if role not in INVITED_ROLES:
        raise RoleNotInvited
    tidy = " ".join(label.split())
    if len(tidy) > LONGEST_LABEL or not tidy.isprintable():
        raise LabelTooLong(limit=LONGEST_LABEL)
    secret = tokens.random_secret()[:SECRET_BYTES]
    expires_on = utc_date(site.clock.now()) + timedelta(days=VALID_DAYS)
    rows.add(db, tokens.sha256(secret), role=role, label=tidy, expires_on=expires_on)
    code = tokens.to_base64url(secret)
    return Invited(Role(role), tidy, expires_on, code, f"{site.settings.public_url}/welcome#{code}")


def invite_from_the_host(db: Session, site: Site, *, role: str, label: str = "") -> Invited:
    """Make an invitation at the command line, where no account is needed; a coordinator's is shown to all staff.

    Raises: RoleNotInvited, LabelTooLong.
    """
    invited = invite(db, site, role=role, label=label)
    if invited.role is Role.COORDINATOR:
        earlier = settings_rows.locked(db, _FROM_THE_HOST, otherwise=[])
        settings_rows.put(db, _FROM_THE_HOST, [*earlier, utc_date(site.clock.now()).isoformat()][-20:])
    return invited


def invited_from_the_host(db: Session, *, today: date) -> tuple[date, ...]:
    """Return the days of the last 14 on which a coordinator was invited from the command line, for all staff to see."""
    noted = settings_rows.value_of(db, _FROM_THE_HOST) or []
    days = (date.fromisoformat(day) for day in noted)
    return tuple(sorted(day for day in days if today - day <= timedelta(days=VALID_DAYS)))


def open_invitations(db: Session, *, today: date) -> tuple[OpenInvitation, ...]:
    """Return the invitations nobody has used yet. One query."""
    return tuple(
        OpenInvitation(id=row.token_hash, role=Role(row.role), label=row.label, expires_on=row.expires_on)
        for row in rows.open_ones(db, today)
    )


def withdraw(db: Session, invitation_id: bytes) -> None:
    """Make an open invitation worthless.

    Raises: InvitationGone.
    """
    if not rows.remove(db, invitation_id):
        raise InvitationGone


def accept(db: Session, site: Site, code: str) -> Accepted:
    """Return what an invitation is for, without using it up: it is used when the account is made.

    Raises: InvitationUnknown.
    """
    secret = tokens.from_base64url(code.strip().rpartition("#")[2], length=SECRET_BYTES)
    if secret is None:
        raise InvitationUnknown
    return accepted(db, site, secret)


def accepted(db: Session, site: Site, secret: bytes) -> Accepted:
    """Return what the secret in a visit is for, as long as the invitation is still open.

    Raises: InvitationUnknown.
    """
    row = rows.find(db, tokens.sha256(secret))
    if row is None or row.expires_on < utc_date(site.clock.now()):
        raise InvitationUnknown
    return Accepted(role=Role(row.role), label=row.label, secret=secret)


def redeem(db: Session, site: Site, *, secret: bytes, account_id: bytes) -> Role:
    """Use an invitation up for an account that was made in this very transaction, and return the account's role.

    1. Take the invitation: of two at once only one gets it. 2. Compare the roles. 3. A volunteer gets a draft row.
    Raises: InvitationUnknown; the account made in the same transaction is then rolled back with it.
    """
    row = rows.take(db, tokens.sha256(secret), utc_date(site.clock.now()))
    if row is None or staff_rows.role_of(db, account_id) != row.role:
        raise InvitationUnknown
    role = Role(row.role)
    if role is Role.VOLUNTEER:
        _draft(db, site, account_id, row.label)
    return role


def _draft(db: Session, site: Site, account_id: bytes, label: str) -> bytes:
    """Write a volunteer's first row with the organisation's usual terms, under the first alias nobody has."""
    rules = policy.load(db)
    values = {
        "account_id": account_id,
        "zone": site.settings.default_zone,
        "state": VolunteerState.DRAFT,
        "length_minutes": rules.length_minutes,
        "step_minutes": rules.step_minutes,
        "gap_minutes": rules.gap_minutes,
        "notice_hours": rules.notice_hours,
        "horizon_days": rules.horizon_days,
        "caseload_cap": rules.caseload_cap,
    }
    for alias in _aliases(label, seed=account_id, language=site.settings.default_language):
        if volunteer_id := staff_rows.add_volunteer(db, values | {"alias": alias}):
            volunteers.bump(db, [volunteer_id])
            return volunteer_id
    raise InvitationUnknown  # a hundred aliases were taken: cannot happen with two random words among them


def _aliases(label: str, *, seed: bytes, language: str) -> list[str]:
    numbered = [label, *(f"{label} {n}" for n in range(2, 10))] if label else []
    words = [two_words(seed, purpose=f"volunteer {n}", language=language) for n in range(90)]
    return numbered + words
