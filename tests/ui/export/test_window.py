"""The export window: what is seen is what is written, and whatever goes wrong is a sentence."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.ui.appearance import style_sheet
from canvas_app.ui.export.kinds import FIELDS, KINDS
from canvas_app.ui.export.window import ExportWindow
from canvas_app.ui.export.worker import Worker
from tests.export.boards import board_of, canvas, do

LEFT = Qt.MouseButton.LeftButton
Open = Callable[..., ExportWindow]
Settle = Callable[[ExportWindow], ExportWindow]
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


def press(widget: QWidget) -> None:
    QTest.mouseClick(widget, LEFT)


def pick(box: ExportWindow, field: str, value: object) -> None:
    combo = box.options.field(field)
    combo.setCurrentIndex(combo.findData(value))


def exported(box: ExportWindow, qtbot: QtBot) -> Path:
    press(box.main)
    qtbot.waitUntil(lambda: not box.isVisible(), timeout=30_000)
    assert box.written is not None
    return box.written


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file()}


def test_what_is_seen_is_what_is_written(open_window: Open, settle: Settle, qtbot: QtBot, board_path: Path) -> None:
    box = settle(open_window())
    seen, scale = box.pages.preview.image(0), box.pages.preview.zoom * box.pages.preview.viewport().devicePixelRatioF()
    box.file.target.setText(str(board_path.parent / "seen.pdf"))
    written = exported(box, qtbot).read_bytes()
    document = pypdfium2.PdfDocument(written)
    drawn = document[0].render(scale=scale, prefer_bgrx=True)
    image = QImage(bytes(drawn.buffer), drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32)
    assert seen == image and len({seen.pixel(x, seen.height() // 2) for x in range(seen.width())}) > 3
    document.close()


def test_the_pages_stand_on_the_screen_pixel_by_pixel(open_window: Open, settle: Settle) -> None:
    box = settle(open_window())
    shown = box.pages.preview.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    page = box.pages.preview.image(0)
    corner = next(
        QPoint(x, y)
        for y in range(shown.height())
        for x in range(shown.width())
        if shown.pixelColor(x, y) == Qt.GlobalColor.white
    )
    rows = min(page.height(), shown.height() - corner.y())
    assert shown.copy(corner.x(), corner.y(), page.width(), rows) == page.copy(0, 0, page.width(), rows)


def test_only_what_fits_the_kind_is_offered(open_window: Open, settle: Settle, tmp_path: Path) -> None:
    box = settle(open_window())
    for kind in KINDS:
        box.options.choose(kind.id)
        shown = {name for name in FIELDS if box.options.field(name).isVisibleTo(box)}
        assert shown <= set(kind.choices) and ("page" in shown) is (kind.suffix == ".pdf")
        assert box.file.path.suffix == kind.suffix
    box.options.choose("poster")
    assert box.options.field("poster").isVisible() and not box.options.field("per_page").isVisible()


def test_a_choice_makes_the_pages_anew(open_window: Open, settle: Settle) -> None:
    box = settle(open_window({"kind": "canvas", "page": "A4"}))
    wide = box.pages.preview.image(0)
    pick(box, "orientation", "portrait")
    pick(box, "page", "Letter")
    assert not box.ready
    settle(box)
    page = box.pages.preview.image(0)
    assert wide.width() > wide.height() and page.height() / page.width() == pytest.approx(11 / 8.5, rel=0.01)
    assert "1 page" in box.pages.summary.text() and "KB" in box.pages.summary.text()


def test_data_is_shown_as_text(open_window: Open, settle: Settle, qtbot: QtBot) -> None:
    box = settle(open_window({"kind": "md"}))
    assert box.pages.text.isVisible() and box.pages.text.toPlainText().startswith("# Loyalty app")
    assert not box.print.isEnabled()
    shown = box.pages.text.toPlainText()
    assert exported(box, qtbot).read_text("utf-8") == shown


def test_enter_before_the_pages_are_made_exports_them(open_window: Open, qtbot: QtBot, board_path: Path) -> None:
    box = open_window()
    QTest.keyClick(box.options.kind, Qt.Key.Key_Return)
    assert not box.ready and box.cancel.text() == "Stop"
    qtbot.waitUntil(lambda: not box.isVisible(), timeout=30_000)
    assert board_path.with_suffix(".pdf").read_bytes().startswith(b"%PDF")


def test_stop_only_stops(open_window: Open, settle: Settle, board_path: Path) -> None:
    box = open_window()
    press(box.main)
    press(box.cancel)
    settle(box)
    assert box.isVisible() and box.main.isEnabled() and box.cancel.text() == "Cancel"
    assert not board_path.with_suffix(".pdf").exists()


def test_an_existing_file_is_asked_about_once(open_window: Open, settle: Settle, board_path: Path) -> None:
    target = board_path.with_suffix(".pdf")
    target.write_bytes(b"old")
    box = settle(open_window())
    press(box.main)
    assert box.isVisible() and box.main.text() == "Replace" and "Replace it?" in box.reason.text()
    QTest.keyClicks(box.file.target, "x")
    assert box.main.text() == "Export"
    QTest.keyClick(box.file.target, Qt.Key.Key_Backspace)
    QTest.keyClick(box.file.target, Qt.Key.Key_Return)
    assert target.read_bytes() == b"old" and box.main.text() == "Replace"


def test_the_second_press_replaces(open_window: Open, settle: Settle, qtbot: QtBot, board_path: Path) -> None:
    target = board_path.with_suffix(".pdf")
    target.write_bytes(b"old")
    box = settle(open_window())
    press(box.main)
    exported(box, qtbot)
    assert target.read_bytes().startswith(b"%PDF") and names(target.parent) == {board_path.name, target.name}


def test_what_cannot_be_a_target_is_said(open_window: Open, board_path: Path, tmp_path: Path) -> None:
    (tmp_path / "other.pdf").write_bytes(board_path.read_bytes())
    box = open_window()
    wrong = {"gone/a.pdf": "no folder", ".": "folder", "other.pdf": "is a board", "x\0": "zero"}
    for target, reason in {"": "Name a file", **{str(tmp_path / name): words for name, words in wrong.items()}}.items():
        box.file.target.setText(target)
        assert not box.main.isEnabled() and reason in box.reason.text()
        box.file.target.setText(str(tmp_path / "right.pdf"))
        assert reason not in box.reason.text()


@pytest.mark.skipif(os.name != "posix", reason="needs limits of POSIX")
def test_a_full_disk_is_a_sentence(open_window: Open, settle: Settle, qtbot: QtBot, board_path: Path) -> None:
    import resource

    target = board_path.with_suffix(".pdf")
    target.write_bytes(b"old")
    box = settle(open_window())
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    press(box.main)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        press(box.main)
        qtbot.waitUntil(lambda: "no space left" in box.reason.text(), timeout=30_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert box.isVisible() and target.read_bytes() == b"old"
    assert names(target.parent) == {board_path.name, target.name}


def test_a_folder_that_goes_away_is_a_sentence(open_window: Open, settle: Settle, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    box = settle(open_window())
    box.file.target.setText(str(tmp_path / "out" / "a.pdf"))
    (tmp_path / "out").rmdir()
    press(box.main)
    qtbot.waitUntil(lambda: "does not exist" in box.reason.text() or "no folder" in box.reason.text())
    assert box.isVisible() and "--force" not in box.reason.text()


def test_what_is_not_right_names_the_note_and_leads_to_it(open_window: Open, settle: Settle) -> None:
    notes = (
        NewNote(text="Rare \U000f0000", zone="pains", id="rare"),
        NewNote(text="Long " + "word " * 800, zone="pains", id="long"),
    )
    box = settle(open_window(of=do(board_of(canvas()), AddNotes(notes))))
    rows = [box.pages.remarks.item(row) for row in range(box.pages.remarks.count())]
    assert rows[0].text().startswith("No font has") and "U+F0000: “Rare" in rows[0].text()
    assert rows[-1].text().startswith("Cut short on the canvas: “Long word word")
    assert box.pages.remarks.isVisible() and "no note is cut" not in box.pages.summary.text()
    row = box.pages.remarks.visualItemRect(rows[-1])
    QTest.mouseClick(box.pages.remarks.viewport(), LEFT, pos=row.center())
    assert not box.isVisible() and box.show_note == "long"


def test_an_empty_board_has_a_page(open_window: Open, settle: Settle, qtbot: QtBot) -> None:
    box = settle(open_window({"kind": "report"}, of=board_of(canvas())))
    assert box.pages.preview.count >= 1 and not box.pages.remarks.isVisible()
    assert exported(box, qtbot).read_bytes().startswith(b"%PDF")


def test_closing_early_leaves_no_thread(open_window: Open, qtbot: QtBot) -> None:
    box = open_window({"kind": "report"})
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert not box.isVisible()
    qtbot.waitUntil(lambda: not any(thread.name == "export" for thread in threading.enumerate()), timeout=30_000)
    qtbot.waitUntil(lambda: not Worker._leaving)


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[None]:
    """As it looks in use."""
    qapp.setStyleSheet(style_sheet())
    yield
    qapp.setStyleSheet("")


def test_the_window_has_room_on_small_screens(dressed: None, open_window: Open, settle: Settle) -> None:
    box = settle(open_window())
    box.resize(800, 600)
    settle(box)
    assert (box.width(), box.height()) == (800, 600)
    for button in (box.main, box.cancel, box.print, box.file.browse):
        assert button.height() >= 44 and box.rect().contains(button.geometry())
    assert box.pages.preview.viewport().height() > 150
    assert all(label.buddy() is not None for label in box.options.findChildren(QLabel))


@pytest.mark.parametrize("target", ["\0", "relative.pdf", "/gone/away.pdf", 5])
def test_what_was_kept_is_never_trusted(open_window: Open, board_path: Path, target: object) -> None:
    kept = {"kind": 7, "page": "A99", "per_page": True, "log": "no", "ink": None, "orientation": 1, "target": target}
    box = open_window(kept)
    choices = box.options.choices
    assert (box.options.chosen.id, choices["per_page"], choices["log"]) == ("report", 4, True)
    assert (choices["ink"], choices["orientation"]) == ("colour", "landscape")
    assert box.file.path == board_path.with_suffix(".pdf")


def test_small_type_is_pointed_out(open_window: Open, settle: Settle) -> None:
    box = settle(open_window({"kind": "handout", "per_page": 9}))
    assert "hard to read" in box.pages.summary.text()
    box.options.choose("summary")
    settle(box)
    assert "hard to read" not in box.pages.summary.text()
