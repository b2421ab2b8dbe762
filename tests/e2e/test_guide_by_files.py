"""The sample through all sixteen steps and back, by files and the command line alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from canvas_app.cli import run

Data = dict[str, Any]


def shown(path: Path, capfd: pytest.CaptureFixture[str]) -> Data:
    capfd.readouterr()
    assert run(["show", str(path), "--json"]) == 0
    data: Data = json.loads(capfd.readouterr().out)
    return data


def made(data: Data, folder: Path, capfd: pytest.CaptureFixture[str]) -> Data:
    source, board = folder / "board.json", folder / "board.valueboard"
    source.write_text(json.dumps(data), "utf-8")
    assert run(["import", str(source), "-o", str(board), "--force"]) == 0
    return shown(board, capfd)


def states(data: Data) -> dict[int, str]:
    return {step["n"]: step["state"] for step in data["steps"]}


def note(data: Data, note_id: str) -> Data:
    return next(note for note in data["notes"] if note["id"] == note_id)


def unlink(data: Data, *ids: str) -> None:
    data["links"] = [link for link in data["links"] if link["id"] not in ids]


def drop(data: Data, table: str, **match: Any) -> None:
    data[table] = [row for row in data[table] if any(row[key] != value for key, value in match.items())]


def finish(data: Data) -> None:
    """The three steps that the sample leaves open: a badge that answers nothing, and picks that hang on no top job."""
    data["links"] += [
        {"source": "creator-badge", "target": "gain-bill", "strength": 1},
        {"source": "gain-bill", "target": "job-regulars", "strength": 1},
    ]
    note(data, "job-offers")["picked"] = True


SPOILERS: list[tuple[int, str, Callable[[Data], object]]] = [
    (1, "Name the segment.", lambda data: data["board"].update(segment="")),
    (2, "Name the partner's customer.", lambda data: data["board"].update(customer="")),
    (3, "neither ranked nor scored", lambda data: note(data, "job-peak").update(rank=None, score=None)),
    (4, "neither ranked nor scored", lambda data: note(data, "pain-ask").update(rank=None, score=None)),
    (5, "neither ranked nor scored", lambda data: note(data, "gain-spend").update(rank=None, score=None)),
    (6, "hangs on no top customer job", lambda data: unlink(data, "pain-cards--job-regulars")),
    (7, "No products & services yet", lambda data: _park(data, "products")),
    (8, "linked to no pain", lambda data: unlink(data, "reliever-support--pain-blame")),
    (9, "linked to no gain", lambda data: unlink(data, "creator-bill--gain-bill")),
    (10, "1 pain reliever is picked", lambda data: _unpick(data, "reliever-oneday", "reliever-phone")),
    (11, "answered by nothing", lambda data: drop(data, "decisions", note="pain-queue")),
    (12, "not scored yet for us and a rival", lambda data: drop(data, "ratings", who="us", note="pain-margin")),
    (13, "neither ranked nor scored", lambda data: note(data, "pain-queue").update(rank=None, score=None)),
    (14, "strategically important", lambda data: data["decisions"][0].update(strategic=None)),
    (15, "does not say what comes next", lambda data: data["test_cards"][1].update(next="")),
    (16, "plain-language check points out", lambda data: _boast(data)),
]


def _park(data: Data, zone: str) -> None:
    for row in data["notes"]:
        if row["zone"] == zone:
            row.update(zone="parking", rank=None)


def _unpick(data: Data, *ids: str) -> None:
    for note_id in ids:
        note(data, note_id)["picked"] = False


def _boast(data: Data) -> None:
    data["statements"][0]["parts"].append({"text": " A best-in-class, synergistic platform."})


def test_the_sample_comes_with_three_steps_to_go(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    board = tmp_path / "sample.valueboard"
    assert run(["new", str(board), "--sample", "loyalty-app"]) == 0
    data = shown(board, capfd)
    assert [n for n, state in states(data).items() if state != "done"] == [6, 9, 13]
    assert data["steps"][8]["why"] == ["1 gain creator is linked to no gain: “Partner badge for the shop window”."]
    assert data["steps"][8]["notes"] == ["creator-badge"]
    assert data["statements"][0]["final"] and data["statements"][0]["findings"] == []


def test_every_step_turns_done_for_its_reason_and_back(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sample = tmp_path / "sample.valueboard"
    assert run(["new", str(sample), "--sample", "loyalty-app"]) == 0
    data = shown(sample, capfd)
    finish(data)
    whole = made(data, tmp_path, capfd)
    assert set(states(whole).values()) == {"done"}, [step for step in whole["steps"] if step["why"]]
    for n, reason, spoil in SPOILERS:
        spoilt = json.loads(json.dumps(whole))
        spoil(spoilt)
        steps = made(spoilt, tmp_path, capfd)["steps"]
        step = steps[n - 1]
        assert step["state"] in ("open", "partly"), n
        assert any(reason in sentence for sentence in step["why"]), (n, step["why"])
    assert made(whole, tmp_path, capfd)["steps"] == whole["steps"]


def test_the_outline_still_reads_back(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sample = tmp_path / "sample.valueboard"
    assert run(["new", str(sample), "--sample", "loyalty-app"]) == 0
    before = shown(sample, capfd)
    assert run(["export", str(sample), "-o", str(tmp_path / "a.md")]) == 0
    assert run(["import", str(tmp_path / "a.md"), "-o", str(tmp_path / "b.valueboard")]) == 0
    after = shown(tmp_path / "b.valueboard", capfd)
    assert sorted(row["text"] for row in after["notes"]) == sorted(row["text"] for row in before["notes"])
