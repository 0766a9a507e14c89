"""Who gets a start that several volunteers could take.

It compares what it is told and must not look anything up; it keeps no memory of who had the last one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from hashlib import blake2b


@dataclass(frozen=True, slots=True)
class Candidate:
    """Hold one volunteer who is free: their ISO week so far, in minutes and in sessions.

    `continues` says that they accompany this person already.
    """

    volunteer_id: bytes
    open_minutes: int
    booked_minutes: int
    sessions: int
    continues: bool = False

    @property
    def share(self) -> Fraction:
        """Give the share of their own weekly hours that is used; a week without hours counts as used up."""
        return Fraction(self.booked_minutes, self.open_minutes) if self.open_minutes > 0 else Fraction(1)


def choose(candidates: Iterable[Candidate], *, rotation: bytes) -> Candidate:
    """Give the one who takes the start.

    1. Who accompanies the person already.
    2. The least share of their own weekly hours used, so that a few hours fill as slowly as many.
    3. The fewest sessions this week.
    4. A lot drawn from `rotation` (any bytes; up to 64 count): the same bytes draw the same lot.

    Raises: ValueError without candidates.
    """
    return min(candidates, key=lambda each: (not each.continues, each.share, each.sessions, _lot(each, rotation)))


def _lot(candidate: Candidate, rotation: bytes) -> bytes:
    return blake2b(candidate.volunteer_id, key=rotation[:64], digest_size=16).digest()
