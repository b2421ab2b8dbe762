"""TrueType programs for embedding: a subset of a face, with glyphs of our own made of several of its glyphs."""

import itertools
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from canvas_app.text import sfnt
from canvas_app.text.fonts import Face

Part = tuple[int, int, int]
"""A glyph of a face and where it stands: x and y (upwards) from the pen, in font units."""

_KEPT = frozenset({"glyf", "loca", "head", "hhea", "hmtx", "maxp"})
FARTHEST = 0x7FFF
"""Font units from where a glyph stands, sixteen ems and more: a hundred accents over one letter go farther."""
_WORDS_OF_XY, _MORE, _UNSCALED = 0x0003, 0x0020, 0x1000


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one code of a font draws: the parts of a glyph, and its advance in font units."""

    parts: tuple[Part, ...]
    advance: int

    @property
    def is_plain(self) -> bool:
        """Whether it is a glyph of the face as it is."""
        return len(self.parts) == 1 and self.parts[0][1:] == (0, 0)


@dataclass(frozen=True, slots=True)
class Program:
    """A font file. `numbers` are its glyphs in the order of what was asked for; the other values are in 1/1000 em."""

    data: bytes
    numbers: tuple[int, ...]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int


def program(face: Face, drawn: Sequence[Drawn]) -> Program:
    """A TrueType font that draws `drawn` and nothing else; widths of plain glyphs are the face's own."""
    import uharfbuzz as hb

    source = face.hb_face()
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(part[0] for each in drawn for part in each.parts)
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    wanted.drop_table_tag_set.update(
        struct.unpack(">I", tag.encode())[0]
        for tag in set(source.table_tags) - _KEPT - set(face.axes and ("fvar", "gvar"))
    )
    for tag, value in face.axes.items():
        wanted.pin_axis_location(source, tag, value)
    plan = hb.SubsetPlan(source, wanted)
    subset = plan.execute()
    number = dict(plan.old_to_new_glyph_mapping.items())
    tables = {tag: bytes(subset.reference_table(tag).data) for tag in subset.table_tags if tag in _KEPT}
    glyphs = _Glyphs(tables)
    numbers = []
    known: dict[Drawn, int] = {}
    for each in drawn:
        if each.is_plain:
            numbers.append(number[each.parts[0][0]])
            continue
        made = known.get(each)
        if made is None:
            made = known[each] = glyphs.add([(number[g], x, y) for g, x, y in each.parts], each.advance)
        numbers.append(made)
    if known:
        tables = glyphs.tables()
    thousand = 1000 / face.units_per_em
    left, low, right, high = (round(value * thousand) for value in struct.unpack_from(">4h", tables["head"], 36))
    ascent, descent = (round(value * thousand) for value in struct.unpack_from(">2h", tables["hhea"], 4))
    return Program(sfnt.joined(tables), tuple(numbers), (left, low, right, high), ascent, descent)


class _Glyphs:
    """The glyphs of a TrueType font, to which composite ones are added (OpenType 1.9, "glyf")."""

    def __init__(self, tables: dict[str, bytes]) -> None:
        self._tables = tables
        count = struct.unpack_from(">H", tables["maxp"], 4)[0]
        loca, outlines = tables["loca"], tables.get("glyf", b"")
        if struct.unpack_from(">h", tables["head"], 50)[0]:
            offsets = struct.unpack(f">{count + 1}I", loca[: 4 * count + 4])
        else:
            offsets = tuple(2 * at for at in struct.unpack(f">{count + 1}H", loca[: 2 * count + 2]))
        self._outlines = [outlines[start:end] for start, end in itertools.pairwise(offsets)]
        metrics = struct.unpack_from(">H", tables["hhea"], 34)[0]
        hmtx = tables["hmtx"]
        pairs = list(struct.iter_unpack(">Hh", hmtx[: 4 * metrics]))
        bearings = struct.unpack(f">{count - metrics}h", hmtx[4 * metrics : 4 * metrics + 2 * (count - metrics)])
        self._metrics: list[tuple[int, int]] = pairs + [(pairs[-1][0], bearing) for bearing in bearings]
        self._parts = 0

    def add(self, parts: Sequence[Part], advance: int) -> int:
        """Add a glyph made of others; gives back its number. Parts farther away than a glyph may reach are left out."""
        boxes = []
        body = b""
        inked = []
        for glyph, x, y in parts:
            if self._outlines[glyph]:
                left, low, right, high = struct.unpack_from(">4h", self._outlines[glyph], 2)
                box = (left + x, low + y, right + x, high + y)
                if max(map(abs, (x, y, *box))) <= FARTHEST:
                    inked.append((glyph, x, y))
                    boxes.append(box)
        for at, (glyph, x, y) in enumerate(inked):
            flags = _WORDS_OF_XY | _UNSCALED | (_MORE if at + 1 < len(inked) else 0)
            body += struct.pack(">2H2h", flags, glyph, x, y)
        bearing = 0
        if boxes:
            lefts, lows, rights, highs = zip(*boxes, strict=True)
            bearing = min(lefts)
            body = struct.pack(">5h", -1, bearing, min(lows), max(rights), max(highs)) + body
        self._outlines.append(body + b"\0" * (-len(body) % 4))
        self._metrics.append((min(advance, 2 * FARTHEST), bearing))
        self._parts = max(self._parts, len(inked))
        return len(self._outlines) - 1

    def tables(self) -> dict[str, bytes]:
        """The tables of the font with what was added."""
        offsets = [0]
        for outline in self._outlines:
            offsets.append(offsets[-1] + len(outline))
        count = len(self._outlines)
        head, hhea, maxp = (bytearray(self._tables[tag]) for tag in ("head", "hhea", "maxp"))
        boxes = [struct.unpack_from(">4h", outline, 2) for outline in self._outlines if outline]
        if boxes:
            lefts, lows, rights, highs = zip(*boxes, strict=True)
            struct.pack_into(">4h", head, 36, min(lefts), min(lows), max(rights), max(highs))
        struct.pack_into(">h", head, 50, 1)  # offsets of four bytes
        struct.pack_into(">H", hhea, 10, max(advance for advance, _ in self._metrics))
        struct.pack_into(">H", hhea, 34, count)
        struct.pack_into(">H", maxp, 4, count)
        points, contours, parts, depth = (struct.unpack_from(">H", maxp, at)[0] for at in (6, 8, 28, 30))
        composite_points, composite_contours = struct.unpack_from(">2H", maxp, 10)
        worst = max(self._parts, 1)
        struct.pack_into(
            ">2H",
            maxp,
            10,
            *(min(worst * max(pair), 0xFFFF) for pair in ((points, composite_points), (contours, composite_contours))),
        )
        struct.pack_into(">2H", maxp, 28, max(parts, self._parts), depth + 1)
        return {
            "glyf": b"".join(self._outlines),
            "head": bytes(head),
            "hhea": bytes(hhea),
            "hmtx": b"".join(struct.pack(">Hh", *pair) for pair in self._metrics),
            "loca": struct.pack(f">{count + 1}I", *offsets),
            "maxp": bytes(maxp),
        }
