"""Clipboards as other programs fill them, and as nobody should."""

import base64
import contextlib
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canvas_app.app import resources
from canvas_app.domain.board import Board
from canvas_app.domain.entities import PARKING
from canvas_app.domain.errors import BadInput
from canvas_app.exchange import board_json, clipboard
from canvas_app.exchange.board_markdown import write as write_markdown
from canvas_app.exchange.clipboard import EXCALIDRAW, FORMAT, HTML, MIME, PLAIN, TABS, Pasted, as_one_text, read
from canvas_app.exchange.clipboard_text import FACE
from tests.effort import ends
from tests.exchange.boards import imported

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Word 15">
<style><!-- @list l0:level1 {mso-level-text:\\F0B7;} p {color:red} --></style></head><body><!--StartFragment-->
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
lang=EN-US style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span><![endif]><span>Slow <b>onboarding</b> &amp; paperwork<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span>&nbsp;&nbsp; </span></span><![endif]>three weeks on average<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>No overview</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p><!--EndFragment--></body></html>"""
EXCEL = """<html><head><meta name=ProgId content=Excel.Sheet><style>td{mso-number-format:General}</style></head><body>
<table border=0><col width=64><!--StartFragment--><tr height=20><td class=xl65>Slow "really" slow</td></tr>
<tr><td>Two<br style='mso-data-placement:same-cell'>lines</td></tr><tr><td></td></tr><tr><td>=SUM(A1)</td></tr>
<!--EndFragment--></table></body></html>"""
SHEETS = """<meta charset='utf-8'><google-sheets-html-origin><style type="text/css">td {border: 1px}</style>
<table xmlns="http://www.w3.org/1999/xhtml"><tbody><tr><td data-sheets-value='{"1":2,"2":"Text"}'>Text</td>
<td>Severity</td><td>Area</td><td>Votes</td></tr><tr><td>Slow</td><td>4</td><td>Pains</td><td>7</td></tr>
<tr><td>Fast</td><td></td><td>gains</td><td>1</td></tr></tbody></table>"""


@pytest.fixture(scope="module")
def board() -> Board:
    return imported(board_json.read(resources.sample("loyalty-app")))


def pasted(board: Board, zone: str = "gains", **formats: str | bytes) -> Pasted:
    names = {"html": HTML, "plain": PLAIN, "ours": MIME, "excalidraw": EXCALIDRAW}
    data = {names[key]: value.encode() if isinstance(value, str) else value for key, value in formats.items()}
    return read(data, board.canvas, zone)


def texts(found: Pasted) -> list[str]:
    return [note.text for note in found.notes]


def miro(objects: Any, version: int = 1, padded: bool = False) -> str:
    document = {"isProtected": False, "version": 2, "host": "miro.com", "data": {"objects": objects}}
    raw = bytes((byte + 59) % 256 for byte in json.dumps(document, ensure_ascii=False).encode())
    packed = base64.b64encode(raw).decode()
    packed = packed if padded else packed.rstrip("=")
    inner = f"&lt;--(miro-data-v{version}){packed}(/miro-data-v{version})--&gt;"
    return f'<html>\r\n<body>\r\n<!--StartFragment--><span data-meta="{inner}"></span><!--EndFragment--></body></html>'


def sticker(text: str, x: float, y: float, parent: int | None = None, kind: str = "sticker") -> dict[str, Any]:
    json_ = {"text": text, "_position": {"offsetPx": {"x": x, "y": y}}, "size": {"width": 199, "height": 228}}
    json_["_parent"] = None if parent is None else {"index": parent}
    return {"type": 14, "widgetData": {"type": kind, "json": json_}}


# spreadsheets


def test_cells_of_one_column_are_notes(board: Board) -> None:
    found = pasted(board, plain='One\r\n"Two\r\nwith ""quotes"" inside"\r\n\r\n"a quotation"\r\nFive\t\r\n')
    assert texts(found) == ["One", 'Two\nwith "quotes" inside', '"a quotation"', "Five"]
    assert {note.zone for note in found.notes} == {"gains"}


def test_the_table_of_a_spreadsheet_knows_its_cells_best(board: Board) -> None:
    found = pasted(board, html=EXCEL, plain='Slow "really" slow\r\n"Two\nlines"\r\n\r\n=SUM(A1)\r\n')
    assert texts(found) == ['Slow "really" slow', "Two\nlines", "=SUM(A1)"]


def test_a_heading_row_says_what_the_columns_are(board: Board) -> None:
    (slow, fast) = pasted(board, html=SHEETS, plain="ignored").notes
    assert (slow.text, slow.zone, slow.score, slow.detail) == ("Slow", "pains", 4, "")
    assert (fast.text, fast.zone, fast.score) == ("Fast", "gains", None)


def test_what_a_column_cannot_hold_stands_in_the_detail(board: Board) -> None:
    table = "Note\tScore\tPicked\tTags\tOwner\tZone\nSlow\t9\tyes\ta, b\tAnna\tMoon\n\t\t\t\t\t\n"
    (note,) = pasted(board, plain=table).notes
    assert (note.text, note.score, note.picked, list(note.tags), note.zone) == ("Slow", None, True, ["a", "b"], "gains")
    assert note.detail == "Score: 9\nOwner: Anna\nZone: Moon"


def test_columns_headed_by_zones_fill_them(board: Board) -> None:
    found = pasted(board, plain="Pains\tGains\nslow\tquick\n\tcheap\n", zone=PARKING)
    assert [(note.text, note.zone) for note in found.notes] == [
        ("slow", "pains"),
        ("quick", "gains"),
        ("cheap", "gains"),
    ]


def test_columns_without_names_are_asked_for(board: Board) -> None:
    found = pasted(board, plain="1\tSlow\tvery\n2\tDear\t\n")
    assert found.table == [["1", "Slow", "very"], ["2", "Dear", ""]]
    assert not found.notes


def test_merged_cells_keep_the_columns_in_place(board: Board) -> None:
    rows = "<tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr><tr><td colspan=2>d</td></tr>"
    assert pasted(board, html=f"<table>{rows}</table>").table == [["a", "b"], ["", "c"], ["d", ""]]


def test_a_long_table_of_a_page_is_read_to_its_end(board: Board) -> None:
    cells = "".join(f"<td>{n}</td>" for n in range(20))
    found = pasted(board, html=f"<table>{f'<tr>{cells}</tr>' * 6000}</table>", plain="x")
    assert found.table is not None and len(found.table) == 6000


# lists and outlines


def test_bullets_and_numbers_are_taken_off_and_indented_lines_are_detail(board: Board) -> None:
    text = "• One\n\n   ◦ more\n      - still more\n2) Two\n(3) Three\n- [x] Four\n☐ Five\n---\n– Six"
    text += "\n10 % seven\n-5 eight"
    found = pasted(board, plain=text)
    assert texts(found) == ["One", "Two", "Three", "Four", "Five", "Six", "10 % seven", "-5 eight"]
    assert found.notes[0].detail == "more\n  still more"
    assert [note.picked for note in found.notes[3:5]] == [True, False]


def test_bullets_with_tabs_are_no_table(board: Board) -> None:
    assert texts(pasted(board, plain="•\tOne\r\n•\tTwo\r\no\tThree\r\n1.\tFour")) == ["One", "Two", "Three", "Four"]


def test_a_word_list(board: Board) -> None:
    slow, other = pasted(board, html=WORD, plain="·\tSlow onboarding").notes
    assert (slow.text, slow.detail, other.text) == (
        "Slow onboarding & paperwork",
        "three weeks on average",
        "No overview",
    )


def test_a_list_of_a_web_page_or_document(board: Board) -> None:
    page = (
        '<meta charset="utf-8"><b id="docs-internal-guid-1"><ul><li dir="ltr"><p role="presentation">'
        "<span>One</span></p></li><ul><li><p>inner</p></li></ul><li>Two<br>and more</li><li> </li></ul></b>"
    )
    found = pasted(board, html=page, plain="One\ninner\nTwo")
    assert [(note.text, note.detail) for note in found.notes] == [("One", "inner"), ("Two\nand more", "")]


def test_headings_of_a_page_switch_the_zone(board: Board) -> None:
    page = "<h2>Pains</h2><ul><li>slow</li></ul><p><strong>Gains:</strong></p><ol><li>quick</li></ol>"
    found = pasted(board, html=page, zone=PARKING)
    assert [(note.text, note.zone) for note in found.notes] == [("slow", "pains"), ("quick", "gains")]


def test_nothing_of_a_page_is_run_fetched_or_shown(board: Board) -> None:
    page = (
        "<ul><li>one<script>document.write('<li>evil</li>')</script></li><li><img src='file:///etc/passwd' alt=x>two"
        "</li><li style='display: none'>hidden</li><li><a href='javascript:alert(1)'>three</a><iframe src=x>in</iframe>"
        "</li></ul><style>li:after{content:'x'}</style>"
    )
    assert texts(pasted(board, html=page)) == ["one", "two", "three"]


def test_a_page_without_lists_leaves_it_to_the_plain_text(board: Board) -> None:
    assert texts(pasted(board, html="<p>one two</p>", plain="one\ntwo")) == ["one", "two"]
    assert texts(pasted(board, html="<p>one</p><div>two</div>three")) == ["one", "two", "three"]


@pytest.mark.parametrize(
    "text",
    [
        "# Pains\n- [x] slow\n- dear\n\n# Gains\n- quick\n",
        "## Pains\nslow\ndear\n### Details\n## Gains\n* quick",
        "Pains:\n- slow\n- dear\nGains:\n- quick",
        "**Pains**\n\n1. slow\n2. dear\n\n**Gains:**\n\n1. quick",
        "Pains\n  slow\n  dear\nGains\n  quick",
    ],
)
def test_headings_that_name_zones_switch_them(board: Board, text: str) -> None:
    found = pasted(board, plain=text, zone="jobs")
    assert [(note.text, note.zone) for note in found.notes] == [
        ("slow", "pains"),
        ("dear", "pains"),
        ("quick", "gains"),
    ]


def test_our_own_outline_comes_back_with_its_links(board: Board) -> None:
    found = pasted(board, plain=write_markdown(board), zone=PARKING)
    assert sorted(texts(found)) == sorted(note.text for note in board.notes.values())
    assert len(found.links) == len(board.links)


def test_headings_that_name_no_zone_are_said_or_stay_as_lines(board: Board) -> None:
    found = pasted(board, plain="# Pains\n- slow\n# Moon\n- cold")
    assert [(note.text, note.zone) for note in found.notes] == [("slow", "pains"), ("cold", "gains")]
    assert "Moon" in found.notices[0]
    assert texts(pasted(board, plain="# Moon\n- cold")) == ["Moon", "cold"]


# other whiteboards


def test_miro_stickers_come_in_reading_order(board: Board) -> None:
    frame = sticker("A frame", 1000, 1000, kind="frame")
    objects = [
        sticker("<p>right &amp; top</p>", 300, 0),
        sticker("<p>left top</p><p>two <b>lines</b></p>", 0, 10),
        frame,
        sticker("in the frame", 10, 10, parent=2),
        sticker("above the frame", 900, 700),
        {"type": 10, "items": [0, 1]},
        sticker("a line", 0, 0, kind="line"),
        sticker("", 0, 0),
    ]
    found = pasted(board, html=miro(objects), plain="right & top left top")
    assert texts(found) == ["left top\ntwo lines", "right & top", "above the frame", "in the frame"]
    assert texts(pasted(board, html=miro(objects, padded=True))) == texts(found)
    assert not found.notices


@pytest.mark.parametrize(
    "page", [miro([sticker("x", 0, 0)], version=2), miro(None), miro([])[:-120], miro({"a": 1}).replace("Z", "-")]
)
def test_a_miro_clipboard_of_another_kind_falls_back_to_text_or_to_nothing(board: Board, page: str) -> None:
    found = pasted(board, html=page, plain="one\ntwo")
    assert texts(found) in ([], ["one", "two"])


def test_an_unknown_miro_version_is_said(board: Board) -> None:
    found = pasted(board, html=miro([sticker("x", 0, 0)], version=7), plain="one\ntwo")
    assert texts(found) == ["one", "two"]
    assert "version 7" in found.notices[0] and "plain text" in found.notices[0]


@pytest.mark.parametrize("form", ["plain", "excalidraw"])
def test_excalidraw_texts_and_bound_texts(board: Board, form: str) -> None:
    data = {
        "type": "excalidraw/clipboard",
        "elements": [
            {"type": "rectangle", "id": "r", "x": 0, "y": 0, "boundElements": [{"type": "text", "id": "t"}]},
            {"type": "text", "x": 5, "y": 200, "height": 20, "text": "wrap-\nped", "originalText": "wrapped"},
            {"type": "text", "id": "t", "containerId": "r", "x": 5, "y": 5, "text": "bound"},
            {"type": "text", "x": 0, "y": 0, "text": "gone", "isDeleted": True},
            {"type": "text", "x": float("nan"), "y": "x", "text": 7},
        ],
        "files": {},
    }
    assert texts(pasted(board, **{form: json.dumps(data)})) == ["bound", "wrapped"]


def test_json_that_is_not_excalidraw_is_text(board: Board) -> None:
    assert texts(pasted(board, plain='{"type": "other"}')) == ['{"type": "other"}']


def tldraw(version: int, data: Any) -> str:
    inner = {"type": "application/tldraw", "kind": "content", "version": version, "data": data}
    return f"<meta charset='utf-8'><div data-tldraw>{json.dumps(inner)}</div>"


SHAPES = {
    "shapes": [
        {"id": "shape:g", "type": "group", "x": 0, "y": 500, "props": {}},
        {"id": "shape:b", "type": "note", "parentId": "shape:g", "x": 0, "y": 5, "props": {"text": "second < third"}},
        {
            "id": "shape:a",
            "type": "note",
            "parentId": "page:p",
            "x": 0,
            "y": 100,
            "props": {
                "richText": {
                    "type": "doc",
                    "content": [
                        {"type": "paragraph", "content": [{"type": "text", "text": "first "}]},
                        {"type": "paragraph", "content": [{"type": "text", "text": "note"}]},
                    ],
                }
            },
        },
    ]
}


def test_tldraw_version_2(board: Board) -> None:
    assert texts(pasted(board, html=tldraw(2, SHAPES), plain="a b")) == ["first \nnote", "second < third"]


def test_tldraw_version_3_is_unpacked(board: Board) -> None:
    # Made by compressToBase64 of the package lzstring 1.0.4.
    packed = "N4IgzgFghgDgpmEAuABAbVASwCbJeaeJKEAGnwBcBPePEAOwHsK4z8APPABnJCu94wAToxiJUoFuwp0IcADbzGKOYsYgAvhoC6GoA==="
    found = pasted(board, html=tldraw(3, {"assets": [], "otherCompressed": packed}), plain="a b")
    assert texts(found) == ["hello hello"]


@pytest.mark.parametrize("data", [(3, {"otherCompressed": "AAAA"}), (9, SHAPES), (2, "x"), (3, None)])
def test_other_tldraw_clipboards_fall_back_to_text(board: Board, data: tuple[int, Any]) -> None:
    found = pasted(board, html=tldraw(*data), plain="one two")
    assert texts(found) == ["one two"]
    assert "tldraw" in found.notices[0]


# what is too long, too much, or wicked


def test_long_texts_go_on_in_the_detail(board: Board) -> None:
    (note,) = pasted(board, plain="word " * 1000).notes
    assert FACE - 200 < len(note.text) <= FACE and note.text.endswith("word")
    assert (note.text + " " + note.detail).split() == ["word"] * 1000


def test_control_characters_and_bidi_overrides_are_stripped(board: Board) -> None:
    found = pasted(board, plain="a\x00b\u202ec\u2066d\x07\ufeff\x9b\u2028e\x0bf".encode())
    assert texts(found) == ["abcd", "e\nf"]
    assert texts(pasted(board, html="<ul><li>a&#8238;b&#0;&#x202d;c&#99999999999999999999;</li></ul>")) == ["ab\ufffdc"]


def test_halves_of_characters_are_no_error(board: Board) -> None:
    assert texts(pasted(board, plain="one\ud83d two".encode("utf-8", "surrogatepass")))
    assert texts(pasted(board, plain="one\ntwo".encode("utf-16"))) == ["one", "two"]


def test_empty_clipboards_hold_nothing(board: Board) -> None:
    for data in ({}, {PLAIN: b""}, {PLAIN: b" \r\n\t \x00"}, {HTML: b"<p></p>"}, {"image/png": b"\x89PNG"}):
        found = read(data, board.canvas, "gains")
        assert not found.notes and found.table is None and found.copies is None


def test_fifty_megabytes_are_refused_with_a_sentence(board: Board) -> None:
    with pytest.raises(BadInput, match="50 MB of text"):
        pasted(board, plain=b"x" * 50_000_000)
    with pytest.raises(BadInput, match="lines"):
        pasted(board, html=b"<li>x" * 60_000, plain="x")
    with pytest.raises(BadInput, match="lines"):
        pasted(board, plain=b"x\n" * 300_000)


@pytest.mark.parametrize(
    "page",
    [
        "<a " * 100_000,
        "<!--" * 100_000,
        "<![" * 100_000,
        "<" * 300_000,
        "</" * 100_000,
        "<a b='" * 60_000,
        "<a b='c\"" * 60_000,
        "<ul><li>" * 100_000,
        "<table><tr><td>" * 60_000,
        "<td colspan=999999999 rowspan=99999999>x" * 1000,
        "<table>" + "<tr><td rowspan=50 colspan=50>x" * 1000,
        "<script>" * 60_000,
        "&#1" * 100_000,
        "&" * 300_000,
        "(miro-data-v1)" * 60_000,
        "<div data-tldraw>" * 50_000,
    ],
)
def test_wicked_markup_takes_no_longer_than_its_length(board: Board, page: str) -> None:
    with ends(), contextlib.suppress(BadInput):
        pasted(board, html=page, plain="one")


@pytest.mark.parametrize(
    "text",
    ['"' * 100_000, '"a\n' * 60_000, '"a""\t' * 50_000, "\t" * 300_000, "- " * 100_000, "{" * 100_000, "#" * 500_000],
)
def test_wicked_text_takes_no_longer_than_its_length(board: Board, text: str) -> None:
    with ends(), contextlib.suppress(BadInput):
        pasted(board, plain=text)


def test_deep_json_is_no_error(board: Board) -> None:
    for deep in ("[" * 100_000, '{"a":' * 100_000, '{"type": "excalidraw/clipboard", "elements": ' + "[" * 100_000):
        assert pasted(board, ours=deep, excalidraw=deep, plain="one").notes[-1].text == "one"


PIECES = st.sampled_from(
    [
        *("\t", "\n", '"', "- ", "# Pains\n", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "</td>", "<p>"),
        *("&", "<", ">", "{", "}", "[", '"type":', '"excalidraw/clipboard"', "<div data-tldraw>", "(miro-data-v1)"),
        *("x", "1. ", "  ", "\0", "text\tscore", "\ud800", "\u202e", "<!--", "-->", "score: 3", "relieves (2): x"),
    ]
)


@settings(max_examples=150, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join), st.sampled_from(["html", "plain", "ours"]))
def test_anything_at_all_is_read_without_an_error(board: Board, text: str, form: str) -> None:
    found = pasted(
        board, **{form: text.encode("utf-8", "surrogatepass")}, **({} if form == "plain" else {"plain": "x"})
    )
    for note in found.notes:
        assert note.text.strip() and len(note.text) <= FACE
        assert not set(note.text) & set("\0\u202e\ud800")


# our own


def test_our_own_format_brings_everything_back(board: Board) -> None:
    notes = [
        note.model_copy(update={"fields": {"x": [1, "ü"]}, "tags": ("a", "b"), "score": 3, "detail": "d\ne"})
        for note in board.in_order()
    ]
    formats = clipboard.write(board, notes, list(board.links.values()))
    copies = read(formats, board.canvas, "gains").copies
    assert copies is not None and copies.board == board.info.id
    assert list(copies.notes) == notes
    assert set(copies.links) == set(board.links.values())


def test_out_there_is_a_table_and_a_line_for_each_note(board: Board) -> None:
    first, second = board.in_order()[:2]
    notes = [
        first.model_copy(update={"text": "=1+1 <b>", "detail": "@cmd"}),
        second.model_copy(update={"text": "two\nlines", "score": 5, "picked": True}),
    ]
    out = {name: data.decode() for name, data in clipboard.write(board, notes, []).items()}
    assert out[PLAIN] == '=1+1 <b>\n"two\nlines"'
    assert "<td>'=1+1 &lt;b&gt;</td>" in out[HTML] and "<td>two<br>lines</td>" in out[HTML]
    rows = out[TABS].split("\r\n")
    assert rows[0].split("\t")[:3] == ["text", "zone", "detail"] and "score" in rows[0]
    assert rows[1].startswith("'=1+1 <b>\t") and "'@cmd" in rows[1]
    again = read({HTML: out[HTML].encode()}, board.canvas, "jobs").notes
    assert [(n.text, n.zone, n.score, n.picked) for n in again] == [
        ("=1+1 <b>", first.zone, first.score, first.picked),
        ("two\nlines", second.zone, 5, True),
    ]
    assert texts(read({PLAIN: out[PLAIN].encode()}, board.canvas, "jobs")) == ["=1+1 <b>", "two\nlines"]


def test_one_note_goes_out_as_its_words(board: Board) -> None:
    note = board.in_order()[0].model_copy(update={"text": 'two "quoted"\nlines'})
    assert clipboard.write(board, [note], [])[PLAIN].decode() == note.text


def ours(board: Board, **changes: Any) -> bytes:
    data = json.loads(clipboard.write(board, board.in_order()[:2], [])[MIME])
    return json.dumps({**data, **changes}).encode()


@pytest.mark.parametrize(
    "change",
    [
        {"format": FORMAT + 1},
        {"format": "2"},
        {"notes": [{"id": "x"}]},
        {"notes": {"a": 1}},
        {"notes": None},
        {"notes": [None]},
        {"links": [[]]},
        {"notes": [{"id": "../x", "zone": "pains", "kind": "pain", "x": 1e300, "y": 0}]},
    ],
)
def test_damaged_or_newer_notes_fall_back_to_their_text(board: Board, change: dict[str, Any]) -> None:
    found = pasted(board, ours=ours(board, **change), plain="one\ntwo")
    assert found.copies is None
    assert texts(found) == ["one", "two"]
    assert ("newer" if change.get("format") == FORMAT + 1 else "damaged") in found.notices[0]


def test_links_to_notes_that_did_not_come_are_left_out(board: Board) -> None:
    link = next(iter(board.links.values())).model_dump(mode="json")
    copies = pasted(board, ours=ours(board, links=[{**link, "source": "elsewhere"}])).copies
    assert copies is not None and copies.links == ()


def test_all_text_as_one(board: Board) -> None:
    assert as_one_text({PLAIN: b'a\r\n"b\r\nc"\r\n'}) == "a\nb\nc"
    assert as_one_text({HTML: b"<ul><li>a</li><li>b</li></ul>"}) == "a\nb"
    assert as_one_text({MIME: ours(board)}).split("\n")[0] == board.in_order()[0].text.split("\n")[0]
    assert as_one_text({}) == ""
