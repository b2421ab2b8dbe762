"""The names of reportlab that it does not promise to keep: each does what paper relies on."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from canvas_app.export.pdf import filing

FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<<>>"


@pytest.fixture
def canvas() -> Any:
    return Canvas(BytesIO(), invariant=1, pageCompression=0)


def saved(canvas: Any) -> pikepdf.Pdf:
    root = filing.add(canvas._doc, filing.Raw())
    return pikepdf.open(BytesIO(filing.assemble(canvas, root, lambda first: (b"null", []))))


def test_code_becomes_the_content_of_the_page(canvas: Any) -> None:
    canvas._code.append("1 2 3 rg")
    canvas.showPage()
    assert canvas._code == []
    with saved(canvas) as pdf:
        assert b"1 2 3 rg" in pdf.pages[0].Contents.read_bytes()


def test_the_preamble_begins_every_page(canvas: Any) -> None:
    def plain() -> None:
        canvas._preamble = "1 0 0 1 0 0 cm"

    canvas._make_preamble = plain
    canvas.setPageSize((300, 200))
    canvas._code.append("0 g")
    canvas.showPage()
    with saved(canvas) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
    assert content.startswith(b"1 0 0 1 0 0 cm") and b"Tf" not in content


def test_objects_have_names_and_numbers(canvas: Any) -> None:
    document = canvas._doc
    made = filing.Raw(b"(here)")
    name = document.Reference(made, "mine").name
    number = document.idToObjectNumberAndVersion[name][0]
    assert document.idToObject[name] is made and document.numberToId[number] == name
    assert filing.number_of(document, name) == number
    assert pdfdoc.format(made, document, toplevel=1) == b"(here)"
    assert pdfdoc.format(made, document) == b"%d 0 R" % number, "since it has __RefOnly__"


def test_fonts_of_pages_are_in_one_dictionary(canvas: Any) -> None:
    basic = canvas._doc.idToObject["BasicFonts"].dict
    assert "F1" in basic, "Helvetica, which is taken out"
    basic["V1"] = canvas._doc.Reference(filing.Raw(b"<</Type/Font/Subtype/Type3>>"), "font")
    canvas.showPage()
    with saved(canvas) as pdf:
        assert "/V1" in pdf.pages[0].Resources.Font


def test_a_form_in_use_is_among_the_resources_of_the_page(canvas: Any) -> None:
    name = canvas._doc.getXObjectName("stamp1")
    canvas._doc.Reference(filing.stream(b"0 0 1 1 re f", FORM), name)
    canvas._formsinuse.append("stamp1")
    canvas.showPage()
    with saved(canvas) as pdf:
        assert f"/{name}" in pdf.pages[0].Resources.XObject


def test_a_form_knows_how_high_it_is(canvas: Any) -> None:
    canvas.beginForm("poster", 0, 0, 40, 30)
    canvas.endForm()
    assert canvas._doc.idToObject[canvas._doc.getXObjectName("poster")].uppery == 30


def test_entries_of_a_page_and_of_the_catalog_can_be_added(canvas: Any) -> None:
    canvas.showPage()
    document = canvas._doc
    (page,) = document.Pages.pages
    page.Annots = [f"{filing.add(document, filing.Raw(b'<</Subtype/Link/Rect[0 0 1 1]>>'))} 0 R"]
    for known, entry in ((page, "Tabs"), (document.Catalog, "MarkInfo")):
        known.__NoDefault__ = [*known.__NoDefault__, entry]
        setattr(known, entry, "/S")
    document.info = filing.Raw(b"<</Title(Mine)>>")
    with saved(canvas) as pdf:
        assert pdf.pages[0].Tabs == pdf.Root.MarkInfo == "/S"
        assert pdf.pages[0].Annots[0].Subtype == "/Link" and pdf.docinfo["/Title"] == "Mine"


def test_an_outline_is_there_once_something_was_added(canvas: Any) -> None:
    outlines = canvas._doc.Outlines
    assert not outlines.levelstack
    canvas.bookmarkPage("here")
    canvas.addOutlineEntry("Here", "here")
    canvas.showPage()
    assert outlines.levelstack
    before = outlines.ready
    outlines.prepare(canvas._doc, canvas)
    assert before != outlines.ready >= 0


def test_a_document_without_an_outline_says_so(canvas: Any) -> None:
    canvas.showPage()
    canvas._doc.Outlines.prepare(canvas._doc, canvas)
    assert canvas._doc.Outlines.ready < 0


def test_the_clock_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pdfdoc.PDFDocument(invariant=0)._timeStamp.t == filing._FixedTime.t
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    pdfdoc.PDFDocument()
