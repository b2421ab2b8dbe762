"""Any command of any family that makes sense on a board as it is now, as dice say."""

from collections.abc import Callable
from contextlib import suppress
from itertools import count
from random import Random
from typing import Any

from canvas_app.app.session import Session
from canvas_app.domain.arrange import nominal_height
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
)
from canvas_app.domain.decide import may_link
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
from canvas_app.domain.entities import PARKING, Part, Stroke
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
)
from canvas_app.domain.fit import fit
from canvas_app.domain.gaps import DecideGap
from canvas_app.domain.ids import short_id
from canvas_app.domain.sittings import BeginSitting, DeleteSittings, NamePeople, RecordStint
from canvas_app.domain.statements import compose
from canvas_app.domain.voting import all_voted, open_round

WORDS = ("", "slow", "Queues at the counter", "é ü ß", "نص عربي", "word " * 60, "two\nlines", "🙂")
COLOURS = ("", "coral", "sky", "lime")
MOST = 40
"""Notes, so that every step stays quick."""


class Families:
    """`FAMILIES` names them all. Ids count up from `first`, so that the same dice lead to the same board."""

    def __init__(self, first: str = "n"):
        self._first, self._numbers = first, count(1)

    def one(self, family: str, board: Board, dice: Random) -> Command | None:
        """A command of a family; None where the board has nothing to do it with. The rules may refuse it."""
        return dice.choice(FAMILIES[family])(self, board, dice)

    def fresh(self) -> str:
        return f"{self._first}{next(self._numbers):04}"

    # notes

    def write(self, board: Board, dice: Random) -> Command | None:
        if len(board.notes) >= MOST:
            return None
        place: dict[str, Any] = {"zone": dice.choice(_zones(board))}
        if dice.randrange(2):
            place = {"x": dice.randrange(-100, 1600), "y": dice.randrange(-100, 950)}
        return AddNotes((NewNote(text=dice.choice(WORDS), id=self.fresh(), **place),))

    def duplicate(self, board: Board, dice: Random) -> Command | None:
        """Copies with the links between them."""
        chosen = _some(board.notes, dice)
        if not chosen or len(board.notes) >= MOST:
            return None
        new = {
            note.id: NewNote(text=note.text, x=note.x + 30, y=note.y + 20, kind=note.kind, id=self.fresh())
            for note in (board.notes[note_id] for note_id in chosen)
        }
        links = tuple(
            AddLink(new[link.source].id, new[link.target].id, link.strength, self.fresh())
            for link in board.links.values()
            if link.source in new and link.target in new
        )
        return AddNotes(tuple(new.values()), links)

    def edit(self, board: Board, dice: Random) -> Command | None:
        values: dict[str, Any] = dice.choice(
            [
                {"text": dice.choice(WORDS)},
                {"colour": dice.choice(COLOURS)},
                {"tags": ("a", "b")[: dice.randrange(3)]},
                {"detail": dice.choice(WORDS), "author": "Ana"},
                {"w": dice.randrange(60, 300)},
            ]
        )
        note = _one(board.notes, dice)
        return EditNote(note, values) if note else None

    def remove(self, board: Board, dice: Random) -> Command | None:
        return Delete(_some(board.notes, dice)[:2], _some(board.links, dice)[:1])

    def judge(self, board: Board, dice: Random) -> Command | None:
        notes = _some(board.notes, dice)
        return dice.choice([ScoreNotes(notes, dice.choice([None, 1, 2, 5])), PickNotes(notes, dice.random() < 0.7)])

    def rank(self, board: Board, dice: Random) -> Command | None:
        note = _one(board.notes, dice)
        if note is None or not dice.randrange(4):
            return UnrankNotes(_some(board.notes, dice))
        return RankNote(note, dice.randrange(4))

    # where they lie

    def move(self, board: Board, dice: Random) -> Command | None:
        way = dice.randrange(-600, 600), dice.randrange(-400, 400)
        return MoveNotes(_some(board.notes, dice), *way, on_top=dice.random() < 0.5)

    def lay(self, board: Board, dice: Random) -> Command | None:
        notes, zones = _some(board.notes, dice), (dice.choice(_zones(board)),)
        return dice.choice(
            [
                MoveToZone(notes, zones[0]),
                Tidy(notes, zones),
                AlignNotes(notes, dice.choice(["left", "centre", "bottom"])),
                DistributeNotes(notes, dice.choice(["across", "down"])),
                StackNotes(notes, dice.choice(["front", "back", "forward", "backward"])),
                ArrangeZones(dice.choice([None, zones]), dice.random() < 0.6),
            ]
        )

    def group(self, board: Board, dice: Random) -> Command | None:
        notes = _some(board.notes, dice)
        return dice.choice([GroupNotes(notes, self.fresh()), UngroupNotes(notes)])

    def lock(self, board: Board, dice: Random) -> Command | None:
        return LockNotes(_some(board.notes, dice), dice.random() < 0.3)

    # links, statements, ink

    def link(self, board: Board, dice: Random) -> Command | None:
        """Often one that is allowed, else any."""
        source, target = _one(board.notes, dice), _one(board.notes, dice)
        if source is None or target is None:
            return None
        fit_for = [other for other in board.notes if may_link(board, source, other)]
        if fit_for and dice.randrange(5):
            target = dice.choice(fit_for)
        return AddLink(source, target, dice.randrange(1, 4), self.fresh())

    def strengthen(self, board: Board, dice: Random) -> Command | None:
        return SetStrength(_some(board.links, dice), dice.randrange(1, 4))

    def state(self, board: Board, dice: Random) -> Command | None:
        if len(board.statements) > 8:
            return DeleteStatements(_some(board.table("statement"), dice))
        pattern = dice.choice(board.canvas.patterns)
        parts = compose(board, fit(board), pattern, _some(board.notes, dice))
        return AddStatement(parts, pattern.id, dice.choice([None, 0, 1]), self.fresh())

    def restate(self, board: Board, dice: Random) -> Command | None:
        statement, note = _one(board.table("statement"), dice), _one(board.notes, dice)
        if statement is None:
            return None
        return dice.choice(
            [
                EditStatement(statement, (Part(text=dice.choice(WORDS)), Part(text="w", note=note, used="x"))),
                MoveStatement(statement, dice.randrange(4)),
                MarkFinal(statement, dice.random() < 0.7),
                IgnoreFinding(statement, "word:a", dice.random() < 0.5),
                RenewWords(statement, note or "", dice.random() < 0.5),
                SortStatements(),
                DeleteStatements((statement,)),
            ]
        )

    def draw(self, board: Board, dice: Random) -> Command | None:
        x, y = dice.randrange(1500), dice.randrange(900)
        points = tuple((x + 9 * n, y + 5 * n, 0.5) for n in range(dice.randrange(1, 9)))
        return AddStrokes((Stroke(id=self.fresh(), points=points, colour=dice.choice(["ink", "sky"])),))

    def erase(self, board: Board, dice: Random) -> Command | None:
        return EraseStrokes(_some(board.strokes, dice))

    # votes

    def vote(self, board: Board, dice: Random) -> Command | None:
        round_, note = open_round(board), _one(board.notes, dice)
        if round_ is None:
            used = sorted({other.zone for other in board.notes.values()} - {PARKING}) or _zones(board)
            zones = tuple(dict.fromkeys(dice.choice(used) for _ in range(3)))
            return StartRound(zones, dice.randrange(1, 4), (), dice.random() < 0.5, 3, 2, id=self.fresh())
        if all_voted(round_):
            return RevealRound(round_.id)
        return dice.choice(
            [
                PutDot(round_.id, round_.turn, note or "", self.fresh()),
                PutDot(round_.id, round_.turn, note or "", self.fresh()),
                TakeBackDot(round_.id, round_.turn, None, self.fresh()),
                PassPen(round_.id, round_.turn),
            ]
        )

    def after_the_vote(self, board: Board, dice: Random) -> Command | None:
        round_ = _one(board.rounds, dice)
        return dice.choice([ApplyRound(round_), DeleteRound(round_, self.fresh())]) if round_ else None

    # the workshop

    def guide(self, board: Board, dice: Random) -> Command | None:
        n = dice.randrange(1, 17)
        return dice.choice(
            [
                SkipStep(n, dice.random() < 0.5),
                HideStep(n, dice.random() < 0.5),
                MoveStep(n, dice.randrange(16)),
                RewordStep(n, dice.choice(WORDS), minutes=dice.choice([None, -1, 7])),
                ResetStep(n),
                ResetGuide(),
            ]
        )

    def log(self, board: Board, dice: Random) -> Command | None:
        """The first two are noted down by themselves, which undo passes by: see `NOTED`."""
        sitting = _one(board.sittings, dice)
        if sitting is None:
            return BeginSitting("2026-05-03T09:00:00Z", ("Ana",), self.fresh())
        return dice.choice(
            [
                RecordStint(sitting, dice.randrange(1, 17), float(dice.randrange(99)), {"note added": 1}, self.fresh()),
                NamePeople(sitting, ("Ben", "Cem")[: dice.randrange(3)]),
                DeleteSittings((sitting,)),
            ]
        )

    # what is known, who else there is, what is to be done

    def prove(self, board: Board, dice: Random) -> Command | None:
        table = dice.choice(["note", "statement"])
        row, piece = _one(board.table(table), dice), _one(board.table("evidence"), dice)
        values = {"level": dice.choice(["assumption", "some", "strong"]), "quote": dice.choice(WORDS)}
        if piece is not None and dice.randrange(2):
            return dice.choice([EditEvidence(piece, values), DeleteEvidence((piece,))])
        return AddEvidence(About(table, row), values, self.fresh()) if row else None

    def test(self, board: Board, dice: Random) -> Command | None:
        note, card = _one(board.notes, dice), _one(board.table("test_card"), dice)
        values = {"note": note, "result": dice.choice(["", "passed", "failed"]), "believe": dice.choice(WORDS)}
        if card is None or not dice.randrange(3):
            return AddTest(values, dice.choice([None, 0]), self.fresh())
        return dice.choice([EditTest(card, values), MoveTest(card, dice.randrange(3)), DeleteTests((card,))])

    def compare(self, board: Board, dice: Random) -> Command | None:
        who, what = _one(board.table("competitor"), dice), _one(board.table("criterion"), dice)
        note = _one(board.notes, dice)
        if who is None or what is None or note is None or not dice.randrange(3):
            return dice.choice(
                [AddCompetitor(dice.choice(WORDS[1:3]), self.fresh()), AddCriterion("speed", id=self.fresh())]
            )
        rate = Rate(who, dice.choice([None, 0, 5]), note, None, self.fresh())
        return dice.choice(
            [
                rate,
                RateAll((rate, Rate("us", 3, None, what, self.fresh()))),
                MoveCompetitor(who, dice.randrange(3)),
                RenameCompetitor(who, "Other"),
                RewordCriterion(what, "price"),
                DeleteCompetitor(who),
                DeleteCriterion(what),
            ]
        )

    def decide(self, board: Board, dice: Random) -> Command | None:
        note, idea = _one(board.notes, dice), _one(board.notes, dice)
        values: dict[str, Any] = {"choice": dice.choice(["", "watch", "innovate"]), "idea": dice.choice([None, idea])}
        return DecideGap(note, values, self.fresh()) if note else None

    # the board

    def name(self, board: Board, dice: Random) -> Command | None:
        return EditBoard({"title": dice.choice(WORDS[1:]), "goal": dice.choice(WORDS)})

    def renew(self, board: Board, dice: Random) -> Command | None:
        title, version = dice.choice(["One", "Two"]), board.canvas_copy.version + 1
        return ReplaceCanvas(board.canvas.as_data() | {"title": title, "version": version})


Maker = Callable[[Families, Board, Random], Command | None]
FAMILIES: dict[str, tuple[Maker, ...]] = {
    "notes": (*[Families.write] * 4, *[Families.edit] * 3, Families.duplicate, Families.remove),
    "judging": (Families.judge, Families.rank),
    "place": (Families.move, Families.move, Families.lay),
    "groups": (Families.group, Families.group, Families.lock),
    "links": (Families.link, Families.link, Families.strengthen),
    "statements": (Families.state, Families.restate, Families.restate),
    "ink": (Families.draw, Families.draw, Families.erase),
    "votes": (Families.vote, Families.vote, Families.vote, Families.vote, Families.after_the_vote),
    "workshop": (Families.guide, Families.log, Families.log),
    "evidence": (Families.prove, Families.test),
    "comparison": (Families.compare, Families.decide),
    "board": (*[Families.name] * 5, Families.renew),
}
NOTED = (BeginSitting, RecordStint)
"""Commands for `Session.record`: undo passes them by."""


class Anything:
    """Does commands of all families, and takes some back; the same for the same seed and the same board."""

    def __init__(self, session: Session, seed: int):
        self._session, self._dice = session, Random(seed)
        session._measure = nominal_height  # there is no text engine here
        self._families = Families(f"{short_id()}-")

    def step(self) -> None:
        """One more step on the board."""
        session, dice = self._session, self._dice
        before = session.version
        while session.version == before:
            command = self._families.one(dice.choice(sorted(FAMILIES)), session.board, dice)
            with suppress(RuleBroken):
                if not dice.randrange(8):
                    dice.choice([session.undo, session.undo, session.redo])()
                elif isinstance(command, NOTED):
                    session.record(command)
                elif command is not None:
                    session.do(command)


def _zones(board: Board) -> list[str]:
    return [*(zone.id for zone in board.canvas.zones), PARKING]


def _one(rows: Any, dice: Random) -> str | None:
    """The id of a row of a table."""
    ids = list(rows)
    return dice.choice(ids) if ids else None


def _some(rows: Any, dice: Random) -> tuple[str, ...]:
    """The ids of up to three rows, each once."""
    ids = list(rows)
    return tuple(dict.fromkeys(dice.choice(ids) for _ in range(dice.randrange(1, 4)))) if ids else ()
