"""Glyphs of text blocks into reportlab pages as subset Type0 fonts (PDF.md 3.4).

reportlab's own text calls drop or garble what is not Latin, so its pages get the glyphs that Qt shaped. One PDF code
stands for one cluster of typed text, so every reader extracts exactly what was typed; a line is written from left to
right whatever its direction, as readers expect. The private names of reportlab 5.1 used here are `Canvas._code`,
`._doc`, `._preamble`, `._make_preamble` and the "BasicFonts" object.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFDictionary
from reportlab.pdfgen.canvas import Canvas

from canvas_app.export.pdf.embedded_font import EmbeddedFont
from canvas_app.text.fonts import Face
from canvas_app.text.layout import GlyphRun, Line, TextBlock

_Glyph = tuple[int, float, float]
"""A glyph with its place on the page: x, y from the block's top left, y downwards, in points."""


class TextWriter:
    """Writes text blocks to the pages of one document. Make it before the first page, `finish` before `save`.

    The canvas's own text calls must not be used beside it: Helvetica is taken out of the document.
    """

    def __init__(self, canvas: Canvas) -> None:
        self._canvas: Any = canvas
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
        clusters = sorted((c for run in line.runs for c in _clusters(run)), key=lambda c: c[0])
        if not clusters:
            return
        pen = clusters[0][0]
        yield f"1 0 0 1 {_number(x + pen)} {_number(y - line.baseline)} Tm"
        font: EmbeddedFont | None = None
        shown: list[str] = []
        codes = ""
        for at, (left, face, glyphs, text) in enumerate(clusters):
            wanted = self._font(face)
            if wanted is not font:
                if codes:
                    shown.append(f"<{codes}>")
                    codes = ""
                if shown:
                    yield f"[{''.join(shown)}] TJ"
                    shown = []
                font = wanted
                yield f"/{font.name} {_number(size)} Tf"
            gap = round((pen - left) / size * 1000)
            if gap:
                if codes:
                    shown.append(f"<{codes}>")
                    codes = ""
                shown.append(str(gap))
                pen -= gap * size / 1000
            if at + 1 < len(clusters):
                advance = clusters[at + 1][0] - left
            else:
                advance = max(gx + face.advance(glyph) * size for glyph, gx, _ in glyphs) - left
            placed = [(glyph, (gx - left) / size, (line.baseline - gy) / size) for glyph, gx, gy in glyphs]
            code = font.code(placed, advance / size, text)
            codes += f"{code:04X}"
            pen += font.widths[code] * size / 1000
        if codes:
            shown.append(f"<{codes}>")
        yield f"[{''.join(shown)}] TJ"

    def _font(self, face: Face) -> EmbeddedFont:
        font = self._font_of.get(face)
        if font is None or font.is_full:
            font = self._font_of[face] = EmbeddedFont(face, f"V{len(self._fonts) + 1}")
            self._fonts.append(font)
        return font


def _clusters(run: GlyphRun) -> Iterator[tuple[float, Face, list[_Glyph], str]]:
    """The clusters of a run: where the pen stands, the face, the glyphs and the typed text."""
    glyphs = run.glyphs
    start = 0
    for end in range(1, len(glyphs) + 1):
        if end == len(glyphs) or run.clusters[end]:
            placed = [(glyphs[i], *run.positions[i]) for i in range(start, end)]
            pens = [x for glyph, x, _ in placed if run.face.advance(glyph) > 0]
            yield min(pens or [x for _, x, _ in placed]), run.face, placed, run.clusters[start]
            start = end


def _number(value: float) -> str:
    return f"{round(value, 3) + 0.0:.3f}".rstrip("0").rstrip(".")
