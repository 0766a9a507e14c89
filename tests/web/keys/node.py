"""Call the browser's key modules in Node, many calls in one process."""

import json
import subprocess
from pathlib import Path
from typing import Any

RUNNER = Path(__file__).with_name("run.mjs")


def in_node(calls: list[list[Any]]) -> list[dict[str, Any]]:
    """Return for each call `[function, *arguments]` either {"value": …} or {"error": the error's name}."""
    done = subprocess.run(["node", str(RUNNER)], input=json.dumps(calls), capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def values(calls: list[list[Any]]) -> list[Any]:
    """Return the values of calls that must all succeed."""
    answers = in_node(calls)
    assert [answer for answer in answers if "value" not in answer] == []
    return [answer["value"] for answer in answers]
