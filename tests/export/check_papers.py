"""Every kind of document of every stranger's board, on both papers and in all inks, against every checker there is.

`python -m tests.export.check_papers [FOLDER] [--boards japanese,many] [--kinds report] [--all]` takes some minutes and
says what is wrong, one line each; it ends with 1 where anything is. With FOLDER the documents and a picture of every
page stay there to be looked at. Without `--all` the inks and papers take turns.
"""

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.text.font.db=false")

from PySide6.QtGui import QGuiApplication

from canvas_app.app import exporting, resources
from canvas_app.domain.board import Board
from canvas_app.export.pdf.document import render_pdf
from canvas_app.export.pdf.options import Ink, Orientation, Pages, PdfOptions
from canvas_app.text import fonts
from tests.export.boards import sample
from tests.export.readers import by_pdfium, complaints, holes, ink, plain, structure
from tests.export.worlds import WORLDS, load

CHANGED = "2026-11-21T10:15:00.000Z"
IN_FULL = ("report", "all")


def choices(kinds: list[str], everything: bool) -> Iterator[PdfOptions]:
    """All ways to make a document; without `everything` each kind and each choice at least once."""
    papers, inks, ways = ("A4", "Letter"), get_args(Ink), get_args(Orientation)
    sets = list(itertools.product(papers, inks, ways))
    for n, kind in enumerate(kinds):
        for m, (page, colours, way) in enumerate(sets if everything else sets[n % 3 :: 5]):
            places, emoji = ("own", "tidy")[(n + m) % 2], ("plain", "colour")[m % 2]
            chosen: dict[str, Any] = {"ink": colours, "orientation": way, "positions": places, "emoji": emoji}
            yield PdfOptions(pages=kind, page=page, changed=CHANGED, version=7, **chosen)  # type: ignore[arg-type]


def problems(board: Board, options: PdfOptions, folder: Path) -> tuple[bytes, list[str]]:
    """The document, and what is wrong with it."""
    rendered = render_pdf(board, exporting.theme_of(options), options, resources.icons())
    said = complaints(rendered.data, folder) + holes(rendered.data)
    if min(ink(rendered.data)) < 100:
        said.append("a page is blank")
    pages = by_pdfium(rendered.data)
    if len(pages) != rendered.pages:
        said.append(f"{rendered.pages} pages were announced, there are {len(pages)}")
    if options.pages in IN_FULL:
        read = sorted("".join(c for page in pages for c in plain(page) if not c.isspace()))
        spoken = plain(structure(rendered.data).said)
        for note in board.notes.values():
            if plain(note.text) not in spoken:
                said.append(f"not in the structure: {note.text:.60}")
        text = unicodedata.normalize("NFC", "".join(note.text for note in board.notes.values()))
        counted = {c for c in text if unicodedata.category(c)[0] in "LMNS"}  # pdfium turns quotation marks round
        lost = {c for c in counted if read.count(c) < text.count(c)}
        if lost:
            said.append(f"characters that no reader finds as often as they were typed: {' '.join(sorted(lost))}")
    return rendered.data, said


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--boards", default=",".join(["sample", *WORLDS]))
    parser.add_argument("--kinds", default=",".join(get_args(Pages)))
    parser.add_argument("--all", action="store_true")
    chosen = parser.parse_args(arguments)
    application = QGuiApplication([])
    fonts.start()
    found = 0
    with tempfile.TemporaryDirectory() as scratch:
        for name in chosen.boards.split(","):
            board = sample() if name == "sample" else load(name, Path(scratch))
            for options in choices(chosen.kinds.split(","), chosen.all):
                title = "-".join(
                    (name, options.pages, options.page, options.ink, options.orientation, options.positions)
                )
                data, said = problems(board, options, Path(scratch))
                found += len(said)
                print(f"{title}: {len(data) // 1024} KB", *said, sep="\n    ", flush=True)
                if chosen.folder:
                    _keep(chosen.folder, title, data)
    del application
    print(f"{found} things are wrong." if found else "Nothing is wrong.")
    return 1 if found else 0


def _keep(folder: Path, title: str, data: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{title}.pdf"
    path.write_bytes(data)
    subprocess.run(["pdftoppm", "-r", "80", "-png", path, path.with_suffix("")], check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
