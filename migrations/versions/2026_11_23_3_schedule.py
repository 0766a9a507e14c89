"""What takes time, and who may say whose it is."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_3_schedule"
down_revision = "2026_11_23_2_volunteers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _occupancy()
    _appointment()
    _ticket_state()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("ticket_state")
    op.drop_table("appointment")
    op.drop_table("occupancy")


def _occupancy() -> None:
    op.create_table(
        "occupancy",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("volunteer_id", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("blocked_until", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("hold_hash", sa.LargeBinary(), nullable=True),
        sa.Column("case_tag", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(kind = 'hold') = (expires_at IS NOT NULL)", name=op.f("ck_occupancy_only_holds_expire")),
        sa.CheckConstraint(
            "(kind = 'hold') = (hold_hash IS NOT NULL)", name=op.f("ck_occupancy_only_holds_have_a_token")
        ),
        sa.CheckConstraint(
            "(kind = 'reservation') = (case_tag IS NOT NULL)", name=op.f("ck_occupancy_only_reservations_have_a_case")
        ),
        sa.CheckConstraint(
            "kind IN ('hold', 'reservation', 'appointment', 'meeting', 'external')",
            name=op.f("ck_occupancy_kind_known"),
        ),
        sa.CheckConstraint("blocked_until > starts_at", name=op.f("ck_occupancy_span_forward")),
        sa.CheckConstraint("expires_at IS NULL OR expires_at % 300 = 0", name=op.f("ck_occupancy_expires_on_grid")),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name="fk_occupancy_volunteer_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_occupancy"),
        sa.UniqueConstraint("hold_hash", name="uq_occupancy_hold_hash"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_occupancy_case_tag",
        "occupancy",
        ["case_tag", "volunteer_id"],
        sqlite_where=sa.text("case_tag IS NOT NULL"),
        postgresql_where=sa.text("case_tag IS NOT NULL"),
    )
    op.create_index("ix_occupancy_expires_at", "occupancy", ["expires_at"])
    op.create_index("ix_occupancy_volunteer_id_blocked_until", "occupancy", ["volunteer_id", "blocked_until"])


def _appointment() -> None:
    op.create_table(
        "appointment",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("ticket_hash", sa.LargeBinary(), nullable=False),
        sa.Column("volunteer_id", sa.LargeBinary(), nullable=False),
        sa.Column("occupancy_id", sa.LargeBinary(), nullable=True),
        sa.Column("case_tag", sa.LargeBinary(), nullable=False),
        sa.Column("alias", sa.String(length=60), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("wall_start", sa.String(length=16), nullable=False),
        sa.Column("tzdata_version", sa.String(length=16), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("session_number", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("ended_by", sa.String(length=12), nullable=True),
        sa.Column("news", sa.String(length=12), nullable=True),
        *_appointment_rules(),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_appointment_case_tag", "appointment", ["case_tag"])
    op.create_index("ix_appointment_ends_at", "appointment", ["ends_at"])
    op.create_index(
        "ix_appointment_volunteer_id_starts_at", "appointment", ["volunteer_id", "starts_at", "state", "case_tag"]
    )


def _appointment_rules() -> tuple[sa.Constraint, ...]:
    return (
        sa.CheckConstraint(
            "(state = 'cancelled') = (ended_by IS NOT NULL)", name=op.f("ck_appointment_cancelled_by_someone")
        ),
        sa.CheckConstraint(
            "ended_by IS NULL OR ended_by IN ('client', 'volunteer', 'organisation')",
            name=op.f("ck_appointment_ended_by_known"),
        ),
        sa.CheckConstraint(
            "state <> 'booked' OR occupancy_id IS NOT NULL", name=op.f("ck_appointment_booked_takes_time")
        ),
        sa.CheckConstraint(
            "state IN ('booked', 'cancelled', 'fulfilled', 'noshow')", name=op.f("ck_appointment_state_known")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_appointment_span_forward")),
        sa.ForeignKeyConstraint(
            ["occupancy_id"],
            ["occupancy.id"],
            name="fk_appointment_occupancy_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"], name="fk_appointment_volunteer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_appointment"),
        sa.UniqueConstraint("occupancy_id", name="uq_appointment_occupancy_id"),
        sa.UniqueConstraint("ticket_hash", name="uq_appointment_ticket_hash"),
    )


def _ticket_state() -> None:
    op.create_table(
        "ticket_state",
        sa.Column("ticket_hash", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("expires_month", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('used', 'released')", name=op.f("ck_ticket_state_state_known")),
        sa.PrimaryKeyConstraint("ticket_hash", name="pk_ticket_state"),
        sqlite_with_rowid=False,
    )
