"""The invented people, words, texts and lines, read from the TOML files beside this one. Writes nothing."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from service.availability import Window, end_after
from service.models import VolunteerState
from service.organisation import HelpLine

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS: Final = re.compile(
    r"(?P<days>(?:[a-z]{3} )+)(?P<start>\d\d):(?P<start_more>\d\d)-(?P<end>\d\d):(?P<end_more>\d\d)"
)
_NUMBERS: Final = ("length_minutes", "step_minutes", "gap_minutes", "day_cap", "week_cap")


@dataclass(frozen=True, slots=True)
class Part:
    """One invented volunteer; `fresh_days` ago the notice address was last confirmed, None for never."""

    alias: str
    zone: str
    languages: tuple[str, ...]
    offers: tuple[str, ...]
    windows: tuple[Window, ...]
    about: Mapping[str, str]
    state: VolunteerState
    fresh_days: int | None
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Word:
    """One of the organisation's words for help."""

    slug: str
    sort: str
    labels: Mapping[str, str]


def volunteers() -> tuple[Part, ...]:
    """Return the invented volunteers, always in the same order."""
    return tuple(_part(each) for each in _read("volunteers")["volunteer"])


def words() -> tuple[Word, ...]:
    """Return the organisation's words in their order."""
    return tuple(Word(slug, sort, labels) for sort, found in _read("terms").items() for slug, labels in found.items())


def texts() -> Mapping[str, Mapping[str, str]]:
    """Return the organisation's texts by name and language."""
    found: Mapping[str, Mapping[str, str]] = _read("texts")
    return found


def helplines(today: date) -> tuple[HelpLine, ...]:
    """Return the invented lines, last checked so many days before `today` as the file says."""
    return tuple(_line(each, today, position) for position, each in enumerate(_read("helplines")["line"]))


def windows_of(text: str, zone: str) -> tuple[Window, ...]:
    """Return the weekly windows of a line such as `mon wed 22:00-01:00`.

    Raises: ValueError for anything else.
    """
    found = _HOURS.fullmatch(text)
    if found is None:
        raise ValueError(f"hours look like “mon wed 18:00-21:00”, not {text!r}")
    start = int(found["start"]) * 60 + int(found["start_more"])
    end = end_after(start, int(found["end"]) * 60 + int(found["end_more"]))
    return tuple(Window(WEEKDAYS.index(day), start, end, zone) for day in found["days"].split())


def _part(each: dict[str, Any]) -> Part:
    return Part(
        alias=each["alias"],
        zone=each["zone"],
        languages=tuple(each["languages"]),
        offers=tuple(each["offers"]),
        windows=tuple(window for text in each["hours"] for window in windows_of(text, each["zone"])),
        about=each["about"],
        state=VolunteerState(each.get("state", VolunteerState.ACTIVE)),
        fresh_days=each.get("fresh_days"),
        numbers={name: each[name] for name in _NUMBERS if name in each},
    )


def _line(each: dict[str, Any], today: date, position: int) -> HelpLine:
    return HelpLine(
        country=each["country"],
        languages=tuple(each["languages"]),
        labels=each["labels"],
        hours=each["hours"],
        phone=each.get("phone"),
        chat_url=each.get("chat_url"),
        state_run=each["state_run"],
        under_18=each.get("under_18", False),
        verified_on=today - timedelta(days=each["checked_days"]),
        position=position,
    )


@cache
def _read(name: str) -> dict[str, Any]:
    with Path(__file__).with_name(f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
