import io
import math
import os
import re
import shutil
import struct
import subprocess
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
import uharfbuzz as hb
from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import NullPen
from PIL import Image, ImageChops, ImageFilter
from PySide6.QtGui import QImage, QPainter
from reportlab.pdfgen.canvas import Canvas

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from canvas_app.export.pdf.text_writer import TextWriter
from canvas_app.text import fonts
from canvas_app.text.block import Span, TextBlock
from canvas_app.text.layout import lay_out

LINES = [
    "office fi ffi AVAToWa – “quotes” € naïve",
    "Ελληνικά, πολυτονικὸν ᾧ ἄνθρωπος",
    "Кириллица: съешь ещё этих мягких булок",
    "Tiếng Việt rất đẹp, ễ ệ ự",
    "an arrow -> is one glyph for two letters",
    "decomposed e\u0323\u0302 a\u0308, in two pieces q\u0303",
    "Հայերեն լեզու",
    "ქართული ენა",
    "አማርኛ ቋንቋ",
    "שלום עולם טוב",
    "שָׁלוֹם עֲלֵיכֶם",
    "السلام عليكم ورحمة الله لا مُحَمَّد",
    "این یک متن فارسی است",
    "می\u200cخواهم بروم",
    "ग्राहक को तुरंत उत्तर चाहिए र्कि",
    "বাংলা ভাষায় ক্ষতি সন্তুষ্ট",
    "ਪੰਜਾਬੀ ਭਾਸ਼ਾ",
    "ગુજરાતી ભાષા",
    "ଓଡ଼ିଆ ଭାଷା",
    "தமிழ் மொழி கொண்டு",
    "తెలుగు భాష క్షేత్రం",
    "ಕನ್ನಡ ಭಾಷೆ ಕ್ಷೇತ್ರ",
    "മലയാളം ഭാഷ ക്ഷേത്രം",
    "සිංහල භාෂාව ශ්\u200dරී ලංකා",
    "ภาษาไทยน้ำ ผู้ใช้",
    "ພາສາລາວ ນ້ຳ",
    "ភាសាខ្មែរ ស្រី",
    "မြန်မာဘာသာ ကြိုး",
    "日本語「テスト」。か\u3099",
    "顧客需要更快的答复",
    "고객은 더 빠른 답변을 원합니다",
    "∀x ∈ ℝ: ∑ 𝗕𝗼𝗹𝗱",
    "🀄 ⛏ ☎ 9-17h ⏻",
]
"""What every reader extracts exactly: lines of one direction, without brackets in those from right to left."""

EMOJI = "Go 👩‍👩‍👧 🇬🇧 ❤️ 1️⃣ 👍🏽 ✅ now"
MISSING = "nobody has \ue123 nor \U000f0000 here"
TOP = 1160.0
MIXED = ["We say שלום to Ali علي today", "חוסך 25% (OK)"]
HOSTILE = "one\ttwo\u202e three\x07 four\u2066 five\r\nsix"
CONTROLS = re.compile("[\u202a-\u202e\u200e\u200f\u2066-\u2069]")


@pytest.fixture(autouse=True)
def engine(qapp: object) -> None:
    fonts.start()


def document(blocks: Sequence[TextBlock], color: str = "#1B2430") -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 1200), invariant=1, pageCompression=1)
    writer = TextWriter(canvas)
    top = TOP
    for block in blocks:
        writer.draw(block, 40, top, color)
        top -= block.height + 4
    canvas.showPage()
    canvas.setPageSize((842, 595))
    canvas.rect(10, 10, 50, 50)
    canvas.showPage()
    writer.finish()
    canvas.save()
    return file.getvalue()


@pytest.fixture(scope="module")
def paper(qapp: object) -> bytes:
    """One page with everything."""
    fonts.start()
    return document(blocks([*LINES, EMOJI, MISSING, *MIXED]))


def blocks(texts: Sequence[str]) -> list[TextBlock]:
    return [lay_out(text, width=500, size=12, weight=400) for text in texts]


def normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", CONTROLS.sub("", text)).split())


def by_pdfium(data: bytes) -> str:
    pdf = pypdfium2.PdfDocument(data)
    try:
        page = pdf[0].get_textpage()
        return str(page.get_text_range())
    finally:
        pdf.close()


def by_poppler(data: bytes, path: Path) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    path.write_bytes(data)
    command = ["pdftotext", "-f", "1", "-l", "1", path, "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def by_pypdf(data: bytes) -> str:
    return str(pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text())


def test_every_reader_extracts_what_was_typed(paper: bytes, tmp_path: Path) -> None:
    expected = [normal(text) for text in (*LINES, EMOJI, MISSING)]
    for found in (by_pdfium(paper), by_poppler(paper, tmp_path / "a.pdf"), by_pypdf(paper)):
        lines = [normal(line) for line in found.splitlines() if line.strip()]
        assert lines[: len(expected)] == expected


def test_lines_of_two_directions_keep_their_words(paper: bytes, tmp_path: Path) -> None:
    """Poppler moves the blank behind a run of the other direction before it, but marks where the run ends."""
    for found in (by_pdfium(paper), CONTROLS.sub(" ", by_poppler(paper, tmp_path / "a.pdf"))):
        lines = [set(normal(line).split()) for line in found.splitlines()]
        for text in MIXED:
            assert set(text.split()) in lines


def test_words_of_wrapped_lines_are_not_glued(tmp_path: Path) -> None:
    texts = [LINES[0], LINES[9], LINES[11], LINES[14], LINES[19], LINES[30], "日本語「テスト」。" * 4]
    wrapped = [lay_out(text, width=70, size=12, weight=400) for text in texts]
    assert all(len(block.lines) > 1 for block in wrapped)
    data = document(wrapped)
    for found in (by_pdfium(data), by_poppler(data, tmp_path / "a.pdf"), by_pypdf(data)):
        words = normal(found)
        for block in wrapped:
            for line in block.lines:
                assert normal(line.text) in words
        assert set(normal(" ".join(texts[:-1])).split()) <= set(words.split())


def test_controls_do_not_reach_the_file(tmp_path: Path) -> None:
    data = document(blocks([HOSTILE, "behind it"]))
    for found in (by_pdfium(data), by_poppler(data, tmp_path / "a.pdf"), by_pypdf(data)):
        lines = [line.split() for line in found.splitlines() if line.strip()]
        assert lines == [["one", "two", "three", "four", "five"], ["six"], ["behind", "it"]]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            said = "".join(meanings(font).values())
            assert not CONTROLS.search(said) and all(unicodedata.category(char) != "Cc" for char in said)


def test_ink_is_where_the_screen_has_it() -> None:
    """Every pixel that is black in one picture has ink within a pixel of it in the other."""
    block = lay_out("\n".join([*LINES, EMOJI, MISSING, *MIXED]), width=500, size=14, weight=400)
    scale, height = 3, math.ceil(block.height) + 20
    image = QImage(520 * scale, height * scale, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    block.draw(painter, 10, 10, "#000000")
    painter.end()
    size = (image.width(), image.height())
    on_screen = Image.frombytes("L", size, bytes(image.constBits()), "raw", "L", image.bytesPerLine())
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(520, height))
    writer = TextWriter(canvas)
    writer.draw(block, 10, height - 10, "#000000")
    writer.finish()
    canvas.save()
    pdf = pypdfium2.PdfDocument(file.getvalue())
    on_paper = pdf[0].render(scale=scale, grayscale=True).to_pil().convert("L")
    pdf.close()
    for one, other in ((on_screen, on_paper), (on_paper, on_screen)):
        black = one.point([255] * 80 + [0] * 176)
        near = other.point([255] * 170 + [0] * 86).filter(ImageFilter.MaxFilter(3))
        assert black.histogram()[255] > 20_000
        assert ImageChops.subtract(black, near).histogram()[255] < 20


def test_what_nobody_has_is_drawn(tmp_path: Path) -> None:
    block = lay_out("\ue123", width=500, size=40)
    assert block.missing == ("\ue123",)
    pdf = pypdfium2.PdfDocument(document([block]))
    assert pdf[0].render(scale=1, grayscale=True).to_pil().crop((0, 0, 595, 100)).histogram()[0:100].count(0) < 100
    pdf.close()


def test_wrapped_lines_and_weights(tmp_path: Path) -> None:
    block = lay_out([Span("Saves ", 400), Span("two days", 700), Span(" of work each week", 400)], width=90, size=14)
    assert len(block.lines) > 1
    data = document([block])
    for found in (by_pdfium(data), by_poppler(data, tmp_path / "a.pdf")):
        assert [line.strip() for line in found.splitlines() if line.strip()] == [x.text.strip() for x in block.lines]


def test_glyphs_stand_where_the_layout_says() -> None:
    block = lay_out("AVATo Way, kerned", width=500, size=20, weight=400)
    pdf = pypdfium2.PdfDocument(document([block]))
    page = pdf[0].get_textpage()
    run = block.lines[0].runs[0]
    for index, (x, y) in enumerate(run.positions):
        left, bottom, _, _ = page.get_charbox(index, loose=True)
        assert left == pytest.approx(40 + x, abs=0.05)
        assert bottom < TOP - y < bottom + 20
    pdf.close()


def meanings(font: pikepdf.Object) -> dict[int, str]:
    """What the codes of a font stand for."""
    pairs = re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>", font.ToUnicode.read_bytes().decode("ascii"))[1:]
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def codes_shown(pdf: pikepdf.Pdf) -> dict[str, set[int]]:
    """The codes that the first page shows, by the name of the font."""
    shown: dict[str, set[int]] = {}
    font = ""
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
        if str(operator) == "Tf":
            font = str(operands[0])
        elif str(operator) in ("Tj", "TJ"):
            pieces = list(operands[0]) if str(operator) == "TJ" else [operands[0]]
            for piece in pieces:
                if isinstance(piece, pikepdf.String):
                    raw = bytes(piece)
                    shown.setdefault(font, set()).update(struct.unpack(f">{len(raw) // 2}H", raw))
    return shown


def advances(descendant: pikepdf.Object) -> dict[int, float]:
    """The advance of every code's glyph in the embedded font file, in 1/1000 em."""
    descriptor = descendant.FontDescriptor
    if "/FontFile3" in descriptor:
        compact = CFFFontSet()
        compact.decompile(io.BytesIO(descriptor.FontFile3.read_bytes()), None)
        (top,) = compact.values()
        assert top.ROS == ("Adobe", "Identity", 0)
        found = {}
        for name in top.charset[1:]:
            glyph = top.CharStrings[name]
            glyph.draw(NullPen())
            found[int(name.removeprefix("cid"))] = float(glyph.width)
        return found
    face = hb.Face(hb.Blob(descriptor.FontFile2.read_bytes()))
    font = hb.Font(face)
    glyphs = [glyph for (glyph,) in struct.iter_unpack(">H", descendant.CIDToGIDMap.read_bytes())]
    assert all(0 < glyph < face.glyph_count for glyph in glyphs[1:])
    return {code: font.get_glyph_h_advance(glyph) / face.upem * 1000 for code, glyph in enumerate(glyphs) if code}


def test_fonts_are_embedded_subsets_without_helvetica(paper: bytes) -> None:
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        for obj in pdf.objects:
            assert "Helvetica" not in repr(obj)
        shown = codes_shown(pdf)
        found = pdf.pages[0].Resources.Font
        assert set(found.keys()) == set(shown) and "/F1" not in found
        for name, font in found.items():
            assert re.fullmatch(r"/[A-Z]{6}\+VPC-[a-z0-9-]+-\d+", str(font.BaseFont))
            assert font.Encoding == "/Identity-H"
            (descendant,) = font.DescendantFonts
            descriptor = descendant.FontDescriptor
            program = descriptor.get("/FontFile2", descriptor.get("/FontFile3"))
            assert len(program.read_bytes()) < 20_000
            first, widths = descendant.W
            stated = {int(first) + n: float(width) for n, width in enumerate(widths)}
            drawn = advances(descendant)
            assert set(meanings(font)) == set(stated) == set(drawn) == shown[name]
            assert all(abs(stated[code] - drawn[code]) <= 1 for code in stated)


def test_a_cluster_has_one_code_wherever_it_stands() -> None:
    data = document(blocks(["कि मु कि मु कि", "मुकि कि मुमुकि", "شّ شّ كّشّ شّ"]))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        texts = [text for font in pdf.pages[0].Resources.Font.values() for text in meanings(font).values()]
    assert texts.count("कि") == texts.count("मु") == 1
    assert len(texts) < 14


def test_one_glyph_with_two_meanings_gets_two_codes(tmp_path: Path) -> None:
    text = "one \ue000 two \U000f0000 one \ue000 two \U000f0000 one"  # poppler joins words of one letter each
    data = document(blocks([text]))
    assert normal(by_pdfium(data)) == normal(by_poppler(data, tmp_path / "a.pdf")) == text


def test_empty_text_writes_nothing() -> None:
    canvas = Canvas(io.BytesIO())
    before = list(canvas._code)
    TextWriter(canvas).draw(lay_out("", width=10, size=10), 0, 0, "#000000")
    assert canvas._code == before


def test_finish_is_final() -> None:
    canvas = Canvas(io.BytesIO())
    writer = TextWriter(canvas)
    writer.finish()
    writer.finish()
    with pytest.raises(RuntimeError):
        writer.draw(lay_out("x", width=10, size=10), 0, 0, "#000000")


@pytest.mark.skipif(not shutil.which("qpdf") or not shutil.which("pdftoppm"), reason="qpdf or poppler-utils missing")
def test_checkers_have_nothing_to_say(paper: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(paper)
    assert subprocess.run(["qpdf", "--check", path], capture_output=True).returncode == 0
    drawn = subprocess.run(["pdftoppm", "-r", "60", "-png", path, tmp_path / "a"], capture_output=True)
    assert drawn.returncode == 0 and drawn.stderr == b""


def test_size_of_many_notes() -> None:
    notes = [lay_out(f"Customers wait {i} days for an answer and lose trust", width=60, size=7) for i in range(300)]
    assert len(document(notes)) < 60_000
