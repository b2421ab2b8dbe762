"""The file itself: everything that is no stream goes compressed into object streams (PDF 32000-1, 7.5.7 and 7.5.8).

reportlab writes each object as it is, which makes the structure of 3,000 notes larger than all the rest. The names of
reportlab 5.1 used here that it does not promise are `Canvas._doc`, `PDFDocument.numberToId`, `.idToObject`,
`.idToObjectNumberAndVersion`, `.Outlines.prepare`, `.Outlines.ready`, `pdfdoc.format`, `pdfdoc.TimeStamp` and the
`__RefOnly__` of an object.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterable
from typing import Any

from reportlab.pdfbase import pdfdoc

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PER_STREAM = 500
_COLUMNS = 8  # of a row of the table: kind, place, number in an object stream
_NEXT = b"\2" + bytes(7) + b"\1"  # what follows in the same object stream


class _FixedTime:
    """reportlab would look at the clock, and stops at a SOURCE_DATE_EPOCH that is no number; `metadata` has dates."""

    t = 946_684_800.0
    YMDhms = (2000, 1, 1, 0, 0, 0)
    dhh = dmm = 0

    def __init__(self, invariant: object = None) -> None:
        pass


pdfdoc.TimeStamp = _FixedTime


class Raw(pdfdoc.PDFObject):
    """An object that is bytes already."""

    __RefOnly__ = 1

    def __init__(self, body: bytes = b"null") -> None:
        self.body = body

    def format(self, document: Any) -> bytes:
        return self.body


def stream(content: bytes, entries: bytes = b"", packed: bool = True) -> Raw:
    """A stream; `entries` are those of its dictionary other than its length and filter."""
    if packed:
        content, entries = zlib.compress(content, 9), entries + b"/Filter/FlateDecode"
    return Raw(b"<<%b/Length %d>>\nstream\n%b\nendstream\n" % (entries, len(content), content))


def number_of(document: Any, name: str) -> int:
    """The number of a registered object."""
    return int(document.idToObjectNumberAndVersion[name][0])


def add(document: Any, obj: Any) -> int:
    """Register an object; its number."""
    return number_of(document, document.Reference(obj).name)


def assemble(canvas: Any, root: int, later: Callable[[int], tuple[bytes, list[bytes]]]) -> bytes:
    """The bytes of a finished canvas's document.

    `later` is told the first free number when all else is written, and gives the body of the object `root` and those
    of the objects from that number on.
    """
    document = canvas._doc
    catalog, info = add(document, document.Catalog), add(document, document.info)
    document.Outlines.prepare(document, canvas)
    if document.Outlines.ready < 0:
        document.Catalog.Outlines = None
    bodies = [body for _, body in _formatted(document)]
    bodies[root - 1], more = later(len(bodies) + 1)
    bodies += more

    file = bytearray(HEADER)
    places: list[tuple[int, int, int]] = [(0, 0, 0xFFFF)]
    packed: list[tuple[int, bytes]] = []
    for n, body in enumerate(bodies, 1):
        if body.endswith(b"endstream\n"):
            places.append((1, len(file), 0))
            file += b"%d 0 obj\n%bendobj\n" % (n, body)
        else:
            packed.append((n, body))
            places.append((2, 0, 0))
    holder = len(bodies)
    for start in range(0, len(packed), PER_STREAM):
        chunk = packed[start : start + PER_STREAM]
        holder += 1
        places.append((1, len(file), 0))
        file += b"%d 0 obj\n%bendobj\n" % (holder, _object_stream(chunk))
        for index, (n, _) in enumerate(chunk):
            places[n] = (2, holder, index)
    table_at = len(file)
    places.append((1, table_at, 0))
    mark = hashlib.md5(file, usedforsecurity=False).hexdigest().encode("ascii")
    entries = b"/Type/XRef/Size %d/W[1 5 2]/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]" % (
        len(places),
        catalog,
        info,
        mark,
        mark,
    )
    entries += b"/DecodeParms<</Predictor 12/Columns %d>>" % _COLUMNS
    table = stream(_table(places), entries).body
    file += b"%d 0 obj\n%bendobj\nstartxref\n%d\n%%%%EOF\n" % (holder + 1, table, table_at)
    return bytes(file)


def _formatted(document: Any) -> Iterable[tuple[int, bytes]]:
    """All objects by number. New ones may be registered meanwhile."""
    number = 1
    while (name := document.numberToId.get(number)) is not None:
        obj = document.idToObject[name]
        body = pdfdoc.format(obj, document, toplevel=1)
        if body.endswith(b"endstream\n") and not isinstance(obj, Raw):
            body = body.removesuffix(b"endstream\n") + b"\nendstream\n"
        yield number, body
        number += 1


def _object_stream(objects: list[tuple[int, bytes]]) -> bytes:
    index, bodies = [], bytearray()
    for n, body in objects:
        index.append(b"%d %d" % (n, len(bodies)))
        bodies += body.rstrip() + b"\n"
    head = b" ".join(index) + b"\n"
    return stream(head + bodies, b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head))).body


def _table(places: list[tuple[int, int, int]]) -> bytes:
    """Rows of the cross-reference table, each as the difference from the one above."""
    before = (0, 0, 0)
    table = bytearray()
    for entry in places:
        kind, place, index = entry
        if before == (2, place, index - 1) and kind == 2 and index % 256:
            table += _NEXT
        else:
            table.append(2)
            table += bytes((a - b) & 255 for a, b in zip(_row(*entry), _row(*before), strict=True))
        before = entry
    return bytes(table)


def _row(kind: int, place: int, index: int) -> bytes:
    return bytes([kind]) + place.to_bytes(5, "big") + index.to_bytes(2, "big")
