"""The arithmetic of fit: importance, weight, relief, coverage, value, gaps (PRODUCT.md, section 2).

The canvas says which kinds are needs, which answer them and which anchor them; parked notes and their links count
nowhere.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from typing import Any

from canvas_app.domain.board import Board
from canvas_app.domain.entities import PARKING, Link, Note
from canvas_app.domain.patch import Patch

FULL = 3
TOP = 5
_SCORES = {n: Fraction(n) for n in range(1, TOP + 1)}
UNPRIORITISED = _SCORES[3]


@dataclass(frozen=True)
class Coverage:
    """Shares 0..1 of the weight that is answered; None where there is nothing to measure."""

    picked: float | None
    all: float | None


@dataclass(frozen=True)
class Fit:
    """All figures by note id, unrounded."""

    importance: dict[str, float]
    basis: dict[str, str]  # "score", "rank" or "none"
    weights: dict[str, float]
    tied: dict[str, bool]
    relief: dict[str, int]
    values: dict[str, float]
    coverage: dict[str, Coverage]
    gaps: tuple[str, ...]
    orphans: tuple[str, ...]
    overserved: tuple[str, ...]
    answers: dict[str, dict[str, int]]  # answering note -> need -> strongest link

    @property
    def answered(self) -> int:
        """How many needs have any relief."""
        return sum(1 for strength in self.relief.values() if strength)

    def statement_score(self, notes: Iterable[str]) -> int | None:
        """100 x the share of all weight that these notes answer, rounded half up; None where no need has weight."""
        total = sum(self.weights.values())
        if not total:
            return None
        best = self.reached(notes)
        share = 100 * sum(self.weights[need] * s / FULL for need, s in best.items()) / total
        return floor(round(share, 9) + 0.5)  # weights like 1.8 are not exact, and half a hair would round down

    def only(self, needs: Iterable[str]) -> "Fit":
        """The same figures with the weights and the relief of these needs alone."""
        kept = set(needs)
        return replace(
            self,
            weights={need: weight for need, weight in self.weights.items() if need in kept},
            relief={need: relief for need, relief in self.relief.items() if need in kept},
        )

    def reached(self, notes: Iterable[str]) -> dict[str, int]:
        """The needs these notes answer, each with its strongest link."""
        best: dict[str, int] = {}
        for note in notes:
            for need, strength in self.answers.get(note, {}).items():
                best[need] = max(best.get(need, 0), strength)
        return best

    def as_data(self) -> dict[str, Any]:
        """The `fit` of `show --json`."""
        return {
            "weights": self.weights,
            "values": self.values,
            "coverage": {kind: {"picked": c.picked, "all": c.all} for kind, c in self.coverage.items()},
            "gaps": list(self.gaps),
            "orphans": list(self.orphans),
            "overserved": list(self.overserved),
        }


IGNORED = frozenset({"text", "detail", "colour", "tags", "author", "w", "h", "locked", "group_id", "z"})
"""Fields of a note that no figure depends on."""


def concerns_notes(patches: Iterable[Patch]) -> bool:
    """Whether a change may alter what `Ground` knows."""
    for patch in patches:
        if patch.entity == "canvas":
            return True
        if patch.entity == "note" and (
            patch.before is None or patch.after is None or not patch.after.keys() <= IGNORED
        ):
            return True
    return False


def concerns_fit(patches: Sequence[Patch]) -> bool:
    """Whether a change may alter any figure."""
    return any(patch.entity == "link" for patch in patches) or concerns_notes(patches)


@dataclass(frozen=True)
class Ground:
    """What the figures take from the notes and the canvas, which stays while only links change."""

    roles: dict[str, str]
    """Of the notes that are not parked, in the order of the board."""
    exact: dict[str, Fraction]
    """The importance of each; what weighs the same must compare as equal."""
    importance: dict[str, float]
    basis: dict[str, str]
    needs: dict[str, list[Note]]
    """By kind."""

    def of_role(self, role: str) -> list[str]:
        return [note for note, own in self.roles.items() if own == role]


def ground(board: Board) -> Ground:
    canvas = board.canvas
    needs: dict[str, list[Note]] = {kind.id: [] for kind in canvas.kinds if kind.role == "need"}
    roles: dict[str, str] = {}
    exact: dict[str, Fraction] = {}
    basis: dict[str, str] = {}
    ranks = board.ranks()
    for note in board.in_order():
        if note.zone == PARKING:
            continue
        roles[note.id] = canvas.role(note.kind)
        if note.kind in needs:
            needs[note.kind].append(note)
        if note.score is not None:
            exact[note.id], basis[note.id] = _SCORES[note.score], "score"
        elif note.id in ranks:
            n = len(board.ranked(note.zone))
            exact[note.id], basis[note.id] = Fraction(TOP * (n - ranks[note.id] + 1), n), "rank"
        else:
            exact[note.id], basis[note.id] = UNPRIORITISED, "none"
    return Ground(roles, exact, {note: float(value) for note, value in exact.items()}, basis, needs)


def fit(board: Board, known: Ground | None = None) -> Fit:
    """All figures of a board; `known` is its ground, where somebody has kept it."""
    base = known or ground(board)
    roles, exact, importance = base.roles, base.exact, base.importance
    answering_notes, need_notes = base.of_role("answer"), base.of_role("need")
    anchors: dict[str, list[str]] = defaultdict(list)
    answers: dict[str, dict[str, int]] = {note: {} for note in answering_notes}
    relief = dict.fromkeys(need_notes, 0)
    full_links: dict[str, int] = defaultdict(int)
    answering: list[Link] = []
    for link in board.links.values():
        source, target = roles.get(link.source), roles.get(link.target)
        if (source, target) == ("answer", "need"):
            answering.append(link)
            answers[link.source][link.target] = max(answers[link.source].get(link.target, 0), link.strength)
            relief[link.target] = max(relief[link.target], link.strength)
            full_links[link.target] += link.strength == FULL
        elif (source, target) == ("need", "anchor"):
            anchors[link.source].append(link.target)
        elif (source, target) == ("anchor", "need"):
            anchors[link.target].append(link.source)

    weights = {need: importance[need] for need in need_notes}
    for need, tied_to in anchors.items():
        weights[need] = float(exact[need] * max(map(exact.__getitem__, tied_to)) / TOP)
    coverage, overserved = {}, []
    for kind, needs in base.needs.items():
        coverage[kind] = Coverage(
            _covered([note.id for note in needs if note.picked], weights, relief),
            _covered([note.id for note in needs], weights, relief),
        )
        light = len(needs) // 3
        rising = sorted(weights[note.id] for note in needs)
        overserved += [
            note.id for note in needs if full_links[note.id] >= 2 and bisect_right(rising, weights[note.id]) <= light
        ]
    values = dict.fromkeys(answering_notes, 0.0)
    for link in answering:
        values[link.source] += weights[link.target] * link.strength / FULL
    return Fit(
        importance=importance,
        basis=base.basis,
        weights=weights,
        tied={need: need in anchors for need in weights},
        relief=relief,
        values=values,
        coverage=coverage,
        gaps=tuple(sorted((need for need in weights if not relief[need]), key=lambda need: -weights[need])),
        orphans=tuple(note for note in answering_notes if not answers[note]),
        overserved=tuple(overserved),
        answers=answers,
    )


def _covered(needs: list[str], weights: dict[str, float], relief: dict[str, int]) -> float | None:
    total = sum(weights[need] for need in needs)
    return sum(weights[need] * relief[need] / FULL for need in needs) / total if total else None
