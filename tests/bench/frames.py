"""Frames, from the input event to the finished raster, beside a bare view with as many plain rectangles.

Real wheel, mouse and key events on a window of 1920 x 1080 pixels; every figure with its goal, in milliseconds.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QTransform, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView, QWidget

from canvas_app.app.session import Session
from canvas_app.app.settings import Settings
from tests.bench.boards import big_board

SIZE = (1920, 1080)
FRAMES = 120
SIZES = ((500, 125, 99), (10_000, 2_500, 95))
"""Notes, links, and the percentile that has a goal."""
GOALS = {"pan": 8.3, "drag": 8.3, "type": 8.3, "zoom": 16.7}
clock = time.process_time if "--cpu" in sys.argv else time.perf_counter
"""On a busy machine the time of the processor says more than that of the clock."""
NOTCH = 24
"""Of a wheel that zooms by 4 % a step."""


def run(folder: Path) -> None:
    application = start()
    for count, tied, percentile in SIZES:
        window = open_window(folder, count, tied)
        view = window.page.view
        bare = _bare_view(window.page.session)
        settle(application, view)
        for name, ours, theirs in (
            ("pan", _pan(view), _bare_pan(bare)),
            ("drag", _drag(view), _bare_drag(bare)),
            ("type", _type(view), None),
            ("zoom", _zoom(view), _bare_zoom(bare)),
        ):
            if name == "zoom":
                view.fit_board()
                bare.setTransform(QTransform.fromScale(view.zoom, view.zoom))
            else:
                view.zoom_to(1.0)
                view.show_notes([_in_the_middle(view)])
                bare.setTransform(QTransform())
                bare.centerOn(view.scene_point(QPointF(view.viewport().rect().center())))
            settle(application, view)
            a = _percentile(ours, application, percentile)
            settle(application, view)
            beside = ""
            if theirs is not None:
                b = _percentile(theirs, application, percentile)
                beside = f", bare {b:.1f} ms, {a / b:.1f} x"
            print(
                f"frames: {count:,} notes, {tied:,} links: {name}: p{percentile} {a:.1f} ms "
                f"(goal {8.3 if percentile == 99 else GOALS[name]}){beside}"
            )
        bare.close()
        window.close()
        window.deleteLater()
        application.processEvents()


def start() -> QApplication:
    from canvas_app.ui.appearance import dress

    application = QApplication.instance() or QApplication([])
    dress(application, Settings())
    return application


def open_window(folder: Path, count: int, tied: int) -> QWidget:
    from canvas_app.ui.main_window import MainWindow

    window = MainWindow(folder)
    window.resize(*SIZE)
    window.show_session(Session.open(big_board(folder / f"frames-{count}.valueboard", count, tied)))
    window.show()
    return window


def settle(application: QApplication, view: QWidget) -> None:
    """Until everything is painted in full."""
    application.processEvents()
    while not view.picture.finished:
        application.processEvents()


def _percentile(frames: Iterator[None], application: QApplication, percentile: int) -> float:
    """Of the times from sending an event to the raster being finished. What a program does between two events (timers)
    runs, but does not count."""
    times = []
    while True:
        start = clock()
        if next(frames, END) is END:
            return sorted(times)[int(percentile / 100 * len(times))]
        for _ in range(3):  # what changes in a scene is passed on to its views before it is painted
            application.sendPostedEvents()
        times.append((clock() - start) * 1000)
        application.processEvents()
        application.sendPostedEvents()


END = object()


def _in_the_middle(view: QWidget) -> str:
    notes = view.bridge.session.board.notes
    frame = view.bridge.session.board.frame
    return min(notes, key=lambda n: abs(notes[n].x - frame.w * 0.7) + abs(notes[n].y - frame.h * 0.6))


def _wheel(view: QWidget, by: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    port = view.viewport()
    at = QPointF(700, 500)
    event = QWheelEvent(
        at,
        port.mapToGlobal(at),
        QPoint() if modifiers else by,
        by,
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(port, event)


def _pan(view: QWidget) -> Iterator[None]:
    for n in range(FRAMES):
        _wheel(view, QPoint(-19 if n % 60 < 30 else 19, -11 if n % 40 < 20 else 11))
        yield


def _bare_pan(view: QGraphicsView) -> Iterator[None]:
    for n in range(FRAMES):
        x, y = (-19 if n % 60 < 30 else 19), (-11 if n % 40 < 20 else 11)
        view.horizontalScrollBar().setValue(view.horizontalScrollBar().value() - x)
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() - y)
        yield


def _zoom(view: QWidget) -> Iterator[None]:
    inward = True
    fitted = view.zoom
    for _ in range(2 * FRAMES):
        inward = view.zoom < 1.0 and (inward or view.zoom <= fitted)
        _wheel(view, QPoint(0, NOTCH if inward else -NOTCH), Qt.KeyboardModifier.ControlModifier)
        yield


def _bare_zoom(view: QGraphicsView) -> Iterator[None]:
    inward = True
    fitted = view.transform().m11()
    for _ in range(2 * FRAMES):
        inward = view.transform().m11() < 1.0 and (inward or view.transform().m11() <= fitted)
        view.scale(1.04 if inward else 1 / 1.04, 1.04 if inward else 1 / 1.04)
        yield


def _drag(view: QWidget) -> Iterator[None]:
    """The frames of the press and the moves; the drop, which writes to the disk, is not among them."""
    port = view.viewport()
    note = view.board_scene.note_items[_in_the_middle(view)].body
    at = view.viewportTransform().map(note.center())

    def send(kind: QMouseEvent.Type, where: QPointF, buttons: Qt.MouseButton) -> None:
        left = Qt.MouseButton.LeftButton if kind != QMouseEvent.Type.MouseMove else Qt.MouseButton.NoButton
        event = QMouseEvent(kind, where, port.mapToGlobal(where), left, buttons, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(port, event)

    send(QMouseEvent.Type.MouseButtonPress, at, Qt.MouseButton.LeftButton)
    yield
    for n in range(FRAMES):
        send(QMouseEvent.Type.MouseMove, at + QPointF(3 * (n % 60), 2 * (n % 50)), Qt.MouseButton.LeftButton)
        yield
    send(QMouseEvent.Type.MouseButtonRelease, at, Qt.MouseButton.NoButton)


def _bare_drag(view: QGraphicsView) -> Iterator[None]:
    item = view.items(view.viewport().rect().center())[:1] or view.scene().items()[-1:]
    for n in range(FRAMES):
        item[0].setPos(item[0].x() + (3 if n % 60 < 30 else -3), item[0].y() + 2)
        yield


def _type(view: QWidget) -> Iterator[None]:
    view.edit_note(_in_the_middle(view))
    yield
    for n in range(FRAMES):
        QTest.keyClick(view.editor, " " if n % 7 == 6 else "abcdefg"[n % 7])
        yield
    view.finish_editing()


def _bare_view(session: Session) -> QGraphicsView:
    scene = QGraphicsScene()
    for note in session.board.notes.values():
        scene.addRect(QRectF(0, 0, note.w, note.h), brush=QColor("#FFD9D2")).setPos(note.x, note.y)
    view = QGraphicsView(scene)
    view.resize(SIZE[0] - 336, SIZE[1] - 56)
    view.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
    view.show()
    view._scene = scene
    return view
