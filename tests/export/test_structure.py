"""What a PDF says to those who do not see it, and what it carries: one report, asked many things."""

import itertools
import json
from collections import Counter
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest

from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddNotes, EditBoard, NewNote
from canvas_app.domain.entities import PARKING, Part
from canvas_app.domain.evidence import About, AddEvidence, AddTest
from canvas_app.export.pdf.document import render_pdf
from canvas_app.export.pdf.options import PdfOptions
from tests.export.boards import board_of, canvas, do, icons, paper, sample, with_statements
from tests.export.readers import Element, opened, plain, structure

CHANGED = "2026-11-21T11:15:00.000+01:00"
MIXED = "We say שלום to Ali علي today"
ADDRESSES = "See https://example.org/a_(b)?x=1&y=ü. Or mailto:ina@example.org, not javascript:alert(1) nor http://"
ATTACHED = json.dumps({"format": 1, "words": "Größe"}).encode()
PAINTS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "TJ", "Tj", "Do", "sh", "BI"}


@pytest.fixture(scope="module")
def board(qapp: object) -> Board:
    board = do(sample(), EditBoard({"partner": "Loyal <&> Co", "language": "de-AT"}))
    notes = (
        NewNote(text=MIXED, zone="pains", id="mixed", values={"score": 5}),
        NewNote(text=ADDRESSES, zone="gains", id="addresses", values={"detail": "https://example.org/" + "long/" * 30}),
        NewNote(text="Parked (with) \\ 日本語", zone=PARKING, id="parked"),
        NewNote(text="a very long note " * 120, zone="jobs", id="long"),
        NewNote(text="", zone="jobs", id="empty"),
    )
    do(board, AddNotes(notes), AddTest({"believe": "A long belief. " * 300}))
    proof = {"level": "some", "quote": "So it is", "source": "Web", "link": "https://example.org/proof"}
    do(board, AddEvidence(About("note", "mixed"), proof))
    return with_statements(board, [[Part(text=f"Statement {n} says much. " * 6)] for n in range(14)])


@pytest.fixture(scope="module")
def data(board: Board) -> bytes:
    options = PdfOptions(pages="all", changed=CHANGED, version=7)
    return render_pdf(board, paper(), options, icons(), attached={"board.json": ATTACHED}).data


@pytest.fixture(scope="module")
def pdf(data: bytes) -> Iterator[pikepdf.Pdf]:
    with opened(data) as document:
        yield document


@pytest.fixture(scope="module")
def tree(data: bytes) -> Element:
    return structure(data)


def section(tree: Element, heading: str, nth: int = 0) -> Element:
    return [sect for sect in tree.all("Sect") if sect.children and sect.children[0].said.startswith(heading)][nth]


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    waiting = [pdf.Root.StructTreeRoot.K]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += [kid for kid in kids(element) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def kids(element: pikepdf.Dictionary) -> list[object]:
    found = element.get("/K", pikepdf.Array())
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def parents(pdf: pikepdf.Pdf) -> dict[int, pikepdf.Object]:
    flat = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return {int(key): value for key, value in zip(flat[::2], flat[1::2], strict=True)}


def marks(page: pikepdf.Page) -> list[int]:
    """The numbers of a page's marked content; fails where something is painted outside of any mark."""
    found, open_marks = [], 0
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                open_marks += 1
                if len(operands) > 1 and "/MCID" in operands[1]:
                    found.append(int(operands[1].MCID))
            case "EMC":
                open_marks -= 1
            case name if name in PAINTS:
                assert open_marks == 1, name
    assert open_marks == 0
    return found


def test_every_mark_has_an_element_and_back(pdf: pikepdf.Pdf) -> None:
    known, numbers = parents(pdf), {page.objgen: n for n, page in enumerate(pdf.pages)}
    owners = {}
    for element in elements(pdf):
        assert kids(element) or element.S in ("/TD", "/TH"), "an element with nothing in it"
        for kid in kids(element):
            if isinstance(kid, int):
                owners[numbers[element.Pg.objgen], kid] = element.objgen
            elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR":
                owners[numbers[kid.Pg.objgen], int(kid.MCID)] = element.objgen
            elif isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                assert kid.P.objgen == element.objgen
    for n, page in enumerate(pdf.pages):
        assert page.obj.Tabs == "/S"
        row = known[int(page.obj.StructParents)]
        drawn = marks(page)
        assert drawn == list(range(len(row))), "each number once, in order"
        assert [owners.pop((n, mark)) for mark in drawn] == [element.objgen for element in row]
    assert not owners


def test_every_link_is_an_element_and_says_where_it_leads(pdf: pikepdf.Pdf) -> None:
    known = parents(pdf)
    links = [(page, link) for page in pdf.pages for link in page.obj.get("/Annots", [])]
    assert len(links) > 20
    for page, link in links:
        owner = known[int(link.StructParent)]
        assert owner.S == "/Link" and str(link.Contents).strip() and str(owner.Alt).strip()
        assert any(isinstance(kid, pikepdf.Dictionary) and kid.get("/Obj") == link for kid in kids(owner))
        left, low, right, high = map(float, link.Rect)
        assert 0 <= left < right <= float(page.mediabox[2]) and 0 <= low < high <= float(page.mediabox[3])


def test_headings_have_no_holes(tree: Element, board: Board) -> None:
    levels = [int(element.role[1]) for element in tree.all("H1", "H2", "H3", "H4")]
    assert levels[0] == 1 and all(after <= before + 1 for before, after in itertools.pairwise(levels))
    titles = [element.said for element in tree.all("H1")]
    assert titles[:3] == [board.info.title, board.info.title, "Value statements"] and titles[-1] == "All notes"
    assert len(set(titles)) == len(titles) - 1, "what is repeated on the next page is no heading"


@pytest.mark.parametrize("sect", [1, -1], ids=["canvas", "all notes"])
def test_notes_are_read_by_zone_and_rank(tree: Element, board: Board, sect: int) -> None:
    pages = [element for element in tree.children[0].children if element.role == "Sect"]
    read = [item.all("P")[0].said for item in pages[sect].all("LI")]
    wanted = [note.text or "(no text)" for zone in board.canvas.zones for note in board.in_zone(zone.id)]
    heads = [element.said for element in pages[sect].all("H2")]
    assert [head.split("  ")[0] for head in heads][: len(board.canvas.zones)] == [
        zone.title for zone in board.canvas.zones if board.in_zone(zone.id)
    ]
    if sect > 0:
        wanted.remove("(no text)")
    shown = [words for words in read if not words.startswith("https://")][: len(wanted)]
    assert [plain(words.split(" http")[0]) for words in shown] == [plain(text.split(" http")[0]) for text in wanted]
    assert MIXED in read, "exactly"


def test_dots_and_stars_are_told(tree: Element) -> None:
    item = next(item for item in section(tree, "All notes").all("LI") if MIXED in item.said)
    assert [figure.alt for figure in item.all("Figure")] == ["importance 5 of 5"]
    assert all(figure.alt and figure.marks for figure in tree.all("Figure"))


def test_tables_say_what_their_columns_and_rows_are(tree: Element, board: Board) -> None:
    tables = tree.all("Table")
    assert len(tables) >= 4
    for table in tables:
        head, *rows = table.all("TR")
        if any(cell.said for cell in head.children if cell.scope != "Row") and len(head.children) > 2:
            assert {(cell.role, cell.scope) for cell in head.children} == {("TH", "Column")}
        for row in rows:
            assert Counter(cell.scope for cell in row.children if cell.role == "TH") == {"Row": 1}
            assert len(row.children) == len(head.children)
    statements = section(tree, "Value statements").all("Table")
    assert len(statements) == 1, "one table, on as many pages as it takes"
    assert [row.children[1].text for row in statements[0].all("TR")[1:]] == [
        one.text.rstrip() for one in board.statements
    ]
    assert len({mark[0] for cell in statements[0].all("TH") for mark in cell.marks}) == 1, "the head is read once"
    belief = [cell for cell in tree.all("TH") if (cell.text or "").startswith("A long belief.")]
    assert len(belief) == 1 and (belief[0].text or "").count("belief.") == 300
    assert len({page for page, _ in belief[0].marks}) > 1


def test_foot_lines_and_page_numbers_are_not_read(tree: Element, pdf: pikepdf.Pdf, board: Board) -> None:
    assert tree.said.count(board.info.title) == 2
    artifacts = b"".join(page.obj.Contents.read_bytes() for page in pdf.pages)
    assert artifacts.count(b"/Type/Pagination") >= len(pdf.pages)


def test_each_text_says_its_language(tree: Element, pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang) == "de-AT"
    spoken = {element.text: element.lang for element in tree.walk() if element.text}
    assert spoken["Value statements"] == "en"
    assert spoken[MIXED] == "", "most of it is in the board's letters"
    assert spoken[next(text for text in spoken if "Parked" in text)] == ""


def test_addresses_lead_out(pdf: pikepdf.Pdf) -> None:
    targets = {str(link.A.URI) for page in pdf.pages for link in page.obj.get("/Annots", []) if "/A" in link}
    assert targets == {
        "https://example.org/a_(b)?x=1&y=%C3%BC",
        "mailto:ina@example.org",
        "https://example.org/" + "long/" * 30,
        "https://example.org/proof",
    }
    assert {str(link.A.S) for page in pdf.pages for link in page.obj.get("/Annots", []) if "/A" in link} == {"/URI"}


def test_badges_lead_to_statements_and_statements_back(pdf: pikepdf.Pdf) -> None:
    pages = {page.objgen: n for n, page in enumerate(pdf.pages)}
    there: dict[int, set[int]] = {}
    for n, page in enumerate(pdf.pages):
        for link in page.obj.get("/Annots", []):
            if "/Dest" in link:
                there.setdefault(n, set()).add(pages[link.Dest[0].objgen])
    assert there[1] and there[1] <= {2, 3}, "from the canvas to the statements"
    assert there[2] == {1}, "and back"


def test_outline_and_labels(pdf: pikepdf.Pdf, board: Board) -> None:
    with pdf.open_outline() as outline:
        titles = {item.title: len(item.children) for item in outline.root}
    assert list(titles)[:3] == ["Summary", "Canvas", "Value statements"] and list(titles)[-1] == "All notes"
    assert titles["Value statements"] == len(board.statements)
    assert [page.label for page in pdf.pages] == [str(n + 1) for n in range(len(pdf.pages))]
    assert pdf.Root.PageMode == "/UseOutlines" and bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_properties_and_xmp_say_the_same(pdf: pikepdf.Pdf, board: Board) -> None:
    info = pdf.docinfo
    with pdf.open_metadata() as meta:
        assert meta["dc:title"] == str(info.Title) == board.info.title
        assert meta["dc:description"] == str(info.Subject) and "Loyal <&> Co" in str(info.Subject)
        assert meta["pdf:Keywords"] == str(info.Keywords)
        assert meta["xmp:CreatorTool"] == str(info.Creator) and str(info.Creator).startswith("Value Canvas ")
        assert meta["pdf:Producer"] == str(info.Producer)
        assert meta["xmp:CreateDate"] == "2026-11-21T10:15:00Z" and str(info.CreationDate) == "D:20261121101500Z"
        assert meta.pdfa_status == "" and "pdfuaid:part" not in meta, "nobody has validated it"
    intent = pdf.Root.OutputIntents[0]
    assert int(intent.DestOutputProfile.N) == 3 and intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
    assert bytes(pdf.trailer.ID[0]) == bytes(pdf.trailer.ID[1]) and len(bytes(pdf.trailer.ID[0])) == 16


def test_the_board_is_attached(pdf: pikepdf.Pdf) -> None:
    assert list(pdf.attachments) == ["board.json"]
    file = pdf.attachments["board.json"].get_file()
    assert file.read_bytes() == ATTACHED and file.mime_type == "application/json"
    assert [spec.AFRelationship for spec in pdf.Root.AF] == ["/Source"]


def test_a_poster_is_read_once_and_seen_in_parts(board: Board) -> None:
    data = render_pdf(board, paper(), PdfOptions(pages="poster"), icons()).data
    tree = structure(data)
    assert [element.said for element in tree.all("H1")] == [board.info.title]
    assert [element.text for element in tree.all("P") if element.text == MIXED] == [MIXED]
    with opened(data) as pdf:
        sheets = [element.alt or "" for element in tree.all("Figure") if (element.alt or "").startswith("Sheet ")]
        assert len(sheets) == len(pdf.pages) > 1
        assert [page.label for page in pdf.pages] == [f"Sheet {n + 1}" for n in range(len(sheets))]
        known = parents(pdf)
        for page in pdf.pages:
            assert len(marks(page)) == len(known[int(page.obj.StructParents)])
            for form in page.Resources.XObject.values():
                assert b"BDC" not in form.read_bytes()


def test_a_file_that_is_cut_short_or_empty_of_notes_is_whole(qapp: object) -> None:
    empty = board_of(canvas(), language="not a language")
    one = render_pdf(empty, paper(), PdfOptions(), icons())
    two = render_pdf(empty, paper(), PdfOptions(), icons())
    assert one.data == two.data
    with pikepdf.open(BytesIO(one.data)) as pdf:
        assert str(pdf.Root.Lang) == "en" and "/CreationDate" not in pdf.docinfo and "/Names" not in pdf.Root
        assert [marks(page) for page in pdf.pages]
