"""Starting the window: application, style, log, signals."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
from functools import partial
from pathlib import Path
from types import FrameType, TracebackType

from PySide6.QtCore import QEvent, QMetaObject, QObject, QSocketNotifier, QTimer, Slot
from PySide6.QtGui import QTabletEvent
from PySide6.QtWidgets import QApplication

from canvas_app.app import drafts
from canvas_app.app.library import EXPORTED, SUFFIX
from canvas_app.app.logs import crashes_to_file
from canvas_app.app.session import Session
from canvas_app.app.settings import are_unreadable, broken_path, load_settings
from canvas_app.domain.errors import UserError
from canvas_app.ui.appearance import dress
from canvas_app.ui.main_window import TITLE, MainWindow
from canvas_app.ui.unsaved import waiting

log = logging.getLogger(__name__)

FALLEN = "The app ended by itself last time; what was saved is here. Help > Report a problem collects what is known."
UNREADABLE = "Your settings could not be read, so the app begins with its own; what was there is kept in {}."

UNWIND = 100
"""Milliseconds in which questions that were closed come to their end."""


class Application(QApplication):
    """Tells the board when a pen comes near the tablet or leaves it, which Qt says to the application alone."""

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.TabletEnterProximity, QEvent.Type.TabletLeaveProximity):
            assert isinstance(event, QTabletEvent)
            for window in self.topLevelWidgets():
                if isinstance(window, MainWindow) and window.page is not None:
                    window.page.view.pen.proximity(event)
        return super().event(event)


class Signals(QObject):
    """Lets SIGTERM, SIGHUP and SIGINT close the window in an orderly way while Qt idles."""

    def __init__(self, window: MainWindow):
        super().__init__(window)
        self._window = window
        self._read, self._write = socket.socketpair()
        for end in (self._read, self._write):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)
        self._before = signal.set_wakeup_fd(self._write.fileno())
        for name in ("SIGTERM", "SIGINT", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), _noted)

    def _on_signal(self) -> None:
        self._read.recv(64)
        drafts.in_force.now = True
        asking = QApplication.activeModalWidget() is not None
        self._window.unsaved.rescue()
        QApplication.closeAllWindows()
        if not self._window.isVisible():
            return
        if asking:  # it was in the middle of a question, which comes to its end only now
            QTimer.singleShot(UNWIND, QApplication.closeAllWindows)
        else:
            drafts.in_force.now = False  # nothing could be rescued, and somebody wants to go on

    def close(self) -> None:
        self._notifier.setEnabled(False)
        drafts.in_force.now = False
        signal.set_wakeup_fd(self._before)
        self._read.close()
        self._write.close()


def _noted(number: int, frame: FrameType | None) -> None:
    """The wake-up socket has told the window already."""


class Faults(QObject):
    """Exceptions in slots and threads: into the log, one quiet line in the window, work goes on."""

    def __init__(self, window: MainWindow):
        super().__init__(window)
        self._window = window
        sys.excepthook = self.report
        threading.excepthook = self._report_of_thread

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Comes from whatever thread it happened in; only that of the window may touch it."""
        log.critical("unexpected", exc_info=(kind, error, trace))
        QMetaObject.invokeMethod(self, "tell")

    def _report_of_thread(self, fault: threading.ExceptHookArgs) -> None:
        if fault.exc_value is not None:
            self.report(fault.exc_type, fault.exc_value, fault.exc_traceback)

    @Slot()
    def tell(self) -> None:
        page = self._window.page
        fate = "your board is saved"
        if page is None:
            fate = "the app goes on"
        elif not page.session.saved:
            fate = f"{waiting(page.session)} of your board still wait for the disk"
        words = f"Something unexpected happened; {fate}. The log has the details."
        self._window.say(words, complaint=page is not None, undo=False)

    def close(self) -> None:
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__


def run_window(board: Path | None = None, library: Path | None = None) -> int:
    """Shows the window until it is closed; the exit code. Raises UserError where `board` cannot be opened."""
    with crashes_to_file() as fallen:
        return _run(board, library, fallen)


def _run(board: Path | None, library: Path | None, fallen: bool) -> int:
    unreadable = are_unreadable()
    application, window = make_window(board, library)
    signals, faults = Signals(window), Faults(window)
    window.show()
    if fallen:
        window.say(FALLEN, complaint=False, undo=False)
    elif unreadable:
        window.say(UNREADABLE.format(broken_path().name), complaint=False, undo=False)
    if board is not None and window.page is None:
        QTimer.singleShot(0, partial(window.errands.open_file, board))  # asks, so it waits for the event loop
    code = application.exec()
    signals.close()
    if application.platformName() == "offscreen":
        application.clipboard().clear()  # it would outlive Python there, and what Python made in it
    faults.close()
    return code


def make_window(board: Path | None = None, library: Path | None = None) -> tuple[QApplication, MainWindow]:
    """The application and its window, not yet shown.

    What is wrong with a board file, or who has it, is said by the window; one that has to be read from a PDF or JSON
    first is not opened yet. Raises UserError for what is no file of a board at all.
    """
    application = Application(sys.argv[:1])
    application.setApplicationName("value-canvas")
    application.setApplicationDisplayName(TITLE)
    application.setDesktopFileName("value-canvas")
    dress(application, load_settings())
    session = None
    if board is not None and board.suffix.lower() not in EXPORTED:
        try:
            session = Session.open(board)
        except UserError:
            if board.suffix != SUFFIX or not os.path.isfile(board):
                raise
    window = MainWindow(library)
    application.focusChanged.connect(window.on_focus_changed)
    application.commitDataRequest.connect(window.unsaved.rescue)
    if session is not None:
        window.show_session(session)
    else:
        window.show_home()
    return application, window
