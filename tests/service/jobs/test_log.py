"""A careless line gives nothing away."""

import logging
from typing import Any

import pytest
import structlog

from service.log import ALLOWED_KEYS, only_allowed, place_of, set_up_log


@pytest.fixture
def _our_log() -> Any:
    set_up_log()
    yield
    structlog.reset_defaults()
    logging.basicConfig(force=True)


def test_only_listed_keys_pass() -> None:
    event = {"event": "answered", "status": 200, "ip": "192.0.2.1", "words": "river apple", "note": "x"}

    assert only_allowed(None, "info", event) == {"event": "answered", "status": 200}


@pytest.mark.parametrize("value", ["мама", "a" * 301, "x@example.org", "a\nb", b"abc", {"a": 1}, "quo'te", ["a"]])
def test_a_value_that_is_not_plain_is_hidden(value: object) -> None:
    for key in ALLOWED_KEYS:
        assert only_allowed(None, "info", {"event": "answered", key: value})[key] == "hidden"


def test_plain_values_pass() -> None:
    event = {"event": "answered", "route": "/wishes/{step}", "took": "<10ms", "where": "web/a.py:1 < service/b.py:22"}

    assert only_allowed(None, "info", dict(event)) == event


def test_a_sentence_is_no_event() -> None:
    assert only_allowed(None, "info", {"event": "Anna booked 12:00"})["event"] == "hidden"


@pytest.mark.usefixtures("_our_log")
def test_libraries_say_only_that_they_said_something(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ValueError("Anna's address")
    except ValueError:
        logging.getLogger("library.part").exception("could not send %s", "anna@example.org")
    logging.getLogger("library.part").info("Anna")

    line = capsys.readouterr().out
    assert "event='library_failed'" in line
    assert "logger='library.part'" in line
    assert "error='ValueError'" in line
    assert "nna" not in line


def test_place_of_names_our_lines_only() -> None:
    try:
        int("Anna")
    except ValueError as error:
        place = place_of(error)

    assert place.startswith("tests/service/jobs/test_log.py:")
