"""Static instances of variable fonts kept between starts: making four of them takes longer than drawing a board.

Best effort: a file that is missing, damaged or cannot be written only costs the time to make the instance anew.
"""

import logging
import os
import tempfile
from hashlib import blake2b
from pathlib import Path

from PySide6.QtCore import QStandardPaths

DIGEST = 16
log = logging.getLogger(__name__)


def stamp(font: Path, role: str) -> str:
    """Names a font file as it is now: another file, or the same after an update, has another stamp."""
    import uharfbuzz

    found = font.stat()
    told = f"{font}|{found.st_size}|{found.st_mtime_ns}|{uharfbuzz.__version__}"
    return f"{role}-{blake2b(told.encode(), digest_size=8).hexdigest()}"


def load(name: str) -> bytes | None:
    """The instance kept under this name; None where there is none that is whole."""
    try:
        data = (_folder() / name).read_bytes()
    except OSError:
        return None
    return data[DIGEST:] if data[:DIGEST] == _digest(data[DIGEST:]) else None


def store(name: str, font: bytes) -> None:
    folder = _folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as place:
            temp = Path(place) / name
            temp.write_bytes(_digest(font) + font)
            os.replace(temp, folder / name)
    except OSError as error:
        log.info("font instance not kept in %s: %s", folder, error)


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=DIGEST).digest()


def _folder() -> Path:
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericCacheLocation)
    return Path(place) / "value-canvas" / "fonts"
