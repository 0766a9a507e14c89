"""What a person brings changes what they see of a volunteer's time."""

from dataclasses import replace

from scheduling.availability import Availability
from scheduling.grid import Grid, set_bits
from scheduling.interval import Span
from scheduling.occupancy import Occupancy, OccupancyKind, sessions, without_own
from tests.scheduling.people import TERMS, daily, utc

GRID = Grid(utc(2026, 6, 1), weeks=1)
MINE = Span(utc(2026, 6, 1, 10), utc(2026, 6, 1, 11))
THEIRS = Span(utc(2026, 6, 1, 11), utc(2026, 6, 1, 12))
RESERVED = tuple(Occupancy(OccupancyKind.RESERVATION, *span) for span in (MINE, THEIRS))
VOLUNTEER = Availability(hours=daily("UTC", 9, 12), terms=TERMS, occupancies=RESERVED)


def monday_hours(availability: Availability) -> list[int]:
    cells = set_bits(availability.starts(GRID))
    return [cell // 12 for cell in cells if cell < 288]


def test_reserved_time_is_taken_for_others() -> None:
    assert monday_hours(VOLUNTEER) == [9]


def test_reserved_time_is_free_for_the_person_it_is_kept_for() -> None:
    assert monday_hours(VOLUNTEER.for_person([MINE])) == [9, 10]


def test_only_reservations_make_way_never_an_appointment() -> None:
    booked = Occupancy(OccupancyKind.APPOINTMENT, *MINE)

    assert without_own([booked, *RESERVED], [MINE]) == (booked, RESERVED[1])


def test_a_paused_volunteer_offers_nothing() -> None:
    assert replace(VOLUNTEER, is_paused=True).starts(GRID) == 0


def test_a_caseload_below_its_cap_accepts_new_people() -> None:
    terms = replace(TERMS, caseload_cap=2)

    accepts = [replace(VOLUNTEER, terms=terms, accompanied=count).accepts_new for count in (1, 2, 3)]

    assert accepts == [True, False, False]
    assert replace(VOLUNTEER, accompanied=99).accepts_new


def test_sessions_leave_out_external_time_and_the_gap() -> None:
    taken = [Occupancy(OccupancyKind.EXTERNAL, 0, 600), Occupancy(OccupancyKind.HOLD, 900, 4500)]

    assert sessions(taken, gap_minutes=10) == (Span(900, 3900),)
    assert sessions(taken, gap_minutes=90) == (Span(900, 900),)
