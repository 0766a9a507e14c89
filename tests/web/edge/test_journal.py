"""The log says which route answered how; it never says who asked, from where or what they wrote."""

import re

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from service.site import Site
from tests.web.visitor import SAME_ORIGIN, Visitor, heading

SECRET = "canary-7f3a"


@pytest.fixture
def broken(app: FastAPI) -> FastAPI:
    """Give an application with one page that fails with what the person wrote in the failure."""

    @app.get("/broken/{name}")
    def fail(name: str) -> None:
        raise ValueError(f"{name} {SECRET}")

    return app


def test_log_line_holds_the_route_and_nothing_personal(visitor: Visitor, capsys: pytest.CaptureFixture[str]) -> None:
    headers = {"user-agent": SECRET, "x-forwarded-for": SECRET, "referer": SECRET, "cookie": f"a={SECRET}"}
    visitor.client.get(f"/about?{SECRET}", headers=headers)
    visitor.client.get(f"/{SECRET}")
    visitor.client.post(f"/language?{SECRET}", data={"language": SECRET, "path": SECRET}, headers=SAME_ORIGIN)

    said = capsys.readouterr().out
    assert said.count("answered") == 3
    assert "route=/about" in said
    assert SECRET not in said
    assert "testclient" not in said


def test_failure_becomes_a_kind_page_with_all_headers(broken: FastAPI) -> None:
    answer = Visitor(broken).get("/broken/page")

    assert (answer.status_code, heading(answer)) == (500, "Something broke on our side")
    assert SECRET not in answer.text
    assert "content-security-policy" in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_failure_can_be_told_by_the_number_in_the_log(broken: FastAPI, capsys: pytest.CaptureFixture[str]) -> None:
    page = Visitor(broken).get("/broken/page").text

    number = re.search(r"says nothing about you: (\w{12})<", page)
    assert number is not None
    assert number[1] in capsys.readouterr().out


def test_failure_of_the_database_has_its_page_too(app: FastAPI, site: Site, visitor: Visitor) -> None:
    visitor.post("/language", {"language": "uk", "path": "/"})
    with site.db.brief() as db:
        db.execute(text("DROP TABLE session"))

    answer = visitor.get("/")

    assert (answer.status_code, heading(answer)) == (500, "Something broke on our side")
    assert "content-security-policy" in answer.headers


def test_failure_is_logged_by_its_place_without_its_text(broken: FastAPI, capsys: pytest.CaptureFixture[str]) -> None:
    Visitor(broken).get(f"/broken/{SECRET}")

    said = capsys.readouterr().out
    assert "ValueError" in said
    assert "tests/web/edge/test_journal.py" in said
    assert SECRET not in said


def test_failure_in_the_api_is_a_problem_document(app: FastAPI) -> None:
    @app.get("/api/v1/broken")
    def fail() -> None:
        raise ValueError(SECRET)

    answer = Visitor(app).get("/api/v1/broken")

    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["title"]) == (500, "Something broke on our side")
