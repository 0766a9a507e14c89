"""What is held becomes a session that only its client finds again; quotas and second taps included."""

from dataclasses import replace

import pytest
from sqlalchemy import event

from scheduling.errors import (
    FirstSessionFirst,
    HoldExpired,
    OutsideHours,
    ProgrammeQuotaReached,
    UpcomingQuotaReached,
    VolunteerUnavailable,
)
from scheduling.localtime import tzdata_version
from service import booking, policy
from service.clock import FixedClock, month_number, utc_date
from service.crypto.tickets import alias_for, case_tag
from service.models import Base, OpeningException, Outbox, VolunteerState
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
    mine,
    taken,
    volunteer,
)

HOUR, WEEK = 3600, 7 * 86400


def test_book_writes_everything_once(site: Site) -> None:
    alder = volunteer(site)
    held = hold(site, alder)

    found = book(site, "Ash", held)

    tag = case_tag(wallet("Ash"), alder)
    expected = booking.AppointmentRow(
        id=found.row.id, ticket_hash=found.row.ticket_hash, volunteer_id=alder, occupancy_id=found.row.occupancy_id,
        case_tag=tag, alias=alias_for(tag, "ru"), starts_at=TUESDAY_10, ends_at=TUESDAY_10 + 50 * 60,
        zone="Europe/Berlin", wall_start="2026-11-03 10:00", tzdata_version=tzdata_version(), format="text",
        language="ru", session_number=1, sequence=0, state="booked", ended_by=None, news=None,
    )  # fmt: skip
    assert (found.n, found.is_used, found.row) == (0, True, expected)
    assert mine(site, "Ash") == [expected]
    assert taken(site.db) == [("appointment", TUESDAY_10, TUESDAY_10 + HOUR)]
    assert amounts(site.db) == {
        "occupancy": 1, "appointment": 1, "ticket_state": 1, "outbox": 1, "month_count": 1, "account": 0
    }  # fmt: skip


def test_rows_have_the_columns_of_the_table() -> None:
    assert tuple(Base.metadata.tables["appointment"].c.keys()) == booking.AppointmentRow._fields


def test_volunteer_is_told_without_content_and_counts_name_nobody(site: Site) -> None:
    alder = volunteer(site)

    booked(site, "Ash", alder)
    booked(site, "Beech", alder, at=TUESDAY_11)

    with site.db.reading() as db:
        letters = [(letter.volunteer_id, letter.what) for letter in db.query(Outbox)]
        counts = db.connection().exec_driver_sql("SELECT month, language, kind, what, n FROM month_count").all()
    assert letters == [(alder, "news")]
    assert [tuple(row) for row in counts] == [(month_number(NOW), "ru", "psychologist", "booked", 2)]


def test_directories_learn_of_it(site: Site) -> None:
    alder = volunteer(site)
    before = site.directory.version()

    booked(site, "Ash", alder)
    site.directory.touched([alder])

    assert site.directory.version() > before


def test_the_same_form_again_gets_the_first_answer(site: Site) -> None:
    alder = volunteer(site)
    held = hold(site, alder)

    first = book(site, "Ash", held, n=0)
    second = book(site, "Ash", held, n=0)

    assert first == second
    assert amounts(site.db)["appointment"] == 1


def test_the_same_form_after_cancelling_gets_what_became_of_it(site: Site) -> None:
    alder = volunteer(site)
    held = hold(site, alder)
    book(site, "Ash", held, n=0)
    with site.db.writing() as db:
        booking.cancel(db, site, wallet_key=wallet("Ash"), n=0)

    again = book(site, "Ash", held, n=0)

    assert again.row.state == "cancelled"
    assert taken(site.db) == []


def test_a_cancelled_time_can_be_booked_anew(site: Site) -> None:
    alder = volunteer(site)
    booked(site, "Ash", alder)
    with site.db.writing() as db:
        booking.cancel(db, site, wallet_key=wallet("Ash"), n=0)

    again = booked(site, "Ash", alder)

    assert (again.n, again.row.state, again.row.session_number) == (1, "booked", 1)


def test_the_same_number_for_another_time_gets_the_next_one(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site)
    booked(site, "Ash", alder)
    clock.at = TUESDAY_11
    held = hold(site, alder, at=berlin(4, 10))

    found = book(site, "Ash", held, n=0)
    again = book(site, "Ash", held, n=0)

    assert found.n == 1
    assert again == found
    assert len(mine(site, "Ash")) == 2


@pytest.mark.parametrize("n", [-1, 7, 511, 10**12])
def test_a_forged_number_makes_no_gap(site: Site, n: int) -> None:
    alder = volunteer(site)

    found = book(site, "Ash", hold(site, alder), n=n)

    assert found.n == 0


def test_an_expired_hold_is_told_and_changes_nothing(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site)
    held = hold(site, alder)
    before = amounts(site.db)
    clock.at = held.expires_at

    with pytest.raises(HoldExpired):
        book(site, "Ash", held)

    assert amounts(site.db) == before


def test_a_forged_hold_books_nothing(site: Site) -> None:
    alder = volunteer(site)
    held = hold(site, alder)

    with pytest.raises(HoldExpired):
        book(site, "Ash", replace(held, token=b"\0" * 32))
    with pytest.raises(HoldExpired):
        book(site, "Ash", replace(held, token=b""))

    assert mine(site, "Ash") == []


def test_a_hold_serves_one_person_only(site: Site) -> None:
    alder = volunteer(site)
    held = hold(site, alder)
    book(site, "Ash", held)

    with pytest.raises(HoldExpired):
        book(site, "Beech", held)

    assert mine(site, "Beech") == []


@pytest.mark.parametrize("state", [VolunteerState.SUSPENDED, VolunteerState.PAUSED, VolunteerState.LEFT])
def test_a_volunteer_gone_meanwhile_is_told(site: Site, state: VolunteerState) -> None:
    alder = volunteer(site)
    held = hold(site, alder)
    before = amounts(site.db)
    change_volunteer(site, alder, state=state)

    with pytest.raises(VolunteerUnavailable):
        book(site, "Ash", held)

    assert amounts(site.db) == before


def test_hours_closed_meanwhile_are_told(site: Site) -> None:
    alder = volunteer(site)
    held = hold(site, alder)
    with site.db.writing() as db:
        db.add(
            OpeningException(volunteer_id=alder, effect="block", starts_at=TUESDAY_10 - HOUR, ends_at=TUESDAY_10 + HOUR)
        )

    with pytest.raises(OutsideHours):
        book(site, "Ash", held)


def test_a_clock_changed_by_law_meanwhile_is_told(site: Site) -> None:
    # As if the volunteer's clocks were put an hour on between search and booking: 10:00 there is 9:00 now.
    alder = volunteer(site, hours=[(1, 600, 660)])
    held = hold(site, alder)
    with site.db.writing() as db:
        db.connection().exec_driver_sql("UPDATE opening_rule SET zone = 'Europe/Kyiv'")

    with pytest.raises(OutsideHours):
        book(site, "Ash", held)


def test_notice_counts_from_when_the_time_was_shown(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site, notice_hours=21)
    clock.at = TUESDAY_10 - 21 * HOUR
    held = hold(site, alder)
    clock.advance(seconds=299)

    assert book(site, "Ash", held)


def test_a_full_caseload_is_told_to_the_one_who_comes_last(site: Site) -> None:
    alder = volunteer(site, caseload_cap=2)
    first, second = hold(site, alder), hold(site, alder, at=TUESDAY_11)
    change_volunteer(site, alder, caseload_cap=1)
    book(site, "Ash", first)

    with pytest.raises(VolunteerUnavailable):
        book(site, "Beech", second)


def test_one_ahead_until_the_first_was_held(site: Site, clock: FixedClock) -> None:
    alder, birch = volunteer(site), volunteer(site, BIRCH)
    booked(site, "Ash", alder)

    with pytest.raises(FirstSessionFirst):
        booked(site, "Ash", birch, at=TUESDAY_11)

    clock.at = TUESDAY_10 + HOUR
    assert booked(site, "Ash", birch, at=berlin(4, 10))
    assert booked(site, "Ash", birch, at=berlin(4, 11))
    with pytest.raises(UpcomingQuotaReached):
        booked(site, "Ash", birch, at=berlin(4, 12))


def test_five_in_a_programme_counted_after_rows_are_gone(site: Site, clock: FixedClock) -> None:
    alder = volunteer(site, horizon_days=60)
    for week in range(5):
        booked(site, "Ash", alder, at=TUESDAY_10 + week * WEEK)
        clock.at = TUESDAY_10 + week * WEEK + HOUR
        change_volunteer(site, alder, confirmed_on=utc_date(clock.at))
    with site.db.writing() as db:
        db.connection().exec_driver_sql("DELETE FROM appointment")

    with pytest.raises(ProgrammeQuotaReached):
        booked(site, "Ash", alder, at=TUESDAY_10 + 5 * WEEK)

    with site.db.reading() as db:
        assert booking.next_n(db, wallet("Ash")) == 5
        refusal = booking.why_not_one_more(db, site, wallet("Ash"), policy=policy.load(db))
    assert isinstance(refusal, ProgrammeQuotaReached)


def test_a_refused_quota_leaves_the_hold(site: Site) -> None:
    alder, birch = volunteer(site), volunteer(site, BIRCH)
    booked(site, "Ash", alder)
    held = hold(site, birch, at=TUESDAY_11)

    with pytest.raises(FirstSessionFirst):
        book(site, "Ash", held)

    assert book(site, "Beech", held)


def test_aliases_differ_by_volunteer_and_stay(site: Site, clock: FixedClock) -> None:
    alder, birch = volunteer(site), volunteer(site, BIRCH)
    first = booked(site, "Ash", alder)
    clock.at = TUESDAY_11
    second = booked(site, "Ash", alder, at=berlin(4, 10), language="en", format="video")
    other = booked(site, "Ash", birch, at=berlin(4, 12))

    assert second.row.alias == first.row.alias
    assert second.row.case_tag == first.row.case_tag
    assert other.row.case_tag != first.row.case_tag


def test_booking_neither_reads_nor_writes_accounts(site: Site) -> None:
    alder = volunteer(site)
    said: list[str] = []

    def note(conn: object, cursor: object, statement: str, *rest: object) -> None:
        said.append(statement)

    event.listen(site.db.engine, "before_cursor_execute", note)
    booked(site, "Ash", alder)
    with site.db.writing() as db:
        booking.cancel(db, site, wallet_key=wallet("Ash"), n=0)
    event.remove(site.db.engine, "before_cursor_execute", note)

    assert len(said) > 20
    assert [each for each in said if "account" in each.lower()] == []
