"""Files that come with the app, and the person's own canvases."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from canvas_app.domain.canvas import Canvas, canvas_from_toml
from canvas_app.domain.errors import BadInput, UserError
from canvas_app.domain.theme import Theme, themes_from_toml

DEFAULT_CANVAS = "value-proposition"
_MAX_CANVAS_FILE = 1_000_000


def root() -> Path:
    """The folder of resources: inside an installed package, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"


def own_canvases_folder() -> Path:
    """Where a person's own canvas files go."""
    import platformdirs

    return platformdirs.user_config_path("value-canvas", appauthor=False) / "canvases"


def own_lists_folder() -> Path:
    """Where a person's own word lists go."""
    import platformdirs

    return platformdirs.user_config_path("value-canvas", appauthor=False) / "language"


def backups_folder() -> Path:
    """Where copies are put before risky work, by board id: never beside the board."""
    import platformdirs

    return platformdirs.user_data_path("value-canvas", appauthor=False) / "backups"


def drafts_folder() -> Path:
    """Where is kept what dialogs hold that were not answered."""
    return backups_folder().parent / "drafts"


def trash_folder() -> Path:
    """Where boards go that a person deletes."""
    return backups_folder().parent / "trash"


@dataclass
class Catalogue:
    """The canvases known, by id, and what was wrong with files that were refused."""

    canvases: dict[str, Canvas] = field(default_factory=dict)
    sources: dict[str, Path] = field(default_factory=dict)
    problems: list[UserError] = field(default_factory=list)

    def canvas(self, canvas_id: str) -> Canvas:
        """Raises BadInput where there is none of that id."""
        if canvas_id not in self.canvases:
            known = ", ".join(self.canvases)
            reasons = "".join(f" {problem}" for problem in self.problems)
            raise UnknownName(f"There is no canvas '{canvas_id}'; use one of {known}.{reasons}")
        return self.canvases[canvas_id]


class UnknownName(UserError):
    """A canvas or sample that does not exist."""

    exit_code = 2


def catalogue() -> Catalogue:
    """Reads the shipped canvases and the person's own; a broken file of one's own is reported, not fatal."""
    found = Catalogue()
    for path in sorted((root() / "canvases").glob("*.toml"), key=_shipped_order):
        canvas = _shipped_canvas(path)
        found.canvases[canvas.id] = canvas
        found.sources[canvas.id] = path
    try:
        own = sorted(own_canvases_folder().glob("*.toml"))
    except OSError as error:
        found.problems.append(BadInput(f"{own_canvases_folder()}: cannot be read, {error.strerror}; check the folder."))
        own = []
    for path in own:
        try:
            canvas = _own_canvas(path)
            if canvas.id in found.canvases:
                taken = found.sources[canvas.id]
                raise BadInput(f"{path}: id = '{canvas.id}' is used by {taken} already; choose another id.")
        except UserError as problem:
            found.problems.append(problem)
        else:
            found.canvases[canvas.id] = canvas
            found.sources[canvas.id] = path
    return found


def installed_canvas(canvas_id: str) -> Canvas | None:
    """The canvas of that id, shipped or the person's own; reads no more files than it must."""
    shipped = root() / "canvases" / f"{canvas_id}.toml"
    return _shipped_canvas(shipped) if shipped.is_file() else catalogue().canvases.get(canvas_id)


def _shipped_order(path: Path) -> tuple[bool, str]:
    return path.stem != DEFAULT_CANVAS, (path.stem != f"partner-{DEFAULT_CANVAS}" and path.stem) or ""


@cache
def _shipped_canvas(path: Path) -> Canvas:
    return canvas_from_toml(path.read_bytes(), str(path))


def _own_canvas(path: Path) -> Canvas:
    try:
        if not path.is_file():
            raise BadInput(f"{path}: is not a regular file; put a TOML file there.")
        if path.stat().st_size > _MAX_CANVAS_FILE:
            raise BadInput(f"{path}: is larger than {_MAX_CANVAS_FILE:,} bytes; a canvas file is a few kilobytes.")
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: cannot be read, {error.strerror}; check its permissions.") from error
    canvas = canvas_from_toml(data, str(path))
    known = {icon.stem for icon in (root() / "icons").glob("*.svg")}
    wanted = {f"kind '{kind.id}'": kind.icon for kind in canvas.kinds if kind.icon}
    wanted |= {f"frame.draw[{n}]": thing.icon for n, thing in enumerate(canvas.frame.draw, 1) if thing.type == "disc"}
    for place, icon in wanted.items():
        if icon not in known:
            raise BadInput(f"{path}: {place}: there is no icon '{icon}'; use one of {', '.join(sorted(known))}.")
    return canvas


@cache
def themes() -> dict[str, Theme]:
    return themes_from_toml((root() / "themes.toml").read_bytes())


@cache
def style() -> str:
    """The rules of the window's style sheet, with names for colours (ui/appearance.py)."""
    return (root() / "style.qss").read_text("utf-8")


@cache
def icons() -> dict[str, bytes]:
    """SVG files by name."""
    return {path.stem: path.read_bytes() for path in (root() / "icons").glob("*.svg")}


def samples() -> list[str]:
    return sorted(path.stem for path in (root() / "samples").glob("*.json"))


def sample(name: str) -> bytes:
    """The JSON of a sample board. Raises UnknownName where there is none of that name."""
    if name not in samples():
        raise UnknownName(f"There is no sample '{name}'; use one of {', '.join(samples())}.")
    return (root() / "samples" / f"{name}.json").read_bytes()
