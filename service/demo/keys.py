"""The demo's keys: accounts for a client, a therapist and two coordinators, and the words to sign in with.

Only the demo ever keeps words: in the data directory, so that they can be shown again. A real house never has them.
"""

import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from service import accounts
from service.crypto.seal import WRAP_BYTES
from service.models import Role
from service.site import Site
from service.words.lists import make_key

FILE: Final = "demo-keys.json"


@dataclass(frozen=True, slots=True)
class DemoKeys:
    """Hold the four keys, each of eight words."""

    client: str
    therapist: str
    first_coordinator: str
    second_coordinator: str

    def save(self, data_dir: Path) -> None:
        """Keep the words beside the demo's database, readable by its owner alone."""
        handle = os.open(data_dir / FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(self), file, ensure_ascii=False)


def known_keys(site: Site) -> DemoKeys | None:
    """Return the keys of a demo that was filled before, None where they are gone or another database's."""
    try:
        keys = DemoKeys(**json.loads((site.settings.data_dir / FILE).read_text(encoding="utf-8")))
        derived = accounts.derive(site, keys.client)
        with site.db.reading() as db:
            accounts.wraps_for(db, site, lookup=derived.lookup, auth=derived.auth)
    except (FileNotFoundError, TypeError, ValueError, accounts.WrongWords):
        return None
    return keys


def make_keys() -> DemoKeys:
    """Return fresh keys, one in each of our languages and one more."""
    return DemoKeys(
        client=make_key("ru"),
        therapist=make_key("uk"),
        first_coordinator=make_key("en"),
        second_coordinator=make_key("ru"),
    )


def new_account(site: Site, words: str, *, language: str, zone: str) -> accounts.NewAccount:
    """Return what makes an account that these words open, as if a browser had locked it. Slow: derives a key."""
    made = accounts.lock(site, accounts.derive(site, words))
    return replace(made, language=language, zone=zone, noscript=False)


def nobodys_account(db: Session, site: Site, *, role: Role) -> bytes:
    """Make an account that no words open, for an invented volunteer, and return its id."""
    made = accounts.NewAccount(
        lookup=secrets.token_bytes(16),
        auth=secrets.token_bytes(32),
        wallet_key_wrapped=secrets.token_bytes(WRAP_BYTES),
        content_seed_wrapped=secrets.token_bytes(WRAP_BYTES),
        wallet_key=secrets.token_bytes(32),
    )
    return accounts.create(db, site, made, role=role).account_id
