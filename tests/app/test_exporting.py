"""Where an export goes and what paper it is for."""

import os
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from canvas_app.app import exporting, importing
from canvas_app.app.exporting import (
    NotExported,
    PdfOptions,
    Preflight,
    default_page,
    export_board,
    make,
    put,
    remarks_by_note,
    remarks_on,
)
from canvas_app.app.session import Session
from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddNotes, EditBoard, NewNote
from canvas_app.domain.errors import UserError
from canvas_app.export import atomic
from canvas_app.storage.opening import is_board
from tests.exchange.boards import empty_board
from tests.export.boards import board_of, canvas, do, filled
from tests.forks import die, killed, needs_fork


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


@pytest.mark.parametrize("name", ["x", "x.docx", "x.GIF", ".pdf"])
def test_other_kinds_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        export_board(empty_board(), "", 0, tmp_path / name)
    assert caught.value.exit_code == 2 and ".pdf, .png, .svg, .json, .md, .csv" in str(caught.value)
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
    known = export_board(empty_board(), "2026-01-02T03:04:05.678Z", 3, target, options=PdfOptions(page="Letter"))
    assert known is not None and known.pages >= 1 and known.cut == ()
    again = tmp_path / "c.pdf"
    export_board(empty_board(), "2026-01-02T03:04:05.678Z", 3, again, options=PdfOptions(page="letter"))
    assert target.read_bytes() == again.read_bytes()


def test_a_pdf_is_dated_by_the_environment_where_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def date(epoch: str, changed: str = "2026-01-02T03:04:05.678Z") -> str:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        export_board(empty_board(), changed, 3, tmp_path / "d.pdf", force=True)
        with pikepdf.open(tmp_path / "d.pdf") as pdf:
            return str(pdf.docinfo.get("/CreationDate", ""))

    assert date("1600000000") == date("1600000000", "") == "D:20200913122640Z"
    for bad in ("", "soon", "1e9", "9" * 30, "-" + "9" * 30):
        assert date(bad) == "D:20260102030405Z"


def test_no_board_is_ever_written_over(tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    importing.create_sample(other, "loyalty-app").close()
    before = other.read_bytes()
    with pytest.raises(NotExported, match="is a board"):
        export_board(empty_board(), "", 0, other, force=True)
    session = Session.open(other)  # and it keeps its locks, being open here
    with pytest.raises(NotExported, match="is a board"):
        export_board(empty_board(), "", 0, other, force=True)
    session.do(EditBoard({"title": "Still mine"}))
    session.close()
    assert is_board(other) and not is_board(tmp_path) and before[:16] == other.read_bytes()[:16]
    (tmp_path / "text.md").write_bytes(before[:60])
    assert not is_board(tmp_path / "text.md") and not is_board(tmp_path / "gone")


@pytest.mark.skipif(os.name != "posix", reason="needs limits of POSIX")
@pytest.mark.parametrize("name", ["old.pdf", "old.json"])
def test_a_full_disk_leaves_the_old_file(name: str, tmp_path: Path) -> None:
    import resource

    target = tmp_path / name
    target.write_text("old")
    importing.create_sample(tmp_path / "b.valueboard", "loyalty-app").close()
    session = Session.open(tmp_path / "b.valueboard", read_only=True)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, limits[1]))
    try:
        with pytest.raises(UserError, match="no space left") as caught:
            export_board(session.board, "", 0, target, options=PdfOptions(pages="canvas"), force=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        session.close()
    assert caught.value.exit_code == 5 and target.read_text() == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"b.valueboard", name}


@needs_fork
@pytest.mark.parametrize("name", ["old.pdf", "old.csv"])
def test_a_kill_while_exporting_leaves_the_old_file_or_the_new_one_whole(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / name
    made = make(filled(3), target.suffix, PdfOptions(pages="canvas"), attach=False)
    for at in ("fsync", "replace"):  # with all of it written, and before it takes its place
        target.write_text("old")
        with monkeypatch.context() as patch:
            patch.setattr(os, at, die)
            killed(lambda: put(made, target, force=True))
        assert target.read_text() == "old"
    with monkeypatch.context() as patch:
        patch.setattr(atomic, "_sync_folder", die)
        killed(lambda: put(made, target, force=True))
    assert target.read_bytes() == made.data


def test_remarks_name_notes_statements_and_the_title() -> None:
    board = do(board_of(canvas()), AddNotes((NewNote(text="A  rare\nword", zone="pains", id="n"),)))
    found = Preflight(missing={"n": ("\ue000", "\u0f40"), "title": ("\ue000",)}, cut=("n",))
    assert remarks_on(board, found) == [
        "no font has U+E000, \u0f40 (U+0F40) in “A rare word”, the title",
        "the canvas page does not show all of the text of “A rare word”",
    ]
    assert [(remark.note, remark.words) for remark in remarks_by_note(board, found)] == [
        ("n", "No font has U+E000, \u0f40 (U+0F40): “A rare word”"),
        ("", "No font has U+E000: the title"),
        ("n", "Cut short on the canvas: “A rare word”"),
    ]
    assert remarks_on(board, Preflight()) == remarks_on(board, None) == []


def test_a_pdf_carries_the_board_or_not() -> None:
    board = empty_board()
    with_it, without = (make(board, ".pdf", PdfOptions(pages="canvas"), attach=attach).data for attach in (True, False))
    assert ("board.json" in pikepdf.open(BytesIO(with_it)).attachments) is True
    assert len(pikepdf.open(BytesIO(without)).attachments) == 0


def test_what_step_raises_stops_the_work() -> None:
    class Enough(Exception):
        pass

    told: list[str] = []

    def step(words: str) -> None:
        told.append(words)
        if len(told) == 20:
            raise Enough

    with pytest.raises(Enough):
        make(filled(30), ".pdf", PdfOptions(pages="canvas"), step=step)
    assert set(told) == {"Canvas"}, "within a long part as well"


def test_no_memory_left_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(board: Board) -> str:
        raise MemoryError

    monkeypatch.setitem(exporting.WRITERS, ".csv", none_left)
    with pytest.raises(NotExported, match="no memory left to make this"):
        make(empty_board(), ".csv", PdfOptions())
