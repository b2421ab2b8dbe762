"""The guide's rules: each of the sixteen steps on boards with nothing, too little, too much, and loose ends."""

import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import canvas_from_data
from canvas_app.domain.commands import (
    AddLink,
    AddNotes,
    AddStatement,
    Delete,
    EditBoard,
    EditStatement,
    MarkFinal,
    MoveToZone,
    NewNote,
    PickNotes,
    ScoreNotes,
)
from canvas_app.domain.decide_competition import AddCriterion
from canvas_app.domain.entities import PARKING, Competitor, Criterion, Decision, Link, Part, Rating, TestCard
from canvas_app.domain.errors import BadInput
from canvas_app.domain.fit import fit
from canvas_app.domain.patch import change, delete, insert
from canvas_app.domain.step_args import ARGUMENTS
from canvas_app.domain.steps import RULES, StepView, progress, step_views
from tests.domain.builder import RESOURCES, do, new_board, put, shipped, tie
from tests.effort import calls

JOBS, PAINS, GAINS = ("job1", "job2", "job3"), ("pain1", "pain2", "pain3"), ("gain1", "gain2", "gain3")
RELIEVERS, CREATORS = ("reliever1", "reliever2", "reliever3"), ("creator1", "creator2", "creator3")


def step(board: Board, n: int, findings: Callable[[Any], int] = lambda statement: 0) -> StepView:
    return next(view for view in step_views(board, fit(board), findings) if view.n == n)


def state(board: Board, n: int) -> tuple[str, list[str]]:
    view = step(board, n)
    return view.state, list(view.why)


def add(board: Board, *rows: Any) -> None:
    board.apply(board.check([insert(row) for row in rows]))


def drop(board: Board, table: str, row_id: str) -> None:
    board.apply(board.check([delete(board.table(table)[row_id])]))


def alter(board: Board, table: str, row_id: str, **values: Any) -> None:
    patch = change(board.table(table)[row_id], **values)
    assert patch
    board.apply(board.check([patch]))


def whole_board() -> Board:
    """A board with all sixteen steps done, by as little as that takes."""
    board = new_board(
        partner="Till resellers", segment="resellers", customer="cafés", goal="More visits", alternative="paper",
        because="it is quick",
    )  # fmt: skip
    put(board, "jobs", *JOBS, ranked=True)
    put(board, "pains", *PAINS, ranked=True, picked=True)
    put(board, "gains", *GAINS, score=4, picked=True)
    put(board, "products", "product1")
    put(board, "relievers", *RELIEVERS)
    put(board, "creators", *CREATORS)
    do(board, PickNotes((*RELIEVERS[:2], *CREATORS[:2]), True))
    tie(board, *((need, "job1", 2) for need in (*PAINS, *GAINS)))
    tie(board, *((RELIEVERS[n], PAINS[n], 3) for n in range(3)))
    tie(board, *((CREATORS[n], GAINS[n], 2) for n in range(3)))
    for need in (*PAINS, *GAINS):
        add(board, Rating(id=f"us-{need}", who="us", note=need, score=4))
        add(board, Rating(id=f"nothing-{need}", who="nothing", note=need, score=1))
    do(board, AddStatement((Part(text="reliever1", note="reliever1", used="reliever1"), Part(text=".")), id="s"))
    do(board, MarkFinal("s", True))
    add(board, TestCard(id="t", rank_key="V001", statement="s", believe="It helps", result="passed"))
    return board


@pytest.fixture
def board() -> Board:
    return whole_board()


def test_a_whole_board_is_done_and_an_empty_one_open(board: Board) -> None:
    assert {view.n: view.why for view in step_views(board, fit(board)) if view.state != "done"} == {}
    empty = new_board()
    views = step_views(empty, fit(empty))
    assert [view.state for view in views] == ["open"] * 16
    assert all(view.why and all(sentence.endswith(".") for sentence in view.why) for view in views)
    assert (progress(views), progress(step_views(board, fit(board)))) == ((0, 16), (16, 16))


@pytest.mark.parametrize(
    ("n", "values", "left", "why"),
    [
        (1, {"partner": ""}, "partly", "Name the partner."),
        (1, {"segment": " "}, "partly", "Name the segment."),
        (1, {"partner": "", "segment": ""}, "open", "Name the partner."),
        (2, {"goal": ""}, "partly", "State the goal."),
        (2, {"customer": ""}, "partly", "Name the partner's customer."),
        (12, {"alternative": ""}, "partly", "Say better than what."),
        (12, {"because": ""}, "partly", "Say why it is better."),
    ],
)
def test_what_the_board_says_of_itself(board: Board, n: int, values: dict[str, str], left: str, why: str) -> None:
    before = {name: getattr(board.info, name) for name in values}
    do(board, EditBoard(values))
    assert step(board, n).state == left and step(board, n).why[0] == why
    do(board, EditBoard(before))
    assert step(board, n).state == "done"


@pytest.mark.parametrize(
    ("n", "zone", "names"),
    [
        (3, "jobs", JOBS),
        (4, "pains", PAINS),
        (5, "gains", GAINS),
        (7, "products", ("product1",)),
        (8, "relievers", RELIEVERS),
        (9, "creators", CREATORS),
    ],
)
def test_too_few_notes(board: Board, n: int, zone: str, names: tuple[str, ...]) -> None:
    do(board, MoveToZone(names[:1], "parking"))
    view = step(board, n)
    many = "no products" if n == 7 else "2 "
    assert view.state == ("open" if n == 7 else "partly") and view.why[0].lower().startswith(many)
    assert f"write at least {len(names)}." in view.why[0]
    do(board, Delete(names[1:]))
    assert step(board, n).state == "open"


def test_priorities_missing_name_the_notes(board: Board) -> None:
    put(board, "jobs", "job4", "job5")
    assert state(board, 3) == ("partly", ["2 customer jobs are neither ranked nor scored: “job4”, “job5”."])
    assert step(board, 3).notes == ("job4", "job5")
    do(board, ScoreNotes(("job4", "job5"), 1))
    assert step(board, 3).state == "done"
    alone = new_board()
    put(alone, "pains", *PAINS)
    assert step(alone, 4).state == "partly"


def test_picks_out_of_range(board: Board) -> None:
    do(board, PickNotes(("pain3",), False))
    assert state(board, 6) == ("partly", ["2 pains are picked; pick 3 to 5, best first: “pain3”."])
    do(board, PickNotes(("pain3",), True))
    put(board, "gains", "gain4", "gain5", "gain6", score=5, picked=True)
    tie(board, *((gain, "job1", 1) for gain in ("gain4", "gain5", "gain6")))
    view = step(board, 6)
    assert (
        view.state == "partly" and view.why[0].startswith("6 gains are picked; keep 3 to 5: ") and len(view.notes) == 6
    )
    do(board, PickNotes(("gain6",), False))
    assert step(board, 6).state == "done"
    do(board, PickNotes(("reliever2",), False))
    assert state(board, 10)[1] == ["1 pain reliever is picked; pick 2 to 3, best first: “reliever2”."]


def test_what_speaks_against_the_other_notes_is_said_where_no_pick_can_be_suggested(board: Board) -> None:
    do(board, PickNotes(("pain3",), False))
    do(board, Delete((), ("pain3-job1",)))
    assert state(board, 6)[1] == ["2 pains are picked; pick 3 to 5. This one hangs on no customer job: “pain3”."]
    put(board, "pains", "pain4", score=5)
    heads = "2 pains are picked; pick 3 to 5. These hang on no customer job"
    assert state(board, 6)[1] == [f"{heads}: “pain4”, “pain3”."]
    do(board, PickNotes(("reliever2",), False))
    do(board, Delete((), ("reliever2-pain2", "reliever3-pain3")))
    heads = "1 pain reliever is picked; pick 2 to 3. These answer nothing"
    assert state(board, 10)[1] == [f"{heads}: “reliever2”, “reliever3”."]


def test_picks_tied_to_nothing_or_to_a_lesser_job(board: Board) -> None:
    do(board, Delete((), ("pain1-job1",)))
    assert state(board, 6) == ("partly", ["1 pick hangs on no top customer job: “pain1”."])
    do(board, AddLink("pain1", "job3"))
    assert step(board, 6).notes == ("pain1",), "the third of three jobs is no top job"
    do(board, PickNotes(("job1", "job3"), True))
    assert step(board, 6).state == "done", "picked jobs are the top ones"


def test_answers_linked_to_nothing(board: Board) -> None:
    do(board, Delete((), ("reliever3-pain3",)))
    assert state(board, 8) == ("partly", ["1 pain reliever is linked to no pain: “reliever3”."])
    assert state(board, 13)[1][0] == "1 pain reliever is linked to no pain: “reliever3”."
    assert step(board, 9).state == "done"
    do(board, AddLink("reliever3", "pain3", 1))
    assert (step(board, 8).state, step(board, 13).state) == ("done", "done")


def test_a_picked_answer_that_answers_no_pick(board: Board) -> None:
    put(board, "pains", "pain4", score=1)
    do(board, Delete((), ("reliever2-pain2",)))
    tie(board, ("reliever2", "pain4", 3))
    assert state(board, 10) == ("partly", ["1 pick answers nothing that is picked: “reliever2”."])


def test_a_pick_without_an_answer_waits_for_a_decision(board: Board) -> None:
    do(board, Delete((), ("reliever2-pain2",)))
    words = "1 pick is answered by nothing; link an answer, or decide about the gap: “pain2”."
    assert state(board, 11) == ("partly", [words])
    add(board, Decision(id="d", note="pain2", choice="watch", strategic=False))
    assert step(board, 11).state == "done"


def test_the_comparison_needs_us_and_a_rival_on_every_criterion(board: Board) -> None:
    drop(board, "rating", "us-pain1")
    assert state(board, 12) == ("partly", ["1 need is not scored yet for us and a rival: “pain1”."])
    add(board, Rating(id="again", who="partner", note="pain1", score=0))
    assert step(board, 12).state == "partly", "two rivals are not us and a rival"
    add(board, Rating(id="us", who="us", note="pain1", score=3))
    assert step(board, 12).state == "done"
    add(board, Criterion(id="c", rank_key="V001", text="Price"), Competitor(id="k", rank_key="V001", name="Rival"))
    assert state(board, 12)[1] == ["“Price” is not scored yet for us and a rival."]
    add(board, Rating(id="p", who="us", criterion="c", score=3), Rating(id="q", who="k", criterion="c", score=3))
    assert step(board, 12).state == "done"
    put(board, "pains", "extra")
    do(board, AddCriterion(note="extra"))
    assert state(board, 12)[1] == ["1 need is not scored yet for us and a rival: “extra”."]
    do(board, MoveToZone(("extra",), PARKING))
    assert step(board, 12).state == "done", "what is parked is not compared"


def test_gaps_without_weight(board: Board) -> None:
    put(board, "pains", "pain4")
    assert state(board, 13) == (
        "partly",
        [
            "1 gap is neither ranked nor scored: “pain4”.",
            "1 gap hangs on no customer job, so its weight is not known: “pain4”.",
        ],
    )
    do(board, ScoreNotes(("pain4",), 1))
    tie(board, ("pain4", "job3", 1))
    assert step(board, 13).state == "done"
    assert step(board, 14).state == "done", "lighter than every pick"


def test_gaps_that_matter_are_decided(board: Board) -> None:
    put(board, "pains", "pain4", score=5)
    tie(board, ("pain4", "job1", 1))
    assert state(board, 14) == ("open", ["1 gap is not decided yet: “pain4”."])
    add(board, Decision(id="d", note="pain4", choice="innovate"))
    assert state(board, 14) == (
        "partly",
        ["Say whether this gap is strategically important: “pain4”.", "Say how to innovate for this gap: “pain4”."],
    )
    alter(board, "decision", "d", strategic=True, why="Scan codes")
    assert step(board, 14).state == "done"
    do(board, Delete((), ("reliever1-pain1",)))
    assert step(board, 14).notes == ("pain1",)


def test_a_test_with_a_result_about_what_counts(board: Board) -> None:
    alter(board, "test_card", "t", result="")
    assert step(board, 15).state == "partly"
    alter(board, "test_card", "t", result="failed")
    assert state(board, 15)[1] == ["1 failed test does not say what comes next."]
    alter(board, "test_card", "t", next="Ask again")
    assert step(board, 15).state == "done"
    do(board, AddStatement((Part(text="Other."),), id="other"))
    do(board, MarkFinal("other", True))
    state_now, why = state(board, 15)
    assert state_now == "partly", "the test was about a statement that is not the best one any more"
    assert why[-1] == "1 finished test is about something else; choose what is tested at the top of its card."
    alter(board, "test_card", "t", note="pain2")
    assert step(board, 15).state == "done"
    drop(board, "test_card", "t")
    assert step(board, 15).state == "open"


def test_the_final_statement(board: Board) -> None:
    assert step(board, 16, lambda statement: 2).why == (
        "The plain-language check points out 2 things in the final statement.",
    )
    do(board, EditStatement("s", (Part(text="word " * 51),)))
    assert state(board, 16)[1] == ["The final value statement has 51 words; shorten it to 50."]
    do(board, MarkFinal("s", False))
    assert state(board, 16) == ("partly", ["No value statement is marked as final yet."])


def test_parked_notes_count_nowhere(board: Board) -> None:
    do(board, MoveToZone(("pain1", "reliever1"), "parking"))
    assert state(board, 6)[1] == ["2 pains are picked; pick 3 to 5."]
    assert step(board, 11).state == "done"


def test_long_lists_are_cut(board: Board) -> None:
    put(board, "pains", *(f"extra{n}" for n in range(6)))
    assert step(board, 4).why[0].endswith("“extra0”, “extra1”, “extra2”, 3 more.") and len(step(board, 4).notes) == 6


# other canvases


def test_the_rules_serve_another_canvas() -> None:
    """Business Model: eight steps, from an empty board to a final statement."""
    board = new_board(shipped("business-model"), goal="400 cafés")

    def write(zone: str, *names: str, **values: Any) -> None:
        do(board, AddNotes(tuple(NewNote(text=name, zone=zone, id=name, values=values) for name in names)))

    assert [view.state for view in step_views(board, fit(board))] == ["done", *["open"] * 7]
    write("segments", "cafes", "chains", score=3)
    assert state(board, 2) == ("partly", ["No customer segments are picked; pick 1 to 3, best first: “cafes”."])
    do(board, PickNotes(("cafes",), True))
    write("value", "visits", "bills", picked=True)
    tie(board, ("visits", "cafes", 3), ("bills", "chains", 3))
    assert state(board, 3) == ("partly", ["1 pick answers nothing that is picked: “bills”."])
    do(board, PickNotes(("chains",), True))
    write("channels", "reseller")
    assert state(board, 4) == ("partly", ["No customer relationships yet; write at least 1."])
    write("relationships", "chat")
    for zone in ("revenue", "activities", "resources", "partners", "costs"):
        write(zone, f"{zone}1", score=2)
    do(board, AddStatement((Part(text="We bring guests back."),), id="s"))
    do(board, MarkFinal("s", True))
    assert [view.state for view in step_views(board, fit(board))] == ["done"] * 8
    do(board, Delete((), ("bills-chains",)))
    assert state(board, 3)[1][0] == "1 value proposition is linked to no customer segment: “bills”."


def test_a_guide_of_ones_own() -> None:
    """A canvas with one rule a step, in its own words."""
    text = (RESOURCES / "docs" / "canvases.md").read_text("utf-8").split("```toml")[1].split("```")[0]
    data = tomllib.loads(text) | {
        "field": [{"id": "budget", "label": "Budget"}],
        "step": [
            {"n": 5, "title": "Write", "done": {"at-least": {"wish": 1}}},
            {"n": 9, "title": "Answer", "done": {"filled": ["budget"]}},
            {"n": 12, "title": "Grant", "done": {"linked": ["offer"], "needs-answered": ["wish"]}},
            {"n": 13, "title": "Breathe"},
        ],
    }
    board = new_board(canvas_from_data(data, "wishes.toml"))
    assert [(view.n, view.state, view.why[0]) for view in step_views(board, fit(board))] == [
        (5, "open", "No wishes yet; write at least 1."),
        (9, "open", "Answer “Budget”."),
        (12, "open", "No offers yet that could be linked."),
        (13, "open", "Nothing on the board shows whether this is done; skip the step when it is."),
    ]
    do(board, EditBoard({"fields": {"budget": "none"}}))
    assert step(board, 9).state == "done"


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"all-done": 1}, "done has no rule 'all-done'; use one of filled, at-least, prioritised, picked"),
    ({"filled": "partner"}, "give a list of what is asked about the board: partner, segment"),
    ({"filled": ["colour"]}, "done.filled = ['colour'] cannot be used"),
    ({"at-least": {"wish": 1}}, "give kinds with a number from 1 to 1,000, such as { product = 3 }"),
    ({"at-least": {"pain": 0}}, "give kinds with a number"),
    ({"prioritised": []}, "give a list of kinds: product, creator"),
    ({"picked": ["job"]}, "give a list of kinds with a 'pick': creator, reliever, gain, pain"),
    ({"picks-tied": ["reliever"]}, "give a list of kinds of need that can be linked to an anchor: gain, pain"),
    ({"picks-answer": ["pain"]}, 'give a list of kinds with role = "answer": creator, reliever'),
    ({"needs-answered": [3]}, 'give a list of kinds with role = "need": gain, pain'),
    ({"tested": True}, "give a whole number from 1 to 1,000"),
    ({"final": "50"}, "give a whole number"),
]


@pytest.mark.parametrize(("done", "words"), WRONG)
def test_a_wrong_rule_is_refused_with_file_and_step(done: dict[str, Any], words: str) -> None:
    data = tomllib.loads((RESOURCES / "canvases" / "value-proposition.toml").read_text("utf-8"))
    data["step"][3]["done"] = done
    with pytest.raises(BadInput) as caught:
        canvas_from_data(data, "my.toml")
    assert str(caught.value).startswith("my.toml: step 4: ") and words in str(caught.value)


def test_rules_that_a_canvas_cannot_meet_are_refused() -> None:
    data = tomllib.loads((RESOURCES / "canvases" / "business-model.toml").read_text("utf-8"))
    data["step"][0]["done"] = {"picks-tied": ["segment"]}
    with pytest.raises(
        BadInput, match="it takes kinds of need that can be linked to an anchor, and the canvas has none"
    ):
        canvas_from_data(data, "my.toml")


def test_every_rule_is_explained() -> None:
    page = (RESOURCES / "docs" / "canvases.md").read_text("utf-8")
    assert RULES.keys() == ARGUMENTS.keys()
    assert [name for name in RULES if f"| `{name}` |" not in page] == []


@pytest.mark.parametrize("name", ["value-proposition", "partner-value-proposition", "business-model"])
def test_shipped_guides_are_whole(name: str) -> None:
    canvas = shipped(name)
    assert [step.n for step in canvas.steps] == list(range(1, 1 + (8 if name == "business-model" else 16)))
    for step in canvas.steps:
        assert step.todo and step.question and step.example and step.means and step.minutes and step.tools and step.done
    assert all(kind.pick is None or kind.pick.why for kind in canvas.kinds)


def test_twice_as_many_notes_are_twice_the_work_to_see_how_far_it_is() -> None:
    def work(count: int) -> int:
        board = new_board()
        kinds = ("jobs", "pains", "gains", "relievers", "creators")
        notes = (NewNote(f"n{n}", zone=kinds[n % 5], id=f"n{n}", values={"score": n % 5 + 1}) for n in range(count))
        do(board, AddNotes(tuple(notes)))
        links = [Link(id=f"l{n}", source=f"n{n}", target=f"n{n - n % 5}") for n in range(1, count) if n % 5 in (1, 2)]
        links += [Link(id=f"m{n}", source=f"n{n}", target=f"n{n - 2}") for n in range(count) if n % 5 in (3, 4)]
        add(board, *links)
        figures = fit(board)
        return calls(lambda: step_views(board, figures))

    assert work(800) < 2.5 * work(400)
