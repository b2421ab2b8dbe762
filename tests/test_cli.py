"""The command line in this process: every bad input gets its exit code and exactly one line, and leaves nothing."""

import json
import os
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from canvas_app import cli
from canvas_app.app import resources
from canvas_app.app.locks import BoardLock
from canvas_app.app.session import Session
from canvas_app.domain.commands import AddNotes, NewNote

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in an empty folder; returns exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def call(*argv: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.run(list(argv))
        out, err = capsys.readouterr()
        return code, out, err

    return call


def tree() -> dict[str, bytes | None]:
    return {str(path): path.read_bytes() if path.is_file() else None for path in sorted(Path().rglob("*"))}


def refused(run: Run, code: int, words: str, *argv: str) -> None:
    """Fails unless the command ends with this code, one line that holds these words, and nothing changed."""
    before = tree()
    got, out, err = run(*argv)
    assert (got, out) == (code, ""), err
    assert err.startswith("canvas-app: ") and err.endswith("\n") and err.count("\n") == 1
    assert words in err and "Traceback" not in err
    assert tree() == before


def board(run: Run, name: str = "a.valueboard", *options: str) -> Path:
    assert run("new", name, *options) == (0, "", "")
    return Path(name)


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["new"], "BOARD"),
        (["new", "a", "b"], "b"),
        (["new", "a", "--frob"], "--frob"),
        (["new", "a", "--titl", "x"], "--titl"),
        (["new", ""], "empty"),
        (["new", "a\0b"], "zero"),
        (["new", "a", "--canvas", "nope"], "no canvas 'nope'"),
        (["new", "a", "--canvas", ""], "no canvas"),
        (["new", "a", "--sample", "nope"], "no sample 'nope'"),
        (["new", "a", "--sample", "../canvases/value-proposition"], "no sample"),
        (["new", "a", "--title", "  "], "title"),
        (["new", "a", "--goal", "x" * 501], "500"),
        (["show"], "BOARD"),
        (["show", "-x"], "BOARD"),
        (["export", "a"], "-o"),
        (["export", "a", "-o", "x.docx"], ".pdf, .png, .svg, .json, .md, .csv"),
        (["export", "a", "-o", "noending"], ".pdf"),
        (["export", "a", "-o", ""], "empty"),
        (["import", "a.txt", "-o", "b"], ".json, .md, .csv"),
        (["import", "a.json"], "-o"),
        (["import", "a.json", "-o", "b", "--canvas", "nope"], "nope"),
        (["check"], "BOARD"),
        (["list", "a", "b"], "b"),
        (["canvases", "x"], "x"),
        (["frobnicate"], "frobnicate"),
        (["frobnicate", "x"], "x"),
        (["--frob"], "--frob"),
    ],
)
def test_usage(run: Run, argv: list[str], words: str) -> None:
    refused(run, 2, words, *argv)


def not_boards() -> dict[str, Callable[[Path], object]]:
    return {
        "missing": lambda path: None,
        "folder": lambda path: path.mkdir(),
        "empty": lambda path: path.touch(),
        "text": lambda path: path.write_text("hello"),
        "zeros": lambda path: path.write_bytes(bytes(8192)),
        "picture": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500)),
        "other database": lambda path: sqlite3.connect(path).execute("create table t(a)").connection.close(),
        "fifo": lambda path: os.mkfifo(path),
        "loop": lambda path: path.symlink_to(path),
        "dangling": lambda path: path.symlink_to("nowhere"),
    }


@pytest.mark.parametrize("kind", not_boards())
def test_what_is_no_board_is_named(run: Run, kind: str) -> None:
    path = Path("a.valueboard")
    not_boards()[kind](path)
    if kind == "fifo":
        before = {"a.valueboard"}
        for argv in (["show", "a.valueboard"], ["check", "a.valueboard"], ["export", "a.valueboard", "-o", "a.md"]):
            code, _, err = run(*argv)
            assert code == 3 and err.count("\n") == 1
        assert {path.name for path in Path().iterdir()} == before
        return
    for argv in (
        ["show", "a.valueboard", "--json"],
        ["check", "a.valueboard"],
        ["export", "a.valueboard", "-o", "a.md"],
    ):
        refused(run, 3, "a.valueboard", *argv)


@pytest.mark.parametrize(
    "name", [":memory:", "file:a.valueboard?mode=rw", "-", "a#b%20c?d", "x" * 300, "новый\u202e.vb", "a\nb"]
)
def test_paths_are_plain_paths(run: Run, name: str) -> None:
    refused(run, 3, "", "show", "--", name)
    if len(name) < 255:
        assert run("new", "--", name)[0] == 0
        assert [path.name for path in Path().iterdir()] == [name]
        assert run("show", "--", name)[0] == 0
    else:
        refused(run, 5, "too long", "new", "--", name)


def test_a_damaged_board(run: Run) -> None:
    path = board(run, "a.valueboard", "--sample", "loyalty-app")
    data = bytearray(path.read_bytes())
    data[5000:9000] = bytes(4000)
    path.write_bytes(data)
    refused(run, 3, "damaged", "check", str(path), "--deep")


def test_a_newer_board(run: Run) -> None:
    path = board(run)
    db = sqlite3.connect(path)
    db.execute("pragma user_version=99")
    db.close()
    for argv in (["show"], ["check"], ["export", "-o", "a.md"]):
        refused(run, 4, "newer", argv[0], str(path), *argv[1:])


# new


def test_new_refuses_what_is_there(run: Run) -> None:
    Path("a").write_text("keep")
    Path("dir").mkdir()
    Path("link").symlink_to("nowhere")
    refused(run, 5, "there already", "new", "a")
    refused(run, 5, "folder", "new", "dir")
    refused(run, 5, "there already", "new", "link")
    refused(run, 5, "folder", "new", "none/a")


def test_new_with_everything(run: Run) -> None:
    about = {"title": "  A  title ", "segment": "S", "goal": "G", "partner": "P", "customer": "C"}
    options = [piece for key, value in about.items() for piece in (f"--{key}", value)]
    board(run, "a.valueboard", "--canvas", "business-model", *options)
    data = json.loads(run("show", "a.valueboard", "--json")[1])
    assert {key: data["board"][key] for key in about} == {**about, "title": "A title"}
    assert data["board"]["canvas"] == data["canvas_definition"]["id"] == "business-model"
    assert data["notes"] == []


def test_title_is_the_file_name_by_default(run: Run) -> None:
    board(run, "My plan.valueboard")
    assert run("show", "My plan.valueboard")[1].startswith("# My plan\n")


def test_sample_with_other_words(run: Run) -> None:
    board(run, "a.valueboard", "--sample", "loyalty-app", "--title", "Mine")
    data = json.loads(run("show", "a.valueboard", "--json")[1])
    sample = json.loads(resources.sample("loyalty-app"))
    assert data["board"]["title"] == "Mine"
    assert data["board"]["partner"] == sample["board"]["partner"]
    assert [note["id"] for note in data["notes"]] and {n["id"] for n in data["notes"]} == {
        n["id"] for n in sample["notes"]
    }


# export


def test_export_refuses_targets(run: Run) -> None:
    path = board(run)
    Path("a.md").write_text("keep")
    Path("dir.md").mkdir()
    os.mkfifo("pipe.md")
    Path("self.json").symlink_to(path)
    os.link(path, "hard.csv")
    show = ["export", str(path), "-o"]
    os.unlink("pipe.md")
    refused(run, 5, "exists already", *show, "a.md")
    refused(run, 5, "folder", *show, "dir.md")
    refused(run, 5, "folder", *show, "dir.md", "--force")
    refused(run, 5, "does not exist", *show, "none/a.md")
    refused(run, 5, "board itself", *show, "self.json", "--force")
    refused(run, 5, "board itself", *show, "hard.csv", "--force")
    refused(run, 5, "too long", *show, "x" * 300 + ".md")


def test_export_replaces_only_by_force(run: Run) -> None:
    path = board(run, "a.valueboard", "--sample", "loyalty-app")
    for name in ("a.JSON", "a.md", "a.csv"):
        assert run("export", str(path), "-o", name) == (0, "", "")
        first = Path(name).read_bytes()
        Path(name).write_text("other")
        refused(run, 5, "--force", "export", str(path), "-o", name)
        assert run("export", str(path), "-o", name, "--force") == (0, "", "")
        assert Path(name).read_bytes() == first
    assert Path("a.JSON").read_text("utf-8") == run("show", str(path), "--json")[1]
    assert Path("a.md").read_text("utf-8") == run("show", str(path))[1]


def test_export_never_replaces_a_board(run: Run) -> None:
    path = board(run)
    run("new", "other.valueboard")
    os.rename("other.valueboard", "other.pdf")
    refused(run, 5, "is a board", "export", str(path), "-o", "other.pdf", "--force")


def test_pictures_are_chosen_by_area_size_and_background(run: Run) -> None:
    from PySide6.QtGui import QImage

    path = board(run, "a.valueboard", "--sample", "loyalty-app")
    assert run("export", str(path), "-o", "a.png", "--area", "Pains", "--dpi", "150", "--transparent") == (0, "", "")
    picture = QImage("a.png")
    assert (picture.width(), picture.height(), picture.pixelColor(0, 0).alpha()) == (1036, 638, 0)
    assert run("export", str(path), "-o", "b.png", "--area", "pains", "--scale", "1.5625") == (0, "", "")
    assert QImage("b.png").size() == picture.size() and QImage("b.png").pixelColor(0, 0).alpha() == 255
    assert run("export", str(path), "-o", "a.svg", "--outlines") == (0, "", "")
    assert b"<text" not in Path("a.svg").read_bytes()


@pytest.mark.parametrize(
    ("part", "options"),
    [
        ("There is no area 'nowhere'", ["--area", "nowhere"]),
        ("above 0", ["--scale", "0"]),
        ("invalid float", ["--dpi", "many"]),
        ("not allowed with", ["--scale", "2", "--dpi", "100"]),
        ("the largest scale for it is 10.4", ["--scale", "11"]),
    ],
)
def test_pictures_that_cannot_be(run: Run, part: str, options: list[str]) -> None:
    path = board(run)
    refused(run, 2, part, "export", str(path), "-o", "a.png", *options)
    assert not Path("a.png").exists()


def test_a_full_disk_while_exporting(run: Run) -> None:
    import resource

    path = board(run, "a.valueboard", "--sample", "loyalty-app")
    Path("a.pdf").write_text("old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, limits[1]))
    try:
        refused(run, 5, "no space left", "export", str(path), "-o", "a.pdf", "--pages", "canvas", "--force")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("pages", "nope"),
        ("orientation", "up"),
        ("ink", "red"),
        ("positions", "random"),
        ("emoji", "some"),
        ("poster", "A99"),
        ("per-page", "5"),
        ("per-page", "many"),
    ],
)
def test_choices_that_there_are_not(run: Run, option: str, value: str) -> None:
    path = board(run)
    pages = ["--pages", "poster"] if option == "poster" else []
    refused(run, 2, value, "export", str(path), "-o", "a.pdf", *pages, f"--{option}", value)


def test_choices_about_paper_reach_it(run: Run) -> None:
    path = board(run, "a.valueboard", "--sample", "loyalty-app")
    argv = ["export", str(path), "-o", "a.pdf", "--page", "Letter", "--pages", "canvas", "--orientation", "portrait"]
    assert run(*argv, "--ink", "grey", "--positions", "tidy", "--no-log", "--no-board") == (0, "", "")
    with pikepdf.open("a.pdf") as pdf:
        assert [float(side) for side in pdf.pages[0].MediaBox] == [0, 0, 612, 792]
        assert len(pdf.pages) == 1 and len(pdf.attachments) == 0


def test_page_names(run: Run) -> None:
    path = board(run)
    for page in ("1e9", "-1", "nan", "", "A99"):
        refused(run, 2, "page size", "export", str(path), "-o", "a.pdf", f"--page={page}")
    refused(run, 2, "pages", "export", str(path), "-o", "a.pdf", "--pages", "nope")


def test_text_that_no_font_has(run: Run) -> None:
    board(run, "a.valueboard", "--title", "\ue000")
    refused(run, 5, "no font has U+E000 in the title", "export", "a.valueboard", "-o", "a.pdf", "--strict")
    code, out, err = run("export", "a.valueboard", "-o", "a.pdf")
    assert (code, out) == (0, "") and "U+E000 in the title" in err and err.count("\n") == 1


def test_strict_refuses_notes_that_are_cut(run: Run) -> None:
    Path("a.json").write_text(
        json.dumps(
            {"format": 1, "board": {"title": "T"},
             "notes": [{"zone": "pains", "text": "word " * 2000, "x": 1000, "y": 500, "w": 132, "h": 92}]}
        )
    )  # fmt: skip
    assert run("import", "a.json", "-o", "a.valueboard")[0] == 0
    refused(run, 5, "does not show all", "export", "a.valueboard", "-o", "a.pdf", "--strict")
    code, out, err = run("export", "a.valueboard", "-o", "a.pdf")
    assert (code, out) == (0, "") and err.count("\n") == 1 and "--strict" in err
    assert Path("a.pdf").read_bytes().startswith(b"%PDF")


# import


SOURCES = {
    "a.json": b'{"format": 1, "board": {"title": "T"}, "notes": [{"zone": "pains", "text": "a"}]}',
    "a.md": b"# T\n## Pains\n1. a\n",
    "a.csv": b"text,zone\na,pains\n",
}
BROKEN = {
    "a.json": b'{"format": 1, "board": {"title": "T"}, "notes": [{"zone": "pains", "text": 4}]}',
    "a.md": b"# T\n\xff",
    "a.csv": b'text\n"a\n',
}


@pytest.mark.parametrize("name", SOURCES)
def test_import_makes_a_board_and_replaces_it_only_by_force(run: Run, name: str) -> None:
    Path(name).write_bytes(SOURCES[name])
    assert run("import", name, "-o", "b.valueboard") == (0, "", "")
    assert [note["text"] for note in json.loads(run("show", "b.valueboard", "--json")[1])["notes"]] == ["a"]
    refused(run, 5, "--force", "import", name, "-o", "b.valueboard")
    before = Path("b.valueboard").read_bytes()
    assert run("import", name, "-o", "b.valueboard", "--force") == (0, "", "")
    assert Path("b.valueboard").read_bytes() != before
    assert run("check", "b.valueboard", "--deep")[0] == 0
    assert sorted(path.name for path in Path().iterdir()) == sorted([name, "b.valueboard"])


@pytest.mark.parametrize("name", BROKEN)
def test_broken_sources_leave_the_target_alone(run: Run, name: str) -> None:
    board(run, "b.valueboard")
    Path(name).write_bytes(BROKEN[name])
    refused(run, 3, f"{name}: ", "import", name, "-o", "b.valueboard", "--force")
    refused(run, 3, f"{name}: ", "import", name, "-o", "new.valueboard")


def test_sources_that_are_no_files(run: Run) -> None:
    Path("dir.json").mkdir()
    refused(run, 3, "no such file", "import", "none.json", "-o", "b")
    refused(run, 3, "folder", "import", "dir.json", "-o", "b")
    refused(run, 3, "cannot be read", "import", "x" * 300 + ".json", "-o", "b")
    os.mkfifo("pipe.csv")
    code, _, err = run("import", "pipe.csv", "-o", "b")
    assert code == 3 and "no regular file" in err
    for name in ("big.json", "big.csv"):
        Path(name).touch()
        os.truncate(name, 65_000_000)
        refused(run, 3, "larger than 64 MB", "import", name, "-o", "b")
        os.unlink(name)
    Path("new.json").write_text('{"format": 2}')
    os.unlink("pipe.csv")
    refused(run, 4, "newer", "import", "new.json", "-o", "b")


def test_import_onto_itself_and_into_nowhere(run: Run) -> None:
    Path("a.json").write_bytes(SOURCES["a.json"])
    Path("dir").mkdir()
    refused(run, 5, "that is read", "import", "a.json", "-o", "./a.json", "--force")
    refused(run, 5, "folder", "import", "a.json", "-o", "dir", "--force")
    refused(run, 5, "folder", "import", "a.json", "-o", "none/b", "--force")
    refused(run, 5, "folder", "import", "a.json", "-o", "none/b")


def test_import_never_replaces_a_board_that_a_window_holds(run: Run) -> None:
    path = board(run, "b.valueboard")
    Path("a.json").write_bytes(SOURCES["a.json"])
    lock = BoardLock.acquire(path)
    try:
        refused(run, 6, "open in another window", "import", "a.json", "-o", str(path), "--force")
        assert run("show", str(path))[0] == 0
        assert run("check", str(path))[0] == 0
    finally:
        lock.release()
    assert run("import", "a.json", "-o", str(path), "--force")[0] == 0


def test_notes_without_a_zone_are_told_in_one_line(run: Run) -> None:
    Path("a.md").write_text("# T\n## Ideas\n- a\n- b\n## Others\n- c\n## Pains\n- d\n")
    code, out, err = run("import", "a.md", "-o", "b.valueboard")
    assert (code, out, err.count("\n")) == (0, "", 1)
    assert err.startswith('canvas-app: a.md: 3 notes under "Ideas", "Others"')


def shown(run: Run, path: str) -> dict[str, Any]:
    code, out, err = run("show", path, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)  # type: ignore[no-any-return]


def test_json_out_and_in_is_the_same_board(run: Run) -> None:
    first = shown(run, str(board(run, "a.valueboard", "--sample", "loyalty-app")))
    Path("out.json").write_text(json.dumps(first), "utf-8")
    assert run("import", "out.json", "-o", "b.valueboard") == (0, "", "")
    second = shown(run, "b.valueboard")
    for data in (first, second):
        assert data["board"].pop("id") and data["board"].pop("created")
    assert second == first


def test_outline_and_table_come_back(run: Run) -> None:
    board(run, "a.valueboard", "--sample", "loyalty-app")
    for ending in ("md", "csv"):
        assert run("export", "a.valueboard", "-o", f"x.{ending}") == (0, "", "")
        assert run("import", f"x.{ending}", "-o", f"{ending}.valueboard") == (0, "", "")
    boards = [shown(run, f"{name}.valueboard") for name in ("a", "md", "csv")]
    names = ("zone", "text", "detail", "rank", "score", "picked", "tags")
    plain = [sorted(str([note[name] for name in names]) for note in data["notes"]) for data in boards]
    assert plain[0] == plain[1] == plain[2]
    assert [len(data["links"]) for data in boards] == [len(boards[0]["links"])] * 2 + [0]
    first, second = ([(s["text"], s["score"], len(s["notes"])) for s in data["statements"]] for data in boards[:2])
    assert first == second


def test_a_pdf_is_the_board_that_it_was_made_from(run: Run) -> None:
    board(run, "a.valueboard", "--sample", "loyalty-app")
    assert run("export", "a.valueboard", "-o", "a.pdf")[0] == 0
    assert run("import", "a.pdf", "-o", "b.valueboard") == (0, "", "")
    assert run("check", "b.valueboard", "--deep")[0] == 0
    was, now = (json.loads(run("show", name, "--json")[1]) for name in ("a.valueboard", "b.valueboard"))
    for data in (was, now):
        del data["board"]["created"], data["board"]["id"]
    assert now == was
    assert run("export", "a.valueboard", "-o", "bare.pdf", "--no-board")[0] == 0
    refused(run, 3, "bare.pdf: holds no board", "import", "bare.pdf", "-o", "c.valueboard")
    Path("cut.pdf").write_bytes(Path("a.pdf").read_bytes()[:2000])
    refused(run, 3, "cut.pdf: ", "import", "cut.pdf", "-o", "b.valueboard", "--force")


def test_import_onto_another_canvas(run: Run) -> None:
    Path("a.md").write_text("## Key partners\n- a\n")
    assert run("import", "a.md", "-o", "b.valueboard", "--canvas", "business-model") == (0, "", "")
    data = json.loads(run("show", "b.valueboard", "--json")[1])
    assert (data["board"]["canvas"], data["board"]["title"]) == ("business-model", "a")


def test_a_canvas_that_is_not_installed_comes_with_the_json(run: Run, own_folders: Path) -> None:
    folder = resources.own_canvases_folder()
    folder.mkdir(parents=True)
    shipped = (resources.root() / "canvases" / "value-proposition.toml").read_text("utf-8")
    own = folder / "own.toml"
    own.write_text(shipped.replace('id = "value-proposition"', 'id = "own"'), "utf-8")
    board(run, "a.valueboard", "--canvas", "own")
    assert run("export", "a.valueboard", "-o", "a.json")[0] == 0
    own.unlink()
    assert run("import", "a.json", "-o", "b.valueboard") == (0, "", "")
    data = json.loads(Path("a.json").read_text("utf-8"))
    assert json.loads(run("show", "b.valueboard", "--json")[1])["canvas_definition"] == data["canvas_definition"]
    del data["canvas_definition"]
    Path("a.json").write_text(json.dumps(data))
    refused(run, 3, "no canvas 'own'", "import", "a.json", "-o", "c.valueboard")


# list, canvases, the rest


def test_list(run: Run) -> None:
    board(run, "a.valueboard", "--sample", "loyalty-app")
    Path("bad.valueboard").write_text("hello")
    Path("other.txt").touch()
    code, out, err = run("list", ".")
    assert code == 0 and out.count("\n") == 1 and "30 notes" in out
    assert err.count("\n") == 1 and "bad.valueboard" in err
    rows = json.loads(run("list", ".", "--json")[1])
    assert [(row["path"], row["notes"], bool(row["problem"])) for row in rows] == [
        ("a.valueboard", 30, False),
        ("bad.valueboard", 0, True),
    ]
    refused(run, 3, "none", "list", "none")
    refused(run, 3, "other.txt", "list", "other.txt")


def test_list_of_a_library_that_is_not_there_yet(run: Run) -> None:
    assert run("list") == (0, "", "")
    assert run("list", "--json") == (0, "[]\n", "")


def test_canvases(run: Run) -> None:
    folder = resources.own_canvases_folder()
    folder.mkdir(parents=True)
    (folder / "bad.toml").write_text("schema = ")
    code, out, err = run("canvases")
    assert code == 0 and "zone pains: Pains (kind pain)" in out and str(folder) in out
    assert err.count("\n") == 1 and "bad.toml" in err
    data = json.loads(run("canvases", "--json")[1])
    assert data["own_folder"] == str(folder)
    first = data["canvases"][0]
    assert first["id"] == "value-proposition"
    assert {"id": "jobs", "title": "Customer jobs", "kind": "job"} in first["zones"]
    assert {"id": "pain", "label": "Pain", "role": "need"} in first["kinds"]


def test_an_own_canvas_with_an_unknown_icon_is_refused(run: Run) -> None:
    folder = resources.own_canvases_folder()
    folder.mkdir(parents=True)
    shipped = (resources.root() / "canvases" / "value-proposition.toml").read_text("utf-8")
    own = shipped.replace('id = "value-proposition"', 'id = "own"').replace('icon = "person"', 'icon = "persn"')
    (folder / "own.toml").write_text(own, "utf-8")
    code, out, err = run("canvases")
    assert code == 0 and "own:" not in out
    assert "own.toml: frame.draw[" in err and "there is no icon 'persn'; use one of activities, " in err


def test_help_and_version(run: Run) -> None:
    for argv in (
        ["--help"],
        ["-h"],
        *([verb, "--help"] for verb in ("new", "show", "export", "import", "check", "list")),
    ):
        code, out, err = run(*argv)
        assert (code, err) == (0, "") and out.startswith("usage: canvas-app")
    assert run("--version")[1].startswith("canvas-app ")


def test_no_window_without_a_display(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    refused(run, 2, "QT_QPA_PLATFORM", *[])
    refused(run, 2, "display", "--library", "x")
    monkeypatch.setenv("DISPLAY", ":987")
    refused(run, 2, "':987'")


def test_window_of_nothing(run: Run) -> None:
    Path("dir").mkdir()
    Path("file").touch()
    refused(run, 3, "no such file", "none.valueboard")
    refused(run, 3, "no such file", "./show")
    refused(run, 3, "folder", "dir")
    refused(run, 3, "no folder", "--library", "file")


def test_a_newer_installed_canvas_is_shown_and_not_written(run: Run) -> None:
    folder = resources.own_canvases_folder()
    folder.mkdir(parents=True)
    text = (resources.root() / "canvases" / "value-proposition.toml").read_text("utf-8")
    text = text.replace('id = "value-proposition"', 'id = "own"')
    (folder / "own.toml").write_text(text, "utf-8")
    path = board(run, "a.valueboard", "--canvas", "own")
    before = path.read_bytes()
    (folder / "own.toml").write_text(re.sub(r"\nversion = \d+", "\nversion = 99", text), "utf-8")
    assert json.loads(run("show", str(path), "--json")[1])["canvas_definition"]["version"] == 99
    assert path.read_bytes() == before


def test_an_internal_error_is_one_line_and_in_the_log(
    run: Run, monkeypatch: pytest.MonkeyPatch, own_folders: Path
) -> None:
    def fault() -> None:
        raise ZeroDivisionError("a fault\nof ours")

    monkeypatch.setattr(resources, "catalogue", fault)
    code, out, err = run("canvases")
    assert (code, out, err.count("\n")) == (1, "", 1) and "Traceback" not in err
    from canvas_app.app.logs import log_file

    assert str(log_file()) in err and "ZeroDivisionError" in log_file().read_text()


def test_interrupted_quietly(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(resources, "catalogue", stop)
    assert run("canvases") == (130, "", "")


# boards of an older format


def test_a_board_of_an_older_format_is_read_and_never_written(run: Run) -> None:
    data = Path(__file__).parent / "data"
    Path("old.valueboard").write_bytes((data / "format-1.valueboard").read_bytes())
    before = tree()
    code, out, err = run("show", "old.valueboard", "--json")
    assert (code, err) == (0, "")
    shown, then = json.loads(out), json.loads((data / "format-1.json").read_text())
    for note in then["notes"]:
        note |= {"group_id": None, "locked": False, "z": 0.0}
    for statement in then["statements"]:
        statement |= {
            "ignored": [],
            "findings": next(s for s in shown["statements"] if s["id"] == statement["id"])["findings"],
        }
    then["board"] |= {"customer": "", "alternative": "", "because": "", "glossary": {}}
    assert then.pop("canvas_definition")["version"] < shown.pop("canvas_definition")["version"]  # read in the newer one
    assert then.pop("steps") == [] and len(shown.pop("steps")) == 16
    for figures in ("weights", "values"):
        assert shown["fit"].pop(figures) == pytest.approx(then["fit"].pop(figures))
    assert shown == then
    assert run("check", "old.valueboard", "--deep")[0] == 0
    assert "old.valueboard" in run("list", ".")[1]
    assert tree() == before
    assert run("export", "old.valueboard", "-o", "out.json") == (0, "", "")
    assert run("import", "out.json", "-o", "new.valueboard") == (0, "", "")
    assert "format 3" in run("check", "new.valueboard")[1]
    assert Path("old.valueboard").read_bytes() == before["old.valueboard"]


# damaged boards, and boards as they were


def break_note_page(path: Path) -> Path:
    """Destroys the page of the notes; the journal still tells them."""
    db = sqlite3.connect(path)
    (page,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name='note'").fetchone()
    db.close()
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = bytes(4096)
    path.write_bytes(data)
    return path


def test_salvage_makes_a_new_board_and_says_what_became_of_the_rest(run: Run) -> None:
    path = break_note_page(board(run, "a.valueboard", "--sample", "loyalty-app"))
    before = path.read_bytes()
    code, out, err = run("salvage", str(path), "-o", "new.valueboard")
    assert (code, err) == (0, "") and path.read_bytes() == before
    assert out.startswith("30 notes, 31 links and 3 statements can be read.\n30 rows were rebuilt")
    assert run("check", "new.valueboard", "--deep")[0] == 0
    refused(run, 5, "--force", "salvage", str(path), "-o", "new.valueboard")
    assert run("salvage", str(path), "-o", "new.valueboard", "--force")[0] == 0
    refused(run, 5, "is the file that is read", "salvage", str(path), "-o", str(path), "--force")
    Path("notes.txt").write_text("Dear diary")
    refused(run, 3, "nothing of a board", "salvage", "notes.txt", "-o", "other")
    refused(run, 3, "no such file", "salvage", "nowhere", "-o", "other")
    assert not Path("other").exists()


def test_restore_lists_versions_and_copies_and_makes_a_board_of_one(run: Run) -> None:
    path = board(run, "a.valueboard", "--sample", "loyalty-app")
    session = Session.open(path)
    session.name_version("As sold")
    session.do(AddNotes((NewNote(text="late", zone="pains"),)))
    session.back_up()
    session.close()
    code, out, err = run("restore", str(path))
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("step 2: ") and lines[1].endswith(", As sold")
    assert lines[2].startswith("copy ") and lines[2].endswith(".valueboard")
    for version, notes in (("As sold", 30), ("1", 30), ("2", 31), (lines[2].split()[1].rstrip(":"), 31)):
        assert run("restore", str(path), "--version", version, "-o", "then.valueboard", "--force")[0] == 0
        assert f"rows: {notes} notes" in run("check", "then.valueboard", "--deep")[1]
    refused(run, 3, "there is no version '3'", "restore", str(path), "--version", "3", "-o", "x")
    refused(run, 2, "-o", "restore", str(path), "--version", "1")
    refused(run, 2, "--version", "restore", str(path), "-o", "x")
    refused(run, 5, "--force", "restore", str(path), "--version", "1", "-o", "then.valueboard")
    break_note_page(path)
    code, out, err = run("restore", str(path))
    assert (code, err) == (0, "") and out.startswith("copy ")
