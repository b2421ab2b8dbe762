"""What a person chooses about a PDF."""

from dataclasses import dataclass
from typing import Literal, get_args

from canvas_app.domain.errors import UserError

Pages = Literal["summary", "report", "canvas", "poster", "handout", "all"]
Orientation = Literal["landscape", "portrait"]
Ink = Literal["colour", "grey", "black"]
Positions = Literal["own", "tidy"]
Emoji = Literal["plain", "colour"]

PER_PAGE = (2, 4, 6, 9)


@dataclass(frozen=True)
class PdfOptions:
    """pages: "summary" is one page, "report" everything there is, "all" the summary with the report behind it.

    page: the paper, a name in `sheet.NAMED`. poster: the size of the whole poster, laid over sheets of `page`.
    per_page: pages of a handout on a sheet, one of `PER_PAGE`. log: whether a report tells the workshop's sessions.
    changed: ISO time of the last change, shown as a date. version: the number of steps. Both may be left out.
    """

    pages: Pages = "report"
    page: str = "A4"
    orientation: Orientation = "landscape"
    ink: Ink = "colour"
    positions: Positions = "own"
    emoji: Emoji = "plain"
    poster: str = "A1"
    per_page: int = 4
    log: bool = True
    changed: str = ""
    version: int = 0

    def __post_init__(self) -> None:
        """Raises UserError (exit code 2) for a choice that does not exist; sizes of paper are looked up when drawn."""
        for name, kind in (("pages", Pages), ("orientation", Orientation), ("ink", Ink), ("positions", Positions)):
            self._one_of(name, get_args(kind))
        self._one_of("emoji", get_args(Emoji))
        self._one_of("per_page", PER_PAGE)

    def _one_of(self, name: str, known: tuple[object, ...]) -> None:
        value = getattr(self, name)
        if value not in known:
            words = [str(choice) for choice in known]
            error = UserError(
                f"Unknown choice for {name.replace('_', ' ')}: '{value}'; use {', '.join(words[:-1])} or {words[-1]}."
            )
            error.exit_code = 2
            raise error
