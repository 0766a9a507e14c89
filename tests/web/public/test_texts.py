"""The organisation's own texts stand on their pages, as text and never as code."""

import pytest
from fastapi import FastAPI

from service.organisation import save_text
from service.site import Site
from tests.web.visitor import Visitor, heading

PAGES = {"/about": "who_we_are", "/limits": "limits", "/help-now": "help_intro", "/inside": "inside"}


@pytest.mark.parametrize(("path", "name"), PAGES.items())
def test_own_text_is_shown_in_its_language(app: FastAPI, site: Site, path: str, name: str) -> None:
    with site.db.writing() as db:
        save_text(db, name, "uk", "Перший <b>абзац</b>\n\nдругий")

    page = Visitor(app, language="uk").get(path).text

    assert '<p class="own">Перший &lt;b&gt;абзац&lt;/b&gt;</p><p class="own">другий</p>' in page


@pytest.mark.parametrize("path", ["/", "/about", "/limits", "/inside", "/leaving", "/stored", "/help-now", "/calendar"])
def test_page_has_one_heading_and_a_neutral_title(app: FastAPI, path: str) -> None:
    page = Visitor(app).get(path)

    title = page.text.partition("<title>")[2].partition("</title>")[0]
    assert page.text.count("<h1") == 1
    assert heading(page)
    assert title
    assert not any(word in title.lower() for word in ("psycholog", "pristan", "help", "therap"))


def test_home_leads_to_the_ways_that_exist(visitor: Visitor) -> None:
    page = visitor.get("/").text

    assert 'href="/wishes' in page
    assert 'href="/help-now"' in page
    assert 'href="/sign-in"' in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
