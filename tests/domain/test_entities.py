"""Entities refuse what no board may hold, and text is normalised once."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from canvas_app.domain.entities import Link, Note, Part, Statement, clean_text
from canvas_app.domain.ids import keepable, new_id

NOTE: dict[str, Any] = {"id": "n", "zone": "pains", "kind": "pain", "x": 0, "y": 0}


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("a\tb", "a    b"),
        ("a\x00\x07\x1b[0mb", "a[0mb"),
        ("e\u0301", "é"),
        ("a\ud800b", "ab"),
        ("👩‍👩‍👧‍👦 \u202eשלום", "👩‍👩‍👧‍👦 \u202eשלום"),
    ],
)
def test_clean_text(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@given(st.text(st.characters(), max_size=40))
def test_clean_text_is_settled_after_once(raw: str) -> None:
    once = clean_text(raw)
    assert clean_text(once) == once
    once.encode("utf-8")
    assert "\r" not in once and "\t" not in once and "\x00" not in once


@pytest.mark.parametrize(
    "values",
    [
        {"x": float("nan")},
        {"y": float("inf")},
        {"x": 2e7},
        {"w": 0},
        {"score": 0},
        {"score": 6},
        {"rank_key": "a0"},
        {"rank_key": ""},
        {"rank_key": "a b"},
        {"id": ""},
        {"id": "a b"},
        {"id": "x" * 65},
        {"id": "../../etc"},
        {"text": "x" * 20_001},
        {"votes": 3},
    ],
)
def test_note_refuses(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Note.model_validate(NOTE | values)


def test_entities_are_frozen() -> None:
    note = Note.model_validate(NOTE)
    with pytest.raises(ValidationError):
        note.x = 5  # type: ignore[misc]
    assert note.centre == (66, 46)


@pytest.mark.parametrize("strength", [0, 4, 1.5])
def test_link_strength(strength: float) -> None:
    with pytest.raises(ValidationError):
        Link.model_validate({"id": "l", "source": "a", "target": "b", "strength": strength})


def test_statement_text_and_notes() -> None:
    parts = (
        Part(text="We "),
        Part(text="do", note="b"),
        Part(text=" and "),
        Part(text="be", note="a"),
        Part(text="!", note="b"),
    )
    statement = Statement(id="s", rank_key="V", parts=parts)
    assert statement.text == "We do and be!"
    assert statement.notes == ("b", "a")


def test_ids() -> None:
    assert len({new_id() for _ in range(100)}) == 100
    assert all(keepable(new_id()) for _ in range(3))
    assert keepable("job-regulars_1") and not keepable("") and not keepable("a/b") and not keepable("é")
    assert not keepable("x" * 65) and not keepable(3) and not keepable("a\n")
