"""Accounts and invitations: who may come in."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_1_accounts"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _account()
    _invitation()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("invitation")
    op.drop_table("account")


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("lookup", sa.LargeBinary(), nullable=False),
        sa.Column("auth_hash", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("settings_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("settings_version", sa.Integer(), nullable=False),
        sa.Column("wallet_key_wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("content_seed_wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("kdf_version", sa.Integer(), nullable=False),
        sa.Column("seen_month", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("suspended_until_on", sa.Date(), nullable=True),
        sa.Column("noscript", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "role IN ('client', 'volunteer', 'moderator', 'coordinator')", name=op.f("ck_account_role_known")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("lookup", name="uq_account_lookup"),
        sqlite_with_rowid=False,
    )


def _invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_invitation"),
        sqlite_with_rowid=False,
    )
