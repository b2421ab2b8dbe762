"""Paper against bare reportlab, which draws the same texts with one font: the canvas page, and a whole report."""

from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path

from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from canvas_app.app import resources
from canvas_app.domain.board import Board
from canvas_app.domain.entities import BoardInfo, CanvasCopy, Note
from canvas_app.domain.theme import themes_from_toml
from canvas_app.export.pdf.document import Rendered, render_pdf
from canvas_app.export.pdf.options import PdfOptions
from canvas_app.text import fonts, layout, note_face
from tests.bench.boards import WORDS
from tests.bench.frames import clock

COUNT = 3000
ROUNDS = 3
MOST_BYTES = 500_000
SCRIPTS = (
    "two calls to the reseller every month",
    "δύο κλήσεις κάθε μήνα προς τον μεταπωλητή",
    "два звонка продавцу каждый месяц",
    "שתי שיחות בחודש אל המשווק",
    "مكالمتان كل شهر إلى الموزّع",
    "हर महीने विक्रेता को दो फ़ोन",
    "প্রতি মাসে বিক্রেতাকে দুটি ফোন",
    "ஒவ்வொரு மாதமும் இரண்டு அழைப்புகள்",
    "โทรหาตัวแทนสองครั้งทุกเดือน",
    "毎月二回の電話で販売店に確認する",
    "매달 두 번 판매점에 전화한다",
)


def run(folder: Path) -> None:
    """Prints how many times as long as bare reportlab a canvas page takes, with nothing kept from before."""
    fonts.start()
    pdfmetrics.registerFont(TTFont("Bare", BytesIO(fonts.face("text", note_face.WEIGHT).hb_face().blob.data)))
    latin = [f"{n} " + " ".join(WORDS[(n + k) % len(WORDS)] for k in range(3 + n % 6)) for n in range(COUNT)]
    mixed = [f"{SCRIPTS[n % len(SCRIPTS)]} {n}" for n in range(COUNT)]
    third = [mixed[n // 3] if n % 3 == 0 else text for n, text in enumerate(latin)]
    sets = (
        ("Latin", latin, "goal 4"),
        ("every third note in one of eleven scripts", third, "goal 6"),
        ("every note in one of eleven scripts", mixed, "no goal"),
    )
    for name, texts, goal in sets:
        board = _board(texts)
        _page(board, "canvas")  # opens the fonts
        times: list[list[float]] = [[], [], []]
        works: list[Callable[[], object]] = [
            partial(_bare, texts),
            partial(_page, board, "canvas"),
            partial(_page, board, "report"),
        ]
        made: list[object] = []
        for _ in range(ROUNDS):  # turn by turn, so that a slow moment hits all alike
            made = []
            for work, row in zip(works, times, strict=True):
                start = clock()
                made.append(work())
                row.append(clock() - start)
        bare, ours, report = times
        page, whole = made[1:]
        assert isinstance(page, Rendered) and isinstance(whole, Rendered)
        ratio = min(ours) / min(bare)
        size = len(page.data)
        print(
            f"pdf: {COUNT:,} notes, {name}: {min(ours):.2f} s, {ratio:.1f} x bare reportlab ({goal}); "
            f"{size / 1000:.0f} KB (goal {MOST_BYTES / 1000:.0f}); "
            f"the report of {whole.pages} pages {min(report):.2f} s"
        )


def _board(texts: Sequence[str]) -> Board:
    canvas = resources.catalogue().canvas("value-proposition")
    scale = (len(texts) / 68) ** 0.5
    columns = int(1520 * scale // 146)
    notes = {}
    for n, text in enumerate(texts):
        x, y = 10 + 146 * (n % columns), 10 + 106 * (n // columns)
        zone = canvas.zone_at((x + 66, y + 46), scale) or canvas.zones[0]
        notes[f"n{n}"] = Note(id=f"n{n}", zone=zone.id, kind=zone.kind, x=x, y=y, text=text, score=1 + n % 5)
    info = BoardInfo(id="board", canvas=canvas.id, title="Bench", scale=scale, created="2026-11-21T09:00:00.000Z")
    copy = CanvasCopy(id=canvas.id, version=canvas.version, definition=canvas.as_data())
    return Board({"board": {info.id: info}, "canvas": {copy.id: copy}, "note": notes})


def _page(board: Board, pages: str) -> Rendered:
    for kept in (note_face.grown_height, layout._fit, layout._lay_out):
        kept.cache_clear()
    theme = themes_from_toml((resources.root() / "themes.toml").read_bytes())["paper"]
    return render_pdf(board, theme, PdfOptions(pages=pages), {})  # type: ignore[arg-type]


def _bare(texts: Sequence[str]) -> bytes:
    """The same texts in the same grid, broken at words, without anything round them."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(842, 595), pageCompression=1)
    scale = 0.5145 / (len(texts) / 68) ** 0.5
    columns = int(1520 * (len(texts) / 68) ** 0.5 // 146)
    size, width = 14.5 * scale, 108 * scale
    canvas.setFont("Bare", size)
    for n, text in enumerate(texts):
        x, y = 30 + 146 * scale * (n % columns), 560 - 106 * scale * (n // columns)
        for row, line in enumerate(simpleSplit(text, "Bare", size, width)):
            canvas.drawString(x, y - 1.25 * size * row, line)
    canvas.save()
    return file.getvalue()
