"""One open board: the view with what floats over it, and the side panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from canvas_app.actions.context import UiPort
from canvas_app.app.session import Committed, Session
from canvas_app.app.settings import GoingOn, Settings
from canvas_app.app.workshop import Workshop, began
from canvas_app.ui import pace
from canvas_app.ui.binder import Binder
from canvas_app.ui.board.context_menu import ContextMenu
from canvas_app.ui.board.entry_bar import EntryBar
from canvas_app.ui.board.minimap import Minimap
from canvas_app.ui.board.narrator import FocusFrame, Narrator
from canvas_app.ui.board.overlays import LARGE, Chips, MessageLine
from canvas_app.ui.board.round_menu import RoundMenu
from canvas_app.ui.board.tool_rail import AWAY, ToolRail
from canvas_app.ui.board.view import BoardView, Place
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.present import Presenter
from canvas_app.ui.side_panel import SidePanel
from canvas_app.ui.theme import PANEL_WIDTH, icon, mirror_x, px, square

if TYPE_CHECKING:
    from canvas_app.ui.board.find_bar import FindBar
    from canvas_app.ui.outline.outline import Outline
    from canvas_app.ui.sheets.frame import Sheets
    from canvas_app.ui.top_bar import TopBar
    from canvas_app.ui.vote.desk import VoteDesk
    from canvas_app.ui.workshop.desk import WorkshopDesk

PlaceOnBoard = tuple[Place, tuple[str, ...], tuple[str, ...], GoingOn | None]
"""What is in sight, the ids of the notes and links that are selected, and the workshop that goes on."""
NOT_SAVED = "Not saved"
SAVED = "Saved · every change is on disk"
SLOW = "Saved · slow disk"


class BoardPage(QWidget):
    """`top` shows the time of a workshop, and has the board's title, which is written down with all else."""

    def __init__(self, session: Session, port: UiPort, binder: Binder, top: TopBar):
        super().__init__()
        self.session = session
        self.bridge = SessionBridge(session, self)
        self.view = BoardView(self.bridge)
        self.view.setAcceptDrops(False)  # the window takes them
        self.view.viewport().setAcceptDrops(False)
        self.side = SidePanel(self.bridge, port, binder)
        self.menu = ContextMenu(self.view, binder)
        self.minimap = Minimap(self.view)
        self.view.lids.append(self.minimap)
        self.rail = ToolRail(binder, self.view)
        self.chips = Chips(binder, self.view)
        self.message = MessageLine(binder, self.view)
        self.narrator = Narrator(self.view)
        self.focus_frame = FocusFrame(self.view)
        self.entry = self.view.editor.partner = EntryBar(self.view)
        self.view.menu = RoundMenu(self.view, binder)
        self.view.touch.on_chord = self._on_chord
        self.view.on_tool = self._show_tool
        self.rail.on_docked = self._on_docked
        self._votes_shown = True
        self._port = port
        self.unfold = QToolButton(self.view)
        self.unfold.setIcon(icon("chevron-left", "muted"))
        self.unfold.setIconSize(square(18))
        self.unfold.setFixedSize(square(36))
        self.unfold.setToolTip(binder["view.panel"].toolTip())
        self.unfold.setAccessibleName("Show the side panel")
        self.unfold.setObjectName("unfold")
        self.unfold.clicked.connect(binder["view.panel"].trigger)
        layout = QHBoxLayout()
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.side)
        self._whole = QVBoxLayout(self)  # the card of a workshop stands above it all
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addLayout(layout, 1)
        for button in self.rail.buttons.values():
            button.clicked.connect(self._on_tool)
        self.bridge.committed.connect(self._on_committed)
        self.bridge.said.connect(self._on_said)
        self.bridge.selected.connect(self._on_selected)
        self.view.zoomed.connect(self._show_zoom)
        self.view.viewport().installEventFilter(self)
        self.presenter = Presenter(self, binder)
        self._minimap_wanted = True
        self._binder = binder
        self._find: FindBar | None = None
        self._outline: Outline | None = None
        self._outline_wanted = False
        self._sheets: Sheets | None = None
        self._pointed = ""
        self._votes: VoteDesk | None = None
        self._workshops: WorkshopDesk | None = None
        self._top = top
        self._in_play: tuple[str, ...] = ()
        self._fitted = False
        self._viewing = ""
        self._show_zoom()
        self.show_saved()
        self.chips.show_count(len(session.board.notes))
        self.show_side(True)

    def show_side(self, shown: bool) -> None:
        focus = self.focusWidget()
        if not shown and focus is not None and self.side.isAncestorOf(focus):
            self.view.setFocus()
        self.side.setVisible(shown)
        self.unfold.setHidden(shown or self.view.board_mode)
        if self._sheets is not None:
            self._sheets.keep_clear(16 if self.unfold.isHidden() else 60)

    def take_settings(self, settings: Settings) -> None:
        self.view.wheel_zooms = settings.wheel_zooms
        self.view.right_drag_pans = settings.right_drag_pans
        self._dock = settings.rail_dock
        self._finger_taps = settings.finger_taps
        self.view.snaps = settings.snap
        self.side.show_details(settings.note_pane)
        self.view.pen.take_settings(settings)
        self._votes_shown = settings.votes_shown
        if self._votes is not None or self.session.board.rounds:
            self.votes.take_settings(self._votes_shown)
        self._minimap_wanted = settings.minimap
        if not self.view.board_mode:
            self.minimap.want(settings.minimap)
        if settings.outline != self._outline_wanted:
            self._outline_wanted = settings.outline
            self.show_outline(settings.outline)

    @property
    def find_bar(self) -> FindBar:
        """The bar that finds notes, made when it is first wanted."""
        if self._find is None:
            from canvas_app.ui.board.find_bar import FindBar

            self._find = FindBar(self.view, self._light, self._make_room)
        return self._find

    @property
    def votes(self) -> VoteDesk:
        """What conducts votes, made when the first one is on the board."""
        if self._votes is None:
            from canvas_app.ui.vote.desk import VoteDesk

            self._votes = VoteDesk(self, self._binder)
            self._votes.take_settings(self._votes_shown)
            self.place_votes()
        return self._votes

    @property
    def turn_begun(self) -> bool:
        """Whether somebody votes just now."""
        return self._votes is not None and self._votes.begun

    @property
    def workshops(self) -> WorkshopDesk:
        """What conducts workshops, made when the first one begins."""
        if self._workshops is None:
            from canvas_app.ui.workshop.desk import WorkshopDesk

            self._workshops = WorkshopDesk(self, self._binder, self._top.show_time, self._port.keep_workshop)
            self._whole.insertWidget(0, self._workshops.card)
        return self._workshops

    @property
    def workshop(self) -> Workshop | None:
        """The workshop that goes on."""
        return self._workshops.workshop if self._workshops is not None else None

    def take_up(self, course: GoingOn | None) -> bool:
        """Goes on with a workshop of today that was cut off; whether there is one."""
        sitting = self.session.board.sittings.get(course.sitting) if course is not None else None
        if course is None or sitting is None or self.session.read_only or not began(sitting, date.today()):
            return False
        self.workshops.take_up(course)
        return True

    def settle(self) -> None:
        """Gives every part its place at once."""
        self._whole.activate()

    def show_in_play(self, zones: Sequence[str]) -> None:
        """By the guide; while a workshop goes on, its step says which zones are in play."""
        self._in_play = tuple(zones)
        self.light_play()

    def light_play(self) -> None:
        """Dims the zones that are not in play, unless the board is presented."""
        zones = self._in_play
        if self._workshops is not None and self.workshop is not None:
            zones = self._workshops.zones
        self.view.board_scene.zones.show_in_play(() if self.presenter.on else zones)

    def show_votes(self, dots: Mapping[str, int], own: bool) -> None:
        """Shows dots on notes, on the canvas and in the outline."""
        self.view.board_scene.show_votes(dots, own)
        if self._outline is not None:
            self._outline.tree.show_votes(dots, own)

    def place_votes(self) -> None:
        """After the bar of a vote has come, gone or changed."""
        if self._votes is not None:
            self._leave_room()
            self._make_room()

    def forget_place(self) -> None:
        """Lists forget the row that somebody was on, and where they were scrolled to."""
        lists = [self._outline.tree] if self._outline is not None else []
        for part in (*lists, *self.side.findChildren(QAbstractItemView)):
            if part.selectionModel() is not None:
                part.selectionModel().clearCurrentIndex()
                part.scrollToTop()

    def _make_room(self) -> None:
        """Keeps the rows of the outline clear of the bars at the top, and the bar of a vote of the one that finds."""
        covers = self._find.covers if self._find is not None else 0
        if self._votes is not None:
            self._votes.place(covers + 8 if covers else 12)
            covers = max(covers, self._votes.bar.covers)
        if self._outline is not None:
            self._outline.make_room(covers)

    def _light(self, notes: set[str] | None) -> None:
        self.view.board_scene.show_lit(None if self.presenter.on else notes)
        if self._outline is not None:
            self._outline.tree.show_lit(notes)

    def light_found(self) -> None:
        """Lights what is found, unless the board is presented."""
        self.light_play()
        if self._find is not None:
            self._light(self._find.matches)
        if self._votes is not None:
            self._votes.show_dots()

    def point_out(self, note_id: str) -> None:
        """Selects a note, brings it to the middle and dims all others until something else is selected."""
        self.bridge.select([note_id])
        self.view.show_notes([note_id], motion=True)
        self._pointed = note_id
        self._light({note_id})

    def _on_selected(self) -> None:
        if self._pointed and self.bridge.notes != (self._pointed,):
            self._pointed = ""
            self._light(self._find.matches if self._find is not None else None)

    @property
    def outline(self) -> Outline | None:
        """The outline while it covers the canvas."""
        return self._outline if self._outline is not None and not self._outline.isHidden() else None

    def show_outline(self, shown: bool) -> None:
        """The board as a tree in place of the canvas, or the canvas again."""
        if shown == (self.outline is not None):
            return
        self.flush()
        self.view.cancel_gestures()
        focused = self.view.hasFocus() or (self._outline is not None and self._outline.tree.hasFocus())
        if self._outline is None:
            from canvas_app.ui.outline.outline import Outline

            self._outline = Outline(self.view, self._binder)
            if self._find is not None:
                self._outline.tree.show_lit(self._find.matches)
            if self._votes is not None:
                self._votes.show_dots()
        self.view.setFocusProxy(self._outline.tree if shown else None)  # type: ignore[arg-type]
        if shown:
            self._outline.show()
            self._outline.raise_()
            for above in (self.chips, self.message, self.unfold, self._find):
                if above is not None:
                    above.raise_()
            if self._votes is not None:
                self._votes.raise_over()
            self._place()
            self._make_room()
            self._outline.tree.mirror()
        self._cover(shown)
        if focused or shown:
            self.view.setFocus()
        if not shown:
            self._outline.hide()
            self.view.bring_into_view(self.bridge.notes)

    def _cover(self, covered: bool) -> None:
        """Puts away what works on the canvas while something lies over it."""
        self.rail.setHidden(covered)
        self.chips.offer_zoom(not covered)
        self.view.viewport().setUpdatesEnabled(not covered)

    @property
    def sheet(self) -> str:
        """The name of the sheet that lies over the board, "" for none."""
        return self._sheets.current if self._sheets is not None and not self._sheets.isHidden() else ""

    @property
    def sheets(self) -> Sheets:
        """The frame of the sheets, made when one is first wanted."""
        if self._sheets is None:
            from canvas_app.ui.sheets.frame import Sheets

            self._sheets = Sheets(self.view, self._port, self._binder)
            self._sheets.use_large(self.view.board_mode)
            self._sheets.keep_clear(16 if self.unfold.isHidden() else 60)
        return self._sheets

    def show_sheet(self, name: str | None) -> None:
        """A sheet in place of the board, with the keyboard; or the board as it was, as canvas or outline."""
        if name == (self.sheet or None):
            return
        self.flush()
        self.view.let_go()
        outline = self.outline
        if name is not None:
            self.sheets.show_sheet(name)
            for above in (self.chips, self.message, self.unfold):
                above.raise_()
            self.view.setFocusProxy(self.sheets)
            self._cover(True)
            self._place()
        else:
            self.view.setFocusProxy(outline.tree if outline is not None else None)  # type: ignore[arg-type]
            self._cover(outline is not None)
            self.sheets.hide()
        self.view.setFocus()
        self._binder.refresh()

    def use_board_mode(self, on: bool) -> None:
        """Large tools and nothing else round the board, or all of it again."""
        sheet = self.sheet
        self.show_sheet(None)
        if on:
            self.show_outline(False)
        self.view.board_mode = on
        if not on and self.view.tool == "area":
            self.view.set_tool("select")
        self.chips.setHidden(on)
        self.minimap.want(self._minimap_wanted and not on)
        self.rail.use(on, self._dock)
        if self._workshops is not None:
            self._workshops.resized()
        if self._sheets is not None:
            self._sheets.use_large(on)
        self._place()
        if not on:
            self.show_outline(self._outline_wanted)
        self.show_sheet(sheet or None)

    def _on_docked(self, dock: str) -> None:
        self._port.set_option("rail_dock", dock)
        self._place()

    def _on_chord(self, fingers: int) -> None:
        """Two fingers tap: undo; three: redo."""
        if not (self._finger_taps and self.view.board_mode and fingers in (2, 3)):
            return
        self.flush()
        history = self.session.history
        unit = history.undoable if fingers == 2 else history.redoable
        before = self.session.version
        self._binder["edit.undo" if fingers == 2 else "edit.redo"].trigger()
        if unit is not None and self.session.version > before:
            done = "Undone" if fingers == 2 else "Done again"
            self.bridge.say(f"{done}: {unit.label[0].lower()}{unit.label[1:]}.")

    def _show_tool(self) -> None:
        self.rail.show_tool(self.view.tool)

    def rooms(self) -> list[tuple[QWidget, QWidget]]:
        """The parts of the page that are in sight, and where the keyboard enters each of them."""
        tool = next(iter(self.rail.buttons.values()))
        tab = next(tab for tab in self.side.tabs.values() if tab.isChecked())
        rooms: list[tuple[QWidget, QWidget]] = [(self.view, self.view), (self.rail, tool), (self.side, tab)]
        if self._find is not None and not self.sheet:
            rooms.insert(0, (self._find, self._find.field))
        if self._votes is not None and not self.sheet:
            rooms.insert(0, (self._votes.bar, self._votes.bar.main))
        if self._workshops is not None:
            rooms.insert(0, (self._workshops.card, self._workshops.card))
        return [room for room in rooms if room[0].isVisible()]

    def set_tool(self, tool: str) -> None:
        self.view.set_tool(tool)

    def _on_tool(self) -> None:
        button = self.sender()
        assert isinstance(button, QToolButton)
        tool = str(button.property("tool"))
        if tool == "vote":
            self._show_tool()
            self._binder["vote.vote"].trigger()
            return
        self.set_tool(tool)
        self.view.setFocus()

    def _on_committed(self, commit: Committed) -> None:
        if self._votes is None and commit.step.touched("round"):
            _ = self.votes
        self.show_saved()
        self.chips.show_count(len(self.session.board.notes))
        changed = {patch.id for patch in commit.step.patches}
        if commit.step.kind != "base":  # which undo passes by
            self.message.follow_change(self.bridge.said_of in changed)

    def _on_said(self, words: str, complaint: bool, undo: bool) -> None:
        self.message.say(words, complaint, undo)
        self.show_saved()

    def put_on_top(self, widget: QWidget) -> None:
        """Above the board and its panels."""
        self._whole.insertWidget(0, widget)

    def show_viewing(self, words: str) -> None:
        """Who edits the board that is viewed, "" where nobody else has it."""
        if words != self._viewing:
            self._viewing = words
            self.show_saved()

    @property
    def place(self) -> PlaceOnBoard:
        """What is in sight, what is selected and what goes on."""
        course = self.workshop.course if self.workshop is not None else None
        return self.view.place_now(), self.bridge.notes, self.bridge.links, course

    def go_to(self, place: PlaceOnBoard) -> None:
        seen, notes, links, course = place
        self.take_up(course)
        self.settle()
        self._fitted = True
        self.view.put_back(seen)
        self.bridge.select(notes, links)

    def show_saved(self) -> None:
        if self.session.read_only:
            self.chips.show_saved(self._viewing or "Read-only · save a copy to change it")
        else:
            saved, slow = self.session.saved and self.session.saving.trouble is None, self.session.saving.times.slow
            pace.in_force.slow = slow
            self.chips.show_saved(NOT_SAVED if not saved else SLOW if slow else SAVED, saved)

    def _show_zoom(self) -> None:
        self.chips.show_zoom(self.view.zoom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Large text leaves half of the window to the board."""
        self.side.setFixedWidth(max(PANEL_WIDTH, min(px(PANEL_WIDTH), self.width() // 2)))
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            first = not self._fitted and self.view.viewport().width() > 300
            self._fitted = self._fitted or first
            if first or self.view.is_fitted:
                self.view.fit_board()
            if self._workshops is not None:
                self._workshops.resized()
            self._place()
            if first and self._workshops is not None:
                self._workshops.look_at_zones(motion=False)
        return False

    def _place(self) -> None:
        height, width = self.view.height(), self.view.width()
        self.rail.place()
        self._leave_room()
        beside = AWAY + self.rail.width() + 19
        self.chips.fit(self.view.width() - beside - 12)
        self.chips.move(mirror_x(beside, self.chips.width(), width), height - self.chips.height() - 15)
        self.unfold.move(mirror_x(width - 12 - self.unfold.width(), self.unfold.width(), width), 12)
        self.minimap.place()
        self.entry.place()
        if self._outline is not None:
            self._outline.setGeometry(self.view.rect())
        if self._sheets is not None:
            self._sheets.setGeometry(self.view.rect())
        self._make_room()
        self.message.place()

    def _leave_room(self) -> None:
        """A fitted board lies beside the tools, and messages above them."""
        beside = self.rail.width() + AWAY + (AWAY if self.view.board_mode else 5)
        low = self.rail.height() + 2 * AWAY if self.view.board_mode and self.rail.edge == "bottom" else 0
        left = beside if self.rail.edge == "left" else 24
        right = beside if self.rail.edge == "right" else 24
        if self.view.board_mode:
            below, lift = low or px(LARGE) + 40, low or 16  # messages have their own room there, they are large
        else:
            below, lift = self.chips.height() + 24, self.chips.height() + 34
        above = self._votes.bar.height() + 24 if self._votes is not None and not self._votes.bar.isHidden() else 24
        covered = (left, above, right, below)
        self.message.use(self.view.board_mode, lift, (left, right))
        if covered != self.view.covered:
            fitted = self.view.is_fitted
            self.view.covered = covered
            if fitted:
                self.view.fit_board()

    def write_down(self) -> None:
        """Records what is typed so far; the writing goes on."""
        self.view.editor.flush()
        if self._outline is not None:
            self._outline.tree.editor.flush()
        self._flush_fields()

    def flush(self) -> None:
        """Records what is being typed, and ends the writing."""
        self.view.finish_editing()
        if self._outline is not None:
            self._outline.finish_editing()
        self._flush_fields()

    def _flush_fields(self) -> None:
        self._top.title.flush()
        if self._sheets is not None:
            self._sheets.flush()
        self.side.flush()

    def close_board(self, session_too: bool = True) -> None:
        self.presenter.leave()
        self.flush()
        if self._workshops is not None:
            self._workshops.close()
        self.view.cancel_gestures()
        self.view.viewport().removeEventFilter(self)
        if session_too:
            self.session.close()
        else:
            self.bridge.let_go()
