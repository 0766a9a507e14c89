"""The same weekly wall time, and how many appointments one person can have."""

from datetime import date
from itertools import pairwise

import pytest

from scheduling.errors import FirstSessionFirst, ProgrammeQuotaReached, QuotaReached, UpcomingQuotaReached
from scheduling.localtime import to_wall
from scheduling.programme import Quotas, following_starts, reservation_starts, sessions_left, why_not_book
from tests.scheduling.people import utc

QUOTAS = Quotas()


@pytest.mark.promise("time-is-right")
@pytest.mark.parametrize(
    ("zone", "on"), [("Europe/Berlin", date(2026, 10, 13)), ("America/New_York", date(2026, 2, 17))]
)
def test_a_programme_keeps_its_time_on_the_wall_through_clock_changes(zone: str, on: date) -> None:
    kept = reservation_starts(zone, on, 19 * 60, weeks=4)

    walls = [to_wall(zone, start_at) for start_at in kept]
    assert [(wall.on.weekday(), wall.minute) for wall in walls] == [(on.weekday(), 1140)] * 4
    assert [(wall.on - on).days for wall in walls] == [7, 14, 21, 28]
    assert len({b - a for a, b in pairwise(kept)}) == 2


@pytest.mark.promise("time-is-right")
def test_a_kept_time_that_is_missing_one_week_moves_forward_that_week_only() -> None:
    kept = following_starts("Europe/Berlin", utc(2026, 3, 22, 1, 30), weeks=2)

    assert [to_wall("Europe/Berlin", start_at).minute for start_at in kept] == [210, 150]


@pytest.mark.parametrize(
    ("upcoming", "used", "held", "refusal"),
    [
        (0, 0, 0, None),
        (1, 1, 0, FirstSessionFirst),
        (0, 1, 0, None),
        (1, 2, 1, None),
        (2, 3, 1, UpcomingQuotaReached),
        (0, 5, 5, ProgrammeQuotaReached),
        (1, 5, 4, ProgrammeQuotaReached),
    ],
)
def test_quotas_are_counted(upcoming: int, used: int, held: int, refusal: type[QuotaReached] | None) -> None:
    found = why_not_book(upcoming=upcoming, used=used, held=held, quotas=QUOTAS)

    assert found is None if refusal is None else type(found) is refusal


def test_sessions_left_never_fall_below_none() -> None:
    assert [sessions_left(used, quotas=QUOTAS) for used in (0, 4, 5, 7)] == [5, 1, 0, 0]
