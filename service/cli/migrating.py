"""`migrate`: bring the database's tables up to date, or back."""

import argparse

from service.cli.opening import (
    bring_up_to_date,
    database_of,
    give_usual_words,
    require_migrated,
    settings_checked,
)
from service.cli.progress import Progress
from service.settings import SettingWrong


def run(given: argparse.Namespace) -> int:
    """Migrate, check, or go back; print where the database stands."""
    from service.migrate import all_revisions, current_revision, migrate_back

    progress = Progress()
    with database_of(settings_checked()) as database:
        if given.check:
            require_migrated(database)
        elif given.back_to:
            if given.back_to not in (*all_revisions(), "base"):
                raise SettingWrong("--back-to", "is not a revision of this code", all_revisions()[0])
            migrate_back(database, given.back_to, on_step=lambda name: progress.step(f"Undoing: {name}"))
        else:
            bring_up_to_date(database, progress)
            give_usual_words(database, progress)
        print(f"The database stands at {current_revision(database) or 'nothing'}.")
    return 0
