"""The words by which people look for help: kinds, topics, ways to talk, attributes. Data of the organisation, not code.

A house begins with usual ones. A word is hidden rather than deleted, because somebody may offer it. Ways to talk can be
named anew and hidden, but not invented: a room has to exist for each.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from scheduling.errors import Refusal
from service.models import TermSort
from service.settings import LANGUAGES
from service.store import terms
from service.store import words as rows

LONGEST_WORD: Final = 60
LONGEST_SLUG: Final = 36
ADDED_SORTS: Final = (TermSort.KIND, TermSort.TOPIC, TermSort.ATTRIBUTE)
_USUAL: Final = Path(__file__).with_name("usual_words.toml")


class WordRefusal(Refusal):
    """A word for help was not saved; `field` names the field of the form it is about."""

    field = ""


class WordUnknown(WordRefusal):
    """State that there is no such word."""

    msgid = "There is no such word in the list. Nothing was changed."


class WordNeedsNames(WordRefusal):
    """State that a name is missing or too long in a language (`limit` characters)."""

    field = "labels"
    msgid = "Please write the word in every language, up to %(limit)d characters each."


class WordSortWrong(WordRefusal):
    """State that words of that sort cannot be added."""

    field = "sort"
    msgid = "Only kinds of help, topics and attributes can be added. Please choose one of them."


@dataclass(frozen=True, slots=True)
class HelpWord:
    """One word. `labels` has one name for each of our languages; a hidden one is not `active`."""

    sort: TermSort
    labels: Mapping[str, str]
    position: int = 0
    active: bool = True
    slug: str | None = None


def help_words(db: Session) -> tuple[HelpWord, ...]:
    """Return every word, hidden ones included, by sort and place. One query."""
    return tuple(
        HelpWord(TermSort(row.sort), dict(row.labels), row.position, row.active, row.slug) for row in terms.all_of(db)
    )


def help_word(db: Session, slug: str) -> HelpWord:
    """Return one word.

    Raises: WordUnknown.
    """
    found = next((word for word in help_words(db) if word.slug == slug), None)
    if found is None:
        raise WordUnknown
    return found


def save_help_word(db: Session, word: HelpWord) -> str:
    """Store a word, new when it has no slug, and return its slug.

    Raises: WordNeedsNames, WordSortWrong, WordUnknown.
    """
    tidy = replace(word, labels={each: " ".join(word.labels.get(each, "").split()) for each in LANGUAGES})
    if not all(0 < len(label) <= LONGEST_WORD and label.isprintable() for label in tidy.labels.values()):
        raise WordNeedsNames(limit=LONGEST_WORD)
    if tidy.slug is None:
        return _added(db, tidy)
    if not rows.change(db, tidy.slug, labels=tidy.labels, position=tidy.position, active=tidy.active):
        raise WordUnknown
    return tidy.slug


def begin_with_usual_words(db: Session) -> int:
    """Give a house without any words the usual ones, and return how many; a house that has words keeps its own."""
    if rows.count(db):
        return 0
    usual = tomllib.loads(_USUAL.read_text(encoding="utf-8"))
    listed = [(slug, sort, labels) for sort, words in usual.items() for slug, labels in words.items()]
    return sum(
        rows.add(db, slug, sort=TermSort(sort), labels=labels, position=position)
        for position, (slug, sort, labels) in enumerate(listed)
    )


def _added(db: Session, word: HelpWord) -> str:
    if word.sort not in ADDED_SORTS:
        raise WordSortWrong
    base = _slug_of(word.labels["en"])
    for n in range(1, 100):
        slug = base if n == 1 else f"{base}-{n}"
        if rows.add(db, slug, sort=word.sort, labels=word.labels, position=word.position, active=word.active):
            return slug
    raise WordNeedsNames(limit=LONGEST_WORD)  # a hundred words of one name: nobody could tell them apart


def _slug_of(label: str) -> str:
    """Return a short name in plain letters, made from the English one."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-") or "word"
