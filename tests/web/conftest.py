"""What tests of pages can ask for: the application on a small site, and a visitor with a browser."""

import pytest
from fastapi import FastAPI

from service.db import Database
from service.site import Site
from tests.web.visitor import Visitor
from web.app import create_app


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """Give SQLite alone: pages know no database, and the use cases are tested on both."""
    return sqlite_database


@pytest.fixture
def app(site: Site) -> FastAPI:
    """Give the whole application of the test's site."""
    return create_app(site)


@pytest.fixture
def visitor(app: FastAPI) -> Visitor:
    """Give a visitor who has not been here yet and reads English."""
    return Visitor(app)
