"""In which language a text is, as far as its letters say so: screen readers choose their voice by it."""

from bisect import bisect_right
from collections import Counter
from functools import lru_cache

_SCRIPTS = (
    (0x0041, "latin"),
    (0x0370, "greek"),
    (0x0400, "cyrillic"),
    (0x0530, "armenian"),
    (0x0590, "hebrew"),
    (0x0600, "arabic"),
    (0x0700, ""),
    (0x0750, "arabic"),
    (0x0780, ""),
    (0x08A0, "arabic"),
    (0x0900, "devanagari"),
    (0x0980, "bengali"),
    (0x0A00, "gurmukhi"),
    (0x0A80, "gujarati"),
    (0x0B00, "oriya"),
    (0x0B80, "tamil"),
    (0x0C00, "telugu"),
    (0x0C80, "kannada"),
    (0x0D00, "malayalam"),
    (0x0D80, "sinhala"),
    (0x0E00, "thai"),
    (0x0E80, "lao"),
    (0x0F00, "tibetan"),
    (0x1000, "myanmar"),
    (0x10A0, "georgian"),
    (0x1100, "hangul"),
    (0x1200, "ethiopic"),
    (0x13A0, ""),
    (0x1780, "khmer"),
    (0x1800, ""),
    (0x1E00, "latin"),
    (0x1F00, "greek"),
    (0x2000, ""),
    (0x3040, "kana"),
    (0x3100, ""),
    (0x3130, "hangul"),
    (0x3190, ""),
    (0x3400, "han"),
    (0xA000, ""),
    (0xAC00, "hangul"),
    (0xD7B0, ""),
    (0xF900, "han"),
    (0xFB00, "latin"),
    (0xFB1D, "hebrew"),
    (0xFB50, "arabic"),
    (0xFE00, ""),
    (0xFE70, "arabic"),
    (0xFEFF, ""),
    (0xFF66, "kana"),
    (0xFFA0, ""),
    (0x20000, "han"),
    (0x323B0, ""),
)
_BEYOND_LATIN = "\u0370"
_STARTS = [start for start, _ in _SCRIPTS]

_WRITTEN_IN = {
    "latin": ("en",),
    "greek": ("el",),
    "cyrillic": ("ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg"),
    "armenian": ("hy",),
    "hebrew": ("he", "yi", "iw"),
    "arabic": ("ar", "fa", "ur", "ps", "ckb", "ug", "sd"),
    "devanagari": ("hi", "mr", "ne", "sa", "kok", "bho"),
    "bengali": ("bn", "as"),
    "gurmukhi": ("pa",),
    "gujarati": ("gu",),
    "oriya": ("or",),
    "tamil": ("ta",),
    "telugu": ("te",),
    "kannada": ("kn",),
    "malayalam": ("ml",),
    "sinhala": ("si",),
    "thai": ("th",),
    "lao": ("lo",),
    "tibetan": ("bo", "dz"),
    "myanmar": ("my",),
    "georgian": ("ka",),
    "hangul": ("ko",),
    "ethiopic": ("am", "ti"),
    "khmer": ("km",),
    "kana": ("ja",),
    "han": ("zh", "ja", "ko", "yue"),
}
"""Languages of a script, the one that is meant where nothing else is known first."""

_IN_LATIN_TOO = {"sr", "kk"}
_ELSEWHERE = {
    language for script, languages in _WRITTEN_IN.items() if script != "latin" for language in languages
} - _IN_LATIN_TOO


def language_of(text: str, board: str) -> str:
    """A BCP 47 tag: the board's language where the text can be in it, else the first of its script.

    Empty where there are no letters.
    """
    primary = board.partition("-")[0].lower()
    if text.isascii() or max(text) < _BEYOND_LATIN:
        if not any(map(str.isalpha, text)):
            return ""
        return "en" if primary in _ELSEWHERE else board
    found = Counter(map(_script, text))
    del found[""]
    if not found:
        return ""
    script = "kana" if "kana" in found else found.most_common(1)[0][0]
    languages = _WRITTEN_IN[script]
    if primary in languages or (script == "latin" and primary not in _ELSEWHERE):
        return board
    return languages[0]


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    return _SCRIPTS[bisect_right(_STARTS, ord(char)) - 1][1] if char.isalpha() else ""
