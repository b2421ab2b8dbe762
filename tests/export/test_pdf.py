"""The whole report: what every reader finds in it."""

from collections.abc import Callable

import pytest

from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddLink, AddNotes, EditBoard, EditNote, NewNote, RankNote
from canvas_app.domain.entities import Part
from canvas_app.domain.errors import UserError
from canvas_app.export.pdf.document import Rendered, render_pdf
from canvas_app.export.pdf.options import PdfOptions
from tests.export.boards import board_of, canvas, do, filled, icons, paper, sample, with_statements
from tests.export.readers import by_pdfium, by_poppler, fonts_of, ink, needs_poppler, opened, plain, solid

CHANGED = "2026-11-21T10:15:00.000Z"
LONG = ("Somebody pasted a whole e-mail into this note, and every word of it matters to them. " * 25)[:2000].strip()


def render(board: Board, page: str = "A4", changed: str = CHANGED, version: int = 7) -> Rendered:
    return render_pdf(board, paper(), PdfOptions(page=page, changed=changed, version=version), icons())


def statements(count: int) -> list[list[Part]]:
    return [
        [Part(text=f"Statement number {n} says "), Part(text=f"phrase {n}", note="n1", used="x")] for n in range(count)
    ]


Reader = Callable[[bytes], list[str]]
READERS = [pytest.param(by_pdfium, id="pdfium"), pytest.param(by_poppler, id="poppler", marks=needs_poppler)]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("count", [3, 30, 300])
def test_every_note_is_there(read: Reader, count: int) -> None:
    board = filled(count)
    rendered = render(board)
    pages = read(rendered.data)
    assert len(pages) == rendered.pages
    notes = solid(" ".join(pages[1:]))
    for note in board.notes.values():
        assert solid(note.text) in notes


@pytest.mark.parametrize("read", READERS)
def test_the_sample_reads_well(read: Reader) -> None:
    board = sample()
    canvas_text, statement_text, *_, note_text = (plain(page) for page in read(render(board).data))
    assert board.info.title in canvas_text
    assert "21 November 2026 · version 7" in canvas_text
    assert "30 notes · 3 statements" in canvas_text
    assert "10/11" in canvas_text
    for note in board.notes.values():
        assert plain(note.text) in note_text
        assert plain(note.detail) in note_text
    places = [statement_text.index(plain(statement.text)) for statement in board.statements]
    assert places == sorted(places)
    for zone in board.canvas.zones:
        assert f"{zone.title} {len(board.in_zone(zone.id))}" in note_text
    assert note_text.index("Parking lot") > note_text.index("Customer jobs")


@pytest.mark.parametrize("read", READERS)
def test_statements_stand_in_the_persons_order(read: Reader) -> None:
    board = with_statements(filled(12), statements(25))
    pages = [plain(page) for page in read(render(board).data)]
    text = " ".join(page for page in pages[1:] if page.startswith("Value statements"))
    places = [text.index(f"Statement number {n} says phrase {n}") for n in range(25)]
    assert places == sorted(places)
    assert sum("Value statements continued" in page for page in pages) >= 1
    assert "Statement number 2 " in pages[0]
    assert "Statement number 3 " not in pages[0]


@pytest.mark.parametrize("read", READERS)
def test_greek_and_cyrillic(read: Reader) -> None:
    words = [
        "Κλείσιμο βιβλίων στο τέλος του μήνα",
        "Экономит время команды",
        "Tiết kiệm thời gian",
        "“Which one?” – 5 €",
    ]
    board = board_of(canvas(), title="Ελληνικά и русский")
    do(board, AddNotes(tuple(NewNote(text=text, zone="pains") for text in words)))
    text = plain(" ".join(read(render(board).data)))
    for word in words:
        assert plain(word) in text
    assert "Ελληνικά и русский" in text


@pytest.mark.parametrize("read", READERS)
def test_a_note_too_long_for_its_face_is_cut_there_and_in_full_in_the_list(read: Reader) -> None:
    board = do(filled(6), EditNote("n3", {"text": LONG, "detail": LONG[::-1].strip()}))
    rendered = render(board)
    assert rendered.cut == ("n3",)
    pages = read(rendered.data)
    assert solid(LONG) not in solid(pages[0])
    assert "…" in pages[0]
    rest = "".join(solid(page).partition("Allnotes")[2] for page in pages[1:])
    for title in ("Gains", "Pains", "Customerjobs"):
        rest = rest.replace(f"{title}continued", "")
    rest = rest.replace("continuedEverynoteinfull,byzone;dotsshowimportance,astartheshortlist,", "")
    assert solid(LONG)[:600] in rest
    assert rest.count("Somebodypastedawhole") >= LONG.count("Somebody pasted a whole") - 2


def test_a_note_longer_than_a_page_flows_on() -> None:
    text = " ".join(f"word{n}" for n in range(2200))
    board = do(filled(2), EditNote("n0", {"text": text}))
    found = solid(" ".join(by_pdfium(render(board).data)[1:]))
    assert all(f"word{n}" in found for n in range(2200))


def test_a_statement_longer_than_a_page_flows_on() -> None:
    words = [f"word{n}" for n in range(1500)]
    board = with_statements(filled(2), [[Part(text=" ".join(words))], [Part(text="The last one.")]])
    rendered = render(board)
    pages = by_pdfium(rendered.data)
    found = solid(" ".join(page for page in pages[1:] if page.startswith("Value statements")))
    assert all(word in found for word in words)
    assert "Thelastone." in found
    assert min(ink(rendered.data)) > 300


@pytest.mark.parametrize("name", ["value-proposition", "business-model", "partner-value-proposition"])
@pytest.mark.parametrize("count", [0, 1, 40])
def test_no_page_is_blank(name: str, count: int) -> None:
    rendered = render(filled(count, name))
    assert rendered.pages == (2 if count else 1)
    assert min(ink(rendered.data)) > 500


def test_an_empty_board_shows_zones_and_their_questions() -> None:
    board = board_of(canvas())
    rendered = render(board)
    assert rendered.pages == 1
    text = plain(by_pdfium(rendered.data)[0])
    for zone in board.canvas.zones:
        assert zone.title in text
        assert zone.hint in text


def test_without_statements_there_is_no_table_and_no_strip() -> None:
    pages = by_pdfium(render(filled(6)).data)
    assert len(pages) == 2
    assert "Value statements" not in pages[0] + pages[1][:40]


@pytest.mark.parametrize(
    ("page", "size"),
    [("A4", (842, 595)), ("letter", (792, 612)), ("A3", (1191, 842)), ("Legal", (1008, 612)), ("A5", (595, 420))],
)
def test_page_sizes(page: str, size: tuple[int, int]) -> None:
    with opened(render(with_statements(filled(12), statements(2)), page).data) as pdf:
        for found in pdf.pages:
            assert tuple(round(float(value)) for value in found.mediabox[2:]) == size


def test_an_unknown_page_size_names_the_known_ones() -> None:
    with pytest.raises(UserError, match=r"'A9' is not known; use one of .*A4.*Letter") as caught:
        render(filled(1), "A9")
    assert caught.value.exit_code == 2


def test_canvas_alone_is_one_page() -> None:
    board = with_statements(filled(12), statements(2))
    rendered = render_pdf(board, paper(), PdfOptions(pages="canvas"), {})
    assert rendered.pages == 1
    assert "Statement number 1" in by_pdfium(rendered.data)[0]


def test_the_same_bytes_each_time() -> None:
    """On other machines, too: tests/export/test_fidelity.py."""
    board = sample()
    assert render(board).data == render(board).data


def test_fonts_are_embedded_subsets() -> None:
    found = fonts_of(render(sample()).data)
    assert found
    for name, embedded in found.items():
        assert embedded, name
        assert name[7:8] == "+", name
        assert "Helvetica" not in name
    assert b"Helvetica" not in render(sample()).data


def test_nothing_is_transparent() -> None:
    with opened(render(sample()).data) as pdf:
        for page in pdf.pages:
            for state in page.Resources.get("/ExtGState", {}).values():
                assert not {"/ca", "/CA", "/SMask"} & set(state.keys())


def test_properties_and_outline() -> None:
    board = do(sample(), EditBoard({"language": "de"}))
    with opened(render(board).data) as pdf:
        assert pdf.docinfo["/Title"] == board.info.title
        assert "Value Proposition Canvas" in str(pdf.docinfo["/Subject"])
        assert str(pdf.docinfo["/Creator"]).startswith("Value Canvas")
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261121101500")
        assert str(pdf.Root.Lang) == "de"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
            assert titles[:3] == ["Canvas", "Value statements", "Fit"] and titles[-1] == "All notes"
            assert len(outline.root[1].children) == len(board.statements)


def test_badges_lead_to_statements() -> None:
    with opened(render(sample()).data) as pdf:
        links = [note for note in pdf.pages[0].Annots if note.Subtype == "/Link"]
        assert len(links) > 3
        pages = {link.Dest[0].objgen for link in links}
        assert pages == {pdf.pages[1].obj.objgen}


def test_a_score_that_cannot_be_told_shows_a_dash() -> None:
    board = with_statements(board_of(canvas()), [[Part(text="Nothing to measure yet.")]])
    text = plain(by_pdfium(render(board).data)[1])
    assert text.partition("Nothing to measure yet.")[2].strip().startswith("–")


def test_columns_begin_with_zones_where_one_page_is_enough() -> None:
    board = filled(24)
    assert "continued" not in by_pdfium(render(board).data)[1]


def test_dates_and_versions_may_be_left_out() -> None:
    text = plain(by_pdfium(render(filled(2), changed="", version=0).data)[0])
    assert "version" not in text
    assert "2 notes" in text


def test_what_no_font_has_is_named_by_note_and_drawn_all_the_same() -> None:
    board = filled(12)
    do(board, *(EditNote(f"n{n}", {"text": f"Note {n} \ue123 says \u13a0"}) for n in range(5)))
    rendered = render(board)
    assert rendered.preflight.missing == {f"n{n}": ("\ue123", "\u13a0") for n in range(5)}
    assert "Note 3 \ue123 says \u13a0" in plain(by_pdfium(rendered.data)[0])


@pytest.mark.parametrize(
    ("where", "source"), [("title", "title"), ("goal", "subtitle"), ("detail", "n1"), ("statement", "s0")]
)
def test_it_is_looked_for_everywhere(where: str, source: str) -> None:
    board = filled(3)
    match where:
        case "detail":
            do(board, EditNote("n1", {"detail": "\u13a0"}))
        case "statement":
            with_statements(board, [[Part(text="\u13a0")]])
        case _:
            do(board, EditBoard({where: "\u13a0"}))  # type: ignore[dict-item]
    assert render(board).preflight.missing[source] == ("\u13a0",)


def test_a_long_title_is_shown_in_full() -> None:
    title = ("Quite a long title, " * 25)[:500].strip()
    board = do(filled(3), EditBoard({"title": title}))
    assert solid(title) in solid(by_pdfium(render(board).data)[0])


def test_what_statements_answer() -> None:
    board = filled(12)
    do(board, AddLink("n2", "n4"), AddLink("n4", "n5"), RankNote("n4", 0))
    with_statements(board, [[Part(text="We take it away.", note="n2", used="x")]])
    page = plain(by_pdfium(render(board).data)[1])
    assert f"Customer job {board.notes['n5'].text}" in page
    assert f"Pain {board.notes['n4'].text}" in page
    assert "Answers 1 customer job, 1 pain · score" in plain(by_pdfium(render(board).data)[0])
