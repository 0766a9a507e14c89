"""Volunteers, what they offer and when they are free. Volunteers act under an alias, too."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
)
from sqlalchemy.orm import Mapped

from service.models.base import Base, Class, kept, new_id

_WHILE_HERE = "while the volunteer helps here"
_ALL = "everyone"
_STAFF = "the volunteer and coordinators"


class VolunteerState(StrEnum):
    """Where a volunteer stands; only `active` ones are offered."""

    DRAFT = "draft"  # has an account, first run not finished
    WAITING = "waiting"  # first run finished, two coordinators must confirm
    ACTIVE = "active"
    PAUSED = "paused"
    SUSPENDED = "suspended"
    LEFT = "left"


class Volunteer(Base):
    """One volunteer: what people see of them, and their terms."""

    __tablename__ = "volunteer"
    __table_args__ = (
        CheckConstraint(
            "state IN ('draft', 'waiting', 'active', 'paused', 'suspended', 'left')", name="state_known"
        ),
        CheckConstraint("length_minutes BETWEEN 5 AND 480", name="length_minutes_sane"),
        CheckConstraint("step_minutes BETWEEN 5 AND 480", name="step_minutes_sane"),
        CheckConstraint("gap_minutes BETWEEN 0 AND 240", name="gap_minutes_sane"),
        CheckConstraint("notice_hours BETWEEN 0 AND 336", name="notice_hours_sane"),
        CheckConstraint("horizon_days BETWEEN 1 AND 120", name="horizon_days_sane"),
        Index("ix_volunteer_version", "version"),
        {"sqlite_with_rowid": False},
    )  # fmt: skip

    id: Mapped[bytes] = kept(
        LargeBinary, primary_key=True, default=new_id,
        what="a random number", why="to name the row", reader="the server", life=_WHILE_HERE,
    )  # fmt: skip
    account_id: Mapped[bytes | None] = kept(
        ForeignKey("account.id", ondelete="SET NULL"), unique=True,
        what="which staff account this is", why="so that a volunteer sees their own pages",
        reader="the server", life=_WHILE_HERE,
    )  # fmt: skip
    alias: Mapped[str] = kept(
        String(60), unique=True,
        what="the name a volunteer chose", why="so that people know whom they will meet", reader=_ALL, life=_WHILE_HERE,
    )  # fmt: skip
    about: Mapped[dict[str, str]] = kept(
        default=dict,
        what="a few lines by the volunteer, by language", why="so that people can choose", reader=_ALL,
        life=_WHILE_HERE,
    )  # fmt: skip
    qualification_checked: Mapped[bool] = kept(
        default=False,
        what="whether the organisation saw the diploma", why="so that people can trust the word psychologist",
        reader=_ALL, life=_WHILE_HERE,
    )  # fmt: skip
    zone: Mapped[str] = kept(
        String(64),
        what="the time zone the volunteer works in", why="so that hours mean the right moment", reader=_STAFF,
        life=_WHILE_HERE,
    )  # fmt: skip
    length_minutes: Mapped[int] = kept(
        default=50, what="how long a session is", why="to find times", reader=_ALL, life=_WHILE_HERE
    )
    step_minutes: Mapped[int] = kept(
        default=60, what="how far apart the offered times are", why="to find times", reader=_STAFF, life=_WHILE_HERE
    )
    gap_minutes: Mapped[int] = kept(
        default=10, what="the rest after a session", why="to find times", reader=_STAFF, life=_WHILE_HERE
    )
    notice_hours: Mapped[int] = kept(
        default=24, what="how early a session must be booked", why="to find times", reader=_STAFF, life=_WHILE_HERE
    )
    horizon_days: Mapped[int] = kept(
        default=28, what="how far ahead times are offered", why="to find times", reader=_STAFF, life=_WHILE_HERE
    )
    day_cap: Mapped[int | None] = kept(
        what="most sessions a day", why="so that nobody burns out", reader=_STAFF, life=_WHILE_HERE
    )
    week_cap: Mapped[int | None] = kept(
        what="most sessions a week", why="so that nobody burns out", reader=_STAFF, life=_WHILE_HERE
    )
    week_hours_cap: Mapped[int | None] = kept(
        what="most hours of sessions a week", why="so that nobody burns out", reader=_STAFF, life=_WHILE_HERE
    )
    caseload_cap: Mapped[int] = kept(
        default=4, what="how many people are accompanied at once", why="so that nobody burns out", reader=_STAFF,
        life=_WHILE_HERE,
    )  # fmt: skip
    state: Mapped[str] = kept(
        String(16), default=VolunteerState.DRAFT,
        what="whether the volunteer is confirmed, active or pausing", why="to offer only people who are there",
        reader=_STAFF, life=_WHILE_HERE,
    )  # fmt: skip
    notice_sealed: Mapped[bytes | None] = kept(
        LargeBinary,
        what="the volunteer's e-mail address", why="to say “something is new”, nothing more",
        reader="the server, with a key kept outside the database", life=_WHILE_HERE, kind=Class.SERVER_SEALED,
    )  # fmt: skip
    notice_token_hash: Mapped[bytes | None] = kept(
        LargeBinary,
        what="a fingerprint of the last confirmation link", why="to know the address works", reader="the server",
        life="until it is used", kind=Class.HASHED,
    )  # fmt: skip
    confirmed_on: Mapped[date | None] = kept(
        Date,
        what="the day the volunteer last confirmed their address", why="near times need someone who can be reached",
        reader=_STAFF, life=_WHILE_HERE,
    )  # fmt: skip
    version: Mapped[int] = kept(
        BigInteger, default=1,
        what="a counter of changes", why="so that shown times are fresh", reader="the server", life=_WHILE_HERE,
    )  # fmt: skip


class Approval(Base):
    """One coordinator's yes to one volunteer; two are needed."""

    __tablename__ = "approval"
    __table_args__ = ({"sqlite_with_rowid": False},)

    volunteer_id: Mapped[bytes] = kept(
        ForeignKey("volunteer.id", ondelete="CASCADE"), primary_key=True,
        what="which volunteer", why="two coordinators confirm each volunteer", reader="coordinators", life=_WHILE_HERE,
    )  # fmt: skip
    account_id: Mapped[bytes] = kept(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True,
        what="which coordinator confirmed", why="two coordinators confirm each volunteer", reader="coordinators",
        life=_WHILE_HERE,
    )  # fmt: skip


class TermSort(StrEnum):
    """What a term describes."""

    KIND = "kind"  # psychologist, peer support, …
    TOPIC = "topic"
    FORMAT = "format"  # text, voice, video
    ATTRIBUTE = "attribute"  # woman, man, from Ukraine, works with 16–17


class Term(Base):
    """A word by which people look for help. Data of the organisation, not code."""

    __tablename__ = "term"
    __table_args__ = (
        CheckConstraint("sort IN ('kind', 'topic', 'format', 'attribute')", name="sort_known"),
        {"sqlite_with_rowid": False},
    )

    slug: Mapped[str] = kept(
        String(40), primary_key=True, what="a short name", why="to find help that fits", reader=_ALL, life="always"
    )
    sort: Mapped[str] = kept(String(16), what="what it describes", why="to group wishes", reader=_ALL, life="always")
    labels: Mapped[dict[str, Any]] = kept(
        what="its name in each language", why="to be read", reader=_ALL, life="always"
    )
    position: Mapped[int] = kept(default=0, what="its place in lists", why="to be read", reader=_ALL, life="always")
    active: Mapped[bool] = kept(
        default=True, what="whether it is offered", why="to be read", reader=_ALL, life="always"
    )


class VolunteerTerm(Base):
    """What a volunteer offers."""

    __tablename__ = "volunteer_term"
    __table_args__ = ({"sqlite_with_rowid": False},)

    volunteer_id: Mapped[bytes] = kept(
        ForeignKey("volunteer.id", ondelete="CASCADE"), primary_key=True,
        what="which volunteer", why="to find help that fits", reader=_ALL, life=_WHILE_HERE,
    )  # fmt: skip
    slug: Mapped[str] = kept(
        ForeignKey("term.slug"), primary_key=True,
        what="what they offer", why="to find help that fits", reader=_ALL, life=_WHILE_HERE,
    )  # fmt: skip


class VolunteerLanguage(Base):
    """A language a volunteer speaks."""

    __tablename__ = "volunteer_language"
    __table_args__ = ({"sqlite_with_rowid": False},)

    volunteer_id: Mapped[bytes] = kept(
        ForeignKey("volunteer.id", ondelete="CASCADE"), primary_key=True,
        what="which volunteer", why="to find help that fits", reader=_ALL, life=_WHILE_HERE,
    )  # fmt: skip
    language: Mapped[str] = kept(
        String(8), primary_key=True,
        what="a language they speak", why="to find help that fits", reader=_ALL, life=_WHILE_HERE,
    )  # fmt: skip


class OpeningRule(Base):
    """A weekly window in the volunteer's wall clock; may cross midnight."""

    __tablename__ = "opening_rule"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
        CheckConstraint("start_minute BETWEEN 0 AND 1439", name="start_minute_in_day"),
        CheckConstraint(
            "end_minute > start_minute AND end_minute <= start_minute + 1440", name="end_minute_after_start"
        ),
        CheckConstraint("start_minute % 5 = 0 AND end_minute % 5 = 0", name="minutes_on_grid"),
        CheckConstraint(
            "valid_to_on IS NULL OR valid_from_on IS NULL OR valid_to_on >= valid_from_on", name="valid_order"
        ),
        Index("ix_opening_rule_volunteer_id", "volunteer_id"),
        {"sqlite_with_rowid": False},
    )  # fmt: skip

    id: Mapped[bytes] = kept(
        LargeBinary, primary_key=True, default=new_id,
        what="a random number", why="to name the row", reader="the server", life=_WHILE_HERE,
    )  # fmt: skip
    volunteer_id: Mapped[bytes] = kept(
        ForeignKey("volunteer.id", ondelete="CASCADE"),
        what="which volunteer", why="to find times", reader=_STAFF, life=_WHILE_HERE,
    )  # fmt: skip
    weekday: Mapped[int] = kept(what="the day of the week", why="to find times", reader=_STAFF, life=_WHILE_HERE)
    start_minute: Mapped[int] = kept(what="when hours begin", why="to find times", reader=_STAFF, life=_WHILE_HERE)
    end_minute: Mapped[int] = kept(what="when hours end", why="to find times", reader=_STAFF, life=_WHILE_HERE)
    zone: Mapped[str] = kept(
        String(64), what="the zone of these hours", why="to find times", reader=_STAFF, life=_WHILE_HERE
    )
    valid_from_on: Mapped[date | None] = kept(
        Date, what="the first day they hold", why="to find times", reader=_STAFF, life=_WHILE_HERE
    )
    valid_to_on: Mapped[date | None] = kept(
        Date, what="the last day they hold", why="to find times", reader=_STAFF, life=_WHILE_HERE
    )


class OpeningException(Base):
    """A dated change of the weekly hours: by local date, or by UTC span."""

    __tablename__ = "opening_exception"
    __table_args__ = (
        CheckConstraint("effect IN ('replace', 'add', 'block')", name="effect_known"),
        CheckConstraint(
            "(local_on IS NOT NULL AND start_minute IS NOT NULL AND end_minute IS NOT NULL"
            " AND starts_at IS NULL AND ends_at IS NULL)"
            " OR (local_on IS NULL AND start_minute IS NULL AND end_minute IS NULL"
            " AND starts_at IS NOT NULL AND ends_at IS NOT NULL AND ends_at > starts_at)",
            name="date_or_span",
        ),
        Index("ix_opening_exception_volunteer_id", "volunteer_id"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[bytes] = kept(
        LargeBinary, primary_key=True, default=new_id,
        what="a random number", why="to name the row", reader="the server", life="until a week after the day",
    )  # fmt: skip
    volunteer_id: Mapped[bytes] = kept(
        ForeignKey("volunteer.id", ondelete="CASCADE"),
        what="which volunteer", why="to find times", reader=_STAFF, life="until a week after the day",
    )  # fmt: skip
    effect: Mapped[str] = kept(
        String(8), what="added, replaced or blocked hours", why="to find times", reader=_STAFF,
        life="until a week after the day",
    )  # fmt: skip
    local_on: Mapped[date | None] = kept(
        Date, what="the day", why="to find times", reader=_STAFF, life="until a week after the day"
    )
    start_minute: Mapped[int | None] = kept(
        what="when hours begin", why="to find times", reader=_STAFF, life="until a week after the day"
    )
    end_minute: Mapped[int | None] = kept(
        what="when hours end", why="to find times", reader=_STAFF, life="until a week after the day"
    )
    starts_at: Mapped[int | None] = kept(
        BigInteger, what="the moment it begins", why="to find times", reader=_STAFF, life="until a week after the day"
    )
    ends_at: Mapped[int | None] = kept(
        BigInteger, what="the moment it ends", why="to find times", reader=_STAFF, life="until a week after the day"
    )
