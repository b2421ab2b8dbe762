"""A finished canvas with all that surrounds its pages: structure, links, labels, metadata, attached files.

The names of reportlab 5.1 used here that it does not promise are `Canvas._doc`, `PDFDocument.info`, `.Catalog`,
`.Pages.pages`, `.Outlines.levelstack`, and the `__NoDefault__` and `Annots` of a page.
"""

from collections.abc import Mapping
from typing import Any

from canvas_app.export.pdf import filing, metadata, syntax
from canvas_app.export.pdf.filing import Raw, add
from canvas_app.export.pdf.structure import Link, Structure

Places = dict[str, tuple[int, float, float]]
"""By key: page, counted from 0, and x, y from its bottom left in points."""


def publish(
    canvas: Any,
    structure: Structure,
    about: metadata.About,
    places: Places,
    labels: Mapping[int, str],
    files: Mapping[str, bytes],
) -> bytes:
    """`labels`: what stands before the numbers of the pages from that one on. Links to unknown places are left out."""
    document = canvas._doc
    document.info = Raw(metadata.properties(about))
    pages = [add(document, page) for page in document.Pages.pages]
    structure.drop_links(lambda link: not link.outside and link.target not in places)
    links = _annotations(document, structure, places, pages)
    root = add(document, Raw())
    catalog: dict[str, Any] = {
        "StructTreeRoot": f"{root} 0 R",
        "MarkInfo": "<</Marked true>>",
        "Metadata": filing.stream(metadata.xmp(about), b"/Type/Metadata/Subtype/XML", packed=False),
        "OutputIntents": b"[" + metadata.output_intent(document) + b"]",
        "PageLabels": _labels(labels),
        "ViewerPreferences": "<</DisplayDocTitle true>>",
        "PageMode": "/UseOutlines" if document.Outlines.levelstack else "/UseNone",
    }
    if files:
        carried = {name: metadata.embedded(document, name, files[name], about.changed) for name in sorted(files)}
        names = b"".join(syntax.text(name) + b"%d 0 R" % number for name, number in carried.items())
        catalog["Names"] = b"<</EmbeddedFiles<</Names[" + names + b"]>>>>"
        catalog["AF"] = b"[" + b" ".join(b"%d 0 R" % number for number in carried.values()) + b"]"
    _extend(document.Catalog, catalog)

    def later(first: int) -> tuple[bytes, list[bytes]]:
        return structure.objects(first, root, about.language, pages, links)

    return filing.assemble(canvas, root, later)


def _extend(dictionary: Any, entries: Mapping[str, Any]) -> None:
    """reportlab writes only those entries of a page or catalog that it knows."""
    dictionary.__NoDefault__ = [*dictionary.__NoDefault__, *entries]
    for name, value in entries.items():
        setattr(dictionary, name, value)


def _annotations(document: Any, structure: Structure, places: Places, pages: list[int]) -> list[int]:
    """Give the pages their links and their keys in the parent tree; the numbers of the links."""
    structure.reserve(len(pages))
    on_page: list[list[int]] = [[] for _ in pages]
    numbers = []
    for n, (link, _) in enumerate(structure.links):
        number = add(document, Raw(_annotation(link, structure.parent_key(n), places, pages)))
        numbers.append(number)
        on_page[link.page].append(number)
    for n, page in enumerate(document.Pages.pages):
        page.Annots = [f"{number} 0 R" for number in on_page[n]]
        _extend(page, {"StructParents": n, "Tabs": "/S"})
    return numbers


def _annotation(link: Link, key: int, places: Places, pages: list[int]) -> bytes:
    if link.outside:
        target = b"/A<</S/URI/URI" + syntax.octets(link.target.encode("ascii")) + b">>"
    else:
        page, x, y = places[link.target]
        target = b"/Dest[%d 0 R/XYZ %b %b 0]" % (pages[page], syntax.number(x), syntax.number(y))
    head = b"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect" + syntax.numbers(link.rect)
    return head + b"/StructParent %d/Contents" % key + syntax.text(link.words) + target + b">>"


def _labels(labels: Mapping[int, str]) -> bytes:
    parts = [
        b"%d<</S/D%b>>" % (page, b"/P" + syntax.text(prefix) if prefix else b"")
        for page, prefix in (labels or {0: ""}).items()
    ]
    return b"<</Nums[" + b"".join(parts) + b"]>>"
