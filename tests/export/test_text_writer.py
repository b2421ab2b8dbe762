import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
import uharfbuzz as hb
from reportlab.pdfgen.canvas import Canvas

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from canvas_app.export.pdf.text_writer import TextWriter
from canvas_app.text import fonts
from canvas_app.text.layout import Span, TextBlock, lay_out

LINES = [
    "office fi ffi AVAToWa – “quotes” € naïve",
    "Ελληνικά, πολυτονικὸν ᾧ ἄνθρωπος",
    "Кириллица: съешь ещё этих мягких булок",
    "Tiếng Việt rất đẹp, ễ ệ ự",
    "an arrow -> is one glyph for two letters",
    "Հայերեն լեզու",
    "ქართული ენა",
    "አማርኛ ቋንቋ",
]
EMOJI = "Go 👩‍👩‍👧 🇬🇧 ❤️ 1️⃣ 👍🏽 ✅ now"
MISSING = "nobody has \ue000 nor \U000f0000 here"
CONTROLS = re.compile("[\u202a-\u202e\u200e\u200f\u2066-\u2069]")


@pytest.fixture(autouse=True)
def engine(qapp: object) -> None:
    fonts.start()


def document(blocks: Sequence[TextBlock], color: str = "#1B2430") -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842), invariant=1, pageCompression=1)
    writer = TextWriter(canvas)
    top = 800.0
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


def test_every_reader_extracts_what_was_typed(tmp_path: Path) -> None:
    texts = [*LINES, EMOJI, MISSING, "decomposed e\u0323\u0302 a\u0308"]
    data = document(blocks(texts))
    expected = [normal(text) for text in texts]
    for found in (
        by_pdfium(data),
        by_poppler(data, tmp_path / "a.pdf"),
        pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text(),
    ):
        assert [normal(line) for line in found.splitlines() if line.strip()] == expected


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
        assert bottom < 800 - y < bottom + 20
    pdf.close()


def test_fonts_are_embedded_subsets_without_helvetica() -> None:
    data = document(blocks([*LINES, EMOJI, MISSING]))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for obj in pdf.objects:
            assert "Helvetica" not in repr(obj)
        found = pdf.pages[0].Resources.Font
        assert set(found.keys()) >= {"/V1", "/V2"} and "/F1" not in found
        for font in found.values():
            assert re.fullmatch(r"/[A-Z]{6}\+VPC-[a-z0-9]+-\d+", str(font.BaseFont))
            assert font.Encoding == "/Identity-H" and "/ToUnicode" in font
            (descendant,) = font.DescendantFonts
            program = descendant.FontDescriptor.FontFile2.read_bytes()
            assert len(program) < 20_000
            check_widths(descendant, program, pdf)


def check_widths(descendant: pikepdf.Object, program: bytes, pdf: pikepdf.Pdf) -> None:
    face = hb.Face(hb.Blob(program))
    font = hb.Font(face)
    glyphs = descendant.CIDToGIDMap.read_bytes()
    entries = list(descendant.W)
    assert entries
    for first, widths in zip(entries[::2], entries[1::2], strict=True):
        for code, width in enumerate(widths, int(first)):
            glyph = int.from_bytes(glyphs[2 * code : 2 * code + 2], "big")
            assert 0 < glyph < face.glyph_count
            assert abs(font.get_glyph_h_advance(glyph) / face.upem * 1000 - int(width)) <= 1


def test_one_glyph_with_two_meanings_gets_two_codes(tmp_path: Path) -> None:
    text = "one \ue000 two \U000f0000 one \ue000 two \U000f0000 one"  # poppler joins words of one letter each, of whatever script
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


SCRIPT = """
import hashlib, sys
from PySide6.QtGui import QGuiApplication
from canvas_app.text import fonts
fonts.start()
sys.path.insert(0, {root!r})
from tests.export.test_text_writer import EMOJI, LINES, MISSING, blocks, document
print(hashlib.sha256(document(blocks([*LINES, EMOJI, MISSING]))).hexdigest())
"""


def test_the_same_bytes_whatever_the_hash_seed_and_the_system_fonts(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    empty = tmp_path / "fonts.conf"
    empty.write_text(
        f"<fontconfig><dir>{tmp_path / 'none'}</dir><cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>"
    )
    root = str(Path(__file__).parents[2])
    here = hashlib.sha256(document(blocks([*LINES, EMOJI, MISSING]))).hexdigest()
    for changes in ({"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2", "FONTCONFIG_FILE": str(empty)}):
        environment = {**os.environ, **changes, "QT_QPA_PLATFORM": "offscreen"}
        code = SCRIPT.format(root=root)
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, cwd=root)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip() == here
        assert done.stderr == ""


@pytest.mark.skipif(not shutil.which("qpdf") or not shutil.which("pdftoppm"), reason="qpdf or poppler-utils missing")
def test_checkers_have_nothing_to_say(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(document(blocks([*LINES, EMOJI, MISSING])))
    assert subprocess.run(["qpdf", "--check", path], capture_output=True).returncode == 0
    drawn = subprocess.run(["pdftoppm", "-r", "60", "-png", path, tmp_path / "a"], capture_output=True)
    assert drawn.returncode == 0 and drawn.stderr == b""


def test_size_of_many_notes() -> None:
    notes = [lay_out(f"Customers wait {i} days for an answer and lose trust", width=60, size=7) for i in range(300)]
    assert len(document(notes)) < 60_000
