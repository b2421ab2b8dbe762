"""What other programs find in a PDF."""

import re
import shutil
import subprocess
import unicodedata
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

_CONTROLS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")


def plain(text: str) -> str:
    """Text as it can be compared: NFC, no bidi controls, no soft line ends, single blanks."""
    text = _CONTROLS.sub("", text).replace("\u00ad", "").replace("\ufffe", "-").replace("\x02", "-")
    return " ".join(unicodedata.normalize("NFC", text).split())


def solid(text: str) -> str:
    """Text without any blanks: where lines break does not matter."""
    return plain(text).replace(" ", "")


def by_pdfium(data: bytes) -> list[str]:
    """The text of every page."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def by_poppler(data: bytes) -> list[str]:
    """The text of every page, in content order."""
    done = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"], input=data, capture_output=True, check=True)
    assert done.stderr == b""
    return done.stdout.decode("utf-8").split("\f")[:-1]


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))


def fonts_of(data: bytes) -> dict[str, bool]:
    """The name of every font that a page can use, and whether it is embedded."""
    found = {}
    with opened(data) as pdf:
        for page in pdf.pages:
            for font in page.Resources.get("/Font", {}).values():
                name = str(font.get("/BaseFont", "/?"))
                inner = font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else None
                found[name] = bool(inner is not None and ("/FontFile2" in inner or "/FontFile3" in inner))
    return found


def ink(data: bytes) -> list[int]:
    """How many pixels of every page are not white."""
    document = pypdfium2.PdfDocument(data)
    try:
        found = []
        for page in document:
            bitmap = page.render(scale=0.5, grayscale=True)
            buffer = bytes(bitmap.buffer)
            found.append(len(buffer) - buffer.count(255))
        return found
    finally:
        document.close()


def places_of(data: bytes, colour: str) -> set[tuple[int, int]]:
    """The pixels of the first page that have a colour ("#RRGGBB"): (x, y) from the top left, a pixel a point."""
    wanted = bytes.fromhex(colour[1:])
    document = pypdfium2.PdfDocument(data)
    try:
        image = document[0].render(scale=1.0, rev_byteorder=True)
        buffer, wide, step = bytes(image.buffer), image.stride, image.n_channels
        found, at = set(), buffer.find(wanted)
        while at >= 0:
            if at % wide % step == 0:
                found.add((at % wide // step, at // wide))
            at = buffer.find(wanted, at + 1)
        return found
    finally:
        document.close()
