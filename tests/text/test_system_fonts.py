"""What no bundled font has is drawn with a font of the person's machine, where that may be embedded and can be read."""

import itertools
import subprocess
import sys
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont, newTable
from PySide6.QtGui import QColor, QImage, QPainter

from canvas_app.text import fonts
from canvas_app.text.block import TextBlock
from canvas_app.text.layout import lay_out
from tests.text.made_fonts import forget, installed, made_font

RARE = "\U0001e290\U0001e291"  # Toto, which few machines have
TEXT = f"ok 12 {RARE}, A"


def drawn(block: TextBlock) -> list[tuple[str, str]]:
    runs_of_all = (run for line in block.lines for run in line.runs)
    by_role = itertools.groupby(runs_of_all, lambda run: run.face.role)
    return [(role, "".join(cluster for run in of_role for cluster in run.clusters)) for role, of_role in by_role]


def laid_out() -> TextBlock:
    return lay_out(TEXT, width=400, size=20)


@pytest.mark.parametrize("cff", [False, True])
def test_what_no_bundled_font_has_comes_from_the_machine(cff: bool) -> None:
    with installed(made_font(f"Rare Sans {cff}", RARE + "A ,1", cff=cff)) as (family,):
        block = laid_out()
        role = f"system {family}"
        assert drawn(block) == [("text", "ok 12 "), (role, RARE), ("text", ", A")]
        assert block.missing == ()
        assert list(fonts.report().of_this_machine) == [family]
        face = block.lines[0].runs[1].face
        assert face.is_cff == cff
        assert face.advance(block.lines[0].runs[1].glyphs[0]) == pytest.approx(0.64)
        assert face.family.startswith("VPC ") and face.postscript.isascii() and " " not in face.postscript
        assert block.height == pytest.approx(20 * 1.5), "as much room as the font asks for"
        image = QImage(200, 30, QImage.Format.Format_Grayscale8)
        image.fill(255)
        painter = QPainter(image)
        block.draw(painter, 0, 0, QColor("black"))
        painter.end()
        first = block.lines[0].runs[1].positions[0][0]
        assert image.pixelColor(round(first + 6), 12).value() == 0, "the box of the made font"


def test_bundled_text_is_the_same_with_any_font_of_the_machine() -> None:
    text = "Größe ☎ 9-17h ✅ שלום مرحبا ग्राहक 漢字 25%"
    forget()
    before = lay_out(text, width=120, size=12)
    with installed(made_font("A Sans", text + RARE)):
        block = lay_out(text, width=120, size=12)
        found = drawn(block)
    assert found == drawn(before)
    assert [[run.glyphs for run in line.runs] for line in block.lines] == [
        [run.glyphs for run in line.runs] for line in before.lines
    ]
    assert not [role for role, _ in found if role.startswith(fonts.SYSTEM)]


@pytest.mark.parametrize(
    ("rights", "taken"),
    [(0x0, True), (0x4, True), (0x6, True), (0x8, True), (0x2, False), (0x100, False), (0x204, False)],
)
def test_only_fonts_that_may_be_embedded_and_subset_are_taken(rights: int, taken: bool) -> None:
    with installed(made_font(f"Rights Sans {rights}", RARE, rights=rights)):
        assert laid_out().missing == (() if taken else tuple(RARE))


def test_the_next_font_is_taken_where_one_cannot_be_used() -> None:
    damaged = TTFont(BytesIO(made_font("A Sans damaged", RARE)))
    damaged["GSUB"] = table = newTable("DSIG")
    table.compile = lambda font: b"\0\1"  # type: ignore[method-assign]
    file = BytesIO()
    damaged.save(file)
    refused = [
        made_font("A Sans restricted", RARE, rights=2),
        made_font("B Sans blank", RARE, blank=True),
        made_font("Last Resort", RARE),
        file.getvalue(),
    ]
    with installed(*refused, made_font("Z good", RARE)):
        assert {role for role, text in drawn(laid_out()) if text == RARE} == {"system Z good"}
    with installed(*refused):
        block = laid_out()
        assert block.missing == tuple(RARE)
        assert [c for run in block.lines[0].runs for c in run.clusters] == list(TEXT), "still what was typed"


@pytest.mark.parametrize("role", ["text", "emoji", "cjk-jp"])
def test_a_role_that_is_gone_still_lays_out(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Größe 12 → x\ufffd مرحبا 😀 漢字かな ☎ \ue000\u200d"
    monkeypatch.setattr(fonts, "CANDIDATES", tuple(c for c in fonts.CANDIDATES if c.role != role))
    with installed(made_font("Rare Sans", RARE)):
        block = lay_out(text, width=60, size=12)
        alone = lay_out("\u200d", width=60, size=12)
    forget()
    typed = {c for line in block.lines for run in line.runs for cluster in run.clusters for c in cluster}
    assert typed >= set(text) - {"\u200d"}
    assert role not in {found for found, _ in drawn(block)}
    assert len(alone.lines) == 1


EMPTY = """
import sys
from canvas_app.text import colour_emoji, fonts, runs
from canvas_app.text.layout import lay_out
assert runs.role_of("\\u0f40", "\\u0f40", "cjk-sc") is None, "no application, no fonts of the machine"
fonts.start()
lay_out("Größe ☎ شكرا", width=100, size=10)
assert not fonts._system_roles, "nobody looks at the machine's fonts without need"
block = lay_out("\\u0f40\\U00013000 ok", width=100, size=10)
assert colour_emoji.family() is None
print(ascii(block.missing))
"""


def test_a_machine_without_any_fonts(tmp_path: object) -> None:
    config = f"{tmp_path}/fonts.conf"
    with open(config, "w") as file:
        file.write(f"<fontconfig><dir>{tmp_path}/none</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>")
    env = {"PATH": "/usr/bin:/bin", "FONTCONFIG_FILE": config}
    done = subprocess.run([sys.executable, "-c", EMPTY], capture_output=True, text=True, env=env, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "('\\u0f40', '\\U00013000')\n"
