"""The chips of a statement: their words inside their edges, whichever way they and the window read."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from canvas_app.ui.panels.chips import Chip, ChipButton


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("text", ["Till integration takes weeks", "دمج الصندوق يستغرق أسابيع"])
def test_words_lie_inside_their_chip(qtbot: QtBot, text: str, direction: Qt.LayoutDirection) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.setLayoutDirection(direction)
    chip = ChipButton(parent, Chip("n1", text, "violet", "Note", ""))
    chip.resize(chip.sizeHint())
    parent.show()
    QApplication.processEvents()
    image = chip.grab().toImage()
    dark = [
        x for x in range(image.width()) if any(image.pixelColor(x, y).lightness() < 120 for y in range(image.height()))
    ]
    assert 6 <= min(dark) <= 16
    assert 6 <= image.width() - max(dark) <= 16
