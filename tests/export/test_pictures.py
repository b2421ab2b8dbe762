"""Pictures of a board: what they show, at which size, and that SVG and PNG say the same."""

import base64
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import uharfbuzz as hb
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddNotes, AddStrokes, NewNote
from canvas_app.domain.entities import PARKING, Stroke
from canvas_app.domain.theme import Theme, themes_from_toml
from canvas_app.export.atomic import NotAsMade
from canvas_app.export.picture.area import find_area, note_box
from canvas_app.export.picture.options import BadPicture, PictureOptions
from canvas_app.export.picture.promise import PicturePromise, check_picture
from canvas_app.export.picture.render import Picture, largest_scale, render_png, render_svg
from canvas_app.text import fonts
from tests.export.boards import RESOURCES, board_of, canvas, do, icons, sample

SVG = "{http://www.w3.org/2000/svg}"
TEXTS = (
    "ffi Ελληνικά Русский Tiếng Việt",
    "שלום עולם! (חוסך 25%)",
    "We say שלום to علي today (12%)",
    "مرحبا بالعالم 123",
    "می‌خواهم کتاب‌ها",
    "हिन्दी ग्राहक क्षेत्र",
    "தமிழ் க்ஷ",
    "ภาษาไทย น้ำ",
    "ພາສາລາວ ນ້ຳ",
    "日本語「顧客」。",
    "한국어 고객",
    "👨‍👩‍👧 🇩🇪 ❤️ ok",
    "none \U000f0000 has it",
    'first\nsecond <b> & "q"',
)


@cache
def light() -> Theme:
    return themes_from_toml((RESOURCES / "themes.toml").read_bytes())["light"]


def png(board: Board, **options: Any) -> Picture:
    return render_png(board, light(), PictureOptions(**options), icons())


def svg(board: Board, **options: Any) -> Picture:
    return render_svg(board, light(), PictureOptions(**options), icons())


def image(picture: Picture) -> QImage:
    found = QImage.fromData(picture.data)
    assert not found.isNull()
    return found


@pytest.fixture(scope="module")
def loyalty() -> Board:
    fonts.start()
    return sample()


def many_scripts() -> Board:
    """A note in each of many scripts, and one that is parked."""
    fonts.start()
    board = board_of(canvas())
    zones = [zone.id for zone in board.canvas.zones]
    for number, text in enumerate(TEXTS):
        do(board, AddNotes((NewNote(text=text, zone=zones[number % len(zones)], id=f"n{number}"),)))
    do(board, AddNotes((NewNote(text="parked one", zone=PARKING, id="p1"),)))
    return board


@pytest.fixture(scope="module")
def world() -> Board:
    return many_scripts()


@pytest.fixture(scope="module")
def words(world: Board) -> Picture:
    return svg(world)


@pytest.fixture(scope="module")
def shapes(world: Board) -> Picture:
    return svg(world, outlines=True)


@pytest.fixture(scope="module")
def pixels(world: Board) -> Picture:
    return png(world, transparent=True)


def texts(picture: Picture) -> list[str]:
    return ["".join(text.itertext()) for text in ElementTree.fromstring(picture.data).iter(f"{SVG}text")]


# what stands in an SVG


def test_the_text_of_every_note_of_the_canvas_can_be_found_in_its_svg(words: Picture) -> None:
    found = texts(words)
    assert [text for text in TEXTS if text not in found] == []
    assert "parked one" not in found


def test_spaces_stay_as_many_as_they_are(words: Picture) -> None:
    """Browsers look for this at each text, and draw one space for many without it."""
    space = "{http://www.w3.org/XML/1998/namespace}space"
    assert {text.get(space) for text in ElementTree.fromstring(words.data).iter(f"{SVG}text")} == {"preserve"}


def test_headings_and_marks_are_text_as_well(loyalty: Board) -> None:
    found = texts(svg(loyalty))
    assert {zone.title for zone in loyalty.canvas.zones} <= set(found)
    assert {"1", "FIT", "10/11"} <= set(found)


def test_outlines_have_no_text_and_no_font_but_say_what_a_note_is(shapes: Picture) -> None:
    root = ElementTree.fromstring(shapes.data)
    assert list(root.iter(f"{SVG}text")) == [] and list(root.iter(f"{SVG}style")) == []
    spoken = {group.get("aria-label") for group in root.iter(f"{SVG}g")}
    assert {text for text in TEXTS if "\n" not in text} <= spoken


def embedded(picture: Picture) -> dict[str, tuple[str, bytes]]:
    """Family and file of the fonts in an SVG, by the class that uses them."""
    css = "".join(style.text or "" for style in ElementTree.fromstring(picture.data).iter(f"{SVG}style"))
    fonts_of = dict(re.findall(r'font-family:"([^"]+)";font-weight:\d+;src:url\("data:font/\w+;base64,([^"]+)"\)', css))
    used = re.findall(r'\.(f\d+)\{font-family:"([^"]+)"', css)
    return {name: (family, base64.b64decode(fonts_of[family])) for name, family in used}


def shaped(face: hb.Face, axes: dict[str, float], text: str, way: str) -> list[tuple[object, ...]]:
    """Where HarfBuzz, as in a browser, puts which outlines."""
    font = hb.Font(face)
    font.set_variations(axes)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if way == "r" else "ltr"
    hb.shape(font, buffer)
    found: list[tuple[object, ...]] = []
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions or (), strict=True):
        room = font.get_glyph_extents(info.codepoint)
        sides = [round(side / 3) for side in (room.x_bearing, room.y_bearing, room.width, room.height)]
        found.append((info.codepoint > 0, place.x_advance, place.x_offset, place.y_offset, *sides))
    return found


def test_a_browser_shapes_each_span_with_its_embedded_font_as_the_screen_does(words: Picture) -> None:
    found = embedded(words)
    count = 0
    for span in ElementTree.fromstring(words.data).iter(f"{SVG}tspan"):
        name, _, way = span.get("class", "").partition(" ")
        text = (span.text or "").rstrip()
        if name not in found or not text:
            continue
        family, data = found[name]
        role, _, weight = family.removeprefix("vc-").rpartition("-")
        face = fonts.face(role, int(weight))
        wanted = shaped(face.hb_face(), face.axes, text, way)
        assert wanted and all(place[0] for place in wanted)
        assert shaped(hb.Face(hb.Blob(data)), {}, text, way) == wanted, text
        count += 1
    assert count > len(TEXTS)


def test_each_right_to_left_run_is_anchored_at_its_right_and_in_its_own_direction(words: Picture) -> None:
    spans = {span.text: span for span in ElementTree.fromstring(words.data).iter(f"{SVG}tspan")}
    hebrew, latin = spans["שלום"], spans["We say "]
    assert hebrew.get("class", "").endswith(" r") and latin.get("class", "").endswith(" l")
    assert float(hebrew.get("x", "0")) > float(latin.get("x", "0"))


def test_emoji_and_what_no_font_has_are_outlines_under_text_that_is_not_painted(words: Picture) -> None:
    unpainted = {
        span.text for span in ElementTree.fromstring(words.data).iter(f"{SVG}tspan") if span.get("fill") == "none"
    }
    assert {"❤️", "🇩🇪", "👨‍👩‍👧", "\U000f0000"} <= {(text or "").strip() for text in unpainted}
    assert words.missing == {"n12": ("\U000f0000",)}


# what a PNG shows


def colour_at(picture: Picture, board: Board, x: float, y: float, area: str = "canvas", scale: float = 1.0) -> QColor:
    room = find_area(board, area).rect
    return image(picture).pixelColor(round((x - room.x) * scale), round((y - room.y) * scale))


def test_a_note_has_its_colour_and_the_desk_none_where_it_is_transparent(world: Board, pixels: Picture) -> None:
    for note in (note for note in world.notes.values() if note.zone != PARKING):
        box = note_box(note)
        kind = world.canvas.kind(note.kind)
        assert kind is not None
        found = colour_at(pixels, world, box.right - 6, box.bottom - 6)
        assert found.name().upper() == light().hue(kind.hue).note and found.alpha() == 255
    assert colour_at(pixels, world, -20, -20).alpha() == 0


def test_the_desk_is_there_unless_it_is_transparent(world: Board) -> None:
    found = image(png(world, area="gains"))
    assert not found.hasAlphaChannel()
    assert found.pixelColor(2, 2).name().upper() == light().desk


@pytest.mark.parametrize("scale", [2.0, 300 / 96])
def test_the_scale_says_how_many_pixels_a_unit_has(loyalty: Board, scale: float) -> None:
    room = find_area(loyalty, "gains").rect
    found = image(png(loyalty, area="gains", scale=scale))
    assert abs(found.width() - room.w * scale) <= 1 and abs(found.height() - room.h * scale) <= 1
    assert round(found.dotsPerMeterX() * 0.0254) == round(96 * scale)


def drawn(data: bytes, width: int, height: int) -> QImage:
    found = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    found.fill(QColor("white"))
    painter = QPainter(found)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(data)).render(painter)
    painter.end()
    return found


def difference(one: QImage, two: QImage) -> float:
    """The mean over all pixels and colours, of 255."""
    one, two = (picture.convertToFormat(QImage.Format.Format_RGB888) for picture in (one, two))
    assert one.size() == two.size()
    a, b = bytes(one.constBits()), bytes(two.constBits())
    return sum(abs(x - y) for x, y in zip(a[::7], b[::7], strict=True)) / len(a[::7])


def test_outlines_look_as_the_pixels_do(loyalty: Board) -> None:
    flat = image(png(loyalty, area="creators"))
    other = drawn(svg(loyalty, area="creators", outlines=True).data, flat.width(), flat.height())
    assert difference(flat, other) < 2.0
    blank = flat.copy()
    blank.fill(QColor(light().desk))
    assert difference(flat, blank) > 8.0


def test_a_large_picture_is_drawn_in_strips_that_fit_together(loyalty: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = png(loyalty, area="jobs", scale=1.5)
    monkeypatch.setattr("canvas_app.export.picture.raster.STRIP", 20_000)
    steps: list[str] = []
    sliced = render_png(loyalty, light(), PictureOptions("jobs", 1.5), icons(), step=steps.append)
    assert len(steps) > 10 and steps[0] == f"the picture, part 1 of {len(steps)}"
    assert image(sliced) == image(whole)


def test_what_is_told_of_the_steps_can_stop_the_work(loyalty: Board) -> None:
    def stop(words: str) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        render_png(loyalty, light(), PictureOptions(), icons(), step=stop)


# what lies in an area


def test_a_zone_shows_its_own_notes_only(loyalty: Board) -> None:
    found = texts(svg(loyalty, area="Gains"))
    own = {note.text for note in loyalty.notes.values() if note.zone == "gains"}
    others = {note.text for note in loyalty.notes.values() if note.zone != "gains"}
    assert own <= set(found) and not others & set(found)
    assert "Gains" in found and "Customer jobs" not in found


def test_a_selection_shows_what_is_chosen_and_the_links_between(loyalty: Board) -> None:
    link = next(iter(loyalty.links.values()))
    both = svg(loyalty, area=f"{link.source},{link.target}")
    one = svg(loyalty, area=link.source)
    assert texts(svg(loyalty, area=link.id)) == texts(both)
    assert both.data.count(b'class="link"') == 1 and one.data.count(b'class="link"') == 0
    assert loyalty.notes[link.source].text in texts(both) and "Gains" not in texts(both)
    box = note_box(loyalty.notes[link.source])
    assert one.size[0] < box.w + 60 and one.size[1] < box.h + 60


def test_parked_notes_are_shown_where_they_are_asked_for(world: Board) -> None:
    assert "parked one" in texts(svg(world, area="p1"))
    assert texts(svg(world, area="parking"))[0] == "Parking lot"
    assert "parked one" in texts(svg(world, area="parking"))


def test_ink_lies_over_the_notes_in_its_colour(loyalty: Board) -> None:
    note = next(note for note in loyalty.notes.values() if note.zone == "jobs")
    board = loyalty.copy()
    points = tuple((note.x + x, note.y + 60.0, 1.0) for x in (10.0, 40.0, 80.0))
    do(board, AddStrokes((Stroke(points=points, colour="ink", width=6.0, id="s1"),)))
    assert colour_at(png(board, area="jobs"), board, note.x + 40, note.y + 60, "jobs").name().upper() == light().ink
    assert svg(board, area="s1").data.count(b'class="ink"') == 1
    assert svg(board, area="gains").data.count(b'class="ink"') == 0


@pytest.mark.parametrize("area", ["nowhere", "", "n0,nobody"])
def test_an_area_that_does_not_exist_is_named_with_those_that_do(world: Board, area: str) -> None:
    with pytest.raises(BadPicture, match=r"use canvas, products, .*parking, or ids of notes") as refused:
        svg(world, area=area)
    assert "n0" not in str(refused.value)


def test_a_picture_that_would_be_too_large_is_refused_with_the_largest_scale(loyalty: Board) -> None:
    most = largest_scale(find_area(loyalty, "canvas"))
    with pytest.raises(BadPicture, match=rf"31,360 x 15,360 pixels; the largest scale for it is {most:g} \(\d+ dpi\)"):
        png(loyalty, scale=20.0)
    room = find_area(loyalty, "canvas").rect
    assert room.w * most <= 16_384 < room.w * (most + 0.1)


@pytest.mark.parametrize("scale", [0.0, -1.0, float("nan"), float("inf")])
def test_a_scale_that_is_none_is_refused(scale: float) -> None:
    with pytest.raises(BadPicture, match="above 0"):
        PictureOptions(scale=scale)


# bytes


def test_the_same_board_gives_the_same_bytes_in_another_process(world: Board) -> None:
    program = (
        "from tests.export.test_pictures import *; board = many_scripts();"
        "print(*(hashlib.sha256(p.data).hexdigest() for p in (svg(board), png(board, area='jobs'))))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=RESOURCES.parent,
        env={**os.environ, "PYTHONHASHSEED": "7", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    wanted = [hashlib.sha256(picture.data).hexdigest() for picture in (svg(world), png(world, area="jobs"))]
    assert result.stdout.split() == wanted, result.stderr


def check(data: bytes, promised: PicturePromise, folder: Path) -> None:
    (folder / "written").write_bytes(data)
    check_picture(folder / "written", promised)


def test_what_was_written_is_read_back(words: Picture, pixels: Picture, tmp_path: Path) -> None:
    check(words.data, words.promise, tmp_path)
    check(pixels.data, pixels.promise, tmp_path)


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda data: data[: len(data) // 2],
    "a bit turned": lambda data: data[:-100] + bytes([data[-100] ^ 16]) + data[-99:],
    "nothing": lambda data: b"",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_png_is_found_out(pixels: Picture, damage: str, tmp_path: Path) -> None:
    with pytest.raises(NotAsMade):
        check(DAMAGE[damage](pixels.data), pixels.promise, tmp_path)


def test_a_png_of_another_size_is_found_out(pixels: Picture, tmp_path: Path) -> None:
    with pytest.raises(NotAsMade, match="is not 5 x 6 pixels"):
        check(pixels.data, PicturePromise(("5", "6")), tmp_path)


def test_an_svg_without_a_text_or_cut_off_is_found_out(words: Picture, tmp_path: Path) -> None:
    with pytest.raises(NotAsMade, match="the text of “not there”"):
        check(words.data, replace(words.promise, texts=("not there",)), tmp_path)
    with pytest.raises(NotAsMade, match="cannot be read"):
        check(words.data[:-9], words.promise, tmp_path)
