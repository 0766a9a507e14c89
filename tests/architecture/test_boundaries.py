"""What may be done in one place only is done in that place only."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.sources import ROOMS, ours, tree
from tests.architecture.sources import calls as calls_in
from tests.architecture.sources import imports as imports_in

_CLOCKS = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime|gmtime|ctime)|arrow\.now)$"
)
_STATEMENTS = {"select", "insert", "update", "delete", "text", "exists", "func", "literal_column"}
_RUNS_SQL = re.compile(r"\.(execute|executemany|scalars?|exec_driver_sql|executescript)$")
_SQL_TEXT = re.compile(
    r"^\s*(SELECT\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(TABLE|TRIGGER)\s)"
)

SPEAKS_SQL = ("service/store/", "service/models/", "service/db.py", "service/migrate.py")


def test_only_one_file_reads_the_clock() -> None:
    found = [f"{name}:{line}: {call}" for name, line, call in _calls(beside="service/clock.py") if _CLOCKS.search(call)]

    assert found == []


def test_only_one_file_commits() -> None:
    commits = [f"{name}:{line}" for name, line, call in _calls(beside="service/db.py") if call.endswith(".commit")]

    assert commits == []


def test_only_the_store_speaks_sql() -> None:
    spoken = [f"{name}:{line}: {what}" for name in _without_sql() for line, what in _sql(name)]

    assert spoken == []


def test_nobody_but_settings_reads_the_environment() -> None:
    # The demo tells its worker processes that they are a demo; they read it through the settings, as everybody.
    may = ("service/settings.py", "service/cli/showing.py")

    read = [
        f"{name}:{node.lineno}"
        for name in ours(".py", under=_rooms())
        if name not in may
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("os.environ", "os.getenv")
    ]

    assert read == []


@pytest.mark.parametrize("call", ["datetime.now", "datetime.datetime.utcnow", "date.today", "time.time"])
def test_clocks_are_recognised(call: str) -> None:
    assert _CLOCKS.search(call)


def _rooms() -> tuple[str, ...]:
    return tuple(f"{room}/" for room in ROOMS)


def _calls(*, beside: str) -> Iterator[tuple[str, int, str]]:
    for name in ours(".py", under=_rooms()):
        if name != beside:
            yield from ((name, line, call) for line, call in calls_in(name))


def _without_sql() -> Iterator[str]:
    return ours(".py", under=_rooms(), beside=SPEAKS_SQL)


def _sql(name: str) -> Iterator[tuple[int, str]]:
    for line, imported in imports_in(name):
        package, _, what = imported.rpartition(".")
        if package.split(".")[0] == "sqlalchemy" and what in _STATEMENTS:
            yield line, f"imports {imported}"
    for line, call in calls_in(name):
        if _RUNS_SQL.search(call):
            yield line, f"calls {call}"
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL_TEXT.match(node.value):
            yield node.lineno, "holds a statement"
