"""Make an account, and come back to it with its words. Must not touch a booked row."""

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from service import wallet
from service.accounts import opened
from service.accounts.keys import NewAccount
from service.accounts.opened import OpenAccount
from service.accounts.refusals import WordsTaken, WrongWords
from service.accounts.settings import save_settings
from service.clock import month_number
from service.crypto.kdf import DerivedKeys
from service.crypto.seal import SealBroken, unwrap, wallet_key_place
from service.crypto.tokens import random_id, sha256
from service.models import Account, Role
from service.site import Site
from service.store import accounts as rows
from service.visits import Visit
from service.wallet import WalletSettings


@dataclass(frozen=True, slots=True)
class Wraps:
    """What a browser needs to open an account with its words: the two wrapped keys and how they were locked."""

    wallet_key_wrapped: bytes = field(repr=False)
    content_seed_wrapped: bytes = field(repr=False)
    kdf_version: int


def create(db: Session, site: Site, new: NewAccount, *, role: Role = Role.CLIENT) -> OpenAccount:
    """Make an account; the same form sent twice gives the first one's account.

    Raises: WordsTaken when the words are another account's.
    """
    account_id = random_id()
    place = wallet.settings_place(site.secrets.site_id, account_id=account_id, version=1)
    settings = WalletSettings(language=new.language, zone=new.zone)
    values: dict[str, Any] = {
        "id": account_id,
        "lookup": new.lookup,
        "auth_hash": sha256(new.auth),
        "role": role,
        "settings_sealed": wallet.sealed(settings, new.wallet_key, place=place),
        "wallet_key_wrapped": new.wallet_key_wrapped,
        "content_seed_wrapped": new.content_seed_wrapped,
        "kdf_version": site.kdf.profile.version,
        "seen_month": month_number(site.clock.now()),
        "noscript": new.noscript,
    }
    if not rows.add(db, values):
        return _created_before(db, site, new)
    return OpenAccount(account_id, role, 1, new.wallet_key, settings, 1, new.noscript)


def wraps_for(db: Session, site: Site, *, lookup: bytes, auth: bytes) -> Wraps:
    """Return the wraps of the account that these fingerprints open. One query, whatever the answer.

    Raises: WrongWords for unknown, wrong and closed alike.
    """
    account = opened.by_words(db, site, lookup=lookup, auth=auth)
    return Wraps(account.wallet_key_wrapped, account.content_seed_wrapped, account.kdf_version)


def sign_in(
    db: Session, site: Site, *, lookup: bytes, auth: bytes, wallet_key: bytes, before: Visit | None = None
) -> OpenAccount:
    """Open an account with what a browser derived and unwrapped; `before` is the visit it is opened in.

    Raises: WrongWords, also for a wallet key that is not the account's.
    """
    account = opened.by_words(db, site, lookup=lookup, auth=auth)
    return _entered(db, site, account, wallet_key, before=before, noscript=account.noscript)


def sign_in_plain(db: Session, site: Site, keys: DerivedKeys, *, before: Visit | None = None) -> OpenAccount:
    """Open an account with the keys that the server derived (`derive`), and mark it: the server saw its words.

    Raises: WrongWords.
    """
    account = opened.by_words(db, site, lookup=keys.lookup, auth=keys.auth)
    place = wallet_key_place(site.secrets.site_id, lookup=account.lookup, kdf_version=account.kdf_version)
    try:
        wallet_key = unwrap(keys.wrap_wallet, account.wallet_key_wrapped, place=place)
    except SealBroken:
        raise WrongWords from None
    return _entered(db, site, account, wallet_key, before=before, noscript=True)


def _created_before(db: Session, site: Site, new: NewAccount) -> OpenAccount:
    try:
        return sign_in(db, site, lookup=new.lookup, auth=new.auth, wallet_key=new.wallet_key)
    except WrongWords:
        raise WordsTaken from None


def _entered(
    db: Session, site: Site, account: Account, wallet_key: bytes, *, before: Visit | None, noscript: bool
) -> OpenAccount:
    """Return the opened account, its month and mark brought up to date when they differ.

    A key that the visit made for a booking before it knew the account is put away in the wallet: nothing booked
    is lost to somebody who had words all along.
    """
    try:
        found = opened.open_account(site, account, wallet_key)
    except SealBroken:
        raise WrongWords from None
    month = month_number(site.clock.now())
    if (account.seen_month, account.noscript) != (month, noscript):
        rows.write(db, account.id, {"seen_month": month, "noscript": noscript})
    found = replace(found, noscript=noscript)
    loose_key = before.wallet_key if before is not None and before.has_booked else None
    if loose_key is None or loose_key == wallet_key:
        return found
    settings = found.settings.with_earlier_key(loose_key, month=month)
    return save_settings(db, site, found, settings)
