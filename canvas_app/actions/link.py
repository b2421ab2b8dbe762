"""Links between notes."""

from canvas_app.actions.context import Context
from canvas_app.actions.spec import NOTE, action, can_change
from canvas_app.domain.commands import AddLink


@action(
    "link.new",
    "Link",
    keys=("L",),
    icon="link",
    menu="Note",
    enabled=can_change,
    tip="Link two selected notes, or start a link from the selected one",
    separator=True,
    context=NOTE,
)
def new(context: Context) -> None:
    ids = context.ui.selected_notes
    if len(ids) == 2:
        command = AddLink(*ids)
        if context.do(command):
            context.ui.select((), (command.id,))
    elif len(ids) < 2:
        context.ui.start_link(ids[0] if ids else None)
    else:
        context.ui.complain("Select two notes to link them.")
