"""A board as a file for others: PDF, PNG, SVG, JSON, Markdown or CSV, by the file's ending.

`make` gives the bytes, in any thread and without touching a file; `put` writes them, reads pages and
pictures back and replaces what was there only then.
"""

import locale
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from canvas_app.app import display, resources
from canvas_app.app.guide import groups_of
from canvas_app.app.plain_language import findings_of
from canvas_app.domain.board import Board
from canvas_app.domain.errors import UserError
from canvas_app.domain.fit import fit
from canvas_app.domain.geometry import Rect
from canvas_app.domain.theme import Theme
from canvas_app.exchange import board_csv, board_json, board_markdown
from canvas_app.export.pdf.options import PER_PAGE, PdfOptions
from canvas_app.export.pdf.preflight import Preflight
from canvas_app.export.picture.options import CANVAS, PLAIN_DPI, PictureOptions

if TYPE_CHECKING:
    from canvas_app.export.pdf.reader import Reader
    from canvas_app.export.picture.render import Picture

__all__ = ["CANVAS", "PER_PAGE", "PLAIN_DPI", "PdfOptions", "PictureOptions", "Preflight"]

ATTACHED = "board.json"
PAPERS = ("A4", "Letter", "A3", "Tabloid", "Legal", "A5", "A2", "A1", "A0")
POSTERS = ("A3", "A2", "A1", "A0")
LETTER_REGIONS = {"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"}
NAMED_AT_MOST = 3
NAME_LENGTH = 40
CHARACTERS_AT_MOST = 8
Step = Callable[[str], None]
"""Told what is being made now; what it raises stops the work."""


def as_json(board: Board) -> str:
    """Everything on the board, with what follows from it: fit, and what the plain-language check finds."""
    figures = fit(board)
    return board_json.write(board, figures, findings_of(board, figures), groups_of(board))


WRITERS: dict[str, Callable[[Board], str]] = {
    ".json": as_json,
    ".md": board_markdown.write,
    ".csv": board_csv.write,
}
PICTURES = (".png", ".svg")
ENDINGS = (".pdf", *PICTURES, *WRITERS)
COPIED = {"image/svg+xml": ".svg", "image/png": ".png"}
"""What a copied picture is on the clipboard, by MIME type."""
COPIED_PIXELS, COPIED_SCALE = 32_000_000, 2.0
"""How large a picture for the clipboard is at most."""


class UnknownKind(UserError):
    exit_code = 2


class NotExported(UserError):
    """Nothing was written."""

    exit_code = 5


class TargetExists(NotExported):
    """There is a file of that name, and it was not said that it may be replaced."""


@dataclass(frozen=True)
class Made:
    """A file ready to be written. Of a PDF or a picture there is what its reader should know, and `check`.

    That reads the written file back, and raises NotAsMade where it lacks something. `picture` is there where it is one,
    and can be drawn for a preview.
    """

    data: bytes
    preflight: Preflight | None = None
    check: Callable[[Path], None] | None = None
    picture: "Picture | None" = None


@contextmanager
def _memory() -> Iterator[None]:
    try:
        yield
    except MemoryError as error:
        words = "The computer has no memory left to make this; close something, or export less at once."
        raise NotExported(words) from error


@_memory()
def make(board: Board, kind: str, options: PdfOptions, *, attach: bool = True, step: Step = lambda words: None) -> Made:
    """The file of an ending in `ENDINGS`, as bytes. The board is only read, and must not change meanwhile.

    `attach` puts the board itself into a PDF, which then can be imported. Raises UserError, and what `step` raises.
    A PDF is dated by the board's last change, or by the environment's SOURCE_DATE_EPOCH.
    """
    if kind != ".pdf":
        step("Writing")
        return Made(WRITERS[kind](board).encode())
    try:
        from canvas_app.export.pdf.document import render_pdf
        from canvas_app.export.pdf.read_back import promise, read_back
        from canvas_app.text.fonts import FontsMissing
    except ImportError as error:
        raise display.LibraryMissing(f"No PDF can be made: {display.missing_libraries(error)}") from error
    attached = {ATTACHED: board_json.write(board, fit(board)).encode()} if attach else None
    try:
        rendered = render_pdf(
            board, theme_of(options), _dated(options), resources.icons(), attached=attached, step=step
        )
    except FontsMissing as error:
        raise NotExported(f"No PDF can be made: {error}") from error
    promised = promise(board, options, rendered.preflight)
    return Made(rendered.data, rendered.preflight, partial(read_back, promised=promised))


def _dated(options: PdfOptions) -> PdfOptions:
    """With the date of SOURCE_DATE_EPOCH (seconds since 1970) where there is one; what is no such number is ignored."""
    try:
        moment = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return options
    return replace(options, changed=moment.isoformat())


@dataclass(frozen=True)
class Seen:
    """A part of the canvas to be looked at: `pixels` are rows of red, green, blue and opacity.

    part, whole: what of the board they show, and all there is to see, in board units. notes: where those notes are
    that were asked for and are in the whole.
    """

    pixels: bytes
    width: int
    height: int
    part: Rect
    whole: Rect
    notes: dict[str, Rect]


def see(board: Board, theme: Theme, part: Rect | None, width: int, height: int, notes: Collection[str] = ()) -> Seen:
    """What lies in `part` (None: the whole) within so many pixels."""
    from canvas_app.export.picture.area import find_area, note_box
    from canvas_app.export.picture.drawing import BoardDrawing
    from canvas_app.export.picture.raster import strips
    from canvas_app.text import fonts

    fonts.start()
    area = find_area(board, CANVAS)
    part = part or area.rect
    scale = min(width / part.w, height / part.h)
    wide, high = max(1, round(part.w * scale)), max(1, round(part.h * scale))
    drawing = BoardDrawing(board, area, theme, resources.icons())
    rows = strips(drawing, (part.x, part.y), scale, wide, high, theme.desk, plain=True)
    boxes = {note.id: note_box(note) for note in area.notes if note.id in notes}
    return Seen(b"".join(rows), wide, high, part, area.rect, boxes)


@_memory()
def make_picture(board: Board, kind: str, options: PictureOptions, *, step: Step = lambda words: None) -> Made:
    """The file of an ending in `PICTURES`, as bytes, in the light colours of the board. As `make` in all else."""
    try:
        from canvas_app.export.picture.promise import check_picture
        from canvas_app.export.picture.render import render_png, render_svg
        from canvas_app.text.fonts import FontsMissing
    except ImportError as error:
        raise display.LibraryMissing(f"No picture can be made: {display.missing_libraries(error)}") from error
    render = render_png if kind == ".png" else render_svg
    try:
        picture = render(board, resources.themes()["light"], options, resources.icons(), step=step)
    except FontsMissing as error:
        raise NotExported(f"No picture can be made: {error}") from error
    preflight = Preflight(missing=picture.missing, pages=1, size=len(picture.data))
    return Made(picture.data, preflight, partial(check_picture, promised=picture.promise), picture)


def copied_picture(board: Board, kind: str, area: str) -> bytes:
    """A part of a board as a picture for other programs: PNG as sharp as it may be, SVG with outlines."""
    from canvas_app.export.picture.render import scale_within

    scale = min(COPIED_SCALE, scale_within(board, area, COPIED_PIXELS))
    return make_picture(board, kind, PictureOptions(area, scale, outlines=True)).data


def open_pages(data: bytes) -> "Reader":
    """The pages of a finished PDF, to be looked at. Close it in the end."""
    from canvas_app.export.pdf.reader import Reader

    return Reader(data)


def put(made: Made, target: Path, *, force: bool = False, protect: Path | None = None) -> None:
    """Writes `target` whole or not at all.

    `force` replaces an existing file, but never a board; `protect` is the board that is exported. Raises UserError;
    then what was there before is as it was.
    """
    from canvas_app.export.atomic import Exists, NotAsMade, write_atomic

    require_no_board(target, protect)
    try:
        write_atomic(target, made.data, force, made.check)
    except Exists as error:
        raise TargetExists(str(error)) from error
    except NotAsMade as error:
        raise NotExported(
            f"{target}: not written, the new file is not right: {error}. What was there before is as it was."
        ) from error


def require_no_board(target: Path, protect: Path | None = None) -> None:
    """Raises NotExported where a board would be written over."""
    from canvas_app.storage.opening import is_board

    if protect is not None and _same_file(target, protect):
        raise NotExported(f"{target}: is the board itself; choose another name.")
    if is_board(target):
        raise NotExported(f"{target}: is a board; choose another name.")


def export_board(
    board: Board,
    changed: str,
    version: int,
    target: Path,
    *,
    options: PdfOptions | None = None,
    picture: PictureOptions | None = None,
    attach: bool = True,
    force: bool = False,
    strict: bool = False,
    protect: Path | None = None,
) -> Preflight | None:
    """Writes `target` whole or not at all; what it is goes by its ending.

    `changed` and `version` are the time of the last change and the number of steps. Without `options` a PDF is a
    report on the paper of the person's country; `picture` says what a picture shows. `force` replaces an existing file;
    `protect` is the board file itself, which is never written over. `strict` refuses what cuts notes short or lacks
    characters. Gives what should be known of pages and pictures. Raises UserError.
    """
    kind = require_kind(target)
    require_no_board(target, protect)
    if kind in PICTURES:
        made = make_picture(board, kind, picture or PictureOptions())
    else:
        options = replace(options or PdfOptions(page=default_page()), changed=changed, version=version)
        made = make(board, kind, options, attach=attach)
    if strict and (remarks := remarks_on(board, made.preflight)):
        raise NotExported(f"{target}: not written, {'; '.join(remarks)}. Change these notes, or leave out --strict.")
    put(made, target, force=force, protect=protect)
    return made.preflight


def require_kind(target: Path) -> str:
    """The ending, in small letters. Raises UnknownKind where nothing can be made of it."""
    kind = target.suffix.lower()
    if kind not in ENDINGS:
        raise UnknownKind(f"{target}: unknown kind of file '{kind}'; end the name in {', '.join(ENDINGS)}.")
    return kind


def remarks_on(board: Board, preflight: Preflight | None) -> list[str]:
    """What is not as it should be in a PDF, each in a few words: characters that no font has, and notes cut short."""
    if preflight is None:
        return []
    remarks = []
    if preflight.missing:
        remarks.append(f"no font has {_characters(preflight.missing)} in {_places(board, list(preflight.missing))}")
    if preflight.cut:
        remarks.append(f"the canvas page does not show all of the text of {_places(board, list(preflight.cut))}")
    return remarks


@dataclass(frozen=True)
class Remark:
    """One thing that is not as it should be; `note` is the id of the note it is about, "" where it is none."""

    words: str
    note: str = ""


def remarks_by_note(board: Board, preflight: Preflight) -> list[Remark]:
    """The same as `remarks_on`, one by one."""
    remarks = []
    for source, characters in preflight.missing.items():
        words = f"No font has {_characters({source: characters})}: {place_name(board, source)}"
        remarks.append(Remark(words, source if source in board.notes else ""))
    for note in preflight.cut:
        remarks.append(Remark(f"Cut short on the canvas: {place_name(board, note)}", note))
    return remarks


def place_name(board: Board, source: str) -> str:
    """What a text of the document is called: “the first words of a note”, statement 2, the title."""
    if source in board.notes:
        return f"“{' '.join(board.notes[source].text.split()):.{NAME_LENGTH}}”"
    for rank, statement in enumerate(board.statements, 1):
        if statement.id == source:
            return f"statement {rank}"
    words = {"title": "the title", "subtitle": "the line under the title", "canvas": "the canvas's own words"}
    return words.get(source, source or "a text that is not on a note")


def _places(board: Board, sources: list[str]) -> str:
    more = f" and {len(sources) - NAMED_AT_MOST} more" if len(sources) > NAMED_AT_MOST else ""
    return ", ".join(place_name(board, source) for source in sources[:NAMED_AT_MOST]) + more


def _characters(missing: Mapping[str, tuple[str, ...]]) -> str:
    """Most are not to be seen here either, so they are named by their numbers, too."""
    found = list(dict.fromkeys(cluster for clusters in missing.values() for cluster in clusters if cluster.strip()))
    numbers = ["+".join(f"U+{ord(char):04X}" for char in cluster) for cluster in found]
    shown = [f"{c} ({number})" if c.isprintable() else number for c, number in zip(found, numbers, strict=True)]
    return ", ".join(shown[:CHARACTERS_AT_MOST]) + (" …" if len(found) > CHARACTERS_AT_MOST else "")


def theme_of(options: PdfOptions) -> Theme:
    """The colours of an ink."""
    themes = resources.themes()
    return themes.get(f"paper-{options.ink}", themes["paper"])


def default_page() -> str:
    """Letter where paper is cut so, by the locale; else A4."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_PAPER", "LANG")]
    name = next((name for name in names if name), None)
    if name is None and os.name == "nt":
        name = locale.getlocale()[0]
    region = (name or "").split(".")[0].split("@")[0].replace("-", "_").partition("_")[2]
    letter = region.upper() in LETTER_REGIONS or (name or "").endswith(("United States", "Canada"))
    return "Letter" if letter else "A4"


def _same_file(a: Path, b: Path) -> bool:
    try:
        return os.path.realpath(a) == os.path.realpath(b) or os.path.samefile(a, b)
    except (OSError, ValueError):
        return False
