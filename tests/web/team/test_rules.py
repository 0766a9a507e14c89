"""The organisation's numbers are changed together or not at all, and hold at once."""

import re

import pytest
from fastapi import FastAPI

from service import policy
from service.site import Site
from service.store import policy as rows
from tests.web.team.team import coordinator
from tests.web.visitor import Visitor

NUMBER = re.compile(r'name="(\w+)" type="number" value="(\d+)"')


def form_of(visitor: Visitor) -> dict[str, str]:
    return dict(NUMBER.findall(visitor.get("/team/rules").text))


def held(site: Site) -> policy.Policy:
    with site.db.reading() as db:
        return policy.load(db)


def test_numbers_are_saved_and_hold_at_once(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)
    site.directory.policy()

    answer = first.post("/team/rules", form_of(first) | {"cancel_hours": "24", "near_hours": "48"})

    assert answer.status_code == 303
    assert (held(site).cancel_hours, held(site).near_hours) == (24, 48)
    assert site.directory.policy().near_hours == 48


@pytest.mark.parametrize("typed", ["", "-1", "169", "many", "1.5", "9" * 30])
def test_a_number_out_of_bounds_saves_none_and_is_kept(app: FastAPI, site: Site, typed: str) -> None:
    first = coordinator(app, site)
    before = held(site)

    answer = first.post("/team/rules", form_of(first) | {"move_hours": "6", "cancel_hours": typed})

    assert answer.status_code == 422
    assert "Please write a number from 0 to 168." in answer.text
    assert 'name="move_hours" type="number" value="6"' in answer.text
    assert held(site) == before


def test_rules_that_did_not_change_are_not_written(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)

    first.post("/team/rules", form_of(first))

    with site.db.reading() as db:
        assert rows.values(db) == {}
