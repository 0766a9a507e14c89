"""Help lines are added, checked and taken out; what is wrong is said beside its field."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from fastapi import FastAPI

from service import organisation
from service.site import Site
from tests.web.team.team import coordinator
from tests.web.visitor import Visitor

LINE = {
    "country": "DE", "languages": "uk, ru", "label_ru": "Линия", "label_uk": "Лінія", "label_en": "A line",
    "hours_ru": "круглосуточно", "hours_uk": "цілодобово", "hours_en": "day and night", "phone": "+00 000 0000",
    "chat_url": "", "position": "3",
}  # fmt: skip
TODAY = date(2026, 11, 2)


def add(visitor: Visitor, **fields: str) -> None:
    visitor.get("/team/help/new")
    assert visitor.post("/team/help/new", {**LINE, **fields}).status_code == 303


def lines(site: Site) -> tuple[organisation.HelpLine, ...]:
    with site.db.reading() as db:
        return organisation.helplines(db)


def test_a_line_is_added_and_people_see_it(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)

    add(first)

    assert "A line" in first.get("/team/help").text
    assert "+00 000 0000" in Visitor(app).get("/help-now").text
    assert lines(site)[0].verified_on == TODAY


def test_a_line_is_changed_and_keeps_its_place(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)
    add(first, state_run="1")
    address = f"/team/help/{(lines(site)[0].id or b'').hex()}"

    page = first.get(address).text
    answer = first.post(address, {**LINE, "phone": "+00 111", "under_18": "1"})

    assert 'value="+00 000 0000"' in page
    assert re.search(r'name="state_run" value="1" checked', page)
    assert answer.status_code == 303
    (line,) = lines(site)
    assert (line.phone, line.state_run, line.under_18, line.position) == ("+00 111", False, True, 3)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("country", "Germany", "A country is two Latin letters"),
        ("languages", "русский", "Please name at least one language"),
        ("label_uk", "", "Please write the name and the hours in every language"),
        ("hours_en", "x" * 121, "Please write the name and the hours in every language"),
        ("phone", "call us", "A telephone number has digits"),
        ("chat_url", "javascript:alert(1)", "A chat address begins with https://"),
        ("position", "-1", "Please write a number from 0 to 999."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_kept(
    app: FastAPI, site: Site, field: str, typed: str, told: str
) -> None:
    first = coordinator(app, site)
    first.get("/team/help/new")

    answer = first.post("/team/help/new", {**LINE, field: typed})

    assert answer.status_code == 422
    assert re.search(rf'id="e-{field}">{re.escape(told)}', answer.text)
    assert f'name="{field}" type' in answer.text
    assert typed in answer.text
    assert lines(site) == ()


def test_an_old_line_asks_to_be_checked_and_is_content_after(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)
    add(first)
    with site.db.writing() as db:
        organisation.save_helpline(db, replace(lines(site)[0], verified_on=TODAY - timedelta(days=91)))
    assert "1 help line was not checked for 90 days" in first.get("/team").text
    assert "Please check" in first.get("/team/help").text

    first.post("/team/help", {"line": (lines(site)[0].id or b"").hex(), "go": "verify"})

    assert "Please check" not in first.get("/team/help").text


def test_a_line_taken_out_meanwhile_is_told(app: FastAPI, site: Site) -> None:
    first, second = coordinator(app, site, "first"), coordinator(app, site, "second")
    add(first)
    line = (lines(site)[0].id or b"").hex()
    second.get(f"/team/help/{line}")
    first.post("/team/help", {"line": line, "go": "remove"})

    assert lines(site) == ()
    answers = [
        first.post("/team/help", {"line": line, "go": "verify"}),
        second.post(f"/team/help/{line}", LINE),
        second.get(f"/team/help/{line}"),
        second.get("/team/help/nonsense"),
    ]
    assert [answer.status_code for answer in answers] == [409, 422, 422, 422]
    assert all("This help line is no longer in the list." in answer.text for answer in answers)


def test_an_unknown_button_changes_nothing(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)
    add(first)

    answer = first.post("/team/help", {"line": (lines(site)[0].id or b"").hex(), "go": "explode"})

    assert answer.status_code == 422
    assert len(lines(site)) == 1
