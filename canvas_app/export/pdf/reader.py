"""A finished PDF read again by pdfium: its pages as pixels and as text.

pdfium works for one thread at a time, so every call of this module waits for the one before. It lets go of Python
meanwhile.
"""

from __future__ import annotations

import ctypes
import math
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import pypdfium2
import pypdfium2.raw as pdfium

from canvas_app.text.runs import utf16_units

_lock = threading.RLock()
BYTES = 4


class Unreadable(ValueError):
    """What was read is no PDF, or a damaged one."""


@dataclass(frozen=True, slots=True)
class Pixels:
    """Rows from the top, 4 bytes a pixel: blue, green, red and one without meaning."""

    width: int
    height: int
    data: bytes


class Reader:
    """Pages are counted from 0. Works in any thread, also made in one and used in another. Close it in the end."""

    def __init__(self, source: bytes | Path) -> None:
        """Raises Unreadable."""
        with _lock:
            try:
                self._document = pypdfium2.PdfDocument(source)
            except (pypdfium2.PdfiumError, OSError) as error:
                raise Unreadable(str(error)) from error
            self.sizes: tuple[tuple[float, float], ...] = tuple(
                self._document.get_page_size(n) for n in range(len(self._document))
            )
            """Width and height of every page in points."""

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self.sizes)

    def close(self) -> None:
        with _lock:
            self._document.close()

    def size_at(self, number: int, scale: float) -> tuple[int, int]:
        """Width and height of a page in pixels; at scale 1 a pixel is a point."""
        width, height = self.sizes[number]
        return math.ceil(width * scale), math.ceil(height * scale)

    def pixels(self, number: int, scale: float) -> Pixels:
        """A page as it looks on white paper."""
        return next(self.bands(number, scale, self.size_at(number, scale)[1]))

    def bands(self, number: int, scale: float, rows: int) -> Iterator[Pixels]:
        """A page in pieces of so many rows, from the top one to the last."""
        width, height = self.size_at(number, scale)
        top = 0
        with _lock:
            page = self._document[number]
        try:
            while top < height:
                count = min(rows, height - top)
                with _lock:
                    piece = self._render(page, width, height, top, count)
                yield piece
                top += count
        finally:
            with _lock:
                page.close()

    def _render(self, page: pypdfium2.PdfPage, width: int, height: int, top: int, rows: int) -> Pixels:
        buffer = (ctypes.c_ubyte * (width * BYTES * rows))()
        bitmap = pdfium.FPDFBitmap_CreateEx(width, rows, pdfium.FPDFBitmap_BGRx, buffer, width * BYTES)
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, rows, 0xFFFFFFFF)
            pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, -top, width, height, 0, pdfium.FPDF_ANNOT)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        return Pixels(width, rows, bytes(buffer))

    def text(self, number: int) -> str:
        """The text of a page in the order of its content."""
        with _lock:
            page = self._document[number]
            try:
                inside = page.get_textpage()
                try:
                    return _whole(inside.get_text_range(errors="surrogatepass"))
                finally:
                    inside.close()
            finally:
                page.close()

    def spoken(self, number: int) -> list[str]:
        """What the structure of a page says its texts are, for those who hear it: whole, in logical order."""
        with _lock:
            page = self._document[number]
            tree = pdfium.FPDF_StructTree_GetForPage(page)
            try:
                count = pdfium.FPDF_StructTree_CountChildren(tree) if tree else 0
                waiting = [pdfium.FPDF_StructTree_GetChildAtIndex(tree, n) for n in range(count)]
                found = []
                while waiting:
                    element = waiting.pop()
                    if not element:
                        continue
                    length = pdfium.FPDF_StructElement_GetActualText(element, None, 0)
                    if length > 2:  # two bytes that end it
                        buffer = ctypes.create_string_buffer(length)
                        pdfium.FPDF_StructElement_GetActualText(element, buffer, length)
                        found.append(buffer.raw[: length - 2].decode("utf-16-le", "replace"))
                    children = pdfium.FPDF_StructElement_CountChildren(element)
                    waiting += [pdfium.FPDF_StructElement_GetChildAtIndex(element, n) for n in range(children)]
                return found
            finally:
                if tree:
                    pdfium.FPDF_StructTree_Close(tree)
                page.close()

    def is_blank(self, number: int) -> bool:
        """Whether nothing at all can be seen on a page."""
        width, height = self.sizes[number]
        data = self.pixels(number, _LOOK / max(width, height, 1.0)).data
        return data.count(b"\xff") == len(data)


_HALVES = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\udc00-\udfff][\ud800-\udbff]")


def _whole(text: str) -> str:
    """Surrogates as the characters they are of; pdfium turns the two round in lines that read from the right."""
    if text.isascii():
        return text
    joined = _HALVES.sub(lambda found: "".join(sorted(found[0])), utf16_units(text))
    return joined.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


_LOOK = 240
"""Pixels of the longer side of a page that is only looked at for whether it is blank."""
