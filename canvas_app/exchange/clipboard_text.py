"""Pasted text made safe, and what a list says: bullets, numbers, boxes, indents, headings that name zones."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from canvas_app.domain.canvas import Canvas
from canvas_app.domain.entities import MAX_TEXT
from canvas_app.domain.errors import BadInput
from canvas_app.exchange import outline
from canvas_app.exchange.board_markdown import STATEMENTS, heading_key
from canvas_app.exchange.document import Document, NoteIn

FACE = 2000
"""Characters of a pasted note that stand on its face; the rest becomes its detail."""
SOFT = "\v"
"""A line break inside an item, while lines are told apart."""

_ENDS = re.compile("\r\n|[\r\f\x85\u2028\u2029]")
_UNWANTED = re.compile(
    "[\0-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffc\ufffe\uffff]"
)
_BULLET = re.compile(
    r"""(?: (?: [-*+•‣◦▪▫■□●○–—·∙⁃➢❖→»✓✔] | [o§](?=\t) ) (?:\s+|$)
      | \(?\d{1,3}[.)] (?:\s+|$)
      | [a-zA-Z]\) \s+
      | (?: [a-zA-Z] | [ivxlcIVXLC]{2,5} ) \.\t \s* )""",
    re.VERBOSE,
)
_BOX = re.compile(r"(?:\[([ xX])\]|([☐☑☒]))(?:\s+|$)")
_RULE = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,}|={3,})\s*")
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*\s*")
_BOLD = re.compile(r"(\*\*|__)(.+?):?\1:?")


def tidied(text: str) -> str:
    """Text from elsewhere: LF line ends, without control characters, halves of characters and bidi overrides."""
    return _UNWANTED.sub("", _ENDS.sub("\n", text))


@dataclass(frozen=True)
class Line:
    """One line or list item; `depth` says how far it is indented, in columns or list levels."""

    text: str
    depth: int = 0
    listed: bool = False
    heading: bool = False
    picked: bool = False


def make_note(text: str, zone: str, detail: str = "", **values: object) -> NoteIn:
    """A note of any text: what is too long for its face goes to its detail, what is too long for that is cut."""
    face = text.replace(SOFT, "\n").strip()
    detail = detail.replace(SOFT, "\n").strip()
    if len(face) > FACE:
        cut = _place_to_cut(face)
        detail = f"{face[cut:].strip()}\n{detail}".strip()
        face = face[:cut].rstrip()
    return NoteIn("", face, zone, detail=detail[:MAX_TEXT], **values)  # type: ignore[arg-type]


def _place_to_cut(text: str) -> int:
    """Where a long text may be divided: behind a word where one ends late enough, never inside a letter."""
    blank = max(text.rfind(" ", FACE - 200, FACE), text.rfind("\n", FACE - 200, FACE))
    if blank > 0:
        return blank
    cut = FACE
    while cut > FACE - 50 and (unicodedata.combining(text[cut]) or "\u200d" in text[cut - 1 : cut + 1]):
        cut -= 1
    return cut


def read_lines(text: str) -> list[Line]:
    """The lines of a plain text that say anything."""
    lines = []
    for raw in text.split("\n"):
        words = raw.strip()
        if not words or _RULE.fullmatch(words):
            continue
        columns = raw.expandtabs(4)
        depth = len(columns) - len(columns.lstrip())
        bullet = _BULLET.match(words)
        if bullet:
            words = words[bullet.end() :].strip()
        box = _BOX.match(words)
        if box:
            words = words[box.end() :].strip()
        heading = None if bullet or box else _HEADING.fullmatch(words)
        if words:
            picked = box is not None and ((box[1] or "") in ("x", "X") or box[2] in ("☑", "☒"))
            lines.append(
                Line(heading[1] if heading else words, depth, bool(bullet or box), heading is not None, picked)
            )
    return lines


def notes_of(lines: Sequence[Line], canvas: Canvas, zone: str) -> list[NoteIn]:
    """One note a line; what is indented becomes the detail of the one above, a heading that names a zone switches."""
    notes: list[NoteIn] = []
    section: list[Line] = []
    for at, line in enumerate(lines):
        key = _zone_named(line, lines[at + 1] if at + 1 < len(lines) else None, canvas)
        if key is None:
            section.append(line)
        else:
            notes += _section(section, zone)
            section, zone = [], key
    return notes + _section(section, zone)


def _section(lines: Sequence[Line], zone: str) -> list[NoteIn]:
    found: list[tuple[Line, list[str]]] = []
    base = min((line.depth for line in lines), default=0)
    above: list[int] = []  # the depths of the detail lines that the next one may stand under
    for line in lines:
        if found and line.depth > base + (not line.listed):
            while above and above[-1] >= line.depth:
                above.pop()
            found[-1][1].append("  " * len(above) + line.text)
            above.append(line.depth)
        else:
            found.append((line, []))
            above.clear()
    return [make_note(line.text, zone, "\n".join(details), picked=line.picked) for line, details in found]


def _zone_named(line: Line, following: Line | None, canvas: Canvas) -> str | None:
    """The zone that a line names as a heading: marked as one, in bold, with a colon, or above a list of its own."""
    if line.listed or len(line.text) > 200:
        return None
    bold = _BOLD.fullmatch(line.text)
    words = (bold[2] if bold else line.text).rstrip(": ")
    if not (line.heading or bold or line.text.endswith(":")) and not (
        following is not None and (following.listed or following.depth > line.depth)
    ):
        return None
    key = heading_key(words, canvas)
    return None if key == STATEMENTS else key


def read_outline(text: str, canvas: Canvas, zone: str) -> Document | None:
    """What a Markdown outline with a heading for a zone says; None for all other text.

    Notes before the first such heading go to `zone`.
    """
    headings = [match[1] for line in text.split("\n") if (match := _HEADING.fullmatch(line))]
    if not any(heading_key(words, canvas) not in (None, STATEMENTS) for words in headings):
        return None
    try:
        read = outline.read_pasted(text.replace(SOFT, " "), canvas, zone)
    except BadInput:
        return None
    for note in read.notes:
        made = make_note(note.text or note.detail, note.zone, note.detail if note.text else "")
        note.text, note.detail, note.rank = made.text, made.detail, None
    read.notes = [note for note in read.notes if note.text]
    kept = {note.id for note in read.notes}
    read.links = [link for link in read.links if {link.source, link.target} <= kept]
    left = [words for words in headings if heading_key(words, canvas) is None and words != read.info.get("title")]
    if left:
        more = f" and {len(left) - 1} more name" if len(left) > 1 else " names"
        read.notices.append(f"The heading “{left[0]:.60}”{more} no zone; the notes under it are here without it.")
    if read.statements:
        read.notices.append("Value statements were left out; only notes can be pasted.")
    return read
