"""What the rules of the guide take: the arguments that a canvas may give them, checked when it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from canvas_app.domain.canvas import Canvas, Kind

MOST = 1000
LINES = ("partner", "segment", "customer", "goal", "alternative", "because")
"""What a board may have to say about itself, besides the canvas's own fields."""

Check = Callable[[Any, "Canvas"], str]
"""What an argument should be instead, as the end of a sentence; "" where it is right."""


def _lines(value: Any, canvas: Canvas) -> str:
    known = (*LINES, *(field.id for field in canvas.fields))
    if _names(value) and all(name in known for name in value):
        return ""
    return f"give a list of what is asked about the board: {', '.join(known)}"


def _counts(value: Any, canvas: Canvas) -> str:
    if isinstance(value, dict) and value and all(canvas.kind(kind) and _count(n) for kind, n in value.items()):
        return ""
    return f"give kinds with a number from 1 to {MOST:,}, such as {{ {canvas.kinds[0].id} = 3 }}"


def _number(value: Any, canvas: Canvas) -> str:
    return "" if _count(value) else f"give a whole number from 1 to {MOST:,}"


def _kinds(what: str, fits: Callable[[Canvas, Kind], bool]) -> Check:
    """Kinds of note of which `fits` holds."""

    def check(value: Any, canvas: Canvas) -> str:
        known = [kind.id for kind in canvas.kinds if fits(canvas, kind)]
        if _names(value) and all(name in known for name in value):
            return ""
        if not known:
            return f"it takes {what}, and the canvas has none"
        return f"give a list of {what}: {', '.join(known)}"

    return check


def _any_kind(canvas: Canvas, kind: Kind) -> bool:
    return True


def _picked(canvas: Canvas, kind: Kind) -> bool:
    return kind.pick is not None


def _need(canvas: Canvas, kind: Kind) -> bool:
    return kind.role == "need"


def _answer(canvas: Canvas, kind: Kind) -> bool:
    return kind.role == "answer"


def _tied(canvas: Canvas, kind: Kind) -> bool:
    anchors = [other.id for other in canvas.kinds if other.role == "anchor"]
    return kind.role == "need" and any(
        canvas.link_rule(kind.id, anchor) or canvas.link_rule(anchor, kind.id) for anchor in anchors
    )


ARGUMENTS: dict[str, Check] = {
    "filled": _lines,
    "at-least": _counts,
    "prioritised": _kinds("kinds", _any_kind),
    "picked": _kinds("kinds with a 'pick'", _picked),
    "picks-tied": _kinds("kinds of need that can be linked to an anchor", _tied),
    "picks-answer": _kinds('kinds with role = "answer"', _answer),
    "linked": _kinds('kinds with role = "answer"', _answer),
    "needs-answered": _kinds('kinds with role = "need"', _need),
    "compared": _kinds('kinds with role = "need"', _need),
    "gaps-weighed": _kinds('kinds with role = "need"', _need),
    "gaps-decided": _kinds('kinds with role = "need"', _need),
    "tested": _number,
    "final": _number,
}
"""Every rule, with the check of its argument."""


def refuse_rules(done: dict[str, Any], canvas: Canvas) -> str:
    """Why these rules cannot be used on a canvas, as the end of a sentence; "" where they can."""
    for name, value in done.items():
        if name not in ARGUMENTS:
            return f"done has no rule '{name}'; use one of {', '.join(ARGUMENTS)}"
        if wrong := ARGUMENTS[name](value, canvas):
            return f"done.{name} = {value!r:.60} cannot be used; {wrong}"
    return ""


def _names(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(name, str) for name in value)


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST
