"""The organisation's own texts and numbers, and the server's small notes to itself."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Date, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped

from service.models.base import Base, Class, kept, new_id


class Setting(Base):
    """One text or policy value of the organisation, by key (`text.limits.ru`, `policy.cancel_hours`)."""

    __tablename__ = "setting"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[str] = kept(
        String(80), primary_key=True,
        what="the name of a setting", why="to run the service", reader="everyone", life="always",
    )  # fmt: skip
    value: Mapped[Any] = kept(
        JSON, what="the organisation's own texts and rules", why="to run the service", reader="everyone", life="always"
    )


class Helpline(Base):
    """A line that answers now, outside this house."""

    __tablename__ = "helpline"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: Mapped[bytes] = kept(
        LargeBinary, primary_key=True, default=new_id,
        what="a random number", why="to name the row", reader="the server", life="always",
    )  # fmt: skip
    country: Mapped[str] = kept(
        String(2), what="the country it serves; ZZ for everywhere", why="help right now", reader="everyone",
        life="always",
    )  # fmt: skip
    languages: Mapped[Any] = kept(
        JSON, what="the languages it answers in", why="help right now", reader="everyone", life="always"
    )
    labels: Mapped[dict[str, Any]] = kept(
        what="its name in each language", why="help right now", reader="everyone", life="always"
    )
    hours: Mapped[dict[str, Any]] = kept(
        what="when it answers, in each language", why="help right now", reader="everyone", life="always"
    )
    phone: Mapped[str | None] = kept(
        String(40), what="its number", why="help right now", reader="everyone", life="always"
    )
    chat_url: Mapped[str | None] = kept(
        String(300), what="its chat", why="help right now", reader="everyone", life="always"
    )
    state_run: Mapped[bool] = kept(
        what="whether a state runs it", why="so that people can choose", reader="everyone", life="always"
    )
    under_18: Mapped[bool] = kept(
        default=False, what="whether it is for children", why="help right now", reader="everyone", life="always"
    )
    verified_on: Mapped[date] = kept(
        Date, what="when it was last checked", why="so that nobody calls a dead number", reader="everyone",
        life="always",
    )  # fmt: skip
    position: Mapped[int] = kept(default=0, what="its place", why="to be read", reader="everyone", life="always")


class Outbox(Base):
    """A content-free notice to a volunteer that waits to be sent; deleted when it is."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("what IN ('confirm', 'news', 'check')", name="what_known"),
        Index("ix_outbox_volunteer_id", "volunteer_id"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[bytes] = kept(
        LargeBinary, primary_key=True, default=new_id,
        what="a random number", why="to name the row", reader="the server", life="until it is sent",
    )  # fmt: skip
    volunteer_id: Mapped[bytes] = kept(
        ForeignKey("volunteer.id", ondelete="CASCADE"),
        what="which volunteer", why="to say “something is new”", reader="the server", life="until it is sent",
    )  # fmt: skip
    what: Mapped[str] = kept(
        String(8), what="which of three fixed letters", why="to say “something is new”", reader="the server",
        life="until it is sent",
    )  # fmt: skip
    attempts: Mapped[int] = kept(
        default=0, what="how often sending failed", why="to try again", reader="operators", life="until it is sent"
    )


class JobLease(Base):
    """Which process does a regular job now."""

    __tablename__ = "job_lease"
    __table_args__ = ({"sqlite_with_rowid": False},)

    name: Mapped[str] = kept(
        String(40), primary_key=True, what="a job's name", why="one process at a time", reader="the server",
        life="always",
    )  # fmt: skip
    leased_until: Mapped[int] = kept(
        BigInteger, what="when another process may take it", why="one process at a time", reader="the server",
        life="always",
    )  # fmt: skip
    lease: Mapped[bytes] = kept(
        LargeBinary, what="a random number", why="one process at a time", reader="the server", life="always"
    )


class MonthCount(Base):
    """How many, by month, language and kind of help: all the organisation can report."""

    __tablename__ = "month_count"
    __table_args__ = ({"sqlite_with_rowid": False},)

    month: Mapped[int] = kept(
        primary_key=True, autoincrement=False,
        what="a month", why="reports without people", reader="coordinators", life="always",
    )  # fmt: skip
    language: Mapped[str] = kept(
        String(8), primary_key=True, what="a language", why="reports without people", reader="coordinators",
        life="always",
    )  # fmt: skip
    kind: Mapped[str] = kept(
        String(40), primary_key=True, what="a kind of help", why="reports without people", reader="coordinators",
        life="always",
    )  # fmt: skip
    what: Mapped[str] = kept(
        String(20), primary_key=True, what="what is counted", why="reports without people", reader="coordinators",
        life="always",
    )  # fmt: skip
    n: Mapped[int] = kept(
        default=0, what="how many", why="reports without people", reader="coordinators", life="always"
    )


class Forgotten(Base):
    """Fingerprints of deleted rows, so that a restored backup forgets them again."""

    __tablename__ = "forgotten"
    __table_args__ = ({"sqlite_with_rowid": False},)

    row_hash: Mapped[bytes] = kept(
        LargeBinary, primary_key=True,
        what="a fingerprint of something deleted", why="so that a backup cannot bring it back", reader="the server",
        life="15 days", kind=Class.HASHED,
    )  # fmt: skip
    forgotten_on: Mapped[date] = kept(
        Date, what="the day it was deleted", why="so that a backup cannot bring it back", reader="the server",
        life="15 days",
    )  # fmt: skip
