"""A note as drawn. Holds the last frozen note it was shown and nothing of its own."""

import math
from collections import OrderedDict
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF, QTransform
from PySide6.QtWidgets import QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from canvas_app.domain.entities import PARKING, Note
from canvas_app.text.layout import lay_out
from canvas_app.text.note_face import INSET, TOP, grown_height, note_text
from canvas_app.ui.theme import colour, icon_renderer

RADIUS = 4.0
BAR = 4.0
OUTLINE = 2.5
OUTLINE_GAP = 3.0
MARGIN = 8.0
BADGE = 9.0
BOX_BELOW = 0.35
"""Below this zoom a note is a coloured box."""
MOST_PIXELS = 24_000_000
"""How many pixels of notes are kept drawn: about 100 MB."""


class Look:
    """What all items of a scene need to know about their view; shared, so that one assignment tells all.

    While `moving`, the zoom is changing under a hand: notes are drawn as scaled pictures, and sharp again at rest.
    """

    def __init__(self) -> None:
        self.zoom = 1.0
        self.moving = False
        self._faces: OrderedDict[NoteItem, int] = OrderedDict()
        self._pixels = 0

    def keep(self, item: "NoteItem", pixels: int) -> None:
        """Counts the picture of a note; those painted longest ago are dropped where there are too many."""
        self._pixels += pixels - self._faces.pop(item, 0)
        self._faces[item] = pixels
        while self._pixels > MOST_PIXELS:
            oldest, freed = self._faces.popitem(last=False)
            oldest.face = None
            self._pixels -= freed

    def forget(self, item: "NoteItem") -> None:
        self._pixels -= self._faces.pop(item, 0)


class NoteItem(QGraphicsRectItem):
    def __init__(self, note: Note, hue: str, icon: str, rank: int | None, look: Look):
        super().__init__()
        self.setPen(QPen(Qt.PenStyle.NoPen))
        self._look = look
        self.face: QPixmap | None = None
        self._face_scale = 0.0
        self._selected = False
        self._writing: str | None = None
        self.show_note(note, hue, icon, rank)

    def show_note(self, note: Note, hue: str, icon: str, rank: int | None) -> None:
        self.note, self.hue, self.icon, self.rank = note, hue, icon, rank
        self._resize()
        self.setPos(note.x, note.y)
        self._changed()

    def show_rank(self, rank: int | None) -> None:
        if rank != self.rank:
            self.rank = rank
            self._changed()

    def show_selected(self, selected: bool) -> None:
        if selected != self._selected:
            self._selected = selected
            self._changed()

    def show_writing(self, text: str | None) -> None:
        """Shows what is being typed instead of the note's own text, and grows with it."""
        self._writing = text
        self._resize()
        self._changed()

    def _changed(self) -> None:
        """What is drawn is not what is shown any more."""
        self.face = None
        self._look.forget(self)
        self.update()

    def _resize(self) -> None:
        text = self.note.text if self._writing is None else self._writing
        self.height = grown_height(text, self.note.w, self.note.h)
        box = QRectF(-MARGIN, -MARGIN, self.note.w + 2 * MARGIN, self.height + 2 * MARGIN)
        if box != self.rect():
            self.setRect(box)

    @property
    def body(self) -> QRectF:
        """In scene coordinates."""
        return QRectF(self.x(), self.y(), self.note.w, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        w, h = self.note.w, self.height
        if self._look.zoom < BOX_BELOW:
            painter.fillRect(QRectF(0, 0, w, h), colour(f"{self.hue}.note"))
            painter.fillRect(QRectF(0, 0, w, 3 * BAR), colour(f"{self.hue}.strong"))
            if self._selected:
                painter.setPen(QPen(colour("accent"), OUTLINE / self._look.zoom))
                painter.drawRect(QRectF(0, 0, w, h))
            return
        face = self._face(widget.devicePixelRatioF()) if widget is not None else None
        if face is None:
            self._draw(painter)
        elif self._face_scale == self._look.zoom * face.devicePixelRatio():
            transform = painter.worldTransform()
            painter.setWorldTransform(QTransform())
            painter.drawPixmap(transform.map(self.rect().topLeft()).toPoint(), face)
            painter.setWorldTransform(transform)
        else:
            painter.drawPixmap(self.rect(), face, QRectF(face.rect()))

    def _face(self, ratio: float) -> QPixmap | None:
        """The note as a picture at the zoom and screen scale `ratio`; None where that would be too large.

        While the zoom moves, the picture that is there will do.
        """
        scale = self._look.zoom * ratio
        if self.face is not None and (self._face_scale == scale or self._look.moving):
            return self.face
        box = self.rect()
        width, height = math.ceil(box.width() * scale), math.ceil(box.height() * scale)
        if width * height > MOST_PIXELS // 8:
            return None
        face = QPixmap(width, height)
        face.setDevicePixelRatio(ratio)
        face.fill(Qt.GlobalColor.transparent)
        painter = QPainter(face)
        painter.scale(self._look.zoom, self._look.zoom)
        painter.translate(-box.topLeft())
        self._draw(painter)
        painter.end()
        self.face, self._face_scale = face, scale
        self._look.keep(self, width * height)
        return face

    def _draw(self, painter: QPainter) -> None:
        w, h = self.note.w, self.height
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_FAR_SHADOW)
        painter.drawRoundedRect(QRectF(0, 3, w, h), RADIUS, RADIUS)
        painter.setBrush(_NEAR_SHADOW)
        painter.drawRoundedRect(QRectF(-0.5, 0.5, w + 1, h + 0.7), RADIUS, RADIUS)
        painter.setBrush(colour(f"{self.hue}.strong"))
        painter.drawRoundedRect(QRectF(0, 0, w, 3 * BAR), RADIUS, RADIUS)
        painter.setBrush(colour(f"{self.hue}.note"))
        painter.drawPath(_below_bar(w, h))
        text = self.note.text if self._writing is None else self._writing
        note_text(text, w, self.note.h).draw(painter, INSET, TOP, colour("ink"))
        self._paint_foot(painter, w, h)
        if self._selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), OUTLINE))
            gap = OUTLINE_GAP
            painter.drawRoundedRect(QRectF(-gap, -gap, w + 2 * gap, h + 2 * gap), RADIUS + gap, RADIUS + gap)

    def _paint_foot(self, painter: QPainter, w: float, h: float) -> None:
        strong = colour(f"{self.hue}.strong")
        middle = h - 15
        x = INSET - 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(strong)
        if self.rank is not None:
            number = lay_out(str(self.rank), width=math.inf, size=11, weight=700)
            wide = max(2 * BADGE, number.ink_width + 10)
            painter.drawRoundedRect(QRectF(x, middle - BADGE, wide, 2 * BADGE), BADGE, BADGE)
            number.draw(painter, x + (wide - number.ink_width) / 2, middle - number.height / 2, colour("panel"))
            x += wide + 5
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(strong)
        if self.note.picked:
            painter.drawPolygon(_STAR.translated(x + 6, middle))
            x += 17
        for _ in range(self.note.score or 0):
            painter.drawEllipse(QPointF(x + 2.8, middle), 2.8, 2.8)
            x += 9
        if self.note.zone == PARKING:
            renderer = icon_renderer(self.icon, strong.name())
            if renderer is not None:
                renderer.render(painter, QRectF(w - INSET - 15, middle - 8, 16, 16))


_FAR_SHADOW = QBrush(QColor(31, 36, 48, 16))
_NEAR_SHADOW = QBrush(QColor(31, 36, 48, 30))
_STAR = QPolygonF(
    [QPointF(r * math.sin(math.pi * i / 5), -r * math.cos(math.pi * i / 5)) for i, r in enumerate([6.2, 2.6] * 5)]
)


@lru_cache(maxsize=2048)
def _below_bar(w: float, h: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(0, BAR, w, h - BAR), RADIUS, RADIUS)
    square_top = QPainterPath()
    square_top.addRect(QRectF(0, BAR, w, 2 * RADIUS))
    return path.united(square_top)
