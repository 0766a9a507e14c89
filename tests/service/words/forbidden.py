"""Beginnings of words that must not stand on a card that a person in trouble reads.

War and weapons, and the flowers, trees and birds that weapons are named after; violence, death, bodies, illness, drink;
state, police, courts, offices, prisons, borders, nations, politics; slurs. `forbidden_*.txt` hold them, and after
`[innocent]` the words that only begin like one.
"""

from pathlib import Path


def forbidden(words: list[str], *, language: str) -> list[str]:
    """Return those words that begin like a forbidden one and are not known to be innocent."""
    text = Path(__file__).with_name(f"forbidden_{language}.txt").read_text(encoding="utf-8")
    stems, innocent = (tuple(part.split()) for part in text.split("[innocent]"))
    return [word for word in words if word.startswith(stems) and not word.startswith(innocent)]
