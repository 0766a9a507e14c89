"""The files of this repository, as git sees them. Judges nothing."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("scheduling", "service", "web")
NOT_OURS = ("web/static/vendor/", "LICENSE")
MADE_ELSEWHERE = (*NOT_OURS, "migrations/versions/", "web/locale/", "service/words/")


@cache
def files() -> tuple[str, ...]:
    """Return every file that is, or would be, committed, as a path from the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return tuple(sorted(name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()))


def ours(*endings: str, under: tuple[str, ...] = ("",), beside: tuple[str, ...] = MADE_ELSEWHERE) -> Iterator[str]:
    """Yield our files with these endings, inside `under`, leaving out `beside`."""
    for name in files():
        if name.endswith(endings) and name.startswith(under) and not name.startswith(beside):
            yield name


def text(name: str) -> str:
    """Return a file's text."""
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def tree(name: str) -> ast.Module:
    """Return a Python file's syntax tree."""
    return ast.parse(text(name), filename=name)


def calls(name: str) -> Iterator[tuple[int, str]]:
    """Yield line and written name of everything called in a Python file: `datetime.now`, `db.commit`."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def imports(name: str) -> Iterator[tuple[int, str]]:
    """Yield line and full name of everything imported in a Python file: `sqlalchemy.select`."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
