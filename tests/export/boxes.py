"""Where every letter of a page lies and how large it is, as pdfium finds them."""

import ctypes
from collections import defaultdict
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as raw

EDGE = 4.0
"""Points of the page's edge that no letter may come near."""


@dataclass(frozen=True)
class Letter:
    """A letter with its place in points from the bottom left, and the size of its type."""

    at: int
    char: str
    left: float
    bottom: float
    right: float
    top: float
    size: float

    def covers(self, other: "Letter") -> bool:
        """Whether a good part of the smaller of two lies under the other; letters of one cluster share a box."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        box = (self.left, self.bottom, self.right, self.top)
        near = abs(self.at - other.at) < 4 or box == (other.left, other.bottom, other.right, other.top)
        if near or wide <= 0 or high <= 1.2:
            return False
        return wide * high > 0.25 * min(self.area, other.area)

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.top - self.bottom)


def letters(data: bytes) -> list[tuple[tuple[float, float], list[Letter]]]:
    """Of every page its size and its letters, without blanks."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [(page.get_size(), _letters(page)) for page in document]
    finally:
        document.close()


def _letters(page: pypdfium2.PdfPage) -> list[Letter]:
    text = page.get_textpage()
    found = []
    matrix = raw.FS_MATRIX()
    for n in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, n)
        if code in (0, 2, 0xFFFE) or chr(code).isspace():
            continue
        left, bottom, right, top = text.get_charbox(n)
        raw.FPDFText_GetMatrix(text.raw, n, ctypes.byref(matrix))
        size = raw.FPDFText_GetFontSize(text.raw, n) * abs(matrix.d)
        if right - left > 0.2 and top - bottom > 0.2:
            found.append(Letter(n, chr(code), left, bottom, right, top, size))
    return found


def outside(size: tuple[float, float], found: list[Letter]) -> str:
    """The letters that come too near to the page's edge, or beyond."""
    return "".join(
        one.char
        for one in found
        if min(one.left, one.bottom) < EDGE or one.right > size[0] - EDGE or one.top > size[1] - EDGE
    )


def covered(found: list[Letter]) -> list[tuple[str, str]]:
    """Pairs of letters that lie on each other."""
    cells: dict[tuple[int, int], list[Letter]] = defaultdict(list)
    pairs = []
    for one in found:
        for x in range(int(one.left // 20), int(one.right // 20) + 1):
            for y in range(int(one.bottom // 20), int(one.top // 20) + 1):
                pairs += [(one.char, other.char) for other in cells[x, y] if one.covers(other)]
                cells[x, y].append(one)
    return pairs
