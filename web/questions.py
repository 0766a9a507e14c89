"""The questions about what matters to a person, and their answers as short labels. Reads nothing, decides nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from service.directory import Words
from service.wishes import Part, Wishes
from web.formats import formats
from web.languages import N_

PART_LABELS: Final = {
    Part.MORNING: N_("Morning, 6 to 12"),
    Part.DAY: N_("Day, 12 to 18"),
    Part.EVENING: N_("Evening, 18 to 24"),
    Part.NIGHT: N_("Night, 0 to 6"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One page: the wish it asks for (`name`), why it is asked, and whether several answers are possible."""

    name: str
    title: str
    why: str
    any_number: bool = True


QUESTIONS: Final = (
    Question("language", N_("In which language would you like to talk?"),
             N_("So that you meet someone who speaks it well."), any_number=False),
    Question("formats", N_("How would you like to talk?"),
             N_("Not everyone offers everything. You can write only, too: nobody has to hear or see you.")),
    Question("parts", N_("Which part of the day suits you?"),
             N_("By your own clock; we check it before showing times.")),
    Question("topics", N_("What would you like to talk about?"),
             N_("Only to find someone who knows it well. It is not stored and nobody sees it.")),
    Question("kinds", N_("With whom would you like to talk?"), N_("Leave it open to find an earlier time.")),
)  # fmt: skip


def summary(wishes: Wishes, words: Words, *, language: str, say: Callable[[str], str]) -> tuple[str, ...]:
    """Return a person's wishes as short labels in their language, to show above the times."""
    labels = {
        word.slug: word.label
        for group in (words.kinds, words.topics, words.formats, words.attributes)
        for word in group
    }
    spoken = (formats(language).language_name(wishes.language),) if wishes.language else ()
    parts = tuple(say(PART_LABELS[Part(part)]) for part in wishes.parts)
    chosen = (*wishes.formats, *wishes.topics, *wishes.kinds, *wishes.attributes)
    return (*spoken, *parts, *(labels[slug] for slug in chosen if slug in labels))
