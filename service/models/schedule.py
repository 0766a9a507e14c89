"""What takes time, and who may say "this is mine". No row here can be tied to an account."""

from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped

from service.models.base import Base, Class, kept, new_id

_MINUTES = "minutes"
_WEEK_AFTER = "7 days after the session; its hour is blurred after one day"
_BOTH = "the person with the key, and the volunteer"


class OccupancyKind(StrEnum):
    """Why a volunteer's time is taken."""

    HOLD = "hold"
    RESERVATION = "reservation"
    APPOINTMENT = "appointment"
    MEETING = "meeting"
    EXTERNAL = "external"


class Occupancy(Base):
    """One row that blocks one volunteer's time. The guard against double booking stands on this table.

    PostgreSQL: an exclusion constraint; SQLite: a trigger that ignores the insert (see migrations/).
    A span is never updated: moving inserts the new row and deletes the old one in one transaction.
    """

    __tablename__ = "occupancy"
    __table_args__ = (
        CheckConstraint("kind IN ('hold', 'reservation', 'appointment', 'meeting', 'external')", name="kind_known"),
        CheckConstraint("blocked_until > starts_at", name="span_forward"),
        CheckConstraint("(kind = 'hold') = (expires_at IS NOT NULL)", name="only_holds_expire"),
        CheckConstraint("(kind = 'hold') = (hold_hash IS NOT NULL)", name="only_holds_have_a_token"),
        CheckConstraint("(kind = 'reservation') = (case_tag IS NOT NULL)", name="only_reservations_have_a_case"),
        CheckConstraint("expires_at IS NULL OR expires_at % 300 = 0", name="expires_on_grid"),
        # By its end: the guard and every search ask for what is not over yet, however long the history.
        Index("ix_occupancy_volunteer_id_blocked_until", "volunteer_id", "blocked_until"),
        Index("ix_occupancy_expires_at", "expires_at"),
        Index(
            "ix_occupancy_case_tag", "case_tag", "volunteer_id",
            sqlite_where=text("case_tag IS NOT NULL"), postgresql_where=text("case_tag IS NOT NULL"),
        ),
        {"sqlite_with_rowid": False},
    )  # fmt: skip

    id: Mapped[bytes] = kept(
        LargeBinary, primary_key=True, default=new_id,
        what="a random number", why="to name the row", reader="the server", life=_WEEK_AFTER,
    )  # fmt: skip
    volunteer_id: Mapped[bytes] = kept(
        ForeignKey("volunteer.id", ondelete="CASCADE"),
        what="which volunteer's time", why="so that nobody is booked twice", reader="the volunteer", life=_WEEK_AFTER,
    )  # fmt: skip
    kind: Mapped[str] = kept(
        String(12), what="why the time is taken", why="so that nobody is booked twice", reader="the volunteer",
        life=_WEEK_AFTER,
    )  # fmt: skip
    starts_at: Mapped[int] = kept(
        BigInteger, what="when it begins", why="so that nobody is booked twice", reader="the volunteer",
        life=_WEEK_AFTER,
    )  # fmt: skip
    blocked_until: Mapped[int] = kept(
        BigInteger, what="when it ends, rest included", why="so that nobody is booked twice", reader="the volunteer",
        life=_WEEK_AFTER,
    )  # fmt: skip
    expires_at: Mapped[int | None] = kept(
        BigInteger, what="when a held time becomes free again, in steps of 5 minutes", why="to free unused times",
        reader="the server", life=_MINUTES,
    )  # fmt: skip
    hold_hash: Mapped[bytes | None] = kept(
        LargeBinary, unique=True,
        what="a fingerprint of the hold", why="so that only the one who holds a time can book it", reader="the server",
        life=_MINUTES, kind=Class.HASHED,
    )  # fmt: skip
    case_tag: Mapped[bytes | None] = kept(
        LargeBinary,
        what="for whom a weekly time is kept, as a fingerprint", why="so that newcomers do not take it",
        reader="the server, which cannot tell who it is", life="until the kept week has passed", kind=Class.HASHED,
    )  # fmt: skip


class AppointmentState(StrEnum):
    """How a session stands (FHIR Appointment.status words)."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    FULFILLED = "fulfilled"
    NOSHOW = "noshow"


class Appointment(Base):
    """A booked one-to-one session, owned by whoever can derive its ticket."""

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("state IN ('booked', 'cancelled', 'fulfilled', 'noshow')", name="state_known"),
        CheckConstraint("ends_at > starts_at", name="span_forward"),
        CheckConstraint(
            "ended_by IS NULL OR ended_by IN ('client', 'volunteer', 'organisation')", name="ended_by_known"
        ),
        CheckConstraint("(state = 'cancelled') = (ended_by IS NOT NULL)", name="cancelled_by_someone"),
        CheckConstraint("state <> 'booked' OR occupancy_id IS NOT NULL", name="booked_takes_time"),
        # With the case beside it, a volunteer's caseload is counted without touching the rows.
        Index("ix_appointment_volunteer_id_starts_at", "volunteer_id", "starts_at", "state", "case_tag"),
        Index("ix_appointment_case_tag", "case_tag"),
        Index("ix_appointment_ends_at", "ends_at"),
        {"sqlite_with_rowid": False},
    )  # fmt: skip

    id: Mapped[bytes] = kept(
        LargeBinary, primary_key=True, default=new_id,
        what="a random number", why="to name the row", reader="the server", life=_WEEK_AFTER,
    )  # fmt: skip
    ticket_hash: Mapped[bytes] = kept(
        LargeBinary, unique=True,
        what="a fingerprint of your ticket", why="so that only you can find this booking",
        reader="the server, which cannot tell whose it is", life=_WEEK_AFTER, kind=Class.HASHED,
    )  # fmt: skip
    volunteer_id: Mapped[bytes] = kept(
        ForeignKey("volunteer.id"),
        what="with whom", why="so that you both come", reader=_BOTH, life=_WEEK_AFTER,
    )  # fmt: skip
    occupancy_id: Mapped[bytes | None] = kept(
        # Deferred, so that a move by half an hour can delete the old span before it inserts the new one.
        ForeignKey("occupancy.id", deferrable=True, initially="DEFERRED"), unique=True,
        what="the time it takes", why="so that nobody is booked twice", reader="the server", life=_WEEK_AFTER,
    )  # fmt: skip
    case_tag: Mapped[bytes] = kept(
        LargeBinary,
        what="a fingerprint of you with this one volunteer", why="so that the volunteer recognises you",
        reader="the server, which cannot tell who it is", life=_WEEK_AFTER, kind=Class.HASHED,
    )  # fmt: skip
    alias: Mapped[str] = kept(
        String(60), what="the name this volunteer sees, another one for each", why="so that you can be greeted",
        reader=_BOTH, life=_WEEK_AFTER,
    )  # fmt: skip
    starts_at: Mapped[int] = kept(
        BigInteger, what="when it begins", why="so that you both come", reader=_BOTH, life=_WEEK_AFTER
    )
    ends_at: Mapped[int] = kept(
        BigInteger, what="when it ends", why="so that you both come", reader=_BOTH, life=_WEEK_AFTER
    )
    zone: Mapped[str] = kept(
        String(64), what="the volunteer's time zone", why="to notice when clocks are changed by law",
        reader="the volunteer", life=_WEEK_AFTER,
    )  # fmt: skip
    wall_start: Mapped[str] = kept(
        String(16), what="the hour on the volunteer's clock", why="to notice when clocks are changed by law",
        reader="the volunteer", life=_WEEK_AFTER,
    )  # fmt: skip
    tzdata_version: Mapped[str] = kept(
        String(16), what="the edition of the world's time zones", why="to notice when clocks are changed by law",
        reader="the server", life=_WEEK_AFTER,
    )  # fmt: skip
    format: Mapped[str] = kept(
        String(40), what="text, voice or video", why="so that you both come prepared", reader=_BOTH, life=_WEEK_AFTER
    )
    language: Mapped[str] = kept(
        String(8), what="the language of the session", why="so that you both come prepared", reader=_BOTH,
        life=_WEEK_AFTER,
    )  # fmt: skip
    session_number: Mapped[int] = kept(
        default=1, what="which session of a programme it is", why="so that a weekly time can be kept for the rest",
        reader=_BOTH, life=_WEEK_AFTER,
    )  # fmt: skip
    sequence: Mapped[int] = kept(
        default=0, what="how often it was moved", why="so that calendars follow", reader=_BOTH, life=_WEEK_AFTER
    )
    state: Mapped[str] = kept(
        String(12), default=AppointmentState.BOOKED,
        what="booked, cancelled, took place or not", why="so that you both know", reader=_BOTH, life=_WEEK_AFTER,
    )  # fmt: skip
    ended_by: Mapped[str | None] = kept(
        String(12), what="which side cancelled", why="to say it kindly and to count fairly", reader=_BOTH,
        life=_WEEK_AFTER,
    )  # fmt: skip
    news: Mapped[str | None] = kept(
        String(12), what="what changed while you were away", why="to show it to you first", reader=_BOTH,
        life="until you have seen it",
    )  # fmt: skip


class TicketState(Base):
    """That a ticket was used or given back; outlives its booking so that sessions can be counted."""

    __tablename__ = "ticket_state"
    __table_args__ = (
        CheckConstraint("state IN ('used', 'released')", name="state_known"),
        {"sqlite_with_rowid": False},
    )

    ticket_hash: Mapped[bytes] = kept(
        LargeBinary, primary_key=True,
        what="a fingerprint of your ticket", why="to count the sessions of a programme",
        reader="the server, which cannot tell whose it is", life="6 months after the month of booking",
        kind=Class.HASHED,
    )  # fmt: skip
    state: Mapped[str] = kept(
        String(8), what="used or given back", why="to count the sessions of a programme", reader="the server",
        life="6 months after the month of booking",
    )  # fmt: skip
    expires_month: Mapped[int] = kept(
        what="the month in which it is deleted", why="to forget it", reader="the server",
        life="6 months after the month of booking",
    )  # fmt: skip
