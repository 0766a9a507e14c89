"""Read a posted form field by field and remember what was wrong with it, so that the page keeps what was typed.

Only `application/x-www-form-urlencoded` in UTF-8, of bounded size. Must not know what a field means.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from web.exchange import exchange
from web.languages import N_
from web.refusals import FormUnreadable

LONGEST_BODY_BYTES: Final = 64 * 1024
MOST_FIELDS: Final = 500
TOKEN_FIELD: Final = "form_token"  # noqa: S105 - the name of a field
_CLOCK: Final = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")
_BROKEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")

NEEDED = N_("Please fill this in.")
CHOOSE = N_("Please choose one of these.")
TOO_LONG = N_("Please use at most %(most)d characters.")
NUMBER = N_("Please write a number from %(least)d to %(most)d.")
DAY = N_("Please write a date, for example 2026-12-24.")
CLOCK = N_("Please write a time, for example 19:30.")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field: an English sentence and the values in it, translated when shown."""

    msgid: str
    parameters: Mapping[str, object] = field(default_factory=dict)


class Form:
    """The fields of one form, and what was found wrong while reading them."""

    def __init__(self, fields: Mapping[str, tuple[str, ...]]) -> None:
        self.fields = fields
        self.problems: dict[str, Problem] = {}

    @classmethod
    def of(cls, **values: str | Collection[str] | None) -> "Form":
        """Return a form to show, filled with these values."""
        listed = {name: (value,) if isinstance(value, str) else tuple(value or ()) for name, value in values.items()}
        return cls(listed)

    @property
    def ok(self) -> bool:
        """Whether nothing was found wrong so far."""
        return not self.problems

    def refuse(self, name: str, msgid: str, **parameters: object) -> None:
        """Note that a field cannot be taken; the first problem of a field stays."""
        self.problems.setdefault(name, Problem(msgid, parameters))

    def value(self, name: str) -> str:
        """Return the first value of a field as it was sent, or an empty text."""
        return next(iter(self.fields.get(name, ())), "")

    def values(self, name: str) -> tuple[str, ...]:
        """Return all values of a field as they were sent."""
        return self.fields.get(name, ())

    def text(self, name: str, *, most: int = 200) -> str:
        """Return a field's text without space around it; more than `most` characters is a problem."""
        text = self.value(name).replace("\r\n", "\n").strip()
        if len(text) > most:
            self.refuse(name, TOO_LONG, most=most)
        return text

    def needed(self, name: str, *, most: int = 200) -> str:
        """Return a field's text; nothing at all is a problem."""
        text = self.text(name, most=most)
        if not text:
            self.refuse(name, NEEDED)
        return text

    def one_of(self, name: str, allowed: Collection[str]) -> str:
        """Return a field's value; anything but one of `allowed` is a problem."""
        value = self.value(name)
        if value not in allowed:
            self.refuse(name, CHOOSE)
        return value

    def some_of(self, name: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Return the chosen values; one that is not in `allowed` is a problem, none at all is not."""
        values = self.values(name)
        if not set(values) <= set(allowed):
            self.refuse(name, CHOOSE)
        return values

    def number(self, name: str, *, least: int, most: int) -> int:
        """Return a whole number in bounds; anything else is a problem and comes back as `least`."""
        text = self.value(name).strip()
        if not re.fullmatch(r"-?[0-9]{1,12}", text) or not least <= int(text) <= most:
            self.refuse(name, NUMBER, least=least, most=most)
            return least
        return int(text)

    def day(self, name: str) -> date | None:
        """Return a date (YYYY-MM-DD); nothing is None, anything else is a problem and None too."""
        text = self.value(name).strip()
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.refuse(name, DAY)
            return None

    def minute(self, name: str) -> int | None:
        """Return wall-clock minutes since 00:00 (up to 24:00 = 1440); nothing is None, nonsense is a problem too."""
        text = self.value(name).strip()
        match = _CLOCK.fullmatch(text)
        minute = int(match[1]) * 60 + int(match[2]) if match else None
        if text and (minute is None or minute > 1440):
            self.refuse(name, CLOCK)
            return None
        return minute


def parse_form(body: bytes) -> Form:
    """Read a form's body.

    Raises: FormUnreadable for anything but UTF-8 fields, for control characters and for far too many fields.
    """
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, strict_parsing=bool(body), encoding="utf-8",
            errors="strict", max_num_fields=MOST_FIELDS,
        )  # fmt: skip
    except ValueError as error:
        raise FormUnreadable from error
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        if _BROKEN.search(name) or _BROKEN.search(value):
            raise FormUnreadable
        fields[name] = (*fields.get(name, ()), value)
    return Form(fields)


def posted(request: Request) -> Form:
    """Return the form of a POST; the gate has read it and checked where it comes from."""
    form = exchange(request.scope).form
    assert form is not None, "only a POST has a form"
    return form
