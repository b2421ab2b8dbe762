"""Text blocks as SVG: real text that a browser shapes with the very fonts of the screen, or outlines.

A run of one font and direction is one <tspan> at the place where the screen has it, so that the browser joins, orders
and kerns inside it as the screen does, by the same rules of the same font. What browsers do not leave to a given font
(emoji, and characters that no font has) is drawn as outlines with transparent text over it.
"""

import base64
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from canvas_app.export.picture.web_font import outline, web_font
from canvas_app.text.block import GlyphRun, Line, TextBlock
from canvas_app.text.fonts import Face
from canvas_app.text.runs import BIDI_CONTROLS

RULES = (
    "text{text-rendering:geometricPrecision;font-kerning:normal;text-spacing-trim:space-all;"
    "text-autospace:no-autospace}"
    ".l{direction:ltr;unicode-bidi:isolate-override}.r{direction:rtl;unicode-bidi:isolate-override}"
)
FALLBACKS = 'Inter,"Noto Sans",sans-serif'
"""Where a program does not look at the fonts in the file."""
_APART = 0.6
"""Ems between two glyphs of a run that do not stand side by side."""
_NO_NAME = re.compile("[^A-Za-z0-9-]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass
class _Cluster:
    """`start`: where it is typed; its glyphs with x and y; `width` from the first x on."""

    run: GlyphRun
    text: str
    start: int
    glyphs: list[tuple[int, float, float]]
    width: float

    @property
    def left(self) -> float:
        return min(x for _, x, _ in self.glyphs)

    @property
    def right(self) -> float:
        return max(self.glyphs[0][1] + self.width, self.left)


class TextParts:
    """Text of one SVG file: what stands for each block, and the fonts and glyphs that all of them need."""

    def __init__(self, outlines: bool) -> None:
        self._outlines = outlines
        self._faces: dict[Face, tuple[set[str], set[int]]] = {}
        self._shapes: dict[tuple[Face, int], str] = {}

    def block(self, block: TextBlock, x: float, y: float, color: str) -> str:
        """A block with its top left corner at (x, y)."""
        if self._outlines:
            runs = (cluster for line in block.lines for cluster in _clusters(line))
            drawn = self._drawn(list(runs), block.size, x, y)
            return f'<g fill="{color}">{drawn}</g>' if drawn else ""
        pieces: list[str] = []
        shapes: list[str] = []
        text = _typed(block)
        directed = any(run.rtl for line in block.lines for run in line.runs)
        for line in block.lines:
            for span, drawn in self._line(line, block, text, x, y, directed):
                pieces.append(span)
                shapes.append(drawn)
        words = "".join(pieces)
        under = "".join(shapes)
        found = f'<g fill="{color}">{under}</g>' if under else ""
        if words:
            found += f'<text xml:space="preserve" font-size="{number(block.size)}" fill="{color}">{words}</text>'
        return found

    def style(self) -> str:
        """The rules of the style sheet, with the fonts in it."""
        if not self._faces:
            return ""
        parts = [RULES]
        for n, (face, (characters, glyphs)) in enumerate(self._faces.items()):
            data = web_font(face, sorted(characters), sorted(glyphs))
            kind = "otf" if data[:4] == b"OTTO" else "ttf"
            packed = base64.b64encode(data).decode("ascii")
            family = _NO_NAME.sub("-", f"vc-{face.role}-{face.weight}")
            parts.append(
                f'@font-face{{font-family:"{family}";font-weight:{face.weight};'
                f'src:url("data:font/{kind};base64,{packed}")}}'
            )
            parts.append(f'.f{n}{{font-family:"{family}",{FALLBACKS};font-weight:{face.weight}}}')
        return "".join(parts)

    def definitions(self) -> str:
        """The glyphs that are drawn as outlines."""
        return "".join(
            f'<path id="{name}" d="{outline(face, glyph)}"/>' for (face, glyph), name in self._shapes.items()
        )

    # a line

    def _line(
        self, line: Line, block: TextBlock, text: str, x: float, y: float, directed: bool
    ) -> Iterator[tuple[str, str]]:
        """The spans of a line in the order of reading, each with what is drawn for it as outlines."""
        place = block.lines.index(line) + 1
        end = block.lines[place].start if place < len(block.lines) else len(text)
        groups = list(_groups(_clusters(line), block))
        at = line.start
        seen_to = line.start + len(text[line.start : line.end].rstrip())
        for n, group in enumerate(groups):
            until = min(groups[n + 1][0].start, seen_to) if n + 1 < len(groups) else seen_to
            yield self._span(group, text[at:until], block, x, y, directed)
            at = max(at, until)
        if rest := clean(text[at:end]):
            where = f'x="{number(x + line.x + line.width)}" y="{number(y + line.baseline)}"'
            yield f"<tspan {where}>{rest}</tspan>", ""

    def _span(
        self, group: list[_Cluster], words: str, block: TextBlock, x: float, y: float, directed: bool
    ) -> tuple[str, str]:
        run, words = group[0].run, legal(words)
        left, right = min(c.left for c in group), max(c.right for c in group)
        at = f'x="{number(x + (right if run.rtl else left))}" y="{number(y + group[0].glyphs[0][2])}"'
        way = (" r" if run.rtl else " l") if directed else ""
        if _is_ghost(group[0], block):
            width = f' textLength="{number(right - left)}" lengthAdjust="spacingAndGlyphs"' if right > left else ""
            order = f' class="{way.strip()}"' if way else ""
            span = f'<tspan {at} fill="none"{width}{order}>{escape(words)}</tspan>'
            return span, self._drawn(group, block.size, x, y)
        characters, glyphs = self._faces.setdefault(run.face, (set(), set()))
        characters.update("".join(cluster.text for cluster in group))
        characters.update(words)
        glyphs.update(glyph for cluster in group for glyph, _, _ in cluster.glyphs)
        name = list(self._faces).index(run.face)
        return f'<tspan {at} class="f{name}{way}">{escape(words)}</tspan>', ""

    def _drawn(self, clusters: list[_Cluster], size: float, x: float, y: float) -> str:
        """Clusters as outlines: one group for each stretch of one font on one height."""
        parts: list[str] = []
        face: Face | None = None
        for cluster in clusters:
            if cluster.run.face is not face:
                if face is not None:
                    parts.append("</g>")
                face = cluster.run.face
                scale = size / face.units_per_em
                parts.append(f'<g transform="translate({number(x)} {number(y)}) scale({scale:.6f})">')
            for glyph, gx, gy in cluster.glyphs:
                name = self._shape(cluster.run.face, glyph)
                if name:
                    parts.append(f'<use xlink:href="#{name}" x="{number(gx / scale, 0)}" y="{number(gy / scale, 0)}"/>')
        if face is not None:
            parts.append("</g>")
        return "".join(parts) if any(part.startswith("<use") for part in parts) else ""

    def _shape(self, face: Face, glyph: int) -> str:
        """The name of a glyph's outline; "" where it has none."""
        if not outline(face, glyph):
            return ""
        return self._shapes.setdefault((face, glyph), f"g{len(self._shapes)}")


def number(value: float, digits: int = 2) -> str:
    text = f"{round(value, digits) + 0.0:.{digits}f}"
    return text.rstrip("0").rstrip(".") if digits else text


def _clusters(line: Line) -> list[_Cluster]:
    """The clusters of a line in the order in which they are typed."""
    found: list[_Cluster] = []
    for run in line.runs:
        each = zip(run.glyphs, run.positions, run.clusters, run.starts, strict=True)
        for glyph, position, text, start in each:
            advance = run.face.advance(glyph) * run.size
            place = (glyph, *position)
            if text or not found or found[-1].run is not run:
                found.append(_Cluster(run, text, start, [place], advance))
            else:
                found[-1].glyphs.append(place)
                found[-1].width = max(found[-1].width, place[1] + advance - found[-1].glyphs[0][1])
    return sorted(found, key=lambda cluster: cluster.start)


def _groups(clusters: list[_Cluster], block: TextBlock) -> Iterator[list[_Cluster]]:
    """Clusters that stand side by side, are of one run, and are drawn in the same way."""
    group: list[_Cluster] = []
    for cluster in clusters:
        if group and not _goes_on(group[-1], cluster, block):
            yield group
            group = []
        group.append(cluster)
    if group:
        yield group


def _goes_on(before: _Cluster, cluster: _Cluster, block: TextBlock) -> bool:
    ghost = _is_ghost(cluster, block)
    if cluster.run is not before.run or ghost or _is_ghost(before, block):
        return False
    if before.text == " " and before.glyphs[0][0] != before.run.face.space_glyph:
        return False  # a space that the font's rules make wider, which browsers do not ask
    gap = before.left - cluster.right if cluster.run.rtl else cluster.left - before.right
    return math.fabs(gap) < _APART * block.size


def _is_ghost(cluster: _Cluster, block: TextBlock) -> bool:
    """Whether it is drawn as outlines, with transparent text over it."""
    return cluster.run.face.role.startswith("emoji") or cluster.text in block.missing


def _typed(block: TextBlock) -> str:
    """What was laid out, with a line break between paragraphs."""
    text = ""
    for line in block.lines:
        text += "\n" * (line.start - len(text)) + line.text
    return text


def legal(text: str) -> str:
    """Text that an XML file may hold, without controls that would turn it round."""
    return _FORBIDDEN.sub("", "".join(c for c in text if c not in BIDI_CONTROLS))


def clean(text: str) -> str:
    """The same, as it is written between tags."""
    return escape(legal(text))
