"""Keeping the screen awake."""

import os
import shutil
import subprocess
import sys

import pytest

from canvas_app.ui.wake import Wake

FAKE = """
import sys
from PySide6.QtCore import ClassInfo, QCoreApplication, QDeadlineTimer, QObject, Slot
from PySide6.QtDBus import QDBusConnection
from canvas_app.ui.wake import BUS, Wake

app = QCoreApplication(sys.argv)
asked = []

@ClassInfo({"D-Bus Interface": "org.freedesktop.ScreenSaver"})
class Saver(QObject):
    @Slot(str, str, result=int)
    def Inhibit(self, name, why):
        asked.append((name, why))
        return 7

bus, saver = QDBusConnection.sessionBus(), Saver()
assert bus.registerService("org.freedesktop.ScreenSaver")
options = QDBusConnection.RegisterOption.ExportAllSlots
assert bus.registerObject("/org/freedesktop/ScreenSaver", saver, options)
wake = Wake()
wake.hold()
wake.hold()
own = QDBusConnection(BUS).baseService()
soon = QDeadlineTimer(10_000)
while not asked and not soon.hasExpired():
    app.processEvents()
assert len(asked) == 1 and asked[0][0] == "Value Canvas", asked
there = lambda: bus.interface().isServiceRegistered(own).value()
assert there()
wake.let_go()
assert not there(), "the saver sees the wish end with its connection"
print("held and let go")
"""


def test_holding_and_letting_go_never_fail_without_a_bus(monkeypatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    wake = Wake()
    wake.let_go()
    wake.hold()
    assert wake.held
    wake.let_go()
    wake.let_go()
    assert not wake.held


@pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-run-session") is None, reason="no session bus to be had"
)
def test_a_screen_saver_on_the_bus_is_asked_once_and_told_the_end() -> None:
    run = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", FAKE],
        capture_output=True,
        text=True,
        timeout=30,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert run.stdout.strip() == "held and let go", run.stderr
