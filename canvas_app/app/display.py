"""Whether a window can be shown here. Found out without Qt, which would end the process where it cannot."""

import ctypes
import os
import sys
from importlib.util import find_spec
from pathlib import Path

from canvas_app.domain.errors import UserError

# Libraries that Qt's window part is linked to, and the Debian and Ubuntu packages they are in.
PACKAGES = {
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libzstd.so.1": "libzstd1",
}


class NoDisplay(UserError):
    exit_code = 2


class LibraryMissing(UserError):
    """A library of the system that Qt needs is not installed."""


def require_display() -> None:
    """Raises NoDisplay where no window can be shown, with what to do about it."""
    if not sys.platform.startswith("linux"):
        return
    platform = os.environ.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]
    x11, wayland = os.environ.get("DISPLAY", ""), os.environ.get("WAYLAND_DISPLAY", "")
    if not (platform or x11 or wayland):
        raise NoDisplay(
            "there is no display for the window (DISPLAY, WAYLAND_DISPLAY and QT_QPA_PLATFORM are not set); use new,"
            " show, export, import, check, list or canvases, which need none, or set QT_QPA_PLATFORM=offscreen."
        )
    if platform == "xcb" or (not platform and not _wayland_answers(wayland)):
        _require_xcb(x11)


def _wayland_answers(name: str) -> bool:
    return bool(name) and Path(os.environ.get("XDG_RUNTIME_DIR", "/nonexistent"), name).exists()


def _require_xcb(display: str) -> None:
    plugin = _plugin()
    if plugin is not None:
        try:
            ctypes.CDLL(str(plugin))
        except OSError as error:
            raise NoDisplay(f"the window cannot be shown: {missing_libraries(error)}") from error
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        raise NoDisplay(
            "the window cannot be shown: libxcb.so.1 is missing; install it: apt install libxcb1."
        ) from error
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    broken = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    if broken:
        raise NoDisplay(
            f"the display '{display:.60}' does not answer; check DISPLAY and that you may use it, or set"
            " QT_QPA_PLATFORM=offscreen."
        )


def _plugin() -> Path | None:
    """Qt's plugin for X11 where PySide6 brings it along."""
    found = find_spec("PySide6")
    for folder in (found.submodule_search_locations or ()) if found else ():
        for path in Path(folder).glob("Qt/plugins/platforms/libqxcb.so"):
            return path
    return None


def missing_libraries(error: Exception) -> str:
    """What is missing, and the packages to install, after a library could not be loaded."""
    packages = []
    for library, package in PACKAGES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            packages.append(package)
    name = str(error).split(":")[0]
    if not packages:
        return f"{' '.join(str(error).split()):.300}; install what is named there."
    return f"{name} is missing; install the libraries that Qt needs: apt install {' '.join(packages)}."
