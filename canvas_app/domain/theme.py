"""Colours as data: one table of themes for screen and paper, read from resources/themes.toml."""

import tomllib
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Colour = Annotated[str, Field(pattern=r"^#[0-9A-F]{6}$")]
BLACK, WHITE = "#000000", "#FFFFFF"

Pattern = Literal["", "rising", "falling", "dots", "spots", "level", "cross"]


class HueColours(BaseModel):
    """note: the sticky note; edge: its border; strong: bars, labels, badges; tint: the zone.

    pattern: what tells the hue from others where there is one ink, at the edge of notes and beside headings.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    note: Colour
    edge: Colour
    strong: Colour
    tint: Colour
    pattern: Pattern = ""


class Theme(BaseModel):
    """Names what a colour is for. What is written on `accent`, `ink`, `error` or a strong hue is in `panel`.

    `dark` says that light stands on dark; `border` is the width of the edge round a note in board units, 0 for none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    desk: Colour
    dots: Colour
    paper: Colour
    panel: Colour
    ink: Colour
    muted: Colour
    hairline: Colour
    frame: Colour
    line: Colour
    parking: Colour
    accent: Colour
    accent_tint: Colour
    accent_hover: Colour
    ok: Colour
    warn: Colour
    error: Colour
    track: Colour
    hues: dict[str, HueColours]
    dark: bool = False
    border: float = Field(default=0, ge=0, le=4)

    def hue(self, name: str) -> HueColours:
        return self.hues.get(name) or self.hues["grey"]


def themes_from_toml(data: bytes) -> dict[str, Theme]:
    return {name: Theme.model_validate(table) for name, table in tomllib.loads(data.decode("utf-8")).items()}


def mix(base: str, over: str, share: float) -> str:
    """`base` with a share (0 to 1) of `over` in it, opaque, since paper has no transparency.

    Black and white, the colours of a single ink, do not mix: the larger share stays.
    """
    if {base, over} <= {BLACK, WHITE}:
        return over if share > 0.5 else base
    pairs = ((int(base[i : i + 2], 16), int(over[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)
