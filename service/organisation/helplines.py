"""Help lines outside this house: who answers now, in which language, checked when.

Must not guess where a person is; the page lists, the person chooses.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from scheduling.errors import Refusal
from service.models import Helpline
from service.settings import LANGUAGES
from service.store import helplines as rows

VERIFIED_FOR_DAYS: Final = 90
EVERYWHERE: Final = "ZZ"
LONGEST_LABEL: Final = 120
_COUNTRY = re.compile(r"[A-Z]{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_PHONE = re.compile(r"\+?[0-9][0-9 ()\-]{1,38}")


class HelplineRefusal(Refusal):
    """A help line was not saved; `field` names the field of the form it is about."""

    field = ""


class HelplineGone(HelplineRefusal):
    """State that another coordinator removed the line."""

    msgid = "This help line is no longer in the list. Nothing was changed."


class HelplineNeedsName(HelplineRefusal):
    """State that a name or the hours are missing in one of our languages (`language`)."""

    field = "labels"
    msgid = "Please write the name and the hours in every language, up to 120 characters each."


class HelplineNeedsWay(HelplineRefusal):
    """State that there is neither a number nor a chat."""

    field = "phone"
    msgid = "A help line needs a telephone number or a chat address."


class HelplinePhoneWrong(HelplineRefusal):
    """State that the number has signs no telephone has."""

    field = "phone"
    msgid = "A telephone number has digits, spaces, hyphens and brackets, for example +49 800 1110111."


class HelplineChatWrong(HelplineRefusal):
    """State that the chat's address cannot be opened safely."""

    field = "chat_url"
    msgid = "A chat address begins with https:// and is at most 300 characters long."


class HelplineCountryWrong(HelplineRefusal):
    """State that the country is not two letters."""

    field = "country"
    msgid = "A country is two Latin letters, for example DE, or ZZ for everywhere."


class HelplineLanguagesWrong(HelplineRefusal):
    """State that no language, or something that is not one, was given."""

    field = "languages"
    msgid = "Please name at least one language by its two Latin letters, for example uk, ru."


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One line that answers now. `labels` and `hours` have one text for each of our languages."""

    country: str
    languages: tuple[str, ...]
    labels: Mapping[str, str]
    hours: Mapping[str, str]
    phone: str | None
    chat_url: str | None
    state_run: bool
    under_18: bool
    verified_on: date
    position: int = 0
    id: bytes | None = None

    def needs_a_look(self, today: date) -> bool:
        """Whether the line was last checked more than 90 days ago."""
        return today - self.verified_on > timedelta(days=VERIFIED_FOR_DAYS)


def helplines(db: Session) -> tuple[HelpLine, ...]:
    """Return every help line in its place. One query."""
    return tuple(_line(row) for row in rows.all_of_them(db))


def helpline(db: Session, helpline_id: bytes) -> HelpLine:
    """Return one help line.

    Raises: HelplineGone.
    """
    row = rows.find(db, helpline_id)
    if row is None:
        raise HelplineGone
    return _line(row)


def helplines_to_check(db: Session, *, today: date) -> tuple[HelpLine, ...]:
    """Return the lines nobody has checked for more than 90 days, oldest first. One query."""
    old = (line for line in helplines(db) if line.needs_a_look(today))
    return tuple(sorted(old, key=lambda line: line.verified_on))


def save_helpline(db: Session, line: HelpLine) -> bytes:
    """Store a line, new when it has no id, and return its id.

    Raises: HelplineRefusal, naming the field; HelplineGone when the line was removed meanwhile.
    """
    tidy = _tidy(line)
    _check(tidy)
    if tidy.id is None:
        return rows.add(db, _values(tidy))
    if not rows.change(db, tidy.id, _values(tidy)):
        raise HelplineGone
    return tidy.id


def verify_helpline(db: Session, helpline_id: bytes, *, today: date) -> None:
    """Note that somebody called or opened the line today.

    Raises: HelplineGone.
    """
    if not rows.verify(db, helpline_id, today):
        raise HelplineGone


def remove_helpline(db: Session, helpline_id: bytes) -> None:
    """Take a line out of the list.

    Raises: HelplineGone.
    """
    if not rows.remove(db, helpline_id):
        raise HelplineGone


def _check(line: HelpLine) -> None:
    if not _COUNTRY.fullmatch(line.country):
        raise HelplineCountryWrong
    if not line.languages or not all(_LANGUAGE.fullmatch(language) for language in line.languages):
        raise HelplineLanguagesWrong
    for texts in (line.labels, line.hours):
        if not all(0 < len(texts.get(language, "")) <= LONGEST_LABEL for language in LANGUAGES):
            raise HelplineNeedsName
    if not line.phone and not line.chat_url:
        raise HelplineNeedsWay
    if line.phone and not _PHONE.fullmatch(line.phone):
        raise HelplinePhoneWrong
    if line.chat_url and not _opens_safely(line.chat_url):
        raise HelplineChatWrong


def _opens_safely(address: str) -> bool:
    """Say whether an address is plain https to a host, without a name and password in it."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        return False
    return (
        parts.scheme == "https"
        and bool(parts.hostname)
        and "@" not in parts.netloc
        and len(address) <= 300
        and address.isprintable()
        and " " not in address
    )


def _tidy(line: HelpLine) -> HelpLine:
    return replace(
        line,
        country=line.country.strip().upper(),
        languages=tuple(dict.fromkeys(language.strip().lower() for language in line.languages if language.strip())),
        labels=_tidy_texts(line.labels),
        hours=_tidy_texts(line.hours),
        phone=" ".join((line.phone or "").split()) or None,
        chat_url=(line.chat_url or "").strip() or None,
    )


def _tidy_texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: " ".join(texts.get(language, "").split()) for language in LANGUAGES}


def _values(line: HelpLine) -> dict[str, Any]:
    return {
        "country": line.country,
        "languages": list(line.languages),
        "labels": dict(line.labels),
        "hours": dict(line.hours),
        "phone": line.phone,
        "chat_url": line.chat_url,
        "state_run": line.state_run,
        "under_18": line.under_18,
        "verified_on": line.verified_on,
        "position": line.position,
    }


def _line(row: Helpline) -> HelpLine:
    return HelpLine(
        id=row.id,
        country=row.country,
        languages=tuple(row.languages),
        labels=row.labels,
        hours=row.hours,
        phone=row.phone,
        chat_url=row.chat_url,
        state_run=row.state_run,
        under_18=row.under_18,
        verified_on=row.verified_on,
        position=row.position,
    )
