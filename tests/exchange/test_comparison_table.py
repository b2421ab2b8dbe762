"""The comparison to and from spreadsheets."""

import pytest

from canvas_app.domain.commands import EditNote, PickNotes
from canvas_app.domain.competition import Comparison, compare
from canvas_app.domain.decide_competition import AddCompetitor, AddCriterion, Rate, RateAll
from canvas_app.domain.errors import BadInput
from canvas_app.domain.fit import fit
from canvas_app.exchange.clipboard import HTML, PLAIN
from canvas_app.exchange.comparison_table import read, write
from tests.domain.builder import do, new_board, put


@pytest.fixture
def table() -> Comparison:
    board = new_board(partner="Resellers")
    put(board, "pains", "slow", "dear")
    do(board, EditNote("dear", {"text": "=dear"}))
    do(board, PickNotes(tuple(board.notes), True))
    do(board, AddCompetitor("Stamps", id="stamps"))
    do(board, AddCriterion("Price", id="price"))
    slow, dear = (line.note for line in compare(board, fit(board), {}).lines[:2])
    rates = (Rate("us", 5, note=slow), Rate("stamps", 2, note=slow), Rate("us", 0, note=dear))
    do(board, RateAll((*rates, Rate("nothing", 3, criterion="price"))))
    return compare(board, fit(board), {})


def pasted(table: Comparison, text: str, row: int = 0, column: int = 0) -> list[tuple[str, int, str]]:
    rates, _ = read({PLAIN: text.encode()}, table, row, column)
    words = {line.key: line.words for line in table.lines}
    return [(rate.who, rate.score or 0, words[rate.note or rate.criterion or ""]) for rate in rates]


def test_what_goes_out_comes_back_wherever_the_keyboard_is(table: Comparison) -> None:
    formats = write(table)
    assert formats[PLAIN].decode().splitlines() == [
        "What matters\tUs together\tResellers alone\tStamps\tDo nothing\tCompared",
        "slow\t5\t\t2\t\tAhead by 3, claim without evidence",
        "'=dear\t0\t\t\t\tNot compared yet",
        "Price\t\t\t\t3\tNot compared yet",
    ]
    assert "<td>'=dear</td><td>0</td>" in formats[HTML].decode()
    expected = [("us", 5, "slow"), ("stamps", 2, "slow"), ("us", 0, "=dear"), ("nothing", 3, "Price")]
    assert pasted(table, formats[PLAIN].decode(), row=2, column=3) == expected


def test_scores_go_from_the_cell_on_and_blanks_change_nothing(table: Comparison) -> None:
    assert pasted(table, "1\t-\t3.0\r\n\t4\t", row=1, column=1) == [
        ("partner", 1, "=dear"),
        ("nothing", 3, "=dear"),
        ("stamps", 4, "Price"),
    ]
    _, left_out = read({PLAIN: b"1\t2\n3\t4"}, table, 2, 3)
    assert left_out == 3


def test_columns_and_rows_are_found_by_their_names(table: Comparison) -> None:
    text = "\tStamps\tus together\nPrice\t1\t2\nWeather\t5\t5\nSlow\t3\t4"
    assert pasted(table, text, row=1, column=2) == [
        ("stamps", 1, "Price"),
        ("us", 2, "Price"),
        ("stamps", 3, "slow"),
        ("us", 4, "slow"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no scores on the clipboard"),
        ("hello\tworld", "no scores on the clipboard"),
        ("1\t6", "“6” is no score"),
        ("2.5", "“2.5” is no score"),
        ("1\tmany\t3", "“many” is no score"),
        ("-1", "“-1” is no score"),
        ("Weather\t5\nSeason\t4\nslow\t", "has a cell to go to"),
    ],
)
def test_what_is_no_score_is_refused_as_a_whole(table: Comparison, text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read({PLAIN: text.encode()}, table, 0, 0)
