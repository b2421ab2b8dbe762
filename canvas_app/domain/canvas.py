"""Canvas definitions: what zones, kinds of note and links a board has. Data from TOML files, never code."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from canvas_app.domain.entities import PARKING
from canvas_app.domain.errors import BadInput
from canvas_app.domain.geometry import (
    Point,
    Rect,
    area,
    distance_to_border,
    even_odd,
    polygon_bounds,
    sector,
)
from canvas_app.domain.step_args import refuse_rules

SCHEMA = 1
EDGE = 1.0  # how far a zone may reach over the frame: sectors are polygons, people round
SLOT = re.compile(r"\{([^{}]*)\}")
FREE_SLOTS = ("alternative", "because")
BOARD_SLOTS = tuple(f"board.{name}" for name in ("title", "partner", "segment", "customer", "goal"))
RESERVED_ZONES = (PARKING, "statements", "report")  # headings of an outline, and what Markdown calls its last sections

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Words = Annotated[str, Field(min_length=1, max_length=200)]
Prose = Annotated[str, Field(max_length=2000)]
XY = tuple[Annotated[float, Field(ge=-1e5, le=1e5)], Annotated[float, Field(ge=-1e5, le=1e5)]]
Length = Annotated[float, Field(gt=0, le=1e5)]
Hue = Literal["violet", "blue", "lemon", "green", "amber", "coral", "grey"]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True, defer_build=True)


class Box(_Table):
    """An upright rectangle: `at` its top left corner, `size` its width and height; or `rect`, or x, y, w, h."""

    type: Literal["box"]
    at: XY
    size: tuple[Length, Length]

    @model_validator(mode="before")
    @classmethod
    def _spellings(cls, data: Any) -> Any:
        if isinstance(data, dict):
            data = dict(data)
            if isinstance(data.get("rect"), list) and len(data["rect"]) == 4:
                x, y, w, h = data.pop("rect")
                data |= {"at": [x, y], "size": [w, h]}
            elif {"x", "y", "w", "h"} <= data.keys():
                data |= {"at": [data.pop("x"), data.pop("y")], "size": [data.pop("w"), data.pop("h")]}
        return data

    @property
    def outline(self) -> list[Point]:
        return list(Rect(*self.at, *self.size).corners)


class Wedge(_Table):
    """A sector of a circle; angles in degrees, clockwise from the right (90 points down)."""

    type: Literal["wedge"]
    center: XY
    radius: Length
    start: Annotated[float, Field(alias="from", ge=-720, le=720)]
    end: Annotated[float, Field(alias="to", ge=-720, le=720)]

    @model_validator(mode="after")
    def _turns(self) -> "Wedge":
        if not 0 < self.end - self.start <= 360:
            raise ValueError("'to' must be larger than 'from' by 360 degrees at most")
        return self

    @property
    def outline(self) -> list[Point]:
        return sector(self.center, self.radius, self.start, self.end)


class Polygon(_Table):
    """At least three corners in order."""

    type: Literal["polygon"]
    points: Annotated[tuple[XY, ...], Field(min_length=3, max_length=500)]

    @property
    def outline(self) -> list[Point]:
        return list(self.points)


Shape = Annotated[Box | Wedge | Polygon, Field(discriminator="type")]


class DrawBox(Box):
    """A framed rectangle of the drawing."""

    radius: Annotated[float, Field(ge=0, le=1000)] = 0


class DrawCircle(_Table):
    type: Literal["circle"]
    center: XY
    radius: Length


class DrawLine(_Table):
    type: Literal["line"]
    points: Annotated[tuple[XY, ...], Field(min_length=2, max_length=500)]


class DrawDisc(_Table):
    """A small white disc with an icon."""

    type: Literal["disc"]
    center: XY
    radius: Length
    icon: Name


class DrawArrow(_Table):
    """A double arrow; `label` stands above it, and below it how many needs are answered."""

    type: Literal["arrow"]
    start: Annotated[XY, Field(alias="from")]
    end: Annotated[XY, Field(alias="to")]
    label: Annotated[str, Field(max_length=40)] = ""


Drawn = Annotated[DrawBox | DrawCircle | DrawLine | DrawDisc | DrawArrow, Field(discriminator="type")]


class Frame(_Table):
    """The area of the zones: from the origin to `size`, and the drawing in it."""

    size: tuple[Length, Length]
    draw: tuple[Drawn, ...] = ()


class Pick(_Table):
    """How many notes of a kind belong on the short list."""

    min: Annotated[int, Field(ge=0, le=1000)]
    max: Annotated[int, Field(ge=1, le=1000)]
    why: Annotated[str, Field(max_length=500)] = ""
    """What to pick, as a sentence."""

    @model_validator(mode="after")
    def _ordered(self) -> "Pick":
        if self.min > self.max:
            raise ValueError("'min' is larger than 'max'")
        return self


class KindField(_Table):
    id: Name
    label: Words
    choices: tuple[Words, ...] = ()


class Kind(_Table):
    id: Name
    label: Words
    plural: Annotated[str, Field(max_length=200)] = ""
    role: Literal["need", "answer", "anchor", "none"] = "none"
    answers: Name | None = None
    hue: Hue = "grey"
    icon: Annotated[str, Field(max_length=64)] = ""
    score: Annotated[str, Field(max_length=60)] = ""
    pick: Pick | None = None
    fields: tuple[KindField, ...] = ()

    @property
    def many(self) -> str:
        return self.plural or self.label


class Heading(_Table):
    """Where a zone's heading stands: `at` is its left end, middle or right end by `align`."""

    at: XY
    align: Literal["left", "center", "right"] = "left"


class Zone(_Table):
    id: Name
    kind: Name
    title: Words
    aliases: tuple[Words, ...] = ()
    hint: Annotated[str, Field(max_length=500)] = ""
    shape: Shape
    heading: Heading | None = None

    @cached_property
    def outline(self) -> tuple[Point, ...]:
        return tuple(self.shape.outline)

    @cached_property
    def bounds(self) -> Rect:
        return polygon_bounds(self.outline)


class LinkRule(_Table):
    source: Annotated[Name, Field(alias="from")]
    target: Annotated[Name, Field(alias="to")]
    label: Words


class Pattern(_Table):
    """A sentence with {slots}: a kind's id, {alternative}, {because}, or board. and title, partner, segment, customer,
    goal.

    A passage in [square brackets] is left out where one of its slots has nothing to say.
    """

    id: Name
    title: Words
    pattern: Annotated[str, Field(min_length=1, max_length=2000)]

    @cached_property
    def slots(self) -> tuple[str, ...]:
        return tuple(re.findall(SLOT, self.pattern))


class Step(_Table):
    """A step of the guide: what to do, the question to ask, an example, and suggested minutes.

    `zones` are those in play (none means the whole board), `tools` the ids of actions that it offers. `done` are named
    rules with arguments, evaluated by `domain.steps`; `means` says in words what they ask for.
    """

    n: Annotated[int, Field(ge=1, le=1000)]
    title: Words
    todo: Prose = ""
    question: Prose = ""
    example: Prose = ""
    means: Prose = ""
    minutes: Annotated[float, Field(ge=0, le=1000)] | None = None
    zones: Annotated[tuple[Name, ...], Field(max_length=100)] = ()
    tools: Annotated[tuple[Annotated[str, Field(pattern=r"^[a-z]+\.[a-z0-9-]+$")], ...], Field(max_length=20)] = ()
    done: dict[str, Any] = {}


class Canvas(_Table):
    """A whole canvas definition."""

    schema_number: Annotated[int, Field(alias="schema", strict=True, ge=1, le=SCHEMA)]
    version: Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
    id: Name
    title: Words
    frame: Frame
    kinds: Annotated[tuple[Kind, ...], Field(alias="kind", min_length=1, max_length=100)]
    zones: Annotated[tuple[Zone, ...], Field(alias="zone", min_length=1, max_length=100)]
    links: Annotated[tuple[LinkRule, ...], Field(alias="link", max_length=1000)] = ()
    patterns: Annotated[tuple[Pattern, ...], Field(alias="statement", max_length=100)] = ()
    steps: Annotated[tuple[Step, ...], Field(alias="step", max_length=200)] = ()
    fields: Annotated[tuple[KindField, ...], Field(alias="field", max_length=50)] = ()
    """What is asked about the board itself besides partner, segment, customer and goal."""

    @model_validator(mode="after")
    def _consistent(self) -> "Canvas":
        tables = (("kind", self.kinds), ("zone", self.zones), ("statement", self.patterns), ("field", self.fields))
        for table, rows in tables:
            seen: set[str] = set()
            for row in rows:
                if row.id in seen:
                    raise ValueError(f"{table}: the id '{row.id}' is used twice; give each its own")
                seen.add(row.id)
        kinds = {kind.id: kind for kind in self.kinds}
        known = ", ".join(kinds)
        for kind in self.kinds:
            if kind.role == "answer" and kind.answers is None:
                raise ValueError(f"kind '{kind.id}': an answer needs 'answers', the id of the need it answers")
            if kind.answers is not None and (kind.answers not in kinds or kinds[kind.answers].role != "need"):
                raise ValueError(f"kind '{kind.id}': answers = '{kind.answers}' is no kind with role = \"need\"")
        for zone in self.zones:
            if zone.id in RESERVED_ZONES:
                raise ValueError(f"zone: the id '{zone.id}' is reserved; choose another")
            if zone.kind not in kinds:
                raise ValueError(f"zone '{zone.id}': kind = '{zone.kind}' is not declared; use one of {known}")
            room = zone.bounds
            if not area(zone.outline):
                raise ValueError(f"zone '{zone.id}': shape has no area; move its corners apart")
            if not all(self.frame_rect.grown(EDGE).contains(corner) for corner in room.corners):
                raise ValueError(
                    f"zone '{zone.id}': shape reaches from ({room.x:g}, {room.y:g}) to ({room.right:g},"
                    f" {room.bottom:g}), beyond the frame; move it inside or make frame.size larger"
                )
        pairs: set[tuple[str, str]] = set()
        for rule in self.links:
            for end, name in (("from", rule.source), ("to", rule.target)):
                if name not in kinds:
                    raise ValueError(f"link: {end} = '{name}' is not a kind; use one of {known}")
            if (rule.source, rule.target) in pairs:
                raise ValueError(
                    f"link: from = '{rule.source}', to = '{rule.target}' is there twice; remove one of the two"
                )
            pairs.add((rule.source, rule.target))
        allowed = {*kinds, *FREE_SLOTS, *BOARD_SLOTS}
        for pattern in self.patterns:
            if set("{}") & set(re.sub(SLOT, "", pattern.pattern)):
                raise ValueError(f"statement '{pattern.id}': pattern has a {{ or }} without its other half; add it")
            for slot in pattern.slots:
                if slot not in allowed:
                    raise ValueError(
                        f"statement '{pattern.id}': {{{slot}}} is unknown; use one of {', '.join(sorted(allowed))}"
                    )
        numbers: set[int] = set()
        for step in self.steps:
            if step.n in numbers:
                raise ValueError(f"step: n = {step.n} is used twice; give each its own")
            numbers.add(step.n)
            for zone_id in step.zones:
                if zone_id not in {zone.id for zone in self.zones}:
                    raise ValueError(f"step {step.n}: there is no zone '{zone_id}'; use the id of one that is declared")
            if wrong := refuse_rules(step.done, self):
                raise ValueError(f"step {step.n}: {wrong}")
        return self

    @cached_property
    def _kinds(self) -> Mapping[str, Kind]:
        return {kind.id: kind for kind in self.kinds}

    @cached_property
    def _zones(self) -> Mapping[str, Zone]:
        return {zone.id: zone for zone in self.zones}

    @property
    def frame_rect(self) -> Rect:
        return Rect(0, 0, *self.frame.size)

    def kind(self, kind_id: str) -> Kind | None:
        return self._kinds.get(kind_id)

    def zone(self, zone_id: str) -> Zone | None:
        return self._zones.get(zone_id)

    def role(self, kind_id: str) -> str:
        kind = self._kinds.get(kind_id)
        return kind.role if kind else "none"

    def zone_of_kind(self, kind_id: str) -> Zone | None:
        """The first zone for notes of this kind."""
        return next((zone for zone in self.zones if zone.kind == kind_id), None)

    def link_rule(self, source_kind: str, target_kind: str) -> LinkRule | None:
        return next((rule for rule in self.links if (rule.source, rule.target) == (source_kind, target_kind)), None)

    def zone_at(self, point: Point, scale: float = 1.0) -> Zone | None:
        """The zone under a point of the board: the nearest one inside the frame, None outside it."""
        place = (point[0] / scale, point[1] / scale)
        if not self.frame_rect.contains(place):
            return None
        for zone in self.zones:
            if zone.bounds.contains(place) and even_odd(place, zone.outline):
                return zone
        return min(self.zones, key=lambda zone: distance_to_border(place, zone.outline))

    def find_zone(self, words: str) -> Zone | None:
        """The zone that goes by this id, title, alias, kind label or plural, whatever its case, accents or blanks."""
        wanted = fold(words)
        for zone in self.zones:
            kind = self._kinds[zone.kind]
            names = (zone.id, zone.title, *zone.aliases, kind.id, kind.label, kind.plural)
            if wanted and any(fold(name) == wanted for name in names):
                return zone
        return None

    def as_data(self) -> dict[str, Any]:
        """Plain JSON values under the names of the canvas file."""
        return self.model_dump(mode="json", by_alias=True)


def fold(words: str) -> str:
    """Letters and digits only, without case or accents: how headings are compared."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(char for char in plain if char.isalnum())


def canvas_from_toml(data: bytes, source: str) -> Canvas:
    """Reads a canvas file. `source` names the file in messages. Raises BadInput with file, key and fix."""
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadInput(f"{source}: not UTF-8 text at byte {error.start}; save the file as UTF-8.") from error
    except (ValueError, RecursionError) as error:  # no TOML, or a number of thousands of digits
        reason = str(error).partition(";")[0] or "nested too deeply"
        raise BadInput(f"{source}: not valid TOML, {reason}; correct that line.") from error
    return canvas_from_data(table, source)


def canvas_from_data(data: object, source: str) -> Canvas:
    """As `canvas_from_toml`, from plain values."""
    if isinstance(data, dict) and isinstance(data.get("schema"), int) and data["schema"] > SCHEMA:
        raise BadInput(
            f"{source}: schema = {data['schema']} is newer than this version reads ({SCHEMA}); update the app."
        )
    try:
        return Canvas.model_validate(data)
    except ValidationError as error:
        raise BadInput(f"{source}: {explain(error)}") from error


def explain(error: ValidationError) -> str:
    """What is wrong with a table of a TOML file, with its key and the way out, as the end of a sentence."""
    errors = error.errors()
    first = errors[0]
    union_tags = {"box", "wedge", "polygon", "circle", "line", "disc", "arrow"}
    key = ""
    for piece in first["loc"]:
        if isinstance(piece, int):
            key += f"[{piece + 1}]"
        elif piece not in union_tags:
            key += f".{piece}" if key else str(piece)
    match first["type"]:
        case "missing" if isinstance(first["loc"][-1], int):
            return f"'{key.rpartition('[')[0]}' has too few values; add the missing one."
        case "missing":
            beside = (other["loc"] for other in errors if other["type"] == "extra_forbidden")
            slips = [str(loc[-1]) for loc in beside if loc[:-1] == first["loc"][:-1]]
            if slips:
                return f"the key '{key}' is missing, and '{slips[0]}' beside it is not known; check its spelling."
            return f"the key '{key}' is missing; add it."
        case "extra_forbidden":
            return f"the key '{key}' is not known here; remove it or check its spelling."
        case "literal_error":
            return f"'{key}' = {first['input']!r} is not allowed; use one of {first['ctx']['expected']}."
        case "union_tag_invalid":
            tags = first["ctx"]["expected_tags"]
            return f"'{key}' has the type {first['ctx']['tag']!r}, which is not allowed; use one of {tags}."
        case "union_tag_not_found":
            return f"'{key}' has no 'type'; add one, for example type = \"box\"."
        case "string_pattern_mismatch":
            return (
                f"'{key}' = {first['input']!r} is no id; use a-z, 0-9, - and _ only, beginning with a letter or digit."
            )
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"'{key}' = {first['input']!r:.60} is not a table; write it as {{ key = value, ... }}."
        case "too_short":
            return f"'{key}' has too few values; give at least {first['ctx']['min_length']}."
        case "value_error":
            message = str(first["ctx"]["error"])
            return f"'{key}': {message}." if key else f"{message}."
        case _:
            message = first["msg"][:1].lower() + first["msg"][1:]
            return f"'{key}' is not right: {message}; correct its value."
