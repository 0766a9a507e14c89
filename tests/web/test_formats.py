"""Dates, times and places as people say them, right in both clock-change nights."""

from datetime import UTC, date, datetime

import pytest

from scheduling.localtime import to_instant
from web.formats import formats, offset_text

ALMATY, BERLIN, KYIV = "Asia/Almaty", "Europe/Berlin", "Europe/Kyiv"
THURSDAY = date(2026, 11, 26)


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("ru", "завтра, четверг, 26 ноября"),
        ("uk", "завтра, четвер, 26 листопада"),
        ("en", "tomorrow, Thursday, 26 November"),
    ],
)
def test_lists_say_tomorrow(language: str, day: str) -> None:
    assert formats(language).day(THURSDAY, today=date(2026, 11, 25)) == day


@pytest.mark.parametrize(
    ("language", "card"),
    [
        ("ru", "четверг, 26 ноября, 21:00, GMT+5, Алматы"),
        ("uk", "четвер, 26 листопада, 21:00, GMT+5, Алмати"),
        ("en", "Thursday, 26 November, 21:00, GMT+5, Almaty"),
    ],
)
def test_cards_never_say_tomorrow(language: str, card: str) -> None:
    assert formats(language).moment_with_place(at("2026-11-26T16:00"), ALMATY) == card


@pytest.mark.parametrize(
    ("language", "night"),
    [
        ("ru", "ночь с четверга на пятницу"),
        ("uk", "ніч з четверга на п’ятницю"),
        ("en", "night from Thursday to Friday"),
    ],
)
def test_half_past_midnight_names_both_days(language: str, night: str) -> None:
    half_past = to_instant(ALMATY, date(2026, 11, 27), 30)

    assert formats(language).night(half_past, ALMATY) == night
    assert f"00:30 ({night})" in formats(language).moment(half_past, ALMATY)


@pytest.mark.parametrize(("minute", "is_night"), [(0, True), (239, True), (240, False), (1439, False)])
def test_night_ends_at_four(minute: int, is_night: bool) -> None:
    instant = to_instant(BERLIN, THURSDAY, minute)

    assert bool(formats("ru").night(instant, BERLIN)) is is_night


@pytest.mark.parametrize("weekday", range(7))
def test_every_night_is_declined_in_every_language(weekday: int) -> None:
    instant = to_instant(BERLIN, date(2026, 11, 23 + weekday), 0)

    nights = [formats(language).night(instant, BERLIN) for language in ("ru", "uk", "en")]

    expected = (
        ("с воскресенья на понедельник", "з неділі на понеділок", "from Sunday to Monday"),
        ("с понедельника на вторник", "з понеділка на вівторок", "from Monday to Tuesday"),
        ("со вторника на среду", "з вівторка на середу", "from Tuesday to Wednesday"),
        ("со среды на четверг", "із середи на четвер", "from Wednesday to Thursday"),
        ("с четверга на пятницу", "з четверга на п’ятницю", "from Thursday to Friday"),
        ("с пятницы на субботу", "з п’ятниці на суботу", "from Friday to Saturday"),
        ("с субботы на воскресенье", "із суботи на неділю", "from Saturday to Sunday"),
    )[weekday]
    assert [night.partition(" ")[2] for night in nights] == list(expected)


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        ("2026-03-29T00:59", "воскресенье, 29 марта, 01:59 (ночь с субботы на воскресенье), GMT+1, Берлин"),
        ("2026-03-29T01:00", "воскресенье, 29 марта, 03:00 (ночь с субботы на воскресенье), GMT+2, Берлин"),
        ("2026-10-25T00:30", "воскресенье, 25 октября, 02:30 (ночь с субботы на воскресенье), GMT+2, Берлин"),
        ("2026-10-25T01:30", "воскресенье, 25 октября, 02:30 (ночь с субботы на воскресенье), GMT+1, Берлин"),
    ],
)
def test_clock_changes_show_in_the_offset(instant: str, text: str) -> None:
    assert formats("ru").moment_with_place(at(instant), BERLIN) == text


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "GMT"), (300, "GMT+5"), (330, "GMT+5:30"), (-210, "GMT−3:30"), (-180, "GMT−3"), (840, "GMT+14")],
)
def test_offsets_are_short(minutes: int, text: str) -> None:
    assert offset_text(minutes) == text


@pytest.mark.parametrize(
    ("zone", "ru", "uk"),
    [
        (KYIV, "Киев", "Київ"),
        ("Europe/Kiev", "Киев", "Київ"),
        ("America/Argentina/Buenos_Aires", "Буэнос-Айрес", "Буенос-Айрес"),
        ("Asia/Tbilisi", "Тбилиси", "Тбілісі"),
        ("Europe/Istanbul", "Стамбул", "Стамбул"),
    ],
)
def test_cities_are_named_in_the_language(zone: str, ru: str, uk: str) -> None:
    assert (formats("ru").city(zone), formats("uk").city(zone)) == (ru, uk)


def test_zone_list_goes_from_west_to_east_without_doubles() -> None:
    zones = formats("uk").zones(at("2026-11-26T12:00"))

    offsets = [zone.offset_minutes for zone in zones]
    assert offsets == sorted(offsets)
    assert len({zone.label for zone in zones}) > len(zones) - 5
    assert {ALMATY, BERLIN, KYIV, "Europe/Belgrade", "Asia/Bangkok"} <= {zone.name for zone in zones}


def test_apostrophe_is_the_one_we_write() -> None:
    friday = formats("uk").weekday(4)

    assert friday == "п’ятниця"


def test_languages_are_named_in_a_row() -> None:
    assert formats("ru").language_names(("ru", "uk")) == "Русский, украинский"
