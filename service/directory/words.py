"""The organisation's words for help, and a volunteer's card, in one language of the reader.

A missing translation falls back to English, never from Ukrainian to Russian. It reads no database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from service.directory.member import Member
from service.models import TermSort

FALLBACK = "en"


class Word(NamedTuple):
    """Hold one term as it is shown: `label` in the reader's language."""

    slug: str
    label: str


@dataclass(frozen=True, slots=True)
class Words:
    """Hold the words that can be chosen, in the organisation's order."""

    kinds: tuple[Word, ...] = ()
    topics: tuple[Word, ...] = ()
    formats: tuple[Word, ...] = ()
    attributes: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class TermLine:
    """Hold one active term with all its labels."""

    slug: str
    sort: str
    labels: Mapping[str, str] = field(hash=False)

    def word(self, language: str) -> Word:
        """Return the term in a language."""
        return Word(self.slug, self.labels.get(language) or self.labels.get(FALLBACK) or self.slug)


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Hold what people may see of a volunteer before they choose; languages are codes, the rest is words.

    `about` is None when the volunteer wrote neither in the reader's language nor in English; `about_language` says
    which of the two it is.
    """

    volunteer_id: bytes
    alias: str
    words: Words
    languages: tuple[str, ...]
    about: str | None
    about_language: str | None
    qualification_checked: bool
    length_minutes: int


def words_of(lines: Iterable[TermLine], language: str) -> Words:
    """Return terms in a language, by what they describe."""
    sorted_out: dict[str, list[Word]] = {sort: [] for sort in TermSort}
    for line in lines:
        sorted_out[line.sort].append(line.word(language))
    return Words(
        kinds=tuple(sorted_out[TermSort.KIND]),
        topics=tuple(sorted_out[TermSort.TOPIC]),
        formats=tuple(sorted_out[TermSort.FORMAT]),
        attributes=tuple(sorted_out[TermSort.ATTRIBUTE]),
    )


def card_of(member: Member, lines: Iterable[TermLine], language: str) -> PersonCard:
    """Return a volunteer's card in a language."""
    spoken = next((each for each in (language, FALLBACK) if member.about.get(each)), None)
    return PersonCard(
        volunteer_id=member.volunteer_id,
        alias=member.alias,
        words=words_of((line for line in lines if line.slug in member.slugs), language),
        languages=member.languages,
        about=member.about[spoken] if spoken else None,
        about_language=spoken,
        qualification_checked=member.qualification_checked,
        length_minutes=member.terms.length_minutes if member.terms else 0,
    )
