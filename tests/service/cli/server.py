"""A server as a process of its own, started by the command line, for the tests of this folder."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[3]
LONGEST_START_SECONDS = 60.0


@dataclass
class Server:
    """A process, where it listens, and what it has said by its end."""

    process: "subprocess.Popen[str]"
    port: int
    said: str = field(default="")

    def get(self, path: str) -> tuple[int, str]:
        """Return a page's status and text."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def stop(self) -> int:
        """Ask the process to end, keep what it said, and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.said, _ = self.process.communicate(timeout=30)
        return self.process.returncode


def free_port() -> int:
    """Return a port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def running(command: str, **variables: str) -> Iterator[Server]:
    """Start a command on a free port, wait for its first answer, and end it."""
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PRISTAN_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "service", command], cwd=ROOT, env=clean | variables | {"PORT": str(port)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    server = Server(process, port)
    try:
        _wait_for_answer(server)
        yield server
    finally:
        server.stop()


def _wait_for_answer(server: Server) -> None:
    began = time.perf_counter()
    while time.perf_counter() - began < LONGEST_START_SECONDS and server.process.poll() is None:
        try:
            if server.get("/api/v1/health")[0] == 200:
                return
        except OSError:
            time.sleep(0.02)
    server.stop()
    raise AssertionError(f"no answer:\n{server.said}")
