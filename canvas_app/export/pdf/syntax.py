"""Values as they stand in a PDF file."""

import re

_LITERAL = re.compile(rb"[()\\\r]")
_LATIN_1 = re.compile(r"[\n\r\t\x20-\x7e\xa1-\xac\xae-\xff]*")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_.-]+")


def text(words: str) -> bytes:
    """A text string: one byte a letter where PDFDocEncoding has them all, else UTF-16 (PDF 32000-1, 7.9.2)."""
    if _LATIN_1.fullmatch(words):
        return octets(words.encode("latin-1"))
    return octets(b"\xfe\xff" + words.encode("utf-16-be", "replace"))


def octets(data: bytes) -> bytes:
    """Bytes as a literal string."""
    return b"(" + _LITERAL.sub(_escaped, data) + b")"


def _escaped(found: re.Match[bytes]) -> bytes:
    return b"\\r" if found[0] == b"\r" else b"\\" + found[0]


def name(words: str) -> bytes:
    if _PLAIN_NAME.fullmatch(words):
        return b"/" + words.encode("ascii")
    plain = (
        chr(byte) if 33 <= byte <= 126 and chr(byte) not in "#/()<>[]{}%" else f"#{byte:02X}" for byte in words.encode()
    )
    return b"/" + "".join(plain).encode("ascii")


def number(value: float) -> bytes:
    """At most two digits after the point."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".").encode("ascii")


def numbers(values: tuple[float, ...]) -> bytes:
    return b"[" + b" ".join(map(number, values)) + b"]"
