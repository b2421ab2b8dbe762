"""Instances of fonts are kept between starts, and nothing depends on what is kept."""

import subprocess
import sys
from pathlib import Path

from canvas_app.text import font_cache

WORDS = """
from canvas_app.text import fonts
from canvas_app.text.layout import lay_out
fonts.start()
block = lay_out("Größe Ωμέγα", width=400, size=14, weight=600)
print([(run.glyphs, run.positions) for line in block.lines for run in line.runs])
"""


def laid_out() -> str:
    return subprocess.run([sys.executable, "-c", WORDS], capture_output=True, text=True, check=True).stdout


def test_a_kept_instance_draws_the_same_and_a_damaged_one_is_made_anew(own_folders: Path) -> None:
    made = laid_out()
    folder = own_folders / ".cache" / "value-canvas" / "fonts"
    (kept,) = folder.glob("text-*-600")
    first = kept.read_bytes()
    assert laid_out() == made
    kept.write_bytes(first[:-100] + bytes(100))
    assert laid_out() == made
    assert kept.read_bytes() == first, "the damaged instance is replaced"


def test_a_cache_that_cannot_be_written_is_no_reason_to_stop(own_folders: Path) -> None:
    (own_folders / ".cache").mkdir()
    (own_folders / ".cache" / "value-canvas").write_text("a file where the folder should be")
    font_cache.store("name", b"font")
    assert font_cache.load("name") is None
    assert laid_out()
