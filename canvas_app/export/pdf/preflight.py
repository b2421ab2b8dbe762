"""What should be known about a document before it is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Preflight:
    """`missing`: characters that no font has (drawn as U+FFFD), by the id of the note or statement or a word for it.

    `cut`: ids of notes whose text is not shown in full on the canvas. `smallest`: the smallest type in points.
    """

    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cut: tuple[str, ...] = ()
    smallest: float = 0.0
    pages: int = 0
    size: int = 0
