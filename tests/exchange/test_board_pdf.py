"""The board in a PDF: found whoever wrote the file, and one sentence for every file that has none."""

import subprocess
import zlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from canvas_app.domain.errors import BadInput
from canvas_app.exchange.board_pdf import attached_board
from canvas_app.exchange.reading import MAX_BYTES

BOARD = '{"format": 1, "board": {"title": "Größe שלום"}, "notes": []}'.encode()


def pdf(*files: tuple[str, bytes], **how: object) -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page()
        for name, data in files:
            document.attachments[name] = pikepdf.AttachedFileSpec(document, data, mime_type="application/json")
        saved = BytesIO()
        document.save(saved, **how)  # type: ignore[arg-type]
        return saved.getvalue()


def with_stream(packed: bytes, filters: bytes = b"/Filter/FlateDecode") -> bytes:
    head = b"%%PDF-1.7\n1 0 obj\n<</Type/EmbeddedFile%b/Length %d>>\nstream\n" % (filters, len(packed))
    return head + packed + b"\nendstream\nendobj\n"


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"compress_streams": False},
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        {"qdf": True},
        {"linearize": True},
    ],
    ids=str,
)
def test_it_is_found_whoever_wrote_the_file(how: dict[str, object]) -> None:
    assert attached_board(pdf(("notes.txt", b"words"), ("board.json", BOARD), **how)) == BOARD


def test_of_several_files_the_board_is_taken() -> None:
    assert attached_board(pdf(("a.json", b'{"colour": 1}'), ("board.json", BOARD), ("c.json", b"[1]"))) == BOARD


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is no PDF"),
        (b"{}" * 2000, "is no PDF"),
        (pdf(), "holds no board"),
        (pdf(("a.txt", b"words")), "holds no board"),
        (with_stream(BOARD), "is damaged"),
        (with_stream(zlib.compress(BOARD))[:-60], "is damaged"),
        (with_stream(BOARD, b"/Filter/LZWDecode"), "is damaged"),
        (with_stream(BOARD, b"/Filter[/FlateDecode/FlateDecode]"), "is damaged"),
        (with_stream(BOARD).replace(b"/Length ", b"/Length 9999999"), "is damaged"),
        (b"%PDF-1.7 /EmbeddedFile" * 9, "holds no board"),
    ],
)
def test_one_sentence_where_there_is_none(data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words) as error:
        attached_board(data)
    assert "\n" not in str(error.value) and str(error.value).endswith(".")


def test_a_password_is_named() -> None:
    locked = pdf(("board.json", BOARD), encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(BadInput, match="password"):
        attached_board(locked)


def test_a_bomb_is_not_unpacked() -> None:
    packer = zlib.compressobj(9)
    million = b" " * 1_000_000
    packed = b"".join([*(packer.compress(million) for _ in range(MAX_BYTES // 1_000_000 + 2)), packer.flush()])
    with pytest.raises(BadInput, match="more than 64 MB"):
        attached_board(with_stream(packed))


def test_a_saved_again_file_of_qpdf(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(("board.json", BOARD)))
    subprocess.run(["qpdf", "--object-streams=generate", tmp_path / "a.pdf", tmp_path / "b.pdf"], check=True)
    assert attached_board((tmp_path / "b.pdf").read_bytes()) == BOARD
