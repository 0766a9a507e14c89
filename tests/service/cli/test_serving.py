"""The server starts from the command line as a process of its own, does its jobs, and stops when asked."""

import signal
import time
from pathlib import Path

import pytest

from service import notices, organisation
from service.db import Database
from service.models import Role
from service.settings import LANGUAGES
from service.site import Site
from service.store import settings_rows
from tests.factories import make_account
from tests.service.cli.server import running
from tests.service.notices.people import confirmed, tell, waiting
from tests.service.notices.post_office import post_office


def write_texts(database: Database) -> None:
    with database.writing() as db:
        for name in organisation.REQUIRED:
            for language in LANGUAGES:
                organisation.save_text(db, name, language, "A text without gaps.")


def variables(site: Site, **more: str) -> dict[str, str]:
    """Return the environment in which a process finds a test's own house."""
    return {
        "PRISTAN_DATABASE_URL": site.settings.database_url, "PRISTAN_DATA_DIR": str(site.settings.data_dir)
    } | more  # fmt: skip


def test_serve_answers_soon_and_stops_when_asked(site: Site) -> None:
    write_texts(site.db)

    with running("serve", **variables(site)) as server:
        status, page = server.get("/")
        began = time.perf_counter()
        code = server.stop()

    assert status == 200
    assert "A text without gaps" not in page
    assert time.perf_counter() - began < 25
    assert code in (0, -signal.SIGTERM)
    assert "Traceback" not in server.said


def test_serve_sends_letters_by_itself(site: Site) -> None:
    write_texts(site.db)
    tell(site, confirmed(site))
    with post_office() as office:
        mail = {
            "PRISTAN_SMTP_URL": f"smtp://127.0.0.1:{office.port}",
            "PRISTAN_MAIL_FROM": "notices@post.example.org",
        }
        with running("serve", **variables(site, **mail)):
            for _ in range(100):
                if office.letters:
                    break
                time.sleep(0.1)

    assert [to for to, _ in office.letters] == ["alder@example.org"]
    assert ("news", 0) not in waiting(site)


@pytest.mark.postgresql
def test_several_workers_share_one_house(postgresql_database: Database, site_on_postgresql: Site) -> None:
    write_texts(postgresql_database)

    with running("serve", **variables(site_on_postgresql, PRISTAN_WORKERS="2")) as server:
        assert [server.get("/")[0] for _ in range(8)] == [200] * 8


def test_a_house_with_a_silent_mail_server_serves_all_the_same(site: Site) -> None:
    write_texts(site.db)
    tell(site, confirmed(site))
    mail = {"PRISTAN_SMTP_URL": "smtp://127.0.0.1:1", "PRISTAN_MAIL_FROM": "notices@post.example.org"}

    with running("serve", **variables(site, **mail)) as server:
        for _ in range(100):
            with site.db.reading() as db:
                state = notices.mail_state(db, site)
            if state.silent_since:
                break
            time.sleep(0.1)
        assert server.get("/")[0] == 200

    assert state.silent_since is not None
    assert "127.0.0.1:1" not in server.said.replace("listening on 127.0.0.1:", "")


def test_demo_migrates_fills_and_prints_four_keys_again_and_again(tmp_path: Path) -> None:
    house = {"PRISTAN_DATA_DIR": str(tmp_path / "demo")}

    with running("demo", **house) as first:
        assert first.get("/")[0] == 200
    with running("demo", **house) as second:
        assert second.get("/demo")[0] == 200

    assert "Migrating: " in first.said
    assert keys_in(first.said) == keys_in(second.said)
    assert [len(words) for words in keys_in(first.said)] == [8] * 4
    assert f"http://localhost:{first.port}/sign-in" in first.said


def keys_in(said: str) -> list[list[str]]:
    """Return the words that stand in the frame, a list for each key."""
    whom = ("A person who has booked", "A therapist", "A coordinator", "Another coordinator")
    lines = [line.strip("│ ") for line in said.splitlines() if line.startswith("│")]
    return [line.removeprefix(who).split() for who in whom for line in lines if line.startswith(who)]


def test_a_demo_never_becomes_a_real_house(tmp_path: Path) -> None:
    house = {"PRISTAN_DATA_DIR": str(tmp_path / "demo")}
    with running("demo", **house):
        pass

    with pytest.raises(AssertionError, match="holds a demo with invented people"), running("serve", **house):
        pass


def test_a_real_house_never_becomes_a_demo(sqlite_database: Database) -> None:
    with sqlite_database.writing() as db:
        make_account(db, "somebody real", role=Role.COORDINATOR)
        settings_rows.put(db, "text.limits.ru", "Настоящий текст.")
    folder = Path(str(sqlite_database.url.database)).parent

    refused = pytest.raises(AssertionError, match="Somebody else is in this database")
    with refused, running("demo", PRISTAN_DATA_DIR=str(folder)):
        pass

    with sqlite_database.reading() as db:
        assert organisation.text(db, "limits", "ru").plain == "Настоящий текст."
