"""A person gets the language they chose, else what the browser wishes, else the site's own."""

import pytest
from fastapi import FastAPI

from scheduling.errors import SlotTaken
from service.limits import TooManyTries
from tests.web.visitor import Visitor, heading
from web.languages import preferred, tell
from web.routes.language import own_path

ABOUT = {"en": "Who we are", "ru": "Кто мы", "uk": "Хто ми"}


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("uk-UA,uk;q=0.9,ru;q=0.8", "uk"), ("de-DE,de;q=0.9,en;q=0.5", "en"), ("ru;q=0.1,en;q=0.2", "en"),
        ("EN-gb", "en"), ("uk;q=0,ru", "ru"), ("", "ru"), ("de", "ru"), ("*", "ru"), ("en;q=nonsense", "ru"),
        ("en,ru", "en"), (",;q=1,,", "ru"), ("en;q=1.0 , uk", "en"), ("x" * 100_000 + ",en", "ru"),
    ],
)  # fmt: skip
def test_language_is_the_best_the_browser_wishes(accept: str, language: str) -> None:
    assert preferred(accept, "ru") == language


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_page_says_its_language(app: FastAPI, language: str) -> None:
    answer = Visitor(app, language=language).get("/about")

    assert heading(answer) == ABOUT[language]
    assert f'<html lang="{language}" dir="ltr">' in answer.text


def test_chosen_language_wins_and_leads_back_to_the_page(visitor: Visitor) -> None:
    answer = visitor.post_and_follow("/language", {"language": "uk", "path": "/about"})

    assert answer.url.path == "/about"
    assert heading(answer) == ABOUT["uk"]


def test_unknown_language_changes_nothing(visitor: Visitor) -> None:
    answer = visitor.post_and_follow("/language", {"language": "xx", "path": "/about"})

    assert heading(answer) == ABOUT["en"]
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("/times", "/times"), ("/my/key", "/my/key"), ("//evil.example", "/"), ("/\\evil.example", "/"),
        ("https://evil.example", "/"), ("", "/"), ("/a\r\nb", "/"), ("/шлях", "/"), ("javascript:x", "/"),
    ],
)  # fmt: skip
def test_choice_never_leads_elsewhere(path: str, own: str) -> None:
    assert own_path(path) == own


def test_error_pages_speak_the_persons_language(app: FastAPI) -> None:
    pages = {language: Visitor(app, language=language).get("/nothing") for language in ("en", "ru", "uk")}

    assert {language: heading(page) for language, page in pages.items()} == {
        "en": "Nothing is here", "ru": "Здесь ничего нет", "uk": "Тут нічого немає",
    }  # fmt: skip
    assert {page.status_code for page in pages.values()} == {404}


def test_refusal_is_told_with_its_values() -> None:
    assert tell(TooManyTries(wait_minutes=7), "uk").count("за 7 хв") == 1
    assert tell(SlotTaken(), "en").startswith("Someone has just taken this time")
