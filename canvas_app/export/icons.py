"""Icons: small SVG files (24 x 24, strokes only) as strokes on a page."""

import re
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

from canvas_app.domain.geometry import QUARTER, Point

BOX = 24.0
_TOKEN = re.compile(r"([A-Za-z])|(-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6}


@dataclass(frozen=True, slots=True)
class Segment:
    """M and L have one point, Q two, C three, Z none."""

    command: str
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A part of an icon, and whether its inside and its line are coloured."""

    segments: tuple[Segment, ...]
    filled: bool
    stroked: bool = True


def icon_segments(svg: bytes) -> tuple[Segment, ...]:
    """The strokes of an icon in its own units, y down. Raises ValueError as `icon_shapes`."""
    return tuple(segment for shape in icon_shapes(svg)[0] for segment in shape.segments)


@lru_cache(maxsize=256)
def icon_shapes(svg: bytes) -> tuple[tuple[Shape, ...], float]:
    """The parts of an icon in its own units, y down, and the width of its strokes.

    Knows <path> with M L H V C Z, <circle> and <rect>. Raises ValueError for anything else.
    """
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise ValueError(f"the icon is not XML: {error}") from error
    shapes: list[Shape] = []
    for element in root.iter():
        match element.tag.rpartition("}")[2]:
            case "svg" | "g" | "title":
                continue
            case "path":
                found = _path(element.get("d", ""))
            case "circle":
                x, y, r = (float(element.get(name, "0")) for name in ("cx", "cy", "r"))
                found = _rounded(x - r, y - r, 2 * r, 2 * r, r)
            case "rect":
                x, y, w, h = (float(element.get(name, "0")) for name in ("x", "y", "width", "height"))
                r = float(element.get("rx") or element.get("ry") or "0")
                found = _rounded(x, y, w, h, min(r, w / 2, h / 2))
            case other:
                raise ValueError(f"the icon has a <{other}>, which is not known here")
        fill, stroke = (element.get(name, root.get(name, "none")) for name in ("fill", "stroke"))
        shapes.append(Shape(tuple(found), fill != "none", stroke != "none"))
    return tuple(shapes), float(root.get("stroke-width", "1.75"))


def _path(data: str) -> list[Segment]:
    found: list[Segment] = []
    command, numbers = "", list[float]()
    x = y = 0.0
    start = (0.0, 0.0)
    for letter, number in _TOKEN.findall(data):
        if letter:
            if letter not in "MLHVCZ" or numbers:
                raise ValueError(f"the icon's path has '{letter}' where it cannot be read")
            command = letter
            if letter == "Z":
                found.append(Segment("Z"))
                x, y = start
            continue
        if command not in _ARGUMENTS:
            raise ValueError("the icon's path has a number without a command")
        numbers.append(float(number))
        if len(numbers) < _ARGUMENTS[command]:
            continue
        match command:
            case "H":
                x = numbers[0]
            case "V":
                y = numbers[0]
            case _:
                x, y = numbers[-2:]
        if command == "C":
            found.append(Segment("C", ((numbers[0], numbers[1]), (numbers[2], numbers[3]), (x, y))))
        else:
            found.append(Segment("M" if command == "M" else "L", ((x, y),)))
        if command == "M":
            start, command = (x, y), "L"
        numbers = []
    return found


def _rounded(x: float, y: float, w: float, h: float, r: float) -> list[Segment]:
    """A rectangle with round corners; a circle where r is half its size."""
    if r <= 0:
        corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
        return [Segment("M", (corners[0],)), *(Segment("L", (corner,)) for corner in corners[1:]), Segment("Z")]
    k = r * (1 - QUARTER)
    right, bottom = x + w, y + h
    return [
        Segment("M", ((x + r, y),)),
        Segment("L", ((right - r, y),)),
        Segment("C", ((right - k, y), (right, y + k), (right, y + r))),
        Segment("L", ((right, bottom - r),)),
        Segment("C", ((right, bottom - k), (right - k, bottom), (right - r, bottom))),
        Segment("L", ((x + r, bottom),)),
        Segment("C", ((x + k, bottom), (x, bottom - k), (x, bottom - r))),
        Segment("L", ((x, y + r),)),
        Segment("C", ((x, y + k), (x + k, y), (x + r, y))),
        Segment("Z"),
    ]
