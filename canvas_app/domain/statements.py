"""Value statements: made from picks and links by a canvas's pattern, then free to edit."""

import re
from collections.abc import Sequence

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import FREE_SLOTS, Pattern
from canvas_app.domain.entities import PARKING, Note, Part, Statement
from canvas_app.domain.evidence import About, support
from canvas_app.domain.fit import Fit

_TOKEN = re.compile(r"\{([^{}]*)\}|(\[)|(\])")


def compose(board: Board, figures: Fit, pattern: Pattern, seed: Sequence[str] = ()) -> tuple[Part, ...]:
    """The parts of a statement about the seed notes, or about the strongest picks that no statement uses yet.

    A slot with nothing to say becomes its name in brackets, so that the gap is seen; inside a passage in square
    brackets the whole passage is left out.
    """
    chosen = choose_notes(board, figures, [slot for slot in pattern.slots if board.canvas.kind(slot)], seed)
    parts: list[Part] = []
    passage: list[Part] | None = None
    whole = True
    at = 0
    for token in _TOKEN.finditer(pattern.pattern):
        target = parts if passage is None else passage
        target.append(Part(text=pattern.pattern[at : token.start()]))
        at = token.end()
        if token[2]:
            passage, whole = [], True
        elif token[3]:
            parts += (passage or []) if whole else []
            passage = None
        else:
            part, filled = _fill(board, token[1], chosen, [*parts, *(passage or [])])
            target.append(part)
            whole = whole and filled
    parts += [*(passage or []), Part(text=pattern.pattern[at:])]
    return join_parts(parts)


def choose_notes(board: Board, figures: Fit, kinds: Sequence[str], seed: Sequence[str]) -> dict[str, Note]:
    """One note for each kind: seeds, then what hangs together by links, unused before used, picked before heavy."""
    canvas = board.canvas
    used = {note_id for statement in board.statements for note_id in statement.notes}
    live = [note for note in board.in_order() if note.zone != PARKING and note.kind in kinds]
    seeds = [board.notes[note_id] for note_id in seed if note_id in board.notes]
    chosen: dict[str, Note] = {}
    for note in seeds:
        if note.kind in kinds and note.zone != PARKING:
            chosen.setdefault(note.kind, note)

    def weight(note: Note) -> float:
        return figures.weights.get(note.id, figures.values.get(note.id, figures.importance.get(note.id, 0.0)))

    def merit(note: Note) -> tuple[bool, bool, bool, float]:
        near = _neighbourhood(board, [*chosen.values(), *seeds])
        return (note.id in near, note.id not in used, note.picked, weight(note))

    # Answers first: the rest of the sentence follows from what they are linked to.
    for kind_id in sorted(kinds, key=lambda kind_id: canvas.role(kind_id) != "answer"):
        candidates = [note for note in live if note.kind == kind_id]
        if kind_id not in chosen and candidates:
            if canvas.role(kind_id) == "answer":
                linked = [note for note in candidates if figures.answers.get(note.id)]
                candidates = linked or candidates
            chosen[kind_id] = max(candidates, key=merit)
    return chosen


def _neighbourhood(board: Board, notes: Sequence[Note]) -> set[str]:
    """Ids of notes one or two links away."""
    near: set[str] = set()
    for note in notes:
        for link in board.links_of(note.id):
            other = link.target if link.source == note.id else link.source
            near.add(other)
            near.update(end for second in board.links_of(other) for end in (second.source, second.target))
    return near


def _fill(board: Board, slot: str, chosen: dict[str, Note], before: Sequence[Part]) -> tuple[Part, bool]:
    """What a slot is filled with after these parts, and whether there was anything to say."""
    if slot.startswith("board.") or slot in FREE_SLOTS:
        name = slot.removeprefix("board.")
        words = getattr(board.info, name).strip().rstrip(".")
        if _begins(before) and words[1:2] == words[1:2].lower():
            words = words[:1].upper() + words[1:]
        return (Part(text=words), True) if words else (Part(text=f"[{name}]"), False)
    note = chosen.get(slot)
    if note is None or not note.text.strip():
        kind = board.canvas.kind(slot)
        return Part(text=f"[{kind.label.lower() if kind else slot}]"), False
    return Part(text=_worded(board, note, before), note=note.id, used=note.text), True


def _worded(board: Board, note: Note, before: Sequence[Part]) -> str:
    """What a note says, as a piece of a sentence."""
    if _mid_sentence(before):
        return within_sentence(note.text, board.info.language)
    return " ".join(note.text.split()).rstrip(".")


def within_sentence(text: str, language: str) -> str:
    """Words as they stand in the middle of a sentence; only English loses its capital there."""
    words = " ".join(text.split()).rstrip(".")
    if language.startswith("en") and re.match(r"[A-Z][a-z]*\b", words) and words[1:2] != " ":
        words = words[0].lower() + words[1:]
    return words


def _begins(parts: Sequence[Part]) -> bool:
    before = "".join(part.text for part in parts).rstrip()
    return not before or before[-1] in ".!?"


def _mid_sentence(parts: Sequence[Part]) -> bool:
    before = "".join(part.text for part in parts).rstrip()
    return bool(before) and before[-1] not in ".!?:"


def changed_notes(board: Board, parts: Sequence[Part]) -> tuple[str, ...]:
    """Ids of the notes whose text is no longer what the statement was made with, each once."""
    changed: dict[str, None] = {}
    for part in parts:
        note = board.notes.get(part.note or "")
        if note is not None and part.used is not None and note.text != part.used:
            changed[note.id] = None
    return tuple(changed)


def renewed(board: Board, parts: Sequence[Part], note_id: str, take: bool) -> tuple[Part, ...]:
    """The parts with those of one note up to date: with its new words, or with their own kept as they are."""
    note = board.notes[note_id]
    done: list[Part] = []
    for part in parts:
        if part.note == note_id and part.used != note.text:
            words = _worded(board, note, done) if take else ""
            part = Part(text=words or part.text, note=note_id, used=note.text)
        done.append(part)
    return tuple(done)


def traced(board: Board, figures: Fit, statement: Statement) -> bool | None:
    """Whether a statement names or answers a picked need; None where the canvas knows no needs."""
    if not any(kind.role == "need" for kind in board.canvas.kinds):
        return None
    return bool(picks_answered(board, figures, statement))


def picks_answered(board: Board, figures: Fit, statement: Statement) -> tuple[str, ...]:
    """The picked needs that a statement names or answers."""
    named = [note_id for note_id in statement.notes if note_id in figures.weights]
    needs = dict.fromkeys([*named, *figures.reached(statement.notes)])
    return tuple(need for need in needs if board.notes[need].picked)


def has_evidence(board: Board, statement: Statement) -> bool:
    """Whether more than an assumption stands behind a statement or one of the notes that it is built from."""
    if not board.evidence and not board.table("test_card"):
        return False
    about = [About("statement", statement.id), *(About("note", note_id) for note_id in statement.notes)]
    return any(support(board, one).level != "assumption" for one in about)


def join_parts(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The same words with neighbouring free parts made one and empty ones left out."""
    joined: list[Part] = []
    for part in parts:
        if not part.text:
            continue
        if joined and part.note is None and joined[-1].note is None and part.used is None and joined[-1].used is None:
            joined[-1] = Part(text=joined[-1].text + part.text)
        else:
            joined.append(part)
    return tuple(joined)


def shared_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts have in common where they begin, and after those where they end."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def edit_parts(parts: Sequence[Part], text: str) -> tuple[Part, ...]:
    """The parts after their joined text was edited into `text`.

    What was typed inside a note's words stays with that note; what was typed between parts is free; a part that was
    wiped out goes. Where several places were edited, the words of a note that still stand between them keep it.
    """
    old = "".join(part.text for part in parts)
    if text == old:
        return tuple(parts)
    start, end = shared_ends(old, text)
    removed_to = len(old) - end
    typed = text[start : len(text) - end]
    if (found := _still_there(parts, start, removed_to, typed)) is not None:
        n, at = found[0], start + found[1]
        before, after = edit_parts(parts[:n], text[:at]), edit_parts(parts[n + 1 :], text[at + len(parts[n].text) :])
        return join_parts([*before, parts[n], *after])
    result: list[Part] = []
    placed = not typed
    at = 0
    for part in parts:
        begin, stop = at, at + len(part.text)
        at = stop
        head = part.text[: max(0, start - begin)]
        tail = part.text[max(0, removed_to - begin) :] if removed_to < stop else ""
        inside = begin < start and removed_to < stop
        if not placed and inside:
            result.append(part.model_copy(update={"text": head + typed + tail}))
            placed = True
            continue
        if not placed and begin >= start:
            result.append(Part(text=typed))
            placed = True
        if head or tail:
            result.append(part.model_copy(update={"text": head + tail}))
        if not placed and stop >= start and (part.note is None and head):
            result[-1] = part.model_copy(update={"text": head + typed + tail})
            placed = True
    if not placed:
        result.append(Part(text=typed))
    return join_parts(result)


def _still_there(parts: Sequence[Part], start: int, end: int, typed: str) -> tuple[int, int] | None:
    """The longest of the notes' words that were replaced as a whole but occur in what was typed, and where."""
    best: tuple[int, int] | None = None
    stop = 0
    for n, part in enumerate(parts):
        begin, stop = stop, stop + len(part.text)
        if part.note is None or begin < start or stop > end or not part.text.strip():
            continue
        if part.text in typed and (best is None or len(part.text) > len(parts[best[0]].text)):
            best = n, typed.index(part.text)
    return best
