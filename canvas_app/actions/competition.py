"""The comparison with everybody else: who, on what, and what it says for us."""

from canvas_app.actions.context import Context
from canvas_app.actions.spec import action, can_change, with_board
from canvas_app.domain.commands import EditBoard
from canvas_app.domain.competition import Comparison, alternatives, compare, reasons, with_reason
from canvas_app.domain.decide_competition import DeleteCompetitor, DeleteCriterion, MoveCompetitor
from canvas_app.domain.evidence import levels
from canvas_app.exchange import comparison_table

MENU = "Board/Competition"
REASONS = 2


def _competitor(context: Context) -> bool:
    return can_change(context) and context.ui.compared[0] is not None


def _criterion(context: Context) -> bool:
    return can_change(context) and context.ui.compared[1] is not None


def _table(context: Context) -> Comparison:
    assert context.session is not None
    return compare(context.session.board, context.session.fit, levels(context.session.board))


@action(
    "competition.add-competitor",
    "Add competitor",
    icon="plus",
    menu=MENU,
    tip="Compare somebody else with us: write the name in the sheet of the competition",
    enabled=can_change,
)
def add_competitor(context: Context) -> None:
    context.ui.add_competitor()


@action(
    "competition.add-criterion",
    "Add criterion…",
    icon="plus",
    menu=MENU,
    tip="Compare on a need that is not picked, or on words of your own",
    enabled=can_change,
)
def add_criterion(context: Context) -> None:
    context.ui.add_criterion()


@action(
    "competition.edit",
    "Rename competitor or criterion",
    icon="edit",
    menu=MENU,
    tip="Write the heading anew that the keyboard is on in the comparison (F2 there)",
    enabled=lambda context: _competitor(context) or _criterion(context),
    separator=True,
)
def edit(context: Context) -> None:
    context.ui.edit_compared()


def _move(context: Context, by: int) -> None:
    assert context.session is not None
    competitor, _ = context.ui.compared
    ids = [row.id for row in context.session.board.competitors]
    if competitor in ids and 0 <= ids.index(competitor) + by < len(ids):
        context.do(MoveCompetitor(competitor, ids.index(competitor) + by))


@action(
    "competition.move-back",
    "Move competitor back",
    menu=MENU,
    tip="Move the competitor in focus to the place before (Alt and the arrow there)",
    enabled=_competitor,
)
def move_back(context: Context) -> None:
    _move(context, -1)


@action(
    "competition.move-on",
    "Move competitor on",
    menu=MENU,
    tip="Move the competitor in focus to the next place (Alt and the arrow there)",
    enabled=_competitor,
)
def move_on(context: Context) -> None:
    _move(context, 1)


@action(
    "competition.delete-competitor",
    "Delete competitor",
    icon="trash",
    menu=MENU,
    tip="Take the competitor in focus out of the comparison, with its scores",
    enabled=_competitor,
)
def delete_competitor(context: Context) -> None:
    competitor, _ = context.ui.compared
    assert competitor is not None
    if context.do(DeleteCompetitor(competitor)):
        context.ui.say("Competitor and its scores deleted.", undo=True)


@action(
    "competition.delete-criterion",
    "Take criterion out",
    icon="trash",
    menu=MENU,
    tip="Take the added criterion in focus out of the comparison; picked needs stay as long as they are picked",
    enabled=_criterion,
)
def delete_criterion(context: Context) -> None:
    _, criterion = context.ui.compared
    assert criterion is not None
    if context.do(DeleteCriterion(criterion)):
        context.ui.say("Criterion taken out.", undo=True)


@action(
    "competition.difference",
    "Say the difference",
    icon="edit",
    menu=MENU,
    tip="Fill “Better than … because …” from the comparison, where it is empty yet",
    enabled=can_change,
    separator=True,
)
def difference(context: Context) -> None:
    assert context.session is not None
    session, table = context.session, _table(context)
    info = session.board.info
    values: dict[str, str] = {}
    if not info.alternative.strip() and table.toughest is not None:
        values["alternative"] = alternatives(session.board, table)[0][1]
    if not info.because.strip():
        because = ""
        for reason in reasons(session.board, session.fit, table)[:REASONS]:
            because = with_reason(because, reason.words)
        if because:
            values["because"] = because
    context.ui.show_sheet("competition")
    if info.alternative.strip() and info.because.strip():
        context.ui.say("The difference is said already; change its words above the table.")
    elif not values:
        context.ui.complain("Score us and somebody else first; the words come from where we are ahead.")
    elif context.do(EditBoard(values)):
        context.ui.say("Said from the comparison; make the words your own.", undo=True)


@action(
    "competition.copy",
    "Copy the comparison",
    icon="duplicate",
    menu=MENU,
    tip="Copy the table for a spreadsheet or a document (Ctrl+C in the table)",
    enabled=with_board,
)
def copy(context: Context) -> None:
    table = _table(context)
    if not table.lines:
        context.ui.complain("There is nothing to compare yet; pick needs, or add criteria.")
        return
    context.ui.put_clipboard(comparison_table.write(table))
    context.ui.say("The comparison was copied; paste it into a spreadsheet or a document.")


@action(
    "competition.paste",
    "Paste scores",
    icon="paste",
    menu=MENU,
    tip="Scores from a spreadsheet, from the cell in focus on (Ctrl+V in the table)",
    enabled=can_change,
)
def paste(context: Context) -> None:
    context.ui.paste_scores()
