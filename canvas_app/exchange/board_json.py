"""The whole board as JSON (`show --json`), and back."""

import json
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import canvas_from_data
from canvas_app.domain.entities import (
    IN_JSON,
    MAX_COORDINATE,
    NOTE_HEIGHT,
    NOTE_WIDTH,
    PARKING,
    TIES,
    Entity,
    Statement,
)
from canvas_app.domain.errors import BadInput
from canvas_app.domain.fit import Fit
from canvas_app.domain.segments import NO_GROUPS, Groups
from canvas_app.domain.steps import step_views
from canvas_app.exchange.document import Document, LinkIn, NoteIn, PartIn, StatementIn, StrokeIn
from canvas_app.exchange.reading import NewerFormat, decode
from canvas_app.exchange.workshop import workshop_rows

FORMAT = 1
_DEEPEST = 64
_LARGEST = 2**63


# writing


Findings = Mapping[str, list[dict[str, Any]]]
"""What the plain-language check says of statements, by their ids."""


def dump(board: Board, fit: Fit, findings: Findings | None = None, groups: Groups = NO_GROUPS) -> dict[str, Any]:
    """Everything on the board as plain JSON values; `groups` as in `domain.steps`."""
    ranks = board.ranks()
    data: dict[str, Any] = {
        "format": FORMAT,
        "board": _ordered(board.info, ("title", "canvas", "partner", "segment", "goal", "customer")),
        "canvas_definition": board.canvas_copy.definition,
        "notes": [
            _ordered(
                note,
                ("id", "zone", "kind", "text", "detail", "rank", "score", "picked", "tags", "x", "y", "w", "h"),
                rank=ranks.get(note.id),
            )
            for note in board.in_order()
        ],
        "links": [
            _ordered(link, ("id", "source", "target", "strength"))
            for link in sorted(board.links.values(), key=lambda link: link.id)
        ],
        "statements": [
            _ordered(
                statement,
                ("id", "rank", "text", "score", "parts", "notes"),
                rank=n,
                text=statement.text,
                score=fit.statement_score(statement.notes),
                notes=list(statement.notes),
                **({} if findings is None else {"findings": findings.get(statement.id, [])}),
            )
            for n, statement in enumerate(board.statements, 1)
        ],
        "fit": fit.as_data(),
        "steps": [step.as_data() for step in step_views(board, fit, _count(findings), groups)],
    }
    if board.zone_states:
        data["zone_states"] = [
            {"zone": state.id, "arranged": state.arranged} for state in sorted(board.zone_states.values(), key=_id)
        ]
    if board.strokes:
        data["strokes"] = [_ordered(stroke, ("id", "colour", "width", "points")) for stroke in board.strokes.values()]
    return data | workshop_rows(board)


def _count(findings: Findings | None) -> Callable[[Statement], int]:
    found = findings or {}
    return lambda statement: len(found.get(statement.id, ()))


def write(board: Board, fit: Fit, findings: Findings | None = None, groups: Groups = NO_GROUPS) -> str:
    return json.dumps(dump(board, fit, findings, groups), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _id(entity: Entity) -> str:
    return entity.id


def _ordered(entity: Entity, first: tuple[str, ...], **derived: Any) -> dict[str, Any]:
    """The fields of an entity: `first` in that order, the rest after; `rank` stands for `rank_key`."""
    values = {**entity.model_dump(mode="json", exclude={"rank_key"}), **derived}
    return {key: values[key] for key in (*first, *(key for key in values if key not in first))}


# reading


class _In(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


Rank = Annotated[int, Field(ge=1, le=1_000_000_000)]
Position = Annotated[float, Field(ge=-MAX_COORDINATE, le=MAX_COORDINATE)]
Size = Annotated[float, Field(ge=1, le=1e5)]


class _Board(_In):
    title: Annotated[str, Field(min_length=1)]
    canvas: str | None = None
    partner: str = ""
    segment: str = ""
    goal: str = ""
    language: Annotated[str, Field(max_length=35)] = "en"
    scale: Annotated[float, Field(ge=0.1, le=100)] = 1.0
    fields: dict[str, Any] = {}
    customer: str = ""
    alternative: str = ""
    because: str = ""
    glossary: dict[str, str] = {}
    id: Any = None
    created: Any = None


class _Note(_In):
    zone: str
    text: str
    id: str = ""
    kind: Any = None
    detail: str = ""
    rank: Rank | None = None
    score: Annotated[int, Field(ge=1, le=5)] | None = None
    picked: bool = False
    tags: list[str] = []
    x: Position | None = None
    y: Position | None = None
    w: Size = NOTE_WIDTH
    h: Size = NOTE_HEIGHT
    colour: str = ""
    author: str = ""
    fields: dict[str, Any] = {}
    group_id: str | None = None
    locked: bool = False
    z: Position = 0.0


class _Link(_In):
    source: str
    target: str
    strength: Annotated[int, Field(ge=1, le=3)] = 2
    id: str = ""


class _Part(_In):
    text: Annotated[str, Field(max_length=20_000)]
    note: str | None = None
    used: Annotated[str, Field(max_length=20_000)] | None = None


class _Statement(_In):
    id: str = ""
    rank: Rank | None = None
    text: str = ""
    parts: list[_Part] | None = None
    final: bool = False
    pattern: Annotated[str, Field(max_length=64)] = ""
    ignored: list[Annotated[str, Field(max_length=500)]] = []
    score: Any = None
    notes: Any = None
    findings: Any = None


class _ZoneState(_In):
    zone: str
    arranged: bool = False


class _Stroke(_In):
    id: str = ""
    points: Annotated[list[Annotated[list[float], Field(min_length=3, max_length=3)]], Field(min_length=1)]
    colour: str = "ink"
    width: Annotated[float, Field(ge=0.1, le=1000)] = 3.0


class _File(_In):
    format: int
    board: _Board
    notes: list[_Note]
    canvas_definition: dict[str, Any] | None = None
    links: list[_Link] = []
    statements: list[_Statement] = []
    zone_states: list[_ZoneState] = []
    strokes: list[_Stroke] = []
    step_states: list[dict[str, Any]] = []
    sittings: list[dict[str, Any]] = []
    stints: list[dict[str, Any]] = []
    rounds: list[dict[str, Any]] = []
    votes: list[dict[str, Any]] = []
    decisions: list[dict[str, Any]] = []
    competitors: list[dict[str, Any]] = []
    criteria: list[dict[str, Any]] = []
    ratings: list[dict[str, Any]] = []
    evidence: list[dict[str, Any]] = []
    test_cards: list[dict[str, Any]] = []
    fit: Any = None
    steps: Any = None


def read(data: bytes) -> Document:
    """Raises BadInput with the place of what is wrong, NewerFormat where `format` is above ours."""
    raw = parse(decode(data), format_first=True)
    if not isinstance(raw, dict):
        raise BadInput(f"holds {_name(raw)} where a board is an object with 'format', 'board' and 'notes'.")
    try:
        file = _File.model_validate(raw)
    except ValidationError as error:
        raise BadInput(_explain(error)) from error
    if not file.board.title.strip():
        raise BadInput("board.title: is blank; give the board a title.")
    for table in ("notes", "links", "statements", "strokes"):
        _refuse_twins(table, [item.id for item in getattr(file, table)])
    for table, name in IN_JSON.items():
        _check_rows(table, name, getattr(file, name))
    return _document(file)


def _document(file: _File) -> Document:
    info = file.board.model_dump(exclude={"id", "created"}, exclude_none=True)
    definition = file.canvas_definition
    if definition is not None:
        definition = canvas_from_data(definition, "canvas_definition").as_data()
    notes = [
        NoteIn(
            f"notes[{n}]",
            kind=_parked_kind(n, note) if note.zone == PARKING else None,
            **note.model_dump(exclude={"kind"}),
        )
        for n, note in enumerate(file.notes)
    ]
    links = [LinkIn(f"links[{n}]", **link.model_dump()) for n, link in enumerate(file.links)]
    statements = []
    for n, statement in enumerate(file.statements):
        parts = [PartIn(part.text, part.note, part.used) for part in statement.parts or ()]
        if statement.parts is None and statement.text:
            if len(statement.text) > 20_000:
                raise BadInput(f"statements[{n}].text: is longer than 20,000 characters; shorten it.")
            parts = [PartIn(statement.text)]
        statements.append(
            StatementIn(
                f"statements[{n}]",
                parts,
                statement.rank,
                statement.final,
                statement.pattern,
                statement.id,
                statement.ignored,
            )
        )
    zone_states = {state.zone: state.arranged for state in file.zone_states}
    strokes = [StrokeIn(f"strokes[{n}]", **stroke.model_dump()) for n, stroke in enumerate(file.strokes)]
    workshop = {table: getattr(file, name) for table, name in IN_JSON.items()}
    return Document(info, definition, notes, links, statements, zone_states, strokes, workshop)


def _parked_kind(n: int, note: _Note) -> str | None:
    if note.kind is not None and not isinstance(note.kind, str):
        raise BadInput(f"notes[{n}].kind: is {_name(note.kind)}; give the id of a kind in quotes.")
    return note.kind


def _check_format(raw: dict[str, Any]) -> None:
    number = raw.get("format")
    if isinstance(number, _Mark):
        raise BadInput(f"format: {number.problem}")
    if number is None:
        raise BadInput('format: is missing; a board as JSON starts with "format": 1.')
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise BadInput(f"format: is {_name(number)}; it is a whole number, {FORMAT} in this version.")
    if number > FORMAT:
        raise NewerFormat(f"format: {number} is newer than this version reads ({FORMAT}); update Value Canvas.")


def _check_rows(table: str, name: str, rows: list[dict[str, Any]]) -> None:
    for n, row in enumerate(rows):
        for key in ("id", *(tie.field for tie in TIES if tie.entity == table)):
            if not isinstance(row.get(key, ""), str | None):
                raise BadInput(f"{name}[{n}].{key}: should be a valid string, not {_name(row[key])}.")
        rank = row.get("rank")
        if rank is not None and (isinstance(rank, bool) or not isinstance(rank, int) or rank < 1):
            raise BadInput(f"{name}[{n}].rank: should be a whole number from 1, not {_name(rank)}.")
    _refuse_twins(name, [row.get("id") or "" for row in rows])


def _refuse_twins(table: str, ids: list[str]) -> None:
    first: dict[str, int] = {}
    for n, value in enumerate(ids):
        if value and value in first:
            raise BadInput(
                f"{table}[{n}].id: '{value:.60}' is used by {table}[{first[value]}] already; give each its own."
            )
        first[value] = n


# The standard library takes duplicate keys, NaN, endless numbers and lone surrogates without a word. They are kept as
# marks while parsing, because only the walk afterwards knows the place.


class _Mark:
    def __init__(self, problem: str):
        self.problem = problem


def parse(text: str, format_first: bool = False) -> Any:
    """JSON values that a board can hold. Raises BadInput with the place; `format_first` looks at `format` before."""
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_float, parse_int=_whole
        )
    except json.JSONDecodeError as error:
        message = error.msg[:1].lower() + error.msg[1:]
        raise BadInput(f"line {error.lineno}, column {error.colno}: not JSON, {message}; correct it there.") from error
    except RecursionError as error:
        raise BadInput("is nested too deeply to be a board.") from error
    if format_first and isinstance(value, dict):
        _check_format(value)
    for place, problem in _oddities(value):
        raise BadInput(f"{place}: {problem}" if place else problem)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        result[key] = _Mark("stands there twice; remove one of the two.") if key in result else value
    return result


def _constant(word: str) -> _Mark:
    return _Mark(f"{word} is no number that can be kept; give a finite one.")


def _float(digits: str) -> float | _Mark:
    number = float(digits)
    return number if math.isfinite(number) else _Mark(f"{digits:.40} is too large; give a smaller number.")


def _whole(digits: str) -> int | _Mark:
    number = int(digits) if len(digits) <= 20 else _LARGEST
    return number if -_LARGEST < number < _LARGEST else _Mark(f"{digits:.20} is too large; give a smaller number.")


def _oddities(value: Any, place: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Places of what JSON's grammar lets through and a board does not."""
    if isinstance(value, _Mark):
        yield place, value.problem
    elif isinstance(value, str):
        if not _encodes(value):
            yield place, "holds half of a surrogate pair, which is no character; remove it."
    elif isinstance(value, dict | list):
        if depth > _DEEPEST:
            yield f"{place:.80}", f"is nested more than {_DEEPEST} levels deep; flatten it."
            return
        if isinstance(value, dict):
            for key, inner in value.items():
                if not _encodes(key):
                    yield place or "the file", "has a key with half of a surrogate pair; remove it."
                    continue
                yield from _oddities(inner, f"{place}.{key:.60}" if place else f"{key:.60}", depth + 1)
        else:
            for n, inner in enumerate(value):
                yield from _oddities(inner, f"{place}[{n}]", depth + 1)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _explain(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ""
    for piece in first["loc"]:
        place += f"[{piece}]" if isinstance(piece, int) else f".{piece:.60}" if place else f"{piece:.60}"
    match first["type"]:
        case "missing":
            return f"{place}: is missing; add it."
        case "extra_forbidden":
            return f"{place}: is not known here; remove it or check its spelling."
        case _:
            message = first["msg"].removeprefix("Input ").removeprefix("String ")
            return f"{place}: {message}, not {_name(first['input'])}."


def _name(value: Any) -> str:
    """A JSON value in few words."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 42 else f"{text[:40]}…"
