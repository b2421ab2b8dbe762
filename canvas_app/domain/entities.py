"""What a board is made of: one frozen model per table of the board file, one field per column."""

import re
import unicodedata
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

MAX_NOTES = 20_000
MAX_STROKES = 20_000
MAX_POINTS = 20_000
MAX_VOTES = 20_000
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
Moment = Annotated[str, Field(max_length=40)]
RankKey = Annotated[str, Field(pattern=r"^[0-9A-Za-z]*[1-9A-Za-z]$", max_length=2000)]


class Entity(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True)

    id: Id


class BoardInfo(Entity):
    """The board itself: one row. `scale` is the growth of the whole canvas; `created` is UTC, ISO 8601.

    `customer` is the partner's customer. `alternative` and `because` are the difference in a sentence: better than
    what, and why. `glossary` says what acronyms mean.
    """

    title: Line
    canvas: Id
    partner: Line = ""
    segment: Line = ""
    goal: Line = ""
    language: Annotated[str, Field(max_length=35)] = "en"
    scale: Annotated[float, Field(ge=0.1, le=100)] = 1.0
    fields: dict[str, Any] = {}
    created: Moment
    customer: Line = ""
    alternative: Line = ""
    because: Line = ""
    glossary: dict[str, str] = {}


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
    """A value statement; its text is the parts joined. `ignored` are findings of the plain-language check let pass."""

    rank_key: RankKey
    parts: tuple[Part, ...] = ()
    final: bool = False
    pattern: Annotated[str, Field(max_length=64)] = ""
    ignored: tuple[Line, ...] = ()

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


class StepState(Entity):
    """What a person set for one step of the guide; the id is the step's number. Empty words mean the canvas's own."""

    skipped: bool = False
    hidden: bool = False
    rank_key: RankKey | None = None
    """Its place among the steps where it was moved; the others keep the canvas's order."""
    title: Line = ""
    todo: Text = ""
    question: Text = ""
    minutes: Annotated[float, Field(ge=0, le=1000)] | None = None


class Sitting(Entity):
    """A workshop that was run on the board: when it began (UTC, ISO 8601) and who was there."""

    began: Moment
    people: tuple[Line, ...] = ()


class Stint(Entity):
    """The time that a sitting spent on one step of the guide, in seconds, and how many of what changed in it.

    `changes` counts by words such as "notes added".
    """

    sitting: Id
    step: Annotated[int, Field(ge=1, le=1000)]
    seconds: Annotated[float, Field(ge=0, le=1e6)] = 0.0
    changes: dict[str, int] = {}


class Round(Entity):
    """A round of dot voting on the notes of some zones; nothing of it is shown before it is revealed.

    `people` vote in turn, `turn` (0 is the first) says who has the pen; at `people` all have voted. `voters` are their
    names in that order, none where the round is anonymous. A person has `dots`, and may put `most` of them on one note.
    """

    title: Line = ""
    zones: Annotated[tuple[Id, ...], Field(min_length=1, max_length=100)]
    people: Annotated[int, Field(ge=1, le=500)]
    voters: Annotated[tuple[Line, ...], Field(max_length=500)] = ()
    anonymous: bool = False
    dots: Annotated[int, Field(ge=1, le=50)] = 3
    most: Annotated[int, Field(ge=1, le=50)] = 1
    turn: Annotated[int, Field(ge=0, le=500)] = 0
    revealed: bool = False


class Vote(Entity):
    """One dot. `turn` says whose it is; in an anonymous round it is None once that turn is over."""

    round: Id
    note: Id
    turn: Annotated[int, Field(ge=0, le=500)] | None = None


Choice = Literal["", "ignore", "watch", "innovate", "partner"]


class Decision(Entity):
    """What to do about a need that nothing answers. `due` is a day, ISO 8601; `idea` a note that would answer it."""

    note: Id
    choice: Choice = ""
    strategic: bool | None = None
    owner: Line = ""
    due: Moment = ""
    idea: Id | None = None
    why: Text = ""


US, PARTNER_ALONE, NOTHING = "us", "partner", "nothing"
STANDING = (US, PARTNER_ALONE, NOTHING)
"""Who is compared on every board, besides the competitors that people add."""


class Competitor(Entity):
    rank_key: RankKey
    name: Line


class Criterion(Entity):
    """What is compared besides the picked needs: another note, or words of its own."""

    rank_key: RankKey
    text: Line = ""
    note: Id | None = None


class Rating(Entity):
    """How well somebody does, 0 to 5: `who` is a competitor or one of STANDING; on a note or a criterion in words."""

    who: Id
    note: Id | None = None
    criterion: Id | None = None
    score: Annotated[int, Field(ge=0, le=5)]


Level = Literal["assumption", "some", "strong"]


class Evidence(Entity):
    """What speaks for a note, a statement or a criterion. `date` is a day, ISO 8601; `link` an address."""

    note: Id | None = None
    statement: Id | None = None
    criterion: Id | None = None
    level: Level = "some"
    source: Line = ""
    quote: Text = ""
    date: Moment = ""
    link: Annotated[str, Field(max_length=2000)] = ""


class TestCard(Entity):
    """An experiment: we believe, to verify we will, and measure, we are right if; then what came of it."""

    __test__ = False  # pytest takes it for a test by its name

    rank_key: RankKey
    note: Id | None = None
    statement: Id | None = None
    believe: Text = ""
    verify: Text = ""
    measure: Text = ""
    right_if: Text = ""
    result: Literal["", "passed", "failed", "unclear"] = ""
    learned: Text = ""
    next: Text = ""
    owner: Line = ""
    date: Moment = ""


ENTITIES: dict[str, type[Entity]] = {
    "board": BoardInfo,
    "canvas": CanvasCopy,
    "note": Note,
    "link": Link,
    "statement": Statement,
    "zone_state": ZoneState,
    "stroke": Stroke,
    "step_state": StepState,
    "sitting": Sitting,
    "stint": Stint,
    "round": Round,
    "vote": Vote,
    "decision": Decision,
    "competitor": Competitor,
    "criterion": Criterion,
    "rating": Rating,
    "evidence": Evidence,
    "test_card": TestCard,
}


IN_JSON = {
    "step_state": "step_states",
    "sitting": "sittings",
    "stint": "stints",
    "round": "rounds",
    "vote": "votes",
    "decision": "decisions",
    "competitor": "competitors",
    "criterion": "criteria",
    "rating": "ratings",
    "evidence": "evidence",
    "test_card": "test_cards",
}
"""What the workshop's entities are called as lists in a file."""


class Tie(NamedTuple):
    """A field of an entity that names a row of the table `to`; the entity goes with that row or stays without."""

    entity: str
    field: str
    to: str
    goes: bool = True


TIES = (
    Tie("stint", "sitting", "sitting"),
    Tie("vote", "round", "round"),
    Tie("vote", "note", "note"),
    Tie("decision", "note", "note"),
    Tie("decision", "idea", "note", goes=False),
    Tie("criterion", "note", "note"),
    Tie("rating", "who", "competitor"),
    Tie("rating", "note", "note"),
    Tie("rating", "criterion", "criterion"),
    Tie("evidence", "note", "note"),
    Tie("evidence", "statement", "statement"),
    Tie("evidence", "criterion", "criterion"),
    Tie("test_card", "note", "note", goes=False),
    Tie("test_card", "statement", "statement", goes=False),
)
"""All but those of links and statements, which have rules of their own."""
TIES_OF = {name: tuple(tie for tie in TIES if tie.entity == name) for name in {tie.entity for tie in TIES}}


def stands(tie: Tie, value: str) -> bool:
    """Whether what a tie's field holds names no row but one of those that every board has."""
    return tie.to == "competitor" and value in STANDING
