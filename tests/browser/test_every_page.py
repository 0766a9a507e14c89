"""Every address is on the list of pages; each page opens whole, asks nobody else and breaks no rule of its policy."""

import re
from urllib.parse import urlsplit

import pytest
from fastapi.routing import APIRoute

from tests.browser.pages import PAGES, Page
from tests.browser.stage import Stage
from web.app import create_app

NO_PAGES = {"/language", "/x", "/my/file", "/key/note.txt", "/sign-out"}  # they lead on, or are a file
LOUD = re.compile(r"psycholog|therap|pristan|психолог|терап|пристан|пристань", re.IGNORECASE)

FINDS_SLIVERS = """() => [...document.querySelectorAll('main *')]
    .filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim().length > 12))
    .filter(each => each.clientWidth > 1 && each.clientWidth < 60 && each.clientHeight > 150)
    .map(each => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_opens_whole_and_asks_nobody_else(stage: Stage, page: Page) -> None:
    asked: list[str] = []
    said: list[str] = []
    stage.tidy()
    with stage.visitor(role=page.role, language="ru") as context:
        tab = context.new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        page.open(tab)
        title, headings = tab.title(), tab.locator("h1").count()
        slivers = {}
        for width in (360, 700, 1280):
            tab.set_viewport_size({"width": width, "height": 800})
            slivers[width] = tab.evaluate(FINDS_SLIVERS)

    assert [url for url in asked if not url.startswith(stage.base_url)] == []
    assert [text for text in said if "404" not in text] == []
    assert (headings, bool(title), LOUD.search(title)) == (1, True, None)
    assert slivers == {360: [], 700: [], 1280: []}  # text in a column one letter wide


def test_every_address_is_on_the_list(stage: Stage) -> None:
    patterns = {
        route.path: route.path_regex
        for route in create_app(stage.site).routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ()) and not route.path.startswith("/api/")
    }
    opened = set()
    for page in PAGES:
        stage.tidy()
        with stage.visitor(role=page.role, language="en") as context:
            tab = context.new_page()
            page.open(tab)
            opened.add(urlsplit(tab.url).path)

    missing = {path for path, pattern in patterns.items() if not any(pattern.match(each) for each in opened)}

    assert sorted(missing - NO_PAGES) == []
