"""The priorities panel: every zone's notes by rank, to be ranked, scored and picked."""

from PySide6.QtWidgets import QVBoxLayout

from canvas_app.actions.context import UiPort
from canvas_app.app.session import Committed
from canvas_app.domain.commands import Command, PickNotes, RankNote, ScoreNotes
from canvas_app.domain.fit import Fit
from canvas_app.domain.history import Step
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.panels.panel import Panel
from canvas_app.ui.panels.priority_list import PriorityList
from canvas_app.ui.panels.priority_rows import PriorityModel, zone_rows
from canvas_app.ui.panels.rows import Row

ORIGIN = "priorities"
SHOWN = frozenset({"zone", "kind", "text", "rank_key", "score", "picked"})


class PrioritiesPanel(Panel):
    def __init__(self, bridge: SessionBridge, port: UiPort):
        super().__init__(bridge, port, "Priorities")
        self.list = PriorityList(self, PriorityModel(self, self), self)
        self.setFocusProxy(self.list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 8)
        layout.addWidget(self.list)

    @property
    def figures(self) -> Fit:
        return self.bridge.session.fit

    def refresh(self) -> None:
        self._rows_by_zone = {zone.id: zone_rows(self.board, zone) for zone in self.board.canvas.zones}
        self._show()

    def patch(self, commit: Committed) -> None:
        if any(patch.entity == "canvas" for patch in commit.step.patches):
            self.refresh()
            return
        zones = self._touched_zones(commit.step)
        if not zones:
            return
        for zone in self.board.canvas.zones:
            if zone.id in zones:
                self._rows_by_zone[zone.id] = zone_rows(self.board, zone)
        self._show()

    def _touched_zones(self, step: Step) -> set[str]:
        """Zones whose list this step may change: notes of no rank stand by their place."""
        zones: set[str] = set()
        for patch in step.patches:
            if patch.entity != "note":
                continue
            for side in (patch.before, patch.after):
                if side and "zone" in side:
                    zones.add(side["zone"])
            note = self.board.notes.get(patch.id)
            if note is None or patch.before is None or patch.after is None:
                continue
            if patch.after.keys() & SHOWN or (note.rank_key is None and patch.after.keys() & {"x", "y"}):
                zones.add(note.zone)
        return zones

    def _show(self) -> None:
        rows: list[Row] = [row for rows in self._rows_by_zone.values() for row in rows]
        dragged = self.list.dragging
        if dragged is not None:
            self.list.cancel_drag()
            self.bridge.say("The drag was cancelled: the list changed.")
        self.list.update_rows(rows, self.bridge.notes)

    def follow_selection(self) -> None:
        self.list.mirror(self.bridge.notes)

    # what the list asks for

    def choose(self, note_ids: list[str]) -> None:
        self.bridge.select(note_ids)

    def show_note(self, note_id: str) -> None:
        self.port.show_notes([note_id])
        self.bridge.select([note_id])

    def score(self, note_ids: list[str], score: int | None) -> None:
        self._do(ScoreNotes(tuple(note_ids), score))

    def toggle_pick(self, note_ids: list[str]) -> None:
        picked = all(self.board.notes[note_id].picked for note_id in note_ids)
        self._do(PickNotes(tuple(note_ids), not picked))

    def rank(self, note_id: str, index: int) -> None:
        self._do(RankNote(note_id, index))

    def rank_last(self, note_id: str) -> None:
        self._do(RankNote(note_id, len(self.board.ranked(self.board.notes[note_id].zone))))

    def may_change(self) -> bool:
        return not self.bridge.session.read_only

    def _do(self, command: Command) -> None:
        self.bridge.do(command, ORIGIN)
