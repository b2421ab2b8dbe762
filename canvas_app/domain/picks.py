"""Short lists: what is worth picking, and which picks hang in the air."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Canvas, Kind
from canvas_app.domain.entities import PARKING, Note
from canvas_app.domain.fit import Fit


@dataclass(frozen=True)
class Shortlist:
    """The short list of one kind: picked notes, what could be picked besides, best first, and what speaks against
    picks, as a few words by note. Parked notes count nowhere."""

    kind: Kind
    picked: tuple[str, ...]
    suggested: tuple[str, ...]
    warnings: Mapping[str, str]

    @property
    def in_range(self) -> bool:
        return self.kind.pick is None or self.kind.pick.min <= len(self.picked) <= self.kind.pick.max


class Picks:
    """What is picked on a board and what hangs together, worked out once."""

    def __init__(self, board: Board, figures: Fit):
        self.board, self.figures = board, figures
        self.of_kind: dict[str, list[Note]] = defaultdict(list)
        for note in board.in_order():
            if note.zone != PARKING:
                self.of_kind[note.kind].append(note)
        self.anchors = _anchors(board)
        self.top = top_anchors(board, figures)
        self._labels = {kind.id: anchor_label(board.canvas, kind.id) for kind in board.canvas.kinds}
        self._has_picks = {kind for kind, notes in self.of_kind.items() if any(note.picked for note in notes)}

    def picked(self, kinds: Iterable[str]) -> list[Note]:
        """The picked notes of some kinds, in the order of the board."""
        return [note for kind in kinds for note in self.of_kind.get(kind, ()) if note.picked]

    def hangs_on_top(self, need: str) -> bool:
        return not self.top.isdisjoint(self.anchors.get(need, ()))

    def answers_pick(self, answer: str) -> bool:
        return any(self.board.notes[need].picked for need in self.figures.answers.get(answer, ()))

    def merit(self, note: Note) -> float:
        """By what notes are suggested: a need's weight, an answer's value, the importance of others."""
        figures = self.figures
        return figures.weights.get(note.id, figures.values.get(note.id, figures.importance.get(note.id, 0.0)))

    def doubt(self, note: Note) -> str:
        """What speaks against picking a note: "hangs on no top job"; "" for nothing."""
        canvas = self.board.canvas
        kind = canvas.kind(note.kind)
        if kind is None or note.zone == PARKING:
            return ""
        if kind.role == "need":
            label = self._labels[kind.id]
            if not label or self.hangs_on_top(note.id):
                return ""
            return f"hangs on no top {label}" if self.anchors.get(note.id) else f"hangs on no {label}"
        if kind.role == "answer":
            if not self.figures.answers.get(note.id):
                return "answers nothing"
            need = canvas.kind(kind.answers or "")
            some = need is not None and need.id in self._has_picks
            return f"answers no picked {need.label.lower()}" if need and some and not self.answers_pick(note.id) else ""
        return ""

    def shortlist(self, kind: Kind) -> Shortlist:
        """Suggested is what nothing speaks against, as many as the list still takes."""
        notes = self.of_kind.get(kind.id, [])
        picked = [note for note in notes if note.picked]
        room = max((kind.pick.max if kind.pick else 0) - len(picked), 0)
        suggested: list[str] = []
        for note in sorted((note for note in notes if not note.picked), key=lambda note: -self.merit(note)):
            if len(suggested) == room:
                break
            if self.merit(note) and not self.doubt(note):
                suggested.append(note.id)
        doubts = {note.id: doubt for note in picked if (doubt := self.doubt(note))}
        return Shortlist(kind, tuple(note.id for note in picked), tuple(suggested), doubts)


def shortlists(board: Board, figures: Fit) -> dict[str, Shortlist]:
    """By the id of every kind that has a short list."""
    picks = Picks(board, figures)
    return {kind.id: picks.shortlist(kind) for kind in board.canvas.kinds if kind.pick is not None}


def top_anchors(board: Board, figures: Fit) -> frozenset[str]:
    """The anchors that matter most: the picked ones; where none is picked the most important third, ties included."""
    canvas = board.canvas
    live = [note for note in board.notes.values() if note.zone != PARKING and canvas.role(note.kind) == "anchor"]
    if picked := frozenset(note.id for note in live if note.picked):
        return picked
    falling = sorted((figures.importance[note.id] for note in live), reverse=True)
    if not falling:
        return frozenset()
    least = falling[ceil(len(falling) / 3) - 1]
    return frozenset(note.id for note in live if figures.importance[note.id] >= least)


def anchor_label(canvas: Canvas, kind_id: str) -> str:
    """What a need of this kind can be tied to, in the canvas's words; "" where the canvas has nothing of the sort."""
    return " or ".join(
        kind.label.lower()
        for kind in canvas.kinds
        if kind.role == "anchor" and (canvas.link_rule(kind_id, kind.id) or canvas.link_rule(kind.id, kind_id))
    )


def _anchors(board: Board) -> dict[str, set[str]]:
    """The anchors that each need is linked to, parked ones left out."""
    canvas, notes = board.canvas, board.notes
    anchors: dict[str, set[str]] = defaultdict(set)
    for link in board.links.values():
        source, target = notes[link.source], notes[link.target]
        if PARKING in (source.zone, target.zone):
            continue
        roles = (canvas.role(source.kind), canvas.role(target.kind))
        if roles == ("need", "anchor"):
            anchors[source.id].add(target.id)
        elif roles == ("anchor", "need"):
            anchors[target.id].add(source.id)
    return anchors
