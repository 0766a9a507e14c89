"""Everybody who attacks does so in each language: the page must say it in theirs."""

import pytest
from fastapi import FastAPI

from service.models import Volunteer
from service.settings import LANGUAGES
from service.site import Site
from tests.factories import ALDER, BIRCH, DOGWOOD, make_volunteer
from tests.web.visitor import Visitor


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Give each language of the pages."""
    return str(request.param)


@pytest.fixture
def visitor(app: FastAPI, language: str) -> Visitor:
    """Give a visitor who reads that language."""
    return Visitor(app, language=language)


@pytest.fixture
def alder(site: Site) -> Volunteer:
    """Give one volunteer, who is the only one."""
    with site.db.writing() as db:
        return make_volunteer(db, ALDER)


@pytest.fixture
def people(site: Site) -> None:
    """Give three volunteers in three zones."""
    with site.db.writing() as db:
        for part in (ALDER, BIRCH, DOGWOOD):
            make_volunteer(db, part)
