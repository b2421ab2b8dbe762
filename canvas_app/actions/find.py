"""Finding notes on the board."""

from canvas_app.actions.context import Context
from canvas_app.actions.spec import action, with_board


@action(
    "edit.find",
    "Find",
    keys=("Ctrl+F",),
    icon="search",
    menu="Edit",
    enabled=with_board,
    tip="Find notes by words and filters",
    separator=True,
)
def find(context: Context) -> None:
    context.ui.find()


@action("edit.find-next", "Find next", keys=("F3",), menu="Edit", enabled=with_board, repeats=True)
def find_next(context: Context) -> None:
    context.ui.find_next()


@action("edit.find-previous", "Find previous", keys=("Shift+F3",), menu="Edit", enabled=with_board, repeats=True)
def find_previous(context: Context) -> None:
    context.ui.find_next(back=True)
