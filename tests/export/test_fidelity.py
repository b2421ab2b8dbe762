"""Whether paper says what was typed: the cases of every script in one board, and what several readers make of it.

All of it twice: with the fonts of this machine, and in a process that finds no font on it.
"""

import hashlib
import re
import subprocess
import sys
import unicodedata
from functools import cached_property
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from canvas_app.app import exporting
from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.domain.entities import Note, Part, Statement
from canvas_app.export.pdf.canvas_page import drawn_height, screen_text
from canvas_app.export.pdf.document import Rendered, render_pdf
from canvas_app.export.pdf.options import PdfOptions
from tests.export.boards import board_of, canvas, do, icons, paper, sample
from tests.export.embedded import embedded_fonts
from tests.export.readers import (
    Element,
    by_pdfium,
    by_poppler,
    by_pypdf,
    complaints,
    holes,
    ink,
    needs_checkers,
    opened,
    plain,
    solid,
    structure,
)

pytestmark = needs_checkers

ROOT = Path(__file__).parents[2]
CHANGED = "2026-11-21T10:15:00.000Z"

SPACED = {  # number of the case, then what is typed; a line on paper may end at any blank
    "1 Latin": "“Office fi ffi AVATo” – naïve, 5 €",
    "2 Greek": "Ελληνικά, πολυτονικὸν ᾧ ἄνθρωπος",
    "2 Cyrillic": "Съешь ещё этих мягких булок",
    "2 Vietnamese": "Tiết kiệm thời gian, ễ ệ ự",
    "2 Armenian and Georgian": "Հայերեն ქართული",
    "3 decomposed": "tie\u0323\u0302n lo\u031b\u0323i a\u0308",
    "4 Hebrew": "חוסך זמן בכל דוח חודשי",
    "4 points": "שָׁלוֹם עֲלֵיכֶם",
    "5 Arabic": "يوفّر الوقت لأنّ كلّ شيء جاهز",
    "5 Persian": "کمتر از یک ساعت همین",
    "6 Hindi": "ग्राहक का समर्थन, कर्म और स्त्री",
    "6 Bengali": "গ্রাহক সন্তুষ্ট ক্ষেত্রে",
    "6 Tamil": "வாடிக்கையாளர் கொள்கை",
    "6 Telugu": "వినియోగదారుల స్త్రీ",
    "6 Kannada": "ಗ್ರಾಹಕರ ಕ್ಷೇತ್ರ",
    "6 Malayalam": "ഉപഭോക്താവ് സ്ത്രീ",
    "6 Sinhala": "ගනුදෙනුකරු ශ්‍රී",
    "9 emoji": "Go 👩‍👩‍👧 🇬🇧 1️⃣ 👍🏽 ❤️ now",
}
UNSPACED = {
    "7 Thai": "ลูกค้าต้องการประหยัดเวลาในการทำงานทุกวัน",
    "7 Khmer": "អតិថិជនចង់សន្សំពេលវេលា",
    "7 Myanmar": "ဖောက်သည်များအချိန်ကုန်သက်သာ",
    "7 Lao": "ລູກຄ້າຕ້ອງການປະຢັດເວລາ",
    "8 Japanese": "毎月「三時間」の短縮。Power BI で「自動」。残業なし",
    "8 Chinese": "月底对账很费时间,“谁”负责?没人知道。",
    "8 Korean": "월말 결산이 너무 오래 걸립니다",
}
MIXED = {
    "10 English": "We say שלום to Ali علي today",
    "10 Hebrew": "חוסך 25% (OK) בכל חודש",
}
NARROW = ("7 Thai", "7 Khmer", "7 Myanmar", "7 Lao", "8 Japanese", "8 Chinese", "8 Korean")
MISSING = "Nobody has \ue000 nor \U000e0fff here"
HOSTILE = "Before\x01\x1b\ttab\r\nsecond \u202egnihton\u202c after"
ENDLESS = "x" * 10_000

RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")


def cases() -> Board:
    """One board with all cases, side by side; a note's id is made of its case's name."""
    texts = {**SPACED, **UNSPACED, **MIXED, "12 missing": MISSING}
    board = board_of(canvas())
    do(board, AddNotes(tuple(NewNote(text=text, id=key(name), x=0, y=0) for name, text in texts.items())))
    typed = [
        note.model_copy(update={"zone": "jobs", "kind": "job", "x": 20 + 150 * (n % 8), "y": 20 + 110 * (n // 8)})
        for n, note in enumerate(board.notes.values())
    ]
    narrow = [
        Note(id=key(f"{name} narrow"), zone="pains", kind="pain", x=1400, y=110 * n, w=90, h=100, text=UNSPACED[name])
        for n, name in enumerate(NARROW)
    ]
    odd = [
        Note(id=f"odd{n}", zone="gains", kind="gain", x=x, y=y, w=w, h=h, text=text)
        for n, (text, x, y, w, h) in enumerate(
            [
                (HOSTILE, 20, 480, 200, 120),
                ("", 20, 620, 80, 60),
                ("   ", 120, 620, 80, 60),
                ("Letterbox", 220, 620, 10, 60),
                (ENDLESS, 300, 480, 140, 92),
            ]
        )
    ]
    parts = (Part(text="We greet "), Part(text="שלום עולם", note=odd[0].id, used=""), Part(text="."))
    statement = Statement(id="s", rank_key="V", parts=parts)
    return board_of(board.canvas, *typed, *narrow, *odd, statement, title="Alle Fälle · כל המקרים")


def key(name: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in name)


def render(board: Board, **choices: object) -> Rendered:
    options = PdfOptions(changed=CHANGED, version=7, **choices)  # type: ignore[arg-type]
    return render_pdf(board, paper(), options, icons())


class Paper:
    """A document and what its readers find, each asked once."""

    def __init__(self, data: bytes, board: Board) -> None:
        self.data = data
        self.board = board

    @cached_property
    def pages(self) -> dict[str, list[str]]:
        return {"pdfium": by_pdfium(self.data), "poppler": by_poppler(self.data, ""), "pypdf": by_pypdf(self.data)}

    def text(self, reader: str) -> str:
        return plain(" ".join(self.pages[reader]))

    @cached_property
    def structure(self) -> Element:
        return structure(self.data)

    @cached_property
    def said(self) -> list[str]:
        """The exact text of every element, in the order of reading."""
        return [element.text for element in self.structure.walk() if element.text is not None]


ELSEWHERE_TOO = ("japanese", "arabic", "hindi")
ELSEWHERE = """
import hashlib, os, sys
from pathlib import Path
from canvas_app.text import fonts
fonts.start()
from tests.export.test_fidelity import ELSEWHERE_TOO, cases, render
from tests.export.worlds import load
folder = Path(sys.argv[1])
(folder / "cases.pdf").write_bytes(render(cases()).data)
for name in ELSEWHERE_TOO:
    print(hashlib.sha256(render(load(name, folder), emoji="plain").data).hexdigest())
"""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A folder with the cases as a machine without fonts makes them, and the sums of boards made there."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "empty").mkdir()
    (folder / "fonts.conf").write_text(f"<fontconfig><dir>{folder / 'empty'}</dir></fontconfig>")
    environment = {
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
        "QT_QPA_PLATFORM": "offscreen",
        "QT_LOGGING_RULES": "qt.text.font.db=false",
        "PYTHONHASHSEED": "7",
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "LANG": "zh_TW.UTF-8",
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ELSEWHERE, str(folder)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return folder, done.stdout.split()


@pytest.fixture(scope="module")
def board(qapp: object) -> Board:
    from canvas_app.text import fonts

    fonts.start()
    return cases()


@pytest.fixture(scope="module")
def here(board: Board) -> Rendered:
    return render(board)


@pytest.fixture(scope="module", params=["fonts of this machine", "no fonts"])
def document(request: pytest.FixtureRequest, board: Board) -> Paper:
    if request.param == "no fonts":
        return Paper((request.getfixturevalue("elsewhere")[0] / "cases.pdf").read_bytes(), board)
    return Paper(request.getfixturevalue("here").data, board)


READERS = ["pdfium", "poppler"]


@pytest.mark.parametrize("reader", READERS)
def test_a_line_of_one_direction_comes_back_exactly(document: Paper, reader: str) -> None:
    assert [name for name, text in SPACED.items() if plain(text) not in document.text(reader)] == []


@pytest.mark.parametrize("reader", READERS)
def test_scripts_without_blanks_come_back_but_for_line_ends(document: Paper, reader: str) -> None:
    found = "".join(solid(page) for page in document.pages[reader])
    assert [name for name, text in UNSPACED.items() if solid(text) not in found] == []


def test_a_third_reader_agrees_on_arabic(document: Paper) -> None:
    assert plain(SPACED["5 Arabic"]) in document.text("pypdf")


def test_what_was_typed_decomposed_is_kept_composed(board: Board) -> None:
    stored = board.notes[key("3 decomposed")].text
    assert stored == unicodedata.normalize("NFC", SPACED["3 decomposed"]) != SPACED["3 decomposed"]


@pytest.mark.parametrize("reader", READERS)
def test_mixed_directions_keep_their_words(document: Paper, reader: str) -> None:
    def bare(text: str) -> set[str]:
        return {word.strip("()%") for word in plain(re.sub("[\u202a-\u202c]", " ", text)).split()} - {""}

    assert bare(" ".join(MIXED.values())) <= bare(" ".join(document.pages[reader]))


def test_the_structure_has_every_note_exactly(document: Paper) -> None:
    said = {plain(text) for text in document.said}
    for name, text in {**SPACED, **UNSPACED, **MIXED, "12 missing": MISSING}.items():
        assert plain(unicodedata.normalize("NFC", text)) in said, name
    whole = " ".join(document.said)
    assert ENDLESS in solid(whole)


def letters(data: bytes, page: int) -> list[tuple[str, float, float, float, float]]:
    """Every letter of a page with its left, bottom, right and top, in points from the bottom left."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        text = pdf[page].get_textpage()
        whole = text.get_text_range()
        count = text.count_chars()
        assert len(whole.encode("utf-16-le")) // 2 == count or count >= len(whole)
        return [(text.get_text_range(n, 1), *text.get_charbox(n)) for n in range(count)]
    finally:
        pdf.close()


def narrow_lines(data: bytes, start: str) -> list[str]:
    """The lines of the note in the narrow column on the canvas that begins like this."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        page = pdf[0].get_textpage()
        search = page.search(start)
        boxes = []
        while found := search.get_next():
            boxes.append(page.get_charbox(found[0]))
        left, _, _, top = max(boxes)  # the narrow column is the one on the right
        text = page.get_text_bounded(left - 2, top - 42, left + 40, top + 4)
        return [line for line in text.splitlines() if line.strip()]
    finally:
        pdf.close()


def test_lines_break_as_the_script_wants(document: Paper) -> None:
    for name in NARROW:
        lines = narrow_lines(document.data, UNSPACED[name][:3])
        assert len(lines) >= 2, name
        for line in lines:
            assert line.strip()[0] not in "。」,?”", name
            assert line.strip()[-1] not in "「“", name
            assert unicodedata.category(line.strip()[0])[0] != "M", name
        if "Power" in UNSPACED[name]:
            assert any("Power" in line for line in lines)
            assert any("BI" in line for line in lines)


def test_user_text_does_not_drag_the_full_stop_along(document: Paper) -> None:
    page = next(n for n, text in enumerate(document.pages["pdfium"]) if plain(text).startswith("Value statements"))
    found = letters(document.data, page)
    base = next(letter[2] for letter in found if RTL.match(letter[0]))
    hebrew = [letter for letter in found if RTL.match(letter[0]) and abs(letter[2] - base) < 4]
    assert len(hebrew) == 8
    stops = [stop for stop in found if stop[0] == "." and abs(stop[2] - base) < 4]
    greet = [letter for letter in found if letter[0] == "W" and abs(letter[2] - base) < 4]
    assert greet[0][1] < min(letter[1] for letter in hebrew)
    assert max(letter[3] for letter in hebrew) <= stops[0][1] + 0.5


def test_what_nobody_can_draw_is_seen_and_still_extracts(document: Paper, here: Rendered) -> None:
    for reader in READERS:
        assert plain(MISSING) in document.text(reader)
    note = here.preflight.missing[key("12 missing")]
    assert {"\ue000", "\U000e0fff"} == set(note)
    pdf = pypdfium2.PdfDocument(document.data)
    try:
        for n, page in enumerate(pdf):
            text = page.get_textpage()
            found = text.search("Nobody has").get_next()
            if n and found:
                gap = text.get_charbox(found[0] + len("Nobody has "))
                width = gap[2] - gap[0]
                assert width > 3
                height = page.get_height()
                crop = (gap[0], gap[1], page.get_width() - gap[2], height - gap[3])
                bitmap = page.render(scale=4, grayscale=True, crop=crop)
                assert min(bytes(bitmap.buffer)) < 128
                return
        pytest.fail("the note is on no page")
    finally:
        pdf.close()


@pytest.mark.parametrize("reader", READERS)
def test_controls_do_nothing(document: Paper, reader: str) -> None:
    text = document.text(reader)
    assert "Before tab second gnihton after" in text
    for page in document.pages[reader]:
        assert not re.search("[\x00-\x08\x0b\x0e-\x1f\u202d\u202e]", page)


def test_what_no_note_can_hold_is_cut_and_in_full_behind(document: Paper, here: Rendered) -> None:
    assert set(here.cut) == {"odd3", "odd4"}
    behind = "".join(solid(page) for page in document.pages["pdfium"][1:])
    assert behind.count("x") >= 10_000
    assert "Letterbox" in behind


def test_three_thousand_lines_are_all_there(qapp: object) -> None:
    lines = [f"l{n}" for n in range(3000)]
    note = Note(id="n", zone="gains", kind="gain", x=1100, y=60, text="\n".join(lines))
    made = render(board_of(canvas(), note))
    assert made.cut == ("n",)
    pages = by_pdfium(made.data)
    assert set(lines) <= {word for page in pages[1:] for word in page.split()}
    assert set(lines) - set(pages[0].split())
    assert plain(note.text) in plain(structure(made.data).said)


def test_every_font_is_an_embedded_subset(document: Paper) -> None:
    found = embedded_fonts(document.data)
    assert len(found) > 15
    for font in found:
        assert re.match("[A-Z]{6}\\+", font.name), font.name
        assert "Helvetica" not in font.name
        assert font.program and font.unicode


def test_widths_are_those_of_the_fonts_and_every_code_has_a_glyph_and_a_text(document: Paper) -> None:
    for font in embedded_fonts(document.data):
        assert font.used, font.name
        for code in font.used:
            assert code in font.widths and code in font.unicode, (font.name, code)
            glyph = font.glyph(code)
            assert glyph, (font.name, code)
            assert abs(font.widths[code] - font.advance(glyph)) <= 1.001, (font.name, code)


def test_the_same_bytes_wherever_it_is_made(elsewhere: tuple[Path, list[str]], tmp_path: Path, qapp: object) -> None:
    from tests.export.worlds import load

    for name, there in zip(ELSEWHERE_TOO, elsewhere[1], strict=True):
        assert hashlib.sha256(render(load(name, tmp_path)).data).hexdigest() == there, name


def test_no_tool_complains(document: Paper, tmp_path: Path) -> None:
    assert complaints(document.data, tmp_path) + holes(document.data) == []


@pytest.mark.parametrize(
    "options",
    [
        PdfOptions(pages="summary", page="Letter", ink="grey"),
        PdfOptions(pages="poster", poster="A2", ink="black"),
        PdfOptions(pages="handout", page="Letter", orientation="portrait", per_page=6),
    ],
    ids=lambda options: options.pages,
)
def test_no_tool_complains_of_other_kinds(qapp: object, options: PdfOptions, tmp_path: Path) -> None:
    made = render_pdf(sample(), exporting.theme_of(options), options, icons())
    assert complaints(made.data, tmp_path) + holes(made.data) == []
    assert min(ink(made.data)) > 100
    assert len(by_pdfium(made.data)) == made.pages
    nothing_is_transparent(made.data)


def grown(note: Note) -> float:
    """A note's height on paper: what has no end is drawn twice as high as it is, all others have room."""
    return 2 * note.h if note.text == ENDLESS else note.h


def test_no_ink_outside_the_notes(board: Board, here: Rendered) -> None:
    blank = board_of(
        board.canvas,
        *(
            note.model_copy(update={"h": drawn_height(note, screen_text(note)), "text": ""})
            for note in board.notes.values()
        ),
        *board.statements,
        title=board.info.title,
    )
    with_text, width, pixel = pixels(here.data)
    without, *_ = pixels(render(blank).data)
    faces = {bytes.fromhex(paper().hue(kind.hue).note[1:]) for kind in board.canvas.kinds}
    reach = (-2 * pixel, 2 * pixel, -2 * width, 2 * width)
    for row in range(0, len(with_text), width):
        if with_text[row : row + width] == without[row : row + width]:
            continue
        for at in range(row, row + width, pixel):
            if with_text[at : at + 3] != without[at : at + 3]:
                place = ((at - row) // pixel, row // width)
                assert all(without[at + way : at + way + 3] in faces for way in reach), place


def pixels(data: bytes) -> tuple[bytes, int, int]:
    """The first page at 150 dpi: its pixels, and the bytes of a row and of a pixel."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        bitmap = pdf[0].render(scale=150 / 72, rev_byteorder=True)
        return bytes(bitmap.buffer), bitmap.stride, bitmap.n_channels
    finally:
        pdf.close()


def test_a_poster_has_all_the_words_of_the_page(board: Board) -> None:
    poster = render(board, pages="poster", poster="A2")
    page = render(board, pages="canvas")
    assert poster.pages > 1
    tiles = {word for text in by_pdfium(poster.data) for word in plain(text).split()}
    assert {word for word in plain(by_pdfium(page.data)[0]).split() if len(word) > 2} <= tiles
    nothing_is_transparent(poster.data)


def test_nothing_is_transparent(document: Paper) -> None:
    nothing_is_transparent(document.data)


def nothing_is_transparent(data: bytes) -> None:
    with opened(data) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                values = thing if isinstance(thing, pikepdf.Dictionary) else thing.stream_dict
                assert not {"/ca", "/CA", "/SMask"} & set(values.keys())
