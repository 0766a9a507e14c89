"""Tell the operator what went wrong and what to do, and which exit code that is. Never repeats a secret."""

from typing import Final

FAILED: Final = 1
WRONG: Final = 2
NOT_READY: Final = 3


class NotReady(Exception):
    """The house cannot open yet; the text says what to do first."""


def told(error: Exception) -> tuple[str, int]:
    """Return what to print for an error and the exit code."""
    # Imported here: a command that needs none of these should not wait for them.
    from service.organisation import OrganisationTextsMissing
    from service.settings import SettingWrong

    if isinstance(error, SettingWrong):
        return str(error), WRONG
    if isinstance(error, (NotReady, OrganisationTextsMissing)):
        return str(error), NOT_READY
    return _unforeseen(error), FAILED


def _unforeseen(error: Exception) -> str:
    from sqlalchemy.exc import DBAPIError

    from scheduling.errors import Refusal
    from service.log import place_of

    if isinstance(error, Refusal):
        return str(error)
    if isinstance(error, DBAPIError):
        return f"The database failed: {type(error.orig).__name__}, {_first_line(error.orig)}"
    return f"Failed: {type(error).__name__} at {place_of(error) or 'an unknown place'}"


def _first_line(error: BaseException | None) -> str:
    """Return a driver's own first line; it names hosts, files and roles, never rows or passwords."""
    return str(error).strip().splitlines()[0][:200] if str(error).strip() else "no reason given"
