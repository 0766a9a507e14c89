"""Nothing grows so long that it cannot be read in one go."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.sources import ours, text, tree

FILE_LINES = 400
FUNCTION_LINES = 40
TEMPLATE_LINES = 100
ROUTE_FILE_LINES = 150

_JS_FUNCTION = re.compile(r"^(?P<indent>\s*)(?!if|for|while|switch|catch|else|do|try)\S.*(\)|=>)\s*\{$")


def test_files_are_short() -> None:
    too_long = [
        f"{name}: {lines}" for name in ours(".py", ".js", ".html", ".css") if (lines := _lines(name)) > FILE_LINES
    ]

    assert too_long == []


def test_templates_are_shorter() -> None:
    too_long = [f"{name}: {lines}" for name in ours(".html") if (lines := _lines(name)) > TEMPLATE_LINES]

    assert too_long == []


def test_route_files_hold_one_page_group() -> None:
    routes = ours(".py", under=("web/routes/",))

    too_long = [f"{name}: {lines}" for name in routes if (lines := _lines(name)) > ROUTE_FILE_LINES]

    assert too_long == []


def test_functions_are_short() -> None:
    too_long = [
        f"{name}:{line}: {lines}"
        for name in ours(".py", ".js")
        for line, lines in (_python_functions(name) if name.endswith(".py") else _js_functions(text(name)))
        if lines > FUNCTION_LINES
    ]

    assert too_long == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("function f(a) {\n  g();\n}\n", [(1, 3)]),
        ("const f = async (a) => {\n  if (a) {\n    g();\n  }\n};\n", [(1, 5)]),
        ("class A {\n  go(a) {\n    g();\n  }\n}\n", [(2, 3)]),
    ],
)
def test_js_functions_are_found(source: str, found: list[tuple[int, int]]) -> None:
    assert list(_js_functions(source)) == found


def _lines(name: str) -> int:
    return text(name).count("\n")


def _python_functions(name: str) -> Iterator[tuple[int, int]]:
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1


def _js_functions(source: str) -> Iterator[tuple[int, int]]:
    """Yield first line and length of functions, found by their indentation as the formatter leaves it."""
    lines = source.splitlines()
    for start, line in enumerate(lines):
        if opened := _JS_FUNCTION.match(line):
            closing = opened["indent"] + "}"
            length = next((n for n, other in enumerate(lines[start:]) if other.startswith(closing)), 0)
            yield start + 1, length + 1
