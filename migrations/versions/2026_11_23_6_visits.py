"""Visits in progress, on PostgreSQL: unlogged, so that neither the write-ahead log nor a replica has them.

On SQLite they live in memory and never reach this database.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_6_visits"
down_revision = "2026_11_23_5_guard"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of visits."""
    if _on_sqlite():
        return
    op.create_table(
        "session",
        sa.Column("id_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id_hash", name="pk_session"),
        prefixes=["UNLOGGED"],
    )
    op.create_index("ix_session_expires_at", "session", ["expires_at"])


def downgrade() -> None:
    """Drop it."""
    if not _on_sqlite():
        op.drop_table("session")


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
