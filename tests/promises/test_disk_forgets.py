"""What is deleted from SQLite is gone from its file once the server has stopped, also without a key."""

from pathlib import Path

from sqlalchemy import delete, insert

from service.db import Database
from service.migrate import migrate
from service.models import Setting

CANARIES = [f"canary-{number:03}-of-a-text" for number in range(200)]


def test_deleted_rows_leave_nothing_in_the_file(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'pristan.sqlite'}")
    migrate(database)
    with database.writing() as db:
        db.execute(insert(Setting), [{"key": name, "value": name * 9} for name in CANARIES])
    database.close()
    kept = _left(tmp_path)

    with database.writing() as db:
        db.execute(delete(Setting))
    database.close()

    assert kept == len(CANARIES)
    assert _left(tmp_path) == 0


def _left(folder: Path) -> int:
    """Count canaries in any file of the folder."""
    disk = b"".join(path.read_bytes() for path in folder.iterdir())
    return sum(name.encode() in disk for name in CANARIES)
