"""Each command says what it did, refuses with a name and a way out, and never shows a secret."""

import os
import socket
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from service import organisation, staff
from service.cli import COMMANDS, main
from service.clock import SystemClock, utc_date
from service.db import Database
from service.models import Role, TicketState
from service.settings import LANGUAGES
from service.site import Site

WHOLE = "A text without gaps."


@pytest.fixture
def _house(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands find the test's own database and folder in the environment."""
    monkeypatch.setenv("PRISTAN_MODE", "")  # the demo sets it for its workers: to be taken back after the test
    for variable in [name for name in os.environ if name.startswith("PRISTAN_") or name == "PORT"]:
        monkeypatch.delenv(variable)
    monkeypatch.setenv("PRISTAN_DATABASE_URL", site.settings.database_url)
    monkeypatch.setenv("PRISTAN_DATA_DIR", str(site.settings.data_dir))


@pytest.fixture
def _empty_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands find a folder with nothing in it."""
    monkeypatch.setenv("PRISTAN_MODE", "")  # the demo sets it for its workers: to be taken back after the test
    for variable in [name for name in os.environ if name.startswith("PRISTAN_") or name == "PORT"]:
        monkeypatch.delenv(variable)
    monkeypatch.setenv("PRISTAN_DATA_DIR", str(tmp_path / "new"))


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    assert ended.value.code == 0
    assert f"python -m service {command}" in capsys.readouterr().out


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])

    said = capsys.readouterr().out
    assert [
        name for name in ("serve", "demo", "migrate", "invite", "purge", "bench", "texts") if name not in said
    ] == []


@pytest.mark.parametrize(
    "words",
    [[], ["open"], ["invite"], ["invite", "--coordinator", "--volunteer"], ["texts", "burn", "x"], ["purge", "--all"]],
)
def test_words_nobody_understands_end_with_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)

    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.usefixtures("_house")
def test_a_wrong_setting_ends_with_two_and_its_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PRISTAN_DEFAULT_ZONE", "Berlin")

    for command in (["serve"], ["demo"], ["migrate"], ["purge"], ["invite", "--coordinator"], ["texts", "read", "x"]):
        assert main(command) == 2
        assert "PRISTAN_DEFAULT_ZONE=Europe/Berlin" in capsys.readouterr().err


@pytest.mark.usefixtures("_empty_house")
def test_an_unreachable_database_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PRISTAN_DATABASE_URL", "postgresql://me:hunter2@127.0.0.1:1/x")

    assert main(["migrate"]) == 2

    said = capsys.readouterr().err
    assert "PRISTAN_DATABASE_URL: the database does not answer" in said
    assert "hunter2" not in said


@pytest.mark.usefixtures("_empty_house")
def test_another_key_than_the_files_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PRISTAN_DATABASE_KEY", "the right key of this file")
    assert main(["migrate"]) == 0
    monkeypatch.setenv("PRISTAN_DATABASE_KEY", "quite another key of a file")

    assert main(["migrate"]) == 2

    assert "PRISTAN_DATABASE_KEY: is not the key of this file" in capsys.readouterr().err


@pytest.mark.usefixtures("_empty_house")
def test_a_folder_that_cannot_be_written_to_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("PRISTAN_DATA_DIR", str(tmp_path / "file" / "data"))

    assert main(["migrate"]) == 2

    assert "PRISTAN_DATA_DIR" in capsys.readouterr().err


@pytest.mark.usefixtures("_empty_house")
def test_migrate_tells_each_step_and_where_it_ended(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate", "--check"]) == 3
    assert main(["migrate"]) == 0
    first = capsys.readouterr()
    assert main(["migrate"]) == 0
    again = capsys.readouterr()
    assert main(["migrate", "--check"]) == 0

    assert "Migrating: 2026_11_23_1_accounts" in first.err
    assert "python -m service migrate" in first.err
    assert again.err == ""
    assert again.out.startswith("The database stands at 2026_")


@pytest.mark.usefixtures("_empty_house")
def test_migrate_goes_back(capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate"])

    assert main(["migrate", "--back-to", "1999_no_such"]) == 2
    assert main(["migrate", "--back-to", "base"]) == 0

    assert capsys.readouterr().out.endswith("The database stands at nothing.\n")


@pytest.mark.usefixtures("_empty_house")
def test_commands_wait_for_migrations(capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["serve"], ["purge"], ["invite", "--coordinator"], ["texts", "write", "x"]):
        assert main(command) == 3
        assert "python -m service migrate" in capsys.readouterr().err


@pytest.mark.usefixtures("_house")
def test_serve_refuses_while_texts_are_placeholders(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve"]) == 3

    said = capsys.readouterr().err
    assert "limits.uk" in said
    assert "python -m service texts write" in said


@pytest.mark.usefixtures("_house")
def test_serve_names_a_port_that_somebody_has(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_texts(site.db)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))
        assert main(["serve"]) == 2

    assert "PRISTAN_PORT: nothing can listen on 127.0.0.1" in capsys.readouterr().err


def write_texts(database: Database) -> None:
    with database.writing() as db:
        for name in organisation.REQUIRED:
            for language in LANGUAGES:
                organisation.save_text(db, name, language, WHOLE)


@pytest.mark.usefixtures("_house")
def test_invite_prints_a_link_that_lets_one_in(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["invite", "--coordinator"]) == 0

    link = next(line.strip() for line in capsys.readouterr().out.splitlines() if "/welcome#" in line)
    today = replace(site, clock=SystemClock())
    with site.db.reading() as db:
        assert staff.accept(db, today, link).role is Role.COORDINATOR
        assert staff.invited_from_the_host(db, today=utc_date(SystemClock().now())) == (_today(),)


@pytest.mark.usefixtures("_house")
def test_invite_of_a_volunteer_keeps_the_label(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["invite", "--volunteer", "--label", "Alder"]) == 0
    assert main(["invite", "--volunteer", "--label", "x" * 51]) == 1

    with site.db.reading() as db:
        assert [each.label for each in staff.open_invitations(db, today=_today())] == ["Alder"]
    assert "The name can have up to 50 characters" in capsys.readouterr().err


@pytest.mark.usefixtures("_house")
def test_purge_says_what_it_forgot(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    with site.db.writing() as db:
        db.add_all(TicketState(ticket_hash=bytes([n]) * 32, state="used", expires_month=202001) for n in range(3))

    assert main(["purge"]) == 0
    first = capsys.readouterr()
    assert main(["purge"]) == 0
    again = capsys.readouterr()

    assert "       3  tickets of past programmes" in first.out
    assert "tickets of past programmes: 3" in first.err
    assert again.out == "Nothing had to be forgotten.\n"


def _today() -> date:
    return utc_date(SystemClock().now())


@pytest.mark.usefixtures("_house")
def test_texts_are_written_as_files_and_read_back(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "texts"
    assert main(["texts", "write", str(folder)]) == 0
    assert main(["texts", "read", str(folder)]) == 1
    assert "[[название организации]]" in capsys.readouterr().out
    for path in folder.glob("*.txt"):
        if path.name.split(".")[0] in organisation.REQUIRED:
            path.write_text(WHOLE)

    assert main(["texts", "read", str(folder)]) == 0

    with site.db.reading() as db:
        assert organisation.placeholders(db) == ()
        assert organisation.texts(db, "uk").limits.plain == WHOLE
        assert organisation.texts(db, "uk").rules.plain == ""


@pytest.mark.usefixtures("_house")
def test_texts_never_overwrite_a_file(tmp_path: Path) -> None:
    (tmp_path / "limits.ru.txt").write_text("mine")

    assert main(["texts", "write", str(tmp_path)]) == 0

    assert (tmp_path / "limits.ru.txt").read_text() == "mine"


@pytest.mark.usefixtures("_house")
def test_texts_that_cannot_be_read_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["texts", "read", str(tmp_path / "nowhere")]) == 2
    (tmp_path / "limits.ru.txt").write_bytes(b"\xff\xfe")
    assert main(["texts", "read", str(tmp_path)]) == 3

    assert "limits.ru.txt cannot be read as UTF-8" in capsys.readouterr().err


def test_bench_passes_its_words_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bench").mkdir()
    (tmp_path / "bench" / "__main__.py").write_text("import sys; sys.exit(int(sys.argv[2]))")
    monkeypatch.setattr("service.cli.benching.ROOT", tmp_path)

    assert main(["bench", "--scale", "7"]) == 7
