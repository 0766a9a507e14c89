"""People with keys, made the way a browser or the server makes them."""

from dataclasses import dataclass, replace

from service import accounts
from service.accounts import LockedKeys, NewAccount, OpenAccount
from service.crypto.kdf import DerivedKeys
from service.site import Site
from service.visits import Visit

RIVER = "river apple lamp stone garden window paper bridge"
MEADOW = "meadow cloud ticket button copper silver wagon violin"


@dataclass(frozen=True)
class Person:
    """Somebody with words, the keys they give here, and an account."""

    words: str
    keys: DerivedKeys
    new: NewAccount
    account: OpenAccount

    @property
    def visit(self) -> Visit:
        return self.account.visit(Visit())


def keys_of(site: Site, words: str = RIVER, *, wallet_key: bytes | None = None) -> tuple[DerivedKeys, NewAccount]:
    """Return what a browser with scripts would send for these words."""
    keys = accounts.derive(site, words)
    return keys, replace(accounts.lock(site, keys, wallet_key=wallet_key), noscript=False)


def person(site: Site, words: str = RIVER, *, noscript: bool = False) -> Person:
    keys, new = keys_of(site, words)
    new = replace(new, noscript=noscript, language="uk", zone="Asia/Almaty")
    with site.db.writing() as db:
        return Person(words, keys, new, accounts.create(db, site, new))


def enter(site: Site, someone: Person, *, before: Visit | None = None) -> OpenAccount:
    """Come back with scripts."""
    with site.db.writing() as db:
        return accounts.sign_in(
            db, site, lookup=someone.keys.lookup, auth=someone.keys.auth, wallet_key=someone.new.wallet_key,
            before=before,
        )  # fmt: skip


def enter_plain(site: Site, words: str, *, before: Visit | None = None) -> OpenAccount:
    """Come back without scripts."""
    keys = accounts.derive(site, words)
    with site.db.writing() as db:
        return accounts.sign_in_plain(db, site, keys, before=before)


def locked_only(new: NewAccount) -> LockedKeys:
    return LockedKeys(
        lookup=new.lookup, auth=new.auth, wallet_key_wrapped=new.wallet_key_wrapped,
        content_seed_wrapped=new.content_seed_wrapped, noscript=new.noscript,
    )  # fmt: skip
