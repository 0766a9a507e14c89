"""Put two kind words together into a name that is nobody's: an adjective and a noun that agree.

Lists: `aliases_{ru,uk,en}.txt`, 256 adjectives and 256 nouns each. Their order is frozen: another order renames
everybody. Must not know what a name is for, nor keep who was given which.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("ru", "uk", "en")

_GENDERS: Final = "mfn"


@dataclass(frozen=True, slots=True)
class AliasWords:
    """One language's halves: each adjective in its masculine, feminine and neuter form; each noun with its gender."""

    adjectives: tuple[tuple[str, ...], ...]
    nouns: tuple[tuple[str, str], ...]


@cache
def alias_words(language: str) -> AliasWords:
    """Return the halves of a language.

    Raises: LookupError when we have no words in that language; another language is never taken instead.
    """
    if language not in LANGUAGES:
        raise LookupError(f"no alias words in {language!r}")
    text = Path(__file__).with_name(f"aliases_{language}.txt").read_text(encoding="utf-8")
    adjectives, nouns = text.removeprefix("[adjectives]\n").split("[nouns]\n")
    return AliasWords(
        adjectives=tuple(_adjective(line.split()) for line in adjectives.splitlines()),
        nouns=tuple(_noun(line.split()) for line in nouns.splitlines()),
    )


def two_words(seed: bytes, *, purpose: str, language: str) -> str:
    """Return the pair that a seed has for one purpose, such as «Тихая Гавань»: one of 65,536, always the same one.

    Raises: LookupError when we have no words in that language.
    """
    words = alias_words(language)
    digest = hashlib.sha256(purpose.encode() + b"\0" + seed).digest()
    noun, gender = words.nouns[digest[1]]
    adjective = words.adjectives[digest[0]][_GENDERS.index(gender)]
    return f"{adjective.capitalize()} {noun.capitalize()}"


def _adjective(forms: list[str]) -> tuple[str, ...]:
    # English has one form for all.
    return tuple(forms) if len(forms) > 1 else (forms[0],) * len(_GENDERS)


def _noun(parts: list[str]) -> tuple[str, str]:
    return (parts[0], parts[1] if len(parts) > 1 else _GENDERS[0])
