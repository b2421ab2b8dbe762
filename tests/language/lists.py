"""The shipped lists, and what a check knows about the board of a test."""

from functools import cache
from pathlib import Path
from typing import Any

from canvas_app.language.checks import Context
from canvas_app.language.lists import WordList, list_from_toml

FOLDER = Path(__file__).parents[2] / "resources" / "language"


@cache
def shipped(language: str) -> WordList:
    path = FOLDER / f"jargon-{language}.toml"
    return list_from_toml(path.read_bytes(), path.name)


def context(language: str = "en", **known: Any) -> Context:
    values: dict[str, Any] = {"customers": ("café owners", "till resellers"), "words": shipped(language)}
    return Context(**values | known)
