"""What a person wishes for. It lives in the sealed visit and in the request, never in a column.

`parts` of the day are meant in the person's own zone, which is not part of the wishes. Must not know who wishes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, ClassVar

from scheduling.errors import Refusal


class Part(StrEnum):
    """A part of the day, by the person's clock."""

    MORNING = "morning"
    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"


PART_MINUTES: Mapping[Part, tuple[int, int]] = {
    Part.MORNING: (6 * 60, 12 * 60),
    Part.DAY: (12 * 60, 18 * 60),
    Part.EVENING: (18 * 60, 24 * 60),
    Part.NIGHT: (0, 6 * 60),
}
"""Wall-clock minutes `[start, end)` of each part; together they are the whole day."""


class UnknownWish(Refusal):
    """State that something was wished for that nobody can choose (`field`, `value`)."""

    msgid = "We do not know “%(value)s”. Please choose from the list; everything else is as you left it."


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Hold what can be wished for now: the slugs of active terms, and the languages volunteers speak."""

    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    parts: tuple[str, ...] = tuple(Part)


@dataclass(frozen=True, slots=True)
class Wishes:
    """Hold a person's wishes; what is empty or None does not matter to them.

    Within `formats`, `parts`, `topics` and `kinds` one of them is enough; of `attributes` each must be there.
    `later_than_at` leaves out earlier starts (unix seconds); `not_volunteers` are ids never to be offered.
    """

    language: str | None = None
    formats: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    later_than_at: int | None = None
    not_volunteers: tuple[bytes, ...] = ()

    LISTS: ClassVar[tuple[str, ...]] = ("formats", "parts", "topics", "kinds", "attributes")

    @property
    def is_empty(self) -> bool:
        """Tell whether anything at all would do."""
        return self == Wishes(not_volunteers=self.not_volunteers)

    def but(self, **changes: Any) -> "Wishes":
        """Return the wishes with some answers changed; lists are sorted, so that equal wishes are equal."""
        tidy: dict[str, Any] = {
            name: tuple(sorted(set(value))) if name in self.LISTS else value for name, value in changes.items()
        }
        return replace(self, **tidy)

    def avoiding(self, volunteer_id: bytes) -> "Wishes":
        """Return the wishes with one more person not to be offered."""
        return replace(self, not_volunteers=tuple(sorted({*self.not_volunteers, volunteer_id})))

    def checked(self, known: Vocabulary) -> "Wishes":
        """Return these wishes when all of them can be chosen.

        Raises: UnknownWish for the first that cannot.
        """
        if self.language is not None and self.language not in known.languages:
            raise UnknownWish(field="language", value=_short(self.language))
        for name in self.LISTS:
            for value in getattr(self, name):
                if value not in getattr(known, name):
                    raise UnknownWish(field=name, value=_short(value))
        return self

    def kept_to(self, known: Vocabulary) -> "Wishes":
        """Return the wishes less words no longer in use, for those kept since an earlier page; the language stays."""
        lists: dict[str, Any] = {
            name: tuple(each for each in getattr(self, name) if each in getattr(known, name)) for name in self.LISTS
        }
        return replace(self, **lists)

    def as_dict(self) -> dict[str, Any]:
        """Return a plain dictionary for the sealed visit (JSON types; ids in hex), without what is empty."""
        plain: dict[str, Any] = {name: list(getattr(self, name)) for name in self.LISTS if getattr(self, name)}
        if self.language is not None:
            plain["language"] = self.language
        if self.later_than_at is not None:
            plain["later_than_at"] = self.later_than_at
        if self.not_volunteers:
            plain["not_volunteers"] = [each.hex() for each in self.not_volunteers]
        return plain

    @classmethod
    def of_dict(cls, plain: Mapping[str, Any]) -> "Wishes":
        """Return the wishes of `as_dict()`; keys of another edition are left out."""
        known = {each.name for each in fields(cls)}
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in plain.items() if name in known
        }
        if "not_volunteers" in values:
            values["not_volunteers"] = tuple(bytes.fromhex(each) for each in values["not_volunteers"])
        return cls(**values)


def _short(value: str) -> str:
    return value[:40]
