"""What stands in deploy/ keeps people out of logs, backups and swap; PostgreSQL's part is tried on a real server."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from tests.postgresql import ROLE, find_programs

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
CANARY = "canary-7f3a"
QUIET = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "track_commit_timestamp": "off",
    "archive_mode": "off",
    "shared_preload_libraries": "",
}


@pytest.mark.postgresql
def test_shipped_postgresql_logs_no_value_of_a_failed_statement() -> None:
    with _server(DEPLOY / "postgresql.conf") as (folder, connection):
        _fail(connection)
        values = {name: connection.execute(f"SHOW {name}".encode()).fetchone() for name in QUIET}
        log = (folder / "log").read_text()

    assert values == {name: (value,) for name, value in QUIET.items()}
    assert CANARY not in log


@pytest.mark.postgresql
def test_postgresql_as_it_comes_would_log_it() -> None:
    with _server(None) as (folder, connection):
        _fail(connection)
        log = (folder / "log").read_text()

    assert CANARY in log


def test_guide_names_the_settings_to_check() -> None:
    guide = (ROOT / "docs" / "operator-guide.md").read_text(encoding="utf-8")

    assert [name for name in QUIET if name not in guide] == []


def test_proxy_logs_nothing_about_requests() -> None:
    options, _, site = (DEPLOY / "Caddyfile").read_text().partition("{$PRISTAN_PUBLIC_URL} {")

    assert "exclude http" in options
    assert "log" not in site.split("#")[0].split()


def test_containers_can_write_nowhere_and_gain_nothing() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["ulimits"]["core"] == 0, name
        assert service["mem_limit"] == service["memswap_limit"], name
        assert service.get("user", "root") != "root" or name == "proxy", name


def test_prepare_makes_secrets_once(tmp_path: Path) -> None:
    subprocess.run([DEPLOY / "prepare", tmp_path], check=True, capture_output=True)
    first = (tmp_path / "secrets" / "database_password").read_text()

    subprocess.run([DEPLOY / "prepare", tmp_path], check=True, capture_output=True)

    assert len(first) == 48
    assert (tmp_path / "secrets" / "database_password").read_text() == first
    assert first in (tmp_path / "secrets" / "database_url").read_text()
    assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0
    assert "PRISTAN_PUBLIC_URL=" in (tmp_path / "site.env").read_text()


def _fail(connection: psycopg.Connection[tuple[str]]) -> None:
    connection.execute("CREATE TEMP TABLE told (what text PRIMARY KEY)")
    connection.execute("INSERT INTO told VALUES (%s)", [CANARY])
    with pytest.raises(psycopg.errors.UniqueViolation):
        connection.execute("INSERT INTO told VALUES (%s)", [CANARY])


@contextmanager
def _server(config: Path | None) -> Iterator[tuple[Path, psycopg.Connection[tuple[str]]]]:
    """Start a server with this configuration file on a socket of its own, and stop it by its process id."""
    folder = Path(tempfile.mkdtemp(prefix="pristan-pg-"))
    who = _someone_else(folder)
    options = ["--listen_addresses=", "--port=5432", f"--unix_socket_directories={folder}"]
    if config:
        options.append(f"--config_file={shutil.copy(config, folder)}")
    initdb = [
        str(find_programs() / "initdb"),
        "-D",
        str(folder / "data"),
        "-U",
        ROLE,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=folder, **who)
    with (folder / "log").open("wb") as log:
        command = [str(find_programs() / "postgres"), "-D", str(folder / "data"), *options]
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **who)
    try:
        with _connected(folder) as connection:
            yield folder, connection
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _someone_else(folder: Path) -> dict[str, Any]:
    """Return how to start a program as another user, since PostgreSQL refuses root; the folder becomes theirs."""
    if os.getuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    shutil.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _connected(folder: Path) -> psycopg.Connection[tuple[str]]:
    for _ in range(100):
        try:
            return psycopg.connect(host=str(folder), port=5432, user=ROLE, dbname="postgres", autocommit=True)
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise AssertionError((folder / "log").read_text())
