"""What is known about notes: their details, evidence, and tests."""

from canvas_app.actions.context import Context
from canvas_app.actions.spec import NOTE, action, can_change, with_board
from canvas_app.domain.evidence import About, plan_test


@action(
    "note.details",
    "Details…",
    keys=("Alt+Return", "Alt+Enter"),
    icon="panel",
    menu="Note",
    tip="Details, tags, evidence and tests of the selected note; once more, back to the board",
    enabled=with_board,
    separator=True,
    context=NOTE,
)
def details(context: Context) -> None:
    context.ui.show_details()


def _one_thing(context: Context) -> bool:
    chosen = context.ui.selected_statement is not None or len(context.ui.selected_notes) == 1
    return can_change(context) and chosen


@action(
    "evidence.add",
    "Add evidence",
    keys=("Alt+E",),
    icon="evidence-some",
    menu="Note",
    tip="Say what speaks for the selected note or statement: an interview, a figure, a quote",
    enabled=_one_thing,
    context=NOTE,
)
def add(context: Context) -> None:
    context.ui.add_evidence()


@action(
    "test.new",
    "New test",
    keys=("Alt+T",),
    icon="test",
    menu="Note",
    tip="Plan a test of the selected note or statement, or of anything else",
    enabled=can_change,
    context=NOTE,
)
def new_test(context: Context) -> None:
    assert context.session is not None
    about = None
    if statement := context.ui.selected_statement:
        about = About("statement", statement)
    elif len(context.ui.selected_notes) == 1:
        about = About("note", context.ui.selected_notes[0])
    command = plan_test(context.session.board, about)
    if context.do(command) is not None:
        context.ui.show_test(command.id)
