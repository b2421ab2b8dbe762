"""Dot voting: one pen that goes round, hidden dots, and a ranking of what came of it."""

from canvas_app.actions.context import Context
from canvas_app.actions.spec import BOARD, action, can_change
from canvas_app.domain.decide_voting import ApplyRound, DeleteRound, PassPen, PutDot, RevealRound, TakeBackDot
from canvas_app.domain.entities import Round
from canvas_app.domain.voting import all_voted, open_round, own_dots, own_votes, round_title, standings


def _open(context: Context) -> Round | None:
    return open_round(context.session.board) if context.session is not None else None


def _turn(context: Context) -> Round | None:
    """The round in which somebody has the pen and has begun."""
    round_ = _open(context) if can_change(context) else None
    return round_ if round_ is not None and not all_voted(round_) and context.ui.turn_begun else None


def _shown(context: Context) -> Round | None:
    """The revealed round whose results are looked at."""
    if context.session is None or not can_change(context) or context.ui.shown_round is None:
        return None
    return context.session.board.rounds.get(context.ui.shown_round)


def _vote_title(context: Context) -> str:
    return "Vote with dots…" if _open(context) is None else "Go on with the vote"


@action(
    "vote.vote",
    "Vote with dots…",
    keys=("D",),
    icon="vote",
    menu="Note/Vote",
    tip="Vote with dots: start a hidden round, or go on with it",
    enabled=can_change,
    named=_vote_title,
    context=BOARD,
)
def vote(context: Context) -> None:
    assert context.session is not None
    if open_round(context.session.board) is None:
        notes = context.session.board.notes
        chosen = {notes[note].zone: None for note in context.ui.selected_notes if note in notes}
        command = context.ui.ask_vote(tuple(chosen))
        if command is None:
            return
        context.do(command)
    context.ui.give_pen()


@action(
    "vote.put",
    "Put a dot",
    keys=(".",),
    menu="Note/Vote",
    tip="Put one of your dots on the selected note; with the vote tool, click, tap, Enter or Space do the same",
    enabled=lambda context: _turn(context) is not None and bool(context.ui.selected_notes),
    separator=True,
)
def put(context: Context) -> None:
    for note in context.ui.selected_notes:
        round_ = _turn(context)
        if round_ is not None:
            context.do(PutDot(round_.id, round_.turn, note))


def _may_take_back(context: Context) -> bool:
    round_ = _turn(context)
    return round_ is not None and context.session is not None and bool(own_votes(context.session.board, round_))


@action(
    "vote.take-back",
    "Take back a dot",
    keys=(",",),
    icon="undo",
    menu="Note/Vote",
    tip="Take your dot off the selected note, or the last one you put; Backspace, Shift- and right-click do the same",
    enabled=_may_take_back,
)
def take_back(context: Context) -> None:
    round_ = _turn(context)
    assert round_ is not None and context.session is not None
    own = own_dots(context.session.board, round_)
    note = next((note for note in context.ui.selected_notes if note in own), None)
    context.do(TakeBackDot(round_.id, round_.turn, note))


@action(
    "vote.pass",
    "Pass the pen",
    keys=(">",),
    menu="Note/Vote",
    tip="End your turn: your dots are hidden, and the next person votes",
    enabled=lambda context: _turn(context) is not None,
)
def pass_pen(context: Context) -> None:
    round_ = _turn(context)
    assert round_ is not None
    context.do(PassPen(round_.id, round_.turn))


def _may_reveal(context: Context) -> bool:
    round_ = _open(context) if can_change(context) else None
    return round_ is not None and all_voted(round_)


@action(
    "vote.reveal",
    "Reveal the votes",
    menu="Note/Vote",
    tip="Show the dots of everybody and what came of them",
    enabled=_may_reveal,
)
def reveal(context: Context) -> None:
    round_ = _open(context)
    assert round_ is not None
    context.do(RevealRound(round_.id))
    context.ui.show_votes(round_.id)


@action(
    "vote.apply",
    "Apply as ranking",
    menu="Note/Vote",
    tip="Rank the notes by their votes, zone by zone; equals keep the order they have",
    enabled=lambda context: _shown(context) is not None,
    separator=True,
)
def apply(context: Context) -> None:
    round_ = _shown(context)
    assert round_ is not None and context.session is not None
    if context.do(ApplyRound(round_.id)) is None:
        context.ui.say("The notes are ranked like this already.")
        return
    board = context.session.board
    titles = [zone.title for zone in board.canvas.zones if zone.id in round_.zones]
    tied = any(row.tied for zone in round_.zones for row in standings(board, round_, zone))
    equals = " Equals kept the order they had." if tied else ""
    context.ui.say(f"{', '.join(titles)}: ranked by votes.{equals}", undo=True)


@action(
    "vote.discard",
    "Discard the vote",
    icon="trash",
    menu="Note/Vote",
    tip="End the vote that goes on without a result",
    enabled=lambda context: can_change(context) and _open(context) is not None,
    separator=True,
)
def discard(context: Context) -> None:
    round_ = _open(context)
    assert round_ is not None
    context.do(DeleteRound(round_.id))
    context.ui.say("Vote discarded.", undo=True)


@action(
    "vote.delete",
    "Delete these results",
    icon="trash",
    menu="Note/Vote",
    tip="Delete the vote whose results are shown, with its dots; ranks stay",
    enabled=lambda context: _shown(context) is not None,
)
def delete(context: Context) -> None:
    round_ = _shown(context)
    assert round_ is not None and context.session is not None
    title = round_title(context.session.board, round_)
    context.do(DeleteRound(round_.id))
    context.ui.say(f"{title}: vote deleted.", undo=True)


@action(
    "vote.on-notes",
    "Votes on the notes",
    menu="View",
    tip="Show the dots of the vote revealed last on the notes",
    checked=lambda context: bool(context.ui.option("votes_shown")),
)
def on_notes(context: Context) -> None:
    context.ui.set_option("votes_shown", not context.ui.option("votes_shown"))
