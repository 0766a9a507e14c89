"""A PostgreSQL server of our own for tests and benches: started once, on a unix socket, thrown away at the end.

As root the server runs as another user, since it refuses root. Nothing here listens on the network.
"""

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

INSTALL = "apt-get install -y postgresql"
ROLE = "pristan"
PR_SET_PDEATHSIG = 1  # prctl(2)
_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_OURS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


class PostgresqlMissing(Exception):
    """No server program was found; the text is the one line to run."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where its socket is, and under which port name."""

    folder: Path
    port: int

    def url(self, database: str) -> str:
        """Return the SQLAlchemy address of one of its databases."""
        return f"postgresql+psycopg://{ROLE}@/{database}?host={self.folder}&port={self.port}"

    def execute(self, statement: str) -> None:
        """Run one statement for the whole server, such as CREATE DATABASE."""
        with psycopg.connect(
            host=str(self.folder), port=self.port, user=ROLE, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement.encode())


def find_programs() -> Path:
    """Return the folder of `initdb` and `postgres`: that of PATH, else the newest of Debian's.

    Raises: PostgresqlMissing.
    """
    on_path = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name), reverse=True)
    for folder in [*on_path, *debian]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise PostgresqlMissing(f"PostgreSQL is not installed. Run: {INSTALL}")


@contextmanager
def running(*, durable: bool) -> Iterator[Server]:
    """Start a server and stop it by its process id at the end; `durable` waits for the disk as a real one does.

    Raises: PostgresqlMissing.
    """
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="pristan-pg-"))
    user = _other_user() if os.getuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user.pw_uid, user.pw_gid)
    try:
        process, server = _start(programs, folder, user, {} if durable else _QUICK)
        try:
            yield server
        finally:
            process.send_signal(signal.SIGINT)  # "fast shutdown": ends sessions, then the server
            process.wait(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _other_user() -> pwd.struct_passwd:
    known = {each.pw_name: each for each in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _start(
    programs: Path, folder: Path, user: pwd.struct_passwd | None, speed: dict[str, str]
) -> tuple[subprocess.Popen[bytes], Server]:
    data = folder / "data"
    who = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    initdb = [programs / "initdb", "-D", data, "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=folder, **who)  # type: ignore[call-overload]
    server = Server(folder, _free_port())
    options = _OURS | speed | {"unix_socket_directories": str(folder), "port": str(server.port)}
    command = [programs / "postgres", "-D", data, *(f"--{name}={value}" for name, value in options.items())]
    log = (folder / "log").open("wb")
    process = subprocess.Popen(  # type: ignore[call-overload]
        command, stdout=log, stderr=log, cwd=folder, preexec_fn=_end_with_parent, **who
    )
    log.close()
    _wait_until_ready(server, process)
    return process, server


def _end_with_parent() -> None:
    """Let the kernel stop the server when we are killed without a chance to do so ourselves (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def _free_port() -> int:
    """Return a random free port; it only names the socket file."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            server.execute("SELECT 1")
            return
        except psycopg.OperationalError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start:\n{(server.folder / 'log').read_text()}")
