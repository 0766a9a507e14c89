"""Read what we promise from docs/promises.md, and which tests claim to show it. Runs no test."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROMISES = ROOT / "docs" / "promises.md"

_ROW = re.compile(r"^\| `(?P<id>[a-z0-9-]+)` \| (?P<sentence>[^|]+) \|", re.MULTILINE)


def promises() -> dict[str, str]:
    """Return each promise's sentence by its id, in the order of docs/promises.md."""
    return {row["id"]: row["sentence"].strip() for row in _ROW.finditer(PROMISES.read_text(encoding="utf-8"))}


def claims() -> dict[str, set[str]]:
    """Return the test files that carry each promise's mark, by id, read from the source without importing it."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for promise in _marks(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(promise, set()).add(path.relative_to(ROOT).as_posix())
    return found


def _marks(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.promise":
            yield from (argument.value for argument in node.args if _is_text(argument))  # type: ignore[attr-defined]


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
