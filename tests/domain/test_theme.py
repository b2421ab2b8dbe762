"""The themes that are shipped: complete, and readable."""

import typing

import pytest
from pydantic import ValidationError

from canvas_app.domain.canvas import Hue
from canvas_app.domain.theme import Theme, themes_from_toml
from tests.domain.builder import RESOURCES

THEMES = themes_from_toml((RESOURCES / "themes.toml").read_bytes())


def contrast(a: str, b: str) -> float:
    """WCAG 2 contrast ratio."""

    def light(colour: str) -> float:
        channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(a), light(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("name", THEMES)
def test_every_hue_is_there_and_readable(name: str) -> None:
    theme = THEMES[name]
    assert set(theme.hues) == set(typing.get_args(Hue))
    for hue in theme.hues.values():
        assert contrast(theme.ink, hue.note) >= 7
        assert contrast(hue.strong, hue.tint) >= 4.5
    assert contrast(theme.ink, theme.paper) >= 7
    assert contrast(theme.muted, theme.panel) >= 4.5


def test_light_and_paper() -> None:
    assert {"light", "paper"} <= set(THEMES)
    for hue in THEMES["light"].hues.values():
        assert contrast(THEMES["light"].ink, hue.note) >= 11


def test_an_unknown_hue_is_grey() -> None:
    theme = THEMES["light"]
    assert theme.hue("mauve") == theme.hues["grey"]
    assert theme.hue("coral") != theme.hues["grey"]


def test_colours_are_checked() -> None:
    data = THEMES["light"].model_dump() | {"ink": "black"}
    with pytest.raises(ValidationError):
        Theme.model_validate(data)
