"""The guard against double booking: the database refuses what overlaps, whoever asks and however fast.

An `INSERT ... ON CONFLICT DO NOTHING RETURNING` gives no row when the time is taken, on both databases.
External busy times (a volunteer's own calendar) may overlap everything.  A row is never turned into another one:
whoever moves a meeting inserts the new span and deletes the old one, so the guard sees it.
"""

from alembic import op

revision = "2026_11_23_5_guard"
down_revision = "2026_11_23_4_organisation"
branch_labels = None
depends_on = None

SQLITE = (
    """
    CREATE TRIGGER occupancy_guard BEFORE INSERT ON occupancy
    WHEN NEW.kind <> 'external' AND EXISTS (
        SELECT 1 FROM occupancy
        WHERE volunteer_id = NEW.volunteer_id AND kind <> 'external'
          AND blocked_until > NEW.starts_at AND starts_at < NEW.blocked_until
    )
    BEGIN
        SELECT RAISE(IGNORE);
    END
    """,
    """
    CREATE TRIGGER occupancy_never_updated BEFORE UPDATE OF volunteer_id, kind, starts_at, blocked_until ON occupancy
    BEGIN
        SELECT RAISE(ABORT, 'a span is never updated: insert the new one, delete the old one');
    END
    """,
)

POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """
    ALTER TABLE occupancy ADD CONSTRAINT occupancy_guard
    EXCLUDE USING gist (volunteer_id WITH =, int8range(starts_at, blocked_until) WITH &&) WHERE (kind <> 'external')
    """,
    """
    CREATE FUNCTION occupancy_never_updated() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'a span is never updated: insert the new one, delete the old one'
        USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE TRIGGER occupancy_never_updated BEFORE UPDATE OF volunteer_id, kind, starts_at, blocked_until ON occupancy
    FOR EACH ROW EXECUTE FUNCTION occupancy_never_updated()
    """,
)

POSTGRESQL_BACK = (
    "DROP TRIGGER occupancy_never_updated ON occupancy",
    "DROP FUNCTION occupancy_never_updated()",
    "ALTER TABLE occupancy DROP CONSTRAINT occupancy_guard",
)


def upgrade() -> None:
    """Put the guard on the table."""
    _execute(SQLITE if _on_sqlite() else POSTGRESQL)


def downgrade() -> None:
    """Take it off; the extension stays, other databases' users may need it."""
    _execute(
        ("DROP TRIGGER occupancy_guard", "DROP TRIGGER occupancy_never_updated") if _on_sqlite() else POSTGRESQL_BACK
    )


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _execute(statements: tuple[str, ...]) -> None:
    for statement in statements:
        op.execute(statement)
