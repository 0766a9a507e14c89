"""The organisation's own texts: plain text in paragraphs, in three languages, and which still have gaps.

Must not hold HTML and must not fall back from one language to another: a missing text is a placeholder, said aloud.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from scheduling.errors import Refusal
from service.organisation.drafts import DRAFTS
from service.settings import LANGUAGES
from service.store import settings_rows as rows

LONGEST_TEXT: Final = 3500  # three of them, in Cyrillic, still fit into one form
_GAP = re.compile(r"\[\[.*?(\]\]|$)", re.DOTALL)
_PARAGRAPH_BREAK = re.compile(r"\n{2,}")
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class TextName(StrEnum):
    """What a text is about. The first three must be written before the house opens."""

    WHO_WE_ARE = "who_we_are"
    LIMITS = "limits"
    HELP_INTRO = "help_intro"
    INSIDE = "inside"  # for people inside dangerous countries
    RULES = "rules"  # what is asked of those who help; shown with an invitation


REQUIRED: Final = (TextName.WHO_WE_ARE, TextName.LIMITS, TextName.HELP_INTRO)


class TextRefusal(Refusal):
    """A text was not saved; what was typed is kept in the form."""


class TextUnknown(TextRefusal):
    """State that there is no such text or language."""

    msgid = "There is no such text here. Please open the page of texts again."


class TextEmpty(TextRefusal):
    """State that a text everybody relies on was sent empty."""

    msgid = "This text is shown to everyone and cannot be empty. The earlier version is still in place."


class TextTooLong(TextRefusal):
    """State that a text is longer than anybody reads (`limit` characters)."""

    msgid = "This text is longer than %(limit)d characters. Nothing was saved; please make it shorter."


class TextHasGap(TextRefusal):
    """State that a gap was left open (`gap`, as it was typed)."""

    msgid = "There is still a gap to fill in: %(gap)s. Nothing was saved; what you wrote is below."


class TextChangedMeanwhile(TextRefusal):
    """State that another coordinator saved the same text after the form was opened."""

    msgid = (
        "Someone else has saved this text meanwhile. Their version is shown below yours. "
        "Compare the two and save again; what you wrote is still here."
    )


class OrganisationTextsMissing(Exception):
    """Stop the start: these texts are still placeholders."""

    def __init__(self, missing: "tuple[Text, ...]") -> None:
        self.missing = missing
        names = ", ".join(f"{text.name}.{text.language}" for text in missing)
        super().__init__(
            f"The organisation's texts are not written yet: {names}.\n"
            "  Nobody can trust a house that does not say who it is, so it does not open.\n"
            "  1. python -m service texts write FOLDER    puts a file for each text into FOLDER\n"
            "  2. fill every [[gap]] in these files\n"
            "  3. python -m service texts read FOLDER     stores them; then start again"
        )


@dataclass(frozen=True, slots=True)
class Text:
    """One text in one language. `plain` is empty for an optional text nobody wrote."""

    name: TextName
    language: str
    plain: str
    is_placeholder: bool

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text's paragraphs, in order; a line break inside one is kept."""
        return paragraphs_of(self.plain)

    @property
    def version(self) -> str:
        """What a form sends back, so that two coordinators do not overwrite each other unseen."""
        return version_of(self.plain)


@dataclass(frozen=True, slots=True)
class Texts:
    """All texts in one language."""

    language: str
    who_we_are: Text
    limits: Text
    help_intro: Text
    inside: Text
    rules: Text


def paragraphs_of(typed: str) -> tuple[str, ...]:
    """Return the paragraphs that a typed text would be shown as."""
    return tuple(part for part in _PARAGRAPH_BREAK.split(_tidy(typed)) if part)


def version_of(typed: str) -> str:
    """Return a short fingerprint of a text as it would be stored."""
    return hashlib.sha256(_tidy(typed).encode()).hexdigest()[:16]


def texts(db: Session, language: str) -> Texts:
    """Return the organisation's texts in one language. One query."""
    stored = rows.values_of(db, [_key(name, language) for name in TextName])
    found = {name.value: _text(name, language, stored.get(_key(name, language))) for name in TextName}
    return Texts(language=language, **found)


def text(db: Session, name: str, language: str) -> Text:
    """Return one text in one language. One query.

    Raises: TextUnknown.
    """
    known = _known(name, language)
    return _text(known, language, rows.value_of(db, _key(known, language)))


def draft(name: TextName, language: str) -> str:
    """Return the draft a coordinator can start from; it has [[gaps]]."""
    return DRAFTS[name][language]


def placeholders(db: Session) -> tuple[Text, ...]:
    """Return the texts that must be written and are not, in every language. One query."""
    keys = {_key(name, language): (name, language) for name in REQUIRED for language in LANGUAGES}
    stored = rows.values_of(db, list(keys))
    found = (_text(name, language, stored.get(key)) for key, (name, language) in keys.items())
    return tuple(text for text in found if text.is_placeholder)


def require_texts(db: Session) -> None:
    """Refuse to go on while a required text is a placeholder.

    Raises: OrganisationTextsMissing.
    """
    if missing := placeholders(db):
        raise OrganisationTextsMissing(missing)


def save_text(db: Session, name: str, language: str, typed: str, *, seen_version: str | None = None) -> Text:
    """Store one text as plain paragraphs and return it; an optional text sent empty is taken away.

    `seen_version` is the `Text.version` the form was opened with; None overwrites whatever is there.
    Raises: TextUnknown, TextEmpty, TextTooLong, TextHasGap, TextChangedMeanwhile.
    """
    known = _known(name, language)
    plain = _tidy(typed)
    _check(known, plain)
    stored = rows.locked(db, _key(known, language), otherwise="")
    if seen_version is not None and _text(known, language, stored).version != seen_version:
        raise TextChangedMeanwhile
    if plain:
        rows.put(db, _key(known, language), plain)
    else:
        rows.remove(db, _key(known, language))
    return _text(known, language, plain)


def _check(name: TextName, plain: str) -> None:
    if not plain and name in REQUIRED:
        raise TextEmpty
    if len(plain) > LONGEST_TEXT:
        raise TextTooLong(limit=LONGEST_TEXT)
    if gap := _GAP.search(plain):
        raise TextHasGap(gap=gap.group()[:80])


def _text(name: TextName, language: str, stored: object) -> Text:
    plain = stored if isinstance(stored, str) else ""
    if plain and not _GAP.search(plain):
        return Text(name, language, plain, is_placeholder=False)
    if name in REQUIRED:
        return Text(name, language, plain or draft(name, language), is_placeholder=True)
    return Text(name, language, "", is_placeholder=False)


def _known(name: str, language: str) -> TextName:
    if name not in TextName.__members__.values() or language not in LANGUAGES:
        raise TextUnknown
    return TextName(name)


def _key(name: TextName, language: str) -> str:
    return f"text.{name}.{language}"


def _tidy(typed: str) -> str:
    """Return typed text with one spelling: NFC, plain line ends, no unseen signs, no trailing spaces."""
    lines = unicodedata.normalize("NFC", typed).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "\n".join(line.strip() for line in _UNSEEN.sub("", lines).split("\n"))
    return _PARAGRAPH_BREAK.sub("\n\n", kept).strip()
