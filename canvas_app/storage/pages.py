"""The rows in the pages of a SQLite file, found without what says where they are.

A table is read through a tree of pages, and one broken page of the tree hides all that is below it. Here every page is
looked at by itself, so that a broken page costs no more than its own rows. Nothing of the file is executed.
The layout is that of https://www.sqlite.org/fileformat2.html.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

Value = int | float | str | bytes | None

MAGIC = b"SQLite format 3\0"
PAGE_SIZE = 4096
"""Bytes, where the file does not tell."""
MOST_COLUMNS = 100
_LEAF = 0x0D
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}  # serial type: bytes
_TROUBLE = (IndexError, ValueError, struct.error)


class Record(NamedTuple):
    key: int
    values: list[Value]
    """The key's own column is None."""


def page_size(data: bytes) -> int:
    """Bytes, as the first page says, or the usual ones where it is broken."""
    size = int.from_bytes(data[16:18], "big")
    size = 65536 if size == 1 else size
    sound = data.startswith(MAGIC) and 512 <= size <= 65536 and size & (size - 1) == 0
    return size if sound else PAGE_SIZE


def records(data: bytes, most: int) -> Iterator[Record]:
    """The rows of all tables in the order of the pages; those longer than `most` bytes are passed over."""
    size = page_size(data)
    data = data + bytes(-len(data) % size)
    unused = _unused(data, size)
    for number in range(1, len(data) // size + 1):
        if number in unused:
            continue
        page = data[(number - 1) * size : number * size]
        head = 100 if number == 1 else 0
        if page[head] != _LEAF:
            continue
        for n in range(min(int.from_bytes(page[head + 3 : head + 5], "big"), (size - head - 8) // 2)):
            at = int.from_bytes(page[head + 8 + 2 * n : head + 10 + 2 * n], "big")
            try:
                yield _record(data, size, page, at, most)
            except _TROUBLE:
                continue


def _unused(data: bytes, size: int) -> set[int]:
    """The pages that are free to be used again, where rows of long ago may still stand."""
    if not data.startswith(MAGIC):
        return set()
    free: set[int] = set()
    trunk, pages = int.from_bytes(data[32:36], "big"), len(data) // size
    while 1 < trunk <= pages and trunk not in free:
        free.add(trunk)
        page = data[(trunk - 1) * size : trunk * size]
        trunk, count = struct.unpack(">II", page[:8])
        leaves = struct.unpack(f">{min(count, size // 4 - 2)}I", page[8 : 8 + 4 * min(count, size // 4 - 2)])
        free.update(leaves)
    return free


def _record(data: bytes, size: int, page: bytes, at: int, most: int) -> Record:
    """Raises one of _TROUBLE for what is no row."""
    length, at = _varint(page, at)
    key, at = _varint(page, at)
    if not 2 <= length <= most:
        raise ValueError
    if key >= 1 << 63:
        key -= 1 << 64
    body = _payload(data, size, page, at, length)
    end, at = _varint(body, 0)
    if not 2 <= end <= min(length, 9 * MOST_COLUMNS):
        raise ValueError
    kinds = []
    while at < end:
        kind, at = _varint(body, at)
        kinds.append(kind)
    values: list[Value] = []
    for kind in kinds:
        value, at = _value(body, at, kind)
        values.append(value)
    if at != length:
        raise ValueError
    return Record(key, values)


def _payload(data: bytes, size: int, page: bytes, at: int, length: int) -> bytes:
    usable = size - (data[20] if data.startswith(MAGIC) else 0)
    here = length
    if length > usable - 35:
        least = (usable - 12) * 32 // 255 - 23
        here = least + (length - least) % (usable - 4)
        here = here if here <= usable - 35 else least
    if at + here > size:
        raise ValueError
    if here == length:
        return page[at : at + length]
    parts, left = [page[at : at + here]], length - here
    follow = int.from_bytes(page[at + here : at + here + 4], "big")
    while left > 0:
        if not 1 < follow <= len(data) // size:
            raise ValueError
        start = (follow - 1) * size
        parts.append(data[start + 4 : start + 4 + min(left, usable - 4)])
        left -= usable - 4
        follow = int.from_bytes(data[start : start + 4], "big")
    return b"".join(parts)


def _value(body: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind in _INTEGERS:
        end = at + _INTEGERS[kind]
        return int.from_bytes(body[at:end], "big", signed=True), end
    match kind:
        case 0:
            return None, at
        case 7:
            return struct.unpack(">d", body[at : at + 8])[0], at + 8
        case 8 | 9:
            return kind - 8, at
        case 10 | 11:
            raise ValueError
    end = at + (kind - 12) // 2
    if end > len(body):
        raise ValueError
    return (body[at:end].decode(errors="replace") if kind % 2 else body[at:end]), end


def _varint(page: bytes, at: int) -> tuple[int, int]:
    number = 0
    for n in range(8):
        byte = page[at + n]
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, at + n + 1
    return number << 8 | page[at + 8], at + 9
