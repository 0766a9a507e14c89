"""The organisation's texts and numbers, and the server's notes to itself."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_4_organisation"
down_revision = "2026_11_23_3_schedule"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _setting()
    _helpline()
    _outbox()
    _job_lease()
    _month_count()
    _forgotten()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("forgotten")
    op.drop_table("month_count")
    op.drop_table("job_lease")
    op.drop_table("outbox")
    op.drop_table("helpline")
    op.drop_table("setting")


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
        sqlite_with_rowid=False,
    )


def _helpline() -> None:
    op.create_table(
        "helpline",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("chat_url", sa.String(length=300), nullable=True),
        sa.Column("state_run", sa.Boolean(), nullable=False),
        sa.Column("under_18", sa.Boolean(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_helpline"),
        sqlite_with_rowid=False,
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("volunteer_id", sa.LargeBinary(), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.CheckConstraint("what IN ('confirm', 'news', 'check')", name=op.f("ck_outbox_what_known")),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"], name="fk_outbox_volunteer_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_outbox_volunteer_id", "outbox", ["volunteer_id"])


def _job_lease() -> None:
    op.create_table(
        "job_lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("leased_until", sa.BigInteger(), nullable=False),
        sa.Column("lease", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_job_lease"),
        sqlite_with_rowid=False,
    )


def _month_count() -> None:
    op.create_table(
        "month_count",
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "language", "kind", "what", name="pk_month_count"),
        sqlite_with_rowid=False,
    )


def _forgotten() -> None:
    op.create_table(
        "forgotten",
        sa.Column("row_hash", sa.LargeBinary(), nullable=False),
        sa.Column("forgotten_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("row_hash", name="pk_forgotten"),
        sqlite_with_rowid=False,
    )
