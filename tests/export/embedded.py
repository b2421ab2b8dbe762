"""The fonts inside a PDF, with what its pages use of them."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import NullPen
from fontTools.ttLib import TTFont

from tests.export.readers import opened

_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")


@dataclass
class EmbeddedFont:
    """`widths` are in 1/1000 of the size by code, `unicode` what a code says, `used` the codes in pages and forms."""

    name: str
    program: bytes
    cff: bool
    widths: dict[int, float]
    unicode: dict[int, str]
    cids: bytes
    """Two bytes a code: its glyph."""
    used: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        if not self.program:
            return
        if self.cff:
            found = CFFFontSet()
            found.decompile(BytesIO(self.program), None)
            self._top = found[0]
            self._by_name = self._top.CharStrings
        else:
            self._font = TTFont(BytesIO(self.program))
            self._order = self._font.getGlyphOrder()

    def glyph(self, code: int) -> str:
        """The name of a code's glyph; "" where it has none."""
        if self.cff:
            name = f"cid{code:05d}"
            if name in self._by_name:
                return name
            order = self._top.charset
            return order[code] if not hasattr(self._top, "ROS") and 0 < code < len(order) else ""
        if 2 * code + 2 > len(self.cids):
            return ""
        number = struct.unpack_from(">H", self.cids, 2 * code)[0]
        return self._order[number] if 0 < number < len(self._order) else ""

    def advance(self, glyph: str) -> float:
        """How far the font itself moves the pen, in 1/1000 of the size."""
        if self.cff:
            char = self._by_name[glyph]
            char.draw(NullPen())
            matrix = getattr(self._top, "FontMatrix", [0.001])
            return float(char.width) * matrix[0] * 1000
        return float(self._font["hmtx"][glyph][0]) * 1000 / self._font["head"].unitsPerEm


def embedded_fonts(data: bytes) -> list[EmbeddedFont]:
    """All fonts of a document, by name."""
    with opened(data) as pdf:
        fonts: dict[tuple[int, int], EmbeddedFont] = {}
        seen: set[tuple[int, int]] = set()
        for page in pdf.pages:
            _collect(page, page.Resources, fonts, seen)
        return sorted(fonts.values(), key=lambda font: font.name)


def _collect(
    content: pikepdf.Page | pikepdf.Object,
    resources: pikepdf.Object,
    fonts: dict[tuple[int, int], EmbeddedFont],
    seen: set[tuple[int, int]],
) -> None:
    here: EmbeddedFont | None = None
    for operands, operator in pikepdf.parse_content_stream(content):
        match str(operator):
            case "Tf":
                made = resources.Font[str(operands[0])]
                here = fonts.setdefault(made.objgen, _font(made)) if made.objgen not in fonts else fonts[made.objgen]
            case "Tj" | "TJ":
                assert here is not None
                for text in operands[0] if str(operator) == "TJ" else operands:
                    if isinstance(text, pikepdf.String):
                        codes = bytes(text)
                        here.used.update(struct.unpack(f">{len(codes) // 2}H", codes))
            case "Do":
                form = resources.XObject[str(operands[0])]
                if form.Subtype == "/Form" and form.objgen not in seen:
                    seen.add(form.objgen)
                    _collect(form, form.get("/Resources", resources), fonts, seen)


def _font(made: pikepdf.Object) -> EmbeddedFont:
    inner = made.DescendantFonts[0]
    descriptor = inner.FontDescriptor
    cff = "/FontFile3" in descriptor
    program = descriptor.get("/FontFile3", descriptor.get("/FontFile2"))
    mapping = inner.get("/CIDToGIDMap")
    return EmbeddedFont(
        str(made.BaseFont)[1:],
        program.read_bytes() if program is not None else b"",
        cff,
        dict(_widths(inner.W)),
        dict(_unicode(made.ToUnicode.read_bytes())) if "/ToUnicode" in made else {},
        mapping.read_bytes() if isinstance(mapping, pikepdf.Stream) else b"",
    )


def _widths(array: pikepdf.Object) -> Iterator[tuple[int, float]]:
    items = list(array)
    at = 0
    while at < len(items):
        first = int(items[at])
        if isinstance(items[at + 1], pikepdf.Array):
            yield from ((first + n, float(width)) for n, width in enumerate(items[at + 1]))
            at += 2
        else:
            yield from ((code, float(items[at + 2])) for code in range(first, int(items[at + 1]) + 1))
            at += 3


def _unicode(cmap: bytes) -> Iterator[tuple[int, str]]:
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in _PAIR.findall(block):
            yield int(code, 16), bytes.fromhex(text.decode()).decode("utf-16-be", "surrogatepass")
    assert b"beginbfrange" not in cmap
