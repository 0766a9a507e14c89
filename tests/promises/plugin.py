"""Let tests carry promises, and report each promise in one row (`pytest --promises`, `make promises`).

Knows nothing of what is promised: the sentences live in docs/promises.md. Works under pytest-xdist,
where only reports reach the process that prints.
"""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.promises.listed import promises

PROPERTY = "promise"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--promises`."""
    parser.addoption(
        "--promises", action="store_true", help="run only tests that show a promise, long ones too, and report each"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Start the report in the process that prints it."""
    if config.getoption("--promises") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(PromiseReport(config.rootpath / "promises.json"), "promise-report")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Note each test's promises on its reports; with `--promises` leave the other tests out."""
    known = promises()
    for item in items:
        for mark in item.iter_markers("promise"):
            _refuse_unknown(item, mark.args, known)
            item.user_properties.extend((PROPERTY, promise) for promise in mark.args)
    if config.getoption("--promises"):
        kept = [item for item in items if item.get_closest_marker("promise")]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept


def _refuse_unknown(item: pytest.Item, named: tuple[str, ...], known: dict[str, str]) -> None:
    unknown = [promise for promise in named if promise not in known]
    if unknown or not named:
        raise pytest.UsageError(f"{item.nodeid}: promise {unknown or 'without an id'} is not in docs/promises.md")


class PromiseReport:
    """Gather the outcome of every test that carries a promise, print the table, write the file."""

    def __init__(self, path: Path) -> None:
        """Write to `path` at the end."""
        self.path = path
        self.outcomes: dict[str, dict[str, bool]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test as passed only when setup, call and teardown all passed; a skipped test shows nothing."""
        for name, promise in report.user_properties:
            if name == PROPERTY:
                tests = self.outcomes.setdefault(str(promise), {})
                tests[report.nodeid] = tests.get(report.nodeid, True) and report.passed

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print one row per promise and write promises.json."""
        rows = self.rows()
        self.path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        terminalreporter.section("promises")
        for line in _table(rows):
            terminalreporter.write_line(line)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run when a promise has no test, or one that was skipped."""
        if session.exitstatus == pytest.ExitCode.OK and any(row["result"] != "passed" for row in self.rows()):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def rows(self) -> list[dict[str, object]]:
        """Return one row per promise: id, promise, tests, and passed, failed or missing."""
        return [self._row(promise, sentence) for promise, sentence in promises().items()]

    def _row(self, promise: str, sentence: str) -> dict[str, object]:
        tests = self.outcomes.get(promise, {})
        result = "missing" if not tests else "passed" if all(tests.values()) else "failed"
        return {"id": promise, "promise": sentence, "tests": sorted(tests), "result": result}


def _table(rows: Iterable[dict[str, object]]) -> Iterable[str]:
    for row in rows:
        tests = row["tests"]
        assert isinstance(tests, list)
        yield f"{row['id']:<20} {row['result']:<8} {len(tests):>4} tests   {row['promise']}"
