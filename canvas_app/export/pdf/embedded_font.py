"""One face in one document: a Type0 font with one code for every piece of text it draws (PDF.md 3.4)."""

import struct
import zlib
from collections.abc import Sequence
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString, PDFZCompress

from canvas_app.export.pdf import cff, truetype
from canvas_app.export.pdf.truetype import Drawn
from canvas_app.text.fonts import Face

MOST_CODES = 12_000
"""A glyph number has two bytes, and a code may need a glyph of its own beside those it is made of."""

_NEAR = 2.5
"""Glyphs that stand so many 1/1000 em apart or less are at the same place: Qt's positions are in 1/64 pixels."""

_ALIKE = 20
"""Widths of clusters may differ by so many times that much."""

_SYMBOLIC = 4


Code = tuple[str, int]
"""As it is written in a page (four hexadecimal digits), and its width in 1/1000 of the size."""


class EmbeddedFont:
    """Which code stands for which glyphs and text. Codes are 1, 2, 3 ... in the order of first use."""

    def __init__(self, face: Face, name: str) -> None:
        self.face = face
        self.name = name
        self.plain: dict[tuple[int, str], Code] = {}
        """The codes of glyphs that stand on the pen, by glyph and text."""
        self._composed: dict[tuple[str, tuple[int, ...]], list[tuple[Drawn, Code]]] = {}
        self._drawn: list[Drawn] = []
        self._texts: list[str] = []
        self._units = face.units_per_em / 1000
        self._near = _NEAR * self._units

    @property
    def is_full(self) -> bool:
        return len(self._texts) >= MOST_CODES

    def plain_code(self, glyph: int, text: str) -> Code:
        """The code of a glyph that stands on the pen."""
        known = self.plain.get((glyph, text))
        if known is None:
            advance = round(self.face.advance(glyph) * self.face.units_per_em)
            known = self.plain[glyph, text] = self._new(Drawn(((glyph, 0, 0),), advance), text)
        return known

    def composed_code(self, parts: Sequence[tuple[int, float, float]], advance: float, text: str) -> Code:
        """The code of glyphs with their places (x and y upwards) and the way to what follows, all in 1/1000 em."""
        units = self._units
        placed = tuple([(glyph, round(x * units), round(y * units)) for glyph, x, y in parts])
        if len(placed) == 1 and placed[0][1] == 0 and abs(placed[0][2]) <= self._near:
            return self.plain_code(placed[0][0], text)
        wanted = Drawn(placed, round(advance * units))
        known = self._composed.setdefault((text, tuple([glyph for glyph, _, _ in placed])), [])
        for drawn, code in known:
            if self._is_like(drawn, wanted):
                return code
        code = self._new(wanted, text)
        known.append((wanted, code))
        return code

    def _is_like(self, known: Drawn, wanted: Drawn) -> bool:
        """Whether nobody sees the difference, and no reader takes that of their widths for a space."""
        if abs(known.advance - wanted.advance) > _ALIKE * self._near:
            return False
        if known.parts == wanted.parts:
            return True
        pairs = zip(known.parts, wanted.parts, strict=True)
        return all(abs(a[1] - b[1]) <= self._near and abs(a[2] - b[2]) <= self._near for a, b in pairs)

    def _new(self, drawn: Drawn, text: str) -> Code:
        self._drawn.append(drawn)
        self._texts.append(text.replace("\t", " "))
        return f"{len(self._texts):04X}", self._width(drawn)

    def _width(self, drawn: Drawn) -> int:
        """Whole numbers, since pdfium cuts off the rest."""
        return round(drawn.advance / self._units)

    def build(self, document: Any) -> PDFDictionary:
        """The Type0 font of everything that got a code (PDF 32000-1, 9.7)."""
        compact = self.face.is_cff
        program = (cff if compact else truetype).program(self.face, self._drawn)
        name = PDFName(f"{self._tag()}+{self.face.postscript}")

        def added(part: str, obj: Any) -> Any:
            return document.Reference(obj, f"vpc.{self.name}.{part}")

        if compact:
            file = added("file", _stream(program.data, Subtype=PDFName("CIDFontType0C")))
        else:
            file = added("file", _stream(program.data, Length1=len(program.data)))
        descriptor = PDFDictionary(
            {
                "Type": PDFName("FontDescriptor"),
                "FontName": name,
                "Flags": _SYMBOLIC,
                "FontBBox": PDFArray(list(program.box)),
                "ItalicAngle": 0,
                "Ascent": program.ascent,
                "Descent": program.descent,
                "CapHeight": 700,
                "StemV": 80,
                "FontFile3" if compact else "FontFile2": file,
            }
        )
        system = {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
        descendant = {
            "Type": PDFName("Font"),
            "Subtype": PDFName("CIDFontType0" if compact else "CIDFontType2"),
            "BaseFont": name,
            "CIDSystemInfo": PDFDictionary(system),
            "FontDescriptor": added("descriptor", descriptor),
            "DW": 0,
            "W": PDFArray([1, PDFArray([self._width(drawn) for drawn in self._drawn])]),
        }
        if not compact:
            glyphs = struct.pack(f">{len(self._texts) + 1}H", 0, *program.numbers)
            descendant["CIDToGIDMap"] = added("map", _stream(glyphs))
        return PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("Type0"),
                "BaseFont": name,
                "Encoding": PDFName("Identity-H"),
                "DescendantFonts": PDFArray([added("cid", PDFDictionary(descendant))]),
                "ToUnicode": added("unicode", _stream(self._to_unicode().encode("ascii"))),
            }
        )

    def _tag(self) -> str:
        """Six letters that depend on the face and on what was drawn with it only."""
        drawn = repr((self.face.postscript, [(d.parts, d.advance) for d in self._drawn], self._texts))
        number = zlib.crc32(drawn.encode("utf-8"))
        return "".join(chr(65 + number // 26**i % 26) for i in range(6))

    def _to_unicode(self) -> str:
        pairs = [f"<{c:04X}> <{text.encode('utf-16-be').hex().upper()}>" for c, text in enumerate(self._texts, 1)]
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


def _stream(content: bytes, **entries: Any) -> PDFStream:
    return PDFStream(PDFDictionary(entries), content, [PDFZCompress])
