"""The command line: which commands there are and what they are told. Each command's work is in its own module.

Imports nothing heavy before a command is chosen, so that help is there at once. Exit codes: 0 done, 1 it failed,
2 a wrong word or setting, 3 the house is not ready (migrations, texts); the last lines say what to do.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Final

from service.cli.trouble import told

_SETTINGS = "Settings come from the environment: PRISTAN_… (docs/operator-guide.md lists them), PORT for the port."


COMMANDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "serve": (
        "serving",
        "serve real people",
        "Serve the pages. Refuses to start while the database is not migrated or the organisation's texts are missing.",
    ),
    "demo": (
        "showing",
        "show everything with invented people",
        "Migrate the database, fill it with an invented organisation if it is empty, print keys to sign in with, "
        "and serve.",
    ),
    "migrate": (
        "migrating",
        "bring the database's tables up to date",
        "Run every missing migration, in one transaction. Make a backup before.",
    ),
    "invite": (
        "inviting",
        "make an invitation, without any account",
        "Print a one-time link, good for 14 days. Coordinators invited here are shown to all staff.",
    ),
    "purge": (
        "purging",
        "forget what has had its time",
        "Delete and blur what is over. The server does the same every hour; stopping and repeating does no harm.",
    ),
    "texts": (
        "writing",
        "write the organisation's texts with an editor",
        "write: put a file for each text into FOLDER, drafts where nothing is written. read: check and store them.",
    ),
    "bench": (
        "benching",
        "measure, beside baselines",
        "Run the benches of this checkout; everything after the command is passed on (--scale 0.02 for a quick look).",
    ),
}
"""Each command: the module that does it, its line in the list, its own help."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given, rest = parser().parse_known_args(words)
    if rest and given.module != "benching":
        parser().error(f"nobody understands {' '.join(rest)}")
    given.rest = rest  # only the benches have words of their own
    run: Callable[[argparse.Namespace], int] = import_module(f"service.cli.{given.module}").run
    try:
        return run(given)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except Exception as error:
        text, code = told(error)
        print(f"\n{text}", file=sys.stderr)
        return code


def parser() -> argparse.ArgumentParser:
    """Return what the command line understands."""
    top = argparse.ArgumentParser(
        prog="python -m service", description="Run and look after one Pristan installation.", epilog=_SETTINGS
    )
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, (module, line, text) in COMMANDS.items():
        made = commands.add_parser(name, help=line, description=text, epilog=_SETTINGS)
        made.set_defaults(module=module)
        OPTIONS.get(name, _no_options)(made)
    return top


def _migrate_options(migrate: argparse.ArgumentParser) -> None:
    migrate.add_argument("--check", action="store_true", help="only say whether anything is missing (exit code 3)")
    back = "undo migrations down to this one (base: drop everything)"
    migrate.add_argument("--back-to", metavar="REVISION", help=back)


def _invite_options(invite: argparse.ArgumentParser) -> None:
    whom = invite.add_mutually_exclusive_group(required=True)
    for role, line in (("coordinator", "one who lets others in"), ("volunteer", "one who helps")):
        whom.add_argument(f"--{role}", dest="role", action="store_const", const=role, help=line)
    label = "the alias a volunteer begins with; never a real name"
    invite.add_argument("--label", default="", metavar="NAME", help=label)


def _texts_options(texts: argparse.ArgumentParser) -> None:
    texts.add_argument("what", choices=("write", "read"))
    texts.add_argument("folder", metavar="FOLDER")


def _no_options(_command: argparse.ArgumentParser) -> None:
    """Leave a command as it is: it needs no words but its name."""


OPTIONS: Final[Mapping[str, Callable[[argparse.ArgumentParser], None]]] = {
    "migrate": _migrate_options,
    "invite": _invite_options,
    "texts": _texts_options,
}
