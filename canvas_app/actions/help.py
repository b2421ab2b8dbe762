"""Help."""

from canvas_app.actions.context import Context
from canvas_app.actions.spec import action


@action(
    "help.commands",
    "All commands…",
    keys=("Ctrl+K", "Ctrl+/"),
    icon="search",
    menu="Help",
    tip="Find any command by its name",
)
def commands(context: Context) -> None:
    context.ui.show_commands()


@action("help.shortcuts", "Keyboard and mouse", keys=("F1", "?"), menu="Help")
def shortcuts(context: Context) -> None:
    context.ui.show_shortcuts()


@action(
    "help.report",
    "Report a problem…",
    menu="Help",
    tip="Collect versions and the log in a file that you can send; nothing of your boards is in it",
)
def report(context: Context) -> None:
    context.ui.report_problem()


@action("help.about", "About Value Canvas", menu="Help")
def about(context: Context) -> None:
    context.ui.show_about()
