"""The board as a Markdown outline for people (`show`, `.md`), and back.

Zones are headings, ranked notes a numbered list, the others bullets; `[x]` marks a picked note. What else a note has
stands in bullets below it: `score: 4`, `detail: ...`, `relieves (3): <text of the other note>`. Texts are literal. Only
where a line of a text would be read as part of the outline it gets a leading backslash, which reading takes off again.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Canvas, fold
from canvas_app.domain.entities import PARKING, Link, Note
from canvas_app.domain.fit import fit
from canvas_app.domain.steps import Findings, no_findings, step_views
from canvas_app.domain.voting import last_round, tally
from canvas_app.exchange.document import one_line
from canvas_app.exchange.workshop_markdown import report

STATEMENTS = "statements"
REPORT = "report"
PARKING_TITLE = "Parking lot"
STATEMENTS_TITLE = "Value statements"
LONGEST_REFERENCE = 120
MARKER = re.compile(r"( *)([-*+]|\d{1,9}[.)])(?: |$)")
NUMBERED = re.compile(r" *(\d{1,9})[.)](?: |$)")
CHECKBOX = re.compile(r"\[([ xX])\](?: |$)")
KEYED = re.compile(r" *\((?P<key>[a-z0-9_-]+)\) *$")
RESERVED = re.compile(r"(kind|score|votes|detail|tags|author|colour|color|fields|final|pattern): ?(.*)", re.DOTALL)
REFERENCE = re.compile(r"#(\d{1,6}) in (.+)")

# What a line of a text must not look like, as the first line of an item and as a later one.
_FIRST = re.compile(r"\\*(?: |$|\[[ xX]\](?: |$))")
_LATER = re.compile(r"\\*(?: *$| *(?:[-*+]|\d{1,9}[.)])(?: |$))")


def escape_line(line: str, first: bool) -> str:
    """A line of a text as it stands in an item."""
    return f"\\{line}" if (_FIRST if first else _LATER).match(line) else line


def unescape_line(line: str, first: bool) -> str:
    return line[1:] if line.startswith("\\") and (_FIRST if first else _LATER).match(line) else line


def heading_key(words: str, canvas: Canvas) -> str | None:
    """The zone that a heading names, "parking", "statements", "report" (what is only for people), or None."""
    keyed = KEYED.search(words)
    if keyed and (keyed["key"] in (PARKING, STATEMENTS, REPORT) or canvas.zone(keyed["key"])):
        return keyed["key"]
    if zone := canvas.find_zone(words):
        return zone.id
    if fold(words) in ("parkinglot", "parking", "parked"):
        return PARKING
    return STATEMENTS if fold(words) in ("valuestatements", "statements") else None


def write(board: Board, findings: Findings = no_findings) -> str:
    """`findings` says how many things the plain-language check has to say about a statement, for the guide."""
    canvas = board.canvas
    names = _Names(board)
    lines = [f"# {one_line(board.info.title)}", ""]
    about = {
        "Canvas": canvas.title,
        "Partner": board.info.partner,
        "Segment": board.info.segment,
        "Customer": board.info.customer,
        "Goal": board.info.goal,
        "Better than": board.info.alternative,
        "Because": board.info.because,
    }
    lines += [f"- {key}: {one_line(value)}" for key, value in about.items() if value]
    sections = [(zone.title, zone.id) for zone in canvas.zones]
    if any(note.zone == PARKING for note in board.notes.values()):
        sections.append((PARKING_TITLE, PARKING))
    ranks = board.ranks()
    dots = tally(board, last_round(board))
    for title, zone_id in sections:
        items: list[str] = []
        for note in board.in_zone(zone_id):
            marker = f"{ranks[note.id]}. " if note.id in ranks else "- "
            facts = list(_note_facts(note, board, names, dots))
            items += _item(marker, "[x] " if note.picked else "", note.text, facts)
        lines += _section(_heading(title, zone_id, canvas), items)
    items = []
    for n, statement in enumerate(board.statements, 1):
        facts = [("final: ", "yes")] if statement.final else []
        facts += [("pattern: ", one_line(statement.pattern))] if statement.pattern else []
        facts += [(f"from {names.by_place[part.note]}: ", part.text) for part in statement.parts if part.note]
        items += _item(f"{n}. ", "", statement.text, facts)
    if items:
        lines += _section(_heading(STATEMENTS_TITLE, STATEMENTS, canvas), items)
    figures = fit(board)
    for title, rows in report(board, figures, step_views(board, figures, findings)):
        lines += _section(f"{title} ({REPORT})", [f"- {row}" for row in rows])
    return "\n".join(lines) + "\n"


def _section(heading: str, items: list[str]) -> list[str]:
    return ["", f"## {heading}", *([""] if items else []), *items]


def _heading(title: str, key: str, canvas: Canvas) -> str:
    words = one_line(title)
    return words if heading_key(words, canvas) == key else f"{words} ({key})"


def _item(marker: str, prefix: str, text: str, facts: Sequence[tuple[str, str]] = ()) -> list[str]:
    """A list item: later lines of its text stand under its first one, its facts as bullets below."""
    first, *later = text.split("\n")
    indent = " " * len(marker)
    if first or later:
        lines = [f"{marker}{prefix}{escape_line(first, True)}"]
    else:
        lines = [f"{marker}{prefix}".rstrip(" ")]
    for n, line in enumerate(later, 1):
        inner_blank = not line and any(later[n:])
        lines.append("" if inner_blank else indent + escape_line(line, False))
    for fact_prefix, words in facts:
        lines += _item(f"{indent}- ", fact_prefix, words)
    return lines


def _note_facts(note: Note, board: Board, names: "_Names", dots: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    if note.zone == PARKING:
        yield "kind: ", note.kind
    if note.score is not None:
        yield "score: ", str(note.score)
    if note.id in dots:
        yield "votes: ", str(dots[note.id])
    if note.detail:
        yield "detail: ", note.detail
    if note.tags:
        yield "tags: ", join_tags(note.tags)
    if note.author:
        yield "author: ", one_line(note.author)
    if note.colour:
        yield "colour: ", one_line(note.colour)
    labels = field_labels(board.canvas, note.kind)
    named = {name: value for name, value in note.fields.items() if name in labels.values() and _is_line(value)}
    yield from ((f"{label}: ", str(named[name])) for label, name in labels.items() if name in named)
    if others := {name: value for name, value in note.fields.items() if name not in named}:
        yield "fields: ", json.dumps(others, ensure_ascii=False)
    outgoing = [link for link in board.links_of(note.id) if link.source == note.id]
    for link in sorted(outgoing, key=lambda link: names.order[link.target]):
        yield f"{_label(board, link)} ({link.strength}): ", names.reference(link.target)


def field_labels(canvas: Canvas, kind_id: str) -> dict[str, str]:
    """The ids of a kind's fields by the labels that they have in an outline."""
    kind = canvas.kind(kind_id)
    labels = {one_line(entry.label): entry.id for entry in (kind.fields if kind else ())}
    taken = [label for label in labels if RESERVED.match(f"{label}: ") or set(label) & set(":(")]
    return {label: name for label, name in labels.items() if label not in taken}


def _is_line(value: object) -> bool:
    return isinstance(value, str) and value != "" and value == one_line(value)


def _label(board: Board, link: Link) -> str:
    rule = board.canvas.link_rule(board.notes[link.source].kind, board.notes[link.target].kind)
    label = one_line(rule.label) if rule else ""
    return label if label and not set(label) & set("():\\[") else "links to"


class _Names:
    """What notes are called in an outline: by their text where only one has it, else by place."""

    def __init__(self, board: Board):
        canvas = board.canvas
        titles = {zone.id: _heading(zone.title, zone.id, canvas) for zone in canvas.zones}
        titles[PARKING] = _heading(PARKING_TITLE, PARKING, canvas)
        self.order = {note.id: n for n, note in enumerate(board.in_order())}
        self.by_place = {
            note.id: f"#{n} in {titles[zone_id]}"
            for zone_id in titles
            for n, note in enumerate(board.in_zone(zone_id), 1)
        }
        self._texts = {note.id: one_line(note.text) for note in board.notes.values()}
        self._count = Counter(self._texts.values())

    def reference(self, note_id: str) -> str:
        text = self._texts[note_id]
        plain = text and len(text) <= LONGEST_REFERENCE and self._count[text] == 1 and not REFERENCE.fullmatch(text)
        return text if plain else self.by_place[note_id]


def join_tags(tags: Sequence[str]) -> str:
    return "; ".join(re.sub(r"([\\;])", r"\\\1", one_line(tag)) for tag in tags)


def split_tags(text: str) -> list[str]:
    tags = [""]
    for piece in re.findall(r"\\[\\;]|.", text, re.DOTALL):
        if piece == ";":
            tags.append("")
        else:
            tags[-1] += piece[1:] if len(piece) == 2 else piece
    return [tag.strip() for tag in tags if tag.strip()]
