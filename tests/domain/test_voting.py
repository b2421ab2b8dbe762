"""Dot voting: what a person may do in turn, what stays hidden, what is revealed, and how it becomes a ranking."""

import pytest

from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddNotes, Command, Delete, EditNote, MoveToZone, NewNote, label
from canvas_app.domain.decide import decide
from canvas_app.domain.decide_voting import (
    ApplyRound,
    DeleteRound,
    PassPen,
    PutDot,
    RevealRound,
    StartRound,
    TakeBackDot,
)
from canvas_app.domain.entities import PARKING
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.history import Entry, History
from canvas_app.domain.voting import (
    dots_left,
    held_back,
    last_round,
    open_round,
    own_dots,
    own_votes,
    round_title,
    standings,
    supporters,
    tally,
    voter,
)
from tests.domain.builder import do, dump, new_board, put

NAMES = ("Ana", "Ben", "Chi", "Dov", "Eva", "Fay")


class Table:
    """A board and its history, and people round it who vote in turn."""

    def __init__(self, board: Board | None = None):
        self.board = board or new_board()
        self.history = History()

    def do(self, command: Command) -> None:
        patches = tuple(decide(self.board, command))
        assert patches, "nothing changed"
        self.board.apply(self.board.check(patches))
        group = getattr(command, "history_group", None)
        self.history.push(Entry("do", label(command), group, lambda: patches))

    def undo(self) -> str:
        """The label of what was taken back, or why nothing was."""
        return self._back("undo")

    def redo(self) -> str:
        return self._back("redo")

    def _back(self, kind: str) -> str:
        unit = self.history.undoable if kind == "undo" else self.history.redoable
        if unit is None:
            return "nothing"
        if reason := held_back(self.board, unit.groups):
            return reason
        patches = unit.backward if kind == "undo" else unit.forward
        self.board.apply(self.board.check(patches))
        self.history.push(Entry(kind, unit.label, None, lambda: patches))
        return unit.label

    def start(self, *names: str, **extra) -> None:
        self.do(StartRound(**{"zones": ("pains",), "voters": names, **extra}))

    @property
    def round(self):
        return next(reversed(self.board.rounds.values()))

    def put(self, *notes: str) -> None:
        for note in notes:
            self.do(PutDot(self.round.id, self.round.turn, note))

    def take_back(self, note: str | None = None) -> None:
        self.do(TakeBackDot(self.round.id, self.round.turn, note))

    def pass_pen(self) -> None:
        self.do(PassPen(self.round.id, self.round.turn))

    def vote(self, *notes: str) -> None:
        self.put(*notes)
        self.pass_pen()

    def reveal(self) -> None:
        self.do(RevealRound(self.round.id))

    def ranks(self, zone: str = "pains") -> list[str]:
        return list(self.board.ranked(zone))


@pytest.fixture
def table() -> Table:
    board = new_board()
    put(board, "pains", "slow", "dear", ranked=True)
    put(board, "pains", "loud", "far")
    put(board, "gains", "fast")
    return Table(board)


def test_six_people_vote_one_changes_a_mind_and_the_ranks_follow_the_dots(table: Table) -> None:
    start = dump(table.board)
    table.start(*NAMES)
    table.vote("loud", "far", "slow")  # Ana
    table.vote("loud", "far", "dear")
    table.put("loud", "dear", "slow")  # Chi changes her mind
    table.take_back("dear")
    table.put("far")
    table.pass_pen()
    table.vote("loud", "dear")  # Dov keeps one
    table.vote("far")
    table.vote("loud", "slow")
    assert tally(table.board, table.round) == {}
    table.reveal()
    assert tally(table.board, table.round) == {"loud": 5, "far": 4, "slow": 3, "dear": 2}
    before = dump(table.board)
    table.do(ApplyRound(table.round.id))
    assert table.ranks() == ["loud", "far", "slow", "dear"]
    table.undo()
    assert dump(table.board) == before and table.ranks() == ["slow", "dear"]
    assert table.undo() == "Vote"
    assert dump(table.board) == start
    assert table.redo() == "Vote" and dump(table.board) == before


def test_ties_are_marked_and_keep_the_order_they_had(table: Table) -> None:
    table.start("Ana", "Ben", dots=2)
    table.vote("dear", "slow")
    table.vote("far", "loud")
    table.reveal()
    rows = standings(table.board, table.round, "pains")
    assert [(row.note.id, row.dots, row.place, row.tied) for row in rows] == [
        ("slow", 1, 1, True), ("dear", 1, 1, True), ("loud", 1, 1, True), ("far", 1, 1, True),
    ]  # fmt: skip
    table.do(ApplyRound(table.round.id))
    assert table.ranks() == ["slow", "dear", "loud", "far"]


def test_notes_without_dots_follow_where_they_have_a_rank_and_stay_unranked_else(table: Table) -> None:
    table.start("Ana", dots=1)
    table.vote("far")
    table.reveal()
    rows = standings(table.board, table.round, "pains")
    assert [(row.note.id, row.place, row.tied) for row in rows][:2] == [("far", 1, False), ("slow", 2, False)]
    table.do(ApplyRound(table.round.id))
    assert table.ranks() == ["far", "slow", "dear"] and table.board.notes["loud"].rank_key is None
    assert decide(table.board, ApplyRound(table.round.id)) == []


def test_every_zone_of_a_round_is_ranked_by_itself(table: Table) -> None:
    put(table.board, "gains", "calm")
    table.start("Ana", zones=("gains", "pains", "gains"), dots=4, most=2)
    assert table.round.zones == ("gains", "pains") and round_title(table.board, table.round) == "Gains, Pains"
    table.vote("calm", "calm", "fast", "far")
    table.reveal()
    table.do(ApplyRound(table.round.id))
    assert table.ranks("gains") == ["calm", "fast"] and table.ranks()[0] == "far"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"zones": ()}, "Choose at least one zone to vote on."),
        ({"zones": ("jobs",)}, "There are no notes in these zones to vote on."),
        ({"zones": (PARKING,)}, "Parked notes cannot be voted on; move them into a zone first."),
        ({"zones": ("nowhere",)}, "This canvas has no zone 'nowhere'."),
        ({"people": 0}, "A vote is for 1 to 500 people."),
        ({"dots": 0}, "A person has 1 to 50 dots."),
        ({"most": 4}, "A note can take at least one dot of a person, and no more than a person has."),
    ],
)
def test_a_round_that_makes_no_sense_is_refused(table: Table, values: dict, sentence: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        table.start(**values)
    assert str(refused.value) == sentence and not table.board.rounds


def test_one_round_at_a_time(table: Table) -> None:
    table.start("Ana")
    with pytest.raises(RuleBroken, match="going on already"):
        table.start("Ben")
    table.do(DeleteRound(table.round.id))
    table.start("Ben")
    table.vote("far")
    table.reveal()
    table.start("Chi")
    assert open_round(table.board) is not None and last_round(table.board).voters == ("Ben",)


def test_a_person_has_so_many_dots_and_a_note_takes_so_many_of_them(table: Table) -> None:
    table.start("Ana", dots=3, most=2)
    table.put("far", "far")
    with pytest.raises(RuleBroken, match="A note takes 2 dots of each person"):
        table.put("far")
    table.put("loud")
    assert dots_left(table.board, table.round) == 0
    with pytest.raises(RuleBroken, match="No dots left"):
        table.put("slow")
    table.take_back()
    assert own_dots(table.board, table.round) == {"far": 2}
    with pytest.raises(RuleBroken, match="You have no dot on this note"):
        table.take_back("slow")


def test_only_notes_in_the_zones_of_the_round_take_dots(table: Table) -> None:
    table.start("Ana", zones=("pains", "gains"))
    put(table.board, "jobs", "work")
    do(table.board, MoveToZone(("far",), PARKING))
    for note, why in (("work", "on Gains and Pains only"), ("far", "parked"), ("none", "not on the board any more")):
        with pytest.raises(RuleBroken, match=why):
            table.put(note)


def test_a_turn_that_is_over_stays_as_it_is(table: Table) -> None:
    table.start("Ana", "Ben")
    table.vote("far")
    for command in (PutDot(table.round.id, 0, "loud"), TakeBackDot(table.round.id, 0), PassPen(table.round.id, 0)):
        with pytest.raises(RuleBroken, match="passed on meanwhile"):
            table.do(command)
    with pytest.raises(RuleBroken, match="You have no dot to take back yet"):
        table.take_back()
    with pytest.raises(RuleBroken, match="1 person has not voted yet"):
        table.reveal()
    table.pass_pen()
    with pytest.raises(RuleBroken, match="Everyone has voted"):
        table.put("far")
    with pytest.raises(RuleBroken, match="Reveal the votes before"):
        table.do(ApplyRound(table.round.id))
    table.reveal()
    with pytest.raises(RuleBroken, match="This vote is over"):
        table.put("far")


def test_nothing_can_be_ranked_by_a_vote_without_dots(table: Table) -> None:
    table.start("Ana")
    table.pass_pen()
    table.reveal()
    with pytest.raises(RuleBroken, match="Nobody has put a dot"):
        table.do(ApplyRound(table.round.id))


def test_people_are_called_by_name_or_number(table: Table) -> None:
    table.start(" Ana  B ", "", "Ben")
    assert table.round.people == 2 and [voter(table.round, turn) for turn in (0, 1)] == ["Ana B", "Ben"]
    table.do(DeleteRound(table.round.id))
    table.start(people=2)
    assert voter(table.round, 1) == "Person 2"


def test_a_named_round_says_afterwards_who_voted_for_what_and_an_anonymous_one_never(table: Table) -> None:
    for anonymous in (False, True):
        table.start("Ana", "Ben", anonymous=anonymous)
        table.vote("far")
        if anonymous:
            assert table.round.voters == () and {vote.turn for vote in table.board.votes.values()} == {0, 1, None}
        assert supporters(table.board, table.round, "far") == []
        table.vote("far", "loud")
        table.reveal()
        assert supporters(table.board, table.round, "far") == ([] if anonymous else ["Ana", "Ben"])
    assert {vote.turn for vote in table.board.votes.values() if vote.round == table.round.id} == {None}


def test_a_note_that_is_deleted_takes_its_dots_along(table: Table) -> None:
    table.start("Ana", "Ben")
    table.vote("far", "loud")
    table.put("far", "slow", "dear")
    table.do(Delete(("far",)))
    assert dots_left(table.board, table.round) == 1
    table.put("loud")
    table.pass_pen()
    table.reveal()
    assert tally(table.board, table.round) == {"loud": 2, "slow": 1, "dear": 1}
    assert table.undo() == "Vote" and table.undo() == "Delete note"
    assert "far" in table.board.notes and not table.board.votes
    assert table.redo() == "Delete note" and table.redo() == "Vote"
    assert tally(table.board, table.round) == {"loud": 2, "slow": 1, "dear": 1}


def test_a_note_that_leaves_the_zone_keeps_its_dots_and_is_not_ranked(table: Table) -> None:
    table.start("Ana")
    table.put("far", "loud")
    table.do(MoveToZone(("far",), PARKING))
    assert dots_left(table.board, table.round) == 1
    table.pass_pen()
    table.reveal()
    table.do(ApplyRound(table.round.id))
    assert table.ranks() == ["loud", "slow", "dear"] and table.board.notes["far"].rank_key is None


def test_no_label_names_a_note_or_a_person(table: Table) -> None:
    commands = [StartRound(("pains",), voters=("Ana",)), PutDot("r", 0, "far"), TakeBackDot("r", 0, "far")]
    commands += [PassPen("r", 0), RevealRound("r"), DeleteRound("r"), ApplyRound("r")]
    labels = ["Start vote", "Put dot", "Take back dot", "Pass the pen", "Vote", "Discard vote", "Rank by votes"]
    assert [label(command) for command in commands] == labels


# what undo may do


def test_undo_in_a_hidden_round_takes_back_the_present_voters_dots_and_no_more(table: Table) -> None:
    table.start("Ana", "Ben")
    table.put("far", "loud")
    assert table.undo() == "Put dot" and own_dots(table.board, table.round) == {"far": 1}
    assert table.redo() == "Put dot"
    table.take_back()
    assert table.undo() == "Take back dot" and own_dots(table.board, table.round) == {"far": 1, "loud": 1}
    table.pass_pen()
    before = dump(table.board)
    assert "A vote is going on" in table.undo() and dump(table.board) == before
    table.put("far")
    assert table.undo() == "Put dot" and "A vote is going on" in table.undo()
    assert own_votes(table.board, table.round) == []


def test_ordinary_edits_of_a_turn_are_undone_as_ever(table: Table) -> None:
    table.start("Ana", "Ben")
    table.vote("far")
    table.do(EditNote("far", {"text": "Very far"}))
    assert table.undo() == "Edit text" and table.redo() == "Edit text" and table.undo() == "Edit text"
    table.put("far")
    table.do(EditNote("far", {"text": "Too far"}))
    assert table.undo() == "Edit text" and table.undo() == "Put dot" and "going on" in table.undo()


def test_a_start_by_mistake_is_undone(table: Table) -> None:
    start = dump(table.board)
    table.start("Ana")
    assert table.undo() == "Start vote" and dump(table.board) == start
    assert table.redo() == "Start vote" and open_round(table.board) is not None


def test_a_discarded_round_comes_back_hidden_and_can_go_again(table: Table) -> None:
    table.start("Ana", "Ben")
    table.vote("far")
    table.do(DeleteRound(table.round.id))
    assert not table.board.votes and not table.board.rounds
    assert table.undo() == "Discard vote"
    assert table.round.turn == 1 and tally(table.board, table.round) == {} and "going on" in table.undo()
    assert table.redo() == "Discard vote" and not table.board.rounds


def test_what_was_edited_during_a_round_stays_when_the_round_is_undone(table: Table) -> None:
    start = dump(table.board)
    table.start("Ana", "Ben")
    table.put("far")
    table.do(EditNote("slow", {"text": "Very slow"}))
    table.do(AddNotes((NewNote(id="new", text="new", zone="pains"),)))
    table.put("new")
    table.pass_pen()
    table.do(Delete(("loud",)))
    table.vote("new")
    table.reveal()
    end = dump(table.board)
    assert table.undo() == "Vote"
    assert table.board.notes["slow"].text == "Very slow" and not table.board.rounds and not table.board.votes
    assert [table.undo() for _ in range(4)] == ["Delete note", "Add note", "Edit text", "nothing"]
    assert dump(table.board) == start
    assert [table.redo() for _ in range(4)] == ["Edit text", "Add note", "Delete note", "Vote"]
    assert dump(table.board) == end


def test_a_revealed_round_that_is_deleted_comes_back_whole(table: Table) -> None:
    table.start("Ana")
    table.vote("far", "loud")
    table.reveal()
    before = dump(table.board)
    table.do(DeleteRound(table.round.id))
    assert last_round(table.board) is None
    table.start("Ben")
    table.vote("slow")
    table.reveal()
    assert [table.undo(), table.undo()] == ["Vote", "Discard vote"] and dump(table.board) == before
