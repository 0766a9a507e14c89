"""A visit: what the server remembers of one browser between two pages, sealed under that browser's own cookie.

Without the cookie nobody opens a visit, the server included (privacy.md "Sessions and short-lived things"). A visit
ends after 30 minutes without a page, after 12 hours at most, and when its account's epoch is raised or the account is
closed. Must not know what a page is, and must not write on GET except to move the end on, every 15 minutes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, Final

from sqlalchemy.orm import Session

from service.clock import utc_date
from service.crypto import tokens
from service.crypto.seal import SealBroken
from service.crypto.tokens import SessionToken
from service.models import Role
from service.site import Site
from service.store import accounts as account_rows
from service.store import visits as rows
from service.wishes import Wishes

STEP_SECONDS: Final = 15 * 60  # stored ends are rounded to it, so that they tell no moment of a page
IDLE_SECONDS: Final = 30 * 60
LONGEST_SECONDS: Final = 12 * 3600


@dataclass(frozen=True, slots=True)
class HeldSlot:
    """A slot that this visit holds; `token` is what proves it, its hash stands in the occupancy row."""

    token: bytes = field(repr=False)
    volunteer_id: bytes
    starts_at: int
    ends_at: int
    expires_at: int
    format: str
    language: str


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit remembers. `Visit()` is that of a browser without a cookie; `started_at` is coarse."""

    account_id: bytes | None = None
    role: Role | None = None
    wallet_key: bytes | None = field(default=None, repr=False)
    epoch: int = 0
    language: str | None = None
    zone: str | None = None
    wishes: Wishes = field(default_factory=Wishes)
    hold: HeldSlot | None = None
    focus: int | None = None
    pending: Mapping[str, Any] = field(default_factory=dict, repr=False)
    started_at: int = 0

    @property
    def signed_in(self) -> bool:
        """Whether the visit belongs to an account."""
        return self.account_id is not None

    @property
    def has_booked(self) -> bool:
        """Whether somebody without an account booked in this visit, so that there is something to come back to."""
        return self.account_id is None and self.wallet_key is not None and self.focus is not None

    def with_pending(self, **notes: Any) -> "Visit":
        """Return the visit with notes added to `pending`; a note of None is taken away."""
        merged = {**self.pending, **notes}
        return replace(self, pending={name: note for name, note in merged.items() if note is not None})


def start(db: Session, site: Site, visit: Visit | None = None) -> tuple[str, Visit]:
    """Begin a visit under a new cookie, empty or with what `visit` remembers; return the cookie's value and it.

    `db` is a session of `site.db.brief()`, as everywhere here.
    """
    begun = replace(visit or Visit(), started_at=_rounded_down(site.clock.now()))
    token = tokens.new_session_token()
    rows.add(db, token.row, blob=_sealed(token, begun), expires_at=_end(begun, site.clock.now()))
    return tokens.encode_session(token, secret=site.secrets.token_key), begun


def load(db: Session, site: Site, cookie: str | None) -> Visit | None:
    """Return the visit behind a cookie's value, or None when there is none or it has ended.

    One query, and one more for an account's standing. Writes only to move the end on; `sweep` removes what has ended.
    """
    token = tokens.decode_session(cookie, secret=site.secrets.token_key) if cookie else None
    found = rows.find(db, token.row) if token else None
    if token is None or found is None:
        return None
    blob, expires_at = found
    now = site.clock.now()
    visit = _opened(token, blob) if now < expires_at else None
    if visit is None or not _still_welcome(db, site, visit):
        return None
    if expires_at < _end(visit, now):
        rows.postpone(db, token.row, _end(visit, now))
    return visit


def save(db: Session, site: Site, cookie: str, visit: Visit) -> None:
    """Remember `visit` under the cookie it has; a visit that has ended meanwhile stays ended."""
    if token := tokens.decode_session(cookie, secret=site.secrets.token_key):
        rows.replace_blob(db, token.row, _sealed(token, visit))


def step_up(db: Session, site: Site, cookie: str | None, visit: Visit) -> str:
    """Move `visit` under a new cookie and end the old one, at sign-in and whenever a visit may do more than before.

    A cookie planted or read before that moment opens nothing after it. The 12 hours begin anew.
    """
    end(db, site, cookie)
    fresh, _ = start(db, site, visit)
    return fresh


def end(db: Session, site: Site, cookie: str | None) -> None:
    """End the visit behind a cookie's value, if there is one."""
    if cookie and (token := tokens.decode_session(cookie, secret=site.secrets.token_key)):
        rows.remove(db, token.row)


def sweep(db: Session, site: Site) -> int:
    """Remove every visit that has ended and return how many there were."""
    return rows.remove_expired(db, site.clock.now())


def _still_welcome(db: Session, site: Site, visit: Visit) -> bool:
    """Say whether the visit's account still stands as it did at sign-in; visits without account are always welcome."""
    if visit.account_id is None:
        return True
    if site.db.on_sqlite:  # visits live in a database of their own there
        with site.db.reading() as lasting:
            standing = account_rows.standing(lasting, visit.account_id)
    else:
        standing = account_rows.standing(db, visit.account_id)
    if standing is None:
        return False
    epoch, suspended_until_on = standing
    closed = suspended_until_on is not None and utc_date(site.clock.now()) <= suspended_until_on
    return epoch == visit.epoch and not closed


def _end(visit: Visit, now: int) -> int:
    """Return when a visit ends if nobody comes back: on the 15-minute grid, 12 hours after its start at most."""
    idle = _rounded_down(now + IDLE_SECONDS + STEP_SECONDS - 1)
    return min(idle, visit.started_at + LONGEST_SECONDS)


def _rounded_down(at: int) -> int:
    return at - at % STEP_SECONDS


def _sealed(token: SessionToken, visit: Visit) -> bytes:
    return tokens.seal_session(token, json.dumps(_plain(visit), ensure_ascii=False).encode())


def _opened(token: SessionToken, blob: bytes) -> Visit | None:
    """Return what a blob holds, or None when it is not this visit's or was written by another version of the code."""
    try:
        stored = _revived(json.loads(tokens.unseal_session(token, blob)))
        held = stored.pop("hold")
        return Visit(
            **{name: value for name, value in stored.items() if name not in ("role", "wishes", "pending")},
            role=Role(stored["role"]) if stored["role"] else None,
            wishes=Wishes.of_dict(stored["wishes"]),
            hold=HeldSlot(**held) if held else None,
            pending=stored["pending"],
        )
    except (SealBroken, KeyError, TypeError, ValueError):
        return None


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it: bytes become {"b64": …}, tuples lists, dataclasses objects."""
    if isinstance(value, bytes):
        return {"b64": tokens.to_base64url(value)}
    if isinstance(value, Wishes):
        return value.as_dict()
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    if is_dataclass(value):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    return value


def _revived(value: Any) -> Any:
    """Return what `_plain` was given, dataclasses left as objects and lists as tuples."""
    if isinstance(value, list):
        return tuple(_revived(part) for part in value)
    if not isinstance(value, dict):
        return value
    if set(value) == {"b64"}:
        return _bytes_of(value["b64"])
    return {name: _revived(part) for name, part in value.items()}


def _bytes_of(text: str) -> bytes:
    found = tokens.from_base64url(text, length=len(text) * 6 // 8)
    if found is None:
        raise ValueError("not base64url")
    return found
