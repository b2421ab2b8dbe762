"""Pages to a printer: the system's dialog, and the pages drawn in bands at the printer's own grid."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QRect, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from canvas_app.app import exporting
from canvas_app.domain.errors import UserError
from canvas_app.ui.export.worker import Step

FINEST = 360
"""Dots per inch from which on several dots of the printer are one of ours: paper shows no more, and files grow."""
LEAST = 300
BAND = 16_000_000
"""Dots of a band, 64 MB: a page of A3 at 600 dots per inch would be 280 MB."""

Size = tuple[float, float]


class CannotPrint(UserError):
    """Nothing, or not all, has been printed."""

    exit_code = 5


def layout_of(size: Size) -> QPageLayout:
    """The whole sheet for a page of this width and height in points."""
    upright = QSizeF(min(size), max(size))
    paper = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    across = size[0] > size[1]
    orientation = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    layout = QPageLayout(paper, orientation, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def prepare(printer: QPrinter, size: Size, title: str) -> None:
    """Tells a printer what paper the pages are for."""
    printer.setDocName(title)
    printer.setPageLayout(layout_of(size))


def ask_printer(parent: QWidget, sizes: tuple[Size, ...], title: str) -> QPrinter | None:
    """Shows the system's dialog; None where the person thought better of it. Raises CannotPrint without a printer."""
    if not QPrinterInfo.availablePrinterNames():
        raise CannotPrint("This computer knows no printer; add one in its settings, or export a PDF.")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    prepare(printer, sizes[0], title)
    dialog = QPrintDialog(printer, parent)
    try:
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, len(sizes) > 1)
        dialog.setMinMax(1, len(sizes))
        return printer if dialog.exec() else None
    finally:
        dialog.deleteLater()


class PrintJob:
    """Prints a PDF in the worker's thread. Copies and sorting are the printer's own matter."""

    def __init__(self, data: bytes, printer: QPrinter):
        self._data, self._printer = data, printer

    def run(self, step: Step) -> str:
        """Says in a sentence what was printed. Raises CannotPrint, and what `step` raises; the job is dropped then."""
        printer = self._printer
        with exporting.open_pages(self._data) as reader:
            numbers = self._numbers(len(reader))
            if not numbers:
                raise CannotPrint(f"There is no such page; the document has {len(reader)}.")
            painter = QPainter()
            try:
                for place, number in enumerate(numbers):
                    printer.setPageOrientation(layout_of(reader.sizes[number]).orientation())
                    if place == 0 and not painter.begin(printer):
                        raise CannotPrint("The printer does not take the pages; look whether it is on and has paper.")
                    if place and not printer.newPage():
                        raise CannotPrint(f"The printer stopped after {place} of {len(numbers)} pages.")
                    self._page(painter, reader, number, f"Printing page {place + 1} of {len(numbers)}", step)
            except BaseException:
                if painter.isActive():
                    printer.abort()
                raise
            finally:
                if painter.isActive():
                    painter.end()
        count = "1 page" if len(numbers) == 1 else f"{len(numbers)} pages"
        return f"Sent {count} to {printer.printerName() or printer.outputFileName()}."

    def _numbers(self, count: int) -> list[int]:
        """The pages that are to be printed, from 0, in their order."""
        printer = self._printer
        numbers = list(range(count))
        ranges = printer.pageRanges()
        if printer.printRange() == QPrinter.PrintRange.PageRange and not ranges.isEmpty():
            numbers = [number for number in numbers if ranges.contains(number + 1)]
        return numbers[::-1] if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst else numbers

    def _page(self, painter: QPainter, reader: exporting.Reader, number: int, words: str, step: Step) -> None:
        """As large as the sheet lets it be, in its middle."""
        printer = self._printer
        dpi, (width, height) = printer.resolution(), reader.sizes[number]
        paper = printer.paperRect(QPrinter.Unit.DevicePixel)
        of_printer = min(paper.width() / width, paper.height() / height)
        if abs(of_printer / (dpi / 72) - 1) < 0.01:
            of_printer = dpi / 72
        dots = max(1, dpi // FINEST) if dpi >= LEAST else 1 / -(-LEAST // dpi)
        scale = of_printer / dots
        wide, high = reader.size_at(number, scale)
        left, top = round((paper.width() - wide * dots) / 2), round((paper.height() - high * dots) / 2)
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        row = 0
        for band in reader.bands(number, scale, max(1, BAND // wide)):
            step(words)
            image = QImage(band.data, band.width, band.height, band.width * 4, QImage.Format.Format_RGB32)
            place = QRect(left, top + round(row * dots), round(wide * dots), round(band.height * dots))
            painter.drawImage(place, image)
            row += band.height
