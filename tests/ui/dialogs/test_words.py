"""Words and glossary, opened from the window, changed and saved."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from canvas_app.app import resources
from canvas_app.app.settings import load_settings
from canvas_app.ui.dialogs.words import WordsDialog

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)")
SHIFT = Qt.KeyboardModifier.ShiftModifier


def in_dialog(window: QWidget, act: Callable[[WordsDialog], None], by_key: bool = False) -> None:
    """Opens the box and does something in it."""
    failures: list[BaseException] = []
    waiting = QTimer(window)

    def work() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, WordsDialog):
            return  # not open yet
        waiting.stop()
        try:
            act(dialog)
        except BaseException as error:
            failures.append(error)
        if dialog.isVisible():
            dialog.reject()

    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    waiting.timeout.connect(work)
    waiting.start(5)
    if by_key:
        QTest.keyClick(window, Qt.Key.Key_F7, SHIFT)
    else:
        window.binder["statement.words"].trigger()
    assert not waiting.isActive(), "the box did not open"
    if failures:
        raise failures[0]


def save(dialog: WordsDialog) -> None:
    QTest.mouseClick(dialog.main, Qt.MouseButton.LeftButton)


def test_words_are_kept_on_the_board_and_in_the_settings(window: QWidget) -> None:
    def act(dialog: WordsDialog) -> None:
        dialog.glossary.setPlainText("POS: point of sale\n\n ERP :  books ")
        dialog.own_words.setPlainText("Footfall: visitors\nblorp")
        dialog.let_pass.setPlainText("Ecosystem\necosystem\nPOS")
        dialog.rules["no-number"].setChecked(False)
        dialog.language.setCurrentIndex(dialog.language.findData("de"))
        save(dialog)

    depth = window.page.session.history.depth
    in_dialog(window, act, by_key=True)
    info = window.page.session.board.info
    assert info.glossary == {"POS": "point of sale", "ERP": "books"} and info.language == "de"
    assert window.page.session.history.depth == depth + 1
    kept = load_settings()
    assert kept.own_words == {"Footfall": "visitors", "blorp": ""}
    assert kept.let_pass == ("word:ecosystem", "word:pos", "rule:no-number")

    def look(dialog: WordsDialog) -> None:
        assert dialog.glossary.toPlainText() == "POS: point of sale\nERP: books"
        assert dialog.own_words.toPlainText() == "Footfall: visitors\nblorp"
        assert dialog.let_pass.toPlainText() == "ecosystem\npos"
        assert not dialog.rules["no-number"].isChecked() and dialog.rules["jargon"].isChecked()
        assert dialog.language.currentData() == "de"
        save(dialog)

    in_dialog(window, look)
    assert window.page.session.history.depth == depth + 1, "nothing changed, no step"
    assert load_settings().own_words == kept.own_words


def test_a_line_that_cannot_be_used_says_so(window: QWidget) -> None:
    def act(dialog: WordsDialog) -> None:
        dialog.glossary.setPlainText("POS: point of sale\nERP")
        assert dialog.reason.text() == "Line 2 of the glossary is not complete; write it like “POS: point of sale”."
        assert not dialog.main.isEnabled()
        dialog.glossary.clear()
        dialog.own_words.setPlainText("…: x")
        assert dialog.reason.text().startswith("Line 1 of your own words is not complete;")
        dialog.own_words.setPlainText("x" * 301)
        assert dialog.reason.text() == "Line 1 of your own words is too long; 300 letters are the most."

    before = window.page.session.board.info
    in_dialog(window, act)
    assert window.page.session.board.info == before


def test_a_language_without_a_list_says_so_and_the_country_stays(window: QWidget) -> None:
    def act(dialog: WordsDialog) -> None:
        assert dialog.language.itemText(0).startswith(("English (", "German ("))
        assert not dialog.unknown.isVisible()
        dialog.language.setCurrentIndex(dialog.language.findData("fi"))
        assert dialog.unknown.isVisible() and "Finnish (fi)" in dialog.unknown.text()
        dialog.language.setCurrentIndex(dialog.language.findData("en"))
        assert dialog.answer().language == "en-GB"

    from canvas_app.domain.commands import EditBoard

    window.page.bridge.do(EditBoard({"language": "en-GB"}))
    in_dialog(window, act)


def test_a_broken_list_of_ones_own_is_told(window: QWidget) -> None:
    resources.own_lists_folder().mkdir(parents=True)
    (resources.own_lists_folder() / "bad.toml").write_text("schema = 1")

    def act(dialog: WordsDialog) -> None:
        assert "bad.toml: the key 'language' is missing; add it." in dialog.lists.text()

    in_dialog(window, act)


def test_f7_opens_the_panel_at_what_was_found(window: QWidget) -> None:
    from canvas_app.domain.commands import AddStatement
    from canvas_app.domain.entities import Part

    window.page.bridge.do(AddStatement((Part(text="We leverage"),), index=0, id="s"))
    QTest.keyClick(window, Qt.Key.Key_F7)
    panel = window.page.side.statements
    assert panel.isVisible() and panel.cards["s"].list_shown
    assert panel.current_statement() == "s"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    assert [row.id for row in window.page.session.board.statements if row.final] == ["s"]
    window.binder["statement.new"].trigger()
    made = panel.current_statement()
    assert made is not None and made != "s"
