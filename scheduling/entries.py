"""Volunteers as a search sees them: one entry each, and who has what as bits over all of them.

It holds and groups; `search` asks.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one volunteer on the board.

    `bits` are the starts of `slots.start_bits` on the board's grid.  `traits` are opaque words to filter by.
    `accepts_new` is false while the caseload is full; `fresh_until` is the instant until which the notice channel
    counts as freshly confirmed (unix seconds UTC, 0 for never).
    """

    volunteer_id: bytes
    bits: int
    notice_hours: int
    horizon_days: int
    traits: frozenset[str] = frozenset()
    accepts_new: bool = True
    fresh_until: int = 0


@dataclass(slots=True)
class Groups:
    """Hold who has what, as bits over the board's volunteers."""

    traits: dict[str, int] = field(default_factory=dict)
    notices: dict[tuple[int, int], int] = field(default_factory=dict)
    fresh_until: dict[int, int] = field(default_factory=dict)
    accepting: int = 0

    def add(self, index: int, entry: Entry) -> None:
        """Note what the volunteer at `index` has."""
        bit = 1 << index
        for trait in entry.traits:
            self.traits[trait] = self.traits.get(trait, 0) | bit
        notice = entry.notice_hours, entry.horizon_days
        self.notices[notice] = self.notices.get(notice, 0) | bit
        self.fresh_until[entry.fresh_until] = self.fresh_until.get(entry.fresh_until, 0) | bit
        if entry.accepts_new:
            self.accepting |= bit

    def remove(self, index: int, entry: Entry) -> None:
        """Forget what was noted for the volunteer at `index`."""
        others = ~(1 << index)
        for trait in entry.traits:
            self.traits[trait] &= others
        self.notices[entry.notice_hours, entry.horizon_days] &= others
        self.fresh_until[entry.fresh_until] &= others
        self.accepting &= others

    def copy(self) -> "Groups":
        """Give an independent copy."""
        return Groups(self.traits.copy(), self.notices.copy(), self.fresh_until.copy(), self.accepting)
