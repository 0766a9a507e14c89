"""A site on PostgreSQL alone, for what only PostgreSQL can do."""

from pathlib import Path

import pytest

from service.clock import FixedClock
from service.crypto.kdf import KdfQueue
from service.db import Database
from service.directory import Directory
from service.limits import Limits
from service.settings import Settings
from service.site import Site, load_secrets


@pytest.fixture
def site_on_postgresql(postgresql_database: Database, clock: FixedClock, tmp_path: Path) -> Site:
    """Give an installation on PostgreSQL."""
    url = postgresql_database.url.render_as_string(hide_password=False)
    settings = Settings(database_url=url, data_dir=tmp_path / "data")
    secrets = load_secrets(settings.data_dir)
    return Site(
        settings=settings,
        clock=clock,
        db=postgresql_database,
        secrets=secrets,
        kdf=KdfQueue(site_id=secrets.site_id),
        directory=Directory(postgresql_database, clock),
        limits=Limits(clock),
    )
