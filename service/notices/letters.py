"""The three letters a volunteer can get. They say nothing: no name, no time, no organisation, no reason.

The texts are here and not in a catalogue, because they are sent by a job that knows no page and no visitor.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

LETTER_LANGUAGES: Final = ("uk", "ru", "en")

SUBJECTS: Final[Mapping[str, Mapping[str, str]]] = {
    "news": {"uk": "Є новини", "ru": "Есть новости", "en": "Something is new"},
    "confirm": {"uk": "Перевірка адреси", "ru": "Проверка адреса", "en": "Checking this address"},
    "check": {"uk": "Перевірка адреси", "ru": "Проверка адреса", "en": "Checking this address"},
}

BODIES: Final[Mapping[str, Mapping[str, str]]] = {
    "news": {
        "uk": "Є новини. Загляньте на свою сторінку.",
        "ru": "Есть новости. Загляните на свою страницу.",
        "en": "Something is new. Look at your page.",
    },
    "confirm": {
        "uk": "Цю адресу вказали для коротких сповіщень. Відкрийте посилання внизу й натисніть кнопку: так ми "
        "дізнаємося, що листи доходять. Якщо адресу вказали не ви, просто видаліть цей лист: більше нічого не надійде.",
        "ru": "Этот адрес указали для коротких уведомлений. Откройте ссылку внизу и нажмите кнопку: так мы узнаем, "
        "что письма доходят. Если адрес указали не вы, просто удалите это письмо: больше ничего не придёт.",
        "en": "This address was given for short notices. Open the link below and press the button, so that we know "
        "letters arrive. If it was not you, just delete this letter: nothing more will come.",
    },
    "check": {
        "uk": "Раз на тиждень ми перевіряємо, чи доходять листи. Відкрийте посилання внизу й натисніть кнопку.",
        "ru": "Раз в неделю мы проверяем, доходят ли письма. Откройте ссылку внизу и нажмите кнопку.",
        "en": "Once a week we check that letters arrive. Open the link below and press the button.",
    },
}


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, ready to be sent; `link` is the last line of the body where there is one."""

    subject: str
    body: str = field(repr=False)
    link: str | None = field(default=None, repr=False)

    @property
    def text(self) -> str:
        """The body without its link."""
        return self.body.removesuffix(f"{self.link}\n").strip() if self.link else self.body.strip()


def compose(what: str, *, languages: Iterable[str], link: str | None) -> Letter:
    """Return a letter in those of our three languages that the volunteer speaks, or in all three.

    `what` is news, confirm or check; the last two carry `link`.
    """
    spoken = set(languages)
    chosen = [language for language in LETTER_LANGUAGES if language in spoken] or list(LETTER_LANGUAGES)
    parts = [BODIES[what][language] for language in chosen]
    if link is not None:
        parts.append(link)
    return Letter(subject=SUBJECTS[what][chosen[0]], body="\n\n".join(parts) + "\n", link=link)
