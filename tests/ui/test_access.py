"""The window without a mouse and without eyes: names, a way by Tab to everything, visible focus, spoken notes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from canvas_app.actions import all_actions
from canvas_app.app import resources
from canvas_app.domain.commands import ScoreNotes
from canvas_app.ui.appearance import style_sheet
from canvas_app.ui.dialogs.about import AboutDialog
from canvas_app.ui.dialogs.board_details import DetailsDialog
from canvas_app.ui.dialogs.bulk_add import BulkAddDialog
from canvas_app.ui.dialogs.new_board import NewBoardDialog
from canvas_app.ui.dialogs.shortcuts import ShortcutsDialog
from canvas_app.ui.dialogs.start_vote import StartVoteDialog
from canvas_app.ui.dialogs.words import Words, WordsDialog
from canvas_app.ui.export.kinds import Snapshot
from canvas_app.ui.export.window import ExportWindow
from canvas_app.ui.main_window import MainWindow
from canvas_app.ui.outline.link_chooser import LinkChooser

SHIFT = Qt.KeyboardModifier.ShiftModifier
TAB = Qt.Key.Key_Tab


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot, window: MainWindow) -> Iterator[MainWindow]:
    """The window as it looks in use."""
    qapp.setStyleSheet(style_sheet())
    qtbot.waitUntil(window.isActiveWindow)
    window.page.view.setFocus()
    yield window
    qapp.setStyleSheet("")


def nameless(root: QWidget) -> list[str]:
    """Widgets that the keyboard can reach and a screen reader has no word for."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        reachable = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        away = widget.isHidden() or widget.isWindow() or widget.window() is not root.window()
        if not reachable or away:
            continue
        spoken = QAccessible.queryAccessibleInterface(widget)
        if not (spoken and spoken.text(QAccessible.Text.Name).strip()):
            found.append(f"{type(widget).__name__} {widget.objectName()} in {type(widget.parentWidget()).__name__}")
    return found


def show_everything(window: MainWindow) -> None:
    """Makes the parts that are made when first wanted."""
    for panel in ("guide", "priorities", "fit-panel", "statements"):
        window.port.show_panel(panel)
        QApplication.processEvents()
    window.port.next_finding()
    QApplication.processEvents()
    window.port.find()
    window.page.bridge.say("A message", undo=True)


def test_whatever_has_the_keyboard_has_a_name(desk: MainWindow) -> None:
    show_everything(desk)
    assert not nameless(desk), "\n".join(nameless(desk))
    desk.port.toggle_outline()
    assert not nameless(desk), "\n".join(nameless(desk))
    desk.show_home()
    assert not nameless(desk), "\n".join(nameless(desk))


@pytest.fixture
def dialogs(qtbot: QtBot, desk: MainWindow, tmp_path: Path) -> Iterator[list[QDialog]]:
    session = desk.page.session
    source = session.board.in_zone("relievers")[0].id
    made: list[QDialog] = [
        NewBoardDialog(desk, tmp_path, resources.catalogue()),
        DetailsDialog(desk, session.board.info),
        ExportWindow(desk, Snapshot(session.board.copy(), "", 0), session.path, {}),
        AboutDialog(desk),
        LinkChooser(desk, session.board, source),
        ShortcutsDialog(desk, all_actions(), {}, print),
        BulkAddDialog(desk, {"pains": "Pains"}, "pains", len, print),
        StartVoteDialog(desk, session.board, (), desk.settings),
        WordsDialog(desk, Words("en", {"POS": "till"}, {}, ()), True),
    ]
    yield made
    for dialog in made:
        dialog.close()
        dialog.deleteLater()


def test_whatever_has_the_keyboard_in_a_dialog_has_a_name(dialogs: list[QDialog]) -> None:
    for dialog in dialogs:
        dialog.show()
        assert nameless(dialog) == [], type(dialog).__name__


def walk(window: MainWindow, back: bool = False) -> list[QWidget]:
    """What has the focus after each Tab, until it is back where it began."""
    start = window.top.menu_button
    start.setFocus(Qt.FocusReason.TabFocusReason)
    seen: list[QWidget] = []
    for _ in range(400):
        focus = window.focusWidget()
        assert focus is not None
        if not seen or focus is not seen[-1]:
            seen.append(focus)
        QTest.keyClick(focus, TAB, SHIFT if back else Qt.KeyboardModifier.NoModifier)
        if window.focusWidget() is start:
            return seen
    raise AssertionError("Tab never comes round")


def test_tab_goes_from_the_top_over_the_board_to_the_panel_and_round(desk: MainWindow) -> None:
    page, top = desk.page, desk.top
    seen = walk(desk)
    order = [top.menu_button, top.title, top.segment, top.export, page.view, page.side.tabs["guide"]]
    places = [seen.index(widget) for widget in order]
    assert places == sorted(places)
    for button in page.rail.findChildren(QToolButton):
        assert button in seen or not button.isVisible()
    assert len(seen) == len(set(seen)), "nothing is met twice"
    page.bridge.select(())
    back = walk(desk, back=True)
    of_selection = [tool for tool in set(back) ^ set(seen) if isinstance(tool, QToolButton) and tool.defaultAction()]
    assert set(back) ^ set(of_selection) == set(seen), "tools that need notes are met when the board has been walked"


def test_tab_on_the_tools_leaves_the_selection_alone(desk: MainWindow) -> None:
    first, second, *_ = (button for button in desk.page.rail.buttons.values() if button.isVisible())
    first.setFocus()
    QTest.keyClick(first, TAB)
    assert second.hasFocus()
    assert desk.page.bridge.notes == ()


def test_f6_goes_from_part_to_part(desk: MainWindow) -> None:
    page = desk.page
    entered = []
    for _ in range(4):
        QTest.keyClick(desk.focusWidget(), Qt.Key.Key_F6)
        entered.append(desk.focusWidget())
    tool = next(iter(page.rail.buttons.values()))
    assert entered == [tool, page.side.tabs["guide"], desk.top.menu_button, page.view]
    QTest.keyClick(desk.focusWidget(), Qt.Key.Key_F6, SHIFT)
    assert desk.focusWidget() is desk.top.menu_button


def looks(widget: QWidget) -> bytes:
    """The pixels of a widget."""
    return bytes(widget.grab().toImage().constBits())


def test_the_focus_is_seen_wherever_it_is(desk: MainWindow) -> None:
    show_everything(desk)
    desk.page.message.hide()
    unseen = []
    for widget in walk(desk):
        if not widget.isVisible():
            unseen.append(f"{type(widget).__name__} {widget.objectName()} is hidden")
            continue
        desk.page.bridge.select(())
        desk.setFocus()
        other = desk.page.find_bar.field if widget is not desk.page.find_bar.field else desk.top.title
        other.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        before = looks(widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if looks(widget) == before:
            unseen.append(f"{type(widget).__name__} {widget.objectName()} {widget.accessibleName()}")
    assert not unseen, "\n".join(unseen)


def test_the_focus_is_seen_in_dialogs(qtbot: QtBot, dialogs: list[QDialog]) -> None:
    for dialog in dialogs:
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        reach = [
            widget
            for widget in dialog.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisible()
            and widget.isEnabled()
            and widget.window() is dialog
        ]
        assert len(reach) > 1
        for widget in reach:
            next(other for other in reach if other is not widget).setFocus(Qt.FocusReason.TabFocusReason)
            before = looks(widget)
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            name = f"{type(dialog).__name__}: {type(widget).__name__} {widget.accessibleName()}"
            assert looks(widget) != before, name


def test_a_frame_shows_the_keyboard_on_a_board_where_nothing_is_selected(desk: MainWindow) -> None:
    page = desk.page
    frame = page.focus_frame
    desk.top.export.setFocus()
    QTest.keyClick(desk.top.export, TAB)
    assert page.view.hasFocus() and frame.isVisible()
    QTest.keyClick(page.view, TAB)
    assert page.bridge.notes and not frame.isVisible()
    QTest.keyClick(page.view, Qt.Key.Key_Escape)
    assert frame.isVisible()
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 8))
    assert not frame.isVisible(), "a mouse shows where it is itself"


def test_walking_notes_by_tab_is_spoken(desk: MainWindow) -> None:
    page = desk.page
    board = page.session.board
    spoken = QAccessible.queryAccessibleInterface(page.view)
    assert spoken.text(QAccessible.Text.Name) == "Board"
    QTest.keyClick(page.view, TAB)
    note = board.in_order()[0]
    kind = board.canvas.kind(note.kind)
    ranked = len(board.ranked(note.zone))
    assert spoken.text(QAccessible.Text.Name).startswith(f"Board. {kind.label} 1 of {ranked}, {note.text}")
    page.bridge.do(ScoreNotes((note.id,), 2))
    assert f"{kind.score} 2" in spoken.text(QAccessible.Text.Name)
    QTest.keyClick(page.view, Qt.Key.Key_Escape)
    assert spoken.text(QAccessible.Text.Name) == "Board"


def test_every_action_has_a_key_or_a_menu(desk: MainWindow) -> None:
    for name, action in all_actions().items():
        assert desk.binder[name].shortcuts() or action.menu or action.context, name
