"""Letters say that something is new and nothing else, in the languages a volunteer speaks."""

import pytest

from service.notices.letters import BODIES, LETTER_LANGUAGES, SUBJECTS, compose

LINK = "https://help.example.org/reachable#x"


def test_every_letter_exists_in_each_language() -> None:
    assert set(SUBJECTS) == set(BODIES) == {"news", "confirm", "check"}
    for texts in (*SUBJECTS.values(), *BODIES.values()):
        assert set(texts) == set(LETTER_LANGUAGES)


@pytest.mark.parametrize(
    ("spoken", "subject"),
    [
        (("ru", "uk"), "Є новини"),
        (("ru", "en"), "Есть новости"),
        (("en", "de"), "Something is new"),
        (("ka",), "Є новини"),
        ((), "Є новини"),
    ],
)
def test_compose_speaks_the_volunteers_languages(spoken: tuple[str, ...], subject: str) -> None:
    assert compose("news", languages=spoken, link=None).subject == subject


def test_compose_in_one_language_has_only_that_one() -> None:
    letter = compose("news", languages=("ru",), link=None)

    assert letter.body == "Есть новости. Загляните на свою страницу.\n"


def test_compose_in_unknown_languages_speaks_all_of_ours() -> None:
    letter = compose("check", languages=("ka",), link=LINK)

    assert all(BODIES["check"][language] in letter.body for language in LETTER_LANGUAGES)


@pytest.mark.parametrize("what", ["confirm", "check"])
def test_compose_puts_the_link_on_a_line_of_its_own(what: str) -> None:
    letter = compose(what, languages=("uk",), link=LINK)

    assert letter.body.splitlines()[-1] == LINK
    assert LINK not in repr(letter)


def test_no_letter_names_what_this_is_about() -> None:
    telling = ("психолог", "терап", "консульт", "встреч", "зустріч", "session", "appointment", "pristan", "пристан")
    everything = " ".join(text for texts in (*SUBJECTS.values(), *BODIES.values()) for text in texts.values()).lower()

    assert [word for word in telling if word in everything] == []
