"""Everything that can be done to a board, as frozen data. `decide` says what each of them changes."""

from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from canvas_app.domain.entities import NOTE_HEIGHT, NOTE_WIDTH, Part, Stroke
from canvas_app.domain.ids import new_id


class Named(Protocol):
    """A command that says itself what it is called in "Undo ..."; those of the workshop stand beside their rules."""

    @property
    def label(self) -> str: ...


Edge = Literal["left", "centre", "right", "top", "middle", "bottom"]
Axis = Literal["across", "down"]
Way = Literal["front", "back", "forward", "backward"]


@dataclass(frozen=True)
class NewNote:
    """A note to be. Without x and y it gets a free place in `zone`; with them the place says the zone.

    `kind` matters only where the note is parked. `values` are further fields of the entity.
    """

    text: str = ""
    zone: str | None = None
    x: float | None = None
    y: float | None = None
    w: float = NOTE_WIDTH
    h: float = NOTE_HEIGHT
    kind: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    id: str = field(default_factory=new_id)


@dataclass(frozen=True)
class AddNotes:
    notes: tuple[NewNote, ...]
    links: tuple["AddLink", ...] = ()


@dataclass(frozen=True)
class MoveNotes:
    """Moves notes by (dx, dy) board units; where they come to lie says what they are.

    `on_top`: they come to lie above the notes there, as when a hand puts them down.
    """

    ids: tuple[str, ...]
    dx: float
    dy: float
    on_top: bool = False


@dataclass(frozen=True)
class MoveToZone:
    """Moves notes to free places in a zone (or the parking lot)."""

    ids: tuple[str, ...]
    zone: str


@dataclass(frozen=True)
class EditNote:
    """Gives one note new values: text, detail, colour, tags, author, fields, w or h."""

    id: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Delete:
    """Removes notes (with their links) and links."""

    notes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class ScoreNotes:
    ids: tuple[str, ...]
    score: int | None


@dataclass(frozen=True)
class PickNotes:
    ids: tuple[str, ...]
    picked: bool


@dataclass(frozen=True)
class RankNote:
    """Puts a note at a place (0 is first) of its zone's list as shown; all above that place is ranked with it."""

    id: str
    index: int


@dataclass(frozen=True)
class UnrankNotes:
    ids: tuple[str, ...]


@dataclass(frozen=True)
class ArrangeZones:
    """Has zones keep their notes in rank order without overlap, or lets them be; None means every zone."""

    zones: tuple[str, ...] | None
    arranged: bool


@dataclass(frozen=True)
class Tidy:
    """Lays notes in a neat grid where they are, and all notes of zones in rows, in their order."""

    ids: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()


@dataclass(frozen=True)
class AlignNotes:
    """Moves notes to one edge or middle line of the room they take; a group moves as one."""

    ids: tuple[str, ...]
    edge: Edge


@dataclass(frozen=True)
class DistributeNotes:
    """Makes the gaps between notes equal; the outermost stay. A group moves as one."""

    ids: tuple[str, ...]
    axis: Axis


@dataclass(frozen=True)
class GroupNotes:
    ids: tuple[str, ...]
    group: str = field(default_factory=new_id)


@dataclass(frozen=True)
class UngroupNotes:
    """Takes apart every group that one of these notes belongs to."""

    ids: tuple[str, ...]


@dataclass(frozen=True)
class LockNotes:
    """Fixes the place of notes, or frees it; locked notes move only with the canvas and are not deleted."""

    ids: tuple[str, ...]
    locked: bool


@dataclass(frozen=True)
class StackNotes:
    """Moves notes up or down in the stack: to its end, or past the next note that they overlap."""

    ids: tuple[str, ...]
    to: Way


@dataclass(frozen=True)
class AddLink:
    source: str
    target: str
    strength: int = 2
    id: str = field(default_factory=new_id)


@dataclass(frozen=True)
class SetStrength:
    ids: tuple[str, ...]
    strength: int


@dataclass(frozen=True)
class AddStatement:
    """A statement at a place of the list (None is last)."""

    parts: tuple[Part, ...]
    pattern: str = ""
    index: int | None = None
    id: str = field(default_factory=new_id)


@dataclass(frozen=True)
class EditStatement:
    id: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class MoveStatement:
    id: str
    index: int


@dataclass(frozen=True)
class SortStatements:
    """Orders statements by score, best first; the order of equals stays."""


@dataclass(frozen=True)
class DeleteStatements:
    ids: tuple[str, ...]


@dataclass(frozen=True)
class MarkFinal:
    """Makes one statement the final one, which no other is then; or leaves the board without one."""

    id: str
    final: bool


@dataclass(frozen=True)
class RenewWords:
    """Brings the words that a statement took from a note up to date with it: takes over the new ones, or keeps the old
    ones as they are for good."""

    id: str
    note: str
    take: bool


@dataclass(frozen=True)
class IgnoreFinding:
    """Lets a finding of the plain-language check, named by its key, pass for one statement, or not any more."""

    id: str
    key: str
    ignored: bool


@dataclass(frozen=True)
class AddStrokes:
    """Ink, as it was drawn."""

    strokes: tuple[Stroke, ...]


@dataclass(frozen=True)
class EraseStrokes:
    ids: tuple[str, ...]


@dataclass(frozen=True)
class EditBoard:
    """Gives the board new values: any of its fields but id, canvas, scale and created."""

    values: dict[str, Any]


@dataclass(frozen=True)
class ReplaceCanvas:
    """Takes over a newer version of the board's canvas."""

    definition: dict[str, Any]


Command = (
    AddNotes
    | MoveNotes
    | MoveToZone
    | EditNote
    | Delete
    | ScoreNotes
    | PickNotes
    | RankNote
    | UnrankNotes
    | ArrangeZones
    | Tidy
    | AlignNotes
    | DistributeNotes
    | GroupNotes
    | UngroupNotes
    | LockNotes
    | StackNotes
    | AddLink
    | SetStrength
    | AddStatement
    | EditStatement
    | MoveStatement
    | SortStatements
    | DeleteStatements
    | MarkFinal
    | RenewWords
    | IgnoreFinding
    | AddStrokes
    | EraseStrokes
    | EditBoard
    | ReplaceCanvas
    | Named
)


def label(command: Command) -> str:
    """What the command is called in "Undo ..."."""
    match command:
        case AddNotes(notes):
            return "Add note" if len(notes) == 1 else f"Add {len(notes)} notes"
        case MoveNotes(ids) | MoveToZone(ids):
            return "Move note" if len(ids) == 1 else f"Move {len(ids)} notes"
        case EditNote(_, values):
            return "Edit text" if "text" in values else "Edit note"
        case Delete(notes, links):
            count, word = (len(notes), "note") if notes else (len(links), "link")
            return f"Delete {word}" if count == 1 else f"Delete {count} {word}s"
        case ScoreNotes():
            return "Score"
        case PickNotes(_, picked):
            return "Pick" if picked else "Unpick"
        case RankNote() | UnrankNotes():
            return "Rank"
        case ArrangeZones(_, arranged):
            return "Keep in order" if arranged else "Stop keeping order"
        case Tidy():
            return "Tidy"
        case AlignNotes():
            return "Align"
        case DistributeNotes():
            return "Space evenly"
        case GroupNotes():
            return "Group"
        case UngroupNotes():
            return "Ungroup"
        case LockNotes(_, locked):
            return "Lock" if locked else "Unlock"
        case StackNotes(_, to):
            return (
                f"Bring {'to front' if to == 'front' else to}"
                if to in ("front", "forward")
                else f"Send {'to back' if to == 'back' else to}"
            )
        case AddLink():
            return "Link"
        case SetStrength():
            return "Link strength"
        case AddStatement():
            return "Add statement"
        case EditStatement():
            return "Edit statement"
        case MoveStatement():
            return "Move statement"
        case SortStatements():
            return "Sort statements"
        case DeleteStatements():
            return "Delete statement"
        case MarkFinal(_, final):
            return "Mark statement final" if final else "Statement no longer final"
        case RenewWords(_, _, take):
            return "Take over new words" if take else "Keep the words"
        case IgnoreFinding(_, _, ignored):
            return "Ignore finding" if ignored else "Check again"
        case AddStrokes():
            return "Draw"
        case EraseStrokes():
            return "Erase"
        case EditBoard():
            return "Edit board"
        case ReplaceCanvas():
            return "Update canvas"
        case _:
            return command.label
