"""Font files as bytes: their tables put together, named and completed so that Qt stays with them (OpenType 1.9)."""

import struct
from array import array
from collections.abc import Iterable, Mapping
from typing import Any

_OPEN_TYPE_SCRIPTS = b"beng deva gujr guru khmr knda mlym nko  orya sinh syrc taml telu thaa"
"""Scripts for which Qt refuses a font without their tag in GSUB (scriptRequiresOpenType in qfontengine.cpp)."""


def named(tables: Mapping[str, bytes], family: str, weight: int, style: str) -> bytes:
    """The tables as a font file that calls itself `family`, of the given OS/2 weight, upright."""
    changed = {tag: data for tag, data in tables.items() if tag not in ("DSIG", "STAT")}
    changed["name"] = _name_table(family, style)
    os2 = bytearray(changed["OS/2"])
    struct.pack_into(">H", os2, 4, weight)
    selection = struct.unpack_from(">H", os2, 62)[0] & ~0x61
    struct.pack_into(">H", os2, 62, selection | (0x20 if weight >= 700 else 0x40))
    changed["OS/2"] = bytes(os2)
    head = bytearray(changed["head"])
    struct.pack_into(">H", head, 44, 1 if weight >= 700 else 0)
    changed["head"] = bytes(head)
    return joined(changed)


def _name_table(family: str, style: str) -> bytes:
    full = family if style == "Regular" else f"{family} {style}"
    names = {1: family, 2: style, 4: full, 6: full.replace(" ", "-"), 16: family, 17: style}
    records, strings = b"", b""
    for number, name in sorted(names.items()):
        text = name.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, 0x409, number, len(text), len(strings))
        strings += text
    return struct.pack(">3H", 0, len(names), 6 + len(records)) + records + strings


def complete_gsub(gsub: bytes) -> bytes:
    """A GSUB whose script list has every tag of _OPEN_TYPE_SCRIPTS; new ones are what DFLT is."""
    lists = struct.unpack_from(">3H", gsub, 4)
    start = lists[0]
    count = struct.unpack_from(">H", gsub, start)[0]
    body = start + 2 + 6 * count
    scripts = dict(struct.iter_unpack(">4sH", gsub[start + 2 : body]))
    new = {_OPEN_TYPE_SCRIPTS[i : i + 4] for i in range(0, len(_OPEN_TYPE_SCRIPTS), 5)} - scripts.keys()
    default = scripts.get(b"DFLT", scripts.get(b"latn"))
    tail = b""
    if default is None:  # an empty script, right behind the records
        default, tail = 2 + 6 * count, bytes(4)
    grown = 6 * len(new) + len(tail)
    moved = {tag: at + grown for tag, at in scripts.items()} | dict.fromkeys(new, default + grown - len(tail))
    head = bytearray(gsub[:start])
    for place, offset in zip((4, 6, 8), lists, strict=True):
        struct.pack_into(">H", head, place, offset + grown if offset > start else offset)
    if gsub[:4] == b"\0\1\0\1" and (variations := struct.unpack_from(">I", gsub, 10)[0]) > start:
        struct.pack_into(">I", head, 10, variations + grown)
    records = b"".join(struct.pack(">4sH", tag, at) for tag, at in sorted(moved.items()))
    return bytes(head) + struct.pack(">H", len(moved)) + records + tail + gsub[body:]


def complete_cmap(hb_face: Any, cmap: bytes, invisible: Iterable[str]) -> bytes:
    """A cmap that has the font's characters and every invisible one: what a font lacks, Qt seeks in system fonts."""
    import uharfbuzz as hb

    nominal = hb.Font(hb_face).get_nominal_glyph
    glyphs = dict.fromkeys(map(ord, invisible), nominal(0x20) or 0)
    glyphs.update((code, nominal(code) or 0) for code in hb_face.unicodes)
    groups: list[list[int]] = []
    for code, glyph in sorted(glyphs.items()):
        if groups and code == groups[-1][1] + 1 and glyph == groups[-1][2] + code - groups[-1][0]:
            groups[-1][1] = code
        else:
            groups.append([code, code, glyph])
    full = struct.pack(">HHIII", 12, 0, 16 + 12 * len(groups), 0, len(groups))
    full += b"".join(struct.pack(">3I", *group) for group in groups)
    subtables = [(3, 10, full)]
    for platform, encoding, offset in struct.iter_unpack(
        ">HHI", cmap[4 : 4 + 8 * struct.unpack_from(">H", cmap, 2)[0]]
    ):
        if (platform, encoding) == (0, 5):  # variation sequences
            subtables.insert(0, (0, 5, cmap[offset : offset + struct.unpack_from(">I", cmap, offset + 2)[0]]))
    start = 4 + 8 * len(subtables)
    head, body = struct.pack(">HH", 0, len(subtables)), b""
    for platform, encoding, data in subtables:
        head += struct.pack(">HHI", platform, encoding, start + len(body))
        body += data
    return head + body


def joined(tables: Mapping[str, bytes]) -> bytes:
    """Tables as a font file (OpenType 1.9, "Organization of an OpenType font"), without head.checkSumAdjustment."""
    version = b"OTTO" if {"CFF ", "CFF2"} & tables.keys() else b"\0\1\0\0"
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    directory = [struct.pack(">4s4H", version, count, power * 16, power.bit_length() - 1, (count - power) * 16)]
    body: list[bytes] = []
    offset = 12 + 16 * count
    for tag in sorted(tables):
        data = tables[tag]
        padded = data + b"\0" * (-len(data) % 4)
        directory.append(struct.pack(">4s3I", tag.encode(), _checksum(padded), offset, len(data)))
        body.append(padded)
        offset += len(padded)
    return b"".join(directory + body)


def _checksum(data: bytes) -> int:
    if len(data) > 4_000_000:  # CJK outlines: 0.2 s to add up, and no reader looks at it
        return 0
    words = array("I", data)
    words.byteswap()
    return sum(words) & 0xFFFFFFFF
