"""Reading a source safely: a regular file of a sensible size, UTF-8, no surprises. Messages name the place."""

import os
import stat
from pathlib import Path

from canvas_app.domain.errors import BadInput, UserError

MAX_BYTES = 64_000_000


class NewerFormat(UserError):
    """Made by a newer version; never read by this one."""

    exit_code = 4


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file. Raises BadInput for all else, at once, whatever lies there."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            mode = os.fstat(handle).st_mode
            if not stat.S_ISREG(mode):
                raise BadInput(_irregular(stat.S_ISDIR(mode)))
            data = file.read(limit + 1)
    except FileNotFoundError as error:
        raise BadInput("there is no such file; check the name.") from error
    except (OSError, ValueError) as error:
        if os.path.isdir(path):
            raise BadInput(_irregular(True)) from error
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput(f"cannot be read, {reason.lower()}; check its name and permissions.") from error
    if len(data) > limit:
        raise BadInput(f"is larger than {limit // 1_000_000} MB; split it.")
    return data


def _irregular(folder: bool) -> str:
    return f"is {'a folder' if folder else 'no regular file'}; name a file."


def decode(data: bytes) -> str:
    """UTF-8 text, without a byte order mark. Raises BadInput with the line of the first wrong byte."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadInput("is UTF-16 text; save it as UTF-8.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _line_of(data[: error.start].decode("utf-8", "replace"))
        raise BadInput(f"line {line}: byte 0x{data[error.start]:02X} is not UTF-8; save the file as UTF-8.") from error
    if "\0" in text:
        line = _line_of(text[: text.index("\0")])
        raise BadInput(f"line {line}: holds a zero byte, so this is no UTF-8 text; save the file as UTF-8.")
    if not text.strip():
        raise BadInput("is empty; there is nothing to import.")
    return text


def _line_of(before: str) -> int:
    return len(before.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
