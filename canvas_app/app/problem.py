"""What a person can hand to us about a problem: versions and the log, nothing of any board. It is sent nowhere."""

import platform
import sqlite3
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from canvas_app.app.logs import crash_file, log_file

MOST = 200_000
"""Bytes of the log: its end."""


def problem_report() -> str:
    """Plain text. The person's folder is written as ~."""
    lines = [
        f"Value Canvas {installed('value-canvas') or 'of a checkout'}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"{platform.platform()}, Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}",
        "",
        *(f"{name} {number}" for name in _packages() if (number := installed(name))),
    ]
    for title, path in (("Log", log_file()), ("Crash", crash_file())):
        if words := _end_of(path):
            lines += ["", f"{title}:", words]
    return "\n".join(lines).replace(str(Path.home()), "~") + "\n"


def write_report(target: Path) -> None:
    """Raises CannotWrite."""
    from canvas_app.export.atomic import write_atomic

    write_atomic(target, problem_report().encode(), force=True)


def _packages() -> list[str]:
    try:
        wanted = requires("value-canvas") or []
    except PackageNotFoundError:
        return []
    names = (line.split(";")[0] for line in wanted if "extra ==" not in line)
    return sorted({_name(line) for line in names})


def _name(requirement: str) -> str:
    for n, char in enumerate(requirement):
        if not (char.isalnum() or char in "-_."):
            return requirement[:n]
    return requirement


def installed(package: str) -> str:
    """The version of a package; "" where it is not there."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _end_of(path: Path) -> str:
    try:
        data = path.read_bytes()[-MOST:]
    except OSError:
        return ""
    return data.decode("utf-8", "replace").strip()
