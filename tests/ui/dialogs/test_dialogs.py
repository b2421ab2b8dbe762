"""The dialogs: what they refuse, what they answer, and how they are worked with keys."""

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from canvas_app.actions import all_actions
from canvas_app.app import resources
from canvas_app.domain.entities import BoardInfo
from canvas_app.domain.errors import BadInput
from canvas_app.text.fonts import report
from canvas_app.text.layout import lay_out
from canvas_app.ui.dialogs.about import AboutDialog
from canvas_app.ui.dialogs.board_details import DetailsDialog
from canvas_app.ui.dialogs.new_board import NewBoardDialog
from canvas_app.ui.dialogs.shortcuts import ShortcutsDialog
from tests.text.made_fonts import installed, made_font

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
LEFT = Qt.MouseButton.LeftButton
D = TypeVar("D", bound=QDialog)


def shown(qtbot: QtBot, dialog: D) -> D:
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


@pytest.fixture
def new_board(qtbot: QtBot, tmp_path: Path) -> NewBoardDialog:
    known = resources.catalogue()
    known.problems.append(BadInput("mine.toml: 'kind[1].hue' is wrong; correct it."))
    return shown(qtbot, NewBoardDialog(None, tmp_path, known))


def test_a_board_needs_a_title(new_board: NewBoardDialog) -> None:
    assert not new_board.main.isEnabled()
    assert "title" in new_board.reason.text()
    QTest.keyClick(new_board.title, Qt.Key.Key_Return)
    assert new_board.isVisible()
    QTest.keyClicks(new_board.title, "   ")
    assert not new_board.main.isEnabled()
    QTest.keyClicks(new_board.title, "Loyalty")
    assert new_board.main.isEnabled()
    assert new_board.reason.text() == ""


def test_new_board_answers_what_was_typed(new_board: NewBoardDialog, tmp_path: Path) -> None:
    (tmp_path / "Loyalty app.valueboard").touch()
    QTest.keyClicks(new_board.title, " Loyalty  app ")
    QTest.keyClicks(new_board.segment, "cafes")
    assert new_board.path.text().endswith("Loyalty app 2.valueboard")
    QTest.keyClick(new_board.canvases, Qt.Key.Key_Right)
    QTest.keyClick(new_board.title, Qt.Key.Key_Return)
    assert new_board.result() == QDialog.DialogCode.Accepted
    answer = new_board.answer()
    assert (answer.title, answer.partner, answer.segment, answer.goal) == ("Loyalty app", "", "cafes", "")
    assert answer.canvas.id == list(resources.catalogue().canvases)[1]


def test_broken_canvas_files_are_named(new_board: NewBoardDialog) -> None:
    assert any("mine.toml" in label.text() for label in new_board.findChildren(QLabel))


def test_escape_closes(new_board: NewBoardDialog) -> None:
    QTest.keyClick(new_board.title, Qt.Key.Key_Escape)
    assert not new_board.isVisible()
    assert new_board.result() == QDialog.DialogCode.Rejected


def test_labels_are_buddies(new_board: NewBoardDialog) -> None:
    buddies = {label.text(): label.buddy() for label in new_board.findChildren(QLabel) if label.buddy()}
    assert buddies["&Title"] is new_board.title
    assert buddies["&Goal"] is new_board.goal
    assert new_board.segment.accessibleName() == "Segment"


def test_details_answer_only_what_changed(qtbot: QtBot) -> None:
    info = BoardInfo(id="b", title="Old", canvas="c", segment="cafés", created="2026-01-01T00:00:00.000Z")
    dialog = shown(qtbot, DetailsDialog(None, info))
    assert dialog.answer() == {}
    dialog.fields["title"].selectAll()
    QTest.keyClick(dialog.fields["title"], Qt.Key.Key_Backspace)
    assert not dialog.main.isEnabled()
    QTest.keyClicks(dialog.fields["title"], "New")
    QTest.keyClicks(dialog.fields["goal"], "More visits")
    assert dialog.answer() == {"title": "New", "goal": "More visits"}


def test_shortcuts_are_found_by_word_and_key(qtbot: QtBot) -> None:
    dialog = shown(qtbot, ShortcutsDialog(None, all_actions(), {}, dict))

    def titles() -> list[str]:
        found = []
        for menu in range(dialog.proxy.rowCount()):
            parent = dialog.proxy.index(menu, 0)
            found += [dialog.proxy.index(n, 0, parent).data() for n in range(dialog.proxy.rowCount(parent))]
        return found

    assert len(titles()) >= len([action for action in all_actions().values() if action.keys])
    QTest.keyClicks(dialog.search, "duplic")
    assert titles() == ["Duplicate"]
    dialog.search.setText("ctrl+shift+z")
    assert titles() == ["Redo"]
    dialog.search.setText("nothing like it")
    assert titles() == []
    assert dialog.reason.text()


def test_about_names_the_licences(qtbot: QtBot) -> None:
    dialog = shown(qtbot, AboutDialog(None))
    words = dialog.licences.toPlainText()
    assert "LGPL" in words
    assert "OFL-1.1" in words
    assert "fontpkg-inter" in words
    assert ("from this computer" in words) == bool(report().of_this_machine)


def test_about_names_fonts_of_the_machine_that_are_drawn_with(qtbot: QtBot) -> None:
    with installed(made_font("A rare Sans", "\U0001e290")):
        lay_out("\U0001e290", width=100, size=10)
        dialog = shown(qtbot, AboutDialog(None))
    assert "from this computer: A rare Sans." in dialog.licences.toPlainText()


def test_enter_on_cancel_cancels(new_board: NewBoardDialog) -> None:
    QTest.keyClicks(new_board.title, "Loyalty")
    new_board.cancel.setFocus()
    QTest.keyClick(new_board.cancel, Qt.Key.Key_Return)
    assert not new_board.isVisible()
    assert new_board.result() == QDialog.DialogCode.Rejected
