"""Give the word lists of the keys, and make a key where no browser can.

Must not keep a key, nor say whether one is right.
"""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path
from typing import Final

WORDS_IN_LIST: Final = 2048
WORDS_IN_KEY: Final = 8
LIST_LANGUAGES: Final = ("ru", "uk", "en")


@cache
def word_list(language: str) -> tuple[str, ...]:
    """Return the 2,048 words of a language, sorted.

    Raises: LookupError when there is no list in that language; another language is never taken instead.
    """
    if language not in LIST_LANGUAGES:
        raise LookupError(f"no word list in {language!r}")
    return tuple(Path(__file__).with_name(f"{language}.txt").read_text(encoding="utf-8").split())


def make_key(language: str) -> str:
    """Return eight random words (88 bits) with single spaces, for people without scripts, invitations and the demo.

    Raises: LookupError when there is no list in that language.
    """
    words = word_list(language)
    return " ".join(secrets.choice(words) for _ in range(WORDS_IN_KEY))
