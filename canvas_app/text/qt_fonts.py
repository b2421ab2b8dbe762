"""Faces as Qt wants them, kept thread by thread: Qt keeps engines in them, which must not be shared between threads."""

from __future__ import annotations

import threading

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QRawFont, QTextCharFormat, QTextLayout, QTextOption

from canvas_app.text.fonts import Face

PIXELS = 100
"""The size at which everything is laid out."""
_RAW_FONTS = 500


class _QtValues(threading.local):
    def __init__(self) -> None:
        self.fonts: dict[Face, QFont] = {}
        self.formats: dict[Face, QTextCharFormat] = {}
        self.raw_fonts: dict[tuple[Face, float], QRawFont] = {}
        self.options: dict[bool, QTextOption] = {}


_qt = _QtValues()


def font(face: Face) -> QFont:
    made = _qt.fonts.get(face)
    if made is None:
        made = _qt.fonts[face] = face.font(PIXELS)
    return made


def format_range(face: Face, start: int, end: int) -> QTextLayout.FormatRange:
    """Units [start, end) of a layout's text drawn with a face."""
    char_format = _qt.formats.get(face)
    if char_format is None:
        char_format = _qt.formats[face] = QTextCharFormat()
        char_format.setFont(font(face))
    made = QTextLayout.FormatRange()
    made.start = start
    made.length = end - start
    made.format = char_format
    return made


def option(rtl: bool) -> QTextOption:
    """How lines are broken: at words, or anywhere in one that is too long."""
    made = _qt.options.get(rtl)
    if made is None:
        made = _qt.options[rtl] = _new_option(rtl)
    return made


def _new_option(rtl: bool) -> QTextOption:
    made = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    made.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    made.setUseDesignMetrics(True)
    made.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    return made


def raw_font(face: Face, size: float) -> QRawFont:
    """The face at a size. One for each size, since Qt keeps only four scaled glyph caches for a raw font."""
    known = _qt.raw_fonts
    made = known.get((face, size))
    if made is None:
        made = QRawFont.fromFont(font(face))
        made.setPixelSize(size)
        if len(known) > _RAW_FONTS:
            known.clear()
        known[face, size] = made
    return made
