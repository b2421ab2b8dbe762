"""Any commands in any order, with undo and redo: the board stays sound, and every way back leads to the start."""

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from pydantic import ValidationError

from canvas_app.domain.arrange import grown_point, is_arranged, outline_at
from canvas_app.domain.board import Board
from canvas_app.domain.commands import (
    AddLink,
    AddNotes,
    AddStatement,
    AddStrokes,
    AlignNotes,
    ArrangeZones,
    Command,
    Delete,
    DeleteStatements,
    DistributeNotes,
    EditBoard,
    EditNote,
    EditStatement,
    EraseStrokes,
    GroupNotes,
    IgnoreFinding,
    LockNotes,
    MarkFinal,
    MoveNotes,
    MoveStatement,
    MoveToZone,
    NewNote,
    PickNotes,
    RankNote,
    RenewWords,
    ReplaceCanvas,
    ScoreNotes,
    SetStrength,
    SortStatements,
    StackNotes,
    Tidy,
    UngroupNotes,
    UnrankNotes,
    label,
)
from canvas_app.domain.competition import compare
from canvas_app.domain.decide import decide
from canvas_app.domain.decide_competition import (
    AddCompetitor,
    AddCriterion,
    DeleteCompetitor,
    DeleteCriterion,
    MoveCompetitor,
    Rate,
    RateAll,
    RenameCompetitor,
    RewordCriterion,
)
from canvas_app.domain.decide_groups import stack
from canvas_app.domain.decide_steps import HideStep, MoveStep, ResetGuide, ResetStep, RewordStep, SkipStep
from canvas_app.domain.decide_voting import (
    ApplyRound,
    DeleteRound,
    PassPen,
    PutDot,
    RevealRound,
    StartRound,
    TakeBackDot,
)
from canvas_app.domain.entities import PARKING, STANDING, Part, Stroke
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.evidence import (
    About,
    AddEvidence,
    AddTest,
    DeleteEvidence,
    DeleteTests,
    EditEvidence,
    EditTest,
    MoveTest,
    support,
    supports,
)
from canvas_app.domain.fit import fit
from canvas_app.domain.gaps import NOTHING_DECIDED, DecideGap, decisions
from canvas_app.domain.geometry import Rect, fits_inside
from canvas_app.domain.history import Entry, History, StepKind, Unit
from canvas_app.domain.patch import Patch
from canvas_app.domain.sittings import BeginSitting, DeleteSittings, NamePeople, RecordStint
from canvas_app.domain.statements import changed_notes, compose, edit_parts
from canvas_app.domain.steps import step_views
from canvas_app.domain.voting import all_voted, dots_left, held_back, open_round, own_dots, ranking, standings, tally
from tests.domain.builder import dump, faults, new_board

START = new_board(segment="cafés")
ZONES = [*(zone.id for zone in START.canvas.zones), PARKING]
KINDS = [kind.id for kind in START.canvas.kinds]
X, Y = st.integers(-200, 1700), st.integers(-200, 1000)
TEXT = st.text("ab é\t\n\r\x00", max_size=8)
VALUES = st.fixed_dictionaries(
    {},
    optional={"score": st.integers(1, 5), "picked": st.booleans(), "tags": st.lists(TEXT, max_size=2), "detail": TEXT},
)

DAY = st.sampled_from(["", "2026-05-03", "2025-01-01", "someday"])
EVIDENCE = st.fixed_dictionaries(
    {},
    optional={
        "level": st.sampled_from(["assumption", "some", "strong"]),
        "quote": TEXT,
        "date": DAY,
        "link": st.sampled_from(["", "example.com", "ftp://x"]),
    },
)
DECISION = st.fixed_dictionaries(
    {},
    optional={
        "choice": st.sampled_from(["", "ignore", "watch", "innovate", "partner"]),
        "strategic": st.sampled_from([None, True, False]),
        "due": DAY,
        "why": TEXT,
    },
)
TEST_CARD = st.fixed_dictionaries(
    {}, optional={"result": st.sampled_from(["", "passed", "failed", "unclear"]), "believe": TEXT, "date": DAY}
)


class Boards(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.board: Board = START.copy()
        self.history = History()
        self.made = 0
        self.journal: list[Patch] = []
        self.after: list[dict[str, Any]] = [dump(START)]  # the board after each unit that can be undone

    # helpers

    def fresh(self) -> str:
        """Ids in order of making: random ones would make the machine's runs differ."""
        self.made += 1
        return f"id{self.made:04}"

    def commit(self, patches: tuple[Patch, ...], kind: StepKind, name: str, group: str | None = None) -> None:
        before = dump(self.board)
        rows = self.board.check(patches)
        assert dump(self.board) == before
        self.board.apply(rows)
        self.journal += patches
        self.history.push(Entry(kind, name, group, lambda: patches))

    def do(self, command: Command, group: str | None = None) -> None:
        before = dump(self.board)
        try:
            patches = tuple(decide(self.board, command))
        except RuleBroken as reason:
            assert str(reason).endswith(".") and dump(self.board) == before
            return
        if not patches:
            return
        scale, frame = self.board.info.scale, self.board.frame
        fixed = [note for note in self.board.notes.values() if note.locked]
        fixed = [] if isinstance(command, EditNote) else fixed  # another size, at the same corner
        before_it = self.history.units
        self.commit(patches, "do", label(command), group or getattr(command, "history_group", None))
        if isinstance(command, RevealRound):
            self.gather(command.round, before_it)
        self.lies_as_kept()
        ratio = self.board.info.scale / scale
        for note in fixed:
            now = self.board.notes[note.id]
            assert now.centre == pytest.approx(grown_point(frame, note.centre, ratio)), "a locked note moved"
        assert dump(self.board) != before, "a step that changed nothing"
        assert self.history.redoable is None
        self.after = [*self.after[: self.history.depth], dump(self.board)]

    def note_down(self, command: Command) -> None:
        """As the log of a workshop does: undo passes it by, so it is on the board after every unit."""
        try:
            patches = tuple(decide(self.board, command))
        except RuleBroken:
            return
        depth = self.history.depth
        self.commit(patches, "base", label(command))
        assert self.history.depth == depth
        now = dump(self.board)
        rows = {(patch.entity, patch.id): now[patch.entity][patch.id] for patch in patches}
        for number, state in enumerate(self.after):
            changed = {name: {**state[name], **{i: row for (n, i), row in rows.items() if n == name}} for name in state}
            self.after[number] = changed

    def gather(self, round_id: str, units: list[Unit]) -> None:
        """The round is one unit now, and those of the time when it was hidden lead to boards without it."""

        def without(state: dict[str, Any]) -> dict[str, Any]:
            rounds = {key: row for key, row in state["round"].items() if key != round_id}
            votes = {key: row for key, row in state["vote"].items() if row["round"] != round_id}
            return {**state, "round": rounds, "vote": votes}

        places = [units.index(unit) for unit in self.history.units[:-1]]
        self.after = [self.after[0], *(without(self.after[place + 1]) for place in places)]

    def can(self, unit: Unit | None) -> bool:
        return unit is not None and not held_back(self.board, unit.groups)

    def some(self, data: st.DataObject, table: str, least: int = 0) -> tuple[str, ...]:
        ids = sorted(self.board.table(table))
        return tuple(data.draw(st.lists(st.sampled_from(ids), min_size=least, max_size=4))) if ids else ()

    def one(self, data: st.DataObject, table: str) -> str | None:
        ids = sorted(self.board.table(table))
        return data.draw(st.sampled_from(ids)) if ids else None

    # notes

    @initialize(data=st.data())
    def fill(self, data: st.DataObject) -> None:
        self.do(AddNotes(tuple(NewNote(zone=zone, kind="job", id=self.fresh()) for zone in ZONES for _ in range(2))))
        notes = sorted(self.board.notes)
        for _ in range(6):
            source, target = data.draw(st.sampled_from(notes)), data.draw(st.sampled_from(notes))
            self.do(AddLink(source, target, 3, self.fresh()))

    @rule(zone=st.sampled_from(ZONES), kind=st.sampled_from(KINDS), text=TEXT, values=VALUES, count=st.integers(1, 7))
    def paste(self, zone: str, kind: str, text: str, values: dict[str, Any], count: int) -> None:
        if len(self.board.notes) < 60:
            notes = [NewNote(text=text, zone=zone, kind=kind, values=values, id=self.fresh()) for _ in range(count)]
            self.do(AddNotes(tuple(notes)))

    @rule(x=X, y=Y, text=TEXT, kind=st.none() | st.sampled_from(KINDS), values=VALUES)
    def write(self, x: int, y: int, text: str, kind: str | None, values: dict[str, Any]) -> None:
        self.do(AddNotes((NewNote(text=text, x=x, y=y, kind=kind, values=values, id=self.fresh()),)))

    @rule(data=st.data(), dx=X, dy=Y)
    def duplicate(self, data: st.DataObject, dx: int, dy: int) -> None:
        """Copies of notes with the links between them, somewhere else."""
        chosen = [self.board.notes[note_id] for note_id in dict.fromkeys(self.some(data, "note"))]
        copies = {
            note.id: NewNote(text=note.text, x=note.x + dx, y=note.y + dy, kind=note.kind, id=self.fresh())
            for note in chosen
        }
        links = tuple(
            AddLink(copies[link.source].id, copies[link.target].id, link.strength, self.fresh())
            for link in self.board.links.values()
            if link.source in copies and link.target in copies
        )
        self.do(AddNotes(tuple(copies.values()), links))

    @rule(data=st.data(), dx=st.integers(-900, 900), dy=st.integers(-600, 600), on_top=st.booleans())
    def move(self, data: st.DataObject, dx: int, dy: int, on_top: bool) -> None:
        chosen = self.some(data, "note")
        self.do(MoveNotes(chosen, dx, dy, on_top))
        moved = {note_id for note_id in chosen if not self.board.notes[note_id].locked}
        pile = stack(self.board)
        for n, note in enumerate(pile if on_top and moved and (dx or dy) else ()):
            if note.id in moved and not is_arranged(self.board, note.zone):
                above = [other for other in pile[n:] if other.id not in moved and other.zone == note.zone]
                box = Rect(note.x, note.y, note.w, note.h)
                assert not any(box.overlaps(Rect(other.x, other.y, other.w, other.h)) for other in above)

    @rule(data=st.data(), dx=st.sampled_from([-10, 1, 400]))
    def nudge(self, data: st.DataObject, dx: int) -> None:
        if note := self.one(data, "note"):
            self.do(MoveNotes((note,), dx, 0), group=f"nudge {note}")

    @rule(data=st.data(), zone=st.sampled_from(ZONES))
    def send(self, data: st.DataObject, zone: str) -> None:
        self.do(MoveToZone(self.some(data, "note"), zone))

    @rule(data=st.data(), text=TEXT, size=st.integers(-5, 400))
    def edit(self, data: st.DataObject, text: str, size: int) -> None:
        if note := self.one(data, "note"):
            self.do(EditNote(note, {"text": text, "w": size}), group=f"edit {note}")
            self.do(EditNote(note, {"text": text + "!", "tags": (text,)}), group=f"edit {note}")

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        self.do(Delete(self.some(data, "note")[:2], self.some(data, "link")))

    @rule(data=st.data(), score=st.none() | st.integers(0, 6), picked=st.booleans())
    def judge(self, data: st.DataObject, score: int | None, picked: bool) -> None:
        self.do(ScoreNotes(self.some(data, "note"), score))
        self.do(PickNotes(self.some(data, "note"), picked))

    @rule(data=st.data(), index=st.integers(-1, 8))
    def rank(self, data: st.DataObject, index: int) -> None:
        if note := self.one(data, "note"):
            shown = [other.id for other in self.board.in_zone(self.board.notes[note].zone) if other.id != note]
            self.do(RankNote(note, index))
            if self.board.notes[note].zone != PARKING:
                shown.insert(max(0, min(index, len(shown))), note)
                assert [other.id for other in self.board.in_zone(self.board.notes[note].zone)] == shown

    @rule(data=st.data())
    def unrank(self, data: st.DataObject) -> None:
        self.do(UnrankNotes(self.some(data, "note")))

    # where notes lie

    @rule(zones=st.none() | st.lists(st.sampled_from(ZONES[:-1]), max_size=2), arranged=st.booleans())
    def keep(self, zones: list[str] | None, arranged: bool) -> None:
        self.do(ArrangeZones(None if zones is None else tuple(zones), arranged))

    @rule(data=st.data(), zones=st.lists(st.sampled_from(ZONES), max_size=2))
    def tidy(self, data: st.DataObject, zones: list[str]) -> None:
        chosen = self.some(data, "note")
        before = {note_id: self.board.notes[note_id].zone for note_id in chosen}
        self.do(Tidy(chosen, tuple(zones)))
        assert before == {note_id: self.board.notes[note_id].zone for note_id in chosen}
        overlapping = [note_id for note_id in chosen if not self.board.notes[note_id].locked]
        rects = [Rect(n.x, n.y, n.w, n.h) for n in (self.board.notes[i] for i in dict.fromkeys(overlapping))]
        assert not any(a.overlaps(b) for n, a in enumerate(rects) for b in rects[:n])

    @rule(data=st.data(), edge=st.sampled_from(["left", "centre", "right", "top", "middle", "bottom"]))
    def align(self, data: st.DataObject, edge: Any) -> None:
        before = {note.id: (note.zone, note.kind) for note in self.board.notes.values()}
        self.do(AlignNotes(self.some(data, "note"), edge))
        self.do(DistributeNotes(self.some(data, "note"), "across" if edge < "d" else "down"))
        assert before == {note.id: (note.zone, note.kind) for note in self.board.notes.values()}

    @rule(data=st.data(), apart=st.booleans())
    def group(self, data: st.DataObject, apart: bool) -> None:
        self.do(UngroupNotes(self.some(data, "note")) if apart else GroupNotes(self.some(data, "note"), self.fresh()))

    @rule(data=st.data(), locked=st.booleans())
    def lock(self, data: st.DataObject, locked: bool) -> None:
        self.do(LockNotes(self.some(data, "note"), locked))

    @rule(data=st.data(), to=st.sampled_from(["front", "back", "forward", "backward"]))
    def restack(self, data: st.DataObject, to: Any) -> None:
        self.do(StackNotes(self.some(data, "note"), to))

    # links

    @rule(data=st.data(), strength=st.integers(0, 4))
    def link(self, data: st.DataObject, strength: int) -> None:
        source, target = self.one(data, "note"), self.one(data, "note")
        if source and target:
            self.do(AddLink(source, target, strength, self.fresh()))

    @rule(data=st.data(), strength=st.integers(0, 4))
    def strengthen(self, data: st.DataObject, strength: int) -> None:
        self.do(SetStrength(self.some(data, "link"), strength))

    # statements

    @rule(data=st.data(), index=st.none() | st.integers(-1, 5))
    def state(self, data: st.DataObject, index: int | None) -> None:
        pattern = data.draw(st.sampled_from(self.board.canvas.patterns))
        parts = compose(self.board, fit(self.board), pattern, self.some(data, "note"))
        self.do(AddStatement(parts, pattern.id, index, self.fresh()))

    @rule(data=st.data(), text=TEXT)
    def restate(self, data: st.DataObject, text: str) -> None:
        if self.board.statements and (statement := self.one(data, "statement")):
            old = next(row for row in self.board.statements if row.id == statement)
            self.do(EditStatement(statement, edit_parts(old.parts, text + old.text[3:])))

    @rule(data=st.data())
    def say_freely(self, data: st.DataObject) -> None:
        self.do(AddStatement((Part(text="Words", note=self.one(data, "note"), used="x"),), id=self.fresh()))

    @rule(data=st.data(), index=st.integers(-1, 5))
    def reorder(self, data: st.DataObject, index: int) -> None:
        if statement := self.one(data, "statement"):
            self.do(MoveStatement(statement, index))
            others = [row.id for row in self.board.statements if row.id != statement]
            others.insert(max(0, min(index, len(others))), statement)
            assert [row.id for row in self.board.statements] == others

    @rule()
    def sort(self) -> None:
        self.do(SortStatements())
        figures = fit(self.board)
        scores = [figures.statement_score(row.notes) or 0 for row in self.board.statements]
        assert scores == sorted(scores, reverse=True)

    @rule(data=st.data())
    def unsay(self, data: st.DataObject) -> None:
        self.do(DeleteStatements(self.some(data, "statement")))

    @rule(data=st.data(), final=st.booleans())
    def settle(self, data: st.DataObject, final: bool) -> None:
        if statement := self.one(data, "statement"):
            self.do(MarkFinal(statement, final))
            assert [row.id for row in self.board.statements if row.final] == [statement] * final or not final

    @rule(data=st.data(), take=st.booleans())
    def renew_words(self, data: st.DataObject, take: bool) -> None:
        statement, note = self.one(data, "statement"), self.one(data, "note")
        if statement and note:
            self.do(RenewWords(statement, note, take))
            row = next(row for row in self.board.statements if row.id == statement)
            assert note not in changed_notes(self.board, row.parts)

    @rule(data=st.data(), key=st.sampled_from(["word:a", "rule:b"]), ignored=st.booleans())
    def ignore(self, data: st.DataObject, key: str, ignored: bool) -> None:
        if statement := self.one(data, "statement"):
            self.do(IgnoreFinding(statement, key, ignored))
            row = next(row for row in self.board.statements if row.id == statement)
            assert row.ignored.count(key) == ignored

    # decisions about gaps

    @rule(data=st.data(), values=DECISION)
    def decide_gap(self, data: st.DataObject, values: dict[str, Any]) -> None:
        if note := self.one(data, "note"):
            idea = {"idea": self.one(data, "note")} if data.draw(st.booleans()) else {}
            self.do(DecideGap(note, {**values, **idea}, self.fresh()))
            made = [decision for decision in self.board.decisions.values() if decision.note == note]
            assert len(made) <= 1
            assert all(row.model_dump(include=set(NOTHING_DECIDED)) != NOTHING_DECIDED for row in made)

    @rule(data=st.data())
    def forget_decision(self, data: st.DataObject) -> None:
        if made := self.one(data, "decision"):
            note = self.board.decisions[made].note
            if self.board.canvas.role(self.board.notes[note].kind) == "need":
                self.do(DecideGap(note, dict(NOTHING_DECIDED)))
                assert note not in decisions(self.board)

    # evidence and tests

    @rule(data=st.data(), table=st.sampled_from(["note", "statement"]), values=EVIDENCE)
    def prove(self, data: st.DataObject, table: str, values: dict[str, Any]) -> None:
        if row := self.one(data, table):
            self.do(AddEvidence(About(table, row), values, self.fresh()))

    @rule(data=st.data(), values=EVIDENCE)
    def prove_better(self, data: st.DataObject, values: dict[str, Any]) -> None:
        if piece := self.one(data, "evidence"):
            self.do(EditEvidence(piece, values))

    @rule(data=st.data())
    def doubt(self, data: st.DataObject) -> None:
        self.do(DeleteEvidence(self.some(data, "evidence")))
        self.do(DeleteTests(self.some(data, "test_card")[:1]))

    @rule(data=st.data(), values=TEST_CARD, index=st.none() | st.integers(-1, 4))
    def plan_test(self, data: st.DataObject, values: dict[str, Any], index: int | None) -> None:
        about = {"note": self.one(data, "note")} if data.draw(st.booleans()) else {}
        self.do(AddTest({**values, **about}, index, self.fresh()))

    @rule(data=st.data(), values=TEST_CARD, index=st.integers(-1, 5))
    def finish_test(self, data: st.DataObject, values: dict[str, Any], index: int) -> None:
        if test := self.one(data, "test_card"):
            about = data.draw(st.sampled_from([{}, {"note": None}, {"statement": self.one(data, "statement")}]))
            self.do(EditTest(test, {**values, **about}))
            self.do(MoveTest(test, index))
            others = [row.id for row in self.board.test_cards if row.id != test]
            others.insert(max(0, min(index, len(others))), test)
            assert [row.id for row in self.board.test_cards] == others

    @invariant()
    def supported(self) -> None:
        everything = supports(self.board)
        for about, found in everything.items():
            assert about.id in self.board.table(about.table)
            assert found == support(self.board, about)
            assert (found.before, found.level) != ("strong", "assumption"), "a test lowers by one"
            assert not (found.failed and found.level == "strong")

    # the comparison

    @rule(data=st.data(), name=TEXT, text=TEXT, index=st.integers(-1, 4))
    def name_who_and_what(self, data: st.DataObject, name: str, text: str, index: int) -> None:
        self.do(AddCompetitor(name, self.fresh()))
        self.do(AddCriterion(text, self.one(data, "note") if text == "" else None, self.fresh()))
        if competitor := self.one(data, "competitor"):
            self.do(MoveCompetitor(competitor, index))
            self.do(RenameCompetitor(competitor, text))
        if criterion := self.one(data, "criterion"):
            self.do(RewordCriterion(criterion, name))

    @rule(data=st.data(), score=st.none() | st.integers(-1, 6), on_note=st.booleans())
    def rate(self, data: st.DataObject, score: int | None, on_note: bool) -> None:
        who = data.draw(st.sampled_from([*STANDING, *sorted(self.board.table("competitor"))]))
        if about := self.one(data, "note" if on_note else "criterion"):
            note, criterion = (about, None) if on_note else (None, about)
            self.do(Rate(who, score, note, criterion, self.fresh()))
            given = [
                row.score
                for row in self.board.ratings.values()
                if row.who == who and about in (row.note, row.criterion)
            ]
            assert len(given) <= 1 and (score not in range(6) or given == [score])
            compare(self.board, fit(self.board), {})
            others = [Rate(other, score, note, criterion, self.fresh()) for other in (*STANDING, who)]
            self.do(RateAll(tuple(others)))

    @rule(data=st.data())
    def forget_competition(self, data: st.DataObject) -> None:
        if competitor := self.one(data, "competitor"):
            self.do(DeleteCompetitor(competitor))
        if criterion := self.one(data, "criterion"):
            self.do(DeleteCriterion(criterion))

    # votes

    @rule(
        data=st.data(),
        people=st.integers(0, 3),
        dots=st.integers(0, 3),
        most=st.integers(1, 2),
        anonymous=st.booleans(),
    )
    def start_vote(self, data: st.DataObject, people: int, dots: int, most: int, anonymous: bool) -> None:
        zones = tuple(data.draw(st.lists(st.sampled_from(ZONES), max_size=3)))
        self.do(StartRound(zones, people, (), anonymous, dots, most, id=self.fresh()))

    @rule(data=st.data(), late=st.sampled_from([0, 0, 0, 1]))
    def put_dots(self, data: st.DataObject, late: int) -> None:
        for note in self.some(data, "note"):
            if round_ := open_round(self.board):
                self.do(PutDot(round_.id, round_.turn - late, note, self.fresh()))

    @rule(data=st.data(), named=st.booleans())
    def take_back_dot(self, data: st.DataObject, named: bool) -> None:
        if round_ := open_round(self.board):
            self.do(TakeBackDot(round_.id, round_.turn, self.one(data, "note") if named else None, self.fresh()))

    @rule(times=st.integers(1, 3))
    def pass_pen(self, times: int) -> None:
        for _ in range(times):
            if round_ := open_round(self.board):
                self.do(PassPen(round_.id, round_.turn))

    @rule()
    def reveal(self) -> None:
        if round_ := open_round(self.board):
            self.do(RevealRound(round_.id))

    @rule()
    def finish_vote(self) -> None:
        while (round_ := open_round(self.board)) and not all_voted(round_):
            self.do(PassPen(round_.id, round_.turn))
        self.reveal()

    @rule(data=st.data(), discard=st.booleans())
    def rank_by_votes(self, data: st.DataObject, discard: bool) -> None:
        if round_id := self.one(data, "round"):
            round_ = self.board.rounds[round_id]
            orders = {zone: [note.id for note in ranking(self.board, round_, zone)] for zone in round_.zones}
            any_dot = bool(tally(self.board, round_))
            self.do(ApplyRound(round_id))
            for zone, order in orders.items() if any_dot else ():
                assert list(self.board.ranked(zone)) == order
            if discard:
                self.do(DeleteRound(round_id))

    @invariant()
    def votes_add_up(self) -> None:
        rounds = [row for row in self.board.rounds.values() if not row.revealed]
        assert len(rounds) <= 1
        for round_ in rounds:
            own = own_dots(self.board, round_)
            assert tally(self.board, round_) == {} and sum(own.values()) + dots_left(self.board, round_) == round_.dots
            assert all(count <= round_.most for count in own.values()) or all_voted(round_)
        for round_ in self.board.rounds.values():
            votes = [vote for vote in self.board.votes.values() if vote.round == round_.id]
            assert len(votes) <= round_.people * round_.dots
            assert not round_.anonymous or all(vote.turn in (None, round_.turn) for vote in votes)
            for zone in round_.zones:
                places = [row.place for row in standings(self.board, round_, zone)]
                assert places == sorted(places)

    # ink

    @rule(data=st.data(), count=st.integers(1, 3), x=X, y=Y, width=st.floats(0, 1001))
    def draw(self, data: st.DataObject, count: int, x: int, y: int, width: float) -> None:
        points = tuple((x + n, y - n, n / count) for n in range(count))
        try:
            strokes = tuple(Stroke(id=self.fresh(), points=points, width=width) for _ in range(count))
        except ValidationError:
            return
        self.do(AddStrokes(strokes))
        assert strokes == tuple(self.board.strokes.values())[-count:]

    @rule(data=st.data())
    def erase(self, data: st.DataObject) -> None:
        gone = self.some(data, "stroke")
        self.do(EraseStrokes((*gone, "nothing")))
        assert not self.board.strokes.keys() & set(gone)

    # the guide

    @rule(
        n=st.integers(1, 17),
        on=st.booleans(),
        index=st.integers(-1, 17),
        title=TEXT,
        minutes=st.none() | st.integers(-1, 9),
    )
    def guide(self, n: int, on: bool, index: int, title: str, minutes: int | None) -> None:
        self.do(SkipStep(n, on))
        self.do(MoveStep(n, index))
        self.do(RewordStep(n, title, minutes=minutes))
        self.do(HideStep(n, not on))
        views = step_views(self.board, fit(self.board))
        assert sorted(view.n for view in views) == list(range(1, 17))
        if n <= 16:
            assert views[max(0, min(index, 15))].n == n
        if title and on:
            self.do(ResetStep(n))
        if index == 17:
            self.do(ResetGuide())
            assert not self.board.step_states

    # the log of workshops

    @rule(data=st.data(), n=st.integers(1, 17), seconds=st.integers(0, 99), people=st.lists(TEXT, max_size=2))
    def log(self, data: st.DataObject, n: int, seconds: int, people: list[str]) -> None:
        sitting = self.one(data, "sitting")
        if sitting is None or n == 17:
            self.note_down(BeginSitting("2026-05-03T09:00:00Z", tuple(people), self.fresh()))
        else:
            self.note_down(RecordStint(sitting, n, seconds, {"note added": n}, self.fresh()))
            self.do(NamePeople(sitting, tuple(people)))

    @rule(data=st.data())
    def forget_workshops(self, data: st.DataObject) -> None:
        self.do(DeleteSittings(self.some(data, "sitting")))
        for sitting in self.board.stints.values():
            assert sitting.sitting in self.board.sittings

    # the board

    @rule(title=TEXT, goal=TEXT)
    def name(self, title: str, goal: str) -> None:
        self.do(EditBoard({"title": title, "goal": goal}))

    @rule(title=st.sampled_from(["One", "Two"]))
    def renew(self, title: str) -> None:
        version = self.board.canvas_copy.version + 1
        self.do(ReplaceCanvas(self.board.canvas.as_data() | {"title": title, "version": version}))

    # back and forth

    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        for _ in range(times):
            if (unit := self.history.undoable) and self.can(unit):
                self.commit(unit.backward, "undo", unit.label)
                assert dump(self.board) == self.after[self.history.depth]

    @rule(times=st.integers(1, 3))
    def redo(self, times: int) -> None:
        for _ in range(times):
            if (unit := self.history.redoable) and self.can(unit):
                self.commit(unit.forward, "redo", unit.label)
                assert dump(self.board) == self.after[self.history.depth]

    @invariant()
    def sound(self) -> None:
        assert faults(self.board) == []

    def lies_as_kept(self) -> None:
        """Arranged zones hold their notes in order, inside, without overlap."""
        for zone in self.board.canvas.zones:
            if not is_arranged(self.board, zone.id):
                continue
            notes = self.board.in_zone(zone.id)
            rects = {note.id: Rect(note.x, note.y, note.w, note.h) for note in notes}
            free = [note for note in notes if not note.locked]
            for n, note in enumerate(free):
                assert fits_inside(rects[note.id], outline_at(zone, self.board.info.scale))
                others = [other for other in notes if other.locked or other in free[:n]]
                assert not any(rects[note.id].overlaps(rects[other.id]) for other in others)
            order = [(note.y, note.x) for note in free]
            assert order == sorted(order)

    def teardown(self) -> None:
        end, depth = dump(self.board), self.history.depth
        replayed = START.copy()
        replayed.apply(replayed.check(self.journal))
        assert dump(replayed) == end
        while unit := self.history.undoable:
            if not self.can(unit):
                self.finish_vote()
                end, depth = dump(self.board), self.history.depth
                continue
            self.commit(unit.backward, "undo", unit.label)
        assert dump(self.board) == self.after[0]
        for _ in range(depth):
            unit = self.history.redoable
            assert unit
            self.commit(unit.forward, "redo", unit.label)
        assert dump(self.board) == end


class TestBoards(Boards.TestCase):
    settings = settings(max_examples=20, stateful_step_count=30)


@pytest.mark.long
class TestBoardsAtLength(Boards.TestCase):
    settings = settings(max_examples=500, stateful_step_count=30)
