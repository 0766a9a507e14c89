"""Write dates, times and places as people say them, in each language, with the offset beside every time.

Instants are unix seconds UTC and always come with a zone. Lists may say "tomorrow"; cards and tickets never do.
Half past midnight on Friday is "night from Thursday to Friday", so that nobody comes a day late.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Final

from babel import Locale
from babel.core import get_global
from babel.dates import format_date

from scheduling.localtime import known_zones, to_wall, utc_offset_minutes

NIGHT_ENDS_MINUTE: Final = 4 * 60
TODAY: Final = {"ru": "сегодня", "uk": "сьогодні", "en": "today"}
TOMORROW: Final = {"ru": "завтра", "uk": "завтра", "en": "tomorrow"}
NIGHT: Final = {"ru": "ночь {0} на {1}", "uk": "ніч {0} на {1}", "en": "night {0} to {1}"}
FROM_DAY: Final = {
    "ru": ("с понедельника", "со вторника", "со среды", "с четверга", "с пятницы", "с субботы", "с воскресенья"),
    "uk": ("з понеділка", "з вівторка", "із середи", "з четверга", "з п’ятниці", "із суботи", "з неділі"),
    "en": tuple(
        f"from {day}" for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    ),
}  # fmt: skip
TO_DAY: Final = {
    "ru": ("понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье"),
    "uk": ("понеділок", "вівторок", "середу", "четвер", "п’ятницю", "суботу", "неділю"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
DAY_PATTERN: Final = "EEEE, d MMMM"
MINUS: Final = "−"
# What CLDR has no name for in a language; the rest of its cities are translated there.
CITIES: Final = {
    ("ru", "Europe/Kyiv"): "Киев", ("uk", "Europe/Kyiv"): "Київ", ("en", "Europe/Kyiv"): "Kyiv",
}  # fmt: skip
NEWER_NAMES: Final[dict[str, str]] = dict(get_global("zone_aliases"))
OLDER_NAMES: Final = {newer: older for older, newer in NEWER_NAMES.items()}


@dataclass(frozen=True, slots=True)
class ZoneChoice:
    """One zone that a person can choose: its IANA name and what the list says."""

    name: str
    label: str
    offset_minutes: int


@dataclass(frozen=True, slots=True)
class Formats:
    """The ways of one language. Times are "21:00", days "четверг, 26 ноября", places "GMT+5, Алматы"."""

    language: str

    def time(self, at: int, zone: str) -> str:
        """Return the wall time, "21:00"."""
        return minute_text(to_wall(zone, at).minute)

    def minute(self, minute: int) -> str:
        """Return minutes since midnight as "21:00"; 1440 is "24:00"."""
        return minute_text(minute)

    def long(self, on: date) -> str:
        """Return "четверг, 26 ноября"."""
        return _date(on, DAY_PATTERN, self.language)

    def day(self, on: date, *, today: date) -> str:
        """Return a day of a list: "завтра, четверг, 26 ноября" for the first two days, else without that word."""
        word = {0: TODAY, 1: TOMORROW}.get((on - today).days)
        return f"{word[self.language]}, {self.long(on)}" if word else self.long(on)

    def weekday(self, weekday: int) -> str:
        """Return a weekday's name; 0 is Monday."""
        return _date(date(2024, 1, 1) + timedelta(weekday), "EEEE", self.language)

    def short_weekday(self, weekday: int) -> str:
        """Return a weekday's short name; 0 is Monday."""
        return _date(date(2024, 1, 1) + timedelta(weekday), "ccc", self.language)

    def full_date(self, on: date) -> str:
        """Return "26 ноября 2026", for dates that are not soon."""
        return _date(on, "d MMMM y", self.language)

    def month(self, on: date) -> str:
        """Return "ноябрь 2026"."""
        return _date(on, "LLLL y", self.language)

    def night(self, at: int, zone: str) -> str:
        """Return "ночь с четверга на пятницу" for a time before four, else an empty text."""
        wall = to_wall(zone, at)
        if wall.minute >= NIGHT_ENDS_MINUTE:
            return ""
        day = wall.on.weekday()
        return NIGHT[self.language].format(FROM_DAY[self.language][day - 1], TO_DAY[self.language][day])

    def offset(self, at: int, zone: str) -> str:
        """Return "GMT+5"."""
        return offset_text(utc_offset_minutes(zone, at))

    def city(self, zone: str) -> str:
        """Return the name of a zone's city in this language."""
        return city(zone, self.language)

    def place(self, at: int, zone: str) -> str:
        """Return "GMT+5, Алматы"."""
        offset = self.offset(at, zone)
        name = self.city(zone)
        return f"{offset}, {name}" if name != "UTC" else offset

    def moment(self, at: int, zone: str) -> str:
        """Return an instant for a card: "четверг, 26 ноября, 21:00", with its night, never with "tomorrow"."""
        night = self.night(at, zone)
        text = f"{self.long(to_wall(zone, at).on)}, {self.time(at, zone)}"
        return f"{text} ({night})" if night else text

    def moment_with_place(self, at: int, zone: str) -> str:
        """Return "четверг, 26 ноября, 21:00, GMT+5, Алматы"."""
        return f"{self.moment(at, zone)}, {self.place(at, zone)}"

    def country(self, code: str) -> str:
        """Return a country's name; an unknown code as it is."""
        return str(Locale.parse(self.language).territories.get(code, code))

    def language_name(self, code: str) -> str:
        """Return a language's name in this language, as it stands in a list."""
        return self.language_names((code,))

    def language_names(self, codes: Iterable[str]) -> str:
        """Return names of languages in a row: "Русский, украинский"."""
        text = ", ".join(str(Locale.parse(self.language).languages.get(code, code)) for code in codes)
        return _ours(text[:1].upper() + text[1:])

    def zones(self, at: int) -> tuple[ZoneChoice, ...]:
        """Return every zone with a city, from west to east; about 420."""
        return zone_choices(self.language, at // 86_400)


@cache
def formats(language: str) -> Formats:
    """Return the ways of a language."""
    return Formats(language)


def minute_text(minute: int) -> str:
    """Return minutes since midnight as "21:00"."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def offset_text(minutes: int) -> str:
    """Return minutes east of UTC as "GMT+5", "GMT−3:30", "GMT"."""
    if minutes == 0:
        return "GMT"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else MINUS
    return f"GMT{sign}{hours}:{rest:02d}" if rest else f"GMT{sign}{hours}"


@lru_cache(maxsize=4096)
def city(zone: str, language: str) -> str:
    """Return a zone's city; CLDR still keeps some under the zone's older name."""
    newer = NEWER_NAMES.get(zone, zone)
    if (language, newer) in CITIES:
        return CITIES[language, newer]
    names = Locale.parse(language).time_zones
    for name in (zone, newer, OLDER_NAMES.get(newer, newer)):
        if name in names and "city" in names[name]:
            return _ours(str(names[name]["city"]))
    return newer.rpartition("/")[2].replace("_", " ")


@lru_cache(maxsize=16)
def zone_choices(language: str, day: int) -> tuple[ZoneChoice, ...]:
    """Return the zones as they stand at noon UTC of a day (days since 1970)."""
    at = day * 86_400 + 43_200
    choices = []
    for zone in known_zones():
        if "/" not in zone or zone.startswith(("Etc/", "SystemV/", "US/")) or zone in NEWER_NAMES:
            continue
        minutes = utc_offset_minutes(zone, at)
        choices.append(ZoneChoice(zone, f"{offset_text(minutes)} {city(zone, language)}", minutes))
    return tuple(sorted(choices, key=lambda each: (each.offset_minutes, each.label)))


@lru_cache(maxsize=4096)
def _date(on: date, pattern: str, language: str) -> str:
    return _ours(format_date(on, pattern, locale="en_GB" if language == "en" else language))


def _ours(text: str) -> str:
    """Return CLDR's text with the apostrophe that we write everywhere."""
    return text.replace("\u02bc", "’").replace("'", "’")
