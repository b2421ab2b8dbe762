"""p95 of a frame while panning, zooming and dragging, beside a bare view with as many plain rectangles."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QTransform
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView

from canvas_app.app.session import Session
from tests.bench.boards import big_board

SIZE = (1920, 1080)
FRAMES = 90


def run(folder: Path) -> None:
    from canvas_app.ui.appearance import style_sheet
    from canvas_app.ui.theme import font

    application = QApplication.instance() or QApplication([])
    application.setStyle("Fusion")
    application.setFont(font(13))
    application.setStyleSheet(style_sheet())
    from canvas_app.ui.main_window import MainWindow

    for count in (100, 1000, 5000):
        session = Session.open(big_board(folder / f"frames-{count}.valueboard", count))
        window = MainWindow(folder)
        window.resize(*SIZE)
        window.show_session(session)
        window.show()
        application.processEvents()
        view = window.page.view
        bare = _bare_view(session)
        application.processEvents()
        for name, ours, theirs in (
            ("pan at 100 %", _pan(view.pan_by), _pan(_bare_pan(bare))),
            ("zoom fit-100 %", _zoom(view.zoom_about), _zoom(_bare_zoom(bare))),
            ("drag one", _drag_ours(view), _drag_bare(bare)),
        ):
            view.zoom_to(1.0)
            bare.setTransform(QTransform())
            if name.startswith("zoom"):
                view.fit_board()
                bare.setTransform(QTransform.fromScale(view.zoom, view.zoom))
            else:
                view.show_notes(["n0"])
                bare.centerOn(400, 400)
            application.processEvents()
            a, b = _p95(ours, application), _p95(theirs, application)
            print(f"frames: {count:,} notes: {name}: {a:.1f} ms, bare {b:.1f} ms, {a / b:.1f} x")
        bare.close()
        window.close()
        window.deleteLater()


def _p95(frame: Callable[[int], None], application: QApplication) -> float:
    times = []
    for n in range(FRAMES):
        start = time.perf_counter()
        frame(n)
        application.processEvents()
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)[int(0.95 * len(times))]


def _bare_view(session: Session) -> QGraphicsView:
    scene = QGraphicsScene()
    for note in session.board.notes.values():
        scene.addRect(QRectF(0, 0, note.w, note.h), brush=QColor("#FFD9D2")).setPos(note.x, note.y)
    view = QGraphicsView(scene)
    view.setParent(None)
    view.resize(SIZE[0] - 336, SIZE[1] - 56)
    view.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
    view.show()
    view._scene = scene
    return view


def _pan(pan: Callable[[QPointF], None]) -> Callable[[int], None]:
    return lambda n: pan(QPointF(-9 if n % 60 < 30 else 9, -5 if n % 40 < 20 else 5))


def _bare_pan(view: QGraphicsView) -> Callable[[QPointF], None]:
    def pan(by: QPointF) -> None:
        view.horizontalScrollBar().setValue(view.horizontalScrollBar().value() - int(by.x()))
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() - int(by.y()))

    return pan


def _zoom(zoom: Callable[[QPointF, float], None]) -> Callable[[int], None]:
    return lambda n: zoom(QPointF(700, 500), 1.04 if n % 60 < 30 else 1 / 1.04)


def _bare_zoom(view: QGraphicsView) -> Callable[[QPointF, float], None]:
    return lambda at, factor: view.scale(factor, factor)


def _drag_ours(view) -> Callable[[int], None]:
    return lambda n: view.board_scene.preview_move(["n0"], 3.0 * n, 2.0 * n)


def _drag_bare(view: QGraphicsView) -> Callable[[int], None]:
    item = view.scene().items()[-1]
    return lambda n: item.setPos(3.0 * n, 2.0 * n)
