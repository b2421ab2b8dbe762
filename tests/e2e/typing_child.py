"""A window in which somebody types by real keys: prints how many letters were typed by now, until it is killed."""

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from tests.e2e.own_window import own_window

application, window = own_window()
page = window.page
page.view.writing.edit(page.session.board.ranked("pains")[0])
typed = 0


def press() -> None:
    global typed
    QTest.keyClicks(page.view.editor, "a")
    typed += 1
    print(typed, flush=True)


keys = QTimer()
keys.setInterval(20)
keys.timeout.connect(press)
keys.start()
application.exec()
