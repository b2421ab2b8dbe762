"""How wide notes are made that bring much text."""

from hypothesis import given
from hypothesis import strategies as st

from canvas_app.domain.entities import NOTE_HEIGHT, NOTE_WIDTH
from canvas_app.domain.note_size import width_for
from canvas_app.text.note_face import grown_height


@given(st.text(alphabet="abc déø 中文", max_size=3000))
def test_a_note_is_of_the_usual_width_or_wider_and_never_too_wide(text: str) -> None:
    assert NOTE_WIDTH <= width_for(text) <= 4 * NOTE_WIDTH


def test_short_notes_are_as_ever() -> None:
    assert width_for("Nobody knows which month the report is from " * 5) == NOTE_WIDTH


def test_a_long_text_does_not_become_a_column() -> None:
    for text in ("Somebody wrote a page of it. " * 70, "担当者が毎月の報告をまとめる。" * 60):
        width = width_for(text)
        assert 0.5 * width < grown_height(text, width, NOTE_HEIGHT) < 1.2 * width
