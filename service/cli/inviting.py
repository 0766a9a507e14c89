"""`invite`: print a one-time link. Works without any account, so it is also the way back when the last one is lost."""

import argparse

from service.cli.opening import settings_checked, site_of
from service.staff import invite_from_the_host


def run(given: argparse.Namespace) -> int:
    """Make an invitation and print its link, which is stored nowhere."""
    with site_of(settings_checked()) as site:
        with site.db.writing() as db:
            invited = invite_from_the_host(db, site, role=given.role, label=given.label)
        print(f"Invitation for one {invited.role.value}, good once, until {invited.expires_on.isoformat()} (UTC):")
        print(f"\n  {invited.link}\n")
        print("Give it to that person over a channel you trust, and to nobody else. It is not shown again.")
        print(f"Where a browser does not open links, they can type the code at {site.settings.public_url}/welcome :")
        print(f"\n  {invited.code}\n")
    return 0
