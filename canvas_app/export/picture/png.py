"""PNG files written strip by strip, so that a large picture is never in memory as a whole (PNG 1.2)."""

import struct
import zlib
from collections.abc import Iterable

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGB, _RGBA = 2, 6
_INCH = 39.3701
_LEVEL = 6


class NoPng(ValueError):
    """A file is not the PNG that it should be."""


def write_png(width: int, height: int, alpha: bool, dpi: float, title: str, strips: Iterable[bytes]) -> bytes:
    """`strips` are rows of 3 or, with `alpha`, 4 bytes a pixel, each row with a zero byte before it; any number of rows
    at a time."""
    head = struct.pack(">2I5B", width, height, 8, _RGBA if alpha else _RGB, 0, 0, 0)
    metre = round(dpi * _INCH)
    packer = zlib.compressobj(_LEVEL)
    body = bytearray(SIGNATURE)
    body += _chunk(b"IHDR", head) + _chunk(b"sRGB", b"\0") + _chunk(b"pHYs", struct.pack(">2IB", metre, metre, 1))
    if title:
        body += _chunk(b"iTXt", b"Title\0\0\0\0\0" + title.replace("\0", " ").encode("utf-8", "replace"))
    for strip in strips:
        if packed := packer.compress(strip):
            body += _chunk(b"IDAT", packed)
    body += _chunk(b"IDAT", packer.flush()) + _chunk(b"IEND", b"")
    return bytes(body)


def check_png(data: bytes, width: int, height: int) -> None:
    """Reads a PNG of ours to its end. Raises NoPng where it is not whole, or of another size."""
    if data[:8] != SIGNATURE:
        raise NoPng("it does not begin as a PNG")
    size, at, channels, unpacker, length = (0, 0), 8, 0, zlib.decompressobj(), 0
    name = b""
    while name != b"IEND":
        if at + 12 > len(data):
            raise NoPng("it ends too early")
        count, name = struct.unpack_from(">I4s", data, at)
        content = data[at + 8 : at + 8 + count]
        if len(content) < count or data[at + 8 + count : at + 12 + count] != _sum(name, content):
            raise NoPng("a part of it is damaged")
        if name == b"IHDR":
            size = struct.unpack_from(">2I", content)
            channels = 4 if content[9] == _RGBA else 3
        elif name == b"IDAT":
            try:
                length += len(unpacker.decompress(content))
            except zlib.error as error:
                raise NoPng("its pixels cannot be unpacked") from error
        at += 12 + count
    if size != (width, height) or length != height * (1 + channels * width) or not unpacker.eof:
        raise NoPng(f"it is not {width} x {height} pixels")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + _sum(name, content)


def _sum(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(content, zlib.crc32(name)))
