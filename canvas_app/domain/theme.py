"""Colours as data: one table of themes for screen and paper, read from resources/themes.toml."""

import tomllib
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Colour = Annotated[str, Field(pattern=r"^#[0-9A-F]{6}$")]


class HueColours(BaseModel):
    """note: the sticky note; edge: its border; strong: bars, labels, badges; tint: the zone."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    note: Colour
    edge: Colour
    strong: Colour
    tint: Colour


class Theme(BaseModel):
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
    ok: Colour
    warn: Colour
    error: Colour
    track: Colour
    hues: dict[str, HueColours]

    def hue(self, name: str) -> HueColours:
        return self.hues.get(name) or self.hues["grey"]


def themes_from_toml(data: bytes) -> dict[str, Theme]:
    return {name: Theme.model_validate(table) for name, table in tomllib.loads(data.decode("utf-8")).items()}
