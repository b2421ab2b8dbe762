"""The evidence of a criterion that is no note, in a box of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from canvas_app.domain.evidence import About
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.dialogs.form import FormDialog
from canvas_app.ui.panels.evidence_list import EvidenceList


class BackingDialog(FormDialog):
    """What is entered is recorded at once, as in the pane of a note; closing the box only closes it."""

    def __init__(self, parent: QWidget, bridge: SessionBridge, criterion: str, words: str):
        super().__init__(parent, "What speaks for it", "Done")
        subject = QLabel(words)
        subject.setWordWrap(True)
        subject.setTextFormat(Qt.TextFormat.PlainText)
        subject.setProperty("subject", True)
        self.evidence = EvidenceList(bridge, self)
        self.body.addWidget(subject)
        self.body.addWidget(self.evidence)
        self.body.addStretch(1)
        self.cancel.hide()
        self.main.setAutoDefault(False)
        self.main.setDefault(False)
        self.make_room(520, 420)
        self.evidence.show_about(About("criterion", criterion))
        if not self.evidence.pieces:
            self.evidence.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field is the field's."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        self.evidence.flush()
        super().done(result)


def show_backing(parent: QWidget, bridge: SessionBridge, criterion: str, words: str) -> None:
    dialog = BackingDialog(parent, bridge, criterion, words)
    dialog.exec()
    dialog.evidence.show_about(None)
    dialog.deleteLater()
