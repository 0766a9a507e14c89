"""Each obstacle is named when it stands in the way, and only then."""

from dataclasses import replace
from datetime import date

import pytest

from scheduling.availability import Availability, Demand
from scheduling.errors import (
    BeyondHorizon,
    NotOffered,
    OutsideHours,
    PastTime,
    SlotTaken,
    TooSoon,
    VolunteerUnavailable,
)
from scheduling.hours import DatedException, Effect, LocalWindow
from scheduling.interval import Span
from scheduling.obstacles import (
    AlreadyPast,
    BetweenStarts,
    CaseloadFull,
    Closed,
    ClosedOnce,
    DayFull,
    InsideNotice,
    NotReachable,
    Obstacle,
    Occupied,
    OnPause,
    TooClose,
    TooFarAhead,
    WeekFull,
)  # fmt: skip
from scheduling.occupancy import Occupancy, OccupancyKind
from scheduling.whynot import ensure_offered, obstacles, why_not
from tests.scheduling.people import TERMS, daily, utc

MEETING, HOLD, EXTERNAL = OccupancyKind.MEETING, OccupancyKind.HOLD, OccupancyKind.EXTERNAL
NOW = utc(2026, 6, 1)
TEN = utc(2026, 6, 3, 10)  # a Wednesday
FREE = Availability(hours=daily("UTC", 9, 13), terms=TERMS, fresh_until=1 << 40)


def taken(kind: OccupancyKind, start_at: int, minutes: int = 60) -> Availability:
    return replace(FREE, occupancies=(Occupancy(kind, start_at, start_at + minutes * 60),))


def capped(**caps: int) -> Availability:
    return replace(taken(OccupancyKind.APPOINTMENT, TEN + 7200), terms=replace(TERMS, **caps))


def absent(effect: Effect, start_minute: int, end_minute: int) -> Availability:
    exception = DatedException(effect, local=LocalWindow(date(2026, 6, 3), start_minute, end_minute))
    return replace(FREE, hours=daily("UTC", 9, 13, exception))


CASES: list[tuple[Availability, int, Obstacle, type[NotOffered]]] = [
    (FREE, TEN - 7 * 86_400, AlreadyPast(), PastTime),
    (FREE, TEN + 4 * 3600, Closed(), OutsideHours),
    (replace(FREE, hours=daily("UTC", 9, 10.75)), TEN, Closed(), OutsideHours),
    (absent(Effect.BLOCK, 0, 1440), TEN, ClosedOnce(), OutsideHours),
    (absent(Effect.REPLACE, 0, 0), TEN, ClosedOnce(), OutsideHours),
    (FREE, TEN + 300, BetweenStarts(), OutsideHours),
    (FREE, TEN + 1, BetweenStarts(), OutsideHours),
    (taken(MEETING, TEN - 1800), TEN, Occupied(Span(TEN - 1800, TEN + 1800), MEETING), SlotTaken),
    (taken(HOLD, TEN - 3300), TEN, TooClose(Span(TEN - 3300, TEN + 300), HOLD), SlotTaken),
    (taken(EXTERNAL, TEN + 3300), TEN, TooClose(Span(TEN + 3300, TEN + 6900), EXTERNAL), SlotTaken),
    (taken(EXTERNAL, TEN - 3300), TEN, Occupied(Span(TEN - 3300, TEN + 300), EXTERNAL), SlotTaken),
    (capped(day_cap=1), TEN, DayFull(Span(utc(2026, 6, 3), utc(2026, 6, 4))), OutsideHours),
    (capped(week_cap=1), TEN, WeekFull(Span(utc(2026, 6, 1), utc(2026, 6, 8))), OutsideHours),
    (capped(week_hours_cap=1), TEN, WeekFull(Span(utc(2026, 6, 1), utc(2026, 6, 8))), OutsideHours),
    (replace(FREE, terms=replace(TERMS, day_cap=0)), TEN, WeekFull(), OutsideHours),
    (replace(FREE, terms=replace(TERMS, notice_hours=72)), TEN, InsideNotice(), TooSoon),
    (replace(FREE, fresh_until=NOW, near_hours=72), TEN, NotReachable(), TooSoon),
    (replace(FREE, terms=replace(TERMS, horizon_days=1)), TEN, TooFarAhead(), BeyondHorizon),
    (replace(FREE, terms=replace(TERMS, caseload_cap=2), accompanied=2), TEN, CaseloadFull(), VolunteerUnavailable),
    (replace(FREE, is_paused=True), TEN, OnPause(), VolunteerUnavailable),
]  # fmt: skip


@pytest.mark.parametrize(("availability", "start_at", "obstacle", "refusal"), CASES)
def test_an_obstacle_is_named_and_refused(
    availability: Availability, start_at: int, obstacle: Obstacle, refusal: type[NotOffered]
) -> None:
    found = why_not(availability, start_at, now=NOW, demand=Demand.NEW)

    assert (type(found), found) == (type(obstacle), obstacle)
    with pytest.raises(refusal):
        ensure_offered(availability, start_at, now=NOW, demand=Demand.NEW)


def test_an_offered_start_has_no_obstacle() -> None:
    ensure_offered(FREE, TEN, now=NOW, demand=Demand.NEW)

    assert why_not(FREE, TEN, now=NOW, demand=Demand.NEW) is None


def test_notice_and_horizon_end_to_the_second() -> None:
    terms = replace(TERMS, notice_hours=58, horizon_days=9)
    near, far = TEN, utc(2026, 6, 10, 10)

    def of(start_at: int, now: int) -> Obstacle | None:
        return why_not(replace(FREE, terms=terms), start_at, now=now, demand=Demand.NEW)

    assert (of(near, NOW), of(near, NOW + 1)) == (None, InsideNotice())
    assert (of(far, far - 9 * 86_400 + 1), of(far, far - 9 * 86_400)) == (None, TooFarAhead())


def test_a_full_caseload_is_no_obstacle_for_a_person_in_it() -> None:
    full = replace(FREE, terms=replace(TERMS, caseload_cap=1), accompanied=1)

    assert why_not(full, TEN, now=NOW, demand=Demand.KNOWN) is None


def test_all_obstacles_are_given_the_most_telling_first() -> None:
    busy = replace(
        taken(OccupancyKind.APPOINTMENT, TEN), terms=replace(TERMS, day_cap=1, notice_hours=72), is_paused=True
    )

    found = [type(each) for each in obstacles(busy, TEN, now=NOW, demand=Demand.NEW)]

    assert found == [Occupied, DayFull, InsideNotice, OnPause]


def test_every_obstacle_has_a_case() -> None:
    assert {type(case[2]) for case in CASES} == set(Obstacle.__subclasses__())
