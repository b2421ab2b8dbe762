"""All notes: what a note says besides its text."""

from typing import Any

import pytest

from canvas_app.domain.entities import Note
from canvas_app.export.pdf.content import plain_words
from canvas_app.export.pdf.document import render_pdf
from canvas_app.export.pdf.options import PdfOptions
from tests.export.boards import board_of, canvas, icons, paper
from tests.export.readers import by_pdfium, plain


def told(**values: Any) -> str:
    """What All notes says about a note with these values, after its text."""
    note = Note(id="a", zone="pains", kind="pain", x=820, y=420, text="The note", **values)
    pages = by_pdfium(render_pdf(board_of(canvas(), note), paper(), PdfOptions(), icons()).data)
    return plain(pages[-1]).partition("The note")[2].removesuffix("Month-end close 2").strip()


def test_what_its_kind_asks_its_tags_and_its_author() -> None:
    words = told(detail="More of it", fields={"frequency": "weekly"}, tags=("price", "urgent"), author="Ana")
    assert words == "More of it How often: weekly · Tags: price, urgent · Author: Ana"


def test_fields_that_the_kind_does_not_know_are_told_too() -> None:
    assert told(fields={"frequency": "daily", "votes elsewhere": 3}) == "How often: daily · votes elsewhere: 3"


def test_nothing_is_said_of_what_is_empty() -> None:
    assert told(fields={"frequency": "", "sure": None, "list": []}) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("a\nb", "a b"),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (2.5, "2.5"),
        ([1, "", "two"], "1, two"),
        ({"a": 1, "b": ""}, "a: 1"),
        ([], ""),
    ],
)
def test_values_of_fields_as_words(value: object, words: str) -> None:
    assert plain_words(value) == words
