"""The board in a PDF that was exported with it.

The attached file is found among the bytes: streams and their dictionaries lie open in every PDF, whoever wrote it. A
PDF library would unpack a hostile one whole, or take the program with it.
"""

import re
import zlib
from collections.abc import Iterator

from canvas_app.domain.errors import BadInput
from canvas_app.exchange.reading import MAX_BYTES

LARGEST = 256_000_000
"""Bytes of a PDF."""

_ATTACHED = re.compile(rb"/EmbeddedFile(?![A-Za-z])|/application#2[Ff]json")
_FILTER = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+)")
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_DICTIONARY = 4096  # bytes at most on each side of what was found


class _Unreadable(Exception):
    """An attached file that is damaged or packed in another way."""


def attached_board(data: bytes) -> bytes:
    """The JSON of the board. Raises BadInput in one sentence for all else."""
    if b"%PDF-" not in data[:1024]:
        raise BadInput("is no PDF, or a damaged one.")
    room, damaged = MAX_BYTES, False
    found: list[bytes] = []
    for dictionary, start in _streams(data):
        try:
            content = _unpacked(data, dictionary, start, room)
        except _Unreadable:
            damaged = True
            continue
        room -= len(content)
        if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
            found.append(content)
    if found:
        return next((content for content in found if b'"notes"' in content), found[0])
    if _ENCRYPTED.search(data):
        raise BadInput("is protected by a password; save it without one, then import that.")
    if damaged:
        raise BadInput("the board in it is damaged; export the board again.")
    raise BadInput("holds no board; a PDF can be imported that was exported from here with the board in it.")


def _streams(data: bytes) -> Iterator[tuple[bytes, int]]:
    """The dictionary of each attached file, and where its bytes begin; the one that was written last comes first."""
    seen = set()
    for found in reversed(list(_ATTACHED.finditer(data))):
        begin = data.rfind(b"obj", max(found.start() - _DICTIONARY, 0), found.start())
        end = data.find(b"stream", found.end(), found.end() + _DICTIONARY)
        if begin < 0 or end < 0 or b"endobj" in data[begin:end] or end in seen:
            continue
        seen.add(end)
        start = end + len(b"stream")
        start += 2 if data[start : start + 2] == b"\r\n" else 1
        yield data[begin:end], start


def _unpacked(data: bytes, dictionary: bytes, start: int, room: int) -> bytes:
    """At most `room` bytes. Raises _Unreadable, and BadInput where there is more."""
    length = _LENGTH.search(dictionary)
    end = start + int(length[1]) if length and len(length[1]) < 12 else data.find(b"endstream", start)
    if not start <= end <= len(data):
        raise _Unreadable
    packing = _FILTER.search(dictionary)
    filters = re.findall(rb"/(\w+)", packing[1]) if packing else []
    if not filters:
        content = data[start : min(end, start + room + 1)]
    elif filters == [b"FlateDecode"]:
        try:
            reader = zlib.decompressobj()
            content = reader.decompress(data[start:end], room + 1)
        except zlib.error as error:
            raise _Unreadable from error
        if len(content) <= room and not reader.eof:
            raise _Unreadable
    else:
        raise _Unreadable
    if len(content) > room:
        raise BadInput(f"holds a file of more than {MAX_BYTES // 1_000_000} MB, which is no board.")
    return content
