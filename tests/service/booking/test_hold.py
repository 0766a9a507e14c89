"""A time is held for some minutes, with a volunteer assigned."""

from datetime import date
from typing import Any

import pytest

from scheduling.errors import (
    BeyondHorizon,
    HoldExpired,
    OutsideHours,
    PastTime,
    Refusal,
    SlotTaken,
    TooSoon,
    VolunteerUnavailable,
)
from service import booking
from service.booking.refusals import HoldNotProlonged, NobodyElse, NotMetLikeThat, TooManyHeld
from service.clock import FixedClock
from service.models import Occupancy, VolunteerState
from service.site import Site
from tests.factories import BIRCH, NOW, wallet
from tests.service.booking.stories import (
    TUESDAY_10,
    TUESDAY_11,
    amounts,
    berlin,
    book,
    booked,
    change_volunteer,
    hold,
    taken,
    volunteer,
)

HOUR = 3600


def test_hold_takes_session_and_gap_for_some_minutes(site: Site) -> None:
    alder = volunteer(site)

    held = hold(site, alder)

    assert taken(site.db) == [("hold", TUESDAY_10, TUESDAY_10 + HOUR)]
    assert (held.volunteer_id, held.starts_at, held.ends_at) == (alder, TUESDAY_10, TUESDAY_10 + 50 * 60)
    assert (held.format, held.language) == ("text", "ru")
    assert held.expires_at == NOW + 300


@pytest.mark.parametrize("seconds", [1, 120, 299, 300, 301])
def test_hold_ends_on_the_grid_and_lasts_as_promised(site: Site, clock: FixedClock, seconds: int) -> None:
    alder = volunteer(site)
    clock.advance(seconds=seconds)

    held = hold(site, alder)

    assert held.expires_at % 300 == 0
    assert 300 <= held.expires_at - clock.at < 600


def test_hold_is_ownerless_and_its_token_is_not_stored(site: Site) -> None:
    alder = volunteer(site)

    held = hold(site, alder)

    with site.db.reading() as db:
        row = db.connection().exec_driver_sql("SELECT * FROM occupancy").mappings().one()
    assert held.token not in [bytes(value) for value in row.values() if isinstance(value, bytes)]
    assert row["case_tag"] is None


def test_held_time_is_refused_to_others_also_when_shifted(site: Site) -> None:
    alder = volunteer(site, step_minutes=30)
    hold(site, alder)

    for start_at in (TUESDAY_10, TUESDAY_10 - 30 * 60, TUESDAY_10 + 30 * 60):
        with pytest.raises(SlotTaken):
            hold(site, alder, at=start_at)

    hold(site, alder, at=TUESDAY_10 + HOUR)
    hold(site, alder, at=TUESDAY_10 - HOUR)
    assert len(taken(site.db)) == 3


def test_next_candidate_is_tried(site: Site) -> None:
    alder, birch = volunteer(site), volunteer(site, alias="Other")
    hold(site, alder)

    held = hold(site, alder, birch)

    assert held.volunteer_id == birch


def test_nobody_left_is_told_as_taken(site: Site) -> None:
    alder, birch = volunteer(site), volunteer(site, alias="Other")
    hold(site, alder, birch)
    hold(site, alder, birch)

    with pytest.raises(SlotTaken):
        hold(site, alder, birch)
    with pytest.raises(SlotTaken):
        hold(site)


def test_expired_hold_makes_way(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site)
    hold(site, alder)
    clock.advance(seconds=600)

    hold(site, alder)

    assert taken(site.db) == [("hold", TUESDAY_10, TUESDAY_10 + HOUR)]


@pytest.mark.parametrize(
    ("start_at", "refusal"),
    [
        (NOW, PastTime),
        (NOW - 86400, PastTime),
        (-(10**30), PastTime),
        (berlin(3, 8), OutsideHours),
        (berlin(3, 16, 30), OutsideHours),
        (berlin(3, 10, 5), OutsideHours),
        (TUESDAY_10 + 1, OutsideHours),
        (berlin(7, 10), OutsideHours),
        (berlin(1, 10, month=12), BeyondHorizon),
        (10**30, BeyondHorizon),
    ],
)
def test_what_is_not_offered_is_refused_and_leaves_nothing(site: Site, start_at: int, refusal: type[Refusal]) -> None:
    alder = volunteer(site)

    with pytest.raises(refusal):
        hold(site, alder, at=start_at)

    assert taken(site.db) == []


def test_refusal_caught_inside_the_unit_of_work_leaves_nothing(site: Site) -> None:
    alder = volunteer(site)

    with site.db.writing() as db, pytest.raises(OutsideHours):
        booking.hold(db, site, start_at=berlin(3, 8), candidates=[alder], format="text", language="ru")

    assert taken(site.db) == []


def test_notice_and_channel_are_kept(site: Site) -> None:
    careful = volunteer(site, notice_hours=48)
    stale = volunteer(site, alias="Stale", confirmed_on=date(2026, 10, 1))
    silent = volunteer(site, alias="Silent", confirmed_on=None)

    for who, refusal in ((careful, TooSoon), (stale, TooSoon), (silent, VolunteerUnavailable)):
        with pytest.raises(refusal):
            hold(site, who)

    assert hold(site, careful, stale, at=berlin(5, 10)).volunteer_id in (careful, stale)


@pytest.mark.parametrize("state", [state for state in VolunteerState if state is not VolunteerState.ACTIVE])
def test_only_active_volunteers_are_held(site: Site, state: VolunteerState) -> None:
    alder = volunteer(site, state=state)

    with pytest.raises(VolunteerUnavailable):
        hold(site, alder)


@pytest.mark.parametrize("wish", [{"format": "video-call"}, {"language": "uk"}, {"format": ""}, {"language": "ru'--"}])
def test_unknown_ways_of_meeting_are_refused(site: Site, wish: dict[str, Any]) -> None:
    alder = volunteer(site)

    with pytest.raises(NotMetLikeThat):
        hold(site, alder, **wish)


def test_unknown_volunteer_is_refused(site: Site) -> None:
    with pytest.raises(NotMetLikeThat):
        hold(site, b"nobody" * 3)


def test_day_cap_counts_holds(site: Site) -> None:
    alder = volunteer(site, day_cap=2, caseload_cap=10)
    hold(site, alder)
    hold(site, alder, at=TUESDAY_11)

    with pytest.raises(OutsideHours):
        hold(site, alder, at=berlin(3, 12))

    assert hold(site, alder, at=berlin(4, 12))


def test_external_time_blocks_although_the_guard_lets_it(site: Site) -> None:
    alder = volunteer(site)
    with site.db.writing() as db:
        db.add(Occupancy(volunteer_id=alder, kind="external", starts_at=TUESDAY_10, blocked_until=TUESDAY_10 + 900))

    with pytest.raises(SlotTaken):
        hold(site, alder)


def test_caseload_counts_those_who_hold(site: Site) -> None:
    alder = volunteer(site, caseload_cap=2)
    booked(site, "Ash", alder)
    hold(site, alder, at=TUESDAY_11)

    with pytest.raises(VolunteerUnavailable):
        hold(site, alder, at=berlin(4, 10))


def test_full_caseload_lets_those_in_who_are_known(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site, caseload_cap=1)
    booked(site, "Ash", alder)
    clock.at = TUESDAY_11

    again = booked(site, "Ash", alder, at=berlin(4, 10))

    assert again.row.session_number == 2


def test_holds_take_a_fifth_of_the_days_ahead_at_most(site: Site) -> None:
    # From Monday noon in Berlin (13:00) on, 14 days hold 4 + 4 * 8 + 5 * 8 + 4 = 80 open hours: a fifth is 16.
    alder = volunteer(site, caseload_cap=100)
    for start_at in (berlin(day, hour) for day in (3, 4) for hour in range(9, 17)):
        hold(site, alder, at=start_at)

    with pytest.raises(TooManyHeld):
        hold(site, alder, at=berlin(5, 9))

    assert len(taken(site.db)) == 16


def test_share_does_not_bind_those_who_are_known(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site, caseload_cap=100, hours=[(1, 540, 660), (2, 540, 660)])
    booked(site, "Ash", alder)
    clock.at = TUESDAY_11
    hold(site, alder, at=berlin(4, 9))

    with pytest.raises(TooManyHeld):
        hold(site, alder, at=berlin(4, 10))

    assert booked(site, "Ash", alder, at=berlin(4, 10))


def test_release_frees_the_time_once(site: Site) -> None:
    alder = volunteer(site)
    held = hold(site, alder)

    for _ in range(2):
        with site.db.writing() as db:
            booking.release(db, held)

    assert taken(site.db) == []


def test_released_hold_does_not_free_what_another_holds(site: Site) -> None:
    alder = volunteer(site)
    held = hold(site, alder)
    with site.db.writing() as db:
        booking.release(db, held)
    hold(site, alder)

    with site.db.writing() as db:
        booking.release(db, held)

    assert len(taken(site.db)) == 1


def test_prolonged_once_even_when_pressed_twice(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site)
    held = hold(site, alder)
    clock.advance(seconds=200)

    with site.db.writing() as db:
        longer = booking.prolong(db, site, held)
    with site.db.writing() as db:
        again = booking.prolong(db, site, held)

    assert longer == again
    assert longer.expires_at == NOW + 600
    with site.db.writing() as db, pytest.raises(HoldNotProlonged):
        booking.prolong(db, site, longer)
    assert book(site, "Ash", longer).row.starts_at == TUESDAY_10


def test_prolonging_too_late_or_with_a_forged_token_is_refused(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site)
    held = hold(site, alder)
    forged = booking.HeldSlot(
        b"\0" * 32, alder, held.starts_at, held.ends_at, held.expires_at, held.format, held.language
    )

    with site.db.writing() as db, pytest.raises(HoldExpired):
        booking.prolong(db, site, forged)
    clock.advance(seconds=300)
    with site.db.writing() as db, pytest.raises(HoldExpired):
        booking.prolong(db, site, held)


def test_someone_else_at_the_same_time(site: Site) -> None:
    alder, birch = volunteer(site), volunteer(site, alias="Other")
    held = hold(site, alder)

    with site.db.writing() as db:
        other = booking.someone_else(db, site, held, candidates=[alder, birch])

    assert (other.volunteer_id, other.starts_at) == (birch, TUESDAY_10)
    assert len(taken(site.db)) == 1
    assert book(site, "Ash", other)


def test_nobody_else_keeps_what_was_held(site: Site) -> None:
    alder, birch = volunteer(site), volunteer(site, alias="Other")
    held = hold(site, alder)
    hold(site, birch)

    for candidates in ([], [alder], [alder, birch]):
        with site.db.writing() as db, pytest.raises(NobodyElse):
            booking.someone_else(db, site, held, candidates=candidates)

    assert book(site, "Ash", held).row.volunteer_id == alder


def test_another_time_may_overlap_the_one_it_replaces(site: Site) -> None:
    alder = volunteer(site, step_minutes=30)
    held = hold(site, alder)

    other = hold(site, alder, at=TUESDAY_10 + 1800, instead_of=held)

    assert taken(site.db) == [("hold", TUESDAY_10 + 1800, TUESDAY_10 + 1800 + HOUR)]
    assert other.token != held.token


def test_another_time_that_is_taken_leaves_the_one_there_was(site: Site) -> None:
    alder = volunteer(site)
    held = hold(site, alder)
    hold(site, alder, at=TUESDAY_11)

    with pytest.raises(SlotTaken):
        hold(site, alder, at=TUESDAY_11, instead_of=held)

    assert book(site, "Ash", held)


def test_the_least_booked_of_their_own_hours_is_chosen(site: Site) -> None:
    many = volunteer(site, alias="Many hours", hours=[(day, 540, 1020) for day in range(5)])
    few = volunteer(site, alias="Few hours", hours=[(1, 540, 780)])
    booked(site, "Ash", many, at=berlin(3, 9))
    booked(site, "Beech", many, at=berlin(4, 9))
    booked(site, "Chestnut", few, at=berlin(3, 9))

    held = hold(site, many, few, at=TUESDAY_10)

    assert held.volunteer_id == many  # 2 of 40 hours are less than 1 of 4


def test_who_knows_the_person_comes_first(site: Site, clock: FixedClock) -> None:
    alder, birch = volunteer(site), volunteer(site, BIRCH)
    booked(site, "Ash", birch, at=TUESDAY_10)
    clock.at = TUESDAY_11
    with site.db.reading() as db:
        known = booking.acquainted(db, wallet("Ash"))

    held = hold(site, alder, birch, at=berlin(4, 10), known=known)

    assert set(known) == {birch}
    assert held.volunteer_id == birch


def test_holding_touches_no_account_and_counts_nobody(site: Site) -> None:
    alder = volunteer(site)

    hold(site, alder)

    assert amounts(site.db) == {
        "occupancy": 1, "appointment": 0, "ticket_state": 0, "outbox": 0, "month_count": 0, "account": 0
    }  # fmt: skip


def test_a_suspended_volunteer_is_skipped(site: Site) -> None:
    alder, birch = volunteer(site), volunteer(site, alias="Other")
    change_volunteer(site, alder, state=VolunteerState.SUSPENDED)

    assert hold(site, alder, birch).volunteer_id == birch
