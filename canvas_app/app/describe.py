"""Notes and links in words, for those who do not see the board."""

from collections import Counter

from canvas_app.domain.board import Board
from canvas_app.domain.entities import PARKING, Link, Note
from canvas_app.domain.evidence import LEVEL_WORDS, About, support
from canvas_app.domain.gaps import CHOICES
from canvas_app.domain.voting import last_round, tally

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
STRENGTHS = {1: "partly", 2: "mostly", 3: "fully"}


def describe_note(board: Board, note: Note) -> str:
    """A note in one sentence: what it is and its rank, its text, score, links and marks."""
    kind = board.canvas.kind(note.kind)
    pieces = [_standing(board, note, kind.label if kind else "Note"), one_line(note.text) or "empty note"]
    if note.score is not None:
        pieces.append(f"{(kind.score if kind else '') or 'score'} {note.score}")
    dots = tally(board, last_round(board)).get(note.id, 0)
    if dots:
        pieces.append(f"{dots} vote{'' if dots == 1 else 's'}")
    pieces += linked_kinds(board, note)
    if note.picked:
        pieces.append("picked")
    pieces += _known(board, note)
    decision = next((row for row in board.decisions.values() if row.note == note.id), None)
    if decision is not None and decision.choice:
        pieces.append(f"decision: {CHOICES[decision.choice].lower()}")
    if getattr(note, "locked", False):
        pieces.append("locked")
    return ", ".join(pieces)


def _known(board: Board, note: Note) -> list[str]:
    """How well a note is supported, where there is anything to say."""
    if not board.table("evidence") and not board.table("test_card"):
        return []
    found = support(board, About("note", note.id))
    words = [LEVEL_WORDS[found.level].lower()] if found.marked else []
    return [*words, "its test failed"] if found.failed else words


def _standing(board: Board, note: Note, label: str) -> str:
    if note.zone == PARKING:
        return f"{label}, parked"
    rank = board.rank(note.id)
    return f"{label}, not ranked" if rank is None else f"{label} {rank} of {len(board.ranked(note.zone))}"


def linked_kinds(board: Board, note: Note) -> list[str]:
    """How many notes of each kind a note is linked with: ["one customer job", "two channels"]."""
    ends = [link.target if link.source == note.id else link.source for link in board.links_of(note.id)]
    counts = Counter(board.notes[end].kind for end in ends)
    words = []
    for kind in board.canvas.kinds:
        count = counts.get(kind.id, 0)
        if count:
            number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
            words.append(f"{number} {(kind.label if count == 1 else kind.many).lower()}")
    return words


def describe_link(board: Board, link: Link, seen_from: str) -> str:
    """A link as it reads from one end: "Mostly creates value: Speed", or "Channel: Shop, mostly serves this"."""
    source, target = board.notes[link.source], board.notes[link.target]
    rule = board.canvas.link_rule(source.kind, target.kind)
    verb = rule.label if rule else "is linked to"
    outward = link.source == seen_from
    other = target if outward else source
    kind = board.canvas.kind(other.kind)
    label = kind.label if kind else "Note"
    text = one_line(other.text) or "empty note"
    strength = STRENGTHS[link.strength]
    if outward:
        return f"{strength.capitalize()} {verb} {label.lower()}: {text}"
    return f"{label}: {text}, {strength} {verb} this"


def describe_selection(board: Board, notes: tuple[str, ...], links: tuple[str, ...]) -> str:
    """What is selected, for the board's accessible description; empty where nothing is."""
    if len(notes) == 1 and not links:
        return describe_note(board, board.notes[notes[0]])
    if len(links) == 1 and not notes:
        link = board.links[links[0]]
        return f"Link. {one_line(board.notes[link.source].text)}: {describe_link(board, link, link.source)}"
    both = ((len(notes), "note"), (len(links), "link"))
    counts = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in both if count]
    return f"{' and '.join(counts)} selected" if counts else ""


def one_line(text: str) -> str:
    return " ".join(text.split())
