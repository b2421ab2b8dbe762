"""The sheets: large pages that take the place of the board. Each is declared here and listed in ui/sheets."""

from canvas_app.actions.context import Context
from canvas_app.actions.spec import Action, action, with_board


def _sheet(name: str, title: str, tip: str, *keys: str) -> Action:
    """Shows a sheet; once more goes back to the board."""

    def run(context: Context) -> None:
        context.ui.show_sheet(None if context.ui.sheet == name else name)

    def checked(context: Context) -> bool:
        return context.session is not None and context.ui.sheet == name

    return Action(
        f"view.sheet-{name}", title, run, keys, menu="View/Sheets", tip=tip, enabled=with_board, checked=checked
    )


matrix = _sheet(
    "matrix",
    "Fit matrix",
    "All links as a table: needs in rows, answers in columns, edited with keys or taps",
    "Ctrl+Shift+M",
)
chart = _sheet("chart", "Weight and relief", "A chart of every need: what matters and is not served")
gaps = _sheet("gaps", "Gaps", "What nothing answers, and what is to be done about it")

competition = _sheet(
    "competition",
    "Competition",
    "What matters against who else there is: scores 0 to 5, the value curve, the difference in a sentence",
    "Alt+Shift+C",
)
tests = _sheet(
    "tests",
    "Tests",
    "Test cards: what you believe, how you find out, and what came of it",
    "Alt+Shift+T",
)
log = _sheet("log", "Session log", "Workshops: who was there, how long each step took, and what changed in it")


@action(
    "view.board",
    "Back to the board",
    menu="View/Sheets",
    tip="Leave the sheet that lies over the board",
    separator=True,
    enabled=lambda context: context.session is not None and bool(context.ui.sheet),
)
def board(context: Context) -> None:
    context.ui.show_sheet(None)
