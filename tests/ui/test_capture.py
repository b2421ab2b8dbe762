"""Fast capture in the whole window: chains of notes, pasting, adding many, dropping."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QRectF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from canvas_app.app import resources
from canvas_app.app.exporting import PdfOptions, export_board
from canvas_app.app.library import create_board
from canvas_app.app.session import Committed, Session
from canvas_app.domain.entities import MAX_TEXT, PARKING, Note
from canvas_app.exchange.clipboard import HTML, MIME, PLAIN, TABS
from canvas_app.ui.dialogs.bulk_add import BulkAddDialog
from canvas_app.ui.dialogs.paste import ColumnsDialog, PasteDialog
from canvas_app.ui.main_window import MainWindow
from tests.effort import ends
from tests.ui.conftest import Hands

CTRL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)
COLUMN = "\r\n".join(
    ["One", "Two", '"Three\nand a half"', "Four", "", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"]
)


@pytest.fixture
def hands(window: MainWindow) -> Hands:
    window.page.view.fit_board()
    return Hands(window.page.view)


def activate(window: MainWindow) -> None:
    """Back to the window after a dialog was closed."""
    if QApplication.activeWindow() is not window:
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        window.activateWindow()
        QTest.qWaitForWindowActive(window)


def key(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    activate(window)
    QTest.keyClick(QApplication.focusWidget() or window.page.view, key, modifiers)


def made(window: MainWindow, hands: Hands) -> list[Note]:
    return [hands.board.notes[note] for note in window.page.bridge.notes]


def overlaps(window: MainWindow) -> bool:
    bodies = [item.body.adjusted(1, 1, -1, -1) for item in window.page.view.board_scene.note_items.values()]
    return any(a.intersects(b) for n, a in enumerate(bodies) for b in bodies[:n])


def empty_place(hands: Hands, zone_id: str) -> QPoint:
    """A pixel in a zone with no note under it."""
    scale = hands.board.info.scale
    room = hands.board.canvas.zone(zone_id).bounds.scaled(scale)
    for down in range(15, 90, 5):
        for right in range(20, 90, 5):
            x, y = room.x + room.w * right / 100, room.y + room.h * down / 100
            zone = hands.board.canvas.zone_at((x, y), scale)
            near = any(abs(n.centre[0] - x) < n.w and abs(n.centre[1] - y) < n.h for n in hands.board.notes.values())
            if zone is not None and zone.id == zone_id and not near:
                return hands.pixel(x, y)
    raise AssertionError(f"no room in {zone_id}")


def point_at(hands: Hands, zone: str) -> None:
    """Clicks into a zone and leaves the pointer there."""
    activate(hands.view.window())
    place = empty_place(hands, zone)
    hands.click(place)
    hands.move(place + QPoint(3, 0))
    hands.move(place + QPoint(1, 0))


def when_asked(act: Callable[[QDialog], None], tries: int = 200) -> None:
    """Works the next dialog with `act`."""

    def work() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None and tries:
            when_asked(act, tries - 1)
        elif isinstance(dialog, QDialog):
            try:
                act(dialog)
            finally:
                if dialog.isVisible():
                    dialog.done(0)

    QTimer.singleShot(0, work)


def put(**formats: str) -> None:
    mime = QMimeData()
    for name, text in formats.items():
        mime.setData({"html": HTML, "plain": PLAIN, "ours": MIME}[name], text.encode())
    QGuiApplication.clipboard().setMimeData(mime)


def test_notes_in_a_chain_by_keys(window: MainWindow, hands: Hands) -> None:
    before = set(hands.board.notes)
    hands.move(empty_place(hands, "pains"))
    key(window, Qt.Key.Key_N)
    editor = window.page.view.editor
    assert editor.hasFocus()
    QTest.keyClicks(editor, "Slow onboarding")
    key(window, Qt.Key.Key_Tab)
    QTest.keyClicks(editor, "Beside")
    key(window, Qt.Key.Key_Return, CTRL)
    QTest.keyClicks(editor, "Below")
    key(window, Qt.Key.Key_Tab)
    steps = len(hands.history._undo) if hasattr(hands.history, "_undo") else None
    key(window, Qt.Key.Key_Escape)
    new = [note for note in hands.board.notes.values() if note.id not in before]
    print([(n.text, n.zone, n.x, n.y) for n in new], steps)
    assert [note.text for note in new] == ["Slow onboarding", "Beside", "Below"]
    assert {note.zone for note in new} == {"pains"}
    assert not overlaps(window)
    for _ in new:
        key(window, Qt.Key.Key_Z, CTRL)
    assert set(hands.board.notes) == before
    assert hands.history.undoable is None


def test_a_column_of_cells_becomes_notes(window: MainWindow, hands: Hands) -> None:
    before = dict(hands.board.notes)
    QGuiApplication.clipboard().setText(COLUMN)
    point_at(hands, "gains")
    key(window, Qt.Key.Key_V, CTRL)
    notes = made(window, hands)
    assert len(notes) == 11
    assert notes[2].text == "Three\nand a half"
    assert {note.zone for note in notes} == {"gains"}
    assert not overlaps(window)
    key(window, Qt.Key.Key_Z, CTRL)
    assert hands.board.notes == before
    assert hands.history.undoable is None


def test_ctrl_shift_v_makes_one_note(window: MainWindow, hands: Hands) -> None:
    QGuiApplication.clipboard().setText(COLUMN)
    point_at(hands, "gains")
    key(window, Qt.Key.Key_V, CTRL | SHIFT)
    (note,) = made(window, hands)
    assert note.text.startswith("One\nTwo\nThree\nand a half\nFour") and note.zone == "gains"


@pytest.mark.parametrize("way", ["Ctrl+V", "Ctrl+Shift+V", "menu"])
def test_pasting_while_writing_goes_into_the_text(window: MainWindow, hands: Hands, way: str) -> None:
    count = len(hands.board.notes)
    put(html="<b>bold</b><script>alert(1)</script>", plain="bold\u202e \x00words\r\nmore")
    hands.double_click(empty_place(hands, "gains"))
    editor = window.page.view.editor
    QTest.keyClicks(editor, "Some ")
    if way == "menu":
        window.binder["edit.paste"].trigger()
    else:
        key(window, Qt.Key.Key_V, CTRL | SHIFT if "Shift" in way else CTRL)
    assert editor.text() == "Some bold words\nmore"
    key(window, Qt.Key.Key_Escape)
    assert len(hands.board.notes) == count + 1


def test_words_copied_while_writing_go_out_plain(window: MainWindow, hands: Hands) -> None:
    hands.double_click(empty_place(hands, "gains"))
    QTest.keyClicks(window.page.view.editor, "Some words")
    key(window, Qt.Key.Key_A, CTRL)
    key(window, Qt.Key.Key_C, CTRL)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.text() == "Some words" and not mime.hasHtml()


def test_a_huge_text_pasted_while_writing_is_cut_and_said(window: MainWindow, hands: Hands) -> None:
    said = hands.listen()
    QGuiApplication.clipboard().setText("word " * 1_000_000)
    hands.double_click(empty_place(hands, "gains"))
    with ends():
        key(window, Qt.Key.Key_V, CTRL)
    assert len(window.page.view.editor.text()) == MAX_TEXT
    assert any("20,000" in words for words in said)


def test_five_thousand_lines_are_asked_for_and_can_be_left(window: MainWindow, hands: Hands) -> None:
    before = dict(hands.board.notes)
    QGuiApplication.clipboard().setText("\n".join(f"line {n}" for n in range(5000)))
    point_at(hands, "gains")
    titles = []

    def refuse(dialog: QDialog) -> None:
        assert isinstance(dialog, PasteDialog)
        titles.append(dialog.windowTitle())
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    when_asked(refuse)
    key(window, Qt.Key.Key_V, CTRL)
    assert titles == ["Paste 5,000 notes into Gains?"]
    assert hands.board.notes == before
    when_asked(lambda dialog: QTest.mouseClick(dialog.one, Qt.MouseButton.LeftButton))
    key(window, Qt.Key.Key_V, CTRL)
    (note,) = made(window, hands)
    assert note.text.startswith("line 0\nline 1\n")
    key(window, Qt.Key.Key_Z, CTRL)
    QGuiApplication.clipboard().setText("\n".join(f"line {n}" for n in range(201)))
    when_asked(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Return))
    key(window, Qt.Key.Key_V, CTRL)
    assert len(made(window, hands)) == 201
    key(window, Qt.Key.Key_Z, CTRL)
    assert hands.board.notes == before


def test_columns_are_asked_for_and_chosen_by_keys(window: MainWindow, hands: Hands) -> None:
    before = dict(hands.board.notes)
    put(plain="Slow\tAnna said so many words about that\tx;y\nDear\tBob\tz\n")
    point_at(hands, "pains")
    when_asked(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    key(window, Qt.Key.Key_V, CTRL)
    assert hands.board.notes == before

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, ColumnsDialog)
        first, second, third = dialog.roles
        assert [choice.currentData() for choice in dialog.roles] == ["detail", "text", "detail"]
        QTest.keyClick(first, Qt.Key.Key_Home)
        QTest.keyClick(second, Qt.Key.Key_Down)
        QTest.keyClicks(third, "Tag")
        assert dialog.main.text() == "Paste 2 notes"
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    point_at(hands, "pains")
    when_asked(choose)
    key(window, Qt.Key.Key_V, CTRL)
    slow, dear = made(window, hands)
    assert (slow.text, slow.detail, slow.tags) == ("Slow", "Anna said so many words about that", ("x", "y"))
    assert (dear.text, dear.zone) == ("Dear", "pains")
    key(window, Qt.Key.Key_Z, CTRL)
    assert hands.board.notes == before


def test_a_markdown_outline_fills_its_zones_in_one_step(window: MainWindow, hands: Hands) -> None:
    before = dict(hands.board.notes)
    put(plain="# Pains\n- [x] Slow\n    - three weeks\n# Gains\n- Quick\n")
    point_at(hands, "jobs")
    key(window, Qt.Key.Key_V, CTRL)
    slow, quick = made(window, hands)
    assert (slow.text, slow.zone, slow.picked, slow.detail) == ("Slow", "pains", True, "three weeks")
    assert (quick.zone, quick.kind) == ("gains", "gain")
    assert not overlaps(window)
    key(window, Qt.Key.Key_Z, CTRL)
    assert hands.board.notes == before


@pytest.mark.parametrize(
    ("formats", "words"),
    [({}, "nothing on the clipboard"), ({"plain": " \r\n\0"}, "nothing on the clipboard"), ({"ours": "{["}, "damaged")],
)
def test_a_clipboard_with_nothing_in_it_is_said(
    window: MainWindow, hands: Hands, formats: dict[str, str], words: str
) -> None:
    before = dict(hands.board.notes)
    put(**formats)
    point_at(hands, "gains")
    key(window, Qt.Key.Key_V, CTRL)
    assert words in window.page.message.text
    assert hands.board.notes == before


def test_what_another_whiteboard_changed_is_said(window: MainWindow, hands: Hands) -> None:
    put(html='<span data-meta="&lt;--(miro-data-v9)AAAA(/miro-data-v9)--&gt;"></span>', plain="One\nTwo")
    point_at(hands, "gains")
    key(window, Qt.Key.Key_V, CTRL)
    assert [note.text for note in made(window, hands)] == ["One", "Two"]
    assert "version 9" in window.page.message.text


def test_more_notes_than_fit_are_refused_without_a_question(window: MainWindow, hands: Hands) -> None:
    put(plain="x\n" * 20_000)
    point_at(hands, "gains")
    key(window, Qt.Key.Key_V, CTRL)
    assert "20,000" in window.page.message.text and "room for" in window.page.message.text


def test_pasting_far_from_the_pointer_goes_to_what_is_in_view(window: MainWindow, hands: Hands) -> None:
    view = window.page.view
    place = view.scene_point(empty_place(hands, "gains").toPointF())
    view.fit_rect(QRectF(place.x() - 5, place.y() - 5, 10, 10), 8.0)
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    put(plain="Here")
    window.page.bridge.select([])
    key(window, Qt.Key.Key_V, CTRL)
    assert [note.zone for note in made(window, hands)] == ["gains"]


def test_copies_go_to_the_zone_under_the_pointer(window: MainWindow, hands: Hands) -> None:
    chosen = [note.id for note in hands.board.in_zone("pains")[:2]]
    window.page.bridge.select(chosen)
    key(window, Qt.Key.Key_C, CTRL)
    point_at(hands, "gains")
    key(window, Qt.Key.Key_V, CTRL)
    notes = made(window, hands)
    assert {note.zone for note in notes} == {"gains"} and {note.kind for note in notes} == {"gain"}
    assert [note.text for note in notes] == [hands.board.notes[note].text for note in chosen]
    assert not overlaps(window)


def test_copies_keep_their_arrangement_only_where_there_is_room(window: MainWindow, hands: Hands) -> None:
    """Over notes they are laid out clear of them; in the open they stand to each other as they did."""
    chosen = [note.id for note in hands.board.in_zone("pains")[1:3]]
    window.page.bridge.select(chosen)
    key(window, Qt.Key.Key_C, CTRL)
    hands.move(hands.middle(hands.board.in_zone("gains")[2].id))
    key(window, Qt.Key.Key_V, CTRL)
    assert {note.zone for note in made(window, hands)} == {"gains"}
    assert not overlaps(window)
    key(window, Qt.Key.Key_Z, CTRL)
    before, after = (hands.board.notes[note] for note in chosen)
    middle = hands.board.in_zone("gains")[2].centre
    window.page.bridge.select([note.id for note in hands.board.in_zone("gains")])
    key(window, Qt.Key.Key_Delete)
    window.page.view.fit_board()
    hands.move(hands.pixel(*middle))
    key(window, Qt.Key.Key_V, CTRL)
    first, second = made(window, hands)
    assert {first.zone, second.zone} == {"gains"}
    assert (second.x - first.x, second.y - first.y) == pytest.approx((after.x - before.x, after.y - before.y))


def test_cut_notes_come_back_whole(window: MainWindow, hands: Hands) -> None:
    """Notes of several zones go to their own, with ranks, scores and links."""

    def told() -> tuple[list[tuple[object, ...]], int]:
        board = hands.board
        notes = [
            (n.zone, n.text, n.detail, n.score, n.picked, n.tags, n.fields, n.colour, board.ranks().get(n.id))
            for n in board.notes.values()
        ]
        return sorted(notes, key=str), len(board.links)

    before = told()
    key(window, Qt.Key.Key_A, CTRL)
    key(window, Qt.Key.Key_X, CTRL)
    assert not hands.board.notes
    key(window, Qt.Key.Key_V, CTRL)
    assert told() == before
    assert not overlaps(window)


def test_a_copied_group_is_a_group_of_its_own(window: MainWindow, hands: Hands) -> None:
    chosen = [note.id for note in hands.board.in_zone("pains")[:2]]
    window.page.bridge.select(chosen)
    key(window, Qt.Key.Key_G, CTRL)
    assert hands.board.notes[chosen[0]].group_id
    key(window, Qt.Key.Key_C, CTRL)
    key(window, Qt.Key.Key_V, CTRL)
    copies = made(window, hands)
    (group,) = {note.group_id for note in copies}
    assert group and group != hands.board.notes[chosen[0]].group_id


def test_a_copy_has_no_rank_while_its_original_is_there(window: MainWindow, hands: Hands) -> None:
    first = hands.board.in_zone("pains")[0]
    assert hands.board.rank(first.id) == 1
    window.page.bridge.select([first.id])
    key(window, Qt.Key.Key_C, CTRL)
    key(window, Qt.Key.Key_V, CTRL)
    (copy,) = made(window, hands)
    assert copy.id != first.id and copy.rank_key is None


def test_copied_notes_are_rows_and_lines_for_others(window: MainWindow, hands: Hands) -> None:
    window.page.bridge.select([note.id for note in hands.board.in_zone("pains")])
    key(window, Qt.Key.Key_C, CTRL)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.text().split("\n") == [note.text for note in hands.board.in_zone("pains")]
    assert mime.html().count("<tr>") == len(hands.board.in_zone("pains")) + 1
    assert mime.hasFormat(TABS) and mime.hasFormat(MIME)


def test_adding_many(window: MainWindow, hands: Hands) -> None:
    before = dict(hands.board.notes)
    point_at(hands, "gains")

    def add(dialog: QDialog) -> None:
        assert isinstance(dialog, BulkAddDialog)
        assert dialog.zone.currentText() == "Gains" and dialog.focusWidget() is dialog.lines
        assert not dialog.main.isEnabled()
        QTest.keyClicks(dialog.lines, "- One")
        QTest.keyClick(dialog.lines, Qt.Key.Key_Return)
        QTest.keyClicks(dialog.lines, "   why")
        QTest.keyClick(dialog.lines, Qt.Key.Key_Return)
        QTest.keyClicks(dialog.lines, "2. Two")
        assert dialog.main.text() == "Add 2 notes"
        QTest.keyClicks(dialog.zone, "Parking")
        QTest.keyClick(dialog.lines, Qt.Key.Key_Return, CTRL)

    when_asked(add)
    key(window, Qt.Key.Key_N, CTRL | SHIFT)
    one, two = made(window, hands)
    assert (one.text, one.detail, one.zone, two.text) == ("One", "why", PARKING, "Two")
    key(window, Qt.Key.Key_Z, CTRL)
    assert hands.board.notes == before


def test_typed_lines_are_thrown_away_only_at_the_second_escape(window: MainWindow, hands: Hands) -> None:
    seen = []

    def leave(dialog: QDialog) -> None:
        assert isinstance(dialog, BulkAddDialog)
        QTest.keyClicks(dialog.lines, "One")
        QTest.keyClick(dialog.lines, Qt.Key.Key_Escape)
        seen.append((dialog.isVisible(), dialog.reason.text()))
        QTest.keyClick(dialog.lines, Qt.Key.Key_Escape)
        seen.append(dialog.isVisible())

    when_asked(leave)
    key(window, Qt.Key.Key_N, CTRL | SHIFT)
    assert seen[0][0] and "Throw these lines away?" in seen[0][1] and seen[1] is False


def test_lines_that_are_refused_stay_in_the_box(window: MainWindow, hands: Hands) -> None:
    seen = []

    def add(dialog: QDialog) -> None:
        assert isinstance(dialog, BulkAddDialog)
        dialog.lines.setPlainText("x\n" * 20_001)
        QTest.keyClick(dialog.lines, Qt.Key.Key_Return, CTRL)
        seen.append((dialog.isVisible(), dialog.reason.text(), len(dialog.lines.toPlainText())))

    when_asked(add)
    key(window, Qt.Key.Key_N, CTRL | SHIFT)
    assert seen[0][0] and "20,000" in seen[0][1] and seen[0][2] > 40_000


def drop(window: MainWindow, at: QPoint, mime: QMimeData) -> bool:
    """Drags onto a pixel of the view and lets go; whether the window takes it."""
    place = window.page.view.viewport().mapTo(window, at) if window.page else QPoint(50, 50)
    give = (Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton, NONE)
    enter = QDragEnterEvent(place, *give)
    QApplication.sendEvent(window, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(place.toPointF(), *give)
    QApplication.sendEvent(window, event)
    QApplication.processEvents()
    return event.isAccepted()


def test_words_dropped_on_a_zone_become_notes_there(window: MainWindow, hands: Hands) -> None:
    mime = QMimeData()
    mime.setText("- One\n- Two")
    assert drop(window, empty_place(hands, "pains"), mime)
    assert [(note.text, note.zone) for note in made(window, hands)] == [("One", "pains"), ("Two", "pains")]


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("a.md", "# Gains\n- Quick", [("Quick", "gains")]),
        ("a.txt", "One\n\nTwo", [("One", "pains"), ("Two", "pains")]),
        ("a.csv", 'Text;Zone\n"One, ""1""";Gains\nTwo;', [('One, "1"', "gains"), ("Two", "pains")]),
    ],
)
def test_a_dropped_file_of_words_becomes_notes(
    window: MainWindow, hands: Hands, tmp_path: Path, name: str, data: str, wanted: list[tuple[str, str]]
) -> None:
    (tmp_path / name).write_text(data)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
    assert drop(window, empty_place(hands, "pains"), mime)
    assert [(note.text, note.zone) for note in made(window, hands)] == wanted


def test_a_dropped_board_is_opened_and_other_files_are_not_taken(
    window: MainWindow, hands: Hands, board_path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "Other.valueboard"
    shutil.copy(board_path, other)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.png"))])
    assert not drop(window, empty_place(hands, "pains"), mime)
    mime.setUrls([QUrl.fromLocalFile(str(other))])
    assert drop(window, empty_place(hands, "pains"), mime)
    assert window.page.session.path == other


def test_a_dropped_pdf_becomes_a_board_again(window: MainWindow, hands: Hands, tmp_path: Path) -> None:
    board, before = hands.board, window.page.session.path
    paper = tmp_path / "For Mara.pdf"
    export_board(board, "", 0, paper, options=PdfOptions(pages="canvas"))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(paper))])
    assert drop(window, QPoint(), mime)
    assert window.page.session.path != before and "For Mara.pdf" in window.page.message.text
    again = window.page.session.board
    assert again.notes == board.notes and again.links == board.links and again.statements == board.statements

    paper.write_bytes(b"%PDF-1.7 but nothing else")
    assert drop(window, QPoint(), mime)
    assert "For Mara.pdf: holds no board" in window.page.message.text


def test_a_dropped_file_that_cannot_be_read_is_named(window: MainWindow, hands: Hands, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\x00\xfe")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.txt"))])
    assert drop(window, empty_place(hands, "pains"), mime)
    assert window.page.message.text.startswith("a.txt: ")


def test_fast_capture_on_a_new_board(qtbot: QtBot, tmp_path: Path) -> None:
    """A chain of notes on an empty board: beside, back, below, and nothing left of an empty one."""
    path = tmp_path / "New.valueboard"
    canvas = resources.catalogue().canvas("partner-value-proposition")
    create_board(path, canvas, {"title": "New"}).close()
    window = MainWindow(tmp_path)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show_session(Session.open(path))
    window.show()
    qtbot.waitExposed(window)
    window.page.view.fit_board()
    hands = Hands(window.page.view)
    pains = next(zone.id for zone in canvas.zones if zone.kind == "pain")
    hands.move(empty_place(hands, pains))
    key(window, Qt.Key.Key_N)
    editor = window.page.view.editor
    QTest.keyClicks(editor, "Slow onboarding")
    key(window, Qt.Key.Key_Tab)
    assert not editor.text() and editor.hasFocus()
    QTest.keyClicks(editor, "Beside")
    key(window, Qt.Key.Key_Tab, SHIFT)
    assert editor.text() == "Slow onboarding"
    key(window, Qt.Key.Key_Return, CTRL)
    QTest.keyClicks(editor, "Below")
    key(window, Qt.Key.Key_Return, CTRL)
    key(window, Qt.Key.Key_Escape)
    by_text = {note.text: note for note in hands.board.notes.values()}
    first, beside, below = by_text["Slow onboarding"], by_text["Beside"], by_text["Below"]
    assert {note.zone for note in by_text.values()} == {pains} and len(by_text) == 3
    assert beside.y == first.y and 0 < beside.x - (first.x + first.w) < 30
    assert abs(below.x - first.x) < first.w / 2 and 0 < below.y - (first.y + first.h) < 30
    for _ in range(3):
        key(window, Qt.Key.Key_Z, CTRL)
    assert not hands.board.notes and hands.history.undoable is None
    window.close()


def test_a_long_paste_says_what_it_is_at(window: MainWindow, hands: Hands) -> None:
    shown: list[tuple[str, bool]] = []

    def look(commit: Committed) -> None:
        shown.append((window.page.message.text, QApplication.overrideCursor() is not None))

    window.page.session.subscribe(look)
    put(plain="\n".join(f"Line {n}" for n in range(600)))
    point_at(hands, "pains")
    when_asked(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Return))
    key(window, Qt.Key.Key_V, CTRL)
    assert shown == [("Adding 600 notes…", True)]
    assert QApplication.overrideCursor() is None and window.page.message.text == ""
    put(plain="One\nTwo")
    key(window, Qt.Key.Key_V, CTRL)
    assert shown[1] == ("", False)
