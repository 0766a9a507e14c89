"""Name what stands in the way of an account.

    Refusal (scheduling.errors)
    └── AccountRefusal
        ├── WrongWords         no account opens with these words; the same answer for unknown, wrong and closed
        ├── WordsTaken         another account has these words already
        ├── KeyMalformed       what a browser sent is not a key
        ├── NotSignedIn        the visit has ended, here or elsewhere
        └── ChangedMeanwhile   another tab or device was faster

Must not carry words or keys, and must not tell why words did not open.
"""

from scheduling.errors import Refusal


class AccountRefusal(Refusal):
    """State that an account was not opened, made or changed."""


class WrongWords(AccountRefusal):
    """State that the words open nothing; whether such an account exists stays unsaid."""

    msgid = "That did not open. Check the order of the words and the keyboard. Capitals do not matter."


class WordsTaken(AccountRefusal):
    """State that these words are in use, which chance alone does not bring about."""

    msgid = "These words cannot be used. Please have new ones made; nothing was changed."


class KeyMalformed(AccountRefusal):
    """State that the fields a script sent have another shape than a key's."""

    msgid = "The key did not arrive whole, and nothing was changed. Please load the page again and repeat this step."


class NotSignedIn(AccountRefusal):
    """State that the account of this visit is no longer open here."""

    msgid = "Your visit has ended. Come back with your words, and everything is as you left it."


class ChangedMeanwhile(AccountRefusal):
    """State that the account was changed in another tab or on another device."""

    msgid = "This was changed in another tab or on another device. Nothing is lost; please look and try once more."
