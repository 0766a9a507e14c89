"""The documents speak of this repository as it is."""

import re
from pathlib import Path

from tests.architecture.sources import ROOT, ours, text

DECISION_LINES = 40

_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
_PATH = re.compile(r"`((?:scheduling|service|web|tests|bench|docs|deploy|migrations|requirements)/[\w./-]*[\w/])`")
_DECISION = re.compile(r"docs/decisions/(\d{4})")


def test_links_lead_somewhere() -> None:
    broken = [f"{name}: {link}" for name in ours(".md") for link in _LINK.findall(text(name)) if not _there(name, link)]

    assert broken == []


def test_paths_in_documents_exist() -> None:
    gone = [f"{name}: {path}" for name in ours(".md") for path in _PATH.findall(text(name)) if not _exists(path)]

    assert gone == []


def test_decisions_named_in_the_code_exist() -> None:
    known = {path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")}

    unknown = [
        f"{name}: {number}" for name in ours(".py") for number in _DECISION.findall(text(name)) if number not in known
    ]

    assert unknown == []


def test_decisions_are_short() -> None:
    too_long = [
        path.name
        for path in (ROOT / "docs" / "decisions").glob("*.md")
        if len(path.read_text().splitlines()) > DECISION_LINES
    ]

    assert too_long == []


def _there(name: str, link: str) -> bool:
    return (ROOT / Path(name).parent / link).exists()


def _exists(path: str) -> bool:
    """Tell whether there is such a file or folder; modules may lack their ending, and git-ignored files come later."""
    made_later = (ROOT / ".gitignore").read_text().splitlines()
    return path in made_later or (ROOT / path).exists() or (ROOT / f"{path}.py").exists()
