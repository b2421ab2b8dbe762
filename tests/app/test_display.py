"""Whether a window can be shown, told without Qt."""

import sys
from pathlib import Path

import pytest

from canvas_app.app import display

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has such displays")


@pytest.fixture(autouse=True)
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)


def test_nothing_set() -> None:
    with pytest.raises(display.NoDisplay, match=r"show, export.*QT_QPA_PLATFORM"):
        display.require_display()


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=10x10"])
def test_platforms_that_need_no_display(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    display.require_display()


@pytest.mark.parametrize("platform", ["", "xcb", "xcb:gl=none"])
def test_a_display_that_does_not_answer(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":987")
    if platform:
        monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    with pytest.raises(display.NoDisplay, match=r"window cannot be shown|':987' does not answer"):
        display.require_display()


def test_wayland_that_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wayland-0").touch()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    display.require_display()


def test_missing_libraries_name_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "PACKAGES", {"libnowhere.so.9": "libnowhere9", "libc.so.6": "libc6"})
    words = display.missing_libraries(OSError("libnowhere.so.9: cannot open shared object file"))
    assert words == "libnowhere.so.9 is missing; install the libraries that Qt needs: apt install libnowhere9."
