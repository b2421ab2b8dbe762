"""Value statements: making one, choosing the final one, saying them plainly."""

from canvas_app.actions.context import Context
from canvas_app.actions.spec import action, can_change, with_board
from canvas_app.domain.commands import MarkFinal


@action(
    "statement.new",
    "New statement",
    menu="Statement",
    icon="plus",
    tip="Make a value statement about the selected notes, or about the strongest picks",
    enabled=can_change,
)
def new(context: Context) -> None:
    context.ui.add_statement()


def _with_statement(context: Context) -> bool:
    return can_change(context) and context.ui.current_statement is not None


@action(
    "statement.final",
    "Final statement",
    keys=("Alt+F",),
    menu="Statement",
    icon="flag",
    tip="Make the statement that has the keyboard the final one, or not any more",
    enabled=_with_statement,
)
def final(context: Context) -> None:
    assert context.session is not None
    context.ui.finish_editing()
    chosen = context.ui.current_statement
    for statement in context.session.board.statements:
        if statement.id == chosen:
            context.do(MarkFinal(statement.id, not statement.final))


@action(
    "statement.next-finding",
    "Say it more plainly",
    keys=("F7",),
    menu="Statement",
    icon="search",
    tip="Go to the next thing in the statements that could be said more plainly",
    enabled=with_board,
)
def next_finding(context: Context) -> None:
    context.ui.next_finding()


@action(
    "statement.words",
    "Words and glossary…",
    keys=("Shift+F7",),
    menu="Statement",
    icon="edit",
    tip="What acronyms mean on this board, your own words to avoid, and what the plain-language check lets pass",
    enabled=with_board,
)
def words(context: Context) -> None:
    context.ui.edit_words()
