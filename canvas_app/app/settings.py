"""What the app remembers between starts: one small JSON file."""

import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator
from pydantic_core import from_json

MAX_RECENT = 12
MAX_COMMANDS = 8
MAX_KEYS = 8
LONGEST_KEY = 40
MAX_EXPORTS, MAX_CHOICES, LONGEST_CHOICE = 200, 40, 4096
FARTHEST, LARGEST = 100_000, 30_000
"""Pixels that a window may be away and may measure; farther out Qt paints nothing."""
log = logging.getLogger(__name__)


class GoingOn(BaseModel):
    """The workshop in the window: its id in the board's log, its step, and what its clock does.

    `over_at`: seconds spent on the step at which its minutes are over, None where it has none.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    sitting: str
    step: int
    over_at: float | None = None
    running: bool = True


class Settings(BaseModel):
    """`recent`: board files, newest first. `panel`: the open side panel. `window`: x, y, width, height in pixels.

    `wheel_zooms`: the plain wheel zooms instead of scrolling. `right_drag_pans`: the right button moves the view.
    `keys`: the person's keys by action id, where they differ from the declared ones. `commands`: the actions last
    chosen in the palette, newest first.
    `theme`: "system" or a theme's name. `motion`: things may move by themselves, if the system wants no less.
    `pen_draws`: a pen draws in the select tool too. `pen_colour`: "ink" or a hue; `pen_width` in board units.
    `snap`: dragged notes come in line with those near them.
    `outline`: boards are seen as a tree. `minimap`: it is shown on boards larger than the window.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    recent: tuple[str, ...] = ()
    panel: str = "guide"
    panel_open: bool = True
    note_pane: bool = False
    """The pane of one note is open below the panels."""
    outline: bool = False
    window: tuple[int, int, int, int] | None = None
    wheel_zooms: bool = False
    right_drag_pans: bool = False
    keys: dict[str, tuple[str, ...]] = {}
    commands: tuple[str, ...] = ()
    theme: str = "system"
    motion: bool = True
    minimap: bool = True
    rail_dock: str = ""
    """The edge that the large tools of board mode are at, "" for where lines of text begin."""
    finger_taps: bool = True
    """In board mode, two fingers that tap undo and three redo."""
    order_offered: bool = False
    """Zones that keep their notes in order have been offered."""
    snap: bool = True
    pen_draws: bool = True
    pen_colour: str = "ink"
    pen_width: float = 3.0
    votes_shown: bool = True
    """The dots of the vote revealed last stand on the notes."""
    going_on: GoingOn | None = None
    """The workshop to go on with after an unexpected stop."""
    workshop_full: bool = False
    """A workshop was started in full screen last."""
    vote_people: int = 5
    vote_names: tuple[str, ...] = ()
    vote_anonymous: bool = False
    vote_dots: int = 3
    vote_most: int = 1
    """How a vote was started last: people or their names, dots each, and how many of them one note takes."""
    exports: dict[str, dict[str, str | int | bool]] = {}
    """What was chosen about the paper of a board last, by the board's id; the board used last stands last."""
    places_told: tuple[str, ...] = ()
    """The kinds of places outside this computer ("network", "cloud") that were explained."""
    export_opens: bool = False
    """What was exported is opened when it is done."""
    own_words: dict[str, str] = {}
    """Words that the plain-language check is to find besides its own, each with a plain one, or "" to leave it out."""
    let_pass: tuple[str, ...] = ()
    """Keys of findings that the plain-language check never makes again."""

    @field_validator("recent", mode="before")
    @classmethod
    def _only_paths(cls, value: object) -> list[str]:
        paths = value if isinstance(value, list | tuple) else ()
        return [path for path in paths if isinstance(path, str) and path and "\0" not in path][:MAX_RECENT]

    @field_validator("window")
    @classmethod
    def _only_on_a_screen(cls, box: tuple[int, int, int, int] | None) -> tuple[int, int, int, int] | None:
        fits = box is None or (max(map(abs, box[:2])) <= FARTHEST and all(0 < side <= LARGEST for side in box[2:]))
        return box if fits else None

    @field_validator("keys", mode="before")
    @classmethod
    def _only_keys(cls, value: object) -> dict[str, list[str]]:
        """What is no list of keys is left out rather than all settings lost for it."""
        if not isinstance(value, dict):
            log.warning("settings: keys not used, they are no table")
            return {}
        kept = {}
        for action, keys in value.items():
            fine = isinstance(keys, list | tuple) and len(keys) <= MAX_KEYS and all(isinstance(k, str) for k in keys)
            if fine and isinstance(action, str):
                kept[action] = [key for key in keys if len(key) <= LONGEST_KEY]
            else:
                log.warning("settings: keys of %.80r not used", action)
        return kept

    @field_validator("exports", mode="before")
    @classmethod
    def _only_choices(cls, value: object) -> dict[str, dict[str, str | int | bool]]:
        boards = value.items() if isinstance(value, dict) else ()
        kept = {
            board: {
                name: choice
                for name, choice in list(choices.items())[:MAX_CHOICES]
                if isinstance(name, str)
                and (isinstance(choice, int) or (isinstance(choice, str) and len(choice) <= LONGEST_CHOICE))
            }
            for board, choices in boards
            if isinstance(board, str) and len(board) <= LONGEST_KEY and isinstance(choices, dict)
        }
        return dict(list(kept.items())[-MAX_EXPORTS:])

    @field_validator("own_words", mode="before")
    @classmethod
    def _only_words(cls, value: object) -> dict[str, str]:
        words = value.items() if isinstance(value, dict) else ()
        return {word: plain for word, plain in words if isinstance(word, str) and isinstance(plain, str)}

    @field_validator("let_pass", mode="before")
    @classmethod
    def _only_findings(cls, value: object) -> list[str]:
        return [key for key in value if isinstance(key, str)] if isinstance(value, list | tuple) else []

    @field_validator("commands", mode="before")
    @classmethod
    def _only_names(cls, value: object) -> list[str]:
        names = value if isinstance(value, list | tuple) else ()
        return [name for name in names if isinstance(name, str)][:MAX_COMMANDS]

    def exported(self, board: str, choices: Mapping[str, str | int | bool]) -> dict[str, dict[str, str | int | bool]]:
        """`exports` with these choices for a board, by its id; the boards of long ago are forgotten."""
        rest = {other: kept for other, kept in self.exports.items() if other != board}
        return dict([*rest.items(), (board, dict(choices))][-MAX_EXPORTS:])

    def opened(self, board: Path) -> "Settings":
        """With this board first among the recent ones."""
        path = os.path.realpath(board)
        if not _encodable(path):  # JSON cannot hold a name that is no Unicode, and nothing would be kept at all
            return self
        rest = tuple(other for other in self.recent if other != path)
        return self.model_copy(update={"recent": (path, *rest)[:MAX_RECENT]})

    def without(self, board: Path) -> "Settings":
        return self.model_copy(update={"recent": tuple(other for other in self.recent if other != str(board))})


def settings_path() -> Path:
    import platformdirs

    return platformdirs.user_config_path("value-canvas", appauthor=False) / "settings.json"


def load_settings() -> Settings:
    """What the file says, with the defaults for what is wrong in it.

    One that is no JSON is moved to `broken_path`, so that it can be looked at and is not written over.
    """
    path = settings_path()
    try:
        data = path.read_bytes()
        return Settings.model_validate_json(data)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        log.warning("settings in %s not used: %s", path, error)
        return Settings()
    except ValidationError as error:
        wrong = {place["loc"][0] for place in error.errors() if place["loc"]}
        log.warning("settings in %s not used: %s", path, ", ".join(map(str, wrong)) or error)
    if not wrong:
        with suppress(OSError):
            path.replace(broken_path())
        return Settings()
    return Settings.model_validate({name: value for name, value in from_json(data).items() if name not in wrong})


def are_unreadable() -> bool:
    """Whether there is a settings file that is none, so that `load_settings` will put it aside."""
    try:
        return not isinstance(from_json(settings_path().read_bytes()), dict)
    except ValueError:
        return True
    except OSError:
        return False


def broken_path() -> Path:
    """Where settings that could not be read were put."""
    return settings_path().with_name("settings.broken.json")


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def save_settings(settings: Settings) -> None:
    """Best effort: settings that cannot be written are logged and forgotten."""
    from canvas_app.export.atomic import write_atomic

    path = settings_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, settings.model_dump_json(indent=1).encode(), force=True)
    except Exception as error:
        log.warning("settings not saved to %s: %s", path, error)
