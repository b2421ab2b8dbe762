"""What holds for every test: no display, no folder of the person's, nothing left running or open."""

import contextlib
import gc
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtCore import QTimer
from hypothesis import HealthCheck, settings

if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.text.font.db=false")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each of a hundred children compiles the application anew
sys.dont_write_bytecode = False

settings.register_profile(
    "here",
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")

_FOLDERS = {
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
    "XDG_DOCUMENTS_DIR": "Documents",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
}
_WITHOUT_QT = ("domain", "properties", "architecture", "storage")


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    """The application is our own, which hears of things that Qt says to nobody else."""
    from canvas_app.ui.application import Application

    return Application


@pytest.fixture(scope="session", autouse=True)
def one_application(request: pytest.FixtureRequest) -> None:
    """A process has one Qt application: the QApplication of pytest-qt, before any other code makes a smaller one."""
    here = Path(__file__).parent
    rooms = {item.path.relative_to(here).parts[0] for item in request.session.items if item.path.is_relative_to(here)}
    if rooms.difference(_WITHOUT_QT):
        request.getfixturevalue("qapp")
    _set_aside()


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for every test, empty as that of somebody new; the folder is returned."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for name, folder in _FOLDERS.items():
        monkeypatch.setenv(name, str(home / folder))
    return home


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test after which a thread, QThread or QTimer still runs or a board file is still open."""
    threads = set(threading.enumerate())
    files = _open_boards()
    _opens.clear()
    uses_qt = not {"qapp", "qtbot"}.isdisjoint(request.fixturenames)
    yield
    dummy = threading._DummyThread  # a thread of Qt's, as Python sees it once it has logged something
    new = [thread for thread in threading.enumerate() if thread not in threads and not isinstance(thread, dummy)]
    for thread in new:
        thread.join(10)  # one that was told to end does so in its own time
    left = [f"thread {thread.name}" for thread in new if thread.is_alive()]
    left += [f"open file {path}" for path in sorted(_open_boards() - files)]
    left += [f"locks dropped by {place}" for place in _opens]
    if uses_qt:
        running = _running_qt()
        left += [f"running {thing!r}" for thing in running if not any(thing is old for old in _told)]
        _told[:] = running
    if left:
        pytest.fail("left behind: " + ", ".join(left), pytrace=False)


_opens: list[str] = []
"""Where our own code has opened a board that SQLite has open in this process (RELIABILITY 5, fault 43)."""
_OURS, _TESTS = (f"{Path(__file__).parents[1] / name}{os.sep}" for name in ("canvas_app", "tests"))


def _watch_opens(event: str, arguments: tuple[object, ...]) -> None:
    """Closing what open() gives drops the locks of SQLite on the same file; SQLite's own open() is not heard here."""
    opening = sys.modules.get("canvas_app.storage.opening")
    if event != "open" or not getattr(opening, "_open_here", None) or not isinstance(arguments[0], str | bytes):
        return
    path = os.fsdecode(arguments[0])
    if opening is not None and opening.is_open_here(Path(path)) and os.path.realpath(path) in _open_files():
        frame = sys._getframe(1)
        while frame is not None and not frame.f_code.co_filename.startswith((_OURS, _TESTS)):
            frame = frame.f_back
        if frame is not None and frame.f_code.co_filename.startswith(_OURS):
            _opens.append(f"{frame.f_code.co_filename}:{frame.f_lineno}, which opens {path!r}")


sys.addaudithook(_watch_opens)


def _open_boards() -> set[str]:
    """Board files this process holds open."""
    return {path for path in _open_files() if path.endswith(".valueboard")}


def _open_files() -> set[str]:
    """Files this process holds open (Linux only: elsewhere there is no list to read)."""
    descriptors = Path("/proc/self/fd")
    found = set()
    for name in os.listdir(descriptors) if descriptors.is_dir() else ():
        with contextlib.suppress(OSError):
            found.add(os.readlink(descriptors / name))
    return found


class _Runs(dict[type, bool]):
    """Whether the things of a type are timers or threads; asking for each thing anew took a quarter of the suite."""

    def __missing__(self, kind: type) -> bool:
        from PySide6.QtCore import QThread, QTimer

        self[kind] = issubclass(kind, (QTimer, QThread))
        return self[kind]


_RUNS = _Runs()
_MANY = 40_000
_told: list[object] = []
"""What ran after the test before: it is not the fault of the next one."""


def _running_qt() -> list[object]:
    """Timers and threads that run, those that Python made and those below a window or the application."""
    from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
    from shiboken6 import isValid

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    runs, things = _RUNS, gc.get_objects()
    found: list[QObject] = [thing for thing in things if runs[type(thing)] and isValid(thing)]
    if len(things) > _MANY:
        del things
        _set_aside()
    if application := QCoreApplication.instance():
        found += application.findChildren(QTimer)
        windows = getattr(application, "topLevelWidgets", list)()
        found += [timer for window in windows for timer in window.findChildren(QTimer)]
    unique = {id(thing): thing for thing in found}.values()
    valid = [thing for thing in unique if isValid(thing)]  # collecting may have taken some away
    return [thing for thing in valid if (_goes_on(thing) if isinstance(thing, QTimer) else thing.isRunning())]


def _set_aside() -> None:
    """What there is by now stays for good: it is not looked through after every test."""
    gc.collect()
    gc.freeze()


def _goes_on(timer: "QTimer") -> bool:
    """One that only waits for the next turn of the event loop is as good as done."""
    return timer.isActive() and not (timer.isSingleShot() and timer.interval() == 0)
