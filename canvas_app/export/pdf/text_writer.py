"""Glyphs of text blocks into reportlab pages as subset Type0 fonts (PDF.md 3.4).

reportlab's own text calls drop or garble what is not Latin, so its pages get the glyphs that Qt shaped. One PDF code
stands for one cluster of typed text, so every reader extracts exactly what was typed; a line is written from left to
right whatever its direction, as readers expect. The private names of reportlab 5.1 used here are `Canvas._code`,
`._doc`, `._preamble`, `._make_preamble` and the "BasicFonts" object.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFDictionary
from reportlab.pdfgen.canvas import Canvas

from canvas_app.export.pdf.embedded_font import EmbeddedFont
from canvas_app.export.pdf.emoji_images import EmojiImages
from canvas_app.text.fonts import Face
from canvas_app.text.layout import Line, TextBlock

_STEP = 2
"""The pen is moved where it is so many 1/1000 of the size or more off: less cannot be seen, and costs bytes."""

_MIRRORED = dict(
    zip("()[]{}<>«»‹›≤≥⟨⟩「」『』【】〈〉《》〔〕", ")(][}{><»«›‹≥≤⟩⟨」「』『】【〉〈》《〕〔", strict=True)
)
"""What brackets look like in right-to-left text: readers expect that, as other programs write no more than it."""

_INKED, _WITHOUT_INK = "0 Tr", "3 Tr"

_Glyph = tuple[int, float, float]
"""A glyph with its place on the page: x, y from the block's top left, y downwards, in points."""


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Glyphs of a face between `left`, where the pen stands, and `right`, and the text they stand for."""

    face: Face
    left: float
    right: float
    glyphs: Sequence[_Glyph]
    text: str
    rtl: bool

    def with_(self, other: _Cluster) -> _Cluster:
        """This and what follows it as one."""
        left, right = min(self.left, other.left), max(self.right, other.right)
        return _Cluster(self.face, left, right, [*self.glyphs, *other.glyphs], self.text + other.text, self.rtl)


class TextWriter:
    """Writes text blocks to the pages of one document. Make it before the first page, `finish` before `save`.

    The canvas's own text calls must not be used beside it: Helvetica is taken out of the document.
    """

    def __init__(self, canvas: Canvas) -> None:
        self._canvas: Any = canvas
        self.emoji: EmojiImages | None = None
        """Where emoji are drawn in colour; the plain ones are then written without ink, for those who search."""
        self._pictures: list[str] = []
        self._fonts: list[EmbeddedFont] = []
        self._font_of: dict[Face, EmbeddedFont] = {}
        self._finished = False
        rl_config.useA85 = 0  # read when pages are written; ASCII85 makes them a quarter larger

        def without_font() -> None:
            self._canvas._preamble = "1 0 0 1 0 0 cm"

        self._canvas._make_preamble = without_font  # else every page selects Helvetica, also after setPageSize
        without_font()

    def draw(self, block: TextBlock, x: float, y: float, color: Any) -> None:
        """Write a block with its top left corner at (x, y) in points, y upwards from the page's bottom.

        `color` is what `Canvas.setFillColor` takes (a Color, a name or "#rrggbb"); it stays the fill colour.
        """
        if self._finished:
            raise RuntimeError("The fonts of this document are already written.")
        parts: list[str] = []
        for line in block.lines:
            parts.extend(self._line(line, block.size, x, y))
        if parts:
            self._canvas.setFillColor(color)
            self._canvas._code.append(f"BT {' '.join(parts)} ET")
            self._canvas._code.extend(self._pictures)
            self._pictures.clear()

    def finish(self) -> None:
        """Add the fonts, subset to what was drawn, to the document. Call once, before `canvas.save()`."""
        if self._finished:
            return
        self._finished = True
        document = self._canvas._doc
        basic = document.idToObject["BasicFonts"].dict
        basic.pop("F1", None)
        document.idToObject["F1"] = PDFDictionary()  # Helvetica, which the canvas registers when it is made
        for font in self._fonts:
            basic[font.name] = document.Reference(font.build(document), f"vpc.{font.name}")

    def _line(self, line: Line, size: float, x: float, y: float) -> Iterator[str]:
        """The text operators of a line, from left to right whatever its direction."""
        clusters = sorted(_clusters(line), key=lambda c: c.left)
        if not clusters:
            return
        pen = clusters[0].left
        yield f"1 0 0 1 {_number(x + pen)} {_number(y - line.baseline)} Tm"
        font: EmbeddedFont | None = None
        inked = True
        shown: list[str] = []
        codes = ""
        for at, cluster in enumerate(clusters):
            wanted = self._font(cluster.face)
            plain = not self._painted(cluster, x, y - line.baseline, size)
            if wanted is not font or plain != inked:
                if codes:
                    shown.append(f"<{codes}>")
                    codes = ""
                if shown:
                    yield f"[{''.join(shown)}] TJ"
                    shown = []
                if wanted is not font:
                    font = wanted
                    yield f"/{font.name} {_number(size)} Tf"
                if plain != inked:
                    inked = plain
                    yield _INKED if inked else _WITHOUT_INK
            right = clusters[at + 1].left if at + 1 < len(clusters) else cluster.right
            gap = round((pen - cluster.left) / size * 1000)
            if abs(gap) >= _STEP:
                if codes:
                    shown.append(f"<{codes}>")
                    codes = ""
                shown.append(str(gap))
                pen -= gap * size / 1000
            for code in _codes(font, cluster, right, line.baseline, size):
                codes += f"{code:04X}"
                pen += font.widths[code] * size / 1000
        if codes:
            shown.append(f"<{codes}>")
        yield f"[{''.join(shown)}] TJ"
        if not inked:
            yield _INKED

    def _painted(self, cluster: _Cluster, x: float, baseline: float, size: float) -> bool:
        """Whether a cluster is an emoji that is drawn in colour, which comes behind the text."""
        if self.emoji is None or cluster.face.role != "emoji":
            return False
        picture = self.emoji.operators(cluster.text, cluster.face, x + cluster.left, baseline, size)
        self._pictures.extend([picture] if picture else [])
        return picture is not None

    def _font(self, face: Face) -> EmbeddedFont:
        font = self._font_of.get(face)
        if font is None or font.is_full:
            font = self._font_of[face] = EmbeddedFont(face, f"V{len(self._fonts) + 1}")
            self._fonts.append(font)
        return font


def _clusters(line: Line) -> Iterator[_Cluster]:
    """Cluster by cluster; one that begins where the one before does, or further back, is one with it.

    That is what half letters of Bengali are; apart, readers would put them behind the letter that they begin.
    """
    for run in line.runs:
        glyphs = run.glyphs
        start = 0
        before: _Cluster | None = None
        for end in range(1, len(glyphs) + 1):
            if end < len(glyphs) and not run.clusters[end]:
                continue
            placed = [(glyphs[i], *run.positions[i]) for i in range(start, end)]
            standing = [x for glyph, x, _ in placed if run.face.advance(glyph) > 0]
            left = min(standing or [x for _, x, _ in placed])
            right = max(x + run.face.advance(glyph) * run.size for glyph, x, _ in placed)
            text = run.clusters[start]
            cluster = _Cluster(run.face, left, right, placed, _MIRRORED.get(text, text) if run.rtl else text, run.rtl)
            start = end
            if before is not None and (left >= before.left if run.rtl else left <= before.left):
                before = before.with_(cluster)
                continue
            if before is not None:
                yield before
            before = cluster
        if before is not None:
            yield before


def _codes(font: EmbeddedFont, cluster: _Cluster, right: float, baseline: float, size: float) -> Iterator[int]:
    """The codes of a cluster, from left to right.

    That is one, but in right-to-left text one for each character: readers turn these round one by one, and would turn
    the characters of one code round as well. The first character, at the right, has the glyphs.
    """
    text = cluster.text
    advance = max((right - cluster.left) / size, 0.0)
    left = cluster.left
    if cluster.rtl and len(text) > 1:
        advance /= len(text)
        left += (len(text) - 1) * advance * size
        for char in text[:0:-1]:
            yield font.code((), advance, char)
        text = text[0]
    glyphs = [(glyph, (x - left) / size, (baseline - y) / size) for glyph, x, y in cluster.glyphs]
    yield font.code(glyphs, advance, text)


def _number(value: float) -> str:
    return f"{round(value, 3) + 0.0:.3f}".rstrip("0").rstrip(".")
