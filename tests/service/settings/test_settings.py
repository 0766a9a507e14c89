"""Every setting is checked before anything starts; a wrong one is named, with a valid example."""

from pathlib import Path

import pytest

from service.settings import PREFIX, Mode, Settings, SettingWrong, load_settings

MAIL = {"PRISTAN_SMTP_URL": "smtps://mail.example.org", "PRISTAN_MAIL_FROM": "notices@example.org"}


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        for end in ("", "_FILE"):
            monkeypatch.delenv(f"{PREFIX}{name.upper()}{end}", raising=False)
    monkeypatch.delenv("PORT", raising=False)


def load(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def test_without_anything_set_it_is_production_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch)

    assert settings.mode is Mode.PRODUCTION
    assert (settings.host, settings.port, settings.public_url) == ("127.0.0.1", 8000, "http://localhost:8000")
    assert settings.database == "sqlite:///data/pristan.sqlite"


WRONG = {
    "PRISTAN_MODE": ["live"],
    "PRISTAN_PUBLIC_URL": [
        "help.example.org", "ftp://help.example.org", "https://help.example.org/pristan", "https://help.example.org?x",
        "https://name@help.example.org", "https://help.example.org:99999", "http://help.example.org", "https://",
    ],
    "PRISTAN_DATABASE_URL": ["mysql://localhost/x", "nonsense", "sqlite://", "sqlite:///:memory:"],
    "PRISTAN_DATABASE_KEY": ["short", "a long key with a\nline break"],
    "PRISTAN_PORT": ["0", "65536", "eighty", "80.5"],
    "PRISTAN_WORKERS": ["0", "33", "2"],
    "PRISTAN_TRUSTED_PROXIES": ["localhost", "10.0.0.1/8", "10.0.0.0/33,127.0.0.1"],
    "PRISTAN_SITE_NAME": ["x" * 61, "   ", "two\nlines"],
    "PRISTAN_SOURCE_URL": ["javascript:alert(1)", "code.example.org"],
    "PRISTAN_DEFAULT_LANGUAGE": ["de", "RU"],
    "PRISTAN_DEFAULT_ZONE": ["Berlin", "UTC+3"],
    "PRISTAN_SMTP_URL": ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://mail.example.org:port"],
    "PRISTAN_MAIL_FROM": ["notices", "Name <notices@example.org>", "a@b.example, c@d.example", "имя@example.org"],
}  # fmt: skip


@pytest.mark.parametrize(("variable", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_value_is_named_with_an_example_that_works(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    with pytest.raises(SettingWrong) as stopped:
        load(monkeypatch, **{variable: value})

    assert stopped.value.variable == variable
    assert str(stopped.value).startswith(f"{variable}: ")
    assert stopped.value.example is not None
    extra = {"PRISTAN_DATABASE_URL": "postgresql://localhost/x"} if variable == "PRISTAN_WORKERS" else {}
    load(monkeypatch, **MAIL | extra | {variable: stopped.value.example})


def test_no_message_repeats_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in {
        "PRISTAN_DATABASE_URL": "mysql://me:hunter2@localhost/x",
        "PRISTAN_SMTP_URL": "mail://me:hunter2@localhost",
        "PRISTAN_DATABASE_KEY": "hunter2",
    }.items():
        with monkeypatch.context() as only_here, pytest.raises(SettingWrong) as stopped:
            load(only_here, **{variable: value})
        assert "hunter2" not in str(stopped.value)


def test_settings_do_not_show_their_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(
        monkeypatch,
        PRISTAN_DATABASE_KEY="hunter2 hunter2 hunter2",
        PRISTAN_SMTP_URL="smtps://me:hunter2@mail.example.org",
        PRISTAN_MAIL_FROM="notices@example.org",
    )

    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize("name", ["PRISTAN_PUBLC_URL", "PRISTAN_DATABSE_URL", "PRISTAN_SMTP_URL_FLE", "PRISTAN_WORKER"])
def test_a_misspelt_name_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    with pytest.raises(SettingWrong, match="did you mean PRISTAN_") as stopped:
        load(monkeypatch, **{name: "1"})

    assert stopped.value.variable == name


def test_names_of_the_proxy_and_of_scripts_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    load(monkeypatch, PRISTAN_UPSTREAM="127.0.0.1:8000", PRISTAN_CI_BOUNDED="1")


def test_port_is_another_name_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, PORT="9000")

    assert (settings.port, settings.public_url) == (9000, "http://localhost:9000")
    assert load(monkeypatch, PRISTAN_PORT="9001").port == 9001
    monkeypatch.delenv("PRISTAN_PORT")
    with pytest.raises(SettingWrong) as stopped:
        load(monkeypatch, PORT="http")
    assert stopped.value.variable == "PORT"


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, PRISTAN_PORT="", PORT="", PRISTAN_MODE="", PRISTAN_DATABASE_URL="")

    assert (settings.port, settings.mode) == (8000, Mode.PRODUCTION)


def test_a_file_gives_the_value(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("a secret of thirty-two signs....\n")

    settings = load(monkeypatch, PRISTAN_DATABASE_KEY_FILE=str(secret))

    assert settings.database_key == "a secret of thirty-two signs...."


def test_a_file_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe")

    for path in (str(binary), str(tmp_path / "missing"), str(tmp_path)):
        with pytest.raises(SettingWrong) as stopped:
            load(monkeypatch, PRISTAN_SMTP_URL_FILE=path)
        assert stopped.value.variable == "PRISTAN_SMTP_URL_FILE"


def test_a_value_and_a_file_together_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(SettingWrong, match="keep one of them"):
        load(monkeypatch, PRISTAN_SITE_NAME="One", PRISTAN_SITE_NAME_FILE=str(tmp_path))


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"PRISTAN_WORKERS": "2"}, "PRISTAN_WORKERS"),
        ({"PRISTAN_SMTP_URL": "smtps://mail.example.org"}, "PRISTAN_MAIL_FROM"),
        (
            {"PRISTAN_DATABASE_URL": "postgresql://localhost/x", "PRISTAN_DATABASE_KEY": "x" * 16},
            "PRISTAN_DATABASE_KEY",
        ),
    ],
)
def test_settings_that_do_not_fit_together_are_refused(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], named: str
) -> None:
    with pytest.raises(SettingWrong) as stopped:
        load(monkeypatch, **variables)

    assert stopped.value.variable == named


@pytest.mark.parametrize(
    ("mode", "url", "starts"),
    [
        ("production", "https://help.example.org", True),
        ("production", "http://abcdefghijklmnop.onion", True),
        ("production", "http://127.0.0.1:8000", True),
        ("production", "http://192.168.1.2", False),
        ("demo", "http://192.168.1.2", True),
    ],
)
def test_people_are_met_in_clear_only_where_nobody_listens(
    monkeypatch: pytest.MonkeyPatch, mode: str, url: str, starts: bool
) -> None:
    if starts:
        assert load(monkeypatch, PRISTAN_MODE=mode, PRISTAN_PUBLIC_URL=url).public_url == url
    else:
        with pytest.raises(SettingWrong):
            load(monkeypatch, PRISTAN_MODE=mode, PRISTAN_PUBLIC_URL=url)


def test_public_url_is_kept_as_a_bare_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(monkeypatch, PRISTAN_PUBLIC_URL="https://Help.Example.org/").public_url == "https://help.example.org"
