"""Printing: a printer that writes a PDF is given the pages, their paper and their ranges."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageRanges
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from canvas_app.app.exporting import PdfOptions, make
from canvas_app.domain.board import Board
from canvas_app.ui.export.printing import CannotPrint, PrintJob, prepare
from canvas_app.ui.export.window import ExportWindow
from tests.export.boards import filled

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


@pytest.fixture(scope="module")
def report(qapp: object) -> bytes:
    return make(filled(12), ".pdf", PdfOptions(page="A5", pages="report"), attach=False).data


@pytest.fixture(scope="module")
def upright(qapp: object) -> bytes:
    return make(filled(4), ".pdf", PdfOptions(page="Letter", pages="canvas", orientation="portrait")).data


def printer_to(path: Path, size: tuple[float, float], dpi: int = 300) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(dpi)
    prepare(printer, size, "A board")
    return printer


@pytest.fixture
def opened() -> Iterator[Callable[[Path | bytes], pypdfium2.PdfDocument]]:
    documents = []

    def open_it(source: Path | bytes) -> pypdfium2.PdfDocument:
        documents.append(pypdfium2.PdfDocument(source))
        return documents[-1]

    yield open_it
    for document in documents:
        document.close()


def pixels(document: pypdfium2.PdfDocument, number: int) -> list[int]:
    """How light each of some hundred parts of a page is."""
    drawn = document[number].render(scale=1.5, grayscale=True).to_pil()
    return list(drawn.resize((60, 60), Image.Resampling.BOX).tobytes())


def nearest(document: pypdfium2.PdfDocument, page: list[int]) -> int:
    """The page of a document that looks most like this one, and much like it."""
    apart = [
        sum(abs(a - b) for a, b in zip(pixels(document, n), page, strict=True)) / len(page)
        for n in range(len(document))
    ]
    assert min(apart) < 3
    return apart.index(min(apart))


def quietly(words: str) -> None:
    pass


def test_pages_come_out_as_they_are(tmp_path: Path, report: bytes, opened: Callable) -> None:
    before = opened(report)
    told: list[str] = []
    words = PrintJob(report, printer_to(tmp_path / "p.pdf", before.get_page_size(0))).run(told.append)
    after = opened(tmp_path / "p.pdf")
    assert len(after) == len(before) and f"{len(before)} pages" in words
    assert told[0] == f"Printing page 1 of {len(before)}" and told[-1].startswith(f"Printing page {len(before)} of")
    for number in range(len(before)):
        assert after.get_page_size(number) == pytest.approx(before.get_page_size(number), abs=1)
        assert nearest(before, pixels(after, number)) == number and min(pixels(after, number)) < 240
    inside = next(iter(after[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])))
    assert inside.get_px_size()[0] >= 595 / 72 * 300 * 0.99


def test_upright_pages_on_letter(tmp_path: Path, upright: bytes, opened: Callable) -> None:
    size = opened(upright).get_page_size(0)
    printer = printer_to(tmp_path / "p.pdf", size, dpi=150)
    assert printer.pageLayout().pageSize().name().startswith("Letter") and printer.fullPage()
    PrintJob(upright, printer).run(quietly)
    assert opened(tmp_path / "p.pdf").get_page_size(0) == pytest.approx((612, 792), abs=1)


def test_only_the_pages_asked_for(tmp_path: Path, report: bytes, opened: Callable) -> None:
    printer = printer_to(tmp_path / "p.pdf", opened(report).get_page_size(0), dpi=72)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    ranges = QPageRanges()
    ranges.addPage(2)
    printer.setPageRanges(ranges)
    assert "1 page " in PrintJob(report, printer).run(quietly)
    after = opened(tmp_path / "p.pdf")
    assert len(after) == 1
    assert nearest(opened(report), pixels(after, 0)) == 1


def test_a_page_that_is_not_there_is_said(tmp_path: Path, report: bytes) -> None:
    printer = printer_to(tmp_path / "p.pdf", (595, 420))
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    ranges = QPageRanges()
    ranges.addPage(99)
    printer.setPageRanges(ranges)
    with pytest.raises(CannotPrint, match="no such page"):
        PrintJob(report, printer).run(quietly)


def test_a_job_that_is_stopped_ends(tmp_path: Path, report: bytes) -> None:
    def stop(words: str) -> None:
        raise KeyError(words)

    printer = printer_to(tmp_path / "p.pdf", (595, 420))
    with pytest.raises(KeyError):
        PrintJob(report, printer).run(stop)
    assert printer.printerState() != QPrinter.PrinterState.Active


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_a_sentence(tmp_path: Path, report: bytes) -> None:
    with pytest.raises(CannotPrint, match="does not take"):
        PrintJob(report, printer_to(tmp_path / "gone" / "p.pdf", (595, 420))).run(quietly)


def test_printing_works_beside_the_window(tmp_path: Path, report: bytes, opened: Callable) -> None:
    job = PrintJob(report, printer_to(tmp_path / "p.pdf", (595, 420), dpi=100))
    thread = threading.Thread(target=job.run, args=(quietly,))
    thread.start()
    thread.join()
    assert len(opened(tmp_path / "p.pdf")) == len(opened(report))


@pytest.mark.skipif(bool(QPrinterInfo.availablePrinterNames()), reason="there is a printer here")
def test_without_a_printer_there_is_a_sentence(
    open_window: Callable[..., ExportWindow], settle: Callable[[ExportWindow], ExportWindow], board: Board, qtbot: QtBot
) -> None:
    box = settle(open_window(printing=True))
    assert box.main.text().startswith("Print") and not box.file.target.isVisible() and not box.opens.isVisible()
    assert not box.options.field("attach").isVisible()
    QTest.mouseClick(box.main, Qt.MouseButton.LeftButton)
    assert box.isVisible() and "no printer" in box.reason.text()
