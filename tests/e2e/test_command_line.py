"""The real command line in processes of its own."""

import json
import os
import signal
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from canvas_app.app.locks import BoardLock

NO_DISPLAY = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def canvas_app(folder: Path, *argv: str, **env: str) -> subprocess.CompletedProcess[str]:
    surroundings = {key: value for key, value in os.environ.items() if key not in NO_DISPLAY}
    return subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-m", "canvas_app", *argv],
        cwd=folder,
        env={**surroundings, **env},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


def well(result: subprocess.CompletedProcess[str]) -> str:
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample as a.valueboard."""
    folder = tmp_path_factory.mktemp("sample")
    assert well(canvas_app(folder, "new", "a.valueboard", "--sample", "loyalty-app")) == ""
    return folder


def fit_by_hand(data: dict[str, Any]) -> dict[str, Any]:
    """The figures of PRODUCT.md, section 2, from the plain JSON alone."""
    kinds = {kind["id"]: kind for kind in data["canvas_definition"]["kind"]}
    notes = {note["id"]: note for note in data["notes"] if note["zone"] != "parking"}
    ranked: dict[str, int] = defaultdict(int)
    for note in notes.values():
        ranked[note["zone"]] += note["rank"] is not None

    def role(note: str) -> str:
        return str(kinds[notes[note]["kind"]]["role"])

    def importance(note: dict[str, Any]) -> float:
        n = ranked[note["zone"]]
        by_rank = 5 * (n - note["rank"] + 1) / n if note["rank"] else 3
        return float(note["score"] or by_rank)

    links = [link for link in data["links"] if link["source"] in notes and link["target"] in notes]
    weights, relief, full = {}, {}, {}
    for need in (note for note in notes if role(note) == "need"):
        anchors = [importance(notes[link["target"]]) for link in links if link["source"] == need]
        weights[need] = importance(notes[need]) * (max(anchors) / 5 if anchors else 1)
        strengths = [link["strength"] for link in links if link["target"] == need and role(link["source"]) == "answer"]
        relief[need] = max(strengths, default=0)
        full[need] = strengths.count(3)
    values = {
        note: sum(weights[link["target"]] * link["strength"] / 3 for link in links if link["source"] == note)
        for note in notes
        if role(note) == "answer"
    }

    def covered(needs: list[str]) -> float | None:
        total = sum(weights[need] for need in needs)
        return sum(weights[need] * relief[need] / 3 for need in needs) / total if total else None

    coverage, overserved = {}, []
    for kind in (kind for kind in kinds if kinds[kind]["role"] == "need"):
        needs = [need for need in weights if notes[need]["kind"] == kind]
        coverage[kind] = {"picked": covered([n for n in needs if notes[n]["picked"]]), "all": covered(needs)}
        light = sorted(weights[need] for need in needs)[len(needs) // 3 :]
        overserved += [need for need in needs if full[need] >= 2 and light and weights[need] < light[0]]
    scores = []
    for statement in data["statements"]:
        best: dict[str, int] = defaultdict(int)
        for link in links:
            if link["source"] in statement["notes"] and link["target"] in weights and role(link["source"]) == "answer":
                best[link["target"]] = max(best[link["target"]], link["strength"])
        share = sum(weights[need] * strength / 3 for need, strength in best.items()) / sum(weights.values())
        scores.append(int(100 * share + 0.5))
    return {
        "weights": weights,
        "values": values,
        "coverage": coverage,
        "gaps": sorted((need for need in weights if not relief[need]), key=lambda need: -weights[need]),
        "orphans": [note for note in values if not any(link["source"] == note for link in links)],
        "overserved": overserved,
        "scores": scores,
    }


def test_sample_through_paper_and_numbers(sample: Path) -> None:
    assert well(canvas_app(sample, "export", "a.valueboard", "-o", "a.pdf", "--page", "A4")) == ""
    paper = (sample / "a.pdf").read_bytes()
    assert paper.startswith(b"%PDF") and paper.rstrip().endswith(b"%%EOF")
    data = json.loads(well(canvas_app(sample, "show", "a.valueboard", "--json")))
    expected = fit_by_hand(data)
    scores = expected.pop("scores")
    assert data["fit"] == {
        name: pytest.approx(value) if name in ("weights", "values") else value for name, value in expected.items()
    }
    assert [statement["score"] for statement in data["statements"]] == scores
    assert data["fit"]["gaps"] and data["fit"]["orphans"]
    assert [statement["rank"] for statement in data["statements"]] == [1, 2, 3]


def test_outline_equals_what_show_prints(sample: Path) -> None:
    well(canvas_app(sample, "export", "a.valueboard", "-o", "same.md"))
    assert (sample / "same.md").read_text("utf-8") == well(canvas_app(sample, "show", "a.valueboard"))


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_any_locale_prints_utf8(sample: Path, encoding: str) -> None:
    env = {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert "cafés" in well(canvas_app(sample, "show", "a.valueboard", **env))


def test_a_code_and_one_line_of_what_cannot_be(tmp_path: Path) -> None:
    """All codes with what leads to them are in tests/test_cli.py."""
    (tmp_path / "ok.json").write_text('{"format": 1, "board": {"title": "T"}, "notes": []}')
    well(canvas_app(tmp_path, "import", "ok.json", "-o", "held.valueboard"))
    lock = BoardLock.acquire(tmp_path / "held.valueboard")
    try:
        for code, argv in [(2, []), (6, ["import", "ok.json", "-o", "held.valueboard", "--force"])]:
            result = canvas_app(tmp_path, *argv)
            assert (result.returncode, result.stdout, result.stderr.count("\n")) == (code, "", 1), result.stderr
            assert result.stderr.startswith("canvas-app: ")
        well(canvas_app(tmp_path, "show", "held.valueboard"))
    finally:
        lock.release()


def test_log_that_cannot_be_written_and_no_home(sample: Path) -> None:
    env = {"HOME": "/nonexistent", "XDG_STATE_HOME": "/dev/null", "XDG_CONFIG_HOME": "/dev/null"}
    result = canvas_app(sample, "export", "a.valueboard", "-o", "home.pdf", **env)
    assert (result.returncode, result.stderr) == (0, "")


def test_a_window_where_qt_cannot_show_one(sample: Path) -> None:
    result = canvas_app(sample, "a.valueboard", DISPLAY=":987")
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)


@pytest.mark.skipif(os.name != "posix", reason="pipes and signals")
def test_a_reader_that_stops_early(sample: Path) -> None:
    script = f'"{sys.executable}" -m canvas_app show a.valueboard --json | head -c 10; exit ${{PIPESTATUS[0]}}'
    result = subprocess.run(["bash", "-c", script], cwd=sample, capture_output=True, text=True, timeout=60)
    assert result.returncode in (0, 141) and result.stderr == "" and result.stdout == '{\n  "forma'


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full")
def test_output_that_is_full_or_closed(sample: Path) -> None:
    with open("/dev/full", "w") as full:
        result = subprocess.run(
            [sys.executable, "-m", "canvas_app", "show", "a.valueboard"],
            cwd=sample,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )
    assert result.returncode == 5 and result.stderr.count("\n") == 1 and "No space" in result.stderr
    script = f'"{sys.executable}" -m canvas_app show a.valueboard >&-; echo $?'
    closed = subprocess.run(["bash", "-c", script], cwd=sample, capture_output=True, text=True, timeout=60)
    assert (closed.stdout, closed.stderr) == ("0\n", "")


@pytest.mark.skipif(os.name != "posix", reason="pipes and signals")
def test_interrupt_is_quiet(sample: Path, tmp_path: Path) -> None:
    """The command hangs on printing into a pipe that nobody reads when Ctrl-C comes."""
    rows = [{"zone": "parking", "text": "x" * 5000, "x": 0, "y": 2000} for _ in range(100)]
    (tmp_path / "a.json").write_text(json.dumps({"format": 1, "board": {"title": "T"}, "notes": rows}))
    well(canvas_app(tmp_path, "import", "a.json", "-o", "a.valueboard"))
    process = subprocess.Popen(
        [sys.executable, "-m", "canvas_app", "show", "a.valueboard", "--json"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.read(1)
    process.send_signal(signal.SIGINT)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(30) in (130, 141)


def test_names_that_are_no_utf8(sample: Path) -> None:
    name = os.fsdecode(b"n\xff.valueboard")
    try:
        (sample / name).touch()
    except OSError:
        pytest.skip("this disk refuses such names")
    (sample / name).unlink()
    well(canvas_app(sample, "new", name))
    assert "n" in well(canvas_app(sample, "list", "."))
    result = canvas_app(sample, "export", name, "-o", os.fsdecode(b"\xff/x.md"))
    assert result.returncode == 5 and result.stderr.count("\n") == 1
    (sample / name).unlink()
