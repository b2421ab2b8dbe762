"""Page 1: the canvas as it is on screen, with the three first statements below it (PDF.md 5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from canvas_app.domain import arrange
from canvas_app.domain.entities import PARKING, Note, Stroke
from canvas_app.domain.geometry import Rect
from canvas_app.domain.ink import bounds, runs
from canvas_app.domain.theme import HueColours, mix
from canvas_app.export.pdf.content import Content, RankedStatement
from canvas_app.export.pdf.drawing import Drawing, Placement, extent, place
from canvas_app.export.pdf.parts import MARGIN, badge, bottom_of, dated, dots, page_foot, page_head, star, weight_words
from canvas_app.export.pdf.sheet import Sheet
from canvas_app.export.pdf.structure import OWN
from canvas_app.export.pdf.tidy import Shape, Side, tidy
from canvas_app.text import note_face
from canvas_app.text.block import TextBlock, scaled
from canvas_app.text.layout import fit

FULL_SCALE = 0.5145  # points a board unit of a 1520 wide canvas on A4; the figures below are for it
NOTE_RADIUS, NOTE_EDGE = 2.6, 0.4
BAND, BAND_PITCH = 3.6, 1.8
"""The pattern at the side of a note where the theme has one, in the free room before its words."""
SHADOWS = ((1.7, 0.055), (0.7, 0.15))  # how much lower, how much ink in the tint
DOTS_RIGHT, DOTS_UP = 5.2, 5.0
STAR_RADIUS = 2.1
BADGE_LEAST = 0.62
BADGE_BESIDE, BADGE_ABOVE = 4.7, 4.1
"""How far the middle of a badge is from where the words begin, so that it covers none however small the note is."""
SLACK = (16.0, 9.0)

CARDS, CARD_WIDTH_LEAST = 3, 230.0
CARD_HEIGHT, CARD_HEIGHT_LEAST, CARD_UNDER_TEXT = 86.0, 58.0, 26.0
CARD_GAP, CARD_ABOVE, CARD_RADIUS, CARD_BAR = 12.2, 14.0, 5.0, 3.0
CARD_NUMBER_X, CARD_NUMBER_SIZE, CARD_NUMBER_DROP = 12.5, 20.0, 1.5
CARD_TEXT_X, CARD_TEXT_TOP, CARD_RIGHT = 36.0, 9.5, 14.0
CARD_TEXT_SIZE, CARD_TEXT_MIN, CARD_LEADING, CARD_TEXT_HEIGHT = 9.4, 8.0, 1.38, 56.0
CARD_GROUNDS_SIZE, CARD_GROUNDS_UP = 7.0, 12.0

INK_FAR = 0.5
"""How far off the frame ink is drawn, as a share of its size: the canvas gets smaller for it."""
INK_LEAST = 0.35

TIDY_WIDTH = 140.0
"""Of a note in rows in board units, however large it is drawn: its words and all on it get smaller with it."""

MOST_GROWTH = 2.0
"""A note with much text is drawn up to so many times its height; the rest of the text is on All notes."""


@dataclass(frozen=True)
class Face:
    """The text of a note on paper, in points, and whether some of it is left out."""

    block: TextBlock
    cut: bool


def screen_text(note: Note, language: str = "") -> TextBlock:
    """The note's text in board units."""
    return note_face.note_text(note.text, note.w, note.h, language)


def drawn_height(note: Note, screen: TextBlock) -> float:
    """A note's height on the canvas page in board units: grown as on screen, up to a limit."""
    return min(note_face.height_with(screen, note.h), MOST_GROWTH * note.h)


def face(note: Note, screen: TextBlock, height: float, scale: float, language: str = "") -> Face:
    """The note's text as on `screen`, scaled: the same size, the same line breaks. `height` is the note's as drawn.

    What the note as drawn has no room for is cut with an ellipsis.
    """
    width = max(note.w, 2 * note_face.INSET + 1)
    room = max(height - note_face.TOP - note_face.FOOT, 1.0)
    if screen.height <= room + 1e-6 or len(screen.lines) == 1:
        return Face(scaled(screen, scale), False)
    block = fit(
        note.text,
        width=(width - 2 * note_face.INSET) * scale,
        height=room * scale,
        max_size=note_face.MIN_SIZE * scale,
        min_size=note_face.MIN_SIZE * scale,
        weight=note_face.WEIGHT,
        leading=note_face.LEADING,
        cut=True,
        language=language,
    )
    return Face(block, block.cut)


def canvas_page(
    sheet: Sheet,
    content: Content,
    icons: Mapping[str, bytes],
    changed: str,
    steps: int,
    links: bool,
    tidied: bool,
) -> tuple[str, ...]:
    """Draw the page; gives back the ids of the notes that are cut on it.

    `links`: badges lead to the statements. `tidied`: notes lie in rows by their rank, not where a person put them.
    """
    side = [dated(changed, steps), content.counts()]
    top = page_head(sheet, content.title, content.subtitle(), side)
    sheet.outline("canvas", "Canvas")
    bottom = bottom_of(sheet)
    stacked = sheet.height > sheet.width
    beside = 1 if stacked else max(1, min(CARDS, int((sheet.width - 2 * MARGIN) / CARD_WIDTH_LEAST)))
    cards = content.statements[: CARDS if stacked else beside]
    texts = _card_texts(sheet, cards, min(beside, len(cards)))
    strip = [_card_height([text], 0.0) for text in texts] if stacked else [_card_height(texts)] * len(cards)
    strip_height = sum(strip) + (len(cards) - 1) * CARD_GAP if stacked else max(strip, default=0.0)
    if cards:
        bottom -= strip_height + CARD_ABOVE
    drawn = [note for note in content.board.notes.values() if note.zone != PARKING]
    frame = extent(content)
    written = [ink for stroke in content.board.strokes.values() if (ink := _near(frame, stroke)) is not None]
    free = Rect(MARGIN, top, sheet.width - 2 * MARGIN, bottom - top)
    units = lie = place(frame, written, free, SLACK)
    orderly = _tidy(content, Drawing(sheet, content, units, icons), drawn) if tidied else None
    if orderly is not None:
        drawn, lie = orderly
    screens = {note.id: screen_text(note, sheet.language) for note in drawn}
    if orderly is not None:
        boxes = {note.id: Rect(note.x, note.y, note.w, note.h) for note in drawn}
    else:
        boxes = {note.id: Rect(note.x, note.y, note.w, drawn_height(note, screens[note.id])) for note in drawn}
        units = lie = place(frame, [*boxes.values(), *written], free, SLACK)
    drawing = Drawing(sheet, content, units, icons)
    with sheet.tag("Figure", alt=content.in_words(), lang=OWN, box=units.rect(frame)):
        drawing.draw()
    by_zone: dict[str, list[Note]] = {}
    for note in drawn:
        by_zone.setdefault(note.zone, []).append(note)
    cut: list[str] = []
    if drawing.headings_on_top:
        cut = _notes(sheet, content, by_zone, boxes, screens, lie, links)
    for n, zone in enumerate(content.canvas.zones):
        notes = by_zone.get(zone.id, [])
        rects = [lie.rect(boxes[note.id]) for note in notes]
        with sheet.tag("Sect", key=zone.id, order=n + 1):
            with sheet.tag("H2", order=-1):
                heading = drawing.heading(zone, len(notes), rects)
            if not notes:
                drawing.hint(zone, heading)
    if not drawing.headings_on_top:
        cut = _notes(sheet, content, by_zone, boxes, screens, lie, links)
    after = len(content.canvas.zones) + 1
    with sheet.tag("Figure", alt="What was written by hand on the canvas", lang=OWN, box=free, order=after):
        _ink(sheet, content, units, free)
    at = bottom_of(sheet) - strip_height
    width = _card_width(sheet, min(beside, len(cards)))
    for n, (ranked, block) in enumerate(zip(cards, texts, strict=True)):
        x = MARGIN if stacked else MARGIN + n * (width + CARD_GAP)
        with sheet.tag("L", title="The first statements", key="cards", order=after), sheet.tag("LI"):
            _card(sheet, content, ranked, block, Rect(x, at, width, strip[n]), links)
        at += strip[n] + CARD_GAP if stacked else 0.0
    page_foot(sheet, content)
    return tuple(cut)


def _tidy(content: Content, drawing: Drawing, notes: Sequence[Note]) -> tuple[list[Note], Placement] | None:
    """The notes in rows, all of one size, and what takes them to the page; None where there is no room for that."""
    members: dict[str, list[Note]] = {}
    shapes = []
    for zone in content.canvas.zones:
        members[zone.id] = content.board.in_zone(zone.id)
        heading = drawing.heading_room(zone, len(members[zone.id]))
        room = drawing.grown.rect(zone.bounds)
        height = (heading.centre[1] - room.y) / room.h
        side: Side = "top" if height < 1 / 3 else "bottom" if height > 2 / 3 else "middle"
        outline = [drawing.grown.at(point) for point in zone.outline]
        at_right = arrange.heading_of(zone).align == "right"
        shapes.append(Shape(outline, [heading, *drawing.discs()], len(members[zone.id]), at_right, side))
    laid = tidy(shapes)
    if laid is None:
        return None
    width = next((rects[0].w for rects in laid if rects), TIDY_WIDTH)
    units = Placement(0.0, 0.0, width / TIDY_WIDTH)
    moved = {
        note.id: note.model_copy(update={"x": place.x, "y": place.y, "w": place.w, "h": place.h})
        for rects, zone in zip(laid, content.canvas.zones, strict=True)
        for rect, note in zip(rects, members[zone.id], strict=True)
        for place in [rect.scaled(1 / units.scale)]
    }
    return [moved.get(note.id, note) for note in notes], units


def _near(frame: Rect, stroke: Stroke) -> Rect | None:
    """The room of a stroke, as far as the canvas makes itself smaller for it; None where it is too far off."""
    room = bounds(stroke.points, stroke.width)
    left, top = max(room.x, frame.x - INK_FAR * frame.w), max(room.y, frame.y - INK_FAR * frame.h)
    right, bottom = min(room.right, frame.right + INK_FAR * frame.w), min(room.bottom, frame.bottom + INK_FAR * frame.h)
    return Rect(left, top, right - left, bottom - top) if left < right and top < bottom else None


def _ink(sheet: Sheet, content: Content, units: Placement, free: Rect) -> None:
    """Draw what was written on the board, above everything else on it."""
    if not content.board.strokes:
        return
    sheet.clip_to_round_rect(0, free.y - SLACK[1], sheet.width, free.h + 2 * SLACK[1], 0)
    for stroke in content.board.strokes.values():
        shade = content.theme.ink if stroke.colour == "ink" else content.theme.hue(stroke.colour).strong
        for run in runs(stroke.points, stroke.width):
            curves = [(units.at(control), units.at(end)) for control, end in run.curves]
            sheet.curves(units.at(run.start), curves, shade, max(run.width * units.scale, INK_LEAST))
    sheet.unclip()


def _notes(
    sheet: Sheet,
    content: Content,
    by_zone: Mapping[str, list[Note]],
    boxes: Mapping[str, Rect],
    screens: Mapping[str, TextBlock],
    units: Placement,
    links: bool,
) -> list[str]:
    """Draw all notes, zone by zone; the ids of those that are cut. They are read in the order of their zone.

    `boxes` and `screens` are where they lie and their texts, by id, before `units` are applied.
    """
    cut = []
    for n, zone in enumerate(content.canvas.zones):
        place = {note.id: at for at, note in enumerate(content.board.in_zone(zone.id))}
        with sheet.tag("Sect", key=zone.id, order=n + 1), sheet.tag("L"):
            for note in by_zone.get(zone.id, ()):
                with sheet.tag("LI", order=place[note.id]), sheet.tag("LBody"):
                    if _note(sheet, content, note, boxes[note.id], screens[note.id], units, links):
                        cut.append(note.id)
    return cut


def _note(
    sheet: Sheet, content: Content, note: Note, place: Rect, screen: TextBlock, units: Placement, links: bool
) -> bool:
    """Draw one note; whether its text is cut."""
    hue = content.hue(note)
    box = units.rect(place)
    k = units.scale / FULL_SCALE
    _paper(sheet, content, box, hue, content.kind_hue(note.kind).tint, k)
    words = face(note, screen, place.h, units.scale, sheet.language)
    inset, head = note_face.INSET * units.scale, note_face.TOP * units.scale
    room = note.w > 2 * note_face.INSET
    if room:
        with sheet.tag("P", actual=note.text):
            sheet.text(words.block, box.x + inset, box.y + head, content.theme.ink, note.id)
    foot = box.bottom - DOTS_UP * k
    if weight := weight_words(content, note):
        with sheet.tag("Figure", alt=weight, lang=OWN):
            if (importance := content.dots(note)) is not None:
                dots(sheet, importance, box.right - DOTS_RIGHT * k, foot, hue, k)
            if note.picked:
                star(sheet, box.x + inset + STAR_RADIUS * k, foot, STAR_RADIUS * k, hue.strong)
    used = content.used_by.get(note.id)
    if used:
        scale = max(k, BADGE_LEAST)
        x, y = box.x + inset - BADGE_BESIDE * scale, box.y + head - BADGE_ABOVE * scale
        with sheet.tag("Link" if links else "Span", alt=f"Value statement {used[0]}", lang=OWN):
            badge(sheet, used[0], x, y, hue, scale)
            if links:
                target, side = f"statement-{used[0]}", 12 * scale
                sheet.link(target, x - side / 2, y - side / 2, side, side, f"Value statement {used[0]}")
    return words.cut or bool(note.text.strip() and not room)


def _paper(sheet: Sheet, content: Content, box: Rect, hue: HueColours, tint: str, k: float) -> None:
    """A note without its words, and its shadow on the tint of its zone."""
    radius = NOTE_RADIUS * k

    def draw(x: float, y: float) -> None:
        for lower, share in SHADOWS:
            shade = mix(tint, content.theme.ink, share)
            if shade != tint:
                sheet.rect(x, y + lower * k, box.w, box.h, fill=shade, radius=radius)
        sheet.rect(x, y, box.w, box.h, fill=hue.note, stroke=hue.edge, line=NOTE_EDGE, radius=radius)
        if hue.pattern and box.w > 3 * BAND * k:
            side = Rect(x + NOTE_EDGE, y + radius, BAND * k, box.h - 2 * radius)
            sheet.hatch(hue.pattern, side, hue.strong, BAND_PITCH * k)
            edge = x + NOTE_EDGE + BAND * k
            sheet.line(edge, y, edge, y + box.h, hue.edge, NOTE_EDGE)

    width, height = round(box.w, 2), round(box.h, 2)
    room = Rect(-NOTE_EDGE, -NOTE_EDGE, width + 2 * NOTE_EDGE, height + 2 * NOTE_EDGE + SHADOWS[0][0] * k)
    sheet.stamp(("note", width, height, hue.note, hue.edge, hue.pattern, hue.strong, tint, k), box.x, box.y, room, draw)


def _card_width(sheet: Sheet, beside: int) -> float:
    beside = max(beside, 1)
    return (sheet.width - 2 * MARGIN - (beside - 1) * CARD_GAP) / beside


def _card_texts(sheet: Sheet, cards: Sequence[RankedStatement], beside: int) -> list[TextBlock]:
    """The statements of the cards, all at one size but for those that are cut at the smallest."""
    width = _card_width(sheet, beside) - CARD_TEXT_X - CARD_RIGHT

    def block(ranked: RankedStatement, size: float) -> TextBlock:
        return fit(
            ranked.spans,
            width=width,
            height=CARD_TEXT_HEIGHT,
            max_size=size,
            min_size=CARD_TEXT_MIN,
            leading=CARD_LEADING,
            cut=True,
            language=sheet.language,
        )

    largest = [block(ranked, CARD_TEXT_SIZE) for ranked in cards]
    size = min((text.size for text in largest if not text.cut), default=CARD_TEXT_MIN)
    return [block(ranked, size) for ranked in cards]


def _card_height(texts: Sequence[TextBlock], least: float = CARD_HEIGHT_LEAST) -> float:
    tallest = max((text.height for text in texts), default=0.0)
    return min(max(CARD_TEXT_TOP + tallest + CARD_UNDER_TEXT, least), CARD_HEIGHT)


def _card(sheet: Sheet, content: Content, ranked: RankedStatement, text: TextBlock, box: Rect, links: bool) -> None:
    """A statement in its place."""
    theme = content.theme
    x, top, width, height = box.x, box.y, box.w, box.h
    sheet.rect(x, top, width, height, fill=theme.panel, radius=CARD_RADIUS)
    sheet.rect(x, top, CARD_BAR, height, fill=theme.accent, radius=CARD_BAR / 2)
    first = text.lines[0].baseline - text.size * 0.36
    middle = top + CARD_TEXT_TOP + first + CARD_NUMBER_DROP
    with sheet.tag("Lbl"):
        sheet.label(str(ranked.rank), x + CARD_NUMBER_X, middle, CARD_NUMBER_SIZE, theme.accent, weight=700)
    grounds, room = content.grounds(ranked), width - CARD_TEXT_X - CARD_RIGHT
    low = top + height - CARD_GROUNDS_UP
    with sheet.tag("LBody"):
        with sheet.tag("P", actual=ranked.statement.text):
            sheet.text(text, x + CARD_TEXT_X, top + CARD_TEXT_TOP, theme.ink, ranked.statement.id)
        with sheet.tag("P"):
            sheet.label(grounds, x + CARD_TEXT_X, low, CARD_GROUNDS_SIZE, theme.muted, width=room, source="canvas")
        if links:
            sheet.link(f"statement-{ranked.rank}", x, top, width, height, f"Value statement {ranked.rank}")
