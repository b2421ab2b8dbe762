"""Any commands in any order on a board file with a scene: file == board == scene, also after reopening."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import invariant, rule

from canvas_app.domain.decide_groups import stack
from canvas_app.domain.history import Step, StepKind
from canvas_app.domain.ids import new_id
from canvas_app.domain.patch import Patch, insert
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.checking import check
from canvas_app.ui.board.note_item import Look
from canvas_app.ui.board.scene import BoardScene
from tests.properties.test_domain_machine import START, Boards


def step_of(patches: tuple[Patch, ...], kind: StepKind, name: str, group: str | None = None) -> Step:
    at = "2026-11-21T12:00:00.000Z"
    return Step(op_id=new_id(), session="s", at=at, kind=kind, label=name, group=group, patches=patches)


class Mirrored(Boards):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "machine.valueboard"
        tables = ("canvas", "board", "note", "link", "statement", "zone_state", "stroke")
        base = tuple(insert(row) for table in tables for row in START.table(table).values())
        rows = type(START)({}).check(base)
        self.file = BoardFile.create(self.path, step_of(base, "base", "New board"), rows)
        self.scene = BoardScene(self.board, Look())

    def commit(self, patches: tuple[Patch, ...], kind: StepKind, name: str, group: str | None = None) -> None:
        step = step_of(patches, kind, name, group)
        self.file.append(step, self.board.check(patches))
        super().commit(patches, kind, name, group)
        self.scene.patch(step)

    @rule()
    def reopen(self) -> None:
        depth, redo = self.history.depth, self.history.redoable
        self.file.close()
        self.file = BoardFile.open(self.path)
        again = type(self.history)()
        for entry in self.file.journal.entries():
            again.push(entry)
        assert (again.depth, again.redoable is None) == (depth, redo is None)
        if again.undoable and self.history.undoable:
            assert again.undoable.backward == self.history.undoable.backward

    @invariant()
    def file_is_board(self) -> None:
        for name, rows in self.file.load().items():
            assert rows == self.board.table(name), name

    @invariant()
    def scene_is_board(self) -> None:
        ranks = self.board.ranks()
        assert self.scene.note_items.keys() == self.board.notes.keys()
        assert self.scene.link_items.keys() == self.board.links.keys()
        for note_id, item in self.scene.note_items.items():
            assert item.note == self.board.notes[note_id]
            assert (item.rank, item.x(), item.y()) == (ranks.get(note_id), item.note.x, item.note.y)
            assert item.hue == self.board.canvas.kind(item.note.kind).hue
        for link_id, item in self.scene.link_items.items():
            assert item.link == self.board.links[link_id]
        pile = sorted(self.scene.note_items.values(), key=lambda item: item.order)
        assert [item.note for item in pile] == stack(self.board)
        strokes = {stroke_id: item.stroke for stroke_id, item in self.scene.stroke_items.items()}
        assert list(strokes.items()) == list(self.board.strokes.items())

    def teardown(self) -> None:
        self.file.close()
        check(self.path, deep=True)
        self.folder.cleanup()


class TestMirrored(Mirrored.TestCase):
    settings = settings(max_examples=6, stateful_step_count=25, deadline=None)


@pytest.mark.long
class TestMirroredAtLength(Mirrored.TestCase):
    settings = settings(max_examples=200, stateful_step_count=25, deadline=None)
