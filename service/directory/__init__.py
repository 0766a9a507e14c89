"""Who can be met when: each process's own snapshot of all volunteers, searched without a database.

It is read anew at most once a second, and at once after this process's own writes (`touched`). It may be a second
behind; the database's guard decides. Must not write, and never learns who asks.
"""

from collections.abc import Iterable
from datetime import date
from threading import Lock

from sqlalchemy import event
from sqlalchemy.orm import Session

from scheduling.errors import NotOffered
from service import policy as rules
from service.clock import Clock, utc_date
from service.db import Database
from service.directory import load
from service.directory.member import Member
from service.directory.paging import ANYBODY, SHOWN, Day, NoSuchWeek, Page, Search, Seeker, Time, query_of
from service.directory.snapshot import Snapshot
from service.directory.words import PersonCard, TermLine, Word, Words, card_of, words_of
from service.policy import Policy
from service.store import snapshot as rows
from service.store import terms as term_rows
from service.store import volunteers as volunteer_rows
from service.wishes import Vocabulary, Wishes

__all__ = [
    "ANYBODY",
    "Day",
    "Directory",
    "Member",
    "NoSuchWeek",
    "Page",
    "PersonCard",
    "Seeker",
    "Time",
    "Word",
    "Words",
]

LOOK_BACK = 256
"""Versions below the highest seen that are looked at again: transactions commit in another order than they count."""
COMPARE_ALL_SECONDS = 60
MOST_ASKED = 100
"""So many are asked why they cannot be met at one time: each answer costs as much as a page's whole search."""


class Directory:
    """Answer who is free when. Safe to share between threads."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Stand ready; nothing is read before the first question."""
        self._database = database
        self._clock = clock
        self._lock = Lock()
        self._snapshot: Snapshot | None = None
        self._checked_at = 0
        self._compared_at = 0
        self._touched: set[bytes] = set()
        self._touches = self._touches_seen = 0

    def touched(self, volunteer_ids: Iterable[bytes] = ()) -> None:
        """Read these volunteers anew before the next answer; to be called after the commit of a change."""
        with self._lock:
            self._touched.update(volunteer_ids)
            self._touches += 1

    def changed(self, db: Session, volunteer_ids: Iterable[bytes]) -> None:
        """Count a change of these volunteers, in its own transaction; after the commit they are read anew."""
        ids = tuple(volunteer_ids)
        volunteer_rows.bump(db, ids)
        event.listen(db, "after_commit", lambda _: self.touched(ids), once=True)

    def search(
        self,
        wishes: Wishes,
        *,
        zone: str,
        page: int | None = None,
        on: date | None = None,
        from_at: int | None = None,
        seeker: Seeker = ANYBODY,
        limit: int = SHOWN,
    ) -> Page:
        """Return the times that fit: of the date `on`, of week number `page`, or (neither given) the earliest.

        `from_at` leaves out starts before it. No SQL while the snapshot is fresh.

        Raises: UnknownZone, NoSuchWeek.
        """
        search = self._search(wishes, zone=zone, from_at=from_at, seeker=seeker)
        if on is not None:
            return search.day(on)
        return search.earliest(limit) if page is None else search.week(page, limit)

    def nearest(
        self, wishes: Wishes, *, zone: str, at: int, seeker: Seeker = ANYBODY, limit: int = 6
    ) -> tuple[Time, ...]:
        """Return the free times nearest to one that was lost, in order of time.

        Raises: UnknownZone.
        """
        return self._search(wishes, zone=zone, from_at=None, seeker=seeker).nearest(at, limit)

    def starts(
        self, wishes: Wishes, *, zone: str, from_at: int, until_at: int, limit: int, seeker: Seeker = ANYBODY
    ) -> tuple[int, ...]:
        """Return every start that fits in `[from_at, until_at)`, on the five-minute grid, for machines.

        Raises: UnknownZone.
        """
        return self._search(wishes, zone=zone, from_at=from_at, seeker=seeker).starts(until_at, limit)

    def candidates(self, wishes: Wishes, *, zone: str, start_at: int, seeker: Seeker = ANYBODY) -> tuple[bytes, ...]:
        """Return everyone who fits and is free at one start; who of them gets it is for fairness to say.

        Raises: UnknownZone.
        """
        return self._search(wishes, zone=zone, from_at=None, seeker=seeker).free_at(start_at)

    def refusals(self, start_at: int, *, seeker: Seeker = ANYBODY) -> frozenset[type[NotOffered]]:
        """Return what keeps those who meet people from one start; of very many, those are asked who are busy then."""
        now, snapshot = self._clock.now(), self._current()
        here = [each for each in snapshot.members.values() if each.is_offered]
        met = (
            each.why_not(start_at, policy=snapshot.policy, now=now, case_tag=seeker.known.get(each.volunteer_id))
            for each in sorted(here, key=lambda each: not each.is_busy_at(start_at))[:MOST_ASKED]
        )
        return frozenset(each.refusal for each in met if each is not None)

    def person_card(self, volunteer_id: bytes, language: str) -> PersonCard | None:
        """Return what people may see of a volunteer, in words of a language."""
        snapshot = self._current()
        member = snapshot.members.get(volunteer_id)
        return card_of(member, snapshot.lines, language) if member else None

    def member(self, volunteer_id: bytes) -> Member | None:
        """Return a volunteer as the directory holds them."""
        return self._current().members.get(volunteer_id)

    def terms(self, language: str) -> Words:
        """Return the words that can be chosen, in a language."""
        return words_of(self._current().lines, language)

    def languages(self) -> tuple[str, ...]:
        """Return the codes of languages that offered volunteers speak, the most spoken first."""
        return self._current().vocabulary.languages

    def vocabulary(self) -> Vocabulary:
        """Return all that can be wished for now, to check wishes against."""
        return self._current().vocabulary

    def policy(self) -> Policy:
        """Return the organisation's rules as of the last second."""
        return self._current().policy

    def version(self) -> int:
        """Return the highest version of a volunteer that has been read."""
        return self._current().version

    def _search(self, wishes: Wishes, *, zone: str, from_at: int | None, seeker: Seeker) -> Search:
        now = self._clock.now()
        snapshot = self._current()
        query = query_of(wishes, seeker, zone=zone, from_at=max(now, from_at or 0))
        return Search(snapshot.board_for(seeker.known, now), query, zone, now)

    def _current(self) -> Snapshot:
        """Return the snapshot, read anew when it is due.

        Only one thread reads at a time; meanwhile others answer from the snapshot before, unless this process has
        written since.
        """
        now = self._clock.now()
        snapshot = self._snapshot
        if snapshot is None or self._touches != self._touches_seen:
            with self._lock:
                return self._refreshed(now)
        if now != self._checked_at and self._lock.acquire(blocking=False):
            try:
                return self._refreshed(now)
            finally:
                self._lock.release()
        return snapshot

    def _refreshed(self, now: int) -> Snapshot:
        """Read what changed, under the lock; nothing when another thread has just done so."""
        if self._snapshot and now == self._checked_at and self._touches == self._touches_seen:
            return self._snapshot
        with self._database.reading() as db:
            snapshot = self._read(db, now)
        self._snapshot = snapshot.without_expired(now)
        self._checked_at = now
        self._touched.clear()
        self._touches_seen = self._touches
        return self._snapshot

    def _read(self, db: Session, now: int) -> Snapshot:
        lines = tuple(TermLine(term.slug, term.sort, term.labels) for term in term_rows.active(db))
        policy = rules.load(db)
        old = self._snapshot
        if old is None or old.read_on != utc_date(now) or old.policy != policy:
            return self._read_all(db, lines, policy, now)
        return self._read_changes(db, old, lines, now)

    def _read_all(self, db: Session, lines: tuple[TermLine, ...], policy: Policy, now: int) -> Snapshot:
        versions = rows.versions(db, since=0)
        everyone = load.members(db, list(versions), now=now)
        self._compared_at = now
        return Snapshot.of(everyone, lines=lines, policy=policy, version=max(versions.values(), default=0), now=now)

    def _read_changes(self, db: Session, old: Snapshot, lines: tuple[TermLine, ...], now: int) -> Snapshot:
        compare_all = not 0 <= now - self._compared_at < COMPARE_ALL_SECONDS
        versions = rows.versions(db, since=0 if compare_all else old.version - LOOK_BACK)
        changed = {
            key for key, version in versions.items() if key not in old.members or old.members[key].version != version
        }
        changed |= self._touched
        loaded = load.members(db, sorted(changed), now=now)
        gone = changed - {each.volunteer_id for each in loaded}
        if compare_all:
            gone |= old.members.keys() - versions.keys()
            self._compared_at = now
        if not (changed or gone or lines != old.lines):
            return old
        newest = max(old.version, *versions.values(), 0)
        return old.changed(loaded, gone & old.members.keys(), lines=lines, version=newest, now=now)
