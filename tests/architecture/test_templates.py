"""Pages hold no code: the content security policy would refuse it, and nobody should have to find out in a browser."""

import re

import pytest

from tests.architecture.sources import ours, text

_INLINE = {
    "script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "handler": re.compile(r"\s(on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "address that is code": re.compile(r"javascript:|hx-(vals|headers|trigger)\s*=\s*[\"']js:", re.IGNORECASE),
}


def test_templates_hold_no_inline_code() -> None:
    found = [
        f"{name}: {what}" for name in ours(".html") for what, pattern in _INLINE.items() if pattern.search(text(name))
    ]

    assert found == []


@pytest.mark.parametrize(
    ("what", "markup"),
    [
        ("script", "<script>go()</script>"),
        ("style", '<p style="color: red">'),
        ("handler", '<a onclick="go()">'),
        ("address that is code", '<a href="javascript:go()">'),
    ],
)
def test_inline_code_is_recognised(what: str, markup: str) -> None:
    assert _INLINE[what].search(markup)


def test_nothing_is_loaded_from_elsewhere() -> None:
    loads = re.compile(r"<(script|link|img|iframe|source)\b[^>]*\s(src|href)\s*=\s*[\"'](https?:)?//", re.IGNORECASE)

    found = [name for name in ours(".html") if loads.search(text(name))]

    assert found == []
