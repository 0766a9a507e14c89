"""Fill the demo and come in with its keys."""

from service import accounts, demo
from service.accounts import OpenAccount
from service.demo import DemoKeys
from service.site import Site


def filled(site: Site) -> DemoKeys:
    """Fill the demo and return its keys."""
    keys = demo.fill(site)
    assert keys is not None
    return keys


def entered(site: Site, words: str) -> OpenAccount:
    """Come in with words."""
    derived = accounts.derive(site, words)
    with site.db.writing() as db:
        return accounts.sign_in_plain(db, site, derived)
