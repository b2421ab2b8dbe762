"""Copies of boards made before risky work: by board id, never beside the board."""

from datetime import UTC, datetime
from pathlib import Path

from canvas_app.app import resources


def backup_path(board_id: str) -> Path:
    """Where a copy of this board made now goes; its folder is there then. Raises OSError."""
    folder = resources.backups_folder() / board_id
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{datetime.now(UTC):%Y-%m-%dT%H%M%S.%fZ}.valueboard"
