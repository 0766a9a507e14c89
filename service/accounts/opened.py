"""An account that stands open before us: found by its words or by its visit, with its settings.

Finding one is the permission check. Must not change an account.
"""

import secrets
from dataclasses import dataclass, field, replace
from typing import Final

from sqlalchemy.orm import Session

from service import wallet
from service.accounts.refusals import NotSignedIn, WrongWords
from service.clock import month_number, utc_date
from service.crypto.seal import SealBroken
from service.crypto.tokens import same, sha256
from service.models import Account, Role
from service.site import Site
from service.store import accounts as rows
from service.visits import Visit
from service.wallet import WalletSettings

_NOBODY: Final = secrets.token_bytes(32)  # compared with when there is no such account: the same work, never equal


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """An account with its wallet key and settings; `settings_version` is what a change must replace."""

    account_id: bytes
    role: Role
    epoch: int
    wallet_key: bytes = field(repr=False)
    settings: WalletSettings = field(repr=False)
    settings_version: int
    noscript: bool

    def visit(self, before: Visit) -> Visit:
        """Return `before` continued by this account: its wishes and hold stay, its settings fill what was not said.

        What was pending for somebody else, and the page's ticket number, do not come along.
        """
        wishes = before.wishes
        for volunteer_id in self.settings.avoided:
            wishes = wishes.avoiding(volunteer_id)
        return replace(
            before,
            account_id=self.account_id,
            role=self.role,
            epoch=self.epoch,
            wallet_key=self.wallet_key,
            language=before.language or self.settings.language,
            zone=before.zone or self.settings.zone,
            wishes=wishes,
            focus=None,
            pending={},
        )

    def wallet_keys(self, now: int) -> tuple[bytes, ...]:
        """Return every wallet key whose tickets may still stand in a row, the present one first."""
        return self.settings.wallet_keys(self.wallet_key, month=month_number(now))


def by_words(db: Session, site: Site, *, lookup: bytes, auth: bytes) -> Account:
    """Return the account that these fingerprints of eight words open. One query, whatever the answer.

    Raises: WrongWords for unknown, wrong and closed alike.
    """
    account = rows.by_lookup(db, lookup)
    right = same(sha256(auth), _NOBODY if account is None else account.auth_hash)
    today = utc_date(site.clock.now())
    if account is None or not right:
        raise WrongWords
    if account.suspended_until_on is not None and today <= account.suspended_until_on:
        raise WrongWords
    return account


def of_visit(db: Session, site: Site, visit: Visit) -> OpenAccount:
    """Return the account that a visit belongs to. One query.

    Raises: NotSignedIn when it belongs to none, or no longer.
    """
    if visit.account_id is None or visit.wallet_key is None:
        raise NotSignedIn
    account = rows.by_id(db, visit.account_id, epoch=visit.epoch)
    if account is None:
        raise NotSignedIn
    return _opened_by_visit(site, account, visit.wallet_key)


def claimed(db: Session, site: Site, visit: Visit) -> OpenAccount:
    """Return the account of a visit as `of_visit`, unchanged by others until the commit.

    Raises: NotSignedIn.
    """
    if visit.account_id is None or visit.wallet_key is None:
        raise NotSignedIn
    account = rows.claim(db, visit.account_id, epoch=visit.epoch)
    if account is None:
        raise NotSignedIn
    return _opened_by_visit(site, account, visit.wallet_key)


def open_account(site: Site, account: Account, wallet_key: bytes) -> OpenAccount:
    """Return an account opened with its wallet key.

    Raises: SealBroken when it is not its key.
    """
    place = wallet.settings_place(site.secrets.site_id, account_id=account.id, version=account.settings_version)
    return OpenAccount(
        account_id=account.id,
        role=Role(account.role),
        epoch=account.epoch,
        wallet_key=wallet_key,
        settings=wallet.opened(account.settings_sealed, wallet_key, place=place),
        settings_version=account.settings_version,
        noscript=account.noscript,
    )


def _opened_by_visit(site: Site, account: Account, wallet_key: bytes) -> OpenAccount:
    try:
        return open_account(site, account, wallet_key)
    except SealBroken:
        raise NotSignedIn from None
