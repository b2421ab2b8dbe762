"""What a handler sees: the session, and the window through a protocol that names no toolkit."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from canvas_app.app.session import Session
from canvas_app.app.settings import GoingOn
from canvas_app.app.workshop import Workshop
from canvas_app.domain.commands import Command
from canvas_app.domain.decide_voting import StartRound
from canvas_app.domain.geometry import Rect
from canvas_app.domain.history import Step
from canvas_app.exchange.clipboard_table import Columns


class UiPort(Protocol):
    """The window as handlers see it. Points are board units."""

    @property
    def selected_notes(self) -> tuple[str, ...]: ...
    @property
    def selected_links(self) -> tuple[str, ...]: ...
    @property
    def on_board(self) -> bool:
        """Whether the board, as canvas or as outline, has the keyboard focus."""
        ...

    @property
    def selected_statement(self) -> str | None:
        """The statement that has the keyboard focus, None while another part has it."""

    @property
    def current_statement(self) -> str | None:
        """The statement that the keyboard is in, be it on its card, in its text or in what is below."""
        ...

    @property
    def may_edit_now(self) -> bool:
        """Whether the board was open for viewing beside another window that has closed it."""
        ...

    def edit_now(self) -> None:
        """Goes on with that board as one to write to."""

    @property
    def may_repair(self) -> bool:
        """Whether rows of the board changed outside Value Canvas, and its history tells what they were."""
        ...

    def repair(self) -> None:
        """Puts back what the history says."""

    def show_trash(self) -> None:
        """Boards that were deleted, to be put back or deleted for good."""

    def show_copies(self) -> None:
        """Copies that were put aside, also of boards whose files are gone."""

    def add_statement(self) -> None:
        """Makes a statement from what is selected, or from the strongest picks, and opens it for writing."""

    def next_finding(self) -> None:
        """Shows the next thing in the statements that could be said more plainly."""

    def edit_words(self) -> None:
        """A box for the glossary, the person's own words and what the plain-language check lets pass."""

    def select(self, notes: Sequence[str], links: Sequence[str] = ()) -> None: ...
    def say(self, message: str, undo: bool = False) -> None:
        """A quiet line for some seconds, with an Undo button on request."""

    def complain(self, message: str) -> None:
        """As `say`, for something that did not work."""

    def busy(self, message: str) -> AbstractContextManager[None]:
        """While it lasts the window shows that it works, and at what."""
        ...

    def pointer(self) -> tuple[float, float]:
        """Where the pointer is on the board, the middle of the view where it is elsewhere."""

    def write_note(self, at: tuple[float, float] | None = None) -> None:
        """Opens an empty note for writing; nothing is recorded before something is written."""

    def edit_note(self, note_id: str) -> None: ...
    def finish_editing(self) -> None: ...
    def cancel(self) -> None:
        """Esc: ends what is going on, else clears the selection."""

    def let_go(self) -> None:
        """Takes back what the mouse is doing on the board; fingers go on."""

    def start_link(self, source: str | None) -> None: ...
    def find(self) -> None:
        """Opens the bar that finds notes."""

    def find_next(self, back: bool = False) -> None:
        """Shows the next note that was found, or the one before."""

    def set_tool(self, name: str) -> None: ...
    def show_notes(self, ids: Sequence[str]) -> None:
        """Brings notes into view on the board without changing the zoom more than needed."""

    def point_out(self, note: str) -> None:
        """Selects a note, brings it to the middle of the board and dims all others until something else is selected."""

    def zoom_by(self, factor: float) -> None: ...
    def zoom_to(self, factor: float) -> None: ...
    def fit_board(self) -> None: ...
    def fit_area(self, rect: Rect) -> None:
        """Shows a part of the board, in its units, as large as the window allows."""

    def show_in_play(self, zones: Sequence[str]) -> None:
        """Lays a veil over all other zones; new notes go into the first one. Over nothing where there are none."""

    def fit_selection(self) -> None: ...
    def show_menu(self) -> None:
        """The menu of what is selected."""

    def show_commands(self) -> None:
        """The palette of all actions."""

    @property
    def outline_shown(self) -> bool:
        """Whether the board is seen as a tree instead of the canvas."""
        ...

    def toggle_outline(self) -> None: ...
    @property
    def sheet(self) -> str:
        """The sheet that lies over the board, by its name; "" for none."""
        ...

    def show_sheet(self, name: str | None) -> None:
        """Lays a sheet over the board, or takes it away."""

    def next_part(self, back: bool = False) -> None:
        """Gives the keyboard to the next part of the window: the top bar, the board, the tools, the side panel."""

    def show_panel(self, name: str) -> None:
        """Shows a panel; where it is shown already, the keyboard goes into it, or from it to the board."""

    def toggle_panel(self) -> None: ...
    def enter_board(self) -> None:
        """Gives the keyboard to the board, or to the sheet that lies over it."""

    def show_details(self) -> None:
        """Opens the pane of the selected note; once more, the keyboard goes into it, or from it to the board."""

    def close_details(self) -> None: ...
    def add_evidence(self) -> None:
        """Opens an empty piece of evidence for the statement in focus, or in the pane of the selected note."""

    @property
    def compared(self) -> tuple[str | None, str | None]:
        """The competitor and the added criterion whose column and row the keyboard is in, in the comparison."""
        ...

    def add_competitor(self) -> None:
        """Goes to where a new competitor is named."""

    def add_criterion(self) -> None:
        """Asks for a need or words to compare on."""

    def edit_compared(self) -> None:
        """Opens the heading in focus, of a competitor or a criterion, for writing."""

    def paste_scores(self) -> None:
        """Scores from the clipboard, from the cell in focus of the comparison on."""

    def show_test(self, test_id: str) -> None:
        """Goes to a test card in the sheet of tests."""

    def present(self) -> None:
        """Full screen, one zone or picked note after the other, until the person leaves it."""

    @property
    def board_mode(self) -> bool:
        """Whether the board fills the screen with large tools."""
        ...

    def toggle_board_mode(self) -> None: ...
    @property
    def minimap_wanted(self) -> bool: ...
    def toggle_minimap(self) -> None: ...
    def option(self, name: str) -> Any:
        """A setting of the app by its field name."""

    def set_option(self, name: str, value: Any) -> None:
        """Kept for the next start, and taken up at once."""

    def aim(self) -> tuple[float, float]:
        """Where what is pasted goes: as `pointer`, but to the selected note where the pointer is not on the board.

        A panel that shows zones in play has them go into the first of these.
        """

    def put_clipboard(self, formats: Mapping[str, bytes | Callable[[], bytes]]) -> None:
        """By MIME type; what takes long is made when somebody asks for it."""

    def copy_picture(self, area: str) -> None:
        """Puts the picture of an area of the board on the clipboard, and says so."""

    def clipboard(self) -> Mapping[str, bytes]:
        """What the clipboard holds in formats that we read, by MIME type."""

    def paste_into_text(self) -> bool:
        """Pastes into the note that is being written, as plain text; whether there is one."""

    def ask_paste(self, count: int, into: str) -> str:
        """Whether to paste so many notes: "notes", "one" for all in one note, "" for not at all."""

    def ask_columns(self, rows: list[list[str]], into: str) -> Columns | None:
        """What the columns of a table are; None where the person thought better of it."""

    def add_many(
        self, zones: Mapping[str, str], zone: str, count: Callable[[str], int], add: Callable[[str, str], None]
    ) -> None:
        """A box for many lines: titles of zones by id, the one chosen first, how many notes a text makes, and what
        adds a text to a zone or raises UserError."""

    def ask_vote(self, zones: Sequence[str]) -> StartRound | None:
        """How to vote, these zones chosen first; None where the person thought better of it."""

    def give_pen(self) -> None:
        """Goes on with the vote: a card between two turns, the vote tool within one."""

    @property
    def turn_begun(self) -> bool:
        """Whether whoever has the pen has taken it, so that their own dots are shown."""
        ...

    @property
    def shown_round(self) -> str | None:
        """The revealed vote whose results are looked at, None where there is none."""
        ...

    def choose_round(self, round_id: str) -> None:
        """Looks at the results of this revealed vote from now on."""

    def show_votes(self, round_id: str) -> None:
        """The results of a revealed vote, in the panel of priorities."""

    @property
    def workshop(self) -> Workshop | None:
        """The workshop that goes on."""
        ...

    @property
    def workshop_open(self) -> bool:
        """Whether its card says in large letters what to do."""
        ...

    def run_workshop(self) -> None:
        """Asks who is there and starts a workshop."""

    def keep_workshop(self, course: GoingOn | None) -> None:
        """Notes down how to go on with the workshop, should the app be stopped; None for none."""

    def fold_workshop(self) -> None:
        """The card in large letters, or only its bar."""

    def end_workshop(self) -> None: ...
    def new_board(self) -> None: ...
    def choose_board(self) -> None: ...
    def board_details(self) -> None: ...
    def duplicate_for_segment(self) -> None:
        """Asks for another segment, and opens a copy of the board for it."""

    def save_copy(self) -> None: ...
    def export(self) -> None:
        """A window that shows the board on paper, or as another file, and writes it."""

    def export_picture(self) -> None:
        """The same window for pictures."""

    def print_pages(self) -> None:
        """The same window for a printer."""

    def open_board(self, path: Path) -> None: ...
    def open_sample(self, name: str) -> None: ...
    def show_home(self) -> None: ...
    def show_about(self) -> None: ...
    def report_problem(self) -> None: ...
    def show_history(self) -> None: ...
    def show_shortcuts(self) -> None: ...
    def quit(self) -> None: ...


@dataclass(frozen=True)
class Context:
    session: Session | None
    ui: UiPort

    def do(self, command: Command, group: str | None = None) -> Step | None:
        """Carries out a command on the open board."""
        assert self.session is not None
        return self.session.do(command, origin="action", group=group)
