"""Which font draws what: a paragraph as drawn text with one role for every run (PDF.md 3.2).

Qt counts UTF-16 units, Python code points. Everything named "unit" here counts UTF-16 units of the *drawn* text,
everything else code points of the text that was given.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtCore import QLocale, QTextBoundaryFinder

from canvas_app.text import fonts

REPLACEMENT = "\ufffd"
_SURROGATES = re.compile("[\ud800-\udfff]")

_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]")
_GLUED = re.compile(
    "[\u0300-\u036f\u200d\u20d0-\u20f0\ufe0e\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
"""Characters that belong to the one before them, in an emoji or on a letter."""

JOINERS = frozenset("\u200c\u200d")
"""Invisible characters that are letters of a word (Persian) or choose how it is written (Hindi)."""
BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e")

_EMOJI_BY_DEFAULT = frozenset(
    "⌚⌛⏩⏪⏫⏬⏰⏳◽◾☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓❔❕❗➕➖➗➰➿⬛⬜⭐⭕"
)
"""Emoji_Presentation=Yes below U+1F000 (Unicode emoji-data)."""

_LONELY = frozenset({"emoji", "symbols", "symbol2", "math"})
"""Roles that spaces, digits and punctuation do not stay with: else the 9 of "☎ 9-17h" becomes a symbol."""

_KANA, _HANGUL, _HAN = (re.compile(f"[{inside}]") for inside in ("\u3040-\u30ff", "\uac00-\ud7af", "\u4e00-\u9fff"))

_HAN_RANGES = (
    (0x1100, 0x11FF),
    (0x2E80, 0x9FFF),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
    (0x1F200, 0x1F2FF),
    (0x20000, 0x3FFFF),
)


@dataclass(slots=True)
class Run:
    """Units [start, end) of the drawn text, drawn with one role at one weight."""

    start: int
    end: int
    role: str
    weight: int


class Paragraph:
    """A paragraph ready for Qt: `drawn` text and its `runs`, with the way back to what was typed.

    `units` is `drawn` with one character a UTF-16 unit. `missing` names the clusters drawn as U+FFFD.
    """

    __slots__ = ("_origin", "drawn", "is_exact", "is_plain", "missing", "rtl", "runs", "text", "units")

    def __init__(
        self, text: str, drawn: str, runs: Sequence[Run], missing: Sequence[str], origin: Sequence[int] | None
    ) -> None:
        self.text = text
        self.drawn = drawn
        self.runs = tuple(runs)
        self.missing = tuple(missing)
        self._origin = origin
        self.is_exact = drawn is text
        """Whether every character is one unit, and stands for itself."""
        self.is_plain = origin is None
        """Whether it is besides one cluster, of the text font."""
        self.units = drawn if self.is_exact else utf16_units(drawn)
        self.rtl = is_rtl(text)

    def index(self, unit: int) -> int:
        """The code point of `text` that a unit of the drawn text comes from."""
        return unit if self._origin is None else self._origin[unit]

    def source(self, start: int, end: int) -> str:
        """What was typed for units [start, end), without bidi and other controls."""
        if self.is_exact or self._origin is None:
            return self.text[start:end]
        typed = self.text[self._origin[start] : self._origin[end]]
        return _SURROGATES.sub(REPLACEMENT, "".join(c for c in typed if not _left_out(c) and c not in BIDI_CONTROLS))


def isolate(text: str) -> str:
    """User text for use inside a sentence: it cannot change the direction of what is round it."""
    depth = 0
    kept = []
    for char in text:
        if char in "\u2066\u2067\u2068":
            depth += 1
        elif char == "\u2069":
            if not depth:
                continue
            depth -= 1
        kept.append(char)
    return "\u2068" + "".join(kept) + "\u2069" * (depth + 1)


def utf16_units(text: str) -> str:
    """The text with every character above U+FFFF as its two surrogates."""
    if not text or max(text) <= "\uffff":
        return text
    return "".join(map(chr, array("H", text.encode("utf-16", "surrogatepass")[2:])))


def clusters(text: str) -> Iterator[tuple[int, int]]:
    """The grapheme clusters of a text without lone surrogates, as code point ranges."""
    if text.isascii() and "\r" not in text:
        for i in range(len(text)):
            yield i, i + 1
        return
    code_points: list[int] | range
    if max(text) <= "\uffff":
        code_points = range(len(text) + 1)
    else:
        code_points = [i for i, c in enumerate(text) for _ in range(1 + (c > "\uffff"))] + [len(text)]
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text)
    glued = _GLUED.search(text) is not None
    start = 0
    while (unit := finder.toNextBoundary()) != -1:
        end = code_points[unit]
        if end > start and not (glued and _belong_together(text, start, end)):
            yield start, end
            start = end
    if start < len(text):
        yield start, len(text)


def _belong_together(text: str, start: int, place: int) -> bool:
    """Whether Qt, which forgets the rules of UAX 29 for an emoji behind Thai, Khmer or Hindi, breaks inside a cluster.

    `start` is where the cluster that ends at `place` begins.
    """
    if place == len(text):
        return False
    before, after = text[place - 1], text[place]
    if _FLAGS.match(after):
        return place - start == 1 and _FLAGS.match(before) is not None
    if before == "\u200d":
        return after >= "\U0001f000" or after in "\u2640\u2642\u2695\u2696\u2708\u2764"
    return _GLUED.match(after) is not None and unicodedata.category(before) not in ("Cc", "Zl", "Zp")


def cluster_starts(text: str) -> list[int]:
    """Where a text may be cut, in code points: 0, every cluster's start, and the length."""
    return [start for start, _ in clusters(_without_surrogates(text))] + [len(text)]


def is_rtl(text: str) -> bool:
    """Whether the first strong character outside isolates is right-to-left (UAX 9, P2 and P3)."""
    if text.isascii():
        return False
    depth = 0
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("LRI", "RLI", "FSI"):
            depth += 1
        elif kind == "PDI":
            depth = max(depth - 1, 0)
        elif not depth and kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def han_role(text: str, language: str = "") -> str:
    """The CJK face for a text: kana and Hangul decide, else the language tag, else the system's locale."""
    for char in text:
        if "\u3040" <= char <= "\u30ff":
            return "cjk-jp"
        if "\u1100" <= char <= "\u11ff" or "\u3130" <= char <= "\u318f" or "\uac00" <= char <= "\ud7af":
            return "cjk-kr"
    tag = (language or QLocale.system().bcp47Name()).replace("_", "-").lower()
    if tag.startswith("ja"):
        return "cjk-jp"
    if tag.startswith("ko"):
        return "cjk-kr"
    parts = set(tag.split("-"))
    if "zh" in parts and parts & {"hk", "mo"}:
        return "cjk-hk"
    return "cjk-tc" if "zh" in parts and parts & {"hant", "tw"} else "cjk-sc"


def han_language(text: str, language: str) -> str:
    """The language in which the Han of a whole board is to be drawn, whatever machine it is drawn on.

    The board's own where it is written with Han; else kana, Hangul or the characters themselves tell.
    """
    if text.isascii() or language.replace("_", "-").partition("-")[0].lower() in ("zh", "yue", "ja", "ko"):
        return language
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    han = set(_HAN.findall(text))
    plain, full = (sum(_has(charset, char) for char in han) for charset in ("gb2312", "big5"))
    return language if not han else "zh-Hant" if full > plain else "zh-Hans"


def _has(charset: str, char: str) -> bool:
    try:
        return bool(char.encode(charset))
    except UnicodeEncodeError:
        return False


def itemise(text: str, weights: Sequence[tuple[int, int]], han: str) -> Paragraph:
    """Choose the font of every cluster of a paragraph (a text without line breaks).

    `weights` are (code point where it starts, weight) pairs, the first at 0. `han` is the role for CJK.
    """
    if _is_plain(text):
        ends = [start for start, _ in weights[1:]] + [len(text)]
        plain = [Run(start, end, "text", w) for (start, w), end in zip(weights, ends, strict=True) if end > start]
        return Paragraph(text, text, plain, (), None)

    starts = [start for start, _ in weights]
    if _odd().search(text) is None:
        exact: list[Run] = []
        role: str | None = None
        for start, end in clusters(text):
            role = _role_after(text[start:end], role, han)
            if role is None:
                break
            weight = weights[0][1] if len(weights) == 1 else weights[bisect_right(starts, start) - 1][1]
            if exact and exact[-1].role == role and exact[-1].weight == weight:
                exact[-1].end = end
            else:
                exact.append(Run(start, end, role, weight))
        else:
            return Paragraph(text, text, exact, (), range(len(text) + 1))

    clean = _without_surrogates(text)
    kept = [i for i, c in enumerate(clean) if not _left_out(c)]
    clean = "".join(_INSTEAD.get(clean[i], clean[i]) for i in kept)
    drawn: list[str] = []
    origin: list[int] = []
    runs: list[Run] = []
    missing: dict[str, None] = {}
    before: str | None = None
    pending = 0  # units of invisible clusters at the very start, which join the first visible one
    for start, end in clusters(clean):
        cluster = clean[start:end]
        if cluster[0] == " " and len(cluster) > 1:  # marks on a blank: Qt leaves out those at the end of a line
            cluster = f"\u00a0{cluster[1:]}"
        if fonts.INVISIBLE.issuperset(cluster):
            role = before
        else:
            role = _role_after(cluster, before, han)
            if role is None:
                missing[text[kept[start] : kept[end - 1] + 1]] = None
                cluster, role = _replacement()
        unit = len(origin)
        for i, char in enumerate(cluster):
            origin.extend([kept[start + i]] * (1 + (char > "\uffff")))
        drawn.append(cluster)
        if role is None:
            pending = len(origin)
            continue
        if before is None and pending:
            unit = 0
        before = role
        weight = weights[bisect_right(starts, kept[start]) - 1][1]
        if runs and runs[-1].role == role and runs[-1].weight == weight:
            runs[-1].end = len(origin)
        else:
            runs.append(Run(unit, len(origin), role, weight))
    if not runs and origin:
        runs.append(Run(0, len(origin), _replacement()[1], weights[0][1]))
    origin.append(len(text))
    return Paragraph(text, "".join(drawn), runs, list(missing), origin)


def _role_after(cluster: str, before: str | None, han: str) -> str | None:
    """The role for a cluster of which something is visible, behind one of the role `before`."""
    known = _bundled_after(cluster, before, han)
    return known or role_of(cluster, "".join(c for c in cluster if c not in fonts.INVISIBLE), han)


@lru_cache(maxsize=8192)
def _bundled_after(cluster: str, before: str | None, han: str) -> str | None:
    visible = "".join(c for c in cluster if c not in fonts.INVISIBLE)
    return _staying(cluster, before) or _bundled_role(cluster, visible, han)


def role_of(cluster: str, visible: str, han: str) -> str | None:
    """The first role whose font has all visible characters of a cluster (as they are, composed or decomposed).

    A font of the person's machine is only looked for where no bundled one has them.
    """
    role = _bundled_role(cluster, visible, han)
    if role is not None or any(unicodedata.category(c) == "Co" for c in visible):
        return role
    return next(filter(None, map(fonts.system_role, _forms(visible))), None)


def _forms(visible: str) -> list[frozenset[int]]:
    forms = (visible, _nf("NFC", visible), _nf("NFD", visible))
    return list(dict.fromkeys(frozenset(map(ord, form)) for form in forms))


@lru_cache(maxsize=8192)
def _bundled_role(cluster: str, visible: str, han: str) -> str | None:
    forms = _forms(visible)
    if any(unicodedata.category(c) == "Co" for c in visible):
        return None  # private use: a glyph there (Inter has some) means nothing to the reader
    for role in _order(han, _wants_emoji(cluster), _in_ranges(ord(visible[0])), "\ufe0e" in cluster):
        if any(form <= fonts.coverage(role) for form in forms):
            return role
    return None


@cache
def _order(han: str, emoji: bool, is_han: bool, no_emoji: bool) -> tuple[str, ...]:
    first = ("emoji",) if emoji else (han,) if is_han else ()
    rest = [r for r in fonts.ROLES if not r.startswith("cjk-") and r not in first and not (no_emoji and r == "emoji")]
    others = [f"cjk-{h}" for h in fonts.HAN]
    return tuple(dict.fromkeys((*first, *rest, han, *others)))


@cache
def _replacement() -> tuple[str, str]:
    """What is drawn in place of what nobody has, and the role that has it."""
    roles = ((char, role_of(char, char, "cjk-sc")) for char in (REPLACEMENT, "\u25a1", "?"))
    return next(((char, role) for char, role in roles if role), ("?", "text"))


def _staying(cluster: str, role: str | None) -> str | None:
    """The role of the run before, where a space, digit or punctuation cluster stays with it."""
    if role is None or role in _LONELY or len(cluster) > 1 or role.startswith(fonts.SYSTEM):
        return None
    category = unicodedata.category(cluster)
    stays = category[0] in "ZP" or category == "Nd"
    if not stays or cluster in _EMOJI_BY_DEFAULT or ord(cluster) not in fonts.coverage(role):
        return None
    return role


def _wants_emoji(cluster: str) -> bool:
    if "\ufe0e" in cluster:
        return False
    first = cluster[0]
    return (
        "\ufe0f" in cluster
        or "\u20e3" in cluster
        or "\U0001f000" <= first <= "\U0001faff"
        or first in _EMOJI_BY_DEFAULT
        or ("\u200d" in cluster and any("\U0001f000" <= c <= "\U0001faff" for c in cluster))
    )


def _in_ranges(code_point: int) -> bool:
    return any(low <= code_point <= high for low, high in _HAN_RANGES)


def _nf(form: str, text: str) -> str:
    return unicodedata.normalize(form, text)  # type: ignore[arg-type]


def _left_out(char: str) -> bool:
    """Controls that are not drawn: C0, C1, explicit embeddings (they can reverse the rest of a line) and the like."""
    if char == "\t":
        return False
    return unicodedata.category(char) == "Cc" or "\u202a" <= char <= "\u202e" or char in _DEPRECATED


_INSTEAD = {"\t": " ", "\u00ad": "\u200b"}
"""A soft hyphen only allows a break: string indexes of Qt's glyph runs are wrong behind one that is not shown."""

_DEPRECATED = frozenset("\u2028\u2029\u206a\u206b\u206c\u206d\u206e\u206f\ufff9\ufffa\ufffb")


@cache
def _odd() -> re.Pattern[str]:
    """Characters that are not drawn, or as others, or as two units, and blanks with marks on them."""
    code_points = {*map(ord, fonts.INVISIBLE | BIDI_CONTROLS | _DEPRECATED), *map(ord, _INSTEAD)}
    inside = "".join(re.escape(chr(c)) for c in sorted(code_points) if c <= 0xFFFF)
    return re.compile(f"[\0-\x1f\x7f-\x9f{inside}\ufffc\ufffe\uffff\ud800-\udfff\U00010000-\U0010ffff]| (?=[{_MARKS}])")


_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"


def _without_surrogates(text: str) -> str:
    """The text with what Qt has another meaning for (lone surrogates, U+FFFC, U+FFFE, U+FFFF) as private use."""
    if text.isascii():
        return text
    return "".join("\ue000" if "\ud800" <= c <= "\udfff" or c in "\ufffc\ufffe\uffff" else c for c in text)


def _is_plain(text: str) -> bool:
    return _plain_characters().issuperset(text)


@cache
def _plain_characters() -> frozenset[str]:
    """Characters that are one cluster of one unit in the text font, whatever is beside them."""
    found = (chr(c) for c in fonts.coverage("text") if 0x20 <= c < 0x10000)
    known = fonts.INVISIBLE | _EMOJI_BY_DEFAULT
    return frozenset(c for c in found if unicodedata.category(c)[0] not in "MC" and c not in known)
