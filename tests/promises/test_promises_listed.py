"""The list of promises and the tests that show them are the same list."""

from pathlib import Path
from typing import Literal

import pytest

from tests.promises.listed import claims, promises
from tests.promises.plugin import PROPERTY, PromiseReport

Outcome = Literal["passed", "failed", "skipped"]


def test_every_promise_has_a_test() -> None:
    untested = set(promises()) - set(claims())

    assert untested == set()


def test_tests_name_only_known_promises() -> None:
    unknown = {promise: files for promise, files in claims().items() if promise not in promises()}

    assert unknown == {}


def test_promises_are_read_from_the_table() -> None:
    assert next(iter(promises())) == "one-command"
    assert all(sentence.endswith(".") for sentence in promises().values())


@pytest.mark.parametrize(
    ("outcomes", "result"),
    [
        ([], "missing"),
        (["passed"], "passed"),
        (["passed", "failed"], "failed"),
        (["passed", "skipped"], "failed"),
    ],
)
def test_a_promise_is_kept_only_when_every_test_passed(outcomes: list[Outcome], result: str, tmp_path: Path) -> None:
    report = PromiseReport(tmp_path / "promises.json")

    for number, outcome in enumerate(outcomes):
        report.pytest_runtest_logreport(_seen(f"test_{number}", outcome))

    assert report.rows()[0]["result"] == result


def _seen(name: str, outcome: Outcome) -> pytest.TestReport:
    properties = [(PROPERTY, "one-command")]
    return pytest.TestReport(name, ("tests.py", 1, name), {}, outcome, None, "call", user_properties=properties)
