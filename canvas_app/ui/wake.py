"""Keeps the screen awake, best effort: over the session bus on Linux, by the system's own ways elsewhere."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from typing import Any

NAME, WHY = "Value Canvas", "A board is shown to a group"
BUS = "value-canvas-wake"
SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"),
    (
        "org.freedesktop.PowerManagement",
        "/org/freedesktop/PowerManagement/Inhibit",
        "org.freedesktop.PowerManagement.Inhibit",
    ),
)
"""Service, path and interface of those that take a plain `Inhibit(name, reason)`. The portal and `UnInhibit` need
an unsigned number, which PySide6 cannot send: so the wish lives as long as a connection of its own."""
CONTINUOUS, DISPLAY = 0x80000000, 0x00000002
"""Windows' flags for SetThreadExecutionState."""
log = logging.getLogger(__name__)


class Wake:
    """`hold` asks the system to leave the screen on, `let_go` takes that back; neither ever fails or waits.

    There is one wish for the whole app: it lasts until nobody holds it any more.
    """

    _holders = 0
    _helper: subprocess.Popen[bytes] | None = None

    def __init__(self) -> None:
        self.held = False

    def hold(self) -> None:
        if not self.held:
            self.held = True
            Wake._holders += 1
            if Wake._holders == 1:
                self._try(self._ask)

    def let_go(self) -> None:
        if self.held:
            self.held = False
            Wake._holders -= 1
            if Wake._holders == 0:
                self._try(self._take_back)

    def _try(self, act: Any) -> None:
        try:
            act()
        except Exception as error:
            log.info("the screen sleeps as it likes: %s", error)

    def _ask(self) -> None:
        if sys.platform == "win32":
            _tell_windows(CONTINUOUS | DISPLAY)
        elif sys.platform == "darwin":
            Wake._helper = subprocess.Popen(["/usr/bin/caffeinate", "-d", "-w", str(os.getpid())])
        else:
            _ask_savers()

    def _take_back(self) -> None:
        if sys.platform == "win32":
            _tell_windows(CONTINUOUS)
        elif Wake._helper is not None:
            helper, Wake._helper = Wake._helper, None
            helper.terminate()
            helper.wait(2)
        elif sys.platform != "darwin":
            from PySide6.QtDBus import QDBusConnection

            QDBusConnection.disconnectFromBus(BUS)


def _ask_savers() -> None:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, BUS)
    for saver in SAVERS if bus.isConnected() else ():
        message = QDBusMessage.createMethodCall(*saver, "Inhibit")
        message.setArguments([NAME, WHY])
        bus.send(message)


def _tell_windows(flags: int) -> None:
    import ctypes

    ctypes.windll.kernel32.SetThreadExecutionState(flags)  # type: ignore[attr-defined]
