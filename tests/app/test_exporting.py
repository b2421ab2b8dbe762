"""Where an export goes and what paper it is for."""

import os
from pathlib import Path

import pytest

from canvas_app.app.exporting import NotExported, PdfOptions, default_page, export_board
from canvas_app.domain.errors import UserError
from tests.exchange.boards import empty_board


@pytest.mark.parametrize(
    ("names", "page"),
    [
        ({}, "A4"),
        ({"LANG": "C"}, "A4"),
        ({"LANG": "de_DE.UTF-8"}, "A4"),
        ({"LANG": "en_US.UTF-8"}, "Letter"),
        ({"LANG": "fr_CA@euro"}, "Letter"),
        ({"LANG": "es-MX"}, "Letter"),
        ({"LANG": "en_PH"}, "Letter"),
        ({"LANG": "ca"}, "A4"),
        ({"LANG": "en_US.UTF-8", "LC_PAPER": "en_GB.UTF-8"}, "A4"),
        ({"LANG": "en_US.UTF-8", "LC_PAPER": "", "LC_ALL": "de_DE"}, "A4"),
    ],
)
def test_paper_of_the_country(names: dict[str, str], page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_PAPER", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    if os.name != "nt":
        assert default_page() == page


@pytest.mark.parametrize("name", ["x", "x.docx", "x.PNG", ".pdf"])
def test_other_kinds_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        export_board(empty_board(), "", 0, tmp_path / name)
    assert caught.value.exit_code == 2 and ".pdf, .json, .md, .csv" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_the_board_itself_is_never_written_over(link: object, tmp_path: Path) -> None:
    board, other = tmp_path / "b.valueboard", tmp_path / "b.json"
    board.write_text("precious")
    assert callable(link)
    link(board, other)
    with pytest.raises(NotExported):
        export_board(empty_board(), "", 0, other, force=True, protect=board)
    assert board.read_text() == "precious"


def test_pdf_pages_and_time(tmp_path: Path) -> None:
    target = tmp_path / "b.PDF"
    result = export_board(empty_board(), "2026-01-02T03:04:05.678Z", 3, target, options=PdfOptions(page="Letter"))
    assert result.path == target and result.pages >= 1 and result.cut == ()
    again = tmp_path / "c.pdf"
    export_board(empty_board(), "2026-01-02T03:04:05.678Z", 3, again, options=PdfOptions(page="letter"))
    assert target.read_bytes() == again.read_bytes()
