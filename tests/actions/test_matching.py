"""What is typed in the palette finds the action that is meant."""

import pytest

from canvas_app.actions.matching import fitness

TITLES = ("New note", "New board", "Nudge left", "Zoom in", "Zoom to 100 %", "Move to Pains", "Présenter", "Select all")


def found(query: str) -> list[str]:
    fits = {title: fitness(query, title) for title in TITLES}
    return sorted((title for title in TITLES if fits[title] is not None), key=lambda title: fits[title] or ())


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("new n", "New note"),
        ("nn", "New note"),
        ("nb", "New board"),
        ("100", "Zoom to 100 %"),
        ("PAINS", "Move to Pains"),
        ("pains move", "Move to Pains"),
        ("presenter", "Présenter"),
        ("slctal", "Select all"),
        ("zom in", "Zoom in"),
    ],
)
def test_the_best_comes_first(query: str, best: str) -> None:
    assert found(query)[0] == best


def test_what_does_not_fit_is_left_out() -> None:
    assert found("xyz") == []
    assert "Nudge left" not in found("zoom")


def test_nothing_typed_fits_everything() -> None:
    assert len(found("  ")) == len(TITLES)


def test_words_beside_the_title_help_but_come_later() -> None:
    beside, by_name = fitness("view", "Zoom in", "View"), fitness("view", "View of all")
    assert beside is not None and by_name is not None and by_name < beside
