"""Boards in a folder: several windows that make them at the same moment."""

import threading
from collections import deque
from pathlib import Path

from canvas_app.app import resources
from canvas_app.app.library import create_board, make_in
from canvas_app.storage.checking import check


def test_windows_that_make_a_board_of_one_title_at_once_get_one_each(tmp_path: Path) -> None:
    canvas = resources.catalogue().canvas("value-proposition")
    made: deque[Path] = deque()
    start = threading.Barrier(4)

    def create(path: Path) -> None:
        if path.name == "Clinic.valueboard":
            start.wait()  # all four have found the name free
        create_board(path, canvas, {"title": "Clinic"}).close()

    makers = [threading.Thread(target=lambda: made.append(make_in(tmp_path, "Clinic", create))) for _ in range(4)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in made)
    assert {path.stem for path in made} == {"Clinic", "Clinic 2", "Clinic 3", "Clinic 4"}
    for path in made:
        check(path, deep=True)
