"""What other programs find in a PDF."""

import re
import shutil
import subprocess
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pdfua
import pikepdf
import pypdf
import pypdfium2
import pytest

_CONTROLS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")

needs_checkers = pytest.mark.skipif(
    not all(map(shutil.which, ("pdftotext", "pdftoppm", "pdffonts", "qpdf"))), reason="needs poppler-utils and qpdf"
)
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")


def plain(text: str) -> str:
    """Text as it can be compared: NFC, no bidi controls, no soft line ends, single blanks."""
    text = _CONTROLS.sub("", text).replace("\u00ad", "").replace("\ufffe", "-").replace("\x02", "-")
    return " ".join(unicodedata.normalize("NFC", text).split())


def solid(text: str) -> str:
    """Text without any blanks: where lines break does not matter."""
    return plain(text).replace(" ", "")


def by_pdfium(data: bytes) -> list[str]:
    """The text of every page; the halves of an emoji, which pdfium turns round from right to left, are put right."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [_whole(page.get_textpage().get_text_range(errors="surrogatepass")) for page in document]
    finally:
        document.close()


def _whole(text: str) -> str:
    halves = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\udc00-\udfff][\ud800-\udbff]")
    units = "".join(map(chr, array("H", text.encode("utf-16-le", "surrogatepass"))))
    joined = halves.sub(lambda found: "".join(sorted(found[0])), units)
    return joined.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def by_poppler(data: bytes, order: str = "-raw") -> list[str]:
    """The text of every page, in content order; with "" as poppler thinks that a person reads."""
    command = ["pdftotext", *order.split(), "-enc", "UTF-8", "-", "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
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


def by_pypdf(data: bytes) -> list[str]:
    """The text of every page."""
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages]


@dataclass(frozen=True)
class Element:
    """An element of the structure tree, as a screen reader meets it. `marks`: (page from 0, number) of its content."""

    role: str
    text: str | None
    alt: str | None
    lang: str
    scope: str
    children: tuple["Element", ...]
    marks: tuple[tuple[int, int], ...]
    annotations: int

    def walk(self) -> Iterator["Element"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *roles: str) -> list["Element"]:
        return [element for element in self.walk() if element.role in roles]

    @property
    def said(self) -> str:
        """Its text and that of all in it, in order."""
        own = self.text if self.text is not None else self.alt
        return " ".join(words for words in (own, *(child.said for child in self.children)) if words)


def structure(data: bytes) -> Element:
    """The structure tree of a document; its root stands for the document."""
    with opened(data) as pdf:
        pages = {page.objgen: n for n, page in enumerate(pdf.pages)}
        return _element(pdf.Root.StructTreeRoot, pages, None)


def _element(found: pikepdf.Object, pages: dict[tuple[int, int], int], page: int | None) -> Element:
    if "/Pg" in found:
        page = pages[found.Pg.objgen]
    below = found.get("/K", pikepdf.Array())
    children, marks, annotations = [], [], 0
    for kid in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(kid, int):
            assert page is not None
            marks.append((page, kid))
        elif kid.get("/Type") == "/MCR":
            marks.append((pages[kid.Pg.objgen] if "/Pg" in kid else page or 0, int(kid.MCID)))
        elif kid.get("/Type") == "/OBJR":
            annotations += 1
        else:
            children.append(_element(kid, pages, page))
    attributes = found.get("/A", pikepdf.Dictionary())
    owners = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    scope = next((str(owner.Scope)[1:] for owner in owners if "/Scope" in owner), "")
    return Element(
        str(found.get("/S", "/Document"))[1:],
        str(found.ActualText) if "/ActualText" in found else None,
        str(found.Alt) if "/Alt" in found else None,
        str(found.get("/Lang", "")),
        scope,
        tuple(children),
        tuple(marks),
        annotations,
    )


def complaints(data: bytes, folder: Path) -> list[str]:
    """What qpdf, poppler and the accessibility checker have to say against a document; nothing where it is right."""
    path = folder / "paper.pdf"
    path.write_bytes(data)
    said = []
    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
    if done.returncode or done.stderr:
        said.append(f"qpdf: {done.stdout}{done.stderr}")
    done = subprocess.run(["pdftoppm", "-r", "20", "-gray", path, folder / "page"], capture_output=True, text=True)
    if done.returncode or done.stderr:
        said.append(f"pdftoppm: {done.stderr}")
    for page in folder.glob("page-*.pgm"):
        page.unlink()
    done = subprocess.run(["pdffonts", path], capture_output=True, text=True)
    for line in done.stdout.splitlines()[2:]:
        if line.split()[-5:-2] != ["yes", "yes", "yes"]:
            said.append(f"pdffonts: {line}")
    report = pdfua.validate(str(path))
    said += [f"pdfua: {found.rule_id} {found.message} ({found.location.describe()})" for found in report.findings]
    said += [f"pdfua: {rule.rule_id} not looked at: {rule.skipped_reason}" for rule in report.skipped]
    return said


_PAINTS = frozenset({"Tj", "TJ", "'", '"', "f", "f*", "F", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "EI"})


def holes(data: bytes) -> list[str]:
    """Where the structure does not hold what is drawn, or not in a shape that can be walked."""
    said: list[str] = []
    tree = structure(data)
    read = [mark for element in tree.walk() for mark in element.marks]
    known = set(read)
    if len(read) != len(known):
        said.append("something is read twice")
    with opened(data) as pdf:
        for number, page in enumerate(pdf.pages):
            open_marks = 0
            for operands, operator in pikepdf.parse_content_stream(page):
                match str(operator):
                    case "BDC" | "BMC":
                        open_marks += 1
                        mark = operands[1].get("/MCID") if str(operator) == "BDC" else None
                        if mark is not None and (number, int(mark)) not in known:
                            said.append(f"page {number + 1}: {mark} is not in the structure")
                    case "EMC":
                        open_marks -= 1
                    case drawn if drawn in _PAINTS and not open_marks:
                        said.append(f"page {number + 1}: {drawn} outside of everything")
    for table in tree.all("Table"):
        if len({len(row.children) for row in table.all("TR")}) != 1:
            said.append(f"the rows of a table differ: {table.said[:60]}")
    level = 0
    for heading in tree.all("H1", "H2", "H3"):
        if int(heading.role[1]) > level + 1:
            said.append(f"no heading above {heading.said[:60]}")
        level = int(heading.role[1])
    said += ["a figure says nothing" for figure in tree.all("Figure") if not figure.alt]
    return said
