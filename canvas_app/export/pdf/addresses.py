"""Addresses in a text that lead out of the document, and where they stand."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from canvas_app.domain.geometry import Rect
from canvas_app.export.pdf.tagging import text_of
from canvas_app.text.block import TextBlock

LONGEST = 2000
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"“”„«»⁦-⁩…]+", re.IGNORECASE)
_WHOLE = re.compile(r"https?://[^/?#]+([/?#].*)?|mailto:[^@]+@[^@]+", re.IGNORECASE)
_ENDS = ".,;:!?'’*_|"
_PAIRS = {")": "(", "]": "[", "}": "{"}
_KEPT = "%/:?#[]@!$&'()*+,;=~"


def addresses(block: TextBlock) -> Iterator[tuple[str, Rect]]:
    """Each http, https or mailto address and its room on each of its lines, from the block's top left corner.

    One that is cut short is left out.
    """
    if not any("://" in line.text or "mailto:" in line.text for line in block.lines):
        return
    words = text_of(block)
    first = block.lines[0].start
    for found in _ADDRESS.finditer(words):
        address = _trimmed(found[0])
        cut = block.cut and found.end() >= len(words.rstrip("…"))
        if cut or len(address) > LONGEST or not _WHOLE.fullmatch(address):
            continue
        start = found.start() + first
        for rect in rooms(block, start, start + len(address)):
            yield quote(address, safe=_KEPT), rect


def _trimmed(address: str) -> str:
    """Without what belongs to the sentence around it."""
    while True:
        last = address[-1]
        if last in _ENDS or (last in _PAIRS and address.count(last) > address.count(_PAIRS[last])):
            address = address[:-1]
        else:
            return address


def rooms(block: TextBlock, start: int, end: int) -> Iterator[Rect]:
    """Where what is typed at [start, end) stands: a rectangle on each of its lines, from the block's top left."""
    for line in block.lines:
        edges = [
            edge
            for run in line.runs
            for glyph, (x, _), typed in zip(run.glyphs, run.positions, run.starts, strict=True)
            if start <= typed < end
            for edge in (x, x + run.face.advance(glyph) * run.size)
        ]
        if edges:
            top = line.baseline - block.size
            yield Rect(min(edges), top, max(edges) - min(edges), block.size * 1.25)
