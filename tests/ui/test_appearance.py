"""Themes, text size, motion and direction, as the person meets them in the window."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QByteArray, QCoreApplication, QLocale, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from canvas_app.app import resources
from canvas_app.app.session import Session
from canvas_app.app.settings import Settings, load_settings, save_settings
from canvas_app.ui import appearance, theme
from canvas_app.ui.dialogs.board_details import DetailsDialog
from canvas_app.ui.main_window import MainWindow
from tests.text.made_fonts import made_font

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
Start = Callable[..., MainWindow]


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot, board_path: Path, tmp_path: Path) -> Iterator[Start]:
    """Starts the app as `make_window` does; afterwards the application is as plain as before."""
    before = replace(theme.in_force)
    font, palette = qapp.font(), qapp.palette()
    opened: list[MainWindow] = []

    def begin(settings: Settings | None = None, width: int = 1440, height: int = 900) -> MainWindow:
        appearance.dress(qapp, settings or load_settings())
        window = MainWindow(tmp_path / "library")
        opened.append(window)
        qtbot.addWidget(window)
        window.resize(width, height)
        window.show_session(Session.open(board_path))
        window.show()
        qtbot.waitExposed(window)
        QApplication.processEvents()
        return window

    yield begin
    for window in opened:
        window.close()
    appearance.take_settings(Settings())
    theme.in_force.__dict__.update(vars(before))
    theme.use_theme(before.theme)
    qapp.setStyleSheet("")
    qapp.setFont(font)
    qapp.setPalette(palette)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    QLocale.setDefault(QLocale.c())


def pixel(widget: QWidget, at: QPoint) -> str:
    return widget.grab().toImage().pixelColor(at).name().upper()


def colours_of(icon: QIcon) -> set[str]:
    """The opaque colours an icon is painted in."""
    image = icon.pixmap(QSize(40, 40)).toImage()
    every = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {colour.name().upper() for colour in every if colour.alpha() == 255}


# themes


def test_a_theme_from_the_menu_changes_the_open_window_and_the_next_start(start: Start) -> None:
    window = start()
    view = window.page.view
    note = next(iter(view.board_scene.note_items.values()))
    at = view.viewportTransform().map(note.body.bottomLeft()).toPoint() + QPoint(20, -3)
    light, dark = resources.themes()["light"], resources.themes()["dark"]
    hue = window.page.session.board.canvas.kind(note.note.kind).hue

    def looks() -> tuple[str, ...]:
        bar = pixel(window.top, QPoint(window.top.width() // 2, 3))
        return bar, pixel(view, QPoint(3, 3)), pixel(view, at), pixel(window.page.side, QPoint(168, 3))

    assert looks() == (light.panel, light.desk, light.hue(hue).note, light.panel)
    window.binder["view.theme-dark"].trigger()
    assert looks() == (dark.panel, dark.desk, dark.hue(hue).note, dark.panel)
    assert load_settings().theme == "dark"
    window.close()
    again = start()
    assert pixel(again.top, QPoint(again.top.width() // 2, 3)) == dark.panel
    again.binder["view.theme-light"].trigger()
    assert pixel(again.page.view, QPoint(3, 3)) == light.desk


def test_icons_follow_the_theme(start: Start) -> None:
    window = start()
    undo, hand = window.top.undo.icon(), window.page.rail.buttons["hand"].icon()
    for name in ("light", "dark", "contrast", "contrast-dark"):
        window.binder[f"view.theme-{name}"].trigger()
        assert resources.themes()[name].ink in colours_of(hand)
        assert resources.themes()[name].ink in colours_of(undo)


def test_the_menu_marks_the_theme_in_force(start: Start) -> None:
    window = start()
    names = ("system", "light", "dark", "contrast", "contrast-dark")
    for name in names:
        window.binder[f"view.theme-{name}"].trigger()
        window.binder.refresh()
        assert [other for other in names if window.binder[f"view.theme-{other}"].isChecked()] == [name]


def test_dialogs_of_qt_have_the_colours_of_the_theme(start: Start, qapp: QApplication) -> None:
    start(Settings(theme="dark"))
    dark = resources.themes()["dark"]
    palette = qapp.palette()
    assert palette.color(QPalette.ColorRole.Window) == QColor(dark.panel)
    assert palette.color(QPalette.ColorRole.Text) == QColor(dark.ink)
    assert palette.color(QPalette.ColorRole.PlaceholderText) == QColor(dark.muted)


@pytest.mark.parametrize(
    ("wish", "dark", "strong", "expected"),
    [
        ("system", False, False, "light"),
        ("system", True, False, "dark"),
        ("system", False, True, "contrast"),
        ("system", True, True, "contrast-dark"),
        ("light", True, True, "light"),
        ("dark", False, False, "dark"),
        ("contrast", True, False, "contrast"),
        ("a theme of a later version", True, False, "dark"),
    ],
)
def test_the_system_decides_unless_the_person_does(wish: str, dark: bool, strong: bool, expected: str) -> None:
    assert appearance.theme_for(wish, dark, strong) == expected


def test_the_style_sheet_has_no_unknown_words(start: Start) -> None:
    start(Settings())  # Qt complains of what it does not know
    for name in ("light", "dark", "contrast", "contrast-dark"):
        theme.use_theme(name)
        assert "@" not in appearance.style_sheet()
        assert not re.search(r"\dsp\b", appearance.style_sheet())


# text size


@pytest.mark.parametrize(("pixels", "scale"), [(12, 1), (13, 1), (24, 1.6), (60, 2), (6, 0.85), (-1, 1)])
def test_text_is_as_large_as_the_systems(monkeypatch: pytest.MonkeyPatch, pixels: float, scale: float) -> None:
    monkeypatch.setattr(appearance, "USUAL_TEXT", (12, 15))
    assert appearance.text_scale(pixels) == pytest.approx(scale)


@pytest.mark.parametrize("points", [9, 17, 30])
def test_nothing_is_cut_at_the_systems_text_size(start: Start, qapp: QApplication, points: int) -> None:
    qapp.setFont(QFont("Sans Serif", points))
    window = start(Settings(panel="statements"))
    assert (theme.in_force.scale > 1) == (points > 9)
    assert window.top.export.fontInfo().pixelSize() == theme.px(13)
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, (QLabel, QAbstractButton, QLineEdit)):
            continue
        text = widget.text() if not isinstance(widget, QLabel) or not widget.wordWrap() else ""
        if not text:
            continue
        name = f"{type(widget).__name__} {text!r}"
        assert widget.height() >= widget.fontMetrics().height(), name
        if isinstance(widget, QAbstractButton):
            assert widget.width() >= widget.fontMetrics().horizontalAdvance(text), name
    rows = window.page.side
    rows.show_panel("priorities")
    assert rows.panels["priorities"].list.sizeHintForRow(0) == theme.px(44)


def test_large_text_leaves_the_board_half_of_a_small_window(start: Start, qapp: QApplication) -> None:
    qapp.setFont(QFont("Sans Serif", 30))
    window = start(width=900, height=700)
    assert window.page.view.width() >= 440
    assert window.width() == 900


def test_large_rows_are_hit_where_they_are_drawn(start: Start, qapp: QApplication) -> None:
    qapp.setFont(QFont("Sans Serif", 17))
    window = start()
    _star_and_score_a_need(window)


# motion


def test_animations_can_be_switched_off(start: Start) -> None:
    save_settings(Settings())
    window = start()
    assert theme.motion_ms(150) == 150
    window.binder["view.motion"].trigger()
    assert theme.motion_ms(150) == 0
    assert not load_settings().motion
    window.close()
    again = start()
    assert theme.motion_ms(150) == 0
    again.binder["view.motion"].trigger()
    assert theme.motion_ms(150) == 150


# direction of reading


@pytest.fixture
def arabic() -> None:
    QLocale.setDefault(QLocale("ar_EG"))


@pytest.mark.usefixtures("arabic")
def test_the_window_is_mirrored_for_arabic(start: Start) -> None:
    window = start()
    page, top = window.page, window.top

    def left(widget: QWidget) -> int:
        return widget.mapTo(window, QPoint(0, 0)).x()

    assert left(page.side) == 0
    assert left(page.view) == page.side.width()
    assert left(page.rail) > window.width() - 100
    assert left(page.chips) + page.chips.width() > window.width() - 100
    assert left(top.export) < left(top.undo) < left(top.title) < left(top.menu_button)
    assert left(page.side.tabs["statements"]) < left(page.side.tabs["priorities"])


@pytest.mark.usefixtures("arabic")
def test_the_canvas_itself_is_not_mirrored(start: Start) -> None:
    window = start()
    view = window.page.view
    zones = {zone.id: zone for zone in window.page.session.board.canvas.zones}
    products, jobs = zones["products"], zones["jobs"]
    x = [view.viewportTransform().map(zone.outline[0][0], zone.outline[0][1])[0] for zone in (products, jobs)]
    assert x[0] < x[1]
    before = view.scene_point(view.viewport().rect().center().toPointF())
    view.pan_by(QPoint(-100, 0).toPointF())
    after = view.scene_point(view.viewport().rect().center().toPointF())
    assert after.x() > before.x()


@pytest.mark.usefixtures("arabic")
def test_words_begin_at_the_right(start: Start) -> None:
    window = start()
    dialog = DetailsDialog(window, window.page.session.board.info)
    dialog.show()
    heading = dialog.findChildren(QLabel)[0]
    ink = QColor(resources.themes()["light"].ink).name()
    image = heading.grab().toImage()
    inked = [
        x for x in range(image.width()) if any(image.pixelColor(x, y).name() == ink for y in range(image.height()))
    ]
    assert min(inked) > image.width() / 2
    assert dialog.main.x() < dialog.cancel.x()
    dialog.close()


@pytest.mark.usefixtures("arabic")
def test_mirrored_rows_are_hit_where_they_are_drawn(start: Start) -> None:
    window = start()
    _star_and_score_a_need(window)


def test_an_icon_without_room_is_nothing(start: Start, qtlog: Any) -> None:
    start()
    assert theme.icon("star").pixmap(QSize(0, 0)).isNull()
    assert not qtlog.records, "nothing about painters in the log"


def test_icons_that_point_along_the_line_turn_round(start: Start) -> None:
    start()
    pointing = theme.icon("chevron-left").pixmap(QSize(24, 24)).toImage()
    other = theme.icon("chevron-right").pixmap(QSize(24, 24)).toImage()
    assert pointing != other
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert theme.icon("chevron-left").pixmap(QSize(24, 24)).toImage() == other
    assert theme.icon("star").pixmap(QSize(24, 24)).toImage() != other


@pytest.mark.usefixtures("arabic")
def test_arabic_in_a_field_stands_at_the_right(start: Start) -> None:
    window = start()
    field = window.top.title
    field.setText("تطبيق الولاء")
    QApplication.processEvents()
    field.setCursorPosition(0)
    assert field.cursorRect().center().x() > field.width() / 2


def _star_and_score_a_need(window: MainWindow) -> None:
    """Clicks the star and the last dot by their distance from the end of the row, and sees them filled there."""
    window.page.side.show_panel("priorities")
    QApplication.processEvents()
    rows = window.page.side.panels["priorities"].list
    board = window.page.session.board
    row = next(row for row in rows.rows.rows if row.note_id and row.pickable and not row.note.picked)
    index = rows.rows.index_of(row.key)
    rows.scrollTo(index)
    box = rows.visualRect(index)

    def from_end(distance: int) -> QPoint:
        x = round(distance * theme.in_force.scale)
        return QPoint(box.x() + (x if rows.isRightToLeft() else box.width() - x), box.center().y() + 1)

    star, dot = from_end(25), from_end(48)
    QTest.mouseClick(rows.viewport(), LEFT, NONE, star)
    assert board.notes[row.note_id].picked
    QTest.mouseClick(rows.viewport(), LEFT, NONE, dot)
    assert board.notes[row.note_id].score == 5
    QTest.mouseMove(rows.viewport(), QPoint(1, 1))
    image = rows.viewport().grab().toImage()
    strong = theme.colour(f"{row.hue}.strong")
    assert [image.pixelColor(at) for at in (star, dot)] == [strong, strong]


@pytest.mark.parametrize("zoom", [0.2, 1.0])
def test_notes_have_an_edge_in_high_contrast_at_every_zoom(start: Start, zoom: float) -> None:
    window = start(Settings(theme="contrast-dark"))
    view = window.page.view
    view.set_zoom(zoom, view.viewport().rect().center().toPointF())
    item = max(view.board_scene.note_items.values(), key=lambda item: item.body.bottom())
    view.bring_into_view([item.note.id])
    edge = theme.colour(f"{window.page.session.board.canvas.kind(item.note.kind).hue}.edge")
    place = view.viewportTransform().mapRect(item.body)
    image = view.viewport().grab().toImage()
    column = [image.pixelColor(round(place.center().x()), round(place.bottom()) + by) for by in (-2, -1, 0, 1)]
    assert edge in column


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0, 3.0])
def test_icons_are_as_sharp_as_the_screen(scale: float) -> None:
    pixmap = theme.icon("undo").pixmap(QSize(20, 20), scale)
    assert pixmap.size() == QSize(20, 20) * scale and pixmap.devicePixelRatio() == scale


LATE_FONTS = """
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from canvas_app.app.settings import Settings
from canvas_app.text.layout import lay_out
from canvas_app.ui.appearance import dress
from canvas_app.ui.theme import font

application = QApplication([])
dress(application, Settings())

def field(kind):
    made = kind()
    made.setFont(font(17, 700))
    made.setReadOnly(True)
    (made.setText if kind is QLineEdit else made.setPlainText)("地域のPOS代理店向け・ロイヤルティアプリの価値提案 ไทย")
    made.resize(700, 60)
    made.show()
    application.processEvents()
    return made

kinds = (QLineEdit, QPlainTextEdit)
early = [field(kind) for kind in kinds]
for made in early:
    made.grab()
lay_out("地域の代理店 価値 ไทย", width=200, size=14)
for _ in range(5):
    application.processEvents()
for kind, made in zip(kinds, early):
    late = field(kind)
    made.clearFocus()
    late.clearFocus()
    assert made.grab().toImage() == late.grab().toImage(), kind.__name__
"""


def test_fields_show_their_words_with_fonts_that_come_later() -> None:
    """In a program of its own, since every font comes once."""
    ran = subprocess.run([sys.executable, "-c", LATE_FONTS], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_python_is_not_called_while_qt_has_its_fonts_locked(start: Start, qapp: QApplication) -> None:
    """A thread that lays out text waits for the fonts with Python held: called at once, both would wait for ever."""
    start()
    fields = qapp.findChild(appearance._Fields)
    qapp.processEvents()
    fields._soon.stop()
    number = QFontDatabase.addApplicationFontFromData(QByteArray(made_font("Late", "abc")))
    assert number >= 0 and not fields._soon.isActive()
    QCoreApplication.sendPostedEvents(fields)
    assert fields._soon.isActive()
    QFontDatabase.removeApplicationFont(number)
