"""Choosing one of many: every row can be read in full."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas_app.ui.dialogs.chooser import Chooser, Row


def test_long_rows_wrap_instead_of_running_out_of_the_list(qtbot: QtBot) -> None:
    words = "Gain creator, not ranked, Lease rate is fixed for ten years whatever the power costs, one gain; picked"
    chooser = Chooser(
        None, "What is the test about?", "Choose", [Row("a", "Short", "short"), Row("b", words, "b")], "", ""
    )
    qtbot.addWidget(chooser)
    chooser.show()
    QApplication.processEvents()
    short, long = (chooser.list.visualItemRect(chooser.list.item(n)) for n in range(2))
    assert long.height() > short.height() and long.width() <= chooser.list.viewport().width()
