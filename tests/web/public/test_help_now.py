"""Help right now: every line checked lately, one's own language first, numbers to tap but never dialled for you."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

from fastapi import FastAPI
from sqlalchemy.orm import Session

from service.clock import utc_date
from service.organisation import HelpLine, save_helpline
from service.site import Site
from tests.web.visitor import Visitor
from web.routes.help_now import HelpView, help_view

TODAY = date(2026, 11, 2)
NAMES = {"ru": "Пример", "uk": "Приклад", "en": "Example"}
LINE = HelpLine(
    country="DE", languages=("de",), labels=NAMES, hours=NAMES, phone="+49 800 111-0 (1)", chat_url=None,
    state_run=False, under_18=False, verified_on=TODAY,
)  # fmt: skip


def view(*lines: HelpLine, language: str = "ru") -> HelpView:
    return help_view((), lines, language, today=TODAY)


@contextmanager
def saving(site: Site) -> Iterator[Session]:
    with site.db.writing() as db:
        yield db


def test_lines_stand_by_country_with_everywhere_first() -> None:
    shown = view(LINE, replace(LINE, country="ZZ"), replace(LINE, country="AT"), language="ru")

    assert [country.name for country in shown.countries] == ["Из любой страны", "Австрия", "Германия"]


def test_lines_in_ones_own_language_come_first() -> None:
    shown = view(replace(LINE, position=1), replace(LINE, languages=("ru", "de"), position=2))

    assert [line.languages for line in shown.countries[0].lines] == ["Русский, немецкий", "Немецкий"]


def test_line_not_checked_for_ninety_days_is_set_apart() -> None:
    fresh, old = (replace(LINE, verified_on=TODAY - timedelta(days=days)) for days in (90, 91))

    assert (len(view(fresh).countries), len(view(fresh).stale)) == (1, 0)
    assert (len(view(old).countries), len(view(old).stale)) == (0, 1)


def test_lines_for_children_stand_under_their_own_heading() -> None:
    shown = view(replace(LINE, under_18=True))

    assert (len(shown.countries), len(shown.young)) == (0, 1)


def test_number_is_a_link_and_everything_about_the_line_is_said(app: FastAPI, site: Site) -> None:
    with saving(site) as db:
        save_helpline(db, replace(LINE, chat_url="https://chat.example.org/", verified_on=utc_date(site.clock.now())))

    page = Visitor(app, language="uk").get("/help-now").text

    assert 'href="tel:+4980011101"' in page
    assert '<a class="button quiet" href="https://chat.example.org/" rel="noreferrer">' in page
    assert "Лінія недержавна. Перевірено 2 листопада 2026." in page


def test_page_without_lines_says_what_to_do(app: FastAPI) -> None:
    assert "112" in Visitor(app, language="ru").get("/help-now").text
