"""Help lines are shown only when complete, and come back to the coordinator after 90 days."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from service import organisation
from service.db import Database
from service.organisation import HelpLine, HelplineGone, HelplineRefusal

TODAY = date(2026, 11, 2)
LINE = HelpLine(
    country="DE",
    languages=("uk", "ru"),
    labels={"ru": "Линия", "uk": "Лінія", "en": "Line"},
    hours={"ru": "круглосуточно", "uk": "цілодобово", "en": "day and night"},
    phone="+00 000 0000",
    chat_url="https://chat.example.org/",
    state_run=False,
    under_18=False,
    verified_on=TODAY,
)


def saved(database: Database, line: HelpLine = LINE) -> bytes:
    with database.writing() as db:
        return organisation.save_helpline(db, line)


def test_save_helpline_gives_back_what_was_saved(database: Database) -> None:
    helpline_id = saved(
        database, replace(LINE, country=" de ", languages=("UK", "ru", "uk", ""), phone=" +00 000  0000")
    )

    with database.reading() as db:
        assert organisation.helplines(db) == (replace(LINE, id=helpline_id),)


def test_save_helpline_changes_the_line_it_names(database: Database) -> None:
    helpline_id = saved(database)

    saved(database, replace(LINE, id=helpline_id, phone=None))

    with database.reading() as db:
        assert organisation.helpline(db, helpline_id) == replace(LINE, id=helpline_id, phone=None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"country": "Germany"}, "country"),
        ({"country": "Д1"}, "country"),
        ({"languages": ()}, "languages"),
        ({"languages": ("русский",)}, "languages"),
        ({"labels": {"ru": "Линия", "en": "Line"}}, "labels"),
        ({"hours": {"ru": "x" * 121, "uk": "x", "en": "x"}}, "labels"),
        ({"phone": None, "chat_url": " "}, "phone"),
        ({"phone": "call us"}, "phone"),
        ({"phone": "9" * 41}, "phone"),
        ({"chat_url": "http://chat.example.org"}, "chat_url"),
        ({"chat_url": "javascript:alert(1)"}, "chat_url"),
        ({"chat_url": "https://name@chat.example.org"}, "chat_url"),
        ({"chat_url": "https://chat.example.org:99999"}, "chat_url"),
        ({"chat_url": "https://chat.example.org/\u202eabc"}, "chat_url"),
        ({"chat_url": "https://chat.example.org/" + "x" * 300}, "chat_url"),
    ],
)
def test_save_helpline_refuses_what_nobody_could_call(database: Database, change: dict[str, Any], field: str) -> None:
    with pytest.raises(HelplineRefusal) as refused, database.writing() as db:
        organisation.save_helpline(db, replace(LINE, **change))

    assert refused.value.field == field
    with database.reading() as db:
        assert organisation.helplines(db) == ()


def test_helplines_to_check_are_those_of_more_than_90_days_oldest_first(database: Database) -> None:
    days = {n: saved(database, replace(LINE, verified_on=TODAY - timedelta(days=n))) for n in (90, 91, 200)}

    with database.reading() as db:
        listed = organisation.helplines_to_check(db, today=TODAY)

    assert [line.id for line in listed] == [days[200], days[91]]


def test_verify_helpline_takes_it_off_the_list(database: Database) -> None:
    helpline_id = saved(database, replace(LINE, verified_on=TODAY - timedelta(days=91)))

    with database.writing() as db:
        organisation.verify_helpline(db, helpline_id, today=TODAY)
        organisation.verify_helpline(db, helpline_id, today=TODAY)

    with database.reading() as db:
        assert organisation.helplines_to_check(db, today=TODAY) == ()


def test_a_helpline_removed_meanwhile_cannot_be_changed(database: Database) -> None:
    helpline_id = saved(database)
    with database.writing() as db:
        organisation.remove_helpline(db, helpline_id)

    for again in (
        lambda db: organisation.remove_helpline(db, helpline_id),
        lambda db: organisation.verify_helpline(db, helpline_id, today=TODAY),
        lambda db: organisation.save_helpline(db, replace(LINE, id=helpline_id)),
        lambda db: organisation.helpline(db, helpline_id),
    ):
        with pytest.raises(HelplineGone), database.writing() as db:
            again(db)
