"""Hours, terms and moments that the tests of the scheduling core share."""

from datetime import UTC, date, datetime

from scheduling.grid import Grid, set_bits
from scheduling.hours import DatedException, OpeningHours, Rule
from scheduling.localtime import to_instant
from scheduling.slots import start_bits
from scheduling.terms import Terms

TERMS = Terms(length_minutes=50, step_minutes=60, gap_minutes=10, notice_hours=0, horizon_days=28)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> int:
    """Give a unix second."""
    return int(datetime(year, month, day, hour, minute, tzinfo=UTC).timestamp())


def daily(zone: str, start_hour: float, end_hour: float, *exceptions: DatedException) -> OpeningHours:
    """Give the same window on every day of the week, in hours of the wall clock."""
    window = round(start_hour * 60), round(end_hour * 60)
    return OpeningHours(zone, tuple(Rule(weekday, *window, zone) for weekday in range(7)), exceptions)


def starts(hours: OpeningHours, grid: Grid, *, terms: Terms = TERMS) -> list[int]:
    """Give the offered starts of a volunteer without bookings, in unix seconds UTC."""
    return [grid.at(cell) for cell in set_bits(start_bits(hours, (), (), terms=terms, grid=grid))]


def night_of(zone: str, on: date) -> Grid:
    """Give a grid of one week that begins at noon before a local date."""
    noon = to_instant(zone, on, -720)
    return Grid(noon - noon % 300, weeks=1)
