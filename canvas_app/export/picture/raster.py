"""A drawing as pixels, strip by strip."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen

from canvas_app.domain.geometry import Point, Rect
from canvas_app.export.icons import BOX, Segment, icon_shapes
from canvas_app.export.picture.drawing import BoardDrawing
from canvas_app.export.picture.surface import Cap, placed
from canvas_app.text.block import TextBlock

STRIP = 1_000_000
"""Pixels that are drawn at a time: a window beside waits until one of them is converted."""
_CAPS = {
    "butt": Qt.PenCapStyle.FlatCap,
    "round": Qt.PenCapStyle.RoundCap,
    "square": Qt.PenCapStyle.SquareCap,
}


def strip_count(width: int, height: int) -> int:
    return -(-height // _rows(width))


def strips(
    drawing: BoardDrawing, origin: Point, scale: float, width: int, height: int, desk: str, plain: bool = False
) -> Iterator[bytes]:
    """The rows of the picture for `write_png`, with `origin` (board units) in its corner. `desk` "" is transparent.

    With `plain` they have no byte before them, and always 4 bytes a pixel.
    """
    rows = _rows(width)
    for top in range(0, height, rows):
        image = QImage(width, min(rows, height - top), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(QColor(desk) if desk else Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.translate(0, -top)
        painter.scale(scale, scale)
        painter.translate(-origin[0], -origin[1])
        seen = Rect(origin[0], origin[1] + top / scale, width / scale, image.height() / scale)
        drawing.draw(_Raster(painter, seen))
        painter.end()
        if plain:
            made = image.convertToFormat(QImage.Format.Format_RGBA8888)
            yield bytes(made.constBits())  # which do not keep the image alive
        else:
            yield _bytes_of(image, alpha=not desk)


def _rows(width: int) -> int:
    return max(1, STRIP // width)


def _bytes_of(image: QImage, alpha: bool) -> bytes:
    made = image.convertToFormat(QImage.Format.Format_RGBA8888 if alpha else QImage.Format.Format_RGB888)
    pixels, stride, used = memoryview(made.constBits()), made.bytesPerLine(), (4 if alpha else 3) * made.width()
    parts: list[bytes | memoryview] = []
    for row in range(made.height()):
        parts += (b"\0", pixels[row * stride : row * stride + used])
    return b"".join(parts)


class _Raster:
    """A surface that paints what lies in `seen` (board units)."""

    def __init__(self, painter: QPainter, seen: Rect) -> None:
        self._painter = painter
        self._seen = seen
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def begin(self, name: str, words: str, room: Rect) -> bool:
        return self._seen.overlaps(room)

    def end(self) -> None:
        pass

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
        self._use(fill, stroke, line, "butt", opacity, dashes)
        radius = min(radius, box.w / 2, box.h / 2)
        self._painter.drawRoundedRect(QRectF(box.x, box.y, box.w, box.h), radius, radius)

    def circle(self, centre: Point, r: float, *, fill: str = "", stroke: str = "", line: float = 1.0) -> None:
        self._use(fill, stroke, line)
        self._painter.drawEllipse(QPointF(*centre), r, r)

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
        self._use(fill, stroke, line, cap)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, not sharp)
        self._painter.drawPath(_path(segments))
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def text(self, block: TextBlock, x: float, y: float, color: str) -> None:
        block.draw(self._painter, x, y, color)

    def icon(self, svg: bytes, box: Rect, color: str) -> bool:
        try:
            shapes, line = icon_shapes(svg)
        except ValueError:
            return False
        scale = box.w / BOX
        for shape in shapes:
            moved = placed(shape.segments, box.x, box.y, scale)
            stroke = color if shape.stroked else ""
            self.path(moved, fill=color if shape.filled else "", stroke=stroke, line=line * scale, cap="round")
        return True

    def _use(
        self,
        fill: str,
        stroke: str,
        line: float,
        cap: Cap = "butt",
        opacity: float = 1.0,
        dashes: Sequence[float] = (),
    ) -> None:
        brush = QBrush(Qt.BrushStyle.NoBrush)
        if fill:
            shade = QColor(fill)
            shade.setAlphaF(opacity)
            brush = QBrush(shade)
        self._painter.setBrush(brush)
        if not stroke:
            self._painter.setPen(Qt.PenStyle.NoPen)
            return
        pen = QPen(QColor(stroke), line, Qt.PenStyle.SolidLine, _CAPS[cap], Qt.PenJoinStyle.RoundJoin)
        if dashes:
            pen.setDashPattern([length / line for length in dashes])
        self._painter.setPen(pen)


def _path(segments: Sequence[Segment]) -> QPainterPath:
    path = QPainterPath()
    for segment in segments:
        points = [QPointF(*point) for point in segment.points]
        match segment.command:
            case "M":
                path.moveTo(points[0])
            case "L":
                path.lineTo(points[0])
            case "Q":
                path.quadTo(points[0], points[1])
            case "C":
                path.cubicTo(points[0], points[1], points[2])
            case "Z":
                path.closeSubpath()
    return path
