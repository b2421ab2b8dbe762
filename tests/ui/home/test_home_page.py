"""The start page: ways to start, recent boards, the library."""

import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from canvas_app.app.settings import Settings
from canvas_app.ui.home.board_list import spoken_date
from canvas_app.ui.home.home_page import HomePage

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


class Port:
    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    def new_board(self) -> None:
        self.asked.append(("new",))

    def choose_board(self) -> None:
        self.asked.append(("choose",))

    def open_board(self, path: Path) -> None:
        self.asked.append(("open", path))

    def open_sample(self, name: str) -> None:
        self.asked.append(("sample", name))

    def delete_board(self, path: Path) -> None:
        self.asked.append(("delete", path))

    def undo_delete(self) -> None:
        self.asked.append(("undo",))

    def show_trash(self) -> None:
        self.asked.append(("trash",))

    def show_copies(self) -> None:
        self.asked.append(("copies",))

    def forget_board(self, path: Path) -> None:
        self.asked.append(("forget", path))


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    for name in ("One", "Two", "Three"):
        (folder / f"{name}.valueboard").touch()
    (folder / "notes.txt").touch()
    return folder


@pytest.fixture
def port() -> Port:
    return Port()


@pytest.fixture
def home(qtbot: QtBot, port: Port, library: Path) -> HomePage:
    page = HomePage(port, library)
    qtbot.addWidget(page)
    page.resize(1100, 800)
    page.refresh(Settings(recent=(str(library / "One.valueboard"), "/gone/Old.valueboard")))
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def test_cards_start(home: HomePage, port: Port) -> None:
    QTest.mouseClick(home.new, LEFT)
    QTest.mouseClick(home.open, LEFT)
    QTest.keyClick(home.sample, Qt.Key.Key_Return)
    assert port.asked == [("new",), ("choose",), ("sample", "loyalty-app")]


def test_recent_and_library_show_each_board_once(home: HomePage) -> None:
    assert [entry.title for entry in home.recent.boards.entries] == ["One", "Old"]
    assert sorted(entry.title for entry in home.others.boards.entries) == ["Three", "Two"]
    assert [entry.changed is None for entry in home.recent.boards.entries] == [False, True]


def test_a_click_opens_and_missing_boards_do_not(home: HomePage, port: Port, library: Path) -> None:
    for row in (0, 1):
        rect = home.recent.visualRect(home.recent.boards.index(row))
        QTest.mouseClick(home.recent.viewport(), LEFT, NONE, rect.center())
    assert port.asked == [("open", library / "One.valueboard")]


def test_the_cross_takes_a_missing_board_off(home: HomePage, port: Port) -> None:
    rect = home.recent.visualRect(home.recent.boards.index(1))
    QTest.mouseClick(home.recent.viewport(), LEFT, NONE, QPoint(rect.right() - 27, rect.center().y()))
    assert port.asked == [("forget", Path("/gone/Old.valueboard"))]


def test_keys_walk_open_and_take_off(home: HomePage, port: Port, library: Path) -> None:
    home.recent.setFocus()
    QTest.keyClick(home.recent, Qt.Key.Key_Return)
    QTest.keyClick(home.recent, Qt.Key.Key_Down)
    QTest.keyClick(home.recent, Qt.Key.Key_Return)
    QTest.keyClick(home.recent, Qt.Key.Key_Delete)
    assert port.asked == [("open", library / "One.valueboard"), ("forget", Path("/gone/Old.valueboard"))]


def test_walking_a_long_list_scrolls_the_page(qtbot: QtBot, port: Port, library: Path) -> None:
    for n in range(40):
        (library / f"Board {n}.valueboard").touch()
    page = HomePage(port, library)
    qtbot.addWidget(page)
    page.resize(1100, 600)
    page.refresh(Settings())
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.others.setFocus()
    QTest.keyClick(page.others, Qt.Key.Key_End)
    last = page.others.boards.index(page.others.boards.rowCount() - 1)
    at = page.others.viewport().mapTo(page, page.others.visualRect(last).center())
    assert page.rect().contains(at)


def test_tab_reaches_everything(home: HomePage) -> None:
    home.new.setFocus()
    seen = []
    for _ in range(5):
        seen.append(home.focusWidget())
        QTest.keyClick(home.focusWidget(), Qt.Key.Key_Tab)
    assert seen == [home.new, home.open, home.sample, home.recent, home.others]


def test_without_boards_only_the_ways_to_start_are_shown(home: HomePage, tmp_path: Path) -> None:
    home._library = tmp_path / "none"
    home.refresh(Settings())
    assert not home.recent.isVisible()
    assert not home.others.isVisible()
    assert home.new.isVisible()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\u202edraob a", "\ufffddraob a"),
        ("two\nlines", "two\ufffdlines"),
        (os.fsdecode(b"n\xff"), "n\ufffd"),
        ("Familie 👨\u200d👩\u200d👧 می\u200cخواهم", "Familie 👨\u200d👩\u200d👧 می\u200cخواهم"),
    ],
)
def test_names_cannot_turn_a_line_round_or_end_it(home: HomePage, library: Path, name: str, shown: str) -> None:
    (library / f"{name}.valueboard").touch()
    home.refresh(Settings())
    assert shown in [entry.title for entry in home.others.boards.entries]
    home.grab()


def test_a_time_that_no_calendar_has_hides_nothing(home: HomePage, library: Path) -> None:
    os.utime(library / "Two.valueboard", (-(10**11), -(10**11)))
    home.refresh(Settings(recent=(str(library / "Two.valueboard"),)))
    assert [entry.title for entry in home.recent.boards.entries] == ["Two"]


def test_dates() -> None:
    today = date(2026, 5, 3)
    assert spoken_date(datetime(2026, 5, 3, 14, 5), today).startswith("Today, ")
    assert spoken_date(datetime(2026, 5, 2, 14, 5), today).startswith("Yesterday, ")
    assert "2026" in spoken_date(datetime(2026, 4, 2, 14, 5), today)
