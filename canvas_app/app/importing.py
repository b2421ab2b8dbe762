"""New boards from JSON, Markdown or CSV, from a PDF with its board in it, from a sample, or empty."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from canvas_app.app import display, resources
from canvas_app.app.library import EXPORTED, create_board
from canvas_app.app.locks import BoardLock
from canvas_app.app.resources import DEFAULT_CANVAS, Catalogue
from canvas_app.app.session import text_height
from canvas_app.domain.canvas import Canvas, canvas_from_data
from canvas_app.domain.errors import BadInput, RuleBroken, UserError
from canvas_app.exchange import board_csv, board_json, outline
from canvas_app.exchange.board_pdf import LARGEST, attached_board
from canvas_app.exchange.document import INFO_LINES, MAX_LINE, Document, one_line, to_content
from canvas_app.exchange.reading import NewerFormat, read_bytes
from canvas_app.storage.boardfile import BoardFile

ENDINGS = (".json", ".md", ".csv", ".pdf")


class UnknownKind(UserError):
    exit_code = 2


class BadValue(UserError):
    """A title or the like that a board cannot have."""

    exit_code = 2


@dataclass(frozen=True)
class Source:
    """A document and the canvas that its board will have. `name` is what messages call it."""

    name: str
    document: Document
    canvas: Canvas


def read_source(path: Path, known: Catalogue, canvas_id: str | None = None) -> Source:
    """What to read goes by the file's ending. Raises UserError with file and place."""
    kind = path.suffix.lower()
    if kind not in ENDINGS:
        raise UnknownKind(f"{path}: unknown kind of file '{kind}'; import reads {', '.join(ENDINGS)}.")
    wanted = known.canvas(canvas_id) if canvas_id is not None else None
    try:
        if kind in EXPORTED:
            data = attached_board(read_bytes(path, LARGEST)) if kind == ".pdf" else read_bytes(path)
            document = board_json.read(data)
            return Source(str(path), document, wanted or _canvas_of(document, known))
        data, canvas = read_bytes(path), wanted or known.canvas(DEFAULT_CANVAS)
        document = (board_csv if kind == ".csv" else outline).read(data, canvas)
        document.info["title"] = document.info.get("title") or one_line(path.stem)[:MAX_LINE] or "Board"
        return Source(str(path), document, canvas)
    except (BadInput, NewerFormat) as error:
        raise type(error)(f"{path}: {error}") from error


def read_sample(name: str, known: Catalogue, canvas_id: str | None = None) -> Source:
    """Raises UnknownName where there is none of that name."""
    document = board_json.read(resources.sample(name))
    canvas = known.canvas(canvas_id) if canvas_id is not None else _canvas_of(document, known)
    return Source(f"sample {name}", document, canvas)


def create_sample(target: Path, name: str) -> BoardFile:
    """Makes a board from a sample and returns it open. Raises as `read_sample` and `make_board`."""
    return make_board(target, read_sample(name, resources.catalogue()))


def empty_source(canvas: Canvas, title: str) -> Source:
    return Source(title, Document({"title": title}), canvas)


def _canvas_of(document: Document, known: Catalogue) -> Canvas:
    """The installed canvas of the document's id; the document's own where there is none or it lacks zones in use."""
    definition = document.canvas_definition
    own = canvas_from_data(definition, "canvas_definition") if definition is not None else None
    name = document.info.get("canvas", own.id if own else DEFAULT_CANVAS)
    installed = known.canvases.get(name)
    if own is None or own.id != name:
        if installed is None:
            raise BadInput(
                f"board.canvas: there is no canvas '{name:.60}' here and the file brings none of that id; choose one of"
                f" {', '.join(known.canvases)} with --canvas."
            )
        return installed
    used = {note.zone for note in document.notes if own.zone(note.zone)}
    return installed if installed is not None and all(installed.zone(zone) for zone in used) else own


def make_board(
    target: Path, source: Source, values: Mapping[str, str] | None = None, *, force: bool = False
) -> BoardFile:
    """Makes a board file and returns it open. `values` go before title, partner, segment and goal of the source.

    `force` replaces an existing file at once, unless another window holds it. Raises UserError; nothing is left then.
    """
    info = {key: _line(key, value) for key, value in (values or {}).items()}
    if not force:
        return _create(target, source, info)
    lock = BoardLock.acquire(target) if os.path.isfile(target) else None
    try:
        with tempfile.TemporaryDirectory(prefix="value-canvas-") as folder:
            made = _create(Path(folder) / "new.valueboard", source, info)
            try:
                made.copy_to(target, replace=True)
            finally:
                made.close()
        return BoardFile.open(target)
    finally:
        if lock:
            lock.release()


def _line(key: str, value: str) -> str:
    if key not in INFO_LINES:
        raise TypeError(f"{key} is not a line of the board")
    words = one_line(value)
    if len(words) > MAX_LINE:
        raise BadValue(f"The {key} is longer than {MAX_LINE} characters; shorten it.")
    if key == "title" and not words:
        raise BadValue("A board needs a title; give it at least one letter.")
    return words


def _create(path: Path, source: Source, info: dict[str, str]) -> BoardFile:
    if any(note.x is None or note.y is None for note in source.document.notes):
        _start_text_engine()
    try:
        content = to_content(source.document, source.canvas, text_height)
        given = {key: value for key, value in content.info.items() if key not in ("id", "created", "canvas")}
        return create_board(path, source.canvas, {**given, **info}, content.patches)
    except (BadInput, RuleBroken) as error:
        raise BadInput(f"{source.name}: {error}") from error


def _start_text_engine() -> None:
    """Notes without a position are laid out by the height of their text."""
    try:
        from canvas_app.text import fonts
    except ImportError as error:
        raise display.LibraryMissing(f"No notes can be laid out: {display.missing_libraries(error)}") from error
    fonts.start()
