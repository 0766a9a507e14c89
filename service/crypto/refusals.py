"""Name the refusals of the key rooms; each is a fact told to the person at the edge.

    Refusal (scheduling.errors)
    └── KeyRefusal
        ├── KeyUnreadable    a letter or sign that no word list has, or far too long a text
        ├── WrongWordCount   a key is eight words
        └── PleaseWait       too many people are being let in at this very moment

Must not carry the words, know HTTP codes or translated texts.
"""

from __future__ import annotations

from scheduling.errors import Refusal


class KeyRefusal(Refusal):
    """The words were not taken, or not yet."""


class KeyUnreadable(KeyRefusal):
    """The text holds something that is in none of the word lists."""

    msgid = "Some of these signs are in none of our words. Check the keyboard and leave out digits and marks."


class WrongWordCount(KeyRefusal):
    """The text is not eight words; `found` says how many there are."""

    msgid = "A key is eight words. Words found here: %(found)d."


class PleaseWait(KeyRefusal):
    """Eighteen keys are being worked on already; the form is kept and can be sent again."""

    msgid = "Many people are coming in right now. Wait a few seconds and send this again. What you wrote is kept."
