"""Ink in the air: a line that is being drawn. Of what it adds only the rectangle round that is painted anew."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from canvas_app.domain.entities import InkPoint
from canvas_app.domain.ink import Line
from canvas_app.ui.board.ink_item import Piece, draw_pieces, ink_colour, piece_of, qrect

EVERYWHERE = QRectF(-2e6, -2e6, 4e6, 4e6)
"""The room of items whose room changes all the time: telling the scene of it would paint all of them anew."""


class InkInAir(QGraphicsRectItem):
    def __init__(self, colour: str, width: float):
        super().__init__(EVERYWHERE)
        self.setZValue(30)
        self.setPen(QPen(Qt.PenStyle.NoPen))
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._colour = colour
        self._line = Line(width)
        self._pieces: list[Piece] = []

    def lead_to(self, point: InkPoint) -> None:
        changed = self._line.add(point)
        known = max(0, len(self._pieces) - 1)
        self._pieces[known:] = [piece_of(run) for run in self._line.runs[known:]]
        self.update(qrect(changed).adjusted(-1, -1, 1, 1))

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        shade = ink_colour(self._colour)
        draw_pieces(painter, shade, self._pieces, option.exposedRect)
        if self._line.end is not None:
            draw_pieces(painter, shade, [piece_of(self._line.end)])
