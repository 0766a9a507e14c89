"""What is committed is finished, and says nothing about the machine it was written on."""

import re

from tests.architecture.sources import NOT_OURS, files, ours, text

_SELF = "tests/architecture/test_leftovers.py"
_TEXTS = (".py", ".js", ".html", ".css", ".md", ".toml", ".yml", ".sh", ".conf", ".po", ".in", "Makefile", ".ci/run")

_UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
_LEFT_OUT = re.compile(r"\b(pytest\.skip|pytest\.xfail|importorskip|mark\.skip\w*|mark\.xfail|unittest\.skip)\b")
_MACHINES = re.compile(r"(?<![\w.])/(root|work|Users|home/(?!pristan\b)\w+)/|/tmp/w/|[A-Z]:\\\\?Users")
_REGISTRIES = re.compile(r"--(extra-)?index-url|registry\.npmjs\.org|files\.pythonhosted\.org|pypi\.org/simple")

_BANNED_MODULES = {"utils", "util", "common", "helpers", "helper", "manager", "managers", "misc"}
_BANNED_CLASSES = re.compile(r"^class \w*(Manager|Helper|Utils?)\b", re.MULTILINE)


def test_nothing_is_left_unfinished() -> None:
    assert _holding(_UNFINISHED) == []


def test_no_test_is_skipped() -> None:
    # A conftest may leave out what this machine lacks (PostgreSQL, Chromium), never in continuous integration.
    assert [found for found in _holding(_LEFT_OUT) if "conftest.py:" not in found] == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    assert _holding(_MACHINES) + _holding(_REGISTRIES) == []


def test_nothing_is_called_utils() -> None:
    parts = ((name, set(name.rsplit(".", 1)[0].split("/"))) for name in ours(".py", ".js"))

    assert [name for name, names in parts if names & _BANNED_MODULES] == []
    assert [name for name in ours(".py") if _BANNED_CLASSES.search(text(name))] == []


def test_nothing_private_or_built_is_committed() -> None:
    private = re.compile(r"\.(sqlite3?|db|pyc|log|pem|key)$|(^|/)(secrets\.json|\.env|node_modules|__pycache__)(/|$)")

    assert [name for name in files() if private.search(name)] == []


def _holding(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:80]}"
        for name in ours(*_TEXTS, beside=(*NOT_OURS, _SELF))
        for number, line in enumerate(text(name).splitlines(), start=1)
        if pattern.search(line)
    ]
