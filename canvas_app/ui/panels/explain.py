"""The figures of fit as sums that a person can follow (PRODUCT.md, section 2)."""

from collections.abc import Sequence

from canvas_app.app.describe import STRENGTHS
from canvas_app.domain import picks
from canvas_app.domain.board import Board
from canvas_app.domain.entities import PARKING
from canvas_app.domain.fit import FULL, TOP, Fit
from canvas_app.ui.panels.paint import one_line

MAX_TERMS = 8
_BASIS = {"score": "score", "rank": "rank", "none": "not prioritised"}


def percent(share: float | None) -> str:
    """ "67 %"; a dash where there is nothing to measure."""
    return "–" if share is None else f"{share * 100:.0f} %"


def quoted(text: str, limit: int = 40) -> str:
    words = one_line(text) or "Empty note"
    return f"“{words if len(words) <= limit else words[: limit - 1].rstrip() + '…'}”"


def coverage_sum(figures: Fit, needs: Sequence[str]) -> str:
    """The sum behind a coverage: "(4.0×3/3 + 2.0×0/3) / 6.0 = 67 %"."""
    total = sum(figures.weights[need] for need in needs)
    if not total:
        return "Nothing to measure yet"
    heavy = sorted(needs, key=lambda need: -figures.weights[need])
    terms = [f"{figures.weights[need]:.1f}×{figures.relief[need]}/{FULL}" for need in heavy[:MAX_TERMS]]
    if len(heavy) > MAX_TERMS:
        terms.append(f"{len(heavy) - MAX_TERMS} more")
    share = sum(figures.weights[need] * figures.relief[need] / FULL for need in needs) / total
    return f"({' + '.join(terms)}) / {total:.1f} = {percent(share)}"


def needs_of(board: Board, figures: Fit, kind_id: str, picked: bool = False) -> list[str]:
    """The needs of a kind that are measured."""
    return [
        note_id
        for note_id in figures.weights
        if board.notes[note_id].kind == kind_id and (board.notes[note_id].picked or not picked)
    ]


def anchor_label(board: Board, kind_id: str) -> str:
    """As `picks.anchor_label`."""
    return picks.anchor_label(board.canvas, kind_id)


def importance(figures: Fit, note_id: str) -> str:
    return f"importance {figures.importance[note_id]:.1f} ({_BASIS[figures.basis[note_id]]})"


def weight_sum(board: Board, figures: Fit, need: str) -> str:
    """How a need came to its weight: "Weight 3.2 = importance 4.0 (score) × customer job factor 0.8 (...)"."""
    weight = f"Weight {figures.weights[need]:.1f} = {importance(figures, need)}"
    label = anchor_label(board, board.notes[need].kind)
    if not label:
        return weight
    ends = {end for link in board.links_of(need) for end in (link.source, link.target) if end != need}
    anchors = [
        end for end in ends if board.notes[end].zone != PARKING and board.canvas.role(board.notes[end].kind) == "anchor"
    ]
    if not anchors:
        return f"{weight} × 1, as it is not tied to a {label}"
    top = max(anchors, key=lambda anchor: (figures.importance[anchor], anchor))
    value = figures.importance[top]
    return f"{weight} × {label} factor {value / TOP:.2g} ({quoted(board.notes[top].text)}: {value:.1f} of 5)"


def value_sum(board: Board, figures: Fit, answer: str) -> str:
    """How an answering note came to its value."""
    terms = [
        f"{figures.weights[link.target]:.1f}×{link.strength}/{FULL} for {quoted(board.notes[link.target].text, 30)}"
        for link in board.links_of(answer)
        if link.source == answer and link.target in figures.weights
    ]
    more = [f"{len(terms) - MAX_TERMS} more"] if len(terms) > MAX_TERMS else []
    return f"Value {figures.values[answer]:.1f} = " + ("\n + ".join(terms[:MAX_TERMS] + more) or "no links")


def share_sum(board: Board, figures: Fit, need: str, answer: str, strength: int) -> str:
    """What one link is worth: "4.2×2/3 = 2.8 of the value of “Auto sync”"."""
    weight, text = figures.weights[need], board.notes[answer].text
    return f"{weight:.1f}×{strength}/{FULL} = {weight * strength / FULL:.1f} of the value of {quoted(text)}"


def relief_sum(board: Board, figures: Fit, need: str) -> str:
    """How well a need is answered, and by what: only the strongest link counts."""
    relief = figures.relief[need]
    if not relief:
        return "Relief 0 of 3: nothing answers it"
    links = [link for link in board.links_of(need) if link.target == need and link.source in figures.answers]
    best = next(link for link in links if link.strength == relief)
    others = f", the strongest of {len(links)}" if len(links) > 1 else ""
    return f"Relief {relief} of {FULL}: {quoted(board.notes[best.source].text)} answers it {STRENGTHS[relief]}{others}"
