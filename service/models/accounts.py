"""Accounts, sessions and invitations: who may come in, and nothing about what they booked."""

from datetime import date
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Date, Index, LargeBinary, String
from sqlalchemy.orm import Mapped

from service.models.base import Base, Class, Volatile, kept, new_id


class Role(StrEnum):
    """What a person may do here."""

    CLIENT = "client"
    VOLUNTEER = "volunteer"
    MODERATOR = "moderator"
    COORDINATOR = "coordinator"


STAFF_ROLES = frozenset({Role.VOLUNTEER, Role.MODERATOR, Role.COORDINATOR})

_ACCOUNT_LIFE = "until you forget everything, or 12 months after the last month you came"
_OWNER = "only the person with the key"


class Account(Base):
    """One key of eight words. No booked row points here, and no booking writes here."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("role IN ('client', 'volunteer', 'moderator', 'coordinator')", name="role_known"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[bytes] = kept(
        LargeBinary, primary_key=True, default=new_id,
        what="a random number", why="to name the row", reader="the server", life=_ACCOUNT_LIFE,
    )  # fmt: skip
    lookup: Mapped[bytes] = kept(
        LargeBinary, unique=True,
        what="a fingerprint of the eight words", why="to find the account when the words are entered",
        reader="the server, which cannot turn it back into the words", life=_ACCOUNT_LIFE, kind=Class.HASHED,
    )  # fmt: skip
    auth_hash: Mapped[bytes] = kept(
        LargeBinary,
        what="a second fingerprint of the eight words", why="to check that the words are right",
        reader="the server, which cannot turn it back into the words", life=_ACCOUNT_LIFE, kind=Class.HASHED,
    )  # fmt: skip
    role: Mapped[str] = kept(
        String(16), default=Role.CLIENT,
        what="the kind of account", why="to show the right pages", reader="the server", life=_ACCOUNT_LIFE,
    )  # fmt: skip
    settings_sealed: Mapped[bytes] = kept(
        LargeBinary,
        what="settings: language, time zone, people not to be offered", why="to greet a person as they left",
        reader=_OWNER, life=_ACCOUNT_LIFE, kind=Class.SEALED,
    )  # fmt: skip
    settings_version: Mapped[int] = kept(
        default=1,
        what="how often the settings were changed", why="so that two open tabs do not overwrite each other",
        reader="the server", life=_ACCOUNT_LIFE,
    )  # fmt: skip
    wallet_key_wrapped: Mapped[bytes] = kept(
        LargeBinary,
        what="the key of the settings, locked with the eight words", why="to open settings and find one's own bookings",
        reader=_OWNER, life=_ACCOUNT_LIFE, kind=Class.SEALED,
    )  # fmt: skip
    content_seed_wrapped: Mapped[bytes] = kept(
        LargeBinary,
        what="the key of what is written, locked with the eight words", why="to open one's own texts",
        reader=_OWNER, life=_ACCOUNT_LIFE, kind=Class.SEALED,
    )  # fmt: skip
    kdf_version: Mapped[int] = kept(
        default=1,
        what="which way of locking was used", why="to be able to improve it later",
        reader="the server", life=_ACCOUNT_LIFE,
    )  # fmt: skip
    seen_month: Mapped[int] = kept(
        what="the month of the last visit", why="to delete accounts nobody uses",
        reader="the server", life=_ACCOUNT_LIFE,
    )  # fmt: skip
    epoch: Mapped[int] = kept(
        default=1,
        what="how often all sessions were ended", why="so that “sign out everywhere” works at once",
        reader="the server", life=_ACCOUNT_LIFE,
    )  # fmt: skip
    suspended_until_on: Mapped[date | None] = kept(
        Date,
        what="until when the account is closed", why="to keep people safe from misuse",
        reader="coordinators", life="until that date",
    )  # fmt: skip
    noscript: Mapped[bool] = kept(
        default=False,
        what="whether the words were once sent without scripts", why="to offer new words later",
        reader="the server", life=_ACCOUNT_LIFE,
    )  # fmt: skip


class Invitation(Base):
    """A one-time way in for staff; the row is deleted on use."""

    __tablename__ = "invitation"
    __table_args__ = ({"sqlite_with_rowid": False},)

    token_hash: Mapped[bytes] = kept(
        LargeBinary, primary_key=True,
        what="a fingerprint of the invitation link", why="to let an invited helper in once",
        reader="the server", life="until it is used, 14 days at most", kind=Class.HASHED,
    )  # fmt: skip
    role: Mapped[str] = kept(
        String(16),
        what="what the invited person will do", why="to give the right kind of account",
        reader="coordinators", life="until it is used, 14 days at most",
    )  # fmt: skip
    label: Mapped[str] = kept(
        String(80), default="",
        what="a note by which the coordinator knows the invitation", why="to see which invitation is still open",
        reader="coordinators", life="until it is used, 14 days at most",
    )  # fmt: skip
    expires_on: Mapped[date] = kept(
        Date,
        what="the day it ends", why="so that an old link opens nothing",
        reader="coordinators", life="until it is used, 14 days at most",
    )  # fmt: skip


class VisitorSession(Volatile):
    """A visit in progress. What it holds is sealed under the visitor's own cookie."""

    __tablename__ = "session"
    __table_args__ = (
        Index("ix_session_expires_at", "expires_at"),
        {"sqlite_with_rowid": False},
    )

    id_hash: Mapped[bytes] = kept(
        LargeBinary, primary_key=True,
        what="a fingerprint of the visit", why="to know one page view belongs to the next",
        reader="the server, while the visit lasts", life="30 minutes without activity, 12 hours at most",
        kind=Class.VOLATILE,
    )  # fmt: skip
    expires_at: Mapped[int] = kept(
        BigInteger,
        what="when the visit ends, rounded up to 15 minutes", why="to end visits nobody uses",
        reader="the server, while the visit lasts", life="30 minutes without activity, 12 hours at most",
        kind=Class.VOLATILE,
    )  # fmt: skip
    blob: Mapped[bytes] = kept(
        LargeBinary,
        what="what the visit remembers, locked with the visitor's cookie", why="wishes and keys while signed in",
        reader="the server, only while answering that visitor", life="30 minutes without activity, 12 hours at most",
        kind=Class.VOLATILE,
    )  # fmt: skip
