"""The board in small: where the view is on a board that is larger than the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from canvas_app.app.session import Committed
from canvas_app.domain.entities import Note
from canvas_app.ui.theme import colour

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView

SIZE = QSize(200, 130)
INSET = 8
RADIUS = 10
GAP = 15
"""From the edges of the view, in pixels."""
NARROWEST = 760
"""A view narrower than this has no room for a minimap, in pixels."""
REST = 200
"""Milliseconds from a commit until the picture is drawn anew."""
WHEEL_ZOOM = 1.0016
_PLACE = {"x", "y", "w", "h", "zone", "kind"}


class Minimap(QWidget):
    """Frame, zones, notes and ink, and the part that is in sight; pressing or dragging it moves the view there.

    Shows itself when a part of the board is out of sight, if `wanted`. The picture of the board is kept and drawn anew
    a moment after commits; scrolling moves only the rectangle of what is in sight.
    """

    def __init__(self, view: BoardView):
        super().__init__(view)
        self._view = view
        self._wanted = True
        self._away = False
        self._places: dict[str, dict[str, QRectF]] = {}
        self._hue_of: dict[str, str] = {}
        self._read_notes = False
        self._content: QRectF | None = None
        self._picture: QPixmap | None = None
        self._seen = QRect()
        self._grip: QPointF | None = None
        self._finger: int | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._redraw)
        self.setFixedSize(SIZE)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Minimap")
        self.setToolTip("Drag to move the view, turn the wheel to zoom")
        self.hide()
        view.bridge.committed.connect(self._on_committed)
        view.zoomed.connect(self.follow)
        view.horizontalScrollBar().valueChanged.connect(self.follow)
        view.verticalScrollBar().valueChanged.connect(self.follow)

    # the board in small

    def _read(self) -> None:
        self._places.clear()
        self._hue_of.clear()
        self._read_notes = True
        for note in self._view.bridge.session.board.notes.values():
            self._put(note)

    def _put(self, note: Note) -> None:
        kind = self._view.bridge.session.board.canvas.kind(note.kind)
        hue = kind.hue if kind else "grey"
        if self._hue_of.get(note.id, hue) != hue:
            del self._places[self._hue_of[note.id]][note.id]
        self._hue_of[note.id] = hue
        self._places.setdefault(hue, {})[note.id] = QRectF(note.x, note.y, note.w, note.h)

    def _on_committed(self, commit: Committed) -> None:
        notes = self._view.bridge.session.board.notes
        changed = False
        for patch in commit.step.patches:
            if patch.entity in ("board", "canvas", "stroke"):
                changed = True
                self._read_notes = self._read_notes and patch.entity != "canvas"
            elif patch.entity == "note" and (
                patch.before is None or patch.after is None or _PLACE & patch.after.keys()
            ):
                changed = True
                if not self._read_notes:
                    continue
                if patch.id in notes:
                    self._put(notes[patch.id])
                elif patch.id in self._hue_of:
                    del self._places[self._hue_of.pop(patch.id)][patch.id]
        if changed and not self._rest.isActive():
            self._rest.start()

    def _redraw(self) -> None:
        self._picture = self._content = None
        self.update()
        self.follow()

    def refresh(self) -> None:
        """Draws everything anew, in the colours of now."""
        self._rest.stop()
        self._redraw()

    @property
    def content(self) -> QRectF:
        """What the picture shows, in board units: the frame, the parking lot and the notes."""
        if self._content is None:
            self._content = QRectF(self._view.board_scene.content_rect())
        return self._content

    @property
    def _scale(self) -> float:
        """Pixels a board unit."""
        room_w, room_h = SIZE.width() - 2 * INSET, SIZE.height() - 2 * INSET
        return min(room_w / max(1.0, self.content.width()), room_h / max(1.0, self.content.height()))

    def _spot(self, rect: QRectF) -> QRectF:
        """Board units to pixels of this widget."""
        scale, middle = self._scale, self.content.center()
        x = SIZE.width() / 2 + (rect.x() - middle.x()) * scale
        y = SIZE.height() / 2 + (rect.y() - middle.y()) * scale
        return QRectF(x, y, rect.width() * scale, rect.height() * scale)

    def _board_point(self, at: QPointF) -> QPointF:
        return self.content.center() + (at - QPointF(SIZE.width(), SIZE.height()) / 2) / self._scale

    # what is in sight

    def place(self) -> None:
        """Into the lower corner at the end of the line of reading, beside the tools where they are large."""
        view = self._view
        left, _, right, low = view.covered if view.board_mode else (GAP, GAP, GAP, GAP)
        mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = left if mirrored else view.width() - self.width() - right
        self.move(x, view.height() - self.height() - low)
        self.follow()

    @property
    def wanted(self) -> bool:
        return self._wanted

    def want(self, wanted: bool) -> None:
        self._wanted = wanted
        self.follow()

    def keep_away(self, away: bool) -> None:
        """While something else has the whole screen, whatever is wanted."""
        self._away = away
        self.follow()

    @property
    def useful(self) -> bool:
        """Whether some of the board is out of sight, and there is room to say so."""
        return self._view.width() >= NARROWEST and not self._in_sight.contains(self.content)

    @property
    def _in_sight(self) -> QRectF:
        inverse, _ = self._view.viewportTransform().inverted()
        return inverse.mapRect(QRectF(self._view.viewport().rect()))

    def follow(self) -> None:
        """Shows where the view is now."""
        shown = self._wanted and not self._away and self.useful
        if shown == self.isHidden():
            self.setVisible(shown)
        if not shown:
            return
        before, self._seen = self._seen, self._seen_spot().toAlignedRect().adjusted(-3, -3, 3, 3)
        if self._seen != before:
            self.update(before)
            self.update(self._seen)

    def _seen_spot(self) -> QRectF:
        """What is in sight, kept inside the widget and large enough to be seen."""
        spot = self._spot(self._in_sight)
        middle = spot.center()
        spot.setSize(spot.size().expandedTo(QRectF(0, 0, 10, 8).size()))
        spot.moveCenter(middle)
        return spot.intersected(QRectF(self.rect()).adjusted(3.5, 3.5, -3.5, -3.5))

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            if not self._read_notes:
                self._read()
            self._picture = self._draw(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        seen = self._seen_spot()
        if seen.isEmpty():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = QColor(colour("accent"))
        tint.setAlpha(28)
        painter.setBrush(tint)
        painter.setPen(QPen(colour("accent"), 2))
        painter.drawRoundedRect(seen, 3, 3)

    def _draw(self, ratio: float) -> QPixmap:
        picture = QPixmap(SIZE * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QPainterPath()
        box.addRoundedRect(QRectF(0.5, 0.5, SIZE.width() - 1, SIZE.height() - 1), RADIUS, RADIUS)
        painter.fillPath(box, colour("panel"))
        painter.setClipPath(box)
        self._draw_zones(painter)
        self._draw_content(painter)
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("hairline"), 1))
        painter.drawPath(box)
        painter.end()
        return picture

    def _draw_zones(self, painter: QPainter) -> None:
        board = self._view.bridge.session.board
        painter.setPen(QPen(colour("line"), 1))
        for zone in board.canvas.zones:
            kind = board.canvas.kind(zone.kind)
            corners = [QPointF(x, y) * board.info.scale for x, y in zone.outline]
            painter.setBrush(colour(f"{kind.hue if kind else 'grey'}.tint"))
            painter.drawPolygon(QPolygonF([self._spot(QRectF(corner, corner)).topLeft() for corner in corners]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("parking"), 1))
        painter.drawRoundedRect(self._spot(self._view.board_scene.zones.parking), 2, 2)

    def _draw_content(self, painter: QPainter) -> None:
        painter.save()
        painter.translate(SIZE.width() / 2, SIZE.height() / 2)
        painter.scale(self._scale, self._scale)
        painter.translate(-self.content.center())
        painter.setPen(Qt.PenStyle.NoPen)
        for hue, places in self._places.items():
            strong = QColor(colour(f"{hue}.strong"))
            strong.setAlpha(150)
            painter.setBrush(strong)
            painter.drawRects(list(places.values()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self._view.board_scene.stroke_items.values():
            stroke.draw_hairline(painter)
        painter.restore()

    # hands

    def _press(self, at: QPointF) -> None:
        """Takes hold of the rectangle, or brings it under the hand first."""
        seen = self._spot(self._in_sight)
        self._grip = at - seen.center() if seen.contains(at) else QPointF(0, 0)
        self._drag(at)

    def _drag(self, at: QPointF) -> None:
        if self._grip is None:
            return
        view = self._view
        middle = QPointF(view.viewport().rect().center())
        view.pan_by(middle - view.viewportTransform().map(self._board_point(at - self._grip)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._drag(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        self._view.zoom_about(QPointF(self._view.viewport().rect().center()), WHEEL_ZOOM ** (turn.y() or turn.x()))
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self.refresh()
        super().changeEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._touch(event)
            event.accept()
            return True
        return super().event(event)

    def _touch(self, event: QTouchEvent) -> None:
        for point in event.points():
            at = self.mapFromGlobal(point.globalPosition())
            if self._finger is None and point.state() == point.State.Pressed:
                self._finger = point.id()
                self._press(at)
            elif point.id() == self._finger:
                if point.state() == point.State.Released:
                    self._finger = self._grip = None
                elif point.state() == point.State.Updated:
                    self._drag(at)
        if event.type() in (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel):
            self._finger = self._grip = None
