"""Every setting, checked before anything starts. Read once from the environment, then frozen.

A wrong or missing value stops the start with the variable's name and a valid example (`SettingWrong`); so does a
name that is nearly one of ours, because a misspelt setting would be left out unseen. An empty value counts as not set.
`PRISTAN_X_FILE` names a file that holds the value of `PRISTAN_X`, for secrets. Nothing else reads the environment.
"""

import os
import re
from difflib import get_close_matches
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from scheduling.localtime import known_zones

PREFIX = "PRISTAN_"
LANGUAGES = ("ru", "uk", "en")
MAIL_SCHEMES = ("smtps", "smtp", "smtp+plain")  # TLS; STARTTLS; neither, for a relay inside one's own network


class Mode(StrEnum):
    """Whether this is a real installation."""

    DEMO = "demo"
    PRODUCTION = "production"


class SettingWrong(Exception):
    """A setting that stops the start; its text names the variable, what is wrong and a valid example."""

    def __init__(self, variable: str, problem: str, example: str | None) -> None:
        """Name the variable; without an example the problem itself says what is right."""
        self.variable = variable
        self.problem = problem
        self.example = example
        hint = "" if example is None else f"\n  For example: {variable}={example}"
        super().__init__(f"{variable}: {problem}{hint}")


class Settings(BaseSettings):
    """The installation's settings. `examples` are shown when a value is wrong and in the operator's guide."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="ignore", hide_input_in_errors=True
    )

    mode: Mode = Field(
        Mode.PRODUCTION, description="demo fills itself with invented people; production is the real thing",
        examples=["production"],
    )  # fmt: skip
    public_url: str = Field(
        "http://localhost:8000", description="the address people type; https outside the demo",
        examples=["https://help.example.org"],
    )  # fmt: skip
    database_url: str = Field(
        "", repr=False, description="SQLite file or PostgreSQL; empty means pristan.sqlite in the data directory",
        examples=["postgresql+psycopg://pristan@localhost/pristan"],
    )  # fmt: skip
    database_key: str = Field(
        "", repr=False, description="when set, SQLite is encrypted with it; 16 characters or more",
        examples=["a-long-random-text-of-your-own"],
    )  # fmt: skip
    data_dir: Path = Field(
        Path("data"),
        description="where the database, the site's secrets and the demo live",
        examples=["/var/lib/pristan"],
    )
    host: str = Field("127.0.0.1", description="the address the server listens on", examples=["127.0.0.1"])
    port: int = Field(8000, ge=1, le=65535, description="the port the server listens on", examples=["8000"])
    workers: int = Field(1, ge=1, le=32, description="server processes; more than one needs PostgreSQL", examples=["2"])
    trusted_proxies: str = Field(
        "", description="addresses or networks whose X-Forwarded-For is believed, separated by commas",
        examples=["127.0.0.1,10.0.0.0/8"],
    )  # fmt: skip
    site_name: str = Field(
        "Pristan",
        min_length=1,
        max_length=60,
        description="the name shown at the top of each page",
        examples=["Pristan"],
    )
    source_url: str = Field(
        "", description="where the running source code can be had (AGPL)", examples=["https://code.example.org/pristan"]
    )
    default_language: str = Field(
        "ru", description="the language when the browser asks for none of ours", examples=["ru"]
    )
    default_zone: str = Field(
        "Europe/Berlin", description="the zone guessed before a person says theirs", examples=["Europe/Berlin"]
    )
    smtp_url: str = Field(
        "", repr=False, description="mail server for notices to volunteers; empty keeps them in the outbox",
        examples=["smtps://user:password@mail.example.org:465"],
    )  # fmt: skip
    mail_from: str = Field("", description="sender of notices", examples=["notices@example.org"])

    @field_validator("public_url")
    @classmethod
    def _plain_origin(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be http:// or https:// and a host")
        more = parts.query or parts.fragment or "@" in parts.netloc or not value.isprintable()
        if more or parts.path not in ("", "/"):
            raise ValueError("must be nothing but http:// or https://, a host and perhaps a port")
        _port_of(value)
        return f"{parts.scheme}://{parts.netloc.lower()}"

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value:
            return value
        try:
            url = make_url(value)
        except ArgumentError as error:
            raise ValueError("is not a database address") from error
        if url.get_backend_name() == "postgresql":
            return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        if url.get_backend_name() == "sqlite":
            if url.database in (None, "", ":memory:"):
                raise ValueError("must name a file")
            return value
        raise ValueError("must be SQLite or PostgreSQL")

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: str) -> str:
        for part in filter(None, (part.strip() for part in value.split(","))):
            ip_network(part)
        return value

    @field_validator("default_language")
    @classmethod
    def _our_language(cls, value: str) -> str:
        if value not in LANGUAGES:
            raise ValueError(f"must be one of {', '.join(LANGUAGES)}")
        return value

    @field_validator("default_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in known_zones():
            raise ValueError("is not a time zone of the IANA list")
        return value

    @field_validator("database_key")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if value and (len(value) < 16 or not value.isprintable()):
            raise ValueError("must have at least 16 printable characters")
        return value

    @field_validator("data_dir")
    @classmethod
    def _at_home(cls, value: Path) -> Path:
        return value.expanduser()

    @field_validator("site_name")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if not value.isprintable() or not value.strip():
            raise ValueError("must be one line of readable text")
        return value.strip()

    @field_validator("source_url")
    @classmethod
    def _opens_in_a_browser(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname):
            raise ValueError("must begin with http:// or https:// and name a host")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in MAIL_SCHEMES or not urlsplit(value).hostname):
            beginnings = ", ".join(f"{scheme}://" for scheme in MAIL_SCHEMES)
            raise ValueError(f"must begin with one of {beginnings} and name a host")
        _port_of(value)
        return value

    @field_validator("mail_from")
    @classmethod
    def _one_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"[!-?A-~]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]+", value):
            raise ValueError("must be one plain e-mail address in Latin letters")
        return value

    @property
    def secure(self) -> bool:
        """Whether people reach us over https, which decides the cookie's name and flags."""
        return self.public_url.startswith("https://")

    @property
    def proxies(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The networks whose word about the visitor's address is believed."""
        return tuple(ip_network(part.strip()) for part in self.trusted_proxies.split(",") if part.strip())

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database."""
        return self.database_url or f"sqlite:///{self.data_dir / 'pristan.sqlite'}"

    @property
    def on_sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return self.database.startswith("sqlite")


def load_settings(**overrides: Any) -> Settings:
    """Read the environment and check it whole.

    `PORT` is an alias of `PRISTAN_PORT`. Raises: SettingWrong for the first setting that cannot be used.
    """
    _refuse_misspelt()
    values = _from_files() | overrides
    alias = os.environ.get("PORT") if not os.environ.get(f"{PREFIX}PORT") and "port" not in overrides else None
    if alias:
        values["port"] = alias
    try:
        settings = Settings(**values)
    except ValidationError as error:
        raise _first_wrong(error, port_variable="PORT" if alias else f"{PREFIX}PORT") from None
    if "public_url" not in settings.model_fields_set:
        settings = settings.model_copy(update={"public_url": f"http://localhost:{settings.port}"})
    _check_together(settings)
    return settings


def _refuse_misspelt() -> None:
    """Stop at a variable that is nearly one of ours; others with our prefix may belong to the proxy or to scripts."""
    ours = {f"{PREFIX}{name.upper()}{end}" for name in Settings.model_fields for end in ("", "_FILE")}
    for variable in os.environ:
        if variable.upper().startswith(PREFIX) and variable.upper() not in ours:
            meant = get_close_matches(variable.upper(), ours, n=1, cutoff=0.85)
            if meant:
                raise SettingWrong(variable, f"is not a setting; did you mean {meant[0]}?", None)


def _from_files() -> dict[str, str]:
    """Return values given by `PRISTAN_X_FILE`."""
    found: dict[str, str] = {}
    for name in Settings.model_fields:
        variable = f"{PREFIX}{name.upper()}_FILE"
        path = os.environ.get(variable)
        if not path:
            continue
        if os.environ.get(f"{PREFIX}{name.upper()}"):
            raise SettingWrong(variable, f"is set, and {PREFIX}{name.upper()} too; keep one of them", "/run/secrets/x")
        try:
            found[name] = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingWrong(variable, f"the file cannot be read ({error.strerror})", "/run/secrets/x") from None
        except UnicodeDecodeError:
            raise SettingWrong(variable, "the file is not UTF-8 text", "/run/secrets/x") from None
    return {name: value for name, value in found.items() if value}


def _port_of(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError:
        raise ValueError("has a port that is not a number from 1 to 65535") from None


def _first_wrong(error: ValidationError, *, port_variable: str) -> SettingWrong:
    first = error.errors()[0]
    name = str(first["loc"][0])
    field = Settings.model_fields[name]
    problem = first["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
    variable = port_variable if name == "port" else f"{PREFIX}{name.upper()}"
    return SettingWrong(variable, problem, str((field.examples or [""])[0]))


def _check_together(settings: Settings) -> None:
    """Refuse settings that are each fine but wrong together."""
    if settings.on_sqlite and settings.workers > 1:
        raise SettingWrong("PRISTAN_WORKERS", "SQLite is served by one process only", "1")
    if settings.database_key and not settings.on_sqlite:
        raise SettingWrong(
            "PRISTAN_DATABASE_KEY", "encrypts SQLite only; for PostgreSQL encrypt the volume and leave this out", None
        )
    if settings.smtp_url and not settings.mail_from:
        raise SettingWrong("PRISTAN_MAIL_FROM", "is needed when PRISTAN_SMTP_URL is set", "notices@example.org")
    host = urlsplit(settings.public_url).hostname or ""
    reachable_in_clear = host in ("localhost", "127.0.0.1", "::1") or host.endswith(".onion")
    if settings.mode is Mode.PRODUCTION and not (settings.secure or reachable_in_clear):
        raise SettingWrong("PRISTAN_PUBLIC_URL", "must be https outside the demo", "https://help.example.org")
