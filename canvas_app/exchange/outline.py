"""Reading a Markdown outline: our own, or anybody's with headings and lists."""

import re
from dataclasses import dataclass, field
from typing import Any

from canvas_app.domain.canvas import Canvas, fold
from canvas_app.domain.entities import MAX_NOTES, PARKING, clean_text
from canvas_app.domain.errors import BadInput
from canvas_app.exchange.board_json import parse
from canvas_app.exchange.board_markdown import (
    CHECKBOX,
    MARKER,
    NUMBERED,
    REFERENCE,
    REPORT,
    RESERVED,
    STATEMENTS,
    field_labels,
    heading_key,
    split_tags,
    unescape_line,
)
from canvas_app.exchange.document import Document, LinkIn, NoteIn, PartIn, StatementIn, one_line
from canvas_app.exchange.reading import decode

HEADING = re.compile(r"(#{1,6})(?: +(.*))?$")
RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,}) *$")
ABOUT = re.compile(r"\**(Canvas|Partner|Segment|Customer|Goal|Better than|Because|Language) *:\** *(.*)", re.IGNORECASE)
LINK = re.compile(r"[^():\\\[\n]+ \(([123])\): (.*)", re.DOTALL)
FROM = re.compile(r"from (#\d{1,6} in [^\n]+?): (.*)", re.DOTALL)


@dataclass
class _Item:
    """A list item or paragraph with the bullets below it, texts unescaped."""

    line: int
    numbered: bool
    text: list[str]
    section: "_Section"
    facts: list[list[str]] = field(default_factory=list)
    listed: bool = True
    picked: bool = False


@dataclass
class _Section:
    line: int
    title: str
    level: int
    key: str | None
    items: list[_Item] = field(default_factory=list)


def read(data: bytes, canvas: Canvas) -> Document:
    """Raises BadInput with the line of what is wrong. Notes under headings that name no zone are parked."""
    document = Document()
    sections = _sections(_lines(decode(data)), canvas)
    _take_title(sections, document, canvas)
    return _document(sections, document, canvas)


def read_pasted(text: str, canvas: Canvas, stray: str) -> Document:
    """As `read`, for an outline on the clipboard: every line of a paragraph is a note.

    Notes under a heading that names no zone go to the zone of the heading above it, or to `stray`.
    """
    document = Document()
    sections = _sections(_lines(text), canvas, by_line=True)
    _take_title(sections, document, canvas)
    above = [(0, stray)]
    for section in sections:
        while len(above) > 1 and above[-1][0] >= section.level:
            above.pop()
        if section.key is None:
            section.key = above[-1][1]
        else:
            above.append((section.level, section.key))
    return _document(sections, document, canvas, about="title" in document.info)


# structure


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ").split("\n")


def _sections(lines: list[str], canvas: Canvas, by_line: bool = False) -> list[_Section]:
    """Headings with the items under them; the first section holds what stands before any heading.

    `by_line` says that a line without a marker is an item of its own.
    """
    current = _Section(0, "", 0, None)
    sections = [current]
    item: _Item | None = None  # the open one
    indent = width = 0  # of its marker, and to where its text starts
    fact_width = 0  # to where the text of its open bullet starts, 0 without one
    blanks = 0
    for number, line in enumerate(lines, 1):
        if not line.strip(" "):
            blanks += 1
            continue
        heading = HEADING.match(line)
        marker = MARKER.match(line)
        depth = len(line) - len(line.lstrip(" "))
        if heading or RULE.match(line):
            if heading:
                title = (heading[2] or "").strip(" ")
                current = _Section(number, title, len(heading[1]), heading_key(title, canvas))
                sections.append(current)
            item = None
        elif marker and (item is None or not item.listed or depth < indent + 2):
            indent, width, fact_width = depth, marker.end(), 0
            item = _Item(number, bool(NUMBERED.match(line)), [], current)
            _open(item, line[marker.end() :])
            current.items.append(item)
        elif marker and item is not None and (not fact_width or depth < fact_width):
            item.facts.append([_first(line[marker.end() :])])
            fact_width = marker.end()
        elif item is not None and (not blanks or (item.listed and depth > indent)) and (item.listed or not by_line):
            texts = item.facts[-1] if fact_width else item.text
            cut = min(depth, fact_width or width) if item.listed else depth
            texts += [""] * blanks + [unescape_line(line[cut:], False)]
        else:
            item = _Item(number, False, [line.strip(" ")], current, listed=False)
            current.items.append(item)
        blanks = 0
    return sections


def _open(item: _Item, words: str) -> None:
    """The first line of an item: a checkbox, then text."""
    box = CHECKBOX.match(words)
    if box:
        item.picked = box[1] != " "
        words = words[box.end() :]
    item.text.append(_first(words))


def _first(words: str) -> str:
    """Blanks before a text are layout, unless a backslash says that they are text."""
    return unescape_line(words.lstrip(" "), True)


def _unescaped(words: str) -> str:
    """The words of a fact; its later lines have been read already."""
    first, *rest = words.split("\n")
    return "\n".join([unescape_line(first, True), *rest])


def _take_title(sections: list[_Section], document: Document, canvas: Canvas) -> None:
    """The first heading of level 1 is the title, unless it is a zone of an outline without a title."""
    headings = [section for section in sections if section.level]
    if headings and headings[0].level == 1:
        zones_below = any(section.key and section.level > 1 for section in headings[1:])
        own_notes = any(not ABOUT.fullmatch(line) for item in headings[0].items for line in item.text)
        if headings[0].key is None or (zones_below and not own_notes):
            document.info["title"] = one_line(headings[0].title)
            headings[0].key = None
            headings[0].title = ""


# content


def _document(sections: list[_Section], document: Document, canvas: Canvas, about: bool = True) -> Document:
    """`about` says that items before the first zone may tell of the board."""
    items: list[_Item] = []
    statements: list[_Item] = []
    strays: dict[str, int] = {}
    for section in sections:
        if section.key == REPORT:
            continue  # what is derived, and what only JSON carries
        for item in section.items:
            if about and not section.title and _about(item, document, canvas):
                continue
            if section.key == STATEMENTS:
                statements.append(item)
                continue
            if section.key is None:
                strays[section.title] = strays.get(section.title, 0) + 1
            items.append(item)
    if len(items) > MAX_NOTES:
        raise BadInput(f"has {len(items):,} notes; a board holds {MAX_NOTES:,} at most, so split it.")
    links: list[tuple[str, int, str, str]] = []  # source id, strength, target's name, place
    for n, item in enumerate(items):
        document.notes.append(_note(n, item, links, canvas))
    finder = _Finder(document.notes, canvas)
    for source, strength, words, place in links:
        document.links.append(LinkIn(place, source, finder.find(words, place), strength))
    for n, item in enumerate(statements):
        document.statements.append(_statement(n, item, finder))
    if strays:
        count = sum(strays.values())
        places = ", ".join(f'"{title:.60}"' if title else "no heading" for title in strays)
        document.notices.append(
            f"{count} note{'s' if count > 1 else ''} under {places} put into the parking lot,"
            " because no zone of the canvas has such a name."
        )
    return document


def _about(item: _Item, document: Document, canvas: Canvas) -> bool:
    """Whether an item before the first zone says something about the board; then it is taken."""
    found = [ABOUT.fullmatch(line) for line in item.text]
    if item.numbered or not all(found):
        return False
    for match in found:
        assert match is not None
        key, value = match[1].lower(), one_line(match[2])
        if key == "canvas":
            if value and fold(value) not in (fold(canvas.title), fold(canvas.id)):
                document.notices.append(f"the outline is of the canvas '{value:.60}', read as '{canvas.title}'.")
        elif key == "language" and len(value) > 35:
            raise BadInput(f"line {item.line}: the language is longer than 35 characters; give a code such as en.")
        else:
            document.info["alternative" if key == "better than" else key] = value
    return True


def _note(n: int, item: _Item, links: list[tuple[str, int, str, str]], canvas: Canvas) -> NoteIn:
    zone = item.section.key or PARKING
    note = NoteIn(f"line {item.line}", "\n".join(item.text), zone, picked=item.picked, id=f"#{n}")
    if item.numbered:
        note.rank = n + 1
    details = []
    place = canvas.zone(zone)
    labels = field_labels(canvas, place.kind) if place else {}
    for fact in item.facts:
        text = "\n".join(fact)
        if link := LINK.fullmatch(text):
            links.append((note.id, int(link[1]), _unescaped(link[2]), note.place))
        elif not _take_fact(note, text, labels):
            details.append(text)
        if note.kind:
            labels = field_labels(canvas, note.kind)
    note.detail = "\n".join([*([note.detail] if note.detail else []), *details])
    return note


def _take_fact(note: NoteIn, text: str, labels: dict[str, str]) -> bool:
    """Whether a bullet below a note says something about it; then it is taken. `labels` are those of its fields."""
    label, _, words = text.partition(": ")
    if (name := labels.get(label)) and words:
        note.fields = {**note.fields, name: one_line(_unescaped(words))}
        return True
    fact = RESERVED.fullmatch(text)
    if fact is None:
        return False
    key, value = fact[1], _unescaped(fact[2])
    match key:
        case "score" if re.fullmatch("[1-5]", value.strip(" ")):
            note.score = int(value)
        case "votes" if re.fullmatch("[0-9]{1,9}", value.strip(" ")):
            pass  # dots belong to people, not to notes
        case "detail":
            note.detail = value
        case "tags":
            note.tags = split_tags(value)
        case "author":
            note.author = value
        case "colour" | "color" if len(value) <= 32:
            note.colour = value
        case "kind" if note.zone == PARKING and value:
            note.kind = value.strip(" ")
        case "fields":
            fields = _fields(value)
            if fields is None:
                return False
            note.fields = {**note.fields, **fields}
        case _:
            return False
    return True


def _fields(text: str) -> dict[str, Any] | None:
    try:
        fields = parse(text)
    except BadInput:
        return None
    return fields if isinstance(fields, dict) else None


def _statement(n: int, item: _Item, finder: "_Finder") -> StatementIn:
    text = clean_text("\n".join(item.text))
    statement = StatementIn(f"line {item.line}", rank=n + 1)
    parts: list[PartIn] = []
    at = 0
    for fact in item.facts:
        words = "\n".join(fact)
        if origin := FROM.fullmatch(words):
            used = clean_text(_unescaped(origin[2]))
            start = text.find(used, at) if used else -1
            if start < 0:
                continue  # the words were edited away
            note = finder.find(origin[1], f"line {item.line}")
            parts += [PartIn(text[at:start])] if start > at else []
            parts.append(PartIn(used, note, finder.text(note)))
            at = start + len(used)
        elif words == "final: yes":
            statement.final = True
        elif words.startswith("pattern: "):
            statement.pattern = words.removeprefix("pattern: ")[:64]
    if at < len(text):
        parts.append(PartIn(text[at:]))
    statement.parts = parts
    return statement


class _Finder:
    """Notes by text or by place ("#2 in ...")."""

    def __init__(self, notes: list[NoteIn], canvas: Canvas):
        self._canvas = canvas
        self._notes = {note.id: note for note in notes}
        self._by_text: dict[str, list[str]] = {}
        self._by_zone: dict[str, list[str]] = {}
        for note in notes:
            self._by_text.setdefault(one_line(note.text), []).append(note.id)
        # By place means in the order of the outline that wrote it: ranked before unranked.
        for note in sorted(notes, key=lambda note: note.rank is None):
            self._by_zone.setdefault(note.zone, []).append(note.id)

    def text(self, note_id: str) -> str:
        return clean_text(self._notes[note_id].text)

    def find(self, words: str, place: str) -> str:
        found = self._by_text.get(one_line(words), [])
        reference = REFERENCE.fullmatch(words.strip(" "))
        if reference:
            zone = self._by_zone.get(heading_key(reference[2], self._canvas) or "", [])
            number = int(reference[1])
            found = zone[number - 1 : number] if number else []
        if len(found) != 1:
            many = "no note says" if not found else f"{len(found)} notes say"
            raise BadInput(
                f"{place}: {many} '{one_line(words):.60}'; name a note by its text, or as \"#1 in\" and its zone."
            )
        return found[0]
