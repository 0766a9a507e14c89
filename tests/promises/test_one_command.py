"""A fresh clone serves the demo with `make run` and tests itself with `make test`, as the README says."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD_SECONDS = 600  # the environment is downloaded and built within
SERVE_SECONDS = 120  # the demo is filled and served within
SMOKE = "tests/scheduling/test_grid.py tests/migrations tests/service/booking"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Clone what is committed here, as somebody who comes for the first time would."""
    folder = tmp_path / "pristan"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, folder], check=True, env=_plain_environment())
    return folder


@pytest.mark.promise("one-command")
def test_make_run_serves_the_demo_from_a_clone(clone: Path) -> None:
    """The environment of this run is lent to the clone; building one anew is the long test's part."""
    with _serving(clone, f"VENV={sys.prefix}", seconds=SERVE_SECONDS) as address:
        home = _text(f"{address}/")
        slots = json.loads(_text(f"{address}/api/v1/slots"))

    assert "<h1" in home
    assert slots["slots"]
    assert (clone / "data" / "pristan.sqlite").exists()


@pytest.mark.long
@pytest.mark.promise("one-command")
def test_a_fresh_clone_builds_serves_and_tests_itself(clone: Path) -> None:
    with _serving(clone, seconds=BUILD_SECONDS + SERVE_SECONDS) as address:
        home = _text(f"{address}/")
    tested = _make(clone, "test", f"ARGS={SMOKE}", seconds=2 * BUILD_SECONDS)

    assert "<h1" in home
    assert (clone / ".venv" / "run.stamp").exists()
    assert tested.returncode == 0, tested.stdout[-4000:]
    assert " passed" in tested.stdout
    assert "skipped" not in tested.stdout


def _make(clone: Path, *words: str, seconds: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *words], cwd=clone, env=_plain_environment(), stdin=subprocess.DEVNULL, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds, check=False,
    )  # fmt: skip


@contextmanager
def _serving(clone: Path, *words: str, seconds: int) -> Iterator[str]:
    """Run `make run` on a free port until its home page answers; end it and all it started by its group's id."""
    port = _free_port()
    log = clone.parent / "run.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["make", "run", *words], cwd=clone, env=_plain_environment() | {"PORT": str(port)},
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, process, log, time.monotonic() + seconds)
        yield address
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path, until: float) -> None:
    while time.monotonic() < until and process.poll() is None:
        try:
            _text(f"{address}/api/v1/health")
            return
        except (URLError, ConnectionError):
            time.sleep(0.3)
    raise AssertionError(f"make run did not serve {address}:\n{log.read_text()[-4000:]}")


def _text(address: str) -> str:
    with urlopen(address, timeout=20) as answer:
        assert answer.status == 200
        return str(answer.read().decode())


def _plain_environment() -> dict[str, str]:
    """Return this environment without what make, pytest or an operator put into it."""
    ours = ("PRISTAN_", "PYTEST_", "MAKE", "MFLAGS", "GIT_", "VIRTUAL_ENV", "PORT", "WORKERS", "ARGS")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
