"""Finding notes."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas_app.domain.commands import Delete, EditNote
from canvas_app.domain.decide_voting import PassPen, PutDot, RevealRound, StartRound
from canvas_app.domain.entities import PARKING
from canvas_app.domain.evidence import About, AddEvidence, AddTest
from canvas_app.domain.search import Query, Search, fold
from tests.domain.builder import do, new_board, put, tie

scripts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(scripts)
def test_folding_is_stable_and_blind_to_case_and_composition(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded
    assert fold(unicodedata.normalize("NFC", text)) == folded
    assert fold(text.casefold()) == folded
    assert "\n" not in folded


@given(scripts)
def test_a_note_is_found_by_its_own_text(text: str) -> None:
    board = new_board()
    put(board, "pains", "a", "b")
    do(board, EditNote("a", {"text": text}))
    assert "a" in Search(board).matches(Query(board.notes["a"].text))


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("Slow ONBOARDING", "onboarding"),
        ("Café Noël", "cafe noel"),
        ("cafe", "CAFÉ"),
        ("Große Straße", "STRASSE"),
        ("İstanbul", "istanbul"),
        ("Søren Łódź", "soren lodz"),
        ("Ｑ３ ＲＥＶＥＮＵＥ", "q3 revenue"),
        ("ﾊﾟｰﾄﾅｰ", "パートナー"),
        ("有給インターン、１０名", "インターン、10"),
        ("שָׁלוֹם עולם", "שלום"),
        ("مُحَمَّد", "محمد"),
        ("شريـــك", "شريك"),
        ("أسعار", "اسعار"),
        ("한국어", "한국"),
        ("two\nlines here", "two lines"),
        ("soft\u00adhyphen", "softhyphen"),
        ("ﬁnance", "fin"),
        ("Ωραία", "ωραια"),
    ],
)
def test_spellings_that_are_the_same_word(written: str, sought: str) -> None:
    assert fold(sought) in fold(written)


@pytest.mark.parametrize(
    ("written", "sought"),
    [("か", "が"), ("कम", "किम"), ("มา", "มี"), ("は", "ぱ")],
)
def test_letters_that_only_look_like_marks_are_kept(written: str, sought: str) -> None:
    assert fold(written) != fold(sought)


def test_text_detail_and_tags_are_searched_and_words_do_not_run_over() -> None:
    board = new_board()
    put(board, "pains", "a", "b", "c")
    do(board, EditNote("a", {"text": "one", "detail": "two", "tags": ["Später"]}))
    search = Search(board)
    for words in ("one", "TWO", "spater"):
        assert search.matches(Query(words)) == {"a"}, words
    assert search.matches(Query("one two")) == set()
    assert search.tags() == ["Später"]


def test_a_changed_note_is_read_anew() -> None:
    board = new_board()
    put(board, "pains", "a", "b")
    search = Search(board)
    assert search.matches(Query("b")) == {"b"}
    do(board, EditNote("b", {"text": "other"}))
    do(board, EditNote("a", {"text": "b"}))
    assert search.matches(Query("b")) == {"a"}
    do(board, Delete(("a",)))
    assert search.matches(Query("b")) == set()


def test_filters_combine() -> None:
    board = new_board()
    put(board, "pains", "a", score=5, picked=True, tags=("Q3",))
    put(board, "pains", "b", score=2, tags=("q3", "later"))
    put(board, "relievers", "r")
    put(board, PARKING, "p", score=5)
    tie(board, ("r", "a", 2))
    search = Search(board)

    def found(**values: object) -> set[str]:
        return search.matches(Query(**values))  # type: ignore[arg-type]

    pain = board.notes["a"].kind
    assert found(kinds=frozenset({pain})) == {"a", "b"}
    assert found(kinds=frozenset({PARKING})) == {"p"}
    assert found(tags=frozenset({"q3"})) == {"a", "b"}
    assert found(scores=frozenset({5})) == {"a", "p"}
    assert found(scores=frozenset({None, 2})) == {"b", "r"}
    assert found(picked=True) == {"a"}
    assert found(picked=False) == {"b", "r", "p"}
    assert found(linked=True) == {"a", "r"}
    assert found(linked=False) == {"b", "p"}
    assert found(kinds=frozenset({pain}), scores=frozenset({5, 2}), linked=False) == {"b"}
    assert found(words="a", kinds=frozenset({pain}), picked=True) == {"a"}
    assert search.matches(Query("a"), among=["r", "gone"]) == set()


def test_what_counts_as_no_question() -> None:
    assert Query("  \n").empty
    assert not Query("x").empty
    assert not Query(picked=False).empty


def test_notes_are_found_by_rank() -> None:
    board = new_board()
    put(board, "pains", "a", "b", ranked=True)
    put(board, "gains", "c", ranked=True)
    put(board, "pains", "d")
    put(board, PARKING, "p")
    search = Search(board)
    assert search.matches(Query(best=1)) == {"a", "c"} and search.matches(Query(best=9)) == {"a", "b", "c"}
    assert search.matches(Query(best=0)) == {"d", "p"} and Query(best=0).filters


def test_notes_are_found_by_the_votes_of_the_round_that_was_revealed_last() -> None:
    board = new_board()
    put(board, "pains", "a", "b", "c")
    query = Query(votes=2)
    assert query.filters and Search(board).matches(query) == set()
    do(board, StartRound(("pains",), people=2, id="r"))
    for turn, notes in enumerate((("a", "b"), ("a", "c"))):
        for note in notes:
            do(board, PutDot("r", turn, note))
        assert Search(board).matches(query) == set(), "while the votes are hidden"
        do(board, PassPen("r", turn))
    do(board, RevealRound("r"))
    assert Search(board).matches(query) == {"a"}
    assert Search(board).matches(Query("b", votes=1)) == {"b"}


def test_notes_are_found_by_how_well_they_are_supported() -> None:
    board = new_board()
    put(board, "pains", "a", "b", "c")
    do(board, AddEvidence(About("note", "a"), {"level": "strong"}))
    do(board, AddEvidence(About("note", "b"), {"level": "some"}))
    search = Search(board)
    assert search.matches(Query(evidence=frozenset({"strong"}))) == {"a"}
    assert search.matches(Query(evidence=frozenset({"assumption"}))) == {"c"}
    do(board, AddTest({"note": "a", "result": "failed"}))
    assert search.matches(Query(evidence=frozenset({"some", "strong"}))) == {"a", "b"}
    assert search.matches(Query("a", evidence=frozenset({"strong"}))) == set()
    assert not Query(evidence=frozenset({"some"})).empty
