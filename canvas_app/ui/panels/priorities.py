"""The priorities panel: every zone's notes by rank, to be ranked, scored and picked."""

from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout

from canvas_app.actions.context import Context, UiPort
from canvas_app.actions.spec import Action
from canvas_app.app.session import Committed
from canvas_app.domain.canvas import Zone
from canvas_app.domain.commands import Command, PickNotes, RankNote, ScoreNotes
from canvas_app.domain.entities import Round
from canvas_app.domain.errors import UserError
from canvas_app.domain.fit import Fit
from canvas_app.domain.history import Step
from canvas_app.domain.picks import Shortlist, shortlists
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.panels.panel import Panel, changes_figures
from canvas_app.ui.panels.priority_list import PriorityList
from canvas_app.ui.panels.priority_picks import suggestions
from canvas_app.ui.panels.priority_rows import (
    NoteRow,
    PriorityModel,
    ZoneRow,
    kind_of,
    note_row,
    voted_rows,
    zone_row,
    zone_rows,
)
from canvas_app.ui.panels.rows import Row
from canvas_app.ui.panels.sort_bar import RANK, SCORE, VOTES, SortBar

ORIGIN = "priorities"
SOON = 200
"""Milliseconds until suggestions are looked at again while a row is dragged."""
SHOWN = frozenset({"text", "score", "picked"})


class PrioritiesPanel(Panel):
    def __init__(self, bridge: SessionBridge, port: UiPort):
        super().__init__(bridge, port, "Priorities")
        self.list = PriorityList(self, PriorityModel(self, self), self)
        self.setFocusProxy(self.list)
        self.sort_bar = SortBar(port, self._sort, self._run)
        self._shorts: dict[str, Shortlist] = {}
        self._picks_soon = QTimer(self)
        self._picks_soon.setSingleShot(True)
        self._picks_soon.timeout.connect(self._show_picks)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 8)
        layout.setSpacing(0)
        layout.addWidget(self.sort_bar)
        layout.addWidget(self.list)

    @property
    def figures(self) -> Fit:
        return self.bridge.session.fit

    def refresh(self) -> None:
        self._shorts = self._shortlists()
        self.sort_bar.show_board(self.board, not self.bridge.session.read_only)
        self._rebuild({zone.id for zone in self.board.canvas.zones})

    def _sort(self) -> None:
        self.refresh()
        self.list.scrollToTop()

    def show_votes(self) -> None:
        """The lists by the votes that are looked at."""
        self.sort_bar.sort(VOTES)

    def _run(self, action: Action) -> None:
        try:
            action.run(Context(self.bridge.session, self.port))
        except UserError as error:
            self.bridge.complain(str(error))

    @property
    def _round(self) -> Round | None:
        """The vote that the lists are sorted by."""
        if self.sort_bar.by != VOTES or not self.board.rounds:
            return None
        return self.board.rounds.get(self.port.shown_round or "")

    def _zones(self) -> list[Zone]:
        """Every zone, or those that were voted on."""
        round_ = self._round
        return [zone for zone in self.board.canvas.zones if round_ is None or zone.id in round_.zones]

    def _rows(self, zone: Zone) -> list[Row]:
        """A zone's rows in the order that was chosen."""
        rows = zone_rows(self.board, zone)
        round_ = self._round
        if round_ is not None:
            return voted_rows(self.board, round_, zone, rows)
        if self.sort_bar.by == SCORE:
            rows.sort(key=lambda row: -(row.note.score or 0) if isinstance(row, NoteRow) else -9)
        short = self._shorts.get(zone.kind)
        if short is None:
            return rows
        marked = [self._with_doubt(row) if isinstance(row, NoteRow) else row for row in rows]
        return marked + suggestions(self.board, self.figures, short, zone)

    def _with_doubt(self, row: NoteRow) -> NoteRow:
        """The row with what speaks against its pick."""
        short = self._shorts.get(row.note.kind)
        doubt = short.warnings.get(row.note_id, "") if short is not None else row.doubt
        return row if doubt == row.doubt else replace(row, doubt=doubt)

    def _show_picks(self) -> None:
        """Takes over new suggestions and doubts, which hang on weights and links anywhere on the board."""
        if not self.isVisible():
            return
        if self.list.dragging is not None:
            self._picks_soon.start(SOON)
            return
        self._shorts = self._shortlists()
        self._rebuild({zone.id for zone in self.board.canvas.zones if zone.kind in self._shorts})

    def _shortlists(self) -> dict[str, Shortlist]:
        return shortlists(self.board, self.figures)

    def patch(self, commit: Committed) -> None:
        if changes_figures(commit.step):
            self._picks_soon.start(0)
        touched = {patch.entity for patch in commit.step.patches}
        sorted_anew = self.sort_bar.by != RANK and "note" in touched
        if "canvas" in touched or "round" in touched or sorted_anew:
            self.refresh()
        elif zones := self._moved(commit.step):
            self._rebuild(zones)
        else:
            self._repaint(commit.step)

    def _moved(self, step: Step) -> set[str]:
        """Zones whose order this step may change: notes of no rank stand by their place."""
        zones: set[str] = set()
        for patch in step.patches:
            if patch.entity != "note":
                continue
            for side in (patch.before, patch.after):
                if side and "zone" in side:
                    zones.add(side["zone"])
            if patch.before is None or patch.after is None:
                continue
            note = self.board.notes.get(patch.id)
            moved = {"rank_key"} if note is None or note.rank_key is not None else {"rank_key", "x", "y"}
            if note is not None and patch.after.keys() & moved:
                zones.add(note.zone)
        return zones

    def _repaint(self, step: Step) -> None:
        """Takes over new texts, scores and picks where they stand."""
        rows: list[Row] = []
        picked: dict[str, int] = {}
        for patch in step.patches:
            if patch.entity != "note" or not patch.before or not patch.after or not patch.after.keys() & SHOWN:
                continue
            note = self.board.notes.get(patch.id)
            row = self.list.rows.row(self.list.rows.index_of(f"note:{patch.id}"))
            zone = self.board.canvas.zone(note.zone) if note is not None else None
            if note is None or zone is None or not isinstance(row, NoteRow):
                continue
            rows.append(self._with_doubt(note_row(note, kind_of(self.board, zone), row.rank)))
            picked[zone.id] = picked.get(zone.id, 0) + note.picked - row.note.picked
        for zone_id, more in picked.items():
            zone = self.board.canvas.zone(zone_id)
            heading = self.list.rows.row(self.list.rows.index_of(f"zone:{zone_id}"))
            if zone is not None and isinstance(heading, ZoneRow):
                rows.append(zone_row(zone, kind_of(self.board, zone), heading.picked + more))
        self.list.rows.replace(rows)

    def _rebuild(self, zones: set[str]) -> None:
        shown: dict[str, list[Row]] = {}
        for row in self.list.rows.rows:
            if isinstance(row, ZoneRow):
                shown[row.key] = part = []
            part.append(row)
        rows: list[Row] = []
        for zone in self._zones():
            kept = None if zone.id in zones else shown.get(f"zone:{zone.id}")
            rows += kept or self._rows(zone)
        self._show(rows)

    def _show(self, rows: list[Row]) -> None:
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
        """Whether rows may be dragged to another rank: only where they stand by rank."""
        return not self.bridge.session.read_only and self.sort_bar.by == RANK

    def _do(self, command: Command) -> None:
        self.bridge.do(command, ORIGIN)
