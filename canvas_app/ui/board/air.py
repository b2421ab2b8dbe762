"""What is in the air: notes in hands and the links that hang on them, above all that lies still."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from canvas_app.ui.board.link_item import LinkItem, draw_hairlines, draw_links
from canvas_app.ui.board.note_item import NoteItem

MANY = 60
"""More links than these are drawn as hairlines while they are in the air."""


class Air(QGraphicsRectItem):
    def __init__(self) -> None:
        super().__init__()
        self.setZValue(20)
        self.setPen(QPen(Qt.PenStyle.NoPen))
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)  # for exposedRect
        self.notes: dict[NoteItem, None] = {}
        """The one that was lifted last is on top."""
        self._links: dict[LinkItem, None] = {}

    def lift(self, item: NoteItem) -> None:
        self.notes[item] = None

    def put_down(self, item: NoteItem) -> None:
        self.notes.pop(item, None)

    def lift_link(self, item: LinkItem) -> None:
        self._links[item] = None

    def put_down_link(self, item: LinkItem) -> None:
        self._links.pop(item, None)

    def refresh(self) -> None:
        """Follows what came, went, moved or looks different now."""
        box = QRectF()
        for item in self.notes:
            box = box.united(item.around)
        for link in self._links:
            box = box.united(link.rect)
        if box != self.rect():
            self.setRect(box)
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if len(self._links) <= MANY:
            for _ in draw_links(painter, self._links, QRectF(option.exposedRect)):
                pass
        else:
            draw_hairlines(painter, self._links)
        for item in self.notes:
            item.draw(painter)
