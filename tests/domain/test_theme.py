"""The themes that are shipped: complete, and readable."""

import itertools
import math
import typing

import pytest
from pydantic import ValidationError

from canvas_app.domain.canvas import Hue
from canvas_app.domain.theme import Theme, themes_from_toml
from tests.domain.builder import RESOURCES

THEMES = themes_from_toml((RESOURCES / "themes.toml").read_bytes())


def linear(colour: str) -> list[float]:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def contrast(a: str, b: str) -> float:
    """WCAG 2 contrast ratio."""

    def light(colour: str) -> float:
        red, green, blue = linear(colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(a), light(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("name", THEMES)
def test_every_hue_is_there_and_readable(name: str) -> None:
    theme = THEMES[name]
    assert set(theme.hues) == set(typing.get_args(Hue))
    least = {"light": 11, "contrast": 15, "contrast-dark": 15}.get(name, 7)
    for hue in theme.hues.values():
        assert contrast(theme.ink, hue.note) >= least
        assert contrast(hue.strong, hue.tint) >= 4.5, "headings of zones"
        assert contrast(theme.panel, hue.strong) >= 4.5, "ranks on their discs"
        assert contrast(hue.strong, hue.note) >= 3, "icons and marks on notes"


@pytest.mark.parametrize("name", THEMES)
def test_every_word_of_the_window_is_readable(name: str) -> None:
    theme = THEMES[name]
    text = 7 if name.startswith("contrast") else 4.5
    assert contrast(theme.ink, theme.paper) >= 7
    for ground in (theme.panel, theme.desk, theme.accent_tint):
        assert contrast(theme.ink, ground) >= 7
    for words in (theme.muted, theme.accent, theme.ok, theme.warn, theme.error):
        assert contrast(words, theme.panel) >= text
    assert contrast(theme.muted, theme.desk) >= text
    assert contrast(theme.muted, theme.track) >= 4.5, "the main button while it is off"
    assert contrast(theme.accent, theme.accent_tint) >= 4.5, "the segment, a focused tab"
    for ground in (theme.accent, theme.accent_hover, theme.ink, theme.error):
        assert contrast(theme.panel, ground) >= 4.5, "words on the main button and in messages"
    assert contrast(theme.accent, theme.desk) >= 3, "the outline of what is selected"
    assert contrast(theme.frame, theme.desk) >= (7 if name.startswith("contrast") else 3)


@pytest.mark.parametrize("name", ["contrast", "contrast-dark"])
def test_high_contrast_has_strong_borders(name: str) -> None:
    theme = THEMES[name]
    assert theme.border > 0
    for line in (theme.hairline, theme.line, theme.parking):
        assert contrast(line, theme.panel) >= 4.5
    assert all(contrast(hue.edge, theme.paper) >= 7 for hue in theme.hues.values())


def test_dark_is_what_the_look_says() -> None:
    dark = THEMES["dark"]
    assert (dark.desk, dark.paper, dark.ink) == ("#16181D", "#1F2229", "#ECEEF2")
    assert dark.dark
    assert not THEMES["light"].dark
    for name, hue in dark.hues.items():
        if name != "grey":
            turn = abs(_hue_angle(hue.note) - _hue_angle(THEMES["light"].hues[name].note))
            assert min(turn, 360 - turn) < 15, name


ROWS = (("violet", "blue"), ("lemon", "green"), ("amber", "coral"))
"""The hues of a canvas row by row (LOOK.md): those of different rows must never be taken for each other."""
SIGHT = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red cones": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green cones": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "no blue cones": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
"""Linear RGB as people see it whose eyes lack a kind of cones (Machado, Oliveira, Fernandes 2009)."""


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("name", THEMES)
def test_rows_differ_without_all_cones(name: str, sight: str) -> None:
    hues = THEMES[name].hues
    for one, other in itertools.combinations(ROWS, 2):
        for a, b in itertools.product(one, other):
            if hues[a].pattern or hues[b].pattern:
                assert hues[a].pattern != hues[b].pattern
                continue
            notes = _apart(hues[a].note, hues[b].note, sight)
            bars = _apart(hues[a].strong, hues[b].strong, sight)
            assert max(notes, bars) >= 0.03, f"{a} and {b} look alike"


def _oklab(red: float, green: float, blue: float) -> tuple[float, float, float]:
    """A space in which equal distances look equal; 0.02 is just seen."""
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _apart(a: str, b: str, sight: str) -> float:
    seen = []
    for colour in (a, b):
        light = linear(colour)
        seen.append(
            _oklab(*(min(max(sum(m * c for m, c in zip(row, light, strict=True)), 0), 1) for row in SIGHT[sight]))
        )
    return math.dist(*seen)


def _hue_angle(colour: str) -> float:
    _, a, b = _oklab(*linear(colour))
    return math.degrees(math.atan2(b, a)) % 360


def test_an_unknown_hue_is_grey() -> None:
    theme = THEMES["light"]
    assert theme.hue("mauve") == theme.hues["grey"]
    assert theme.hue("coral") != theme.hues["grey"]


def test_colours_are_checked() -> None:
    data = THEMES["light"].model_dump() | {"ink": "black"}
    with pytest.raises(ValidationError):
        Theme.model_validate(data)
