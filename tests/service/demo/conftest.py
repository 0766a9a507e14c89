"""A site in demo mode, empty and filled."""

from dataclasses import replace

import pytest

from service.db import Database
from service.demo import DemoKeys
from service.settings import Mode
from service.site import Site
from tests.service.demo.keyring import filled


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """Give SQLite, which the demo runs on; `test_both` fills PostgreSQL, too."""
    return sqlite_database


@pytest.fixture
def demo_site(site: Site) -> Site:
    """Give an empty site in demo mode."""
    return replace(site, settings=site.settings.model_copy(update={"mode": Mode.DEMO}))


@pytest.fixture
def keys(demo_site: Site) -> DemoKeys:
    """Give the keys of the filled demo."""
    return filled(demo_site)
