"""What stands at the foot of a note, from left to right: one rule for the board and for pictures of it."""

import math
from dataclasses import dataclass

from canvas_app.domain.entities import PARKING, Note
from canvas_app.text.block import TextBlock
from canvas_app.text.layout import lay_out
from canvas_app.text.note_face import INSET

UP = 15.0
"""From the bottom of a note to the middle of its foot."""
BADGE = 9.0
DOT = 2.8
ICON = 16.0
STAR = tuple((r * math.sin(math.pi * i / 5), -r * math.cos(math.pi * i / 5)) for i, r in enumerate([6.2, 2.6] * 5))
"""The corners of the star of a picked note, about its middle."""
MARKS = {"some": "evidence-some", "strong": "evidence-strong", "failed": "test-failed"}
"""Icons of what is known about a note."""


@dataclass(frozen=True)
class Foot:
    """Places in board units from the note's top left corner. `middle` is the height of all of it.

    badge: the number of the rank with the left edge and the width of its badge. star: the middle of the star of a
    picked note. dots: the middles of the importance. icons: name and left edge of each, and whether it warns.
    """

    middle: float
    badge: tuple[TextBlock, float, float] | None
    star: float | None
    dots: tuple[float, ...]
    icons: tuple[tuple[str, float, bool], ...]


def foot_of(note: Note, height: float, rank: int | None, icon: str, mark: str, taken: float | None = None) -> Foot:
    """`height` is the note's with its text grown, `icon` that of its kind, `mark` what is known about it (`MARKS`).

    `taken` says how much of the right end something else needs; icons are then left out where they have no room.
    """
    x = INSET - 2
    badge = None
    if rank is not None:
        number = lay_out(str(rank), width=math.inf, size=11, weight=700)
        wide = max(2 * BADGE, number.ink_width + 10)
        badge = (number, x, wide)
        x += wide + 5
    star = None
    if note.picked:
        star = x + 6
        x += 17
    dots = tuple(x + DOT + 9 * n for n in range(note.score or 0))
    x += 9 * len(dots)
    wanted = [icon] if note.zone == PARKING and icon else []
    wanted += ["lock"] if note.locked else []
    wanted += [MARKS[mark]] if mark else []
    right = note.w - INSET - 15 - (taken or 0.0)
    icons = []
    for name in wanted:
        if right < (0.0 if taken is None else x):
            break
        icons.append((name, right, name == MARKS["failed"]))
        right -= ICON + 3
    return Foot(height - UP, badge, star, dots, tuple(icons))
