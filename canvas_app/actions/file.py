"""Boards as files."""

from canvas_app.actions.context import Context
from canvas_app.actions.spec import action, can_change, with_board


def may_edit(context: Context) -> bool:
    return context.ui.may_edit_now


def may_repair(context: Context) -> bool:
    return can_change(context) and context.ui.may_repair


@action("file.new", "New board…", keys=("Ctrl+N",), icon="document", menu="Board")
def new(context: Context) -> None:
    context.ui.new_board()


@action("file.open", "Open…", keys=("Ctrl+O",), icon="open", menu="Board")
def open_(context: Context) -> None:
    context.ui.choose_board()


@action("file.trash", "Trash…", icon="trash", menu="Board", tip="Boards that were deleted: put back, delete for good")
def trash(context: Context) -> None:
    context.ui.show_trash()


@action("file.copies", "Copies of boards…", menu="Board", tip="Copies put aside, also of boards whose files are gone")
def copies(context: Context) -> None:
    context.ui.show_copies()


@action("file.home", "Start page", keys=("Ctrl+Home",), menu="Board", enabled=with_board)
def home(context: Context) -> None:
    context.ui.show_home()


@action(
    "board.details",
    "Title, partner, segment, goal…",
    keys=("Ctrl+I",),
    icon="edit",
    menu="Board",
    enabled=can_change,
    separator=True,
)
def details(context: Context) -> None:
    context.ui.board_details()


@action(
    "board.duplicate-segment",
    "Board for another segment…",
    icon="duplicate",
    menu="Board",
    enabled=with_board,
    tip="Duplicate the board for another segment, without votes, evidence, tests and decisions",
)
def duplicate_segment(context: Context) -> None:
    context.ui.duplicate_for_segment()


@action(
    "board.history",
    "History…",
    keys=("Ctrl+H",),
    icon="history",
    menu="Board",
    enabled=with_board,
    tip="What the board was, step by step; name a version, compare, go back",
)
def history(context: Context) -> None:
    context.ui.show_history()


@action(
    "board.repair",
    "Repair what changed outside",
    menu="Board",
    enabled=may_repair,
    tip="Put back what the board's history says where rows changed outside Value Canvas",
)
def repair(context: Context) -> None:
    context.ui.repair()


@action(
    "file.edit-now",
    "Edit it now",
    icon="edit",
    menu="Board",
    enabled=may_edit,
    tip="Edit the board that you view, now that nobody else does",
)
def edit_now(context: Context) -> None:
    context.ui.edit_now()


@action("file.save-copy", "Save a copy…", keys=("Ctrl+Shift+S",), menu="Board", enabled=with_board)
def save_copy(context: Context) -> None:
    context.ui.save_copy()


@action(
    "file.export",
    "Export PDF…",
    keys=("Ctrl+E",),
    icon="export",
    menu="Board",
    enabled=with_board,
    tip="Export the board as PDF, picture, JSON, Markdown or CSV",
)
def export(context: Context) -> None:
    context.ui.export()


@action(
    "file.export-picture",
    "Export picture…",
    keys=("Ctrl+Shift+E",),
    icon="picture",
    menu="Board",
    enabled=with_board,
    tip="Export the canvas, a zone or what is selected as PNG or SVG",
)
def export_picture(context: Context) -> None:
    context.ui.export_picture()


@action(
    "file.print",
    "Print…",
    keys=("Ctrl+P",),
    icon="print",
    menu="Board",
    enabled=with_board,
    tip="Print the board: report, canvas, poster or handout",
)
def print_pages(context: Context) -> None:
    context.ui.print_pages()


@action("file.quit", "Quit", keys=("Ctrl+Q",), menu="Board", separator=True)
def quit_(context: Context) -> None:
    context.ui.quit()
