"""What the round menu offers under a finger: the few things that are wanted most, by place. Names no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """`word` is short, "" for the action's own title of the moment; `mark` is written in place of an icon.

    An entry with `more` opens these in its place.
    """

    action: str
    word: str = ""
    icon: str = ""
    mark: str = ""
    more: tuple["Entry", ...] = ()


SCORES = tuple(Entry(f"note.score-{n}", f"Score {n}", mark=str(n)) for n in range(1, 6))
ZONES = (*(Entry(f"note.zone-{n}") for n in range(1, 10)), Entry("note.zone-0", "Parking lot", "folder"))
MORE = (
    Entry("note.details", "Details", "panel"),
    Entry("evidence.add", "Evidence"),
    Entry("test.new", "Test"),
    Entry("note.rank-up", "Rank up", "chevron-up"),
    Entry("note.rank-down", "Rank down", "chevron-down"),
)
ON_NOTE = (
    Entry("note.edit", "Edit"),
    Entry("note.pick", "Pick"),
    Entry("note.score-5", "Score", "score", more=(*SCORES, Entry("note.score-0", "No score", "close"))),
    Entry("link.new", "Link"),
    Entry("edit.duplicate", "Duplicate"),
    Entry("note.zone-0", "Move to", "move-to", more=ZONES),
    Entry("note.details", "More", "menu", more=MORE),
    Entry("edit.delete", "Delete"),
)
STRENGTHS = (("Partly", "1"), ("Mostly", "2"), ("Fully", "3"))
ON_LINK = (
    *(Entry(f"note.score-{mark}", word, mark=mark) for word, mark in STRENGTHS),
    Entry("edit.delete", "Delete"),
)
ON_BOARD = (
    Entry("note.new", "New note"),
    Entry("edit.paste", "Paste", "paste"),
    Entry("arrange.tidy", "Tidy", "tidy"),
    Entry("view.fit", "Fit"),
    Entry("edit.undo", "Undo"),
    Entry("edit.redo", "Redo"),
    Entry("edit.select-all", "Select all", "area"),
    Entry("edit.find", "Find"),
)
ROUND: Mapping[str, tuple[Entry, ...]] = {"note": ON_NOTE, "link": ON_LINK, "board": ON_BOARD}
