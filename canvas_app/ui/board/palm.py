"""Telling a resting hand from a finger."""

from PySide6.QtGui import QEventPoint
from PySide6.QtWidgets import QWidget

PALM = 24.0
"""Millimetres: a finger's contact is 7 to 15 wide, a thumb laid flat 20, a resting hand 30 and more. Pixels would not
do: 30 of them are a fingertip on a tablet and a fist on a 75 inch board."""


def is_palm(view: QWidget, point: QEventPoint) -> bool:
    """Whether a contact is too large for a finger."""
    per_inch = view.screen().physicalDotsPerInch()
    size = point.ellipseDiameters()
    return max(size.width(), size.height()) > PALM / 25.4 * (per_inch if 20 <= per_inch <= 600 else 96)
