"""The board as a tree for Qt's views: zones, their notes by rank, their links; changed only where a step changed it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import count
from typing import Any, Literal

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from canvas_app.app.describe import describe_link, describe_note, one_line
from canvas_app.domain.board import Board
from canvas_app.domain.entities import PARKING, Link, Note
from canvas_app.domain.evidence import concerns_evidence, marks
from canvas_app.domain.history import Step

Index = QModelIndex | QPersistentModelIndex
What = Literal["root", "zone", "note", "link", "hint"]
FEW = 50
"""So many rows are moved or taken out one by one; more of them all at once."""
_BRANCH = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_LEAF = _BRANCH | Qt.ItemFlag.ItemNeverHasChildren
_ORDERING = frozenset({"rank_key", "x", "y"})
_PARKING_HINT = "Notes that are set aside. They count nowhere until they return to a zone."


class Node:
    """A row. `key` is the id of what it stands for; `children` is None until somebody asks for them."""

    __slots__ = ("children", "key", "number", "parent", "row", "what")

    def __init__(self, what: What, key: str, parent: Node | None, number: int):
        self.what = what
        self.key = key
        self.parent = parent
        self.number = number
        self.row = 0
        self.children: list[Node] | None = None

    def renumber(self, start: int = 0) -> None:
        assert self.children is not None
        for row in range(start, len(self.children)):
            self.children[row].row = row


class OutlineModel(QAbstractItemModel):
    """Written by `patch` alone, but for the draft: a note that is being written and not recorded yet."""

    def __init__(self, board: Board, parent: QObject | None = None):
        super().__init__(parent)
        self.board = board
        self.draft: Note | None = None
        self._numbers = count(1)
        self.votes: Mapping[str, int] = {}
        self.own_votes = False
        """Dots on notes as they may be shown now: those of the person who votes, else those of everybody."""
        self._build()

    def _build(self) -> None:
        self._nodes: dict[int, Node] = {}
        self._notes: dict[str, Node] = {}
        self._linked = {end for link in self.board.links.values() for end in (link.source, link.target)}
        self.marks = marks(self.board)
        """What is known about notes, where there is anything to show."""
        self._root = self._node("root", "", None)
        zones = [*(zone.id for zone in self.board.canvas.zones), PARKING]
        self._root.children = [self._node("zone", zone, self._root) for zone in zones]
        self._zones = {node.key: node for node in self._root.children}
        self._root.renumber()
        members: dict[str, list[Note]] = {}
        for note in self.board.in_order():
            members.setdefault(note.zone, []).append(note)
        for zone in self._root.children:
            notes = [self._add_note(note.id, zone) for note in members.get(zone.key, ())]
            zone.children = notes or [self._node("hint", zone.key, zone)]
            zone.renumber()

    def _node(self, what: What, key: str, parent: Node | None) -> Node:
        node = Node(what, key, parent, next(self._numbers))
        self._nodes[node.number] = node
        return node

    def _add_note(self, note_id: str, zone: Node) -> Node:
        node = self._notes[note_id] = self._node("note", note_id, zone)
        return node

    def _forget(self, node: Node) -> None:
        for child in node.children or ():
            self._forget(child)
        self._nodes.pop(node.number, None)
        if node.what == "note":
            self._notes.pop(node.key, None)

    # asking

    def node(self, index: Index) -> Node:
        """The row at an index; the root where it is invalid."""
        return self._nodes.get(index.internalId(), self._root) if index.isValid() else self._root

    def place(self, node: Node) -> QModelIndex:
        return QModelIndex() if node is self._root else self.createIndex(node.row, 0, node.number)

    def index_of_note(self, note_id: str) -> QModelIndex:
        return self.place(self._notes[note_id]) if note_id in self._notes else QModelIndex()

    def index_of_zone(self, zone_id: str) -> QModelIndex:
        return self.place(self._zones[zone_id]) if zone_id in self._zones else QModelIndex()

    def index_of_link(self, link_id: str, below: str | None = None) -> QModelIndex:
        """The row of a link below one of its ends; below either where none is named."""
        link = self.board.links.get(link_id)
        ends = [] if link is None else [below] if below in (link.source, link.target) else [link.source, link.target]
        for end in ends:
            node = self._notes.get(end or "")
            if node is not None:
                for child in self._load(node):
                    if child.key == link_id:
                        return self.place(child)
        return QModelIndex()

    def note(self, node: Node) -> Note | None:
        """The note of a note's row."""
        if self.draft is not None and node.key == self.draft.id:
            return self.board.notes.get(node.key, self.draft)
        return self.board.notes.get(node.key)

    def zone_of(self, node: Node) -> str:
        """The zone that a row is in or stands for; the first one for the root."""
        while node.what != "zone":
            if node.parent is None:
                return self.board.canvas.zones[0].id
            node = node.parent
        return node.key

    def rank(self, node: Node) -> int | None:
        """A note's rank, read off its row: ranked notes come first."""
        note = self.note(node)
        return node.row + 1 if note is not None and note.rank_key is not None else None

    def other_end(self, node: Node) -> Note | None:
        """The note at the far end of a link's row."""
        link = self.board.links.get(node.key)
        if link is None or node.parent is None:
            return None
        return self.board.notes.get(link.target if link.source == node.parent.key else link.source)

    def spoken(self, node: Node) -> str:
        """A row for a screen reader."""
        match node.what:
            case "zone":
                shown = sum(child.what == "note" for child in node.children or ())
                return f"{self.title(node.key)}, {shown} note{'' if shown == 1 else 's'}"
            case "note":
                note = self.note(node)
                if note is None or note.id not in self.board.notes:
                    return "New note"
                own = self.votes.get(note.id, 0) if self.own_votes else 0
                yours = f", {own} of your dots" if own else ""
                return f"{describe_note(self.board, note)}{yours}"
            case "link":
                link = self.board.links.get(node.key)
                return describe_link(self.board, link, node.parent.key) if link and node.parent else ""
            case "hint":
                return self.hint(node.key)
        return ""

    def title(self, zone_id: str) -> str:
        zone = self.board.canvas.zone(zone_id)
        return zone.title if zone else "Parking lot"

    def hint(self, zone_id: str) -> str:
        """What an empty zone asks."""
        zone = self.board.canvas.zone(zone_id)
        return (zone.hint or "No notes yet.") if zone else _PARKING_HINT

    # Qt's questions

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:
        children = self._load(self.node(parent))
        return self.createIndex(row, 0, children[row].number) if 0 <= row < len(children) else QModelIndex()

    def parent(self, index: Any = None) -> Any:
        if index is None:
            return super().parent()
        node = self.node(index).parent
        return QModelIndex() if node is None else self.place(node)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return len(self._load(self.node(parent)))

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 1

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:
        node = self.node(parent)
        if node.what == "note":
            return bool(node.children) if node.children is not None else node.key in self._linked
        return node.what in ("root", "zone")

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _LEAF if self.node(index).what in ("link", "hint") else _BRANCH

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node = self.node(index)
        match role:
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.spoken(node)
            case Qt.ItemDataRole.DisplayRole:
                note = self.note(node) if node.what == "note" else None
                return one_line(note.text) if note is not None else self.spoken(node)
            case Qt.ItemDataRole.ToolTipRole:
                note = self.note(node) if node.what == "note" else None
                if note is not None:
                    return "\n\n".join(part for part in (note.text, note.detail) if part)
                return self.spoken(node) if node.what == "link" else ""
        return None

    def _load(self, node: Node) -> list[Node]:
        if node.children is None:
            links = self._in_order(node, self.board.links_of(node.key)) if node.what == "note" else []
            node.children = [self._node("link", link.id, node) for link in links]
            node.renumber()
        return node.children

    def _in_order(self, node: Node, links: Iterable[Link]) -> list[Link]:
        """Links by the kind of their far end as the canvas has them, then by its text."""
        kinds = {kind.id: n for n, kind in enumerate(self.board.canvas.kinds)}

        def key(link: Link) -> tuple[int, str, str]:
            other = self.board.notes[link.target if link.source == node.key else link.source]
            return kinds.get(other.kind, -1), other.text.casefold(), link.id

        return sorted(links, key=key)

    # following the board

    def patch(self, step: Step) -> None:
        """Takes over a committed step."""
        if step.touched("canvas"):
            self.beginResetModel()
            self._build()
            self.endResetModel()
            return
        notes = self.board.notes
        soiled: set[str] = set()
        gone: dict[Node, None] = {}
        moved: dict[Node, Node] = {}
        new: dict[str, dict[str, None]] = {}
        for patch in step.patches:
            if patch.entity != "note":
                continue
            note, node = notes.get(patch.id), self._notes.get(patch.id)
            if note is None:
                if node is not None:
                    gone[node] = None
            elif node is None:
                new.setdefault(note.zone, {})[patch.id] = None
                soiled.add(note.zone)
            else:
                if node.parent is not None and node.parent.key != note.zone:
                    soiled |= {note.zone, node.parent.key}
                    moved[node] = self._zones[note.zone]
                elif not patch.before or not patch.after or patch.after.keys() & _ORDERING:
                    soiled.add(note.zone)
        if len(moved) <= FEW:
            for node, zone in moved.items():
                self._move_over(node, zone)
        else:
            for node, zone in moved.items():
                gone[node] = None
                new.setdefault(zone.key, {})[node.key] = None
        self._patch_links(step)
        self._remove(gone)
        for zone_id, ids in new.items():
            self._append(self._zones[zone_id], ids)
        for zone_id in soiled:
            self._sort(self._zones[zone_id])
        self._repaint(step, soiled)

    def _remove(self, nodes: Iterable[Node]) -> None:
        by_zone: dict[int, list[Node]] = {}
        for node in nodes:
            assert node.parent is not None
            by_zone.setdefault(node.parent.number, []).append(node)
        for number, siblings in by_zone.items():
            parent = self._nodes[number]
            runs = list(_runs(sorted(node.row for node in siblings)))
            if len(runs) > FEW and parent.children is not None:
                doomed = set(siblings)
                staying = [node for node in parent.children if node not in doomed]
                self._reorder(parent, [*staying, *siblings])
                runs = [(len(staying), len(parent.children) - 1)]
            for first, last in reversed(runs):
                self._take(parent, first, last)
            self._show_hint(parent)

    def _take(self, parent: Node, first: int, last: int) -> None:
        assert parent.children is not None
        self.beginRemoveRows(self.place(parent), first, last)
        taken = parent.children[first : last + 1]
        del parent.children[first : last + 1]
        for node in taken:
            self._forget(node)
        parent.renumber(first)
        self.endRemoveRows()

    def _append(self, zone: Node, ids: Collection[str]) -> None:
        assert zone.children is not None
        self._hide_hint(zone)
        start = len(zone.children)
        self.beginInsertRows(self.place(zone), start, start + len(ids) - 1)
        zone.children += [self._add_note(note_id, zone) for note_id in ids]
        zone.renumber(start)
        self.endInsertRows()

    def _move_over(self, node: Node, zone: Node) -> None:
        """Moves a row to the end of another zone; it stays expanded and current."""
        parent = node.parent
        assert parent is not None and parent.children is not None and zone.children is not None
        self._hide_hint(zone)
        row = node.row
        self.beginMoveRows(self.place(parent), row, row, self.place(zone), len(zone.children))
        del parent.children[row]
        zone.children.append(node)
        node.parent = zone
        node.row = len(zone.children) - 1
        parent.renumber(row)
        self.endMoveRows()
        self._show_hint(parent)

    def _hide_hint(self, zone: Node) -> None:
        if zone.children and zone.children[0].what == "hint":
            self._take(zone, 0, 0)

    def _show_hint(self, zone: Node) -> None:
        if zone.what == "zone" and not zone.children:
            self.beginInsertRows(self.place(zone), 0, 0)
            zone.children = [self._node("hint", zone.key, zone)]
            self.endInsertRows()

    def _sort(self, zone: Node) -> None:
        """Brings a zone's rows into the order of the board; one that moved alone is moved alone."""
        assert zone.children is not None
        wanted = [note.id for note in self._members(zone.key)]
        shown = [node.key for node in zone.children if node.what == "note"]
        if wanted == shown:
            return
        first = next(n for n, (a, b) in enumerate(zip(shown, wanted, strict=True)) if a != b)
        last = next(n for n in range(len(shown) - 1, -1, -1) if shown[n] != wanted[n])
        if shown[first + 1 : last + 1] == wanted[first:last]:
            self._move(zone, first, last + 1)
        elif shown[first:last] == wanted[first + 1 : last + 1]:
            self._move(zone, last, first)
        else:
            self._reorder(zone, [self._notes[note_id] for note_id in wanted])

    def _reorder(self, zone: Node, children: list[Node]) -> None:
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        nodes = [self.node(index) for index in old]
        zone.children = children
        zone.renumber()
        self.changePersistentIndexList(old, [self.place(node) for node in nodes])
        self.layoutChanged.emit()

    def _move(self, zone: Node, row: int, before: int) -> None:
        assert zone.children is not None
        place = self.place(zone)
        self.beginMoveRows(place, row, row, place, before)
        node = zone.children.pop(row)
        zone.children.insert(before - (before > row), node)
        zone.renumber(min(row, before))
        self.endMoveRows()

    def _members(self, zone_id: str) -> list[Note]:
        """The notes of a zone as shown, the draft among them."""
        notes = self.board.in_zone(zone_id)
        draft = self.draft
        if draft is not None and draft.zone == zone_id and draft.id not in self.board.notes:
            at = next(
                (
                    n
                    for n, note in enumerate(notes)
                    if note.rank_key is None and (note.y, note.x, note.id) > (draft.y, draft.x, draft.id)
                ),
                len(notes),
            )
            notes.insert(at, draft)
        return notes

    def _patch_links(self, step: Step) -> None:
        touched: dict[str, set[str]] = {}
        for patch in step.patches:
            if patch.entity == "link":
                ends = {**(patch.before or {}), **(patch.after or {})}
                link = self.board.links.get(patch.id)
                for end in (ends.get("source"), ends.get("target")) if link is None else (link.source, link.target):
                    if end is not None:
                        touched.setdefault(str(end), set()).add(patch.id)
        for note_id, links in touched.items():
            (self._linked.add if self.board.links_of(note_id) else self._linked.discard)(note_id)
            node = self._notes.get(note_id)
            if node is not None and note_id in self.board.notes:
                self._patch_links_of(node, links)

    def _patch_links_of(self, node: Node, touched: set[str]) -> None:
        now = {link.id: link for link in self.board.links_of(node.key)}
        if node.children is None:  # as it was, so that the view hears of the first row that comes
            before = [link for link in now.values() if link.id not in touched]
            node.children = [self._node("link", link.id, node) for link in self._in_order(node, before)]
            node.renumber()
        for child in reversed(list(node.children)):
            if child.key not in now:
                self._take(node, child.row, child.row)
        known = {child.key for child in node.children}
        for link in self._in_order(node, (link for link in now.values() if link.id not in known)):
            order = [other.id for other in self._in_order(node, now.values()) if other.id in known or other is link]
            row = order.index(link.id)
            self.beginInsertRows(self.place(node), row, row)
            node.children.insert(row, self._node("link", link.id, node))
            node.renumber(row)
            self.endInsertRows()
            known.add(link.id)

    def _repaint(self, step: Step, soiled: set[str]) -> None:
        """Has the rows painted anew whose words may have changed."""
        for zone_id in soiled:
            zone = self._zones[zone_id]
            assert zone.children is not None
            if zone.children:
                self.dataChanged.emit(self.place(zone.children[0]), self.place(zone.children[-1]))
        zones = {self._zones[zone] for zone in soiled}
        rows: set[Node] = set()
        for link_id in step.touched("link"):
            link = self.board.links.get(link_id)
            for end in (link.source, link.target) if link else ():
                if end in self._notes:
                    rows.add(self._notes[end])
                    rows.update(child for child in self._notes[end].children or () if child.key == link_id)
        if concerns_evidence(step):
            before, self.marks = self.marks, marks(self.board)
            known = before.keys() | self.marks.keys()
            rows.update(self._notes[note] for note in known if note in self._notes)
        for note_id in step.touched("note"):
            node = self._notes.get(note_id)
            if node is None or node.parent is None:
                continue
            rows.add(node)
            zones.add(node.parent)
            for link in self.board.links_of(note_id):
                other = self._notes.get(link.target if link.source == note_id else link.source)
                rows.update(child for child in (other.children if other else None) or () if child.key == link.id)
        for soiled_node in [*zones, *rows]:
            place = self.place(soiled_node)
            self.dataChanged.emit(place, place)

    # the draft

    def open_draft(self, note: Note) -> QModelIndex:
        """Shows a note that is not recorded yet, where it will stand; its row."""
        self.draft = note
        zone = self._zones[note.zone]
        self._append(zone, [note.id])
        self._sort(zone)
        return self.index_of_note(note.id)

    def close_draft(self) -> None:
        """Takes the draft away where it was not recorded."""
        draft, self.draft = self.draft, None
        if draft is not None and draft.id not in self.board.notes and draft.id in self._notes:
            self._remove([self._notes[draft.id]])


def _runs(rows: Iterable[int]) -> Iterable[tuple[int, int]]:
    """First and last of each run of neighbouring numbers."""
    first = last = None
    for row in rows:
        if first is None or last is None or row != last + 1:
            if first is not None and last is not None:
                yield first, last
            first = row
        last = row
    if first is not None and last is not None:
        yield first, last
