"""A board as a file for others: PDF, JSON, Markdown or CSV, by the file's ending."""

import locale
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from canvas_app.app import display, resources
from canvas_app.app.guide import groups_of
from canvas_app.app.plain_language import findings_of
from canvas_app.domain.board import Board
from canvas_app.domain.errors import UserError
from canvas_app.domain.fit import fit
from canvas_app.exchange import board_csv, board_json, board_markdown


def as_json(board: Board) -> str:
    """Everything on the board, with what follows from it: fit, and what the plain-language check finds."""
    figures = fit(board)
    return board_json.write(board, figures, findings_of(board, figures), groups_of(board))


LETTER_REGIONS = {"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"}
WRITERS: dict[str, Callable[[Board], str]] = {
    ".json": as_json,
    ".md": board_markdown.write,
    ".csv": board_csv.write,
}
ENDINGS = (".pdf", *WRITERS)


class UnknownKind(UserError):
    exit_code = 2


class NotExported(UserError):
    """Nothing was written."""

    exit_code = 5


@dataclass(frozen=True)
class ExportResult:
    """`pages` is 0 where there are none. `cut`: ids of notes that the PDF's canvas page does not show in full."""

    path: Path
    pages: int = 0
    cut: tuple[str, ...] = ()


def export_board(
    board: Board,
    changed: str,
    version: int,
    target: Path,
    *,
    page: str | None = None,
    pages: str = "report",
    force: bool = False,
    strict: bool = False,
    protect: Path | None = None,
) -> ExportResult:
    """Writes `target` whole or not at all; what it is goes by its ending.

    `changed` and `version` are the time of the last change and the number of steps. `page` is None for the paper of
    the person's country. `force` replaces an existing file; `protect` is the board file itself, which is never
    written over. `strict` refuses a PDF whose canvas page cuts notes short. Raises UserError.
    """
    kind = require_kind(target)
    if protect is not None and _same_file(target, protect):
        raise NotExported(f"{target}: is the board itself; choose another name.")
    if kind == ".pdf":
        result, data = _pdf(board, changed, version, target, default_page() if page is None else page, pages)
        if strict and result.cut:
            raise NotExported(
                f"{target}: not written, {cut_notes(board, result.cut)}; shorten them or make them larger."
            )
    else:
        result, data = ExportResult(target), WRITERS[kind](board).encode()
    from canvas_app.export.atomic import write_atomic

    write_atomic(target, data, force)
    return result


def require_kind(target: Path) -> str:
    """The ending, in small letters. Raises UnknownKind where nothing can be made of it."""
    kind = target.suffix.lower()
    if kind not in ENDINGS:
        raise UnknownKind(f"{target}: unknown kind of file '{kind}'; end the name in {', '.join(ENDINGS)}.")
    return kind


def cut_notes(board: Board, cut: tuple[str, ...]) -> str:
    """Which notes are not shown in full, in a few words."""
    texts = [f"“{' '.join(board.notes[note].text.split()):.40}”" for note in cut[:3]]
    more = f" and {len(cut) - 3} more" if len(cut) > 3 else ""
    return f"the canvas page does not show all of the text of {', '.join(texts)}{more}"


def default_page() -> str:
    """Letter where paper is cut so, by the locale; else A4."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_PAPER", "LANG")]
    name = next((name for name in names if name), None)
    if name is None and os.name == "nt":
        name = locale.getlocale()[0]
    region = (name or "").split(".")[0].split("@")[0].replace("-", "_").partition("_")[2]
    letter = region.upper() in LETTER_REGIONS or (name or "").endswith(("United States", "Canada"))
    return "Letter" if letter else "A4"


def _pdf(board: Board, changed: str, version: int, target: Path, page: str, pages: str) -> tuple[ExportResult, bytes]:
    try:
        from canvas_app.export.pdf.document import render_pdf
        from canvas_app.export.pdf.options import PdfOptions
        from canvas_app.text.fonts import FontsMissing
    except ImportError as error:
        raise display.LibraryMissing(f"No PDF can be made: {display.missing_libraries(error)}") from error
    options = PdfOptions(page=page, pages=cast(Any, pages), changed=changed, version=version)
    try:
        rendered = render_pdf(board, resources.themes()["paper"], options, resources.icons())
    except FontsMissing as error:
        raise NotExported(f"{target}: {error}") from error
    return ExportResult(target, rendered.pages, rendered.cut), rendered.data


def _same_file(a: Path, b: Path) -> bool:
    try:
        return os.path.realpath(a) == os.path.realpath(b) or os.path.samefile(a, b)
    except (OSError, ValueError):
        return False
