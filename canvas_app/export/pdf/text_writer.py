"""Glyphs of text blocks into reportlab pages as subset Type0 fonts (PDF.md 3.4).

reportlab's own text calls drop or garble what is not Latin, so its pages get the glyphs that Qt shaped. One PDF code
stands for one cluster of typed text, so every reader extracts exactly what was typed. The private names of reportlab
5.1 used here are `Canvas._code`, `._doc`, `._preamble`, `._make_preamble` and the "BasicFonts" object.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString, PDFZCompress
from reportlab.pdfgen.canvas import Canvas

from canvas_app.text.fonts import Face
from canvas_app.text.layout import GlyphRun, Line, TextBlock

WRITABLE_ROLES = frozenset({"text", "text2", "armenian", "georgian", "ethiopic", "symbols", "emoji"})
"""TrueType roles that are written from left to right: exact in poppler and pdfium wherever a cluster is one glyph.

The others need composite glyphs (Arabic, Indic, Thai), CFF subsets (CJK, mathematics) or tags (right-to-left text).
"""

_KEPT_TABLES = frozenset({"glyf", "loca", "head", "hhea", "hmtx", "maxp"})
_LAST_CODE = 0xFFFF
_SYMBOLIC = 4


class CannotWrite(ValueError):
    """A block has clusters that cannot be written yet; `clusters` names them."""

    def __init__(self, clusters: list[str]) -> None:
        super().__init__(f"These characters cannot be written to PDF yet: {' '.join(clusters)}")
        self.clusters = clusters


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Typed text and its glyphs on the page: (glyph, x, y) from the block's top left, y downwards, in points."""

    face: Face
    text: str
    glyphs: tuple[tuple[int, float, float], ...]


def unwritable(block: TextBlock) -> list[str]:
    """The clusters of a block that `TextWriter.draw` would refuse, each once, in order of appearance."""
    found: dict[str, None] = {}
    for line in block.lines:
        for run in line.runs:
            for cluster in _clusters(run):
                if len(cluster.glyphs) != 1 or cluster.face.role not in WRITABLE_ROLES or cluster.face.is_cff:
                    found[cluster.text] = None
    return list(found)


class TextWriter:
    """Writes text blocks to the pages of one document. Make it before the first page, `finish` before `save`.

    The canvas's own text calls must not be used beside it: Helvetica is taken out of the document.
    """

    def __init__(self, canvas: Canvas) -> None:
        self._canvas: Any = canvas
        self._fonts: dict[Face, _Font] = {}
        self._finished = False
        rl_config.useA85 = 0  # read when pages are written; ASCII85 makes them a quarter larger

        def without_font() -> None:
            self._canvas._preamble = "1 0 0 1 0 0 cm"

        self._canvas._make_preamble = without_font  # else every page selects Helvetica, also after setPageSize
        without_font()

    def draw(self, block: TextBlock, x: float, y: float, color: Any) -> None:
        """Write a block with its top left corner at (x, y) in points, y upwards from the page's bottom.

        `color` is what `Canvas.setFillColor` takes (a Color, a name or "#rrggbb"); it stays the fill colour.
        Raises CannotWrite, with nothing written, where `unwritable(block)` is not empty.
        """
        if self._finished:
            raise RuntimeError("The fonts of this document are already written.")
        refused = unwritable(block)
        if refused:
            raise CannotWrite(refused)
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
        for font in self._fonts.values():
            basic[font.name] = document.Reference(font.build(document), f"vpc.{font.name}")

    def _line(self, line: Line, size: float, x: float, y: float) -> Iterator[str]:
        """The text operators of a line, from left to right whatever its direction."""
        clusters = sorted((c for run in line.runs for c in _clusters(run)), key=lambda c: c.glyphs[0][1])
        font: _Font | None = None
        pen = 0.0
        height: float | None = None
        shown: list[str] = []
        codes = ""
        for cluster in clusters:
            _, left, down = cluster.glyphs[0]
            wanted = self._font(cluster.face)
            if wanted is not font or down != height:
                if codes:
                    shown.append(f"<{codes}>")
                    codes = ""
                if shown:
                    yield f"[{''.join(shown)}] TJ"
                    shown = []
            if wanted is not font:
                font = wanted
                yield f"/{font.name} {_number(size)} Tf"
            if down != height:
                height = down
                pen = left
                yield f"1 0 0 1 {_number(x + left)} {_number(y - down)} Tm"
            gap = round((pen - left) / size * 1000)
            if gap:
                if codes:
                    shown.append(f"<{codes}>")
                    codes = ""
                shown.append(str(gap))
                pen -= gap * size / 1000
            code = font.code(cluster)
            codes += f"{code:04X}"
            pen += font.widths[code] * size / 1000
        if codes:
            shown.append(f"<{codes}>")
        if shown:
            yield f"[{''.join(shown)}] TJ"

    def _font(self, face: Face) -> _Font:
        font = self._fonts.get(face)
        if font is None:
            font = self._fonts[face] = _Font(face, f"V{len(self._fonts) + 1}")
        return font


class _Font:
    """A face in one document: which code stands for which glyph and text. Widths are in 1/1000 of the size."""

    def __init__(self, face: Face, name: str) -> None:
        self.face = face
        self.name = name
        self.widths: dict[int, int] = {}
        self._codes: dict[tuple[int, str], int] = {}
        self._glyphs: dict[int, int] = {}
        self._texts: dict[int, str] = {}
        self._next_alias = _LAST_CODE

    def code(self, cluster: _Cluster) -> int:
        """The code of a one-glyph cluster: its glyph number, or another where that stands for other text."""
        glyph = cluster.glyphs[0][0]
        known = self._codes.get((glyph, cluster.text))
        if known is not None:
            return known
        code = glyph
        if code in self._texts:
            while self._next_alias in self._texts:
                self._next_alias -= 1
            code = self._next_alias
        self._codes[glyph, cluster.text] = code
        self._glyphs[code] = glyph
        self._texts[code] = cluster.text
        self.widths[code] = round(self.face.advance(glyph) * 1000)
        return code

    def build(self, document: Any) -> PDFDictionary:
        """The Type0 font of everything that got a code (PDF 32000-1, 9.7)."""
        program, numbers = _subset(self.face, sorted(set(self._glyphs.values())))
        name = PDFName(f"{self._tag()}+{self.face.postscript}")

        def added(part: str, obj: Any) -> Any:
            return document.Reference(obj, f"vpc.{self.name}.{part}")

        descriptor = _descriptor(program, name)
        descriptor["FontFile2"] = added("file", _stream(program, Length1=len(program)))
        descendant = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("CIDFontType2"),
                "BaseFont": name,
                "CIDSystemInfo": PDFDictionary(
                    {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
                ),
                "FontDescriptor": added("descriptor", descriptor),
                "CIDToGIDMap": added("map", _stream(self._glyph_map(numbers))),
                "DW": 0,
                "W": self._width_array(),
            }
        )
        return PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("Type0"),
                "BaseFont": name,
                "Encoding": PDFName("Identity-H"),
                "DescendantFonts": PDFArray([added("cid", descendant)]),
                "ToUnicode": added("unicode", _stream(self._to_unicode().encode("ascii"))),
            }
        )

    def _tag(self) -> str:
        """Six letters that depend on the face and on what was drawn with it only."""
        drawn = repr((self.face.postscript, sorted((c, self._glyphs[c], self._texts[c]) for c in self._texts)))
        number = zlib.crc32(drawn.encode("utf-8"))
        return "".join(chr(65 + number // 26**i % 26) for i in range(6))

    def _glyph_map(self, numbers: dict[int, int]) -> bytes:
        glyphs = bytearray(2 * (max(self._glyphs) + 1))
        for code, glyph in self._glyphs.items():
            struct.pack_into(">H", glyphs, 2 * code, numbers[glyph])
        return bytes(glyphs)

    def _width_array(self) -> PDFArray:
        groups: list[Any] = []
        before = -2
        for code in sorted(self.widths):
            if code != before + 1:
                groups += [code, PDFArray([])]
            groups[-1].sequence.append(self.widths[code])
            before = code
        return PDFArray(groups)

    def _to_unicode(self) -> str:
        pairs = [f"<{c:04X}> <{self._texts[c].encode('utf-16-be').hex().upper()}>" for c in sorted(self._texts)]
        blocks = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
        return "\n".join(
            [
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
                "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
                "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
                "1 begincodespacerange <0000> <FFFF> endcodespacerange",
                *(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks),
                "endcmap CMapName currentdict /CMap defineresource pop end end",
            ]
        )


def _clusters(run: GlyphRun) -> Iterator[_Cluster]:
    glyphs = run.glyphs
    start = 0
    for end in range(1, len(glyphs) + 1):
        if end == len(glyphs) or run.clusters[end]:
            placed = tuple((glyphs[i], *run.positions[i]) for i in range(start, end))
            yield _Cluster(run.face, run.clusters[start], placed)
            start = end


def _subset(face: Face, glyphs: list[int]) -> tuple[bytes, dict[int, int]]:
    """A TrueType font with these glyphs only, and their new numbers."""
    import uharfbuzz as hb

    source = face.hb_face()
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    wanted.drop_table_tag_set.update(struct.unpack(">I", t.encode())[0] for t in set(source.table_tags) - _KEPT_TABLES)
    plan = hb.SubsetPlan(source, wanted)
    subset = plan.execute()
    numbers = dict(plan.old_to_new_glyph_mapping.items())
    return subset.blob.data, numbers


def _descriptor(program: bytes, name: Any) -> PDFDictionary:
    tables = {tag: offset for tag, _, offset, _ in struct.iter_unpack(">4s3I", program[12 : 12 + 16 * program[5]])}
    head, hhea = tables[b"head"], tables[b"hhea"]
    units = struct.unpack_from(">H", program, head + 18)[0]
    box = struct.unpack_from(">4h", program, head + 36)
    ascent, descent = struct.unpack_from(">2h", program, hhea + 4)
    return PDFDictionary(
        {
            "Type": PDFName("FontDescriptor"),
            "FontName": name,
            "Flags": _SYMBOLIC,
            "FontBBox": PDFArray([round(v * 1000 / units) for v in box]),
            "ItalicAngle": 0,
            "Ascent": round(ascent * 1000 / units),
            "Descent": round(descent * 1000 / units),
            "CapHeight": 700,
            "StemV": 80,
        }
    )


def _stream(content: bytes, **entries: int) -> PDFStream:
    return PDFStream(PDFDictionary(entries), content, [PDFZCompress])


def _number(value: float) -> str:
    return f"{round(value, 3) + 0.0:.3f}".rstrip("0").rstrip(".")
