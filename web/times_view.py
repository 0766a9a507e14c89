"""Found times as a page shows them: by day, with the offset and the night said, and what to do when nothing fits.

Made from the directory's pages; decides no search and reads no database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from scheduling.localtime import local_date
from service.directory import Day, Directory, Page, Seeker, Time
from service.wishes import Wishes
from web.formats import Formats, offset_text

DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class ShownTime:
    """One button: the instant it books, what the person's clock shows, and the night it lies in, if any."""

    start_at: int
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class ShownDay:
    """The times of one day; `clock` is said only when clocks have changed since the first day shown."""

    title: str
    iso: str
    clock: str
    times: tuple[ShownTime, ...]


@dataclass(frozen=True, slots=True)
class Loosened:
    """A wish without which there would be a time, and the first of those times."""

    name: str
    first: str


@dataclass(frozen=True, slots=True)
class TimesList:
    """One page of times under the address `base`; `earlier` and `later` are weeks to turn to.

    `about` names what a chosen time is for (field, value), so that a form means what its page showed.
    """

    base: str
    days: tuple[ShownDay, ...]
    place: str
    week: str
    earlier: int | None
    later: int | None
    whole_days: bool
    is_far: bool
    about: tuple[str, str] | None = None


def times_list(
    found: Page, *, base: str, said: Formats, now: int, about: tuple[str, str] | None = None
) -> TimesList:  # fmt: skip
    """Return a page of the directory as the pages of times show it."""
    return TimesList(
        base=base,
        days=shown_days(found, said=said, now=now),
        place=said.place(found.days[0].times[0].start_at if found.days else now, found.zone),
        week=week_title(found, said=said),
        earlier=found.earlier,
        later=found.later,
        whole_days=found.is_thinned,
        is_far=is_far(found, now=now),
        about=about,
    )


def shown_days(found: Page, *, said: Formats, now: int) -> tuple[ShownDay, ...]:
    """Return a page's days in a language; `now` decides what is today and tomorrow."""
    today = local_date(found.zone, now)
    offsets = [day.times[0].utc_offset_minutes for day in found.days]
    return tuple(
        ShownDay(
            title=said.day(day.on, today=today),
            iso=day.on.isoformat(),
            clock=offset_text(offset) if offset != offsets[0] else "",
            times=tuple(shown_time(time, zone=found.zone, said=said) for time in day.times),
        )
        for day, offset in zip(found.days, offsets, strict=True)
    )


def by_day(times: Iterable[Time], *, zone: str, said: Formats, now: int) -> tuple[ShownDay, ...]:
    """Return times in their order as days, without a page of the directory around them."""
    dated = groupby(times, key=lambda time: local_date(zone, time.start_at))
    days = tuple(Day(on, tuple(each)) for on, each in dated)
    page = Page(zone, days, week=None, monday_on=None, earlier=None, later=None, is_thinned=False)
    return shown_days(page, said=said, now=now)


def shown_time(time: Time, *, zone: str, said: Formats) -> ShownTime:
    """Return one time as a button says it."""
    return ShownTime(time.start_at, said.minute(time.minute), said.night(time.start_at, zone))


def week_title(found: Page, *, said: Formats) -> str:
    """Return "23 ноября 2026 – 29 ноября 2026" for a week's page, nothing for others."""
    if found.monday_on is None:
        return ""
    return f"{said.full_date(found.monday_on)} – {said.full_date(found.monday_on + timedelta(days=6))}"


def is_far(found: Page, *, now: int) -> bool:
    """Tell whether even the first time is more than a day away: some people cannot wait that long."""
    return bool(found.days) and found.days[0].times[0].start_at - now > DAY_SECONDS


def loosened(
    directory: Directory, wishes: Wishes, *, zone: str, seeker: Seeker, said: Formats
) -> tuple[Loosened, ...]:  # fmt: skip
    """Return which single wish, taken back, would open times, the earliest first."""
    found: list[tuple[int, str]] = []
    for name in ("language", *Wishes.LISTS):
        if not getattr(wishes, name):
            continue
        without = wishes.but(**{name: None if name == "language" else ()})
        page = directory.search(without, zone=zone, seeker=seeker, limit=1)
        if page.days:
            found.append((page.days[0].times[0].start_at, name))
    return tuple(Loosened(name, said.moment(at, zone)) for at, name in sorted(found))
