"""Closing fast: at once to a neutral page, the visit ended, nothing left; no other site can do it to anybody."""

import pytest
from fastapi import FastAPI

from service import visits
from service.site import Site
from tests.web.visitor import Visitor

CHOICE = {"language": "uk", "path": "/"}


@pytest.fixture
def inside(visitor: Visitor) -> Visitor:
    """Give a visitor whose visit holds something."""
    visitor.post("/language", CHOICE)
    visitor.get("/")
    return visitor


def is_open(site: Site, visitor: Visitor) -> bool:
    cookie = visitor.client.cookies.get("pristan", domain="localhost.local")
    with site.db.brief() as db:
        return visits.load(db, site, cookie) is not None


@pytest.mark.parametrize("headers", [{"sec_fetch_site": "same-origin"}, {"sec_fetch_site": "none"}, {}])
def test_link_ends_the_visit_and_leads_to_the_neutral_page(
    inside: Visitor, site: Site, headers: dict[str, str]
) -> None:
    cookie = inside.client.cookies.get("pristan", domain="localhost.local")

    answer = inside.get("/x", **headers)

    assert (answer.status_code, answer.headers["location"]) == (303, "/calendar")
    assert answer.headers["clear-site-data"] == '"cookies", "storage"'
    assert answer.headers["set-cookie"].startswith("pristan=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0")
    with site.db.brief() as db:
        assert visits.load(db, site, cookie) is None


def test_button_does_the_same(inside: Visitor) -> None:
    answer = inside.post("/x")

    assert (answer.status_code, answer.headers["location"]) == (303, "/calendar")
    assert "clear-site-data" in answer.headers


def test_button_of_an_old_page_is_not_argued_with(inside: Visitor) -> None:
    answer = inside.post("/x", {"form_token": "old"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/calendar")
    assert "clear-site-data" in answer.headers


def test_foreign_button_leads_away_and_ends_nothing(inside: Visitor, site: Site) -> None:
    answer = inside.post("/x", sec_fetch_site="cross-site")

    assert (answer.status_code, answer.headers["location"]) == (303, "/calendar")
    assert "clear-site-data" not in answer.headers
    assert is_open(site, inside)


@pytest.mark.parametrize("from_where", ["cross-site", "same-site"])
def test_other_sites_cannot_sign_anybody_out(inside: Visitor, site: Site, from_where: str) -> None:
    answer = inside.get("/x", sec_fetch_site=from_where)

    assert answer.status_code == 303
    assert "clear-site-data" not in answer.headers
    assert "set-cookie" not in answer.headers
    assert is_open(site, inside)


def test_neutral_page_says_nothing_of_us(app: FastAPI, site: Site) -> None:
    page = Visitor(app, language="ru").get("/calendar").text

    body = page.partition("<body>")[2]
    assert "<h1>Ноябрь 2026</h1>" in body
    assert site.settings.site_name not in body
    assert "href" not in body
    assert "<form" not in body


def test_page_opened_after_leaving_belongs_to_nobody(inside: Visitor) -> None:
    inside.get("/x")

    assert 'lang="en"' in inside.get("/").text
    assert inside.get("/my").status_code in (303, 404)
