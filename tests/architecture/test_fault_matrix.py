"""The table of faults in the documents names tests that there are."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parent / "resources" / "docs" / "reliability.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) \| .+ \| .+ \| `([^`]+)` \|$", PAGE, re.MULTILINE)
NAMED = sorted(set(re.findall(r"`(?:tests/)?([\w/]+\.py)::(\w+)`", PAGE)))


def test_every_fault_has_a_line() -> None:
    assert [int(number) for number, _ in ROWS] == list(range(1, 68))


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_every_test_that_is_named_exists(file: str, name: str) -> None:
    assert re.search(rf"^(?:def|class) {name}\b", (TESTS / file).read_text(encoding="utf-8"), re.MULTILINE)
