"""`demo`: an invented organisation on one command, with keys to walk in by every door. Never for real people."""

import argparse
import os
from typing import TYPE_CHECKING

from service.cli.opening import bring_up_to_date, database_of, settings_checked
from service.cli.progress import Progress
from service.cli.serving import require_port, serve
from service.cli.trouble import NotReady
from service.settings import PREFIX, Mode, Settings, SettingWrong
from service.site import open_site
from service.store import staff as staff_rows

if TYPE_CHECKING:
    from service.demo import DemoKeys

MODE = f"{PREFIX}MODE"


def run(_given: argparse.Namespace) -> int:
    """Migrate, fill what is empty, print the keys, serve."""
    if os.environ.get(MODE, Mode.DEMO) != Mode.DEMO:
        raise SettingWrong(MODE, "is not demo, and the demo would fill this house with invented people", Mode.DEMO)
    os.environ[MODE] = Mode.DEMO  # worker processes read their settings from the environment again
    settings, progress = settings_checked(), Progress()
    require_port(settings)  # before the long work, not after it
    with database_of(settings) as database:
        bring_up_to_date(database, progress)
        if not settings.on_sqlite:
            database.empty_volatile()
    print("\n".join(box(keys_of(settings, progress), settings)), flush=True)
    return serve(settings)


def keys_of(settings: Settings, progress: Progress) -> "DemoKeys":
    """Fill the database when it is empty, and return the keys that were made then.

    Raises: NotReady when there is something in it that no demo made.
    """
    from service import demo

    site = open_site(settings)
    try:
        with site.db.reading() as db:
            has_people = staff_rows.coordinators(db) > 0
        keys = demo.known_keys(site) if has_people else demo.fill(site, progress.count)
    finally:
        site.db.close()
    if keys is None:
        raise NotReady(
            f"Somebody else is in this database, or the keys in {settings.data_dir} are gone.\n"
            "  Choose an empty folder: PRISTAN_DATA_DIR=/tmp/pristan-demo python -m service demo"
        )
    return keys


def box(keys: "DemoKeys", settings: Settings) -> list[str]:
    """Return the lines that show how to come in, in a frame."""
    rows = [
        ("A person who has booked", keys.client),
        ("A therapist", keys.therapist),
        ("A coordinator", keys.first_coordinator),
        ("Another coordinator", keys.second_coordinator),
    ]
    widest = max(len(who) for who, _ in rows)
    inside = [
        "Pristan, with invented people. Never use this for real ones.",
        "",
        f"Open    {settings.public_url}",
        f"Sign in {settings.public_url}/sign-in with eight words:",
        "",
        *(f"{who:<{widest}}  {words}" for who, words in rows),
        "",
        f"All letters and keys: {settings.public_url}/demo",
    ]
    width = max(len(line) for line in inside)
    return [
        f"┌─{'─' * width}─┐",
        *(f"│ {line:<{width}} │" for line in inside),
        f"└─{'─' * width}─┘",
    ]
