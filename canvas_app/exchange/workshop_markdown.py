"""What a workshop left, as sections of the outline for people: they are not read back, JSON carries all of it."""

from collections.abc import Iterator

from canvas_app.domain.board import Board
from canvas_app.domain.competition import compare, difference, standing_words
from canvas_app.domain.entities import PARKING, Evidence, TestCard
from canvas_app.domain.evidence import LEVEL_WORDS, RESULT_WORDS, about_of, day_in_words, levels
from canvas_app.domain.fit import Fit
from canvas_app.domain.gaps import CHOICES
from canvas_app.domain.sittings import changes_words, clock, stints_of
from canvas_app.domain.steps import StepView, progress
from canvas_app.exchange.document import one_line

Section = tuple[str, list[str]]
"""A title and items of one line each."""


def report(board: Board, figures: Fit, steps: tuple[StepView, ...]) -> Iterator[Section]:
    """The sections that have anything to say."""
    sections = (
        ("Gaps and decisions", _gaps(board, figures)),
        ("Competition", _competition(board, figures)),
        ("Evidence", [_piece(board, piece) for piece in board.evidence.values()]),
        ("Tests", [_test(card) for card in board.test_cards]),
        ("Session log", _log(board)),
        (_guide_title(steps), [_step(step) for step in steps if not step.hidden]),
    )
    return ((title, items) for title, items in sections if items)


def _called(text: str) -> str:
    return one_line(text) or "Empty note"


def _gaps(board: Board, figures: Fit) -> list[str]:
    items = []
    for decision in sorted(board.decisions.values(), key=lambda row: -figures.weights.get(row.note, 0.0)):
        note = board.notes[decision.note]
        if note.zone == PARKING or note.id not in figures.weights:
            continue
        words = [CHOICES.get(decision.choice, "open").lower()]
        if decision.strategic is not None:
            words.append("strategically important" if decision.strategic else "not strategically important")
        words += [one_line(decision.owner)] if decision.owner else []
        words += [f"by {day_in_words(decision.due)}"] if decision.due else []
        words += [f"idea: {_called(board.notes[decision.idea].text)}"] if decision.idea else []
        words += [one_line(decision.why)] if decision.why else []
        since = "" if note.id in figures.gaps else " (answered since)"
        items.append(f"{_called(note.text)}{since}: {'; '.join(words)}")
    return items


def _competition(board: Board, figures: Fit) -> list[str]:
    said = difference(board)
    items = [one_line(said)] if said else []
    table = compare(board, figures, levels(board))
    for line in table.lines:
        if line.scores:
            scores = [
                f"{one_line(rival.name)} {line.scores[rival.id]}" for rival in table.rivals if rival.id in line.scores
            ]
            claim = ", claim without evidence" if line.unproven else ""
            items.append(f"{_called(line.words)}: {', '.join(scores)}; {standing_words(line).lower()}{claim}")
    return items


def _piece(board: Board, piece: Evidence) -> str:
    about = about_of(piece)
    texts = {
        "note": {note.id: note.text for note in board.notes.values()},
        "statement": {statement.id: statement.text for statement in board.statements},
        "criterion": {criterion.id: criterion.text for criterion in board.criteria},
    }
    words = [f"“{one_line(piece.quote)}”"] if piece.quote else []
    words += [one_line(value) for value in (piece.source, day_in_words(piece.date), piece.link) if value]
    what = _called(texts[about.table][about.id]) if about else ""
    return f"{LEVEL_WORDS[piece.level]}, {what}" + (f": {', '.join(words)}" if words else "")


def _test(card: TestCard) -> str:
    asked = (
        ("we believe that", card.believe),
        ("to verify that, we will", card.verify),
        ("and measure", card.measure),
        ("we are right if", card.right_if),
        ("learned:", card.learned),
        ("next:", card.next),
    )
    known = [RESULT_WORDS[card.result], *(one_line(value) for value in (day_in_words(card.date), card.owner) if value)]
    return f"{', '.join(known)}: " + "; ".join(f"{name} {one_line(words)}" for name, words in asked if words)


def _log(board: Board) -> list[str]:
    titles = {step.n: step.title for step in board.canvas.steps}
    items = []
    for sitting in board.sittings.values():
        stints = stints_of(board, sitting.id)
        if not stints:
            continue
        people = f", {', '.join(one_line(name) for name in sitting.people)}" if sitting.people else ""
        items.append(f"{day_in_words(sitting.began[:10])}, {clock(sum(stint.seconds for stint in stints))}{people}")
        for stint in stints:
            state = board.step_states.get(str(stint.step))
            title = one_line((state.title if state else "") or titles.get(stint.step, ""))
            changes = ", ".join(changes_words(stint.changes))
            items.append(f"Step {stint.step} {title}, {clock(stint.seconds)}" + (f": {changes}" if changes else ""))
    return items


def _guide_title(steps: tuple[StepView, ...]) -> str:
    done, of = progress(steps)
    return f"Guide, {done} of {of} steps done"


def _step(step: StepView) -> str:
    box = "x" if step.state == "done" else " "
    state = "" if step.state in ("done", "open") else f" ({step.state})"
    why = " ".join(one_line(words) for words in step.why)
    return f"[{box}] {step.n} {one_line(step.title)}{state}" + (f": {why}" if why else "")
