"""The one-page summary: what it says, and that it stays one page that can be read."""

import re
from collections.abc import Sequence

import pytest

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Canvas, canvas_from_data
from canvas_app.domain.commands import AddLink, AddNotes, EditBoard, EditNote, MarkFinal, NewNote, PickNotes
from canvas_app.domain.entities import Decision, Part
from canvas_app.domain.fit import fit
from canvas_app.domain.patch import insert
from canvas_app.export.pdf.document import Rendered, render_pdf
from canvas_app.export.pdf.options import Orientation, PdfOptions
from tests.export.boards import board_of, canvas, do, filled, icons, paper, sample, with_statements
from tests.export.boxes import covered, letters, outside
from tests.export.readers import by_pdfium, ink, opened, plain

LONG = ("Somebody pasted a whole e-mail into this note, and every word of it matters to them. " * 25)[:2000].strip()
CHANGED = "2026-11-21T10:15:00.000Z"


def summary(board: Board, page: str = "A4", orientation: Orientation = "landscape") -> Rendered:
    options = PdfOptions(pages="summary", page=page, orientation=orientation, changed=CHANGED, version=7)
    return render_pdf(board, paper(), options, icons())


def text(board: Board) -> str:
    return plain(by_pdfium(summary(board).data)[0])


def crowded() -> Board:
    """300 notes, some of 2,000 characters, nine statements, the first of 2,000, and long words about everything."""
    lines = {name: f"{name} of many words " * 25 for name in ("partner", "segment", "customer", "goal")}
    board = filled(
        300, title=("A title of three hundred characters " * 9)[:300], **{n: s[:500] for n, s in lines.items()}
    )
    do(board, *(EditNote(f"n{n}", {"text": f"Note {n:03d} {LONG}"[:2000]}) for n in range(12)))
    return with_statements(board, [[Part(text=LONG)], *([Part(text=f"Statement {n} is short.")] for n in range(8))])


def foreign() -> Board:
    board = board_of(
        canvas(), title="الوصول إلى السوق", partner="חברת השיווק", goal="Zwölf Prozent mehr", language="ar"
    )
    words = [
        "الفواتير تصل متأخرة كل شهر",
        "החשבוניות מגיעות באיחור",
        "請求書が毎月遅れて届くので、いつも待たされる",
        "ใบแจ้งหนี้มาช้า",
    ]
    zones = ["pains", "gains", "relievers", "creators"]
    notes = [NewNote(text=word, zone=zone, values={"score": 4}) for zone in zones for word in words]
    return with_statements(
        do(board, AddNotes(tuple(notes))), [[Part(text="نساعد فريق المالية على "), Part(text=words[0])]]
    )


def own(roles: Sequence[str]) -> Canvas:
    """A canvas of nobody: a zone for every role, answers to the first kind, words that occur nowhere else."""
    kinds, zones = [], []
    for n, role in enumerate(roles):
        words = {"label": f"Thing {n}", "plural": f"Things {n}"}
        kinds.append({"id": f"k{n}", "role": role, "answers": "k0" if role == "answer" else None, **words})
        shape = {"type": "box", "at": [n % 6 * 200, n // 6 * 150], "size": [190, 140]}
        zones.append({"id": f"z{n}", "kind": f"k{n}", "title": f"Zone {n}", "shape": shape})
    frame = {"size": [1300, 1200]}
    return canvas_from_data(
        {"schema": 1, "version": 1, "id": "own", "title": "Our own", "frame": frame, "kind": kinds, "zone": zones},
        "own",
    )


def own_board(roles: Sequence[str], count: int) -> Board:
    board = board_of(own(roles))
    for zone in board.canvas.zones:
        do(board, AddNotes(tuple(NewNote(text=f"{zone.title} says {n}", zone=zone.id) for n in range(count))))
    return board


BOARDS = {
    "empty": lambda: board_of(canvas()),
    "three": lambda: filled(3),
    "sample": sample,
    "crowded": crowded,
    "foreign": foreign,
    "business": lambda: filled(40, "business-model"),
    "no needs": lambda: own_board(["none"] * 20, 4),
    "many kinds": lambda: own_board(["need", *["answer", "need"] * 20], 3),
}
PAPERS: list[tuple[str, str, Orientation]] = [
    *((name, "A4", "landscape") for name in BOARDS),
    *((name, "Letter", "portrait") for name in ("sample", "crowded", "many kinds")),
    ("crowded", "Tabloid", "portrait"),
    ("crowded", "Legal", "landscape"),
    ("crowded", "A5", "portrait"),
]


@pytest.fixture(scope="module")
def papers() -> dict[tuple[str, str, str], Rendered]:
    boards = {name: make() for name, make in BOARDS.items()}
    return {(name, *rest): summary(boards[name], *rest) for name, *rest in PAPERS}  # type: ignore[arg-type,misc]


def test_it_is_always_one_page_that_can_be_read(papers: dict[tuple[str, str, str], Rendered]) -> None:
    for which, rendered in papers.items():
        assert rendered.pages == 1, which
        assert rendered.preflight.smallest >= 8, which
        [(size, found)] = letters(rendered.data)
        assert (size[0] < size[1]) == (which[2] == "portrait")
        assert min(letter.size for letter in found) >= 7.99, which
        assert outside(size, found) == "", which
        assert covered(found) == [], which
        assert ink(rendered.data)[0] > 500


@pytest.mark.parametrize("which", [("crowded", "A4", "landscape"), ("crowded", "Letter", "portrait")])
def test_what_is_left_out_is_counted(papers: dict[tuple[str, str, str], Rendered], which: tuple[str, str, str]) -> None:
    words = plain(by_pdfium(papers[which].data)[0])
    for title, total in (
        ("Gains", 50),
        ("Pains", 50),
        ("Gain creators", 50),
        ("Pain relievers", 50),
        ("Open gaps", 100),
    ):
        listed = re.search(rf"{title} {total} \w+ (.*?)\+(\d+) more", words)
        assert listed is not None, title
        shown = len(re.findall(r"Note \d\d\d ", listed[1] + " "))
        assert shown >= 1
        assert shown + int(listed[2]) == total, title


def test_lists_that_have_no_room_are_named(papers: dict[tuple[str, str, str], Rendered]) -> None:
    words = plain(by_pdfium(papers["no needs", "A4", "landscape"].data)[0])
    shown = len(set(re.findall(r"Things \d+ 4", words)))
    left_out = re.search(r"\+(\d+) more: (Things \d+, )*Things 19", words)
    assert left_out is not None
    assert 0 < shown == 20 - int(left_out[1])


def test_a_statement_of_two_thousand_characters_is_there_in_full(papers: dict[tuple[str, str, str], Rendered]) -> None:
    words = plain(by_pdfium(papers["crowded", "A4", "landscape"].data)[0]).replace("- ", "-")
    assert plain(LONG).replace("- ", "-") in words
    assert "statement 1 of 9" in words


def test_the_sample_is_told_in_short() -> None:
    board = sample()
    words = text(board)
    info = board.info
    for said in (info.title, info.partner, info.segment, info.customer, info.goal, board.statements[0].text):
        assert plain(said) in words
    assert "21 November 2026 · version 7" in words
    figures = fit(board)
    for kind in board.canvas.kinds:
        if kind.role in ("need", "answer"):
            assert f"{kind.many} {len(board.in_zone(f'{kind.id}s'))}" in words
        if kind.role == "need":
            share = figures.coverage[kind.id].all
            assert f"{kind.many} {round(share * 100)} %" in words
    assert "Pain Redeeming slows the queue 3.2" in words


@pytest.fixture
def board() -> Board:
    board = board_of(canvas())
    notes = [
        ("slow", "pains", 2),
        ("dear", "pains", 5),
        ("lost", "pains", 4),
        ("odd", "pains", 1),
        ("late", "pains", 3),
    ]
    do(board, AddNotes(tuple(NewNote(text=f"The {n} one", zone=z, id=n, values={"score": s}) for n, z, s in notes)))
    return do(board, AddNotes((NewNote(text="The cure", zone="relievers", id="cure"),)))


def test_the_short_list_comes_first_then_what_weighs_most(board: Board) -> None:
    assert "The dear one 5 The lost one 4 The late one 3 The slow one 2 The odd one 1 Pain relievers" in text(board)
    do(board, PickNotes(("odd",), True))
    assert "The odd one 1 The dear one 5 The lost one 4 +2 more Pain relievers" in text(board)


def test_gaps_are_told_with_what_was_decided(board: Board) -> None:
    do(board, AddLink("cure", "dear", 3))
    decision = Decision(id="d", note="lost", choice="watch", owner="Ana", due="2027-01-31")
    board.apply(board.check([insert(decision)]))
    words = text(board)
    assert "Open gaps 4 weight Pain The lost one 4.0 Watch · Ana · by 31 January 2027 Pain The late one 3.0" in words
    assert "Pains 33 % 1 of 5 answered" in words
    assert "The cure 5.0" in words


def test_every_line_of_a_note_written_from_the_right_ends_at_the_right_of_its_column() -> None:
    board = board_of(canvas())
    hebrew = "הלקוח רוצה לראות את כל המכירות של כל הסניפים במקום אחד בלבד"
    do(board, AddNotes((NewNote(text=hebrew, zone="gains", values={"score": 4}),)))
    (_, found), *_ = letters(summary(board).data)
    words = [letter for letter in found if "א" <= letter.char <= "ת" and letter.left < 280]
    foot = min(letter.bottom for letter in words)
    last = [letter for letter in words if letter.bottom < foot + 6]
    assert 0 < len(last) < len(words) / 2, "a line of few words"
    assert max(letter.right for letter in last) == pytest.approx(max(letter.right for letter in words), abs=4)


def test_the_final_statement_is_taken(board: Board) -> None:
    with_statements(board, [[Part(text="The first of them.")], [Part(text="The one that counts.")]])
    assert "The first of them." in text(board)
    do(board, MarkFinal("s1", True))
    words = text(board)
    assert "The one that counts. Final" in words and "statement 2 of 2" in words
    assert "The first of them." not in words


def test_nothing_to_measure_is_never_a_share() -> None:
    words = text(board_of(canvas()))
    assert "%" not in words
    assert "nothing to measure yet" in words
    assert "No value statement yet" in words


def test_own_canvases_speak_their_own_words() -> None:
    words = text(own_board(["need", "answer"], 2))
    assert "Things 0 2" in words and "Things 1 2" in words
    assert "Things 0 0 % 0 of 2 answered" in words
    without = text(own_board(["none", "anchor"], 2))
    assert "Things 0 2" in without and "Coverage" not in without and "Open gaps" not in without


def test_the_report_stands_behind_it() -> None:
    board = do(sample(), EditBoard({"glossary": {"POS": "point of sale"}}))
    options = PdfOptions(pages="all", changed=CHANGED)
    told: list[str] = []
    rendered = render_pdf(board, paper(), options, icons(), step=told.append)
    pages = [plain(page) for page in by_pdfium(rendered.data)]
    with opened(rendered.data) as pdf:
        with pdf.open_outline() as outline:
            titles = [str(item.title) for item in outline.root]
        assert titles[:3] == ["Summary", "Canvas", "Value statements"] and titles[-1] == "All notes"
        links = [note for note in pdf.pages[0].Annots if note.Subtype == "/Link"]
        assert {link.Dest[0].objgen for link in links} == {pdf.pages[2].obj.objgen}
    assert "Coverage" in pages[0] and pages[2].startswith("Value statements")
    assert all(page.endswith(f"{board.info.title} {n}") for n, page in enumerate(pages, 1))
    assert list(dict.fromkeys(told))[:3] == ["Summary", "Canvas", "Value statements"] and "All notes" in told
    with opened(summary(board).data) as pdf:
        assert "/Annots" not in pdf.pages[0] or not len(pdf.pages[0].Annots)


def test_it_can_be_cancelled_between_parts() -> None:
    class Enough(Exception):
        pass

    def stop(part: str) -> None:
        if part == "Fit":
            raise Enough

    with pytest.raises(Enough):
        render_pdf(sample(), paper(), PdfOptions(pages="all"), icons(), step=stop)
