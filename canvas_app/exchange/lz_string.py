"""What lz-string's compressToBase64 packed, unpacked. The format packs UTF-16 units with a growing dictionary."""

import base64
import binascii

from canvas_app.domain.errors import BadInput

MAX_UNITS = 32_000_000
"""UTF-16 units that are unpacked at most: a few bytes can stand for very many."""


def from_base64(packed: str) -> str:
    """Raises BadInput where it is not lz-string, ends early or unpacks to more than MAX_UNITS."""
    try:
        plain = packed.rstrip("=")
        data = base64.b64decode(plain + "A" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadInput("is not packed as lz-string.") from error
    return "".join(_units(data)).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class _Bits:
    """Bits from the highest of each byte; numbers come with their lowest bit first."""

    def __init__(self, data: bytes):
        self._bits = f"{int.from_bytes(data):0{8 * len(data)}b}" if data else ""
        self._at = 0

    def take(self, count: int) -> int:
        taken = self._bits[self._at : self._at + count]
        if len(taken) < count:
            raise BadInput("ends too early.")
        self._at += count
        return int(taken[::-1], 2)


def _units(data: bytes) -> list[str]:
    """Codes 0 and 1 announce a new unit of 8 or 16 bits, 2 ends, all others name an entry of the dictionary."""
    bits = _Bits(data)
    entries = ["", "", ""]
    width, room = 3, 4
    first = bits.take(2)
    if first == 2:
        return []
    if first == 3:
        raise BadInput("is not packed as lz-string.")
    before = chr(bits.take(16 if first else 8))
    entries.append(before)
    result, length = [before], 1
    while True:
        code = bits.take(width)
        if code == 2:
            return result
        if code < 2:
            entries.append(chr(bits.take(16 if code else 8)))
            code = len(entries) - 1
            room -= 1
            if room == 0:
                room = 1 << width
                width += 1
        if code < len(entries):
            entry = entries[code]
        elif code == len(entries):
            entry = before + before[0]
        else:
            raise BadInput("is not packed as lz-string.")
        result.append(entry)
        length += len(entry)
        if length > MAX_UNITS:
            raise BadInput("unpacks to too much.")
        entries.append(before + entry[0])
        before = entry
        room -= 1
        if room == 0:
            room = 1 << width
            width += 1
