"""Open an installation for a command: settings, folder, database. Says what is wrong before anything runs."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, OperationalError

from service.cli.progress import Progress
from service.cli.trouble import NotReady
from service.db import Database
from service.settings import Settings, SettingWrong, load_settings
from service.site import Site, open_site


def settings_checked() -> Settings:
    """Return the settings, their folder made.

    Raises: SettingWrong.
    """
    settings = load_settings()
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = settings.data_dir / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        problem = f"{settings.data_dir} cannot be written to ({error.strerror})"
        raise SettingWrong("PRISTAN_DATA_DIR", problem, "/var/lib/pristan") from None
    return settings


@contextmanager
def database_of(settings: Settings) -> Iterator[Database]:
    """Yield the settings' database after a first look at it, and close it at the end.

    Raises: SettingWrong when it does not answer or its key is another one.
    """
    database = Database(settings.database, key=settings.database_key)
    try:
        _look_at(database, settings)
        yield database
    finally:
        database.close()


@contextmanager
def site_of(settings: Settings) -> Iterator[Site]:
    """Yield the site of a migrated database, and close it at the end.

    Raises: SettingWrong, NotReady.
    """
    with database_of(settings) as database:
        require_migrated(database)
    site = open_site(settings)
    try:
        yield site
    finally:
        site.db.close()


def bring_up_to_date(database: Database, progress: Progress) -> None:
    """Run every missing migration, telling each."""
    from service.migrate import migrate

    migrate(database, on_step=lambda name: progress.step(f"Migrating: {name}"))


def give_usual_words(database: Database, progress: Progress) -> None:
    """Let a house without words for help begin with the usual ones, so that somebody can offer something."""
    from service.organisation import begin_with_usual_words

    with database.writing() as db:
        if begin_with_usual_words(db):
            progress.step("Wrote the usual words for help; coordinators can change them")


def require_migrated(database: Database) -> None:
    """Refuse a database whose tables are not those of this code.

    Raises: NotReady.
    """
    from service.migrate import all_revisions, current_revision

    current, known = current_revision(database), all_revisions()
    if current == known[-1]:
        return
    if current is not None and current not in known:
        raise NotReady(
            f"The database is newer than this code (revision {current}).\n"
            "  Start the newer code, or restore the backup made before the upgrade."
        )
    raise NotReady("The database's tables are not up to date.\n  Make a backup, then: python -m service migrate")


def _look_at(database: Database, settings: Settings) -> None:
    """Ask the database anything at all, so that what is wrong with it is said now and by its setting's name."""
    from service.migrate import current_revision

    try:
        current_revision(database)
    except OperationalError as error:
        raise SettingWrong("PRISTAN_DATABASE_URL", _why(error, settings), _example("database_url")) from None
    except DatabaseError as error:
        if settings.on_sqlite:
            key = "is not the key of this file" if settings.database_key else "is missing, or the file is no database"
            raise SettingWrong("PRISTAN_DATABASE_KEY", key, _example("database_key")) from None
        raise SettingWrong("PRISTAN_DATABASE_URL", _why(error, settings), _example("database_url")) from None


def _why(error: DatabaseError, settings: Settings) -> str:
    """Return a driver's reason in one line; a password never stands in it, but make sure."""
    reason = " ".join(str(error.orig).split())[:200]
    password = Database(settings.database).url.password
    return f"the database does not answer ({reason.replace(password, '…') if password else reason})"


def _example(name: str) -> str:
    return str((Settings.model_fields[name].examples or [""])[0])
