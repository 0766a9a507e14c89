"""The style sheet is light, its colours can be read, and no page needs more than it."""

import re

import brotli  # type: ignore[import-untyped]
import pytest

from web.assets import assets

PAIRS = [
    *[(text, ground) for text in ("ink", "soft") for ground in
      ("paper", "raised", "sand", "tint", "amber-soft", "brick-soft")],
    *[("sea", ground) for ground in ("paper", "raised", "sand", "tint", "amber-soft")],
    *[("brick", ground) for ground in ("paper", "raised", "sand", "brick-soft")],
    ("sea-deep", "tint"), ("on-fill", "fill"), ("on-fill", "fill-deep"), ("on-amber", "amber"),
]  # fmt: skip


def sheet() -> str:
    return assets().files["css/site.css"].decode()


def colours(scheme: str) -> dict[str, str]:
    """Return the colour tokens of a scheme, dark ones over light ones."""
    light, dark = re.findall(r":root \{(.*?)\}", sheet(), re.DOTALL)[:2]
    tokens = light if scheme == "light" else light + dark
    return dict(re.findall(r"--([\w-]+): #([0-9a-f]{6})", tokens))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_sheet_fits_into_twelve_kib() -> None:
    assert len(brotli.compress(sheet().encode(), quality=11)) <= 12 * 1024


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_has_a_contrast_of_seven(scheme: str, text: str, ground: str) -> None:
    found = colours(scheme)

    assert contrast(found[text], found[ground]) >= 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "raised"])
def test_borders_of_controls_and_focus_can_be_seen(scheme: str, ground: str) -> None:
    found = colours(scheme)

    focus = max(contrast(found[ring], found[ground]) for ring in ("amber", "ink"))
    assert min(contrast(found["edge"], found[ground]), contrast(found["fill-edge"], found[ground]), focus) >= 3


def test_sheet_is_ready_for_right_to_left() -> None:
    physical = re.findall(r"[;{\s](margin|padding|border)-(left|right)|text-align: (?:left|right)", sheet())

    assert physical == []


def test_sheet_names_no_foreign_address() -> None:
    assert re.findall(r"url\((?!\.\./)|@import|https?:", sheet()) == []


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
