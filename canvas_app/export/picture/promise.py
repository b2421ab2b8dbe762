"""A picture that has been written is read back before it takes its name."""

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from canvas_app.export.atomic import NotAsMade
from canvas_app.export.picture.png import NoPng, check_png

_TEXT = "{http://www.w3.org/2000/svg}text"


@dataclass(frozen=True)
class PicturePromise:
    """What must be found: `size` is the width and height as they stand in the file. `texts`: what an SVG can be
    searched for."""

    size: tuple[str, str]
    texts: tuple[str, ...] = ()


def check_picture(source: Path, promised: PicturePromise) -> None:
    """Raises NotAsMade, with a reason, where a PNG or SVG is damaged, of another size, or lacks a text."""
    data = source.read_bytes()
    if not data.startswith(b"<"):
        try:
            check_png(data, int(promised.size[0]), int(promised.size[1]))
        except NoPng as error:
            raise NotAsMade(str(error)) from error
        return
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise NotAsMade(f"it cannot be read ({error})") from error
    if (root.get("width"), root.get("height")) != promised.size:
        raise NotAsMade("it is not of the size that it should be")
    found = {_bare("".join(element.itertext())) for element in root.iter(_TEXT)}
    lost = [text for text in promised.texts if _bare(text) not in found]
    if lost:
        raise NotAsMade(f"the text of “{' '.join(lost[0].split()):.40}” is not in it")


def _bare(text: str) -> str:
    """The letters and signs of a text, without spaces and controls."""
    return re.sub(r"\s", "", "".join(c for c in text if c.isprintable()))
