"""A whole report on upright pages: nothing lies on anything else or beyond the page, and nothing is too small."""

from collections.abc import Callable

import pytest

from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddLink, AddNotes, AddStatement, EditBoard, EditNote, NewNote, PickNotes
from canvas_app.domain.decide_competition import AddCompetitor, Rate
from canvas_app.domain.entities import Decision, Part
from canvas_app.domain.evidence import About, AddEvidence, AddTest
from canvas_app.domain.patch import insert
from canvas_app.export.pdf.document import Rendered, render_pdf
from canvas_app.export.pdf.options import PdfOptions
from canvas_app.export.pdf.parts import FOOTER_SIZE
from tests.export.boards import board_of, canvas, do, filled, icons, paper, with_statements
from tests.export.boxes import Letter, covered, letters, outside
from tests.export.readers import by_pdfium, plain, solid

LONG = ("Somebody pasted a whole e-mail into this note, and every word of it matters to them. " * 25)[:2000].strip()


def workshop() -> Board:
    """40 notes in one zone, ten answers, six competitors, decisions, evidence, tests; long words everywhere."""
    board = board_of(
        canvas(), title="Donaudampfschifffahrtsgesellschaft " * 8, partner="Partner " * 60, goal="Goal " * 99
    )
    pains = [NewNote(text=f"Pain {n:02d} waits for approval again", zone="pains", id=f"p{n}") for n in range(40)]
    cures = [NewNote(text=f"Cure {n} uninterruptible", zone="relievers", id=f"c{n}") for n in range(10)]
    do(board, AddNotes(tuple(pains)), AddNotes(tuple(cures)), EditNote("p7", {"text": LONG, "detail": LONG}))
    do(board, *(AddLink(f"c{n}", f"p{n}", n % 3 + 1) for n in range(10)), PickNotes(("p0", "p1", "p2"), True))
    do(board, AddStatement((Part(text=LONG), Part(text="Cure 1", note="c1", used="Cure 1")), id="s"))
    for n in range(6):
        do(board, AddCompetitor(f"Competitor {n} International", id=f"r{n}"))
        do(board, *(Rate(f"r{n}", (n + i) % 6, f"p{i}") for i in range(3)))
    for n in range(12, 16):
        decision = Decision(
            id=f"d{n}", note=f"p{n}", choice="innovate", strategic=True, owner="Annemarie", why=LONG[:300]
        )
        board.apply(board.check([insert(decision)]))
    do(
        board,
        AddEvidence(
            About("note", "p1"), {"quote": LONG[:200], "source": "Interview", "link": "https://example.com/" + "a" * 90}
        ),
    )
    do(board, AddTest({"believe": LONG[:400], "verify": "We ask", "measure": "Answers", "right_if": "Most say yes"}))
    return do(board, EditBoard({"glossary": {"POS": "point of sale"}}))


def crowd() -> Board:
    return with_statements(filled(300), [[Part(text=f"Statement {n} says so.")] for n in range(9)])


def arabic() -> Board:
    words = "الفواتير تصل متأخرة كل شهر وهذا يزعج الجميع"
    board = board_of(canvas(), title="الوصول إلى السوق", language="ar")
    notes = [NewNote(text=f"{words} {n}", zone=z, id=f"{z}{n}") for z in ("pains", "relievers") for n in range(4)]
    do(board, AddNotes(tuple(notes)), AddLink("relievers0", "pains0", 3))
    return with_statements(board, [[Part(text=words, note="relievers0", used=words)]])


LARGEST_NOTE = 6.5
"""Points of type that no note is drawn with on these papers."""

PAPERS: dict[str, tuple[Callable[[], Board], str]] = {
    "workshop": (workshop, "A4"),
    "crowd": (crowd, "Letter"),
    "arabic": (arabic, "A5"),
    "business": (lambda: filled(40, "business-model"), "Tabloid"),
}


@pytest.fixture(scope="module")
def papers() -> dict[str, Rendered]:
    options = {
        name: PdfOptions(page=page, orientation="portrait", changed="2026-11-21") for name, (_, page) in PAPERS.items()
    }
    return {name: render_pdf(make(), paper(), options[name], icons()) for name, (make, _) in PAPERS.items()}


@pytest.fixture(scope="module")
def found(papers: dict[str, Rendered]) -> dict[str, list[tuple[tuple[float, float], list[Letter]]]]:
    return {name: letters(rendered.data) for name, rendered in papers.items()}


@pytest.mark.parametrize("name", PAPERS)
def test_nothing_lies_on_anything_else_or_beyond_the_page(
    found: dict[str, list[tuple[tuple[float, float], list[Letter]]]], name: str
) -> None:
    for n, (size, page) in enumerate(found[name], 1):
        assert size[0] < size[1]
        assert outside(size, page) == "", n
        large = [letter for letter in page if letter.size > LARGEST_NOTE]
        assert covered(large if n == 1 else page) == [], n  # notes lie as people put them


@pytest.mark.parametrize("name", PAPERS)
def test_lists_are_not_too_small(
    found: dict[str, list[tuple[tuple[float, float], list[Letter]]]], papers: dict[str, Rendered], name: str
) -> None:
    sizes = {round(letter.size, 2) for _, page in found[name][1:] for letter in page}
    assert min(sizes) >= FOOTER_SIZE - 0.01
    least = min(letter.size for _, page in found[name] for letter in page)
    assert papers[name].preflight.smallest == pytest.approx(least, abs=0.02)


def test_every_word_is_there(papers: dict[str, Rendered]) -> None:
    words = solid(" ".join(by_pdfium(papers["workshop"].data)[1:]))
    for n in range(40):
        assert n == 7 or f"Pain{n:02d}waitsforapprovalagain" in words
    assert words.count("Somebodypastedawhole") >= 3 * 23
    for heading in ("Answers1to6of10", "Answers7to10of10", "Compared7to9of9", "Glossary", "Aboutthisboard"):
        assert heading in words
    crowd = plain(" ".join(by_pdfium(papers["crowd"].data)[1:]))
    assert all(f"Note {n:03d} " in crowd for n in range(300))


def test_the_first_statements_stand_under_each_other(papers: dict[str, Rendered]) -> None:
    words = plain(by_pdfium(papers["crowd"].data)[0])
    assert [n for n in range(9) if f"Statement {n} says so." in words] == [0, 1, 2]
