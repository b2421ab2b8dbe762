"""The loops: some rounds of each in every run, all of them with `pytest -m long -s`, which shows their figures."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
needs_strace = pytest.mark.skipif(
    not shutil.which("strace")
    or subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True).returncode != 0,
    reason="strace is missing or may not be used",
)
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are made another way here")


def loop(name: str, *numbers: int) -> dict[str, Any]:
    """The figures of a loop; where something was lost or wrong it ends badly and says what."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.reliability.{name}", *map(str, numbers)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    print(f"\n{name} {numbers}: {done.stdout.strip()}")
    return json.loads(done.stdout)


@needs_fork
@pytest.mark.parametrize("kills", [4, pytest.param(1000, marks=pytest.mark.long)])
def test_kills_at_any_moment_of_a_teams_work(kills: int) -> None:
    figures = loop("kills", kills)
    assert figures["kills"] == kills and figures["steps"] >= kills


@pytest.mark.long
@pytest.mark.parametrize("kills", [12, 200])
def test_kills_of_the_app_and_starting_it_anew(kills: int) -> None:
    figures = loop("windows", kills)
    assert figures["kills"] == kills and figures["steps"] > 0


@needs_strace
@pytest.mark.parametrize(("errors", "ways"), [(5, 1), pytest.param(200, 8, marks=pytest.mark.long)])
def test_errors_of_the_disk(errors: int, ways: int) -> None:
    figures = loop("errors", errors, ways)
    assert figures["injected"] >= errors and figures["kept until the disk took them"] > 0


@needs_strace
@pytest.mark.long
def test_faults_while_a_long_history_is_shortened() -> None:
    figures = loop("shortenings", 1)
    assert figures["hit"] > 100 and figures["in the middle of a write"] > 0


@needs_strace
@pytest.mark.parametrize(("steps", "times"), [(1, 1), pytest.param(25, 4, marks=pytest.mark.long)])
def test_power_cuts_over_the_log_of_what_was_written(steps: int, times: int) -> None:
    figures = loop("powercuts", steps, times)
    assert figures["cuts"] >= 20 * steps * times and figures["with a journal left"] > 0
    assert figures["syncs of one step"] <= 5, "a slow disk is waited for too often"


@pytest.mark.parametrize(("flips", "every"), [(40, 20), pytest.param(600, 1, marks=pytest.mark.long)])
def test_flipped_bits_and_destroyed_pages(flips: int, every: int) -> None:
    figures = loop("damage", flips, every)
    assert sum(figures["flips"].values()) == flips
    assert figures["flips"]["named"] > 0 and figures["pages"].get("harmless", 0) < figures["pages"]["refused"]
    assert figures["salvaged at worst"] >= 0.99


@pytest.mark.parametrize("steps", [120, pytest.param(30_000, marks=pytest.mark.long)])
def test_a_workshop_of_eight_hours(steps: int) -> None:
    figures = loop("workshop", steps)
    assert figures["bytes a step"] < (400 if steps == 30_000 else 600)
    held = figures["KiB held"]
    assert held[-1] - held[0] < 16 * 1024, "memory of the last 1,000 steps, not of all"
    many, plain = figures["calls to open"]
    assert many < 1.5 * plain
