"""`purge`: forget what has had its time, and say how much that was."""

import argparse

from service import retention
from service.cli.opening import settings_checked, site_of
from service.cli.progress import Progress

NAMES = {
    "hours": "hours of past sessions blurred to the day",
    "holds": "holds that had ended",
    "sessions": "sessions over for a week",
    "times": "occupied times of those",
    "tickets": "tickets of past programmes",
    "accounts": "accounts unused for a year",
    "invitations": "invitations that had ended",
    "exceptions": "dated hours over for a week",
    "forgotten": "notes of deleted rows",
    "staff": "staff accounts unused for a year",
    "reopened": "accounts open again",
    "left": "volunteers who had left",
}


def run(_given: argparse.Namespace) -> int:
    """Purge with a progress line; print one line for each step that did something."""
    from service.jobs import settle_all

    progress = Progress()
    with site_of(settings_checked()) as site:
        settle_all(site, lambda: False)
        done = retention.purge(site, on_step=lambda name, count: progress.count(NAMES[name], count))
    for name, count in done.counts.items():
        if count:
            print(f"{count:>8}  {NAMES[name]}")
    print("Nothing had to be forgotten." if not done.total else f"{done.total:>8}  rows in all")
    return 0
