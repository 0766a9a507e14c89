"""Run revisions on the connection that `service.migrate` gives. It opens, begins and commits nothing itself.

A new revision is a file `versions/<year>_<month>_<day>_<what>.py` whose `revision` is its own name.
Alembic's batch `alter_column` on SQLite builds the table anew and silently drops its triggers:
a revision that uses it must put the guard back (tests/migrations compares triggers after every revision).
"""

from typing import Any

from alembic import context

from service.models import Base


def _on_step(ctx: object, step: Any, heads: object, run_args: object) -> None:
    config.attributes["on_step"](str(step.up_revision_id))


config = context.config
context.configure(
    connection=config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    on_version_apply=_on_step,
)
context.run_migrations()
