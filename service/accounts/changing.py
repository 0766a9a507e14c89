"""Change the words of an account, make its keys anew, or end its visits. Must not touch a booked row."""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from service import wallet
from service.accounts import opened
from service.accounts.keys import LockedKeys, NewAccount, lock
from service.accounts.opened import OpenAccount
from service.accounts.refusals import WordsTaken, WrongWords
from service.clock import month_number
from service.crypto.kdf import DerivedKeys
from service.crypto.seal import SealBroken, content_seed_place, unwrap
from service.crypto.tokens import sha256
from service.site import Site
from service.store import accounts as rows
from service.visits import Visit


def change_words(
    db: Session, site: Site, visit: Visit, new: LockedKeys, *, old_lookup: bytes, old_auth: bytes
) -> OpenAccount:
    """Lock the same keys with new words and end all other visits. The old words are asked for: they open the seed.

    Raises: NotSignedIn; WrongWords when the old words are not this account's; WordsTaken.
    """
    account = opened.claimed(db, site, visit)
    if opened.by_words(db, site, lookup=old_lookup, auth=old_auth).id != account.account_id:
        raise WrongWords
    changed = replace(account, epoch=account.epoch + 1, noscript=account.noscript or new.noscript)
    _write_words(db, site, changed, new, {})
    return changed


def change_words_plain(
    db: Session, site: Site, visit: Visit, *, old: DerivedKeys, new: DerivedKeys
) -> OpenAccount:  # fmt: skip
    """Change words where scripts are off: the server opens both keys with the old words and locks them with the new.

    Raises: NotSignedIn; WrongWords; WordsTaken.
    """
    account = opened.by_words(db, site, lookup=old.lookup, auth=old.auth)
    place = content_seed_place(site.secrets.site_id, lookup=account.lookup, kdf_version=account.kdf_version)
    try:
        seed = unwrap(old.wrap_content, account.content_seed_wrapped, place=place)
    except SealBroken:
        raise WrongWords from None
    wallet_key = opened.of_visit(db, site, visit).wallet_key
    locked = lock(site, new, wallet_key=wallet_key, content_seed=seed)
    return change_words(db, site, visit, locked, old_lookup=old.lookup, old_auth=old.auth)


def renew(db: Session, site: Site, visit: Visit, new: NewAccount) -> OpenAccount:
    """Give an account new words, a new wallet key and a new seed, and end all other visits: somebody may know the old.

    The old words are not asked for: they may be what was taken. The old wallet key is put away inside the settings,
    so that bookings made with it stay in reach until their rows are gone.

    Raises: NotSignedIn; WordsTaken.
    """
    account = opened.claimed(db, site, visit)
    settings = account.settings.with_earlier_key(account.wallet_key, month=month_number(site.clock.now()))
    renewed = replace(
        account,
        epoch=account.epoch + 1,
        wallet_key=new.wallet_key,
        settings=settings,
        settings_version=account.settings_version + 1,
        noscript=new.noscript,
    )
    place = wallet.settings_place(site.secrets.site_id, account_id=account.account_id, version=renewed.settings_version)
    sealed = wallet.sealed(settings, new.wallet_key, place=place)
    _write_words(db, site, renewed, new, {"settings_sealed": sealed, "settings_version": renewed.settings_version})
    return renewed


def sign_out_everywhere(db: Session, site: Site, visit: Visit) -> None:
    """End every visit of the account, this one too.

    Raises: NotSignedIn.
    """
    rows.raise_epoch(db, opened.of_visit(db, site, visit).account_id)


def _write_words(db: Session, site: Site, account: OpenAccount, new: LockedKeys, more: dict[str, Any]) -> None:
    values = {
        "lookup": new.lookup,
        "auth_hash": sha256(new.auth),
        "wallet_key_wrapped": new.wallet_key_wrapped,
        "content_seed_wrapped": new.content_seed_wrapped,
        "kdf_version": site.kdf.profile.version,
        "epoch": account.epoch,
        "noscript": account.noscript,
    }
    if not rows.write_words(db, account.account_id, values | more):
        raise WordsTaken
