"""Glyphs of text blocks into reportlab pages as subset Type0 fonts (PDF.md 3.4).

reportlab's own text calls drop or garble what is not Latin, so its pages get the glyphs that Qt shaped. One PDF code
stands for one cluster of typed text, so every reader extracts exactly what was typed; a line is written from left to
right whatever its direction, as readers expect. The private names of reportlab 5.1 used here are `Canvas._code`,
`._doc`, `._preamble`, `._make_preamble` and the "BasicFonts" object.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import gt, lt
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFDictionary
from reportlab.pdfgen.canvas import Canvas

from canvas_app.export.pdf.clusters import MIRRORED, Cluster, clusters
from canvas_app.export.pdf.embedded_font import EmbeddedFont
from canvas_app.export.pdf.emoji_images import EmojiImages
from canvas_app.export.pdf.paths import colour
from canvas_app.text.block import GlyphRun, Line, TextBlock
from canvas_app.text.fonts import Face

_STEP = 1.5
"""The pen is moved where it is so many 1/1000 of the size or more off: less cannot be seen, and costs bytes."""

_INKED, _WITHOUT_INK = "0 Tr", "3 Tr"


class TextWriter:
    """Writes text blocks to the pages of one document. Make it before the first page, `finish` before `save`.

    The canvas's own text calls must not be used beside it: Helvetica is taken out of the document.
    """

    def __init__(self, canvas: Canvas) -> None:
        self._canvas: Any = canvas
        self.emoji: EmojiImages | None = None
        """Where emoji are drawn in colour; the plain ones are then written without ink, for those who search."""
        self._fonts: list[EmbeddedFont] = []
        self._font_of: dict[Face, EmbeddedFont] = {}
        self._finished = False
        rl_config.useA85 = 0  # read when pages are written; ASCII85 makes them a quarter larger

        def without_font() -> None:
            self._canvas._preamble = "1 0 0 1 0 0 cm"

        self._canvas._make_preamble = without_font  # else every page selects Helvetica, also after setPageSize
        without_font()

    def draw(self, block: TextBlock, x: float, y: float, ink: str) -> None:
        """Write a block with its top left corner at (x, y) in points, y upwards from the page's bottom.

        `ink` is "#RRGGBB"; it stays the colour that shapes are filled with.
        """
        if self._finished:
            raise RuntimeError("The fonts of this document are already written.")
        text = _Text(block.size, x, y)
        for line in block.lines:
            if line.runs:
                text.go_to(line)
                if all(map(self._is_simple, line.runs)):
                    for run in sorted(line.runs, key=_left_of):
                        text.select(self._font(run.face))
                        text.show_run(run)
                else:
                    self._clusters(text, line)
        if text.operators:
            text.flush()
            self._canvas._code.append(f"BT {colour(ink)} rg {' '.join(text.operators)} ET")
            self._canvas._code.extend(text.pictures)

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

    def _is_simple(self, run: GlyphRun) -> bool:
        """Whether every glyph stands on the baseline, behind the one before, for text of its own.

        Right-to-left, that text is one character: what more is typed there has a code of its own.
        """
        if run.downs or "" in run.clusters or (self.emoji is not None and run.face.role == "emoji"):
            return False
        if run.rtl and len("".join(run.clusters)) > len(run.clusters):
            return False
        return all(map(gt if run.rtl else lt, run.lefts, run.lefts[1:]))

    def _clusters(self, text: _Text, line: Line) -> None:
        face: Face | None = None
        for cluster in clusters(line):
            if cluster.face is not face:
                face = cluster.face
                text.select(self._font(face))
            if self.emoji is not None and face.role == "emoji" and self._paint(self.emoji, cluster, text):
                text.operator(_WITHOUT_INK)
                text.show(cluster)
                text.operator(_INKED)
            else:
                text.show(cluster)

    def _paint(self, emoji: EmojiImages, cluster: Cluster, text: _Text) -> bool:
        """Whether an emoji is drawn in colour, which comes behind the text."""
        x, y = text.place(cluster.left)
        picture = emoji.operators(cluster.text, cluster.face, x, y, text.size)
        text.pictures.extend([picture] if picture else [])
        return picture is not None

    def _font(self, face: Face) -> EmbeddedFont:
        font = self._font_of.get(face)
        if font is None or font.is_full:
            font = self._font_of[face] = EmbeddedFont(face, f"V{len(self._fonts) + 1}")
            self._fonts.append(font)
        return font


class _Text:
    """The operators of one text object, and where its pen stands: in 1/1000 of the size from where the line begins."""

    def __init__(self, size: float, x: float, y: float) -> None:
        self.size = size
        self.operators: list[str] = []
        self.pictures: list[str] = []
        self._block = (x, y)
        self._line = (0.0, 0.0)
        self._at = (0, 0)
        self._font: EmbeddedFont | None = None
        self._pen = 0.0
        self._shown: list[str] = []
        self._codes: list[str] = []

    def go_to(self, line: Line) -> None:
        """Begin a line, of which something is shown."""
        self.flush()
        x, y = self._block
        self._line = (x + line.runs[0].x, y - line.baseline)
        self._pen = min(min(run.lefts) for run in line.runs)
        left, base = self.place(self._pen)
        at = (round(left * 1000), round(base * 1000))
        self.operators.append(f"{_number(at[0] - self._at[0])} {_number(at[1] - self._at[1])} Td")
        self._at = at

    def place(self, left: float) -> tuple[float, float]:
        """A place on the line as points of the page."""
        return self._line[0] + left * self.size / 1000, self._line[1]

    def select(self, font: EmbeddedFont) -> None:
        if font is not self._font:
            self.operator(f"/{font.name} {_number(round(self.size * 1000))} Tf")
            self._font = font

    def show_run(self, run: GlyphRun) -> None:
        font, pen, codes = self._font, self._pen, self._codes
        assert font is not None
        known = font.plain
        texts: Sequence[str] = run.clusters
        glyphs, lefts = run.glyphs, run.lefts
        if run.rtl:
            texts, glyphs, lefts = [MIRRORED.get(text, text) for text in reversed(texts)], glyphs[::-1], lefts[::-1]
        for glyph, text, left in zip(glyphs, texts, lefts, strict=True):
            code = known.get((glyph, text)) or font.plain_code(glyph, text)
            gap = pen - left
            if gap >= _STEP or gap <= -_STEP:
                self._move(round(gap))
                pen -= round(gap)
                codes = self._codes
            codes.append(code[0])
            pen += code[1]
        self._pen = pen

    def show(self, cluster: Cluster) -> None:
        assert self._font is not None
        left = cluster.left
        gap = self._pen - left
        if gap >= _STEP or gap <= -_STEP:
            self._move(round(gap))
            self._pen -= round(gap)
        glyphs = cluster.glyphs
        if len(glyphs) == 1 and glyphs[0][1] == left and not glyphs[0][2]:
            code = self._font.plain_code(glyphs[0][0], cluster.text)
        else:
            placed = [(glyph, x - left, y) for glyph, x, y in glyphs]
            code = self._font.composed_code(placed, cluster.right - left, cluster.text)
        self._codes.append(code[0])
        self._pen += code[1]

    def operator(self, operator: str) -> None:
        self.flush()
        self.operators.append(operator)

    def flush(self) -> None:
        """Write down what is to be shown so far."""
        if self._codes and not self._shown:
            self.operators.append(f"<{''.join(self._codes)}> Tj")
        elif self._shown:
            if self._codes:
                self._shown.append(f"<{''.join(self._codes)}>")
            self.operators.append(f"[{''.join(self._shown)}] TJ")
            self._shown = []
        self._codes = []

    def _move(self, back: int) -> None:
        if self._codes:
            self._shown.append(f"<{''.join(self._codes)}>")
            self._codes = []
        self._shown.append(str(back))


def _left_of(run: GlyphRun) -> float:
    return run.lefts[-1] if run.rtl else run.lefts[0]


def _number(thousandths: int) -> str:
    if not thousandths % 1000:
        return str(thousandths // 1000)
    return f"{thousandths / 1000:.3f}".rstrip("0")
