"""Notes out of what other whiteboards put on the clipboard: Miro, Excalidraw, tldraw.

None of them documents it; what is here was seen in public write-ups of 2026 and in their open sources. Texts come in
reading order. Colours and arrangement are theirs and are left behind: a note's zone says both.
"""

import base64
import binascii
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from canvas_app.domain.errors import BadInput
from canvas_app.exchange import lz_string
from canvas_app.exchange.clipboard_html import plain, unescaped
from canvas_app.exchange.clipboard_text import tidied

EXCALIDRAW = "application/vnd.excalidraw.clipboard+json"
MIRO_SHIFT = 59
"""What Miro adds to each byte."""
_UNSHIFTED = bytes((byte - MIRO_SHIFT) % 256 for byte in range(256))

_MIRO = re.compile(r"\(miro-data-v(\d{1,6})\)([A-Za-z0-9+/=\s]*+)")
_TLDRAW = re.compile(r"<div[^<>]*\bdata-tldraw\b[^<>]*>")
_MIRO_TEXTS = ("sticker", "shape", "text", "card", "grid_text", "mindmap_node", "app_card")
_MAX_CHAIN = 50


@dataclass(frozen=True)
class Placed:
    """A text where it stood: the centre, in the units of its source."""

    text: str
    x: float
    y: float
    h: float = 0.0


def miro(page: str) -> list[str] | None:
    """The texts of a Miro selection; None where the page is not Miro's. Raises BadInput with the reason."""
    found = _MIRO.search(page)
    if found is None:
        return None
    if found[1] != "1":
        raise BadInput(f"Miro has changed its clipboard (version {found[1]}; this app reads version 1).")
    packed = re.sub(r"[\s=]", "", found[2])
    try:
        shifted = base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
        data = json.loads(shifted.translate(_UNSHIFTED))
        objects = data["data"]["objects"]
    except (binascii.Error, ValueError, RecursionError, KeyError, TypeError) as error:
        raise BadInput("What Miro put on the clipboard cannot be read; copy it again.") from error
    placed = []
    for thing in objects if isinstance(objects, list) else []:
        widget = _mapping(thing, "widgetData")
        json_ = _mapping(widget, "json")
        words = json_.get("text") or json_.get("title")
        if widget.get("type") in _MIRO_TEXTS and isinstance(words, str):
            x, y = _miro_centre(thing, objects)
            placed.append(Placed(plain(words), x, y, _number(_mapping(json_, "size").get("height"))))
    return in_reading_order(placed)


def _miro_centre(thing: Any, objects: list[Any]) -> tuple[float, float]:
    """Offsets are from the upper left corner of the parent, in its own scale; parents are named by array index."""
    x = y = 0.0
    for _ in range(_MAX_CHAIN):
        json_ = _mapping(_mapping(thing, "widgetData"), "json")
        offset = _mapping(_mapping(json_, "_position"), "offsetPx")
        x, y = x + _number(offset.get("x")), y + _number(offset.get("y"))
        index = _mapping(json_, "_parent").get("index")
        if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(objects):
            break
        thing = objects[index]
        parent = _mapping(_mapping(thing, "widgetData"), "json")
        scale = _number(_mapping(parent, "scale").get("scale")) or 1.0
        size = _mapping(parent, "size") or parent
        x = x * scale - _number(size.get("width")) * scale / 2
        y = y * scale - _number(size.get("height")) * scale / 2
    return x, y


def excalidraw(text: str) -> list[str] | None:
    """The texts of an Excalidraw selection, those bound to shapes with them; None where it is not Excalidraw's."""
    if text.lstrip()[:1] != "{" or '"excalidraw' not in text[:200_000]:
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("type") not in ("excalidraw/clipboard", "excalidraw"):
        return None
    elements = data.get("elements")
    placed = []
    for element in elements if isinstance(elements, list) else []:
        if not isinstance(element, dict) or element.get("type") != "text" or element.get("isDeleted") is True:
            continue
        words = element.get("originalText") or element.get("text")
        if isinstance(words, str):
            w, h = _number(element.get("width")), _number(element.get("height"))
            placed.append(Placed(words, _number(element.get("x")) + w / 2, _number(element.get("y")) + h / 2, h))
    return in_reading_order(placed)


def tldraw(page: str) -> list[str] | None:
    """The texts of a tldraw selection; None where the page is not tldraw's. Raises BadInput with the reason."""
    opening = _TLDRAW.search(page)
    if opening is None:
        return None
    end = page.rfind("</div>")
    inner = page[opening.end() : end if end > opening.end() else len(page)]
    data = _json(inner) or _json(unescaped(inner))
    if not isinstance(data, dict) or data.get("type") != "application/tldraw":
        raise BadInput("What tldraw put on the clipboard cannot be read; copy it again.")
    content = data.get("data")
    match data.get("version"):
        case 3:
            packed = _mapping(data, "data").get("otherCompressed")
            content = _json(_unpacked(packed)) if isinstance(packed, str) else None
        case 1 | 2 | None:
            pass
        case version:
            raise BadInput(f"tldraw has changed its clipboard (version {version!r:.20}; this app reads version 3).")
    shapes = content.get("shapes") if isinstance(content, dict) else None
    if not isinstance(shapes, list):
        raise BadInput("What tldraw put on the clipboard cannot be read; copy it again.")
    return _tldraw_texts([shape for shape in shapes if isinstance(shape, dict)])


def _unpacked(packed: str) -> str:
    try:
        return lz_string.from_base64(packed)
    except BadInput:
        return ""


def _tldraw_texts(shapes: Sequence[dict[str, Any]]) -> list[str]:
    by_id = {shape["id"]: shape for shape in shapes if isinstance(shape.get("id"), str)}
    placed = []
    for shape in shapes:
        props = _mapping(shape, "props")
        words = _rich_text(props["richText"]) if "richText" in props else props.get("text")
        if not isinstance(words, str):
            continue
        x, y = _number(shape.get("x")), _number(shape.get("y"))
        parent = by_id.get(str(shape.get("parentId")))
        for _ in range(_MAX_CHAIN):
            if parent is None:
                break
            x, y = x + _number(parent.get("x")), y + _number(parent.get("y"))
            parent = by_id.get(str(parent.get("parentId")))
        placed.append(Placed(words, x, y))
    return in_reading_order(placed)


def _rich_text(node: Any) -> str:
    """The words of a TipTap document, a line for each paragraph."""
    pieces: list[str] = []
    open_: list[Any] = [node]
    while open_:
        part = open_.pop()
        if not isinstance(part, dict):
            continue
        if isinstance(part.get("text"), str):
            pieces.append(part["text"])
        elif part.get("type") in ("paragraph", "heading", "hardBreak", "codeBlock"):
            pieces.append("\n")
        if isinstance(part.get("content"), list):
            open_ += reversed(part["content"])
    return "".join(pieces).strip()


def in_reading_order(placed: Sequence[Placed]) -> list[str]:
    """Texts row by row, each row from the left; what overlaps the first of a row by half stands in that row."""
    texts = [(item, tidied(item.text).strip()) for item in placed]
    down = sorted(((item, text) for item, text in texts if text), key=lambda pair: pair[0].y)
    result: list[str] = []
    row: list[tuple[Placed, str]] = []
    for pair in down:
        if row and pair[0].y - row[0][0].y > max(row[0][0].h / 2, 40.0):
            result += _from_the_left(row)
            row = []
        row.append(pair)
    return result + _from_the_left(row)


def _from_the_left(row: Sequence[tuple[Placed, str]]) -> list[str]:
    return [text for _, text in sorted(row, key=lambda pair: pair[0].x)]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _mapping(value: Any, key: str) -> dict[str, Any]:
    inner = value.get(key) if isinstance(value, dict) else None
    return inner if isinstance(inner, dict) else {}


def _number(value: Any) -> float:
    """A finite number of a sensible size, else 0."""
    fine = isinstance(value, int | float) and not isinstance(value, bool) and -1e9 < value < 1e9
    return float(value) if fine else 0.0
