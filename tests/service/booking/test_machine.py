"""Any actions in any order: the database never disagrees with a plain model of it, and no time is taken twice.

Hypothesis chooses who does what and how far the clock moves; the model says beforehand what must come of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from scheduling.errors import Refusal
from scheduling.programme import Quotas, why_not_book
from service import booking
from service.booking.own import walk
from service.clock import FixedClock
from service.models import Base
from service.site import Site
from tests.factories import NOW, wallet
from tests.promises.test_races import overlaps
from tests.service.booking.stories import berlin, book, hold, mine, settle, taken, volunteer
from tests.service.booking.test_change import cancel, cannot_come, move
from tests.service.booking.test_staff_change import call_off

HOUR, SESSION = 3600, 50 * 60
DEADLINE = 12 * HOUR
NAMES = ("Ash", "Beech", "Chestnut")
STARTS = tuple(berlin(day, hour, minute) for day in (3, 4) for hour in (10, 11) for minute in (0, 30))
names, starts, whiches = st.sampled_from(NAMES), st.sampled_from(STARTS), st.integers(0, 11)


@dataclass
class Entry:
    """One session as the model sees it."""

    who: bytes
    start_at: int
    state: str = "booked"
    is_used: bool = True


@dataclass
class Model:
    """What ought to be there."""

    holds: dict[bytes, booking.HeldSlot] = field(default_factory=dict)
    sessions: dict[str, list[Entry]] = field(default_factory=lambda: {name: [] for name in NAMES})

    def is_free(self, who: bytes, start_at: int, now: int, *, but: Entry | None = None) -> bool:
        """Tell whether a volunteer's hour from `start_at` is free."""
        held = [each.starts_at for each in self.holds.values() if each.volunteer_id == who and each.expires_at > now]
        entries = [each for entries in self.sessions.values() for each in entries if each.state != "cancelled"]
        booked = [each.start_at for each in entries if each.who == who and each is not but]
        return all(abs(start_at - other) >= HOUR for other in held + booked)

    def quota(self, name: str, now: int) -> Refusal | None:
        """Return the quota that a person has reached."""
        own = self.sessions[name]
        ahead = sum(each.state == "booked" and each.start_at + SESSION > now for each in own)
        held = sum(
            each.state == "fulfilled" or (each.state == "booked" and each.start_at + SESSION <= now) for each in own
        )
        return why_not_book(upcoming=ahead, used=sum(each.is_used for each in own), held=held, quotas=Quotas())


def has_sessions(machine: "Booking") -> bool:
    """Tell whether anything was booked yet."""
    return any(machine.model.sessions.values())


class Booking(RuleBasedStateMachine):
    """Two volunteers, three people, eight starts that overlap by halves."""

    slots = Bundle("slots")

    def __init__(self, site: Site, clock: FixedClock) -> None:
        """Begin with nothing booked."""
        super().__init__()
        self.site, self.clock, self.model = site, clock, Model()
        clock.at = NOW
        with site.db.writing() as db:
            for table in reversed(Base.metadata.sorted_tables):
                db.execute(table.delete())
        self.alder = volunteer(site, alias="Alder", step_minutes=30, caseload_cap=50)
        self.birch = volunteer(site, alias="Birch", step_minutes=30, caseload_cap=50)

    @rule(target=slots, start_at=starts, with_birch=st.booleans())
    def hold(self, start_at: int, with_birch: bool) -> Any:
        """Somebody holds a time."""
        who = self.birch if with_birch else self.alder
        expected = None if self.model.is_free(who, start_at, self.clock.at) else "SlotTaken"
        held = self.told(lambda: hold(self.site, who, at=start_at), self.past(start_at) or expected)
        if held:
            self.model.holds[held.token] = held
        return held

    @rule(held=slots, name=names)
    def book(self, held: booking.HeldSlot | None, name: str) -> None:
        """A person books what is held, or sends the same form again."""
        if held is None:
            return
        own = self.model.sessions[name]
        if any((each.who, each.start_at, each.state) == (held.volunteer_id, held.starts_at, "booked") for each in own):
            self.told(lambda: book(self.site, name, held), None)
            return
        alive = held.token in self.model.holds and held.expires_at > self.clock.at
        refusal = self.model.quota(name, self.clock.at)
        expected = type(refusal).__name__ if refusal else self.past(held.starts_at)
        if self.told(lambda: book(self.site, name, held), expected if alive else "HoldExpired"):
            del self.model.holds[held.token]
            own.append(Entry(held.volunteer_id, held.starts_at))

    @rule(name=names, start_at=starts, with_birch=st.booleans())
    def hold_and_book(self, name: str, start_at: int, with_birch: bool) -> None:
        """A person goes all the way."""
        self.book(self.hold(start_at, with_birch), name)

    @precondition(has_sessions)
    @rule(which=whiches, start_at=starts)
    def move(self, which: int, start_at: int) -> None:
        """A person moves one of their sessions."""
        name, n, entry = self.session(which)
        if entry.state == "booked" and entry.start_at == start_at:
            return
        expected = self.why_not_change(entry, "TooLateToMove") or self.past(start_at)
        if not expected and not self.model.is_free(entry.who, start_at, self.clock.at, but=entry):
            expected = "SlotTaken"
        if self.told(lambda: move(self.site, name, start_at, n=n), expected):
            entry.start_at = start_at

    @precondition(has_sessions)
    @rule(which=whiches, is_late=st.booleans())
    def cancel(self, which: int, is_late: bool) -> None:
        """A person cancels, or says that they cannot come."""
        name, n, entry = self.session(which)
        if entry.state == "cancelled":
            return
        expected = self.why_not_change(entry, "TooLateToCancel")
        stays_used = is_late and expected == "TooLateToCancel"
        action = cannot_come if is_late else cancel
        if self.told(lambda: action(self.site, name, n=n), None if stays_used else expected):
            entry.state, entry.is_used = "cancelled", stays_used

    @precondition(has_sessions)
    @rule(which=whiches)
    def call_off(self, which: int) -> None:
        """A volunteer cannot make it."""
        name, _, entry = self.session(which)
        if entry.state != "booked":
            return
        row = next(row for row in mine(self.site, name) if row.is_booked and row.starts_at == entry.start_at)
        expected = "AppointmentOver" if self.clock.at >= entry.start_at else None
        if self.told(lambda: call_off(self.site, entry.who, row.id), expected):
            entry.state, entry.is_used = "cancelled", False

    @rule(seconds=st.sampled_from([1, 300, HOUR, 6 * HOUR]))
    def time_passes(self, seconds: int) -> None:
        """The clock moves, and what is over is settled."""
        self.clock.advance(seconds=seconds)
        settle(self.site)
        for entry in (each for entries in self.model.sessions.values() for each in entries):
            if entry.state == "booked" and entry.start_at + SESSION <= self.clock.at:
                entry.state = "fulfilled"

    @invariant()
    def nobody_is_booked_twice(self) -> None:
        """No two rows of a volunteer share time."""
        assert overlaps(self.site.db) == 0

    @invariant()
    def database_and_model_agree(self) -> None:
        """Everybody finds just what they have, and every booked session takes time."""
        for name, entries in self.model.sessions.items():
            with self.site.db.reading() as db:
                own = walk(db, wallet(name))
            found = [
                (each.n, each.row.starts_at, each.row.volunteer_id, each.row.state, each.is_used)
                for each in own.sessions
            ]
            expected = [(n, each.start_at, each.who, each.state, each.is_used) for n, each in enumerate(entries)]
            assert sorted(found) == expected
        kept = [each for entries in self.model.sessions.values() for each in entries if each.state != "cancelled"]
        assert [start for kind, start, _ in taken(self.site.db) if kind == "appointment"] == sorted(
            each.start_at for each in kept
        )

    def session(self, which: int) -> tuple[str, int, Entry]:
        """Return one of all sessions there ever were: whose, under which ticket number, and what it is."""
        everyone = [(name, n, each) for name, own in self.model.sessions.items() for n, each in enumerate(own)]
        return everyone[which % len(everyone)]

    def past(self, start_at: int) -> str | None:
        """Return the refusal of a time that has passed."""
        return "PastTime" if start_at <= self.clock.at else None

    def why_not_change(self, entry: Entry, too_late: str) -> str | None:
        """Return what keeps a person from changing a session."""
        if entry.state != "booked" or self.clock.at >= entry.start_at:
            return "AppointmentOver"
        return too_late if self.clock.at > entry.start_at - DEADLINE else None

    def told(self, action: Callable[[], Any], expected: str | None) -> Any:
        """Do it; return the answer when it was expected to work, and check the refusal otherwise."""
        if expected is None:
            return action()
        with pytest.raises(Refusal) as refused:
            action()
        assert type(refused.value).__name__ == expected
        return None


def _machine(site: Site, clock: FixedClock) -> type[RuleBasedStateMachine]:
    """Return the machine on one test's installation."""

    class OnThisSite(Booking):
        def __init__(self) -> None:
            super().__init__(site, clock)

    return OnThisSite


def test_any_order_of_any_actions(site: Site, clock: FixedClock) -> None:
    quick = settings(max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))

    run_state_machine_as_test(_machine(site, clock), settings=quick)


@pytest.mark.long
def test_any_order_of_any_actions_for_long(site: Site, clock: FixedClock) -> None:
    thorough = settings(
        max_examples=300, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
    )

    run_state_machine_as_test(_machine(site, clock), settings=thorough)
