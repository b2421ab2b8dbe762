"""A note as drawn. Holds the last frozen note it was shown and nothing of its own."""

import math
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF, QTransform

from canvas_app.domain.entities import Note
from canvas_app.text.layout import lay_out
from canvas_app.text.note_face import BAR, INSET, RADIUS, SHADOW, SHADOWS, TOP, grown_height, note_text
from canvas_app.text.note_foot import BADGE, DOT, ICON, STAR, UP, foot_of
from canvas_app.ui.theme import colour, icon_renderer, theme

OUTLINE = 2.5
OUTLINE_GAP = 3.0
MARGIN = 8.0
VOTE, VOTE_PITCH, MOST_DOTS = 4.5, 11.0, 3
"""Radius and distance of the dots of a vote; more than so many are one dot and a number."""
BOX_BELOW = 0.35
"""Below this zoom a note is a coloured box."""
MOST_PIXELS = 8_000_000
"""How many pixels of notes are kept drawn: about 32 MB, four times a large window."""
DIMMED = 0.2
"""Opacity of a note while others are lit."""


def _nothing(item: "NoteItem") -> None:
    """What changes on an item of no scene concerns nobody."""


class Look:
    """What all items of a scene need to know about their view; shared, so that one assignment tells all.

    `ratio` is the screen's, in device pixels a pixel. While `moving`, the view changes under a hand: notes are drawn as
    scaled pictures, and sharp again at rest. `changed` and `grown` tell the scene that an item looks different, or that
    its height is known now and not what the note says.
    """

    def __init__(self) -> None:
        self.zoom = 1.0
        self.ratio = 1.0
        self.moving = False
        self.changed: Callable[[NoteItem], None] = _nothing
        self.grown: Callable[[NoteItem], None] = _nothing
        self._faces: OrderedDict[NoteItem, int] = OrderedDict()
        self._pixels = 0

    @property
    def scale(self) -> float:
        """Device pixels a board unit."""
        return self.zoom * self.ratio

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

    def forget_all(self) -> None:
        for item in self._faces:
            item.face = None
        self._faces.clear()
        self._pixels = 0


class Votes(NamedTuple):
    """Dots on a note: `own` ones of the person who votes now, else those of everybody."""

    dots: int
    own: bool


class NoteItem:
    __slots__ = (
        "_around",
        "_at",
        "_face_rect",
        "_height",
        "_look",
        "_writing",
        "box",
        "dimmed",
        "face",
        "face_scale",
        "hue",
        "icon",
        "lifted",
        "mark",
        "note",
        "order",
        "rank",
        "selected",
        "votes",
    )

    def __init__(self, note: Note, hue: str, icon: str, rank: int | None, look: Look):
        self.note, self.hue, self.icon, self.rank = note, hue, icon, rank
        self._look = look
        self.selected = self.dimmed = self.lifted = False
        self.votes: Votes | None = None
        self.mark = ""
        """How well it is supported, where that is to be seen: "some", "strong" or "failed"."""
        self.face: QPixmap | None = None
        self.face_scale = 0.0
        self._writing: str | None = None
        self._at: tuple[float, float] | None = None
        self._height: float | None = None
        self.order = (note.z, 0)
        """Its height in the pile; of equals those lie above that came later."""
        self._face_rect = _NOWHERE
        self._place()

    def show_note(self, note: Note, hue: str, icon: str, rank: int | None) -> None:
        known = self.note.text == note.text and self.note.w == note.w and self.note.h == note.h
        self.note, self.hue, self.icon, self.rank = note, hue, icon, rank
        self._at = None
        self.order = (note.z, self.order[1])
        if not known:
            self._height = None
        self._place()
        self._changed()

    def show_rank(self, rank: int | None) -> None:
        if rank != self.rank:
            self.rank = rank
            self._changed()

    def show_mark(self, mark: str) -> None:
        if mark != self.mark:
            self.mark = mark
            self._changed()

    def show_votes(self, votes: "Votes | None") -> None:
        if votes != self.votes:
            self.votes = votes
            self._changed()

    def show_selected(self, selected: bool) -> None:
        if selected != self.selected:
            self.selected = selected
            self._changed()

    def show_writing(self, text: str | None) -> None:
        """Shows what is being typed instead of the note's own text, and grows with it."""
        if text != self._writing:
            self._writing = text
            self._height = None
            self._changed()

    def show_at(self, x: float, y: float) -> None:
        """Shows the note elsewhere than it is, until it is shown a note again."""
        self._at = (x, y)
        self._place()

    def _changed(self) -> None:
        """What is drawn is not what is shown any more."""
        self.face = None
        self._look.forget(self)
        self._look.changed(self)

    def _place(self) -> None:
        self.box = QRectF(self.x(), self.y(), self.note.w, self._height or self.note.h)
        """Where it lies (scene coordinates), as high as the note says until its text was laid out."""
        self._around: QRectF | None = None

    @property
    def around(self) -> QRectF:
        """Its box with its shadow and outline."""
        if self._around is None:
            self._around = self.box.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        return self._around

    def x(self) -> float:
        return self.note.x if self._at is None else self._at[0]

    def y(self) -> float:
        return self.note.y if self._at is None else self._at[1]

    def raise_to(self, number: int) -> None:
        """Puts it above those of the same height that have lower numbers."""
        self.order = (self.note.z, number)

    @property
    def text(self) -> str:
        return self.note.text if self._writing is None else self._writing

    @property
    def height(self) -> float:
        """With the text grown; lays it out when first asked."""
        if self._height is None:
            self._height = grown_height(self.text, self.note.w, self.note.h)
            if self._height != self.box.height():
                self._place()
                self._look.grown(self)
        return self._height

    @property
    def body(self) -> QRectF:
        """In scene coordinates, with the text grown."""
        return QRectF(self.x(), self.y(), self.note.w, self.height)

    # drawing

    def draw(self, painter: QPainter, make: bool = True) -> bool:
        """Draws the note on a device whose transform is at the look's scale; whether it is sharp.

        Without `make` a picture of another scale will do, and where there is none the note is a box.
        """
        if self._look.zoom < BOX_BELOW:
            self._draw_box(painter)
            return True
        sharp = self.face is not None and self.face_scale == self._look.scale
        if not sharp and make:
            sharp = True
            if not self.make_face():
                painter.save()
                painter.translate(self.x(), self.y())
                _paint_shadow(painter, self.note.w, self.height)
                self._draw(painter)
                painter.restore()
                return True
        if self.face is None:
            self._draw_box(painter)
            return False
        if self.dimmed:
            painter.setOpacity(DIMMED)
        if sharp:
            transform = painter.transform()
            corner = transform.map(QPointF(self.x() - MARGIN, self.y() - MARGIN))
            at = QPoint(math.floor(corner.x() + 0.5), math.floor(corner.y() + 0.5))
            painter.setTransform(QTransform())
            ratio = painter.device().devicePixelRatio()
            if ratio == 1.0:
                painter.drawPixmap(at, self.face)
            else:
                size = QSizeF(self.face.size()) / ratio
                painter.drawPixmap(QRectF(QPointF(at), size), self.face, self._face_rect)
            painter.setTransform(transform)
        else:
            painter.drawPixmap(self.around, self.face, self._face_rect)
        if self.dimmed:
            painter.setOpacity(1.0)
        return sharp

    def _draw_box(self, painter: QPainter) -> None:
        painter.setOpacity(DIMMED if self.dimmed else 1.0)
        painter.fillRect(self.box, colour(f"{self.hue}.note"))
        painter.fillRect(bar_of(self.box), colour(f"{self.hue}.strong"))
        if theme().border:
            painter.setPen(QPen(colour(f"{self.hue}.edge"), 0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.box)
        if self.selected:
            painter.setPen(QPen(colour("accent"), OUTLINE / self._look.zoom))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.box)
        painter.setOpacity(1.0)

    @property
    def is_huge(self) -> bool:
        """Whether a picture of it at the look's scale would be too large."""
        return self.around.width() * self.around.height() * self._look.scale**2 > MOST_PIXELS / 8

    def make_face(self) -> bool:
        """Draws the note's picture at the look's scale; False where that would be too large."""
        scale = self._look.scale
        if self.face is not None and self.face_scale == scale:
            return True
        if self.is_huge:
            return False
        face = QPixmap(_shadow_of(self.note.w, self.height, scale))
        painter = QPainter(face)
        painter.scale(scale, scale)
        painter.translate(MARGIN, MARGIN)
        self._draw(painter)
        painter.end()
        self.face, self.face_scale, self._face_rect = face, scale, QRectF(face.rect())
        self._look.keep(self, face.width() * face.height())
        return True

    def _draw(self, painter: QPainter) -> None:
        w, h = self.note.w, self.height
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(f"{self.hue}.strong"))
        painter.drawRoundedRect(QRectF(0, 0, w, 3 * BAR), RADIUS, RADIUS)
        painter.setBrush(colour(f"{self.hue}.note"))
        painter.drawPath(_below_bar(w, h))
        if border := theme().border:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour(f"{self.hue}.edge"), border))
            inside = border / 2
            painter.drawRoundedRect(QRectF(inside, inside, w - border, h - border), RADIUS, RADIUS)
        note_text(self.text, w, self.note.h).draw(painter, INSET, TOP, colour("ink"))
        self._paint_foot(painter, w, h)
        if self.selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), OUTLINE))
            gap = OUTLINE_GAP
            painter.drawRoundedRect(QRectF(-gap, -gap, w + 2 * gap, h + 2 * gap), RADIUS + gap, RADIUS + gap)

    def _paint_foot(self, painter: QPainter, w: float, h: float) -> None:
        strong = colour(f"{self.hue}.strong")
        taken = None
        if self.votes is not None:
            taken = _paint_votes(painter, self.votes, w - INSET + 8, h - UP)
        foot = foot_of(self.note, h, self.rank, self.icon, self.mark, taken)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(strong)
        if foot.badge is not None:
            number, x, wide = foot.badge
            painter.drawRoundedRect(QRectF(x, foot.middle - BADGE, wide, 2 * BADGE), BADGE, BADGE)
            number.draw(painter, x + (wide - number.ink_width) / 2, foot.middle - number.height / 2, colour("panel"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(strong)
        if foot.star is not None:
            painter.drawPolygon(_STAR.translated(foot.star, foot.middle))
        for x in foot.dots:
            painter.drawEllipse(QPointF(x, foot.middle), DOT, DOT)
        for name, x, warns in foot.icons:
            renderer = icon_renderer(name, (colour("error") if warns else strong).name())
            if renderer is not None:
                renderer.render(painter, QRectF(x, foot.middle - ICON / 2, ICON, ICON))


_NOWHERE = QRectF()


def _paint_votes(painter: QPainter, votes: Votes, right: float, middle: float) -> float:
    """Dots that end at `right`, or one with their number; the width that they took."""
    dots = votes.dots if votes.own and votes.dots <= MOST_DOTS else 1
    number = (
        lay_out(str(votes.dots), width=math.inf, size=11.5, weight=700) if dots != votes.dots or not votes.own else None
    )
    wide = dots * VOTE_PITCH + 7 + (number.ink_width + 3 if number is not None else 0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("panel"))
    painter.drawRoundedRect(QRectF(right - wide, middle - BADGE, wide, 2 * BADGE), BADGE, BADGE)
    painter.setBrush(colour("accent"))
    x = right - wide + 5 + VOTE
    for n in range(dots):
        painter.drawEllipse(QPointF(x + n * VOTE_PITCH, middle), VOTE, VOTE)
    if number is not None:
        number.draw(painter, x + VOTE + 4, middle - number.height / 2, colour("ink"))
    return wide + 4


def bar_of(box: QRectF) -> QRectF:
    """The strong stripe at the top of a note that is drawn as a box."""
    return QRectF(box.x(), box.y(), box.width(), 3 * BAR)


_STAR = QPolygonF([QPointF(x, y) for x, y in STAR])


@lru_cache(maxsize=16)
def _shadow_of(w: float, h: float, scale: float) -> QPixmap:
    """A picture for a note of this size that holds its shadow: most notes of a board share a few sizes."""
    picture = QPixmap(math.ceil((w + 2 * MARGIN) * scale), math.ceil((h + 2 * MARGIN) * scale))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.scale(scale, scale)
    painter.translate(MARGIN, MARGIN)
    _paint_shadow(painter, w, h)
    painter.end()
    return picture


def _paint_shadow(painter: QPainter, w: float, h: float) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for (left, top, right, bottom), opacity in SHADOWS:
        painter.setBrush(_shadow(opacity))
        painter.drawRoundedRect(QRectF(0, 0, w, h).adjusted(left, top, right, bottom), RADIUS, RADIUS)


@lru_cache
def _shadow(opacity: float) -> QBrush:
    shade = QColor(SHADOW)
    shade.setAlphaF(opacity)
    return QBrush(shade)


@lru_cache(maxsize=2048)
def _below_bar(w: float, h: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(0, BAR, w, h - BAR), RADIUS, RADIUS)
    square_top = QPainterPath()
    square_top.addRect(QRectF(0, BAR, w, 2 * RADIUS))
    return path.united(square_top)
