"""What a board is made of: one frozen model per table of the board file, one field per column."""

import re
import unicodedata
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

MAX_NOTES = 20_000
MAX_STROKES = 20_000
MAX_POINTS = 20_000
MAX_TEXT = 20_000
MAX_COORDINATE = 1e7
NOTE_WIDTH, NOTE_HEIGHT = 132.0, 92.0
PARKING = "parking"

_UNWANTED = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Text as it is stored: NFC, LF line ends, tabs as four blanks, no other control characters or surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", text))


Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Coordinate = Annotated[float, Field(ge=-MAX_COORDINATE, le=MAX_COORDINATE)]
Extent = Annotated[float, Field(ge=1, le=1e5)]
Line = Annotated[str, Field(max_length=500)]
Text = Annotated[str, Field(max_length=MAX_TEXT)]
RankKey = Annotated[str, Field(pattern=r"^[0-9A-Za-z]*[1-9A-Za-z]$", max_length=2000)]


class Entity(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True)

    id: Id


class BoardInfo(Entity):
    """The board itself: one row. `scale` is the growth of the whole canvas; `created` is UTC, ISO 8601."""

    title: Line
    canvas: Id
    partner: Line = ""
    segment: Line = ""
    goal: Line = ""
    language: Annotated[str, Field(max_length=35)] = "en"
    scale: Annotated[float, Field(ge=0.1, le=100)] = 1.0
    fields: dict[str, Any] = {}
    created: Annotated[str, Field(max_length=40)]


class CanvasCopy(Entity):
    """The canvas definition as the board knows it, so that a board opens where its canvas file is missing."""

    version: int
    definition: dict[str, Any]


class Note(Entity):
    """A sticky note. x, y, w, h in board units as the person set them; grown heights are derived, never stored."""

    zone: Id
    kind: Id
    x: Coordinate
    y: Coordinate
    w: Extent = NOTE_WIDTH
    h: Extent = NOTE_HEIGHT
    text: Text = ""
    detail: Text = ""
    colour: Annotated[str, Field(max_length=32)] = ""
    rank_key: RankKey | None = None
    score: Annotated[int, Field(ge=1, le=5)] | None = None
    picked: bool = False
    tags: tuple[Line, ...] = ()
    author: Line = ""
    fields: dict[str, Any] = {}
    group_id: Id | None = None
    """Notes of one group id are selected and moved together."""
    locked: bool = False
    """Whether its place is fixed."""
    z: Coordinate = 0.0
    """Its place in the stack: a higher one lies above a lower one."""

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.w / 2, self.y + self.h / 2


class Link(Entity):
    """A typed, directed tie: 1 partly, 2 mostly, 3 fully."""

    source: Id
    target: Id
    strength: Annotated[int, Field(ge=1, le=3)] = 2


class Part(BaseModel):
    """A piece of a statement: free words, or words that stand for a note (`used` is that note's text at the time)."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    text: Text
    note: Id | None = None
    used: Text | None = None


class Statement(Entity):
    """A value statement; its text is the parts joined."""

    rank_key: RankKey
    parts: tuple[Part, ...] = ()
    final: bool = False
    pattern: Annotated[str, Field(max_length=64)] = ""

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)

    @property
    def notes(self) -> tuple[str, ...]:
        """Ids of the notes it is built from, each once, in order of appearance."""
        return tuple(dict.fromkeys(part.note for part in self.parts if part.note is not None))


Pressure = Annotated[float, Field(ge=0, le=1)]
InkPoint = tuple[Coordinate, Coordinate, Pressure]
"""x and y in board units, and how hard the pen was pressed."""


class Stroke(Entity):
    """A line of ink on the board; one point is a dot. `colour` is a hue or "ink", the colour of writing.

    `width` is that of full pressure, in board units.
    """

    points: Annotated[tuple[InkPoint, ...], Field(min_length=1, max_length=MAX_POINTS)]
    colour: Annotated[str, Field(max_length=32)] = "ink"
    width: Annotated[float, Field(ge=0.1, le=1000)] = 3.0


class ZoneState(Entity):
    """What a person set for one zone; the id is the zone's."""

    arranged: bool = False


ENTITIES: dict[str, type[Entity]] = {
    "board": BoardInfo,
    "canvas": CanvasCopy,
    "note": Note,
    "link": Link,
    "statement": Statement,
    "zone_state": ZoneState,
    "stroke": Stroke,
}
