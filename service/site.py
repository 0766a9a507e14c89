"""Everything that one running installation shares, built once at start. Holds no logic of its own."""

import json
import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from service.clock import Clock, SystemClock
from service.crypto.kdf import COMPILED_PROFILE, Argon2Profile, KdfQueue
from service.db import Database
from service.directory import Directory
from service.limits import Limits
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class SiteSecrets:
    """What the installation keeps outside its database."""

    site_id: bytes  # 16 bytes: the salt of every key, the same for web and onion; not secret, but never changed
    server_key: bytes  # 32 bytes: seals volunteers' notice addresses
    token_key: bytes  # 32 bytes: signs visitors' cookies; a new one signs everybody out


@dataclass(frozen=True, slots=True)
class Site:
    """One running installation."""

    settings: Settings
    clock: Clock
    db: Database
    secrets: SiteSecrets
    kdf: KdfQueue
    directory: Directory
    limits: Limits


def open_site(settings: Settings, *, clock: Clock | None = None, profile: Argon2Profile = COMPILED_PROFILE) -> Site:
    """Build a site from settings; `clock` and `profile` are given by tests only. The database must be migrated."""
    clock = clock or SystemClock()
    database = Database(settings.database, key=settings.database_key)
    site_secrets = load_secrets(settings.data_dir)
    return Site(
        settings=settings,
        clock=clock,
        db=database,
        secrets=site_secrets,
        kdf=KdfQueue(site_id=site_secrets.site_id, profile=profile),
        directory=Directory(database, clock),
        limits=Limits(clock),
    )


def load_secrets(data_dir: Path) -> SiteSecrets:
    """Read the site's secrets, making them at the first start (file mode 0600)."""
    path = data_dir / "secrets.json"
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        stored = json.loads(path.read_text())
        return SiteSecrets(*(b64decode(stored[name]) for name in ("site_id", "server_key", "token_key")))
    fresh = SiteSecrets(secrets.token_bytes(16), secrets.token_bytes(32), secrets.token_bytes(32))
    with os.fdopen(handle, "w") as file:
        json.dump({name: b64encode(getattr(fresh, name)).decode() for name in SiteSecrets.__slots__}, file)
    return fresh
