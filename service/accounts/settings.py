"""Write an account's sealed settings, never over somebody else's change."""

from dataclasses import replace

from sqlalchemy.orm import Session

from service import wallet
from service.accounts.opened import OpenAccount
from service.accounts.refusals import ChangedMeanwhile
from service.site import Site
from service.store import accounts as rows
from service.wallet import WalletSettings


def save_settings(db: Session, site: Site, account: OpenAccount, settings: WalletSettings) -> OpenAccount:
    """Replace the settings of `account` and return it with the new ones. One statement; none when nothing differs.

    Raises: ChangedMeanwhile when another tab or device replaced that version first.
    """
    if settings == account.settings:
        return account
    version = account.settings_version + 1
    place = wallet.settings_place(site.secrets.site_id, account_id=account.account_id, version=version)
    sealed = wallet.sealed(settings, account.wallet_key, place=place)
    if not rows.swap_settings(db, account.account_id, sealed=sealed, version=account.settings_version):
        raise ChangedMeanwhile
    return replace(account, settings=settings, settings_version=version)
