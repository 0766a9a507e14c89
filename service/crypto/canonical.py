"""Bring typed words to canonical form v1, the same bytes in Python and in the browser.

The table lies in `canonical_v1.json`; `web/static/keys/canonical.js` carries the same one and a test compares them.
Must not know the word lists: whether a word exists is nobody's business here (privacy.md, "One secret").
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Final

from service.crypto.refusals import KeyUnreadable, WrongWordCount

WORDS_IN_KEY: Final = 8

_TABLE: Final = json.loads(Path(__file__).with_name("canonical_v1.json").read_text(encoding="utf-8"))
_SEPARATORS: Final = str.maketrans(dict.fromkeys(_TABLE["spaces"] + _TABLE["hyphens"], " "))
_DROPPED: Final = str.maketrans("", "", _TABLE["dropped"])
_REPLACED: Final = str.maketrans(_TABLE["replaced"])
_TO_CYRILLIC: Final = str.maketrans(_TABLE["latin_to_cyrillic"])
_TO_LATIN: Final = str.maketrans(_TABLE["cyrillic_to_latin"])
_CYRILLIC: Final = frozenset(_TABLE["cyrillic"])
_LATIN: Final = frozenset(_TABLE["latin"])
_ONLY_CYRILLIC: Final = _CYRILLIC - frozenset(_TABLE["cyrillic_to_latin"])
_LONGEST_INPUT: Final[int] = _TABLE["longest_input"]


def canonical(text: str) -> str:
    """Return the canonical form v1 of `text`: words in one alphabet, parted by single spaces.

    1. NFKC, lower case, ё becomes е.
    2. Look-alikes are folded into the alphabet of the whole text: Cyrillic when it holds one letter
       that only Cyrillic has, else Latin. A caps-lock В typed on a Latin keyboard is folded too.
    3. Apostrophes, soft hyphens and other invisible marks go; spaces and hyphens become one space; trim.

    Raises: KeyUnreadable when a sign outside the lists' alphabets remains, or the text is over 500 signs long.
    """
    if len(text) > _LONGEST_INPUT:
        raise KeyUnreadable
    lowered = unicodedata.normalize("NFKC", text).lower().translate(_REPLACED)
    is_cyrillic = not _ONLY_CYRILLIC.isdisjoint(lowered)
    folded = lowered.translate(_TO_CYRILLIC if is_cyrillic else _TO_LATIN)
    words = folded.translate(_DROPPED).translate(_SEPARATORS).split(" ")
    if not (_CYRILLIC if is_cyrillic else _LATIN).issuperset("".join(words)):
        raise KeyUnreadable
    return " ".join(word for word in words if word)


def canonical_key(text: str) -> str:
    """Return the canonical form of a whole key of eight words.

    Raises: KeyUnreadable as `canonical`; WrongWordCount when there are more or fewer than eight words.
    """
    form = canonical(text)
    found = len(form.split())
    if found != WORDS_IN_KEY:
        raise WrongWordCount(found=found)
    return form
