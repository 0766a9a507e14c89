"""`bench`: run the benches of this checkout in a process of their own."""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(given: argparse.Namespace) -> int:
    """Pass everything on to `python -m bench` and return its exit code."""
    return subprocess.run([sys.executable, "-m", "bench", *given.rest], cwd=ROOT, check=False).returncode  # noqa: S603
