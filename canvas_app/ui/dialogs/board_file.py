"""Asks what a new board file is to be called."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from canvas_app.app.library import SUFFIX

BOARDS = f"Boards (*{SUFFIX});;All files (*)"


def ask_board_file(parent: QWidget, words: str, suggested: Path) -> Path | None:
    """None where the person thinks better of it; that a file of the name may be replaced has been asked."""
    name, _ = QFileDialog.getSaveFileName(parent, words, str(suggested), BOARDS)
    if not name:
        return None
    return Path(name) if Path(name).suffix else Path(name + SUFFIX)
