"""The pages as they will be written, below one another, drawn when they come into sight."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScroller, QWidget

from canvas_app.ui.theme import colour, font, px

GAP = 16
LEAST, MOST, PER_STEP = 0.1, 6.0, 1.25
"""Zoom in pixels to a point."""
LARGEST = 16_000_000
"""Pixels that a page is drawn with at most; it is enlarged from there."""
KEPT = 60_000_000
"""Pixels of pages that are kept ready."""
FADED = 0.45

Sizes = tuple[tuple[float, float], ...]


class Preview(QAbstractScrollArea):
    """`wanted(number, scale)` is called for one page at a time; `take` gives it. Pages are counted from 0."""

    def __init__(self, wanted: Callable[[int, float], None], moved: Callable[[], None], parent: QWidget | None = None):
        super().__init__(parent)
        self._wanted, self._moved = wanted, moved
        self._sizes: Sizes = ()
        self._rects: list[QRectF] = []
        self._fixed: float | None = None
        self._images: OrderedDict[int, tuple[float, QImage]] = OrderedDict()
        self._asked: tuple[int, float] | None = None
        self._message = ""
        self._faded = False
        self.setObjectName("preview")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Preview of the pages")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMinimumSize(px(220), px(120))
        self.verticalScrollBar().setSingleStep(px(40))
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    # what is shown

    def show_pages(self, sizes: Sizes) -> None:
        """Pages of another document; the place stays where it is as far as it can."""
        same = sizes == self._sizes
        self._sizes = sizes
        self._asked = None
        if same:
            self._images = OrderedDict((n, (0.0, image)) for n, (_, image) in self._images.items())
        else:
            self._images.clear()
        self._message, self._faded = "", False
        self._lay_out()

    def show_message(self, words: str) -> None:
        """In place of pages, or over those of before, which are no longer true."""
        self._message, self._faded = words, True
        self.viewport().update()

    @property
    def count(self) -> int:
        return len(self._sizes)

    @property
    def current(self) -> int:
        """The page that has the middle of the view."""
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        below = (n for n, rect in enumerate(self._rects) if rect.bottom() + GAP / 2 > middle)
        return next(below, max(0, self.count - 1))

    def image(self, number: int) -> QImage | None:
        """What is shown of a page, once it is drawn as it is to be."""
        scale, image = self._images.get(number, (0.0, None))
        return image if scale == self._scale_of(number) else None

    @property
    def complete(self) -> bool:
        """Whether all pages in sight are drawn."""
        return bool(self._sizes) and not self._faded and self._next_missing() is None

    # zoom

    @property
    def zoom(self) -> float:
        """Logical pixels to a point."""
        if self._fixed is not None:
            return self._fixed
        widest = max((width for width, _ in self._sizes), default=1.0)
        return max(LEAST, min(MOST, (self.viewport().width() - 2 * GAP) / widest))

    def set_zoom(self, zoom: float | None, anchor: QPointF | None = None) -> None:
        """None fits the width; `anchor` (viewport pixels) stays where it is."""
        anchor = anchor or QPointF(self.viewport().width() / 2, self.viewport().height() / 2)
        at, page = self._place(anchor)
        self._fixed = None if zoom is None else max(LEAST, min(MOST, zoom))
        self._lay_out()
        if page < len(self._rects):
            rect, zoomed = self._rects[page], self.zoom
            self.horizontalScrollBar().setValue(round(rect.x() + at.x() * zoomed - anchor.x()))
            self.verticalScrollBar().setValue(round(rect.y() + at.y() * zoomed - anchor.y()))

    def zoom_in(self) -> None:
        self.set_zoom(self.zoom * PER_STEP)

    def zoom_out(self) -> None:
        self.set_zoom(self.zoom / PER_STEP)

    def fit_width(self) -> None:
        self.set_zoom(None)

    def _place(self, at: QPointF) -> tuple[QPointF, int]:
        """A point of the viewport as points from the corner of the page there, and which page."""
        y = at.y() + self.verticalScrollBar().value()
        page = next((n for n, rect in enumerate(self._rects) if rect.bottom() > y), max(0, len(self._rects) - 1))
        if page >= len(self._rects):
            return QPointF(), 0
        rect, zoom = self._rects[page], self.zoom
        return QPointF((at.x() + self.horizontalScrollBar().value() - rect.x()) / zoom, (y - rect.y()) / zoom), page

    def go_to(self, number: int) -> None:
        if self._rects:
            number = max(0, min(number, self.count - 1))
            self.verticalScrollBar().setValue(round(self._rects[number].top() - GAP))

    # layout and painting

    def _lay_out(self) -> None:
        zoom, view = self.zoom, self.viewport()
        wide = max((width * zoom for width, _ in self._sizes), default=0.0)
        room, y = max(view.width(), wide + 2 * GAP), float(GAP)
        self._rects = []
        for width, height in self._sizes:
            self._rects.append(QRectF(round((room - width * zoom) / 2), round(y), width * zoom, height * zoom))
            y += round(height * zoom) + GAP
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(0, round(wide + 2 * GAP) - view.width()))
        across.setPageStep(view.width())
        down.setRange(0, max(0, round(y) - view.height()))
        down.setPageStep(max(1, view.height() - px(40)))
        self._ask()
        self._moved()
        view.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        bar = self.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        self._lay_out()
        bar.setValue(round(share * bar.maximum()))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._ask()
        self._moved()
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._ask()
        return super().event(event)

    def _seen(self) -> QRectF:
        view = self.viewport().rect()
        return QRectF(view.translated(self.horizontalScrollBar().value(), self.verticalScrollBar().value()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), colour("track"))
        seen, ratio = self._seen(), self.viewport().devicePixelRatioF()
        for number, rect in enumerate(self._rects):
            if not rect.intersects(seen):
                continue
            place = rect.translated(-seen.topLeft())
            kept = self._images.get(number)
            if kept is None:
                painter.fillRect(place, Qt.GlobalColor.white)
            elif kept[0] == self._scale_of(number) and kept[0] == self.zoom * ratio:
                image = kept[1]
                place.setSize(image.size().toSizeF() / ratio)  # pixel by pixel
                painter.drawImage(place, image)
            else:
                painter.drawImage(place, kept[1])
            painter.setPen(QPen(colour("line"), 1))
            painter.drawRect(place.toAlignedRect().adjusted(-1, -1, 0, 0))
        if self._faded and self._sizes:
            painter.setOpacity(FADED)
            painter.fillRect(event.rect(), colour("track"))
            painter.setOpacity(1.0)
        if self._message:
            self._write(painter)
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 4))
            painter.drawRect(self.viewport().rect())

    def _write(self, painter: QPainter) -> None:
        painter.setFont(font(14, 600))
        room = self.viewport().rect().adjusted(GAP, GAP, -GAP, -GAP)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        box = painter.boundingRect(room, flags, self._message)
        box = QRect(box).adjusted(-px(14), -px(9), px(14), px(9))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("panel"))
        painter.drawRoundedRect(box, 8, 8)
        painter.setPen(colour("ink"))
        painter.drawText(box, flags, self._message)

    # pages are drawn elsewhere

    def _scale_of(self, number: int) -> float:
        """Device pixels to a point that a page is to have."""
        width, height = self._sizes[number]
        wanted = self.zoom * self.viewport().devicePixelRatioF()
        return min(wanted, (LARGEST / (width * height)) ** 0.5)

    def _next_missing(self) -> int | None:
        seen = self._seen()
        for number, rect in enumerate(self._rects):
            if rect.intersects(seen) and self._images.get(number, (0.0,))[0] != self._scale_of(number):
                return number
        return None

    def _ask(self) -> None:
        number = self._next_missing()
        if number is None or self._faded:
            return
        wish = number, self._scale_of(number)
        if self._asked is None:
            self._asked = wish
            self._wanted(*wish)

    def take(self, number: int, scale: float, image: QImage) -> None:
        """A page that was wanted."""
        self._asked = None
        if number < self.count:
            self._images[number] = scale, image
            self._images.move_to_end(number)
            self._forget()
        self._ask()
        self.viewport().update()

    def _forget(self) -> None:
        """Pages that have not been in sight for long."""
        seen = self._seen()
        total = sum(image.width() * image.height() for _, image in self._images.values())
        for number in list(self._images):
            if total <= KEPT:
                return
            if not self._rects[number].intersects(seen):
                image = self._images.pop(number)[1]
                total -= image.width() * image.height()

    # keys and wheel

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if turn := event.angleDelta().y():
                self.set_zoom(self.zoom * PER_STEP ** (turn / 120), event.position())
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, key = self.verticalScrollBar(), event.key()
        with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Home:
            bar.setValue(0)
        elif key == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        elif key == Qt.Key.Key_PageDown and with_control:
            self.go_to(self.current + 1)
        elif key == Qt.Key.Key_PageUp and with_control:
            self.go_to(self.current - 1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_Space):
            bar.setValue(bar.value() + bar.pageStep())
        elif key == Qt.Key.Key_PageUp:
            bar.setValue(bar.value() - bar.pageStep())
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif key == Qt.Key.Key_0:
            self.fit_width()
        else:
            super().keyPressEvent(event)
