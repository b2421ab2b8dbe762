"""What all sheets share."""

from canvas_app.ui.panels.panel import Panel


class Sheet(Panel):
    """A page in the place of the board. Hidden, it only notes that a refresh is due; see `Panel`.

    Its focus proxy is what the keyboard enters first.
    """

    def cancel(self) -> bool:
        """Esc: ends what is going on in the sheet; whether there was anything. If not, the sheet is left."""
        return False

    def flush(self) -> None:
        """Writes down what is being typed."""

    def use_large(self, large: bool) -> None:
        """Targets for fingers at a touch board, or those of a desk; called before the sheet is first shown."""

    def open_note(self, note_id: str) -> None:
        """Goes back to the board, with a note selected and in sight."""
        self.bridge.select([note_id])
        self.port.show_notes([note_id])
