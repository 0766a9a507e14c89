"""How forms of a volunteer's pages become windows, minutes and ids. Reads and writes nothing."""

from service import availability
from service.availability import Window, end_after
from web.forms import Form

WEEKDAYS = tuple(str(day) for day in range(7))


def windows_of(form: Form, zone: str) -> list[Window]:
    """Return the windows a form describes: its chosen weekdays, each from `start` to `end`, perhaps over midnight."""
    weekdays = form.some_of("weekday", WEEKDAYS)
    if not weekdays:
        form.one_of("weekday", WEEKDAYS)
    start, end = minute_of(form, "start"), minute_of(form, "end")
    first_on, last_on = form.day("first_on"), form.day("last_on")
    if not form.ok:
        return []
    return [Window(int(day), start % 1440, end_after(start % 1440, end), zone, first_on, last_on) for day in weekdays]


def minute_of(form: Form, name: str) -> int:
    """Return a needed wall-clock time in minutes; 0 where the form has a problem with it."""
    form.needed(name, most=5)
    return form.minute(name) or 0


def id_of(text: str) -> bytes:
    """Return the id a form carries.

    Raises: NotHere for anything else.
    """
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise availability.NotHere from None
