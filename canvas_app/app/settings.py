"""What the app remembers between starts: one small JSON file."""

import logging
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

MAX_RECENT = 12
log = logging.getLogger(__name__)


class Settings(BaseModel):
    """`recent`: board files, newest first. `panel`: the open side panel. `window`: x, y, width, height in pixels.

    `wheel_zooms`: the plain wheel zooms instead of scrolling. `right_drag_pans`: the right button moves the view.
    `theme`: "system" or a theme's name. `motion`: things may move by themselves, if the system wants no less.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    recent: tuple[str, ...] = ()
    panel: str = "priorities"
    panel_open: bool = True
    window: tuple[int, int, int, int] | None = None
    wheel_zooms: bool = False
    right_drag_pans: bool = False
    theme: str = "system"
    motion: bool = True

    def opened(self, board: Path) -> "Settings":
        """With this board first among the recent ones."""
        path = str(board.resolve())
        rest = tuple(other for other in self.recent if other != path)
        return self.model_copy(update={"recent": (path, *rest)[:MAX_RECENT]})

    def without(self, board: Path) -> "Settings":
        return self.model_copy(update={"recent": tuple(other for other in self.recent if other != str(board))})


def settings_path() -> Path:
    import platformdirs

    return platformdirs.user_config_path("value-canvas", appauthor=False) / "settings.json"


def load_settings() -> Settings:
    """The defaults where there is no readable file."""
    path = settings_path()
    try:
        return Settings.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return Settings()
    except (OSError, ValidationError) as error:
        log.warning("settings in %s not used: %s", path, error)
        return Settings()


def save_settings(settings: Settings) -> None:
    """Best effort: settings that cannot be written are logged and forgotten."""
    from canvas_app.export.atomic import write_atomic

    path = settings_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, settings.model_dump_json(indent=1).encode(), force=True)
    except Exception as error:
        log.warning("settings not saved to %s: %s", path, error)
