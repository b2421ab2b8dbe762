"""Page 1: what is where, and that it is the screen's layout."""

import pypdfium2
import pytest

from canvas_app.domain.canvas import canvas_from_data
from canvas_app.domain.entities import Note, Part
from canvas_app.domain.geometry import Rect
from canvas_app.domain.theme import mix
from canvas_app.export.icons import icon_segments
from canvas_app.export.pdf.canvas_page import MOST_GROWTH, Face, drawn_height, face, screen_text
from canvas_app.export.pdf.content import Content, day
from canvas_app.export.pdf.document import render_pdf
from canvas_app.export.pdf.drawing import extent, place
from canvas_app.export.pdf.options import PdfOptions
from canvas_app.text.block import lines_of
from canvas_app.text.layout import lay_out
from canvas_app.text.note_face import note_text
from tests.export.boards import board_of, canvas, filled, icons, paper, with_statements, words
from tests.export.readers import by_pdfium, ink, plain


def note(text: str, **values: object) -> Note:
    return Note(id="a", zone="pains", kind="pain", x=0, y=0, text=text, **values)


TEXTS = [
    *(words(n) for n in range(40)),
    "Works in the team’s own language: Deutsch, Ελληνικά, Українська",
    "guard-rails\nand a second line\n\nafter an empty one",
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "",
    "   ",
]


def on_paper_of(note: Note, scale: float) -> Face:
    screen = screen_text(note)
    return face(note, screen, drawn_height(note, screen), scale)


@pytest.mark.parametrize("scale", [0.5145, 0.4921, 0.3333, 0.2113, 1.0, 0.7071])
@pytest.mark.parametrize("size", [(132.0, 92.0), (97.3, 92.0), (208.0, 61.5)])
def test_lines_break_where_they_break_on_screen(scale: float, size: tuple[float, float]) -> None:
    w, h = size
    for text in TEXTS:
        on_paper = on_paper_of(note(text, w=w, h=h), scale)
        if not on_paper.cut:
            on_screen = note_text(text, w, h)
            assert [line.text for line in on_paper.block.lines] == [line.text for line in on_screen.lines]
            assert on_paper.block.size == pytest.approx(on_screen.size * scale)


def test_a_cut_face_begins_like_the_screen_and_stays_inside() -> None:
    text = "one two three four five six seven eight nine ten " * 20
    on_paper = on_paper_of(note(text), 0.5)
    on_screen = note_text(text, 132, 92)
    assert on_paper.cut
    count = len(on_paper.block.lines) - 1
    assert [line.text for line in on_paper.block.lines[:count]] == [line.text for line in on_screen.lines[:count]]
    assert on_paper.block.height <= (MOST_GROWTH * 92 - 36) * 0.5 + 1e-6


def test_tiny_notes_do_no_harm() -> None:
    assert on_paper_of(note("Some words", w=1, h=1), 0.5).block.lines


def test_the_frame_is_centred_and_keeps_its_aspect() -> None:
    units = place(Rect(0, 0, 200, 100), [], Rect(10, 10, 100, 100), (0, 0))
    assert units.scale == 0.5
    assert units.rect(Rect(0, 0, 200, 100)) == Rect(10, 35, 100, 50)


def test_what_the_canvas_draws_outside_its_frame_counts() -> None:
    data = canvas().as_data()
    data["frame"]["draw"].append({"type": "circle", "center": [760, 720], "radius": 300})
    content = Content(board_of(canvas_from_data(data, "own"), scale=2.0), paper())
    assert extent(content) == Rect(0, 0, 3040, 2040)


def test_notes_that_stand_out_stay_on_the_page() -> None:
    free, far = Rect(30, 80, 780, 380), Rect(1400, -300, 900, 400)
    units = place(Rect(0, 0, 1520, 720), [far], free, (16, 9))
    box = units.rect(far)
    assert box.right <= free.right + 16 + 1e-6
    assert box.y >= free.y - 9 - 1e-6


def test_any_canvas_can_be_drawn() -> None:
    shapes = [
        {"type": "polygon", "points": [[0, 0], [500, 0], [380, 300], [120, 300]]},
        {"type": "box", "at": [520, 0], "size": [200, 300]},
        {"type": "wedge", "center": [860, 150], "radius": 120, "from": 0, "to": 360},
    ]
    definition = canvas_from_data(
        {
            "schema": 1,
            "version": 1,
            "id": "own",
            "title": "My own canvas",
            "frame": {
                "size": [1000, 300],
                "draw": [
                    {"type": "line", "points": [[0, 0], [500, 0], [380, 300], [120, 300], [0, 0]]},
                    {"type": "disc", "center": [860, 150], "radius": 20, "icon": "no-such-icon"},
                    {"type": "arrow", "from": [500, 20], "to": [520, 280]},
                ],
            },
            "kind": [{"id": f"k{n}", "label": f"Kind {n}"} for n in range(3)],
            "zone": [
                {"id": f"z{n}", "kind": f"k{n}", "title": f"Zone {n}", "hint": f"What is {n}?", "shape": shape}
                for n, shape in enumerate(shapes)
            ],
        },
        "own",
    )
    notes = [Note(id=f"n{n}", zone=f"z{n}", kind=f"k{n}", x=80 + 400 * n, y=90, text=f"Words {n}") for n in range(2)]
    rendered = render_pdf(board_of(definition, *notes), paper(), PdfOptions(), icons())
    first, second = (plain(page) for page in by_pdfium(rendered.data))
    assert "Zone 0 1" in first
    assert "What is 2?" in first
    assert "Zone 2" not in second
    assert "Zone 1 1" in first
    assert min(ink(rendered.data)) > 500


def test_a_grown_board_shows_notes_smaller() -> None:
    def width(scale: float) -> float:
        board = board_of(
            canvas(), note("Just here").model_copy(update={"x": 400 * scale, "y": 500 * scale}), scale=scale
        )
        document = pypdfium2.PdfDocument(render_pdf(board, paper(), PdfOptions(), icons()).data)
        try:
            search = document[0].get_textpage().search("Just here")
            index, count = search.get_next() or (0, 0)
            left, _, right, _ = document[0].get_textpage().get_charbox(index)
            far = document[0].get_textpage().get_charbox(index + count - 1)[2]
            assert left > 200 and right < far
            return far - left
        finally:
            document.close()

    assert width(1.0) == pytest.approx(2 * width(2.0), rel=0.05)


@pytest.mark.parametrize("page", ["A4", "Letter", "A5", "A3"])
def test_no_letter_is_off_the_page(page: str) -> None:
    board = filled(40, title="A long title of a board " * 6)
    lonely = Note(id="far", zone="jobs", kind="job", x=1400, y=300, w=500, h=500, text="Stands out")
    board = board_of(board.canvas, *board.notes.values(), lonely, title=board.info.title)
    with_statements(board, [[Part(text="A statement that is long enough for lines. " * n)] for n in range(1, 6)])
    document = pypdfium2.PdfDocument(render_pdf(board, paper(), PdfOptions(page=page), icons()).data)
    try:
        for sheet in document:
            width, height = sheet.get_size()
            text = sheet.get_textpage()
            for n in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(n)
                assert -1 <= left <= right <= width + 1 and -1 <= bottom <= top <= height + 1
    finally:
        document.close()


def test_every_icon_can_be_read() -> None:
    for name, svg in icons().items():
        assert icon_segments(svg), name


@pytest.mark.parametrize(
    "svg", [b"<svg><path d='m1 2'/></svg>", b"<svg", b"<svg><text/></svg>", b"<svg><path d='1 2'/></svg>"]
)
def test_an_icon_that_cannot_be_read_says_so(svg: bytes) -> None:
    with pytest.raises(ValueError, match="icon"):
        icon_segments(svg)


def test_importance_comes_from_score_or_rank() -> None:
    notes = [
        note("scored", score=2).model_copy(update={"id": "s"}),
        note("first", rank_key="V1").model_copy(update={"id": "r1"}),
        note("second", rank_key="V2").model_copy(update={"id": "r2"}),
        note("neither").model_copy(update={"id": "n"}),
    ]
    content = Content(board_of(canvas(), *notes), paper())
    assert [content.dots(content.board.notes[i]) for i in ("s", "r1", "r2", "n")] == [2, 5, 3, None]


def test_days() -> None:
    assert day("2026-11-21T23:59:59.000Z") == "21 November 2026"
    assert day("") == day("yesterday") == ""


def test_colours_are_mixed_opaque() -> None:
    assert mix("#FFFFFF", "#101010", 0.5) == "#888888"


def test_black_and_white_give_no_grey() -> None:
    assert mix("#FFFFFF", "#000000", 0.4) == "#FFFFFF"
    assert mix("#FFFFFF", "#000000", 0.6) == "#000000"


def test_lines_of_a_block() -> None:
    block = lay_out("one\ntwo\nthree\nfour", width=200, size=10)
    some = lines_of(block, 1, 3)
    assert [line.text for line in some.lines] == ["two", "three"]
    assert some.lines[0].top == 0
    assert some.height == pytest.approx(block.height / 2)
    assert lines_of(block, 4, 4).height == 0
