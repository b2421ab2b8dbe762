"""The command line: what can be done with boards without a window, and the window itself."""

import argparse
import contextlib
import dataclasses
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

from canvas_app.domain.board import Board
from canvas_app.domain.errors import BadInput, UserError

PROG = "canvas-app"
INTERNAL, INTERRUPTED, CLOSED_PIPE = 1, 130, 141

USAGE_TEXT = """\
usage: canvas-app [BOARD] [--library DIR]       the window: home screen, or that board
       canvas-app new BOARD [options]           make a board, empty or from a sample
       canvas-app show BOARD [--json]           a board as Markdown, or everything as JSON
       canvas-app export BOARD -o OUT           a board as .pdf, .png, .svg, .json, .md or .csv
       canvas-app import SOURCE -o BOARD        make a board from .json, .md, .csv or an exported .pdf
       canvas-app check BOARD [--deep]          check a board file
       canvas-app salvage BROKEN -o NEW         a new board of what can be read of a damaged one
       canvas-app restore SOURCE [-o NEW]       a board as it was; without -o what there is to go back to
       canvas-app list [DIR] [--json]           the boards of a folder
       canvas-app canvases [--json]             the canvases known, and where your own go
       canvas-app --version

canvas-app VERB --help tells the options of a verb. A board named like a verb is given as ./show.
"""
EXIT_CODES = """
exit codes: 0 ok, 1 internal error, 2 usage or no display, 3 input missing, unreadable or damaged, 4 made by a newer
version, 5 cannot write, 6 the board to be written is open elsewhere
"""


class UsageError(UserError):
    exit_code = 2


class _Parser(argparse.ArgumentParser):
    """Refuses in one line, by an exception."""

    def __init__(self, verb: str, description: str):
        super().__init__(f"{PROG} {verb}".rstrip(), description=description, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see {self.prog} --help.")


_PAPER = ("page", "pages", "orientation", "ink", "positions", "emoji", "poster", "per_page", "log")
"""Options of a PDF, as the command line names them."""

# verbs


def _new(args: argparse.Namespace) -> None:
    from canvas_app.app import importing, resources

    target = _path(args.board)
    _refuse_existing(target)
    known = resources.catalogue()
    given = {key: getattr(args, key) for key in ("title", "segment", "goal", "partner", "customer")}
    values = {key: value for key, value in given.items() if value is not None}
    if args.sample is not None:
        source = importing.read_sample(args.sample, known, args.canvas)
    else:
        canvas = known.canvas(resources.DEFAULT_CANVAS if args.canvas is None else args.canvas)
        source = importing.empty_source(canvas, target.stem)
    importing.make_board(target, source, values).close()


def _show(args: argparse.Namespace) -> None:
    from canvas_app.app import exporting
    from canvas_app.exchange import board_markdown

    with _opened(_path(args.board)) as (board, _, _):
        _out(exporting.as_json(board) if args.json else board_markdown.write(board))


def _export(args: argparse.Namespace) -> None:
    from canvas_app.app import exporting, logs

    source, target = _path(args.board), _path(args.output)
    exporting.require_kind(target)
    with _opened(source) as (board, changed, version), logs.native_messages_to_log():
        chosen = {name: getattr(args, name) for name in _PAPER if getattr(args, name) is not None}
        preflight = exporting.export_board(
            board,
            changed,
            version,
            target,
            options=exporting.PdfOptions(**{"page": exporting.default_page(), **chosen}),
            picture=exporting.PictureOptions(
                area=args.area or exporting.CANVAS,
                scale=args.dpi / exporting.PLAIN_DPI if args.dpi is not None else args.scale,
                transparent=args.transparent,
                outlines=args.outlines,
            ),
            attach=args.board_inside,
            force=args.force,
            strict=args.strict,
            protect=source,
        )
    for remark in exporting.remarks_on(board, preflight):
        _note(f"{target}: {remark}; --strict refuses such a file.")


def _import(args: argparse.Namespace) -> None:
    from canvas_app.app import importing, logs, resources

    source, target = _path(args.source), _target(args, args.source)
    read = importing.read_source(source, resources.catalogue(), args.canvas)
    with logs.native_messages_to_log():
        importing.make_board(target, read, force=args.force).close()
    for notice in read.document.notices:
        _note(f"{source}: {notice}")


def _check(args: argparse.Namespace) -> None:
    from canvas_app.storage.checking import check

    for sentence in check(_path(args.board), args.deep):
        _out(f"{sentence}\n")


def _salvage(args: argparse.Namespace) -> None:
    from canvas_app.app.salvaging import salvage

    source, target = _path(args.board), _target(args, args.board)
    for sentence in salvage(source, target, args.force).sentences:
        _out(f"{_line(sentence)}\n")


def _restore(args: argparse.Namespace) -> None:
    from canvas_app.app.restoring import restore, states

    source = _path(args.source)
    if args.output is None:
        if args.version is not None:
            raise UsageError("--version needs -o NEW, the board to make; see canvas-app restore --help.")
        for state in states(source):
            _out(f"{_line(state)}\n")
        return
    target = _target(args, args.source)
    if args.version is None:
        raise UsageError(f"-o needs --version, which canvas-app restore {_line(args.source)} lists.")
    restore(source, args.version, target, args.force)


def _target(args: argparse.Namespace, source: str) -> Path:
    """The board to make of a source. Raises CannotWrite where that is the source or may not be replaced."""
    target = _path(args.output)
    if os.path.realpath(_path(source)) == os.path.realpath(target):
        raise _CannotWrite(f"{target}: is the file that is read; choose another name.")
    if not args.force:
        _refuse_existing(target, " or use --force to replace it")
    return target


def _list(args: argparse.Namespace) -> None:
    from canvas_app.app import library

    folder = library.default_library() if args.folder is None else _path(args.folder)
    rows = [] if args.folder is None and not folder.exists() else library.list_boards(folder)
    if args.json:
        _out(_json([{name: _plain(value) for name, value in dataclasses.asdict(row).items()} for row in rows]))
    for row in rows:
        if row.problem:
            _note(row.problem)
        elif not args.json:
            about = ", ".join(part for part in (row.partner, row.segment) if part)
            title = f"{row.title} ({about})" if about else row.title
            counts = f"{row.notes} notes, {row.statements} statements, {row.canvas}, changed {row.changed[:10]}"
            _out(f"{_line(f'{row.path}: {title}: {counts}')}\n")


def _canvases(args: argparse.Namespace) -> None:
    from canvas_app.app import resources

    known = resources.catalogue()
    own = resources.own_canvases_folder()
    if args.json:
        canvases = [
            {
                "id": canvas.id,
                "title": canvas.title,
                "version": canvas.version,
                "file": str(known.sources[canvas.id]),
                "zones": [{"id": zone.id, "title": zone.title, "kind": zone.kind} for zone in canvas.zones],
                "kinds": [{"id": kind.id, "label": kind.label, "role": kind.role} for kind in canvas.kinds],
            }
            for canvas in known.canvases.values()
        ]
        _out(_json({"canvases": canvases, "own_folder": str(own)}))
    else:
        lines = []
        for canvas in known.canvases.values():
            lines.append(f"{canvas.id}: {canvas.title}, version {canvas.version}")
            lines += [f"  zone {zone.id}: {zone.title} (kind {zone.kind})" for zone in canvas.zones]
            lines += [f"  kind {kind.id}: {kind.label}" for kind in canvas.kinds]
        lines.append(f"Your own canvases go into {own} as .toml files.")
        _out("".join(f"{_line(line)}\n" for line in lines))
    for problem in known.problems:
        _note(str(problem))


def _window(args: argparse.Namespace) -> int:
    from canvas_app.app import display, logs

    board = _path(args.board) if args.board is not None else None
    library = _path(args.library) if args.library is not None else None
    if board is not None and not os.path.lexists(board) and board.name == args.board and not board.suffix:
        raise UsageError(f"{args.board}: is neither a verb nor a board; see {PROG} --help.")
    if library is not None and os.path.lexists(library) and not os.path.isdir(library):
        raise BadInput(f"{library}: is no folder; name a folder of boards.")
    display.require_display()
    if board is not None and not os.path.isfile(board):
        what = "is no regular file" if os.path.lexists(board) else "there is no such file"
        raise BadInput(f"{board}: {'is a folder' if os.path.isdir(board) else what}; name a board file.")
    with logs.native_messages_to_log():
        try:
            from canvas_app.ui.application import run_window
        except ImportError as error:
            if error.name is None or not error.name.startswith("PySide6"):
                raise
            raise display.NoDisplay(f"the window cannot be shown: {display.missing_libraries(error)}") from error
        return run_window(board, library)


# arguments


def _parsers() -> dict[str, tuple[_Parser, Callable[[argparse.Namespace], None]]]:
    new = _Parser("new", "Make a board: empty, or from a sample.")
    new.add_argument("board", metavar="BOARD", help="the file to make; it must not exist")
    new.add_argument("--canvas", metavar="ID", help="the kind of board, see canvas-app canvases")
    new.add_argument("--sample", metavar="NAME", help="begin with the notes of a sample, such as loyalty-app")
    for name in ("title", "segment", "goal", "partner", "customer"):
        whose = "the partner's customer" if name == "customer" else f"the {name} of the board"
        new.add_argument(f"--{name}", metavar=name[0].upper(), help=whose)

    show = _Parser("show", "Print a board as a Markdown outline, or everything in it as JSON.")
    show.add_argument("board", metavar="BOARD")
    show.add_argument("--json", action="store_true", help="everything, with fit")

    export = _Parser("export", "Write a board as PDF, PNG, SVG, JSON, Markdown or CSV; the ending of OUT says which.")
    export.add_argument("board", metavar="BOARD")
    export.add_argument("-o", "--output", metavar="OUT", required=True, help="the file to write")
    export.add_argument("--page", help="PDF: A4, Letter, A3, ... (default: what your country uses)")
    export.add_argument(
        "--pages", help="PDF: report (default), summary (one page), all (summary and report), canvas, poster or handout"
    )
    export.add_argument("--orientation", help="PDF: landscape (default) or portrait")
    export.add_argument("--ink", help="PDF: colour (default), grey or black")
    export.add_argument("--positions", help="PDF: notes where they are on the board, own (default), or tidy")
    export.add_argument("--emoji", help="PDF: plain (default), or colour where this computer has such a font")
    export.add_argument("--poster", metavar="SIZE", help="PDF: size of the whole poster, A3 to A0 (default: A1)")
    export.add_argument("--per-page", metavar="N", type=int, help="PDF: pages on a sheet of a handout, 2, 4, 6 or 9")
    export.add_argument(
        "--no-log", dest="log", action="store_const", const=False, help="PDF: leave out the workshop's sessions"
    )
    export.add_argument(
        "--no-board", dest="board_inside", action="store_false", help="PDF: do not put the board itself inside"
    )
    export.add_argument(
        "--strict", action="store_true", help="PDF: refuse where notes are cut short or characters have no font"
    )
    export.add_argument(
        "--area",
        metavar="WHAT",
        help="PNG, SVG: canvas (default), a zone, parking, or ids of notes with commas between",
    )
    size = export.add_mutually_exclusive_group()
    size.add_argument("--scale", metavar="N", type=float, default=1.0, help="PNG: pixels a board unit (default: 1)")
    size.add_argument("--dpi", metavar="N", type=float, help="PNG: the same in dots per inch, 96 for scale 1")
    export.add_argument("--transparent", action="store_true", help="PNG, SVG: no desk behind the drawing")
    export.add_argument("--outlines", action="store_true", help="SVG: text as shapes, the same in every program")
    export.add_argument("--force", action="store_true", help="replace OUT where it exists")

    importer = _Parser("import", "Make a board from JSON, Markdown, CSV, or a PDF that was exported with its board.")
    importer.add_argument("source", metavar="SOURCE", help="a .json, .md, .csv or exported .pdf file")
    importer.add_argument("-o", "--output", metavar="BOARD", required=True, help="the file to make")
    importer.add_argument("--canvas", metavar="ID", help="the kind of board (default: the one of the source)")
    importer.add_argument("--force", action="store_true", help="replace BOARD where it exists")

    check = _Parser("check", "Check a board file and say what was checked.")
    check.add_argument("board", metavar="BOARD")
    check.add_argument("--deep", action="store_true", help="also all pages, and the journal against the rows")

    salvage = _Parser("salvage", "Make a new board of what can be read of a damaged one; says what is missing.")
    salvage.add_argument("board", metavar="BROKEN", help="the damaged file; it is only read")
    salvage.add_argument("-o", "--output", metavar="NEW", required=True, help="the board to make")
    salvage.add_argument("--force", action="store_true", help="replace NEW where it exists")

    restore = _Parser("restore", "Make a board as another was; without -o: list its versions and the copies put aside.")
    restore.add_argument("source", metavar="SOURCE", help="a board; it is only read")
    restore.add_argument("--version", metavar="NAME|STEP", help="a name, the number of a step, or the time of a copy")
    restore.add_argument("-o", "--output", metavar="NEW", help="the board to make")
    restore.add_argument("--force", action="store_true", help="replace NEW where it exists")

    lister = _Parser("list", "List the boards of a folder.")
    lister.add_argument("folder", metavar="DIR", nargs="?", help="default: your library")
    lister.add_argument("--json", action="store_true")

    canvases = _Parser("canvases", "List the canvases known, with their zones and kinds, and where your own go.")
    canvases.add_argument("--json", action="store_true")

    return {
        "new": (new, _new),
        "show": (show, _show),
        "export": (export, _export),
        "import": (importer, _import),
        "check": (check, _check),
        "salvage": (salvage, _salvage),
        "restore": (restore, _restore),
        "list": (lister, _list),
        "canvases": (canvases, _canvases),
    }


def _window_parser() -> _Parser:
    parser = _Parser("", "Value Canvas")
    parser.add_argument("board", metavar="BOARD", nargs="?")
    parser.add_argument("--library", metavar="DIR")
    parser.add_argument("--version", action="store_true")
    return parser


def _dispatch(argv: list[str]) -> int:
    verbs = _parsers()
    if argv and argv[0] in verbs:
        parser, act = verbs[argv[0]]
        act(parser.parse_args(argv[1:]))
        return 0
    if any(argument in ("-h", "--help") for argument in argv):
        _out(USAGE_TEXT + EXIT_CODES)
        return 0
    args = _window_parser().parse_args(argv)
    if args.version:
        from importlib.metadata import version

        _out(f"{PROG} {version('value-canvas')}\n")
        return 0
    return _window(args)


def run(argv: list[str]) -> int:
    """Carries out a command line without the program's name. Returns the exit code; an error is one line on stderr."""
    from canvas_app.app import logs

    try:
        logs.start_logging()
        _utf8_out()
        try:
            code = _dispatch(argv)
        except SystemExit as end:  # argparse, after it has printed the help
            code = end.code if isinstance(end.code, int) else 0
        _out("")
        return code
    except UserError as error:
        return _failed(str(error), error.exit_code)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _drop_stdout()
        return CLOSED_PIPE
    except Exception:
        return _failed(_logged_traceback(), INTERNAL)


# helpers


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[tuple[Board, str, int]]:
    """The board as it reads here, when it was last changed, and its number of steps."""
    from canvas_app.app.library import with_newer_canvas
    from canvas_app.app.session import Session

    session = Session.open(path, read_only=True)
    try:
        board = with_newer_canvas(session.board)
        yield board, session.changed_at, session.version
    finally:
        session.close()


def _path(text: str) -> Path:
    """A plain path: `file:...`, `:memory:` and `-` are names like any other."""
    if not text or "\0" in text:
        raise UsageError("a file name is empty or holds a zero character; give a plain path.")
    return Path(text)


class _CannotWrite(UserError):
    exit_code = 5


def _refuse_existing(target: Path, hint: str = "") -> None:
    if os.path.isdir(target):
        raise _CannotWrite(f"{target}: is a folder; add the name of a file.")
    if os.path.lexists(target):
        raise _CannotWrite(f"{target}: is there already; choose another name{hint}.")


def _utf8_out() -> None:
    """What is printed can be read back on every system; where a terminal knows less, it shows codes."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        utf8 = sys.stdout.encoding if sys.stdout.isatty() else "utf-8"
        reconfigure(encoding=utf8, errors="backslashreplace")


def _out(text: str) -> None:
    """Writes all of `text` to the standard output at once."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _drop_stdout()
        raise _CannotWrite(f"standard output: {error.strerror}; nothing more was printed, write elsewhere.") from error


def _drop_stdout() -> None:
    """Nothing that is still buffered is written when Python ends."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _note(sentence: str) -> None:
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):
            print(f"{PROG}: {_line(sentence)}", file=sys.stderr, flush=True)


def _failed(sentence: str, code: int) -> int:
    _note(sentence)
    return code


def _line(text: str) -> str:
    """On one line; control, bidi and undecodable characters spelled out."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text)


def _logged_traceback() -> str:
    """Writes the current exception to the log; says so in one sentence."""
    from canvas_app.app.logs import log_file, write_log

    error = sys.exc_info()[1]
    what = f"internal error, {type(error).__name__}: {' '.join(str(error).split()):.200}"
    if write_log(traceback.format_exc()):
        return f"{what}; please report it with {log_file()}."
    return f"{what}; please report it ({log_file()} could not be written)."


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
