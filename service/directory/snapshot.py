"""Everyone at one moment: members, the board made of them, the organisation's words and rules.

A snapshot never changes, so that threads can share it; a change makes a new one. It reads no database and no clock.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from scheduling.entries import Entry
from scheduling.grid import Grid, floor_to_grid
from scheduling.localtime import DAY_SECONDS
from scheduling.search import Board
from service.clock import utc_date
from service.directory.member import Member
from service.directory.words import TermLine
from service.models import TermSort
from service.policy import Policy
from service.wishes import Vocabulary

LEAST_GRID_DAYS = 29


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Hold everyone at one moment.

    `version` is the highest seen, `read_on` the UTC date on which all was read, `next_expiry_at` when the next hold
    frees itself.
    """

    members: Mapping[bytes, Member]
    board: Board
    lines: tuple[TermLine, ...]
    policy: Policy
    vocabulary: Vocabulary
    version: int
    read_on: date
    next_expiry_at: int | None

    @classmethod
    def of(
        cls, members: Iterable[Member], *, lines: tuple[TermLine, ...], policy: Policy, version: int, now: int
    ) -> "Snapshot":
        """Make a snapshot of everyone anew. Costs some 50 us a volunteer."""
        everyone = {each.volunteer_id: each for each in members}
        grid = _grid(everyone.values(), now)
        entries = [each.entry(grid, policy=policy, now=now) for each in everyone.values()]
        return cls(
            members=everyone,
            board=Board.of(grid, entries, near_hours=policy.near_hours),
            lines=lines,
            policy=policy,
            vocabulary=_vocabulary(lines, everyone.values()),
            version=version,
            read_on=utc_date(now),
            next_expiry_at=_next_expiry(everyone.values(), now),
        )

    def changed(
        self, members: Iterable[Member], gone: Iterable[bytes], *, lines: tuple[TermLine, ...], version: int, now: int
    ) -> "Snapshot":
        """Return a snapshot in which these members stand anew and `gone` ones are no more."""
        newer = {each.volunteer_id: each for each in members}
        lost = frozenset(gone)
        everyone = {key: each for key, each in {**self.members, **newer}.items() if key not in lost}
        if lost or _days(newer.values()) > self.board.grid.weeks * 7 - 1:
            return Snapshot.of(everyone.values(), lines=lines, policy=self.policy, version=version, now=now)
        same_words = lines == self.lines and all(self._speaks_as_before(each) for each in newer.values())
        # Too early an expiry costs one look at everyone, too late a one would hide a free time.
        expiries = [self.next_expiry_at, _next_expiry(newer.values(), now)]
        return replace(
            self,
            members=everyone,
            board=self._board_with(newer.values(), now) if newer else self.board,
            lines=lines,
            vocabulary=self.vocabulary if same_words else _vocabulary(lines, everyone.values()),
            version=version,
            next_expiry_at=min((at for at in expiries if at is not None), default=None),
        )

    def without_expired(self, now: int) -> "Snapshot":
        """Return the snapshot with the holds free that expired by `now`; itself when there is none."""
        if self.next_expiry_at is None or now < self.next_expiry_at:
            return self
        due = [each for each in self.members.values() if each.holds_expired_by(now)]
        return replace(self, board=self._board_with(due, now), next_expiry_at=_next_expiry(self.members.values(), now))

    def board_for(self, known: Mapping[bytes, bytes], now: int) -> Board:
        """Return the board as one person sees it: the weekly times kept for them (case tag by volunteer) are free."""
        kept = [
            member.entry(self.board.grid, policy=self.policy, now=now, case_tag=case_tag)
            for volunteer_id, case_tag in known.items()
            if (member := self.members.get(volunteer_id)) and member.keeps_time_for(case_tag)
        ]
        return self.board.replaced(kept) if kept else self.board

    def _speaks_as_before(self, member: Member) -> bool:
        old = self.members.get(member.volunteer_id)
        return old is not None and (old.is_offered, old.languages) == (member.is_offered, member.languages)

    def _board_with(self, members: Iterable[Member], now: int) -> Board:
        entries: list[Entry] = [each.entry(self.board.grid, policy=self.policy, now=now) for each in members]
        return self.board.replaced(entries)


def _grid(members: Iterable[Member], now: int) -> Grid:
    """Return a grid from the beginning of the UTC day, so that it is good until the next one."""
    return Grid.around(floor_to_grid(now - now % DAY_SECONDS), days=max(_days(members), LEAST_GRID_DAYS))


def _days(members: Iterable[Member]) -> int:
    """Return the days the grid must reach from the beginning of the day."""
    return max((each.terms.horizon_days + 1 for each in members if each.terms), default=0)


def _next_expiry(members: Iterable[Member], now: int) -> int | None:
    return min((at for each in members if (at := each.next_expiry(now)) is not None), default=None)


def _vocabulary(lines: Iterable[TermLine], members: Iterable[Member]) -> Vocabulary:
    slugs: dict[str, list[str]] = {sort: [] for sort in TermSort}
    for line in lines:
        slugs[line.sort].append(line.slug)
    spoken = Counter(language for each in members if each.is_offered for language in each.languages)
    return Vocabulary(
        kinds=tuple(slugs[TermSort.KIND]),
        topics=tuple(slugs[TermSort.TOPIC]),
        formats=tuple(slugs[TermSort.FORMAT]),
        attributes=tuple(slugs[TermSort.ATTRIBUTE]),
        languages=tuple(sorted(spoken, key=lambda language: (-spoken[language], language))),
    )
