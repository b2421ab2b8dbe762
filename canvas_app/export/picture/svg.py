"""A drawing as an SVG file."""

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from canvas_app.domain.geometry import Point, Rect
from canvas_app.export.icons import BOX, Segment, icon_shapes
from canvas_app.export.picture.drawing import BoardDrawing
from canvas_app.export.picture.surface import Cap
from canvas_app.export.picture.svg_text import TextParts, clean, legal, number
from canvas_app.text.block import TextBlock


def write_svg(drawing: BoardDrawing, title: str, language: str, desk: str, outlines: bool) -> bytes:
    """The whole drawing in board units, which are pixels of style sheets. `desk` "" is transparent."""
    area = drawing.area.rect
    surface = _Vectors(outlines)
    if desk:
        surface.rect(area, fill=desk)
    drawing.draw(surface)
    w, h = number(area.w), number(area.h)
    spoken = f" xml:lang={quoteattr(language)}" if language else ""
    style = surface.words.style()
    shapes = surface.words.definitions()
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" '
        f'width="{w}" height="{h}" viewBox="0 0 {w} {h}"{spoken}>',
        f"<title>{clean(title)}</title>\n",
        f"<style>{style}</style>\n" if style else "",
        f"<defs>{shapes}</defs>\n" if shapes else "",
        f'<g transform="translate({number(-area.x)} {number(-area.y)})" stroke-linejoin="round">\n',
        *surface.parts,
        "</g>\n</svg>\n",
    ]
    return "".join(parts).encode("utf-8")


class _Vectors:
    """A surface that writes elements down; nothing is too small or out of sight."""

    def __init__(self, outlines: bool) -> None:
        self.parts: list[str] = []
        self.words = TextParts(outlines)
        self._outlines = outlines

    def begin(self, name: str, words: str, room: Rect) -> bool:
        spoken = ""
        if self._outlines and words:
            spoken = f' role="img" aria-label={quoteattr(legal(words))}'
        self.parts.append(f'<g class="{name}"{spoken}>')
        return True

    def end(self) -> None:
        self.parts.append("</g>\n")

    def rect(
        self,
        box: Rect,
        *,
        fill: str = "",
        stroke: str = "",
        line: float = 1.0,
        radius: float = 0.0,
        opacity: float = 1.0,
        dashes: Sequence[float] = (),
    ) -> None:
        place = f'x="{number(box.x)}" y="{number(box.y)}" width="{number(box.w)}" height="{number(box.h)}"'
        radius = min(radius, box.w / 2, box.h / 2)
        rounded = f' rx="{number(radius)}"' if radius > 0 else ""
        faint = f' fill-opacity="{number(opacity, 3)}"' if opacity < 1 else ""
        strokes = f' stroke-dasharray="{" ".join(map(number, dashes))}"' if dashes else ""
        self.parts.append(f"<rect {place}{rounded}{_paint(fill, stroke, line)}{faint}{strokes}/>")

    def circle(self, centre: Point, r: float, *, fill: str = "", stroke: str = "", line: float = 1.0) -> None:
        x, y = centre
        self.parts.append(f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(r)}"{_paint(fill, stroke, line)}/>')

    def path(
        self,
        segments: Sequence[Segment],
        *,
        fill: str = "",
        stroke: str = "",
        line: float = 1.0,
        cap: Cap = "butt",
        sharp: bool = False,
    ) -> None:
        ends = f' stroke-linecap="{cap}"' if stroke and cap != "butt" else ""
        crisp = ' shape-rendering="crispEdges"' if sharp else ""
        self.parts.append(f'<path d="{_data(segments)}"{_paint(fill, stroke, line)}{ends}{crisp}/>')

    def text(self, block: TextBlock, x: float, y: float, color: str) -> None:
        self.parts.append(self.words.block(block, x, y, color))

    def icon(self, svg: bytes, box: Rect, color: str) -> bool:
        try:
            shapes, line = icon_shapes(svg)
        except ValueError:
            return False
        place = f"translate({number(box.x)} {number(box.y)}) scale({number(box.w / BOX, 4)})"
        self.parts.append(f'<g transform="{place}" stroke-linecap="round">')
        for shape in shapes:
            stroke = color if shape.stroked else ""
            self.path(shape.segments, fill=color if shape.filled else "", stroke=stroke, line=line)
        self.parts.append("</g>")
        return True


def _paint(fill: str, stroke: str, line: float) -> str:
    outline = f' stroke="{stroke}" stroke-width="{number(line)}"' if stroke else ""
    return f' fill="{fill or "none"}"{outline}'


def _data(segments: Sequence[Segment]) -> str:
    return "".join(s.command + " ".join(f"{number(x)} {number(y)}" for x, y in s.points) for s in segments)
