"""Volunteers, what they offer and when they are free."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_2_volunteers"
down_revision = "2026_11_23_1_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _volunteer()
    _approval()
    _term()
    _volunteer_term()
    _volunteer_language()
    _opening_rule()
    _opening_exception()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("opening_exception")
    op.drop_table("opening_rule")
    op.drop_table("volunteer_language")
    op.drop_table("volunteer_term")
    op.drop_table("term")
    op.drop_table("approval")
    op.drop_table("volunteer")


def _volunteer() -> None:
    op.create_table(
        "volunteer",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.LargeBinary(), nullable=True),
        sa.Column("alias", sa.String(length=60), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("qualification_checked", sa.Boolean(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("length_minutes", sa.Integer(), nullable=False),
        sa.Column("step_minutes", sa.Integer(), nullable=False),
        sa.Column("gap_minutes", sa.Integer(), nullable=False),
        sa.Column("notice_hours", sa.Integer(), nullable=False),
        sa.Column("horizon_days", sa.Integer(), nullable=False),
        sa.Column("day_cap", sa.Integer(), nullable=True),
        sa.Column("week_cap", sa.Integer(), nullable=True),
        sa.Column("week_hours_cap", sa.Integer(), nullable=True),
        sa.Column("caseload_cap", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("notice_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("notice_token_hash", sa.LargeBinary(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'waiting', 'active', 'paused', 'suspended', 'left')",
            name=op.f("ck_volunteer_state_known"),
        ),
        sa.CheckConstraint("gap_minutes BETWEEN 0 AND 240", name=op.f("ck_volunteer_gap_minutes_sane")),
        sa.CheckConstraint("horizon_days BETWEEN 1 AND 120", name=op.f("ck_volunteer_horizon_days_sane")),
        sa.CheckConstraint("length_minutes BETWEEN 5 AND 480", name=op.f("ck_volunteer_length_minutes_sane")),
        sa.CheckConstraint("notice_hours BETWEEN 0 AND 336", name=op.f("ck_volunteer_notice_hours_sane")),
        sa.CheckConstraint("step_minutes BETWEEN 5 AND 480", name=op.f("ck_volunteer_step_minutes_sane")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_volunteer_account_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_volunteer"),
        sa.UniqueConstraint("account_id", name="uq_volunteer_account_id"),
        sa.UniqueConstraint("alias", name="uq_volunteer_alias"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_volunteer_version", "volunteer", ["version"])


def _approval() -> None:
    op.create_table(
        "approval",
        sa.Column("volunteer_id", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_approval_account_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name="fk_approval_volunteer_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("volunteer_id", "account_id", name="pk_approval"),
        sqlite_with_rowid=False,
    )


def _term() -> None:
    op.create_table(
        "term",
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("sort", sa.String(length=16), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("sort IN ('kind', 'topic', 'format', 'attribute')", name=op.f("ck_term_sort_known")),
        sa.PrimaryKeyConstraint("slug", name="pk_term"),
        sqlite_with_rowid=False,
    )


def _volunteer_term() -> None:
    op.create_table(
        "volunteer_term",
        sa.Column("volunteer_id", sa.LargeBinary(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["slug"], ["term.slug"], name="fk_volunteer_term_slug"),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name="fk_volunteer_term_volunteer_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("volunteer_id", "slug", name="pk_volunteer_term"),
        sqlite_with_rowid=False,
    )


def _volunteer_language() -> None:
    op.create_table(
        "volunteer_language",
        sa.Column("volunteer_id", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name="fk_volunteer_language_volunteer_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("volunteer_id", "language", name="pk_volunteer_language"),
        sqlite_with_rowid=False,
    )


def _opening_rule() -> None:
    op.create_table(
        "opening_rule",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("volunteer_id", sa.LargeBinary(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("end_minute", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("valid_from_on", sa.Date(), nullable=True),
        sa.Column("valid_to_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "end_minute > start_minute AND end_minute <= start_minute + 1440",
            name=op.f("ck_opening_rule_end_minute_after_start"),
        ),
        sa.CheckConstraint("start_minute % 5 = 0 AND end_minute % 5 = 0", name=op.f("ck_opening_rule_minutes_on_grid")),
        sa.CheckConstraint("start_minute BETWEEN 0 AND 1439", name=op.f("ck_opening_rule_start_minute_in_day")),
        sa.CheckConstraint(
            "valid_to_on IS NULL OR valid_from_on IS NULL OR valid_to_on >= valid_from_on",
            name=op.f("ck_opening_rule_valid_order"),
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_opening_rule_weekday_known")),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name="fk_opening_rule_volunteer_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_opening_rule"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_opening_rule_volunteer_id", "opening_rule", ["volunteer_id"])


def _opening_exception() -> None:
    op.create_table(
        "opening_exception",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("volunteer_id", sa.LargeBinary(), nullable=False),
        sa.Column("effect", sa.String(length=8), nullable=False),
        sa.Column("local_on", sa.Date(), nullable=True),
        sa.Column("start_minute", sa.Integer(), nullable=True),
        sa.Column("end_minute", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.BigInteger(), nullable=True),
        sa.Column("ends_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("effect IN ('replace', 'add', 'block')", name=op.f("ck_opening_exception_effect_known")),
        sa.CheckConstraint(
            "(local_on IS NOT NULL AND start_minute IS NOT NULL AND end_minute IS NOT NULL"
            " AND starts_at IS NULL AND ends_at IS NULL)"
            " OR (local_on IS NULL AND start_minute IS NULL AND end_minute IS NULL"
            " AND starts_at IS NOT NULL AND ends_at IS NOT NULL AND ends_at > starts_at)",
            name=op.f("ck_opening_exception_date_or_span"),
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name="fk_opening_exception_volunteer_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_opening_exception"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_opening_exception_volunteer_id", "opening_exception", ["volunteer_id"])
