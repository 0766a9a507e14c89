"""A change is let in only when it is small, readable, made on a page of ours and in the same visit."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from starlette.datastructures import Headers

from service.limits import BUDGETS, Budget, Limited, Limits
from service.site import Site
from tests.web.visitor import SAME_ORIGIN, Visitor, heading
from web.forms import LONGEST_BODY_BYTES
from web.security.origin import from_our_page

ONION = "b" * 56 + ".onion"
FORM = {"content-type": "application/x-www-form-urlencoded"}
CHANGE = {"language": "en", "path": "/about"}


@pytest.mark.parametrize(
    ("headers", "secure", "ours"),
    [
        ({"sec-fetch-site": "same-origin"}, True, True),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True, True),
        ({"sec-fetch-site": "same-site", "origin": "https://help.example.org"}, True, False),
        ({"sec-fetch-site": "cross-site", "origin": "https://help.example.org"}, True, False),
        ({"sec-fetch-site": "none"}, True, False),
        ({"sec-fetch-site": ""}, True, False),
        ({"origin": "https://help.example.org"}, True, True),
        ({"origin": "https://HELP.example.org:443"}, True, True),
        ({"origin": "https://help.example.org:8443"}, True, False),
        ({"origin": "http://help.example.org"}, True, False),
        ({"origin": "http://help.example.org"}, False, True),
        ({"origin": "https://help.example.org.evil.example"}, True, False),
        ({"origin": "https://other.example"}, True, False),
        ({"origin": "https://help.example.org/path"}, True, False),
        ({"origin": "null"}, True, False),
        ({"origin": ""}, True, False),
        ({"origin": "https://[::1"}, True, False),
        ({}, True, False),
        ({"referer": "https://help.example.org/"}, True, False),
    ],
)
def test_origin_is_proven_or_refused(headers: dict[str, str], secure: bool, ours: bool) -> None:
    sent = Headers({"host": "help.example.org", **headers})

    assert from_our_page(sent, secure=secure) is ours


@pytest.mark.parametrize(
    ("host", "origin", "ours"),
    [
        (ONION, f"http://{ONION}", True),
        (ONION, "http://" + "c" * 56 + ".onion", False),
        ("localhost:8000", "http://localhost:8000", True),
        ("localhost:8000", "http://localhost:8001", False),
        ("127.0.0.1:8000", "http://localhost:8000", False),
        ("[::1]:8000", "http://[::1]:8000", True),
        ("[::1]", "http://[::1]", True),
    ],
)
def test_origin_works_on_the_onion_and_on_loopback(host: str, origin: str, ours: bool) -> None:
    secure = host == ONION  # an installation behind https has its onion beside it

    assert from_our_page(Headers({"host": host, "origin": origin}), secure=secure) is ours


@pytest.mark.parametrize("headers", [{}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}])
def test_foreign_change_is_refused_and_changes_nothing(visitor: Visitor, headers: dict[str, str]) -> None:
    answer = visitor.client.post("/language", data=CHANGE, headers=headers)

    assert answer.status_code == 403
    assert heading(answer) == "Nothing was changed"
    assert "set-cookie" not in answer.headers


def test_foreign_change_to_the_api_is_a_problem_document(visitor: Visitor) -> None:
    answer = visitor.client.post("/api/v1/slots", data=CHANGE)

    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 403


@pytest.mark.parametrize("path", ["/language", "/times", "/nothing-here"])
def test_oversize_form_is_refused(visitor: Visitor, path: str) -> None:
    answer = visitor.post(path, {"text": "x" * LONGEST_BODY_BYTES})

    assert answer.status_code == 413
    assert "64 KiB" in answer.text


def test_oversize_form_without_a_length_is_refused(visitor: Visitor) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(80):
            yield b"a" * 1024

    answer = visitor.client.post("/language", content=chunks(), headers=SAME_ORIGIN | FORM)

    assert answer.status_code == 413


@pytest.mark.parametrize(
    "body",
    [b"language=%ff%fe", b"language=uk&path=%c3%28", b"language=\xd0\xbf", b"language=uk%00", b"&&&=&", b"a"],
)
def test_broken_letters_are_refused_kindly(visitor: Visitor, body: bytes) -> None:
    answer = visitor.client.post("/language", content=body, headers=SAME_ORIGIN | FORM)

    assert answer.status_code == 400
    assert heading(answer) == "This did not arrive whole"


def test_far_too_many_fields_are_refused(visitor: Visitor) -> None:
    body = "&".join(f"a{number}=1" for number in range(1000))

    assert visitor.client.post("/language", content=body, headers=SAME_ORIGIN | FORM).status_code == 400


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/json", "text/plain", ""])
def test_anything_but_a_form_is_refused(visitor: Visitor, kind: str) -> None:
    answer = visitor.client.post("/language", content=b"{}", headers=SAME_ORIGIN | {"content-type": kind})

    assert answer.status_code == 400


def test_form_needs_the_token_of_its_visit(app: FastAPI, visitor: Visitor) -> None:
    visitor.post("/language", CHANGE)
    stranger = Visitor(app)
    stranger.post("/language", CHANGE)
    foreign = re.search(r'form_token" value="([^"]+)', stranger.get("/about").text)
    assert foreign is not None

    for token in ("", "x" * 86, foreign[1], foreign[1][::-1]):
        answer = visitor.client.post("/language", data=CHANGE | {"form_token": token}, headers=SAME_ORIGIN)
        assert answer.status_code == 409
        assert heading(answer) == "Nothing was changed yet"


def test_token_is_masked_anew_in_every_answer(visitor: Visitor) -> None:
    visitor.post("/language", CHANGE)

    tokens = [token for _ in range(3) for token in re.findall(r'form_token" value="([^"]+)', visitor.get("/").text)]

    assert len(tokens) == len(set(tokens)) >= 3


def test_stale_form_keeps_what_was_typed_and_can_be_sent_again(visitor: Visitor) -> None:
    visitor.post("/language", CHANGE)

    stale = visitor.post("/language", {"language": "en", "path": "/limits", "note": 'so "much"', "form_token": "old"})

    assert 'name="note" value="so &#34;much&#34;"' in stale.text
    fields = dict(re.findall(r'<input type="hidden" name="(language|path)" value="([^"]*)"', stale.text))
    again = visitor.post("/language", fields)
    assert (again.status_code, again.headers["location"]) == (303, "/limits")


def test_visitor_without_a_session_needs_no_token(visitor: Visitor) -> None:
    assert visitor.post("/language", CHANGE).status_code == 303


def test_flood_of_forms_gets_a_pause_and_keeps_the_page_kind(site: Site, app: FastAPI) -> None:
    few = {**BUDGETS, Limited.POST: Budget(at_once=1, an_hour=60)}
    app.state.site = replace(site, limits=Limits(site.clock, budgets=few))
    visitor = Visitor(app)
    visitor.post("/language", CHANGE)
    visitor.get("/")

    answers = [visitor.post("/language", CHANGE) for _ in range(101)]

    assert [answer.status_code for answer in answers].count(429) == 2
    assert "in 1 min" in answers[-1].text
