import subprocess
import sys

import pytest
import uharfbuzz as hb
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QRawFont

from canvas_app.text import fonts

SAMPLES = {
    "text": "Inter ŁőŮ Ωμέγα ᾧ Щука ễ € → – “”",
    "text2": "\ufffd ꭓ",
    "hebrew": "שָׁלוֹם",
    "arabic": "مرحبا شّ ی",
    "devanagari": "ग्राहक क्षि",
    "bengali": "গ্রাহক",
    "gurmukhi": "ਗਾਹਕ",
    "gujarati": "ગ્રાહક",
    "oriya": "ଗ୍ରାହକ",
    "tamil": "வாடிக்கையாளர்",
    "telugu": "వినియోగదారుడు",
    "kannada": "ಗ್ರಾಹಕ",
    "malayalam": "ഉപഭോക്താവ്",
    "sinhala": "පාරිභෝගික",
    "thai": "ลูกค้า",
    "lao": "ລູກຄ້າ",
    "myanmar": "ဖောက်သည်",
    "khmer": "អតិថិជន",
    "georgian": "მომხმარებელი",
    "armenian": "հաճախորդ",
    "ethiopic": "ደንበኛ",
    "symbols": "☤⚕♩",
    "symbol2": "♔☐⠿",
    "math": "∀∮𝗕",
    "emoji": "😀👩🇬🎯",
    "cjk-jp": "顧客かな「」。",
    "cjk-kr": "고객",
    "cjk-sc": "顾客",
    "cjk-tc": "顧客",
    "cjk-hk": "顧客",
}


def test_every_role_has_a_sample() -> None:
    assert set(SAMPLES) == set(fonts.ROLES)


@pytest.mark.parametrize("role", fonts.ROLES)
def test_each_role_is_installed_and_covers_its_sample(role: str) -> None:
    visible = {ord(c) for c in SAMPLES[role] if c != " "}
    assert visible <= fonts.coverage(role)
    made = fonts.face(role, 500)
    assert made.coverage == fonts.coverage(role)
    raw = QRawFont.fromFont(made.font())
    assert raw.familyName() == made.family
    assert all(raw.supportsCharacter(code) for code in visible)
    assert made.units_per_em in (1000, 2048)


@pytest.mark.parametrize("role", ["text", "text2", "arabic", "emoji"])
def test_qt_numbers_glyphs_as_the_subset_source_does(role: str) -> None:
    made = fonts.face(role, 600)
    text = SAMPLES[role].replace(" ", "")[0]
    assert QRawFont.fromFont(made.font()).glyphIndexesForString(text) == [
        hb.Font(made.hb_face()).get_nominal_glyph(ord(text))
    ]


def test_weights_are_real_and_kept_within_what_the_font_has() -> None:
    widths = [fonts.face("text", w).advance(40) for w in (100, 400, 500, 700, 900)]
    assert len(set(widths)) == 5
    assert fonts.face("arabic", 900) is fonts.face("arabic", 700)
    assert fonts.face("math", 700) is fonts.face("math", 400)
    assert fonts.face("text", 500).family == "VPC text 500"
    heavy, light = fonts.face("cjk-jp", 700), fonts.face("cjk-jp", 300)
    assert heavy.axes == {"wght": 700.0} and heavy.is_cff
    assert heavy.advance(34) != light.advance(34)


def test_an_absent_package_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = fonts.Candidate("text", "no_such_package", "x.ttf")
    monkeypatch.setattr(fonts, "CANDIDATES", (absent, *fonts.CANDIDATES))
    fonts.source_of.cache_clear()
    source = fonts.source_of("text")
    assert source is not None and source.candidate.package == "fontpkg_inter"
    monkeypatch.setattr(fonts, "CANDIDATES", (absent, fonts.Candidate("nobody", "no_such_package", "x.ttf")))
    assert "nobody" not in fonts.report().missing_roles
    assert fonts.source_of("nobody") is None
    with pytest.raises(fonts.FontsMissing, match="no-such-package"):
        fonts.face("nobody", 400)


def test_report_names_packages_and_no_missing_role() -> None:
    found = fonts.report()
    assert set(found.packages) == {"fontpkg-inter", "manimgx-fonts", "manimgx-fonts-cjk", "pymupdf-fonts"}
    assert all(found.packages.values())
    assert found.missing_roles == ()


def test_ui_family_has_real_weights() -> None:
    family = fonts.ui_family()
    advances = []
    for weight in fonts.UI_WEIGHTS:
        font = QFont(family)
        font.setPixelSize(100)
        font.setWeight(QFont.Weight(weight))
        assert QFontInfo(font).family() == family
        assert QFontInfo(font).weight() == weight
        advances.append(QFontMetricsF(font).horizontalAdvance("mmmm"))
    assert advances == sorted(set(advances))


PROBE = """
import sys
import canvas_app.text
assert not [m for m in sys.modules if m.startswith(("PySide6", "uharfbuzz"))]
from canvas_app.text import fonts, layout
assert "uharfbuzz" not in sys.modules
fonts.start()
layout.lay_out("", width=10, size=10)
assert "uharfbuzz" not in sys.modules
layout.lay_out("Plain words – “naïve” Ω Щ", width=100, size=10)
assert fonts.source_of.cache_info().currsize == 1, fonts.source_of.cache_info()
assert not [m for m in sys.modules if m.startswith(("pymupdf_fonts", "PySide6.QtWidgets"))]
from PySide6.QtGui import QGuiApplication
print(QGuiApplication.platformName())
"""


def test_latin_opens_only_the_text_font_and_start_needs_no_display() -> None:
    env = {"PATH": "/usr/bin:/bin", "PYTHONHASHSEED": "1"}
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, env=env)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "offscreen"
    assert done.stderr == ""


def test_fonts_without_an_application_say_what_to_do() -> None:
    code = "from canvas_app.text import fonts\nfonts.face('text', 400)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    assert "fonts.start()" in done.stderr
