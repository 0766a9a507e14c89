"""Pages are compressed with a pad of random length; files are compressed once; nothing is compressed twice."""

import gzip

import brotli  # type: ignore[import-untyped]
import pytest

from tests.web.visitor import Visitor
from web.assets import assets
from web.security.compression import accepted_coding


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("GZIP", "gzip"), ("", None),
        ("identity", None), ("br;q=0", None), ("deflate", None), ("brotli", None),
    ],
)  # fmt: skip
def test_coding_is_what_the_browser_admits(accept: str, coding: str | None) -> None:
    assert accepted_coding(accept) == coding


def test_page_length_varies_between_equal_answers(visitor: Visitor) -> None:
    lengths = {visitor.get("/limits", accept_encoding="br").headers["content-length"] for _ in range(40)}

    assert len(lengths) > 10


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_page_is_whole_after_unpacking(visitor: Visitor, coding: str) -> None:
    answer = visitor.get("/limits", accept_encoding=coding)

    assert answer.headers["content-encoding"] == coding
    assert answer.text.rstrip().startswith("<!doctype html>")
    assert "</html><!--" in answer.text
    assert "accept-encoding" in answer.headers["vary"]


@pytest.mark.parametrize(("coding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_file_is_the_same_under_every_coding(visitor: Visitor, coding: str, unpack) -> None:  # type: ignore[no-untyped-def]
    address = assets().address("css/site.css")
    with visitor.client.stream("GET", address, headers={"accept-encoding": coding}) as answer:
        raw = b"".join(answer.iter_raw())

    assert unpack(raw) == assets().files["css/site.css"]
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == coding


def test_file_of_another_edition_is_not_here(visitor: Visitor) -> None:
    found = [
        visitor.get(path).status_code
        for path in ("/static/000000000000/css/site.css", "/static/css/site.css", "/static/", "/static/x/../../app.py")
    ]

    assert found == [404, 404, 404, 404]


def test_unknown_file_stops_the_page_that_names_it() -> None:
    with pytest.raises(KeyError):
        assets().address("css/nothing.css")
