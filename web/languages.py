"""The languages of the pages: their catalogues, which one a person gets, and how a refusal is told in it.

A msgid is the English sentence itself; `web/locale/<language>/*.po` are merged at start, one file per area.
A missing string fails the build (tests/web/test_translations.py), so nothing ever falls back to another language.
"""

import re
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from scheduling.errors import Refusal
from service.settings import LANGUAGES

LOCALE_DIR: Final = Path(__file__).parent / "locale"
SOURCE: Final = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the pages. `name` is its own; `short` is the part of it that fits on a small screen."""

    code: str
    name: str
    short: str
    direction: str = "ltr"


NAMES: Final = {
    "en": Language("en", "English", "Eng"),
    "ru": Language("ru", "Русский", "Рус"),
    "uk": Language("uk", "Українська", "Укр"),
}
CHOICES: Final = tuple(sorted((NAMES[code] for code in LANGUAGES), key=lambda each: each.name))


def N_(msgid: str) -> str:
    """Mark a sentence that is translated later, when it is shown."""
    return msgid


@cache
def translations(language: str) -> NullTranslations:
    """Return the merged catalogue of a language; English needs none."""
    if language == SOURCE:
        return NullTranslations()
    merged = Catalog(locale=language)
    for path in area_files(language):
        for message in read_area(path, language):
            if message.id:
                merged[message.id] = message
    buffer = BytesIO()
    write_mo(buffer, merged)
    buffer.seek(0)
    return Translations(fp=buffer)


def area_files(language: str) -> tuple[Path, ...]:
    """Return the catalogue files of a language in order of name."""
    return tuple(sorted((LOCALE_DIR / language).glob("*.po")))


def read_area(path: Path, language: str) -> Catalog:
    """Return one area's catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def tell(refusal: Refusal, language: str) -> str:
    """Say a refusal to a person in their language."""
    sentence = translations(language).gettext(refusal.msgid)
    return sentence % refusal.parameters if refusal.parameters else sentence % ()


def preferred(accept: str, default: str) -> str:
    """Return the best of our languages for an Accept-Language header (RFC 9110, 12.5.4), or the default."""
    wishes: list[tuple[float, int, str]] = []
    for position, part in enumerate(accept[:500].split(",")):
        tag, _, rest = part.strip().partition(";")
        code = tag.strip().lower().partition("-")[0]
        quality = _quality(rest)
        if code in LANGUAGES and quality > 0:
            wishes.append((-quality, position, code))
    return min(wishes)[2] if wishes else default


def _quality(rest: str) -> float:
    match = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", rest)
    if match:
        return float(match[1])
    return 0.0 if rest.strip() else 1.0
