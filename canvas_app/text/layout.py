"""A text at a width, or at the largest size at which it fits a box, as a block of lines (PDF.md 3.3).

Sizes have no unit: board units on screen, points on paper.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache

from canvas_app.text import runs
from canvas_app.text.block import Align, Span, TextBlock
from canvas_app.text.paragraph import Shaped

ELLIPSIS = "…"
STEP = 0.5
"""`fit` tries sizes this far apart."""

_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


def lay_out(
    text: str | Sequence[Span],
    *,
    width: float,
    size: float,
    weight: int = 500,
    leading: float = 1.25,
    align: Align = "start",
    max_lines: int | None = None,
    language: str = "",
) -> TextBlock:
    """Break a text into lines of a width at a size. Needs a QGuiApplication (`fonts.start`) unless it is empty.

    `leading` is in sizes; scripts that need more get more. `align` "start" is right in right-to-left paragraphs.
    `max_lines` cuts the rest with an ellipsis. `width` may be math.inf. `language` (BCP 47) picks among Han faces.
    Raises ValueError for sizes that are not above 0, FontsMissing where no font package is installed.
    """
    return _lay_out(_spans(text, weight), float(width), float(size), leading, align, max_lines, language)


def fit(
    text: str | Sequence[Span],
    *,
    width: float,
    height: float,
    max_size: float,
    min_size: float,
    weight: int = 500,
    leading: float = 1.25,
    align: Align = "start",
    cut: bool = False,
    language: str = "",
) -> TextBlock:
    """The text at the largest size, in steps of 0.5 down from `max_size`, at which it fits into `height`.

    At `min_size` the block may be higher than `height`; with `cut` it is shortened there by an ellipsis instead, to no
    less than one line. Raises as `lay_out`.
    """
    numbers = (float(width), float(height), float(max_size), float(min_size))
    return _fit(_spans(text, weight), *numbers, leading, align, cut, language)


def _spans(text: str | Sequence[Span], weight: int) -> tuple[Span, ...]:
    return (Span(text, weight),) if isinstance(text, str) else tuple(text)


@lru_cache(maxsize=1024)
def _lay_out(
    spans: tuple[Span, ...],
    width: float,
    size: float,
    leading: float,
    align: Align,
    max_lines: int | None,
    language: str,
) -> TextBlock:
    _check(width, size)
    shaped = _Text(spans, leading, language)
    shaped.wrap(width / size)
    if max_lines is None or shaped.line_count <= max_lines:
        return shaped.block(width, size, align)
    return _cut(shaped, width, size, align, max(max_lines, 1), math.inf)


@lru_cache(maxsize=1024)
def _fit(
    spans: tuple[Span, ...],
    width: float,
    height: float,
    max_size: float,
    min_size: float,
    leading: float,
    align: Align,
    cut: bool,
    language: str,
) -> TextBlock:
    shaped, size, fitting = _fitted(spans, width, height, max_size, min_size, leading, language)
    if fitting or not cut:
        return shaped.block(width, size, align)
    return _cut(shaped, width, size, align, None, height)


def fitted_height(
    text: str,
    *,
    width: float,
    height: float,
    max_size: float,
    min_size: float,
    weight: int = 500,
    leading: float = 1.25,
) -> float:
    """The height of the block that `fit` would give, in a third of the time."""
    shaped, size, _ = _fitted(_spans(text, weight), width, height, max_size, min_size, leading, "")
    return shaped.height * size


def _fitted(
    spans: tuple[Span, ...],
    width: float,
    height: float,
    max_size: float,
    min_size: float,
    leading: float,
    language: str,
) -> tuple[_Text, float, bool]:
    """The text broken into lines at the largest size at which it fits, that size, and whether it does fit."""
    _check(width, max_size)
    _check(width, min_size)
    shaped = _Text(spans, leading, language)

    share = 1.0

    def fits(size: float) -> bool:
        nonlocal share
        share = shaped.wrap(width / size, (height + 1e-3) / size)
        return share >= 1 and shaped.height * size <= height + 1e-6

    if fits(max_size):
        return shaped, max_size, True
    # steps[0] is too large, steps[-1] is taken in any case; at smaller sizes there are fewer lines
    count = math.ceil(max(max_size - min_size, 0) / STEP - 1e-9)
    steps = [max(max_size - STEP * i, min_size) for i in range(count + 1)]
    low, high = 0, max(count, 0)
    fitting = False
    # what has room goes with the size's square, but the last line has seldom been full
    likely = round((max_size - max_size * math.sqrt(share)) / STEP) - 2
    while high - low > 1:
        tried = min(max(likely, low + 1), high - 1)
        fitting = fits(steps[tried])
        if fitting:
            high = tried
        else:
            low = tried
        likely = tried - 1 if fitting else tried + 1
    size = steps[high]
    if not fitting:  # the last that was tried was another size
        shaped.wrap(width / size)
    return shaped, size, shaped.height * size <= height + 1e-6


def _check(width: float, size: float) -> None:
    if not (size > 0 and math.isfinite(size)):
        raise ValueError(f"A text's size must be a number above 0, not {size}.")
    if not width > 0:
        raise ValueError(f"A text's width must be above 0, not {width}.")


class _Text:
    """Spans as shaped paragraphs, which can be broken again and again. Heights and widths here are in sizes."""

    def __init__(self, spans: tuple[Span, ...], leading: float, language: str) -> None:
        self.spans = spans
        self.leading = leading
        self.language = language
        self.text = "".join(span.text for span in spans)
        weights: list[tuple[int, int]] = []
        position = 0
        for span in spans:
            if span.text and not (weights and weights[-1][1] == span.weight):
                weights.append((position, span.weight))
            position += len(span.text)
        han = "" if self.text.isascii() else runs.han_role(self.text, language)
        self.paragraphs: list[Shaped] = []
        start = 0
        for found in _BREAKS.finditer(self.text):
            self.paragraphs.append(Shaped(self.text, start, found.start(), weights, han, leading))
            start = found.end()
        self.paragraphs.append(Shaped(self.text, start, len(self.text), weights, han, leading))

    def wrap(self, width: float, room: float = math.inf) -> float:
        """Break into lines of a width, as far as there is room (both in sizes); gives the share that has room."""
        done = 0.0
        for paragraph in self.paragraphs:
            share = paragraph.wrap(width, room)
            done += share * (paragraph.length + 1)
            if share < 1:
                return done / (len(self.text) + 1)
            room -= len(paragraph.ends) * paragraph.leading
        return 1.0

    @property
    def line_count(self) -> int:
        return sum(len(p.ends) for p in self.paragraphs)

    @property
    def height(self) -> float:
        return sum(len(p.ends) * p.leading for p in self.paragraphs)

    def last_visible(self, max_lines: int | None, height: float) -> tuple[int, int]:
        """Start and end, in the text, of the last line that still fits; of the first line if none does."""
        found = None
        top, count = 0.0, 0
        for paragraph in self.paragraphs:
            for start, end in paragraph.line_ranges():
                top += paragraph.leading
                count += 1
                if found and (top > height + 1e-6 or (max_lines is not None and count > max_lines)):
                    return found
                found = (start, end)
        assert found is not None
        return found

    def block(self, width: float, size: float, align: Align) -> TextBlock:
        drafts = [draft for paragraph in self.paragraphs for draft in paragraph.drafts()]
        if math.isinf(width):
            width = max((draft.width for draft in drafts), default=0.0) * size
        lines = []
        top = 0.0
        for draft in drafts:
            leading = draft.leading * size
            baseline = top + 0.5 * leading + 0.36 * size
            room = width - draft.width * size
            if align == "center":
                x = room / 2
            else:
                x = room if (align == "start") == draft.rtl else 0.0
            lines.append(draft.line(x, top, baseline, size))
            top += leading
        missing = dict.fromkeys(name for p in self.paragraphs for name in p.missing)
        return TextBlock(width, top, size, lines, tuple(missing), cut=False)


def _cut(shaped: _Text, width: float, size: float, align: Align, max_lines: int | None, height: float) -> TextBlock:
    """The longest beginning of the text, up to a grapheme cluster, that fits with an ellipsis behind it."""
    low_end, high_end = shaped.last_visible(max_lines, height / size)
    starts = [i for i in runs.cluster_starts(shaped.text) if low_end <= i <= high_end] or [low_end]

    def shortened(end: int) -> _Text:
        end = len(shaped.text[:end].rstrip())
        spans: list[Span] = []
        for span in shaped.spans:
            spans.append(Span(span.text[:end], span.weight))
            end -= len(spans[-1].text)
            if not end:
                break
        spans[-1] = Span(spans[-1].text + ELLIPSIS, spans[-1].weight)
        text = _Text(tuple(spans), shaped.leading, shaped.language)
        text.wrap(width / size)
        return text

    def fits(text: _Text) -> bool:
        if max_lines is not None and text.line_count > max_lines:
            return False
        return text.line_count == 1 or text.height * size <= height + 1e-6

    best = shortened(starts[0])
    low, high = 0, len(starts)
    while high - low > 1:
        middle = (low + high) // 2
        text = shortened(starts[middle])
        if fits(text):
            low, best = middle, text
        else:
            high = middle
    block = best.block(width, size, align)
    missing = dict.fromkeys(name for p in shaped.paragraphs for name in p.missing)
    return TextBlock(block.width, block.height, size, block.lines, tuple(missing), cut=True)
