"""`texts`: the organisation's texts as files, for whoever opens the house before anybody can sign in."""

import argparse
from pathlib import Path

from sqlalchemy.orm import Session

from scheduling.errors import Refusal
from service import organisation
from service.cli.opening import settings_checked, site_of
from service.cli.trouble import FAILED, NotReady
from service.organisation import TextName
from service.settings import LANGUAGES, SettingWrong

FILES = tuple((name, language) for name in TextName for language in LANGUAGES)


def run(given: argparse.Namespace) -> int:
    """Write the texts into a folder, or read them from it."""
    with site_of(settings_checked()) as site:
        if given.what == "write":
            with site.db.reading() as db:
                return _write(db, Path(given.folder))
        with site.db.writing() as db:
            problems = _read(db, Path(given.folder))
        with site.db.reading() as db:
            missing = organisation.placeholders(db)
    for problem in problems:
        print(problem)
    print("Every text that must be there is there." if not missing else f"Still missing: {_names(missing)}")
    return FAILED if problems or missing else 0


def _write(db: Session, folder: Path) -> int:
    """Put a file for each text that is not there yet; what somebody is writing is never overwritten."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, language in FILES:
        path = folder / f"{name}.{language}.txt"
        if path.exists():
            print(f"{path} is there already and stays as it is")
            continue
        found = organisation.text(db, name, language)
        path.write_text((found.plain or organisation.draft(name, language)) + "\n", encoding="utf-8")
        print(f"{path}{'' if found.plain and not found.is_placeholder else ': a draft; fill every [[gap]]'}")
    print(f"{', '.join(organisation.REQUIRED)} must be written in every language; the others may be left out.")
    return 0


def _read(db: Session, folder: Path) -> list[str]:
    """Store each file that is complete, and return what is wrong with the others."""
    if not folder.is_dir():
        raise SettingWrong("FOLDER", f"there is no folder {folder}", None)
    problems = []
    for name, language in FILES:
        path = folder / f"{name}.{language}.txt"
        if not path.exists():
            continue
        try:
            typed = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise NotReady(f"{path} cannot be read as UTF-8 text ({type(error).__name__})") from None
        if name not in organisation.REQUIRED and typed.strip() == organisation.draft(name, language):
            continue  # nobody touched the draft of a text that may be left out
        try:
            organisation.save_text(db, name, language, typed)
        except Refusal as refusal:
            gap = refusal.parameters.get("gap")
            problems.append(f"{path}: fill {gap}" if gap else f"{path}: {refusal}")
    return problems


def _names(missing: "tuple[organisation.Text, ...]") -> str:
    return ", ".join(f"{text.name}.{text.language}" for text in missing)
