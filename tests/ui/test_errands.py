"""Export and print from the window: what was chosen is remembered for that board, and what came of it is said."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas_app.app.settings import load_settings
from canvas_app.ui.export.window import ExportWindow
from canvas_app.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def within(qtbot: QtBot, window: MainWindow) -> Callable[[Qt.Key, Callable[[ExportWindow], None]], None]:
    """Presses a key with Ctrl in the window, and does something in the box that comes, until it is closed."""

    def work(key: Qt.Key, act: Callable[[ExportWindow], None]) -> None:
        seen: list[ExportWindow] = []

        def begin() -> None:
            box = QApplication.activeModalWidget()
            if not isinstance(box, ExportWindow):
                QTimer.singleShot(0, begin)
                return
            seen.append(box)
            try:
                act(box)
            finally:
                box.done(0)

        window.activateWindow()  # which no window manager does here
        qtbot.waitUntil(window.isActiveWindow)
        QTimer.singleShot(0, begin)
        QTest.keyClick(window, key, CTRL)
        assert seen

    return work


def test_choices_are_those_of_the_board_and_no_step_of_it(window: MainWindow, within: Callable) -> None:
    version, step = window.page.session.version, window.page.session.history.undoable

    def choose(box: ExportWindow) -> None:
        box.options.choose("handout")
        for name, value in (("page", "Letter"), ("per_page", 6), ("ink", "grey")):
            combo = box.options.field(name)
            combo.setCurrentIndex(combo.findData(value))
        box.options.field("attach").setChecked(False)

    within(Qt.Key.Key_E, choose)
    assert (window.page.session.version, window.page.session.history.undoable) == (version, step)
    kept = load_settings().exports[window.page.session.board.info.id]
    assert (kept["kind"], kept["per_page"], kept["attach"]) == ("handout", 6, False)

    def look(box: ExportWindow) -> None:
        assert box.options.chosen.id == "handout"
        assert box.options.saved == {**box.options.saved, "page": "Letter", "per_page": 6, "ink": "grey"}
        assert not box.options.field("attach").isChecked()

    within(Qt.Key.Key_E, look)
    within(Qt.Key.Key_P, look_printing)


def look_printing(box: ExportWindow) -> None:
    assert box.windowTitle() == "Print" and box.options.chosen.id == "handout"


def test_what_was_exported_is_said_and_where_it_went_is_kept(
    window: MainWindow, within: Callable, qtbot: QtBot, tmp_path: Path
) -> None:
    said: list[str] = []

    def note(words: str, complaint: bool, undo: bool) -> None:
        said.append(words)

    window.page.bridge.said.connect(note)

    def export(box: ExportWindow) -> None:
        box.options.choose("csv")
        box.file.target.setText(str(tmp_path / "notes"))
        QTest.mouseClick(box.main, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not box.isVisible(), timeout=30_000)

    within(Qt.Key.Key_E, export)
    assert said == [f"Exported to {tmp_path / 'notes.csv'}."]
    assert (tmp_path / "notes.csv").is_file()

    def look(box: ExportWindow) -> None:
        assert box.file.path == tmp_path / "notes.csv"

    within(Qt.Key.Key_E, look)


class Opener(QObject):
    """What the system would open files with."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


@pytest.fixture
def opener() -> Iterator[Opener]:
    made = Opener()
    QDesktopServices.setUrlHandler("file", made, "take")
    yield made
    QDesktopServices.unsetUrlHandler("file")


def test_it_is_opened_when_done_for_who_wants_that(
    window: MainWindow, within: Callable, qtbot: QtBot, tmp_path: Path, opener: Opener
) -> None:
    def export(box: ExportWindow, opens: bool) -> None:
        assert box.opens.isChecked() is (not opens)
        QTest.mouseClick(box.opens, Qt.MouseButton.LeftButton, pos=QPoint(8, box.opens.height() // 2))
        box.options.choose("md")
        box.file.target.setText(str(tmp_path / f"ä b {opens}.md"))
        QTest.mouseClick(box.main, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not box.isVisible(), timeout=30_000)

    for opens in (True, False):
        within(Qt.Key.Key_E, partial(export, opens=opens))
    assert opener.opened == [str(tmp_path / "ä b True.md")] and (tmp_path / "ä b False.md").is_file()


def test_a_remark_leads_to_its_note(window: MainWindow, within: Callable) -> None:
    note = next(iter(window.page.session.board.notes))

    def want(box: ExportWindow) -> None:
        box.show_note = note

    within(Qt.Key.Key_E, want)
    assert window.port.selected_notes == (note,)
