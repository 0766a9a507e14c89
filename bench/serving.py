"""Run the real server as an operator would, and read what the kernel says about it. Linux only (/proc)."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 120
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: its address, its process, and how long it took from exec to the first 200."""

    address: str
    pid: int
    start_seconds: float

    def cpu_seconds(self) -> float:
        """Return the CPU seconds of the process and its threads so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def rss_mib(self) -> float:
        """Return the resident memory now."""
        return self._status("VmRSS")

    def peak_mib(self) -> float:
        """Return the most resident memory so far."""
        return self._status("VmHWM")

    def _status(self, name: str) -> float:
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))


@contextmanager
def demo(data_dir: Path, **settings: str) -> Iterator[Served]:
    """Serve the demo kept in `data_dir` on a free port; `settings` are further variables. Stops it at the end."""
    port = _free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PRISTAN_")}
    environment = clean | {"PORT": str(port), "PRISTAN_DATA_DIR": str(data_dir)} | settings
    log_path = data_dir.parent / f"{data_dir.name}.log"
    log = log_path.open("ab")
    started = monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "service", "demo"], cwd=ROOT, env=environment, stdout=log, stderr=log
    )
    log.close()
    try:
        address = f"http://127.0.0.1:{port}"
        seconds = _first_answer(address, process, started, log_path)
        yield Served(address, process.pid, seconds)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _first_answer(address: str, process: subprocess.Popen[bytes], started: float, log: Path) -> float:
    while process.poll() is None and monotonic() - started < PATIENCE_SECONDS:
        try:
            with urlopen(f"{address}/api/v1/health", timeout=5):
                return monotonic() - started
        except (URLError, ConnectionError):
            sleep(0.02)
    raise RuntimeError(f"the server did not answer at {address}:\n{log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
