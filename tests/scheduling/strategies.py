"""What hypothesis draws for the scheduling core: awkward zones, dates near clock changes, hours, terms, taken time."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from scheduling.grid import Grid
from scheduling.hours import DatedException, Effect, LocalWindow, OpeningHours, Rule
from scheduling.interval import Span
from scheduling.occupancy import Occupancy, OccupancyKind
from scheduling.terms import Terms

AWKWARD_ZONES = (
    "Europe/Berlin", "America/New_York", "Asia/Almaty", "Asia/Kathmandu", "Australia/Adelaide", "Pacific/Auckland",
    "Australia/Lord_Howe",  # clocks change by half an hour
    "Pacific/Chatham",  # +12:45, changes at 02:45
    "Asia/Beirut", "America/Havana", "Africa/Cairo", "America/Santiago",  # change at midnight
    "Atlantic/Azores",  # falls back from 01:00 to 00:00
    "America/Nuuk",  # changes on the evening before
    "Antarctica/Troll",  # two hours at once
    "Africa/Casablanca",  # two changes around Ramadan
    "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/St_Johns", "UTC",
)  # fmt: skip
_CHANGE_DAYS = ((3, 10), (3, 29), (4, 4), (10, 3), (10, 25), (11, 1))
_CHANGES = tuple(date(year, month, day) for year in range(2024, 2031) for month, day in _CHANGE_DAYS)

zones = st.sampled_from(AWKWARD_ZONES)
dates = st.one_of(
    st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    st.builds(lambda on, days: on + timedelta(days), st.sampled_from(_CHANGES), st.integers(-9, 3)),
)
minutes = st.integers(0, 1439)
windows = st.builds(lambda start, length: (start, start + length), minutes, st.integers(1, 1440))
window_on_grid = st.builds(
    lambda start, length: (start * 5, (start + length) * 5), st.integers(0, 287), st.integers(1, 288)
)


def at_midnight(on: date) -> int:
    """Give the unix second of 00:00 UTC."""
    return int(datetime.combine(on, time(), tzinfo=UTC).timestamp())


def spans(around: int, *, days: int = 16) -> st.SearchStrategy[Span]:
    """Draw spans of up to two days, on any minute, within some days of an instant."""
    starts = st.integers(-1440, days * 1440)
    return st.builds(
        lambda start, length: Span(around + start * 60, around + (start + length) * 60), starts, st.integers(1, 2880)
    )


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """Draw terms, with and without caps."""
    return Terms(
        length_minutes=draw(st.sampled_from((5, 30, 50, 90))),
        step_minutes=draw(st.sampled_from((5, 15, 50, 60))),
        gap_minutes=draw(st.sampled_from((0, 10, 45))),
        notice_hours=draw(st.integers(0, 72)),
        horizon_days=draw(st.integers(1, 20)),
        day_cap=draw(st.none() | st.integers(0, 3)),
        week_cap=draw(st.none() | st.integers(0, 5)),
        week_hours_cap=draw(st.none() | st.integers(0, 8)),
        caseload_cap=draw(st.none() | st.integers(0, 3)),
    )


@st.composite
def rules(draw: st.DrawFn, zone: str, near: date) -> Rule:
    """Draw a weekly rule, mostly in the volunteer's zone, sometimes with dates."""
    own_zone = draw(st.sampled_from((zone, zone, zone, draw(zones))))
    bound = draw(st.sampled_from((st.none(), st.none(), st.integers(-3, 14).map(lambda days: near + timedelta(days)))))
    start_minute, end_minute = draw(st.one_of(windows, window_on_grid))
    return Rule(draw(st.integers(0, 6)), start_minute, end_minute, own_zone, draw(bound), draw(bound))


@st.composite
def exceptions(draw: st.DrawFn, near: date) -> DatedException:
    """Draw a dated exception by local window, by span, or a closed day."""
    on = near + timedelta(draw(st.integers(-2, 15)))
    by_wall = st.builds(lambda effect, window: _by_wall(effect, on, window), st.sampled_from(Effect), windows)
    by_span = st.builds(_by_span, st.sampled_from((Effect.ADD, Effect.BLOCK)), spans(at_midnight(near)))
    return draw(st.one_of(by_wall, by_span, st.just(DatedException.closed(on))))


@st.composite
def opening_hours(draw: st.DrawFn, near: date) -> OpeningHours:
    """Draw a volunteer's hours around a date."""
    zone = draw(zones)
    return OpeningHours(
        zone,
        tuple(draw(st.lists(rules(zone, near), max_size=5))),
        tuple(draw(st.lists(exceptions(near), max_size=3))),
    )


def occupancies(near: date) -> st.SearchStrategy[list[Occupancy]]:
    """Draw taken time on any minute, overlapping or not."""
    kinds = st.sampled_from(OccupancyKind)
    return st.lists(st.builds(lambda kind, span: Occupancy(kind, *span), kinds, spans(at_midnight(near))), max_size=6)


def grid_from(on: date) -> Grid:
    """Give a grid of two weeks from 00:00 UTC of a date."""
    return Grid(at_midnight(on), weeks=2)


def _by_wall(effect: Effect, on: date, window: tuple[int, int]) -> DatedException:
    return DatedException(effect, local=LocalWindow(on, *window))


def _by_span(effect: Effect, span: Span) -> DatedException:
    return DatedException(effect, span=span)
