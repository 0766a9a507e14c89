"""The OpenAPI document tells the truth: whatever is asked by it is answered as it says."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from service.site import Site
from tests.service.directory import people
from web.app import create_app

PROMISED = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
NAMES = ("slots", "kinds", "languages", "health")


@pytest.mark.parametrize("name", NAMES)
def test_answer_is_as_described(site: Site, name: str) -> None:
    with site.db.writing() as db:
        people.words(db)
        people.volunteer(db, "Linden", slugs=("psychologist", "text"))
    described = schemathesis.openapi.from_asgi("/api/v1/openapi.json", create_app(site))
    statuses = set()

    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(case=described[f"/api/v1/{name}"]["GET"].as_strategy())
    def ask(case: Any) -> None:
        statuses.add(case.call_and_validate(checks=PROMISED).status_code)

    ask()

    assert 200 in statuses


def test_description_holds_the_api_and_no_page(site: Site) -> None:
    answer = TestClient(create_app(site), base_url=site.settings.public_url).get("/api/v1/openapi.json").json()

    assert sorted(answer["paths"]) == sorted(f"/api/v1/{name}" for name in NAMES)
    assert all(set(path) == {"get"} for path in answer["paths"].values())
