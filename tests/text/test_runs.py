import pytest

from canvas_app.text import runs


def roles(text: str, han: str = "cjk-sc") -> list[tuple[str, str]]:
    item = runs.itemise(text, [(0, 400)], han)
    return [(item.source(r.start, r.end), r.role) for r in item.runs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words, 25 %", [("plain words, 25 %", "text")]),
        ("חוסך 25, כן", [("חוסך ", "hebrew"), ("25, ", "text"), ("כן", "hebrew")]),
        ("☎ 9-17h", [("☎", "symbol2"), (" 9-17h", "text")]),
        ("❤️ x", [("❤️", "emoji"), (" x", "text")]),
        ("1️⃣ x", [("1️⃣", "emoji"), (" x", "text")]),
        ("👩‍👩‍👧🇬🇧", [("👩‍👩‍👧🇬🇧", "emoji")]),
        ("✅ ok", [("✅", "emoji"), (" ok", "text")]),
        ("顧客 25%", [("顧客 25%", "cjk-sc")]),
        ("abc。", [("abc", "text"), ("。", "cjk-sc")]),
        ("𝗕𝗼𝗹𝗱", [("𝗕𝗼𝗹𝗱", "math")]),
        ("مرحبا ١٢٣", [("مرحبا ١٢٣", "arabic")]),
        ("a\u2068b\u2069", [("ab", "text")]),
    ],
)
def test_roles(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles(text) == expected


def test_a_text_variation_selector_keeps_emoji_away() -> None:
    assert all(role != "emoji" for _, role in roles("☎\ufe0e"))
    assert roles("☎\ufe0f")[0][1] == "emoji"


@pytest.mark.parametrize("word", ["ใน", "ក្នុង", "में", "အတွင်း", "ใน in", "ᬓ"])
@pytest.mark.parametrize("emoji", ["1️⃣", "❤️", "👍🏽", "👩‍👩‍👧", "🤷🏻‍♀️", "🇹🇭", "🏴\U000e0067\U000e0062\U000e007f"])
def test_an_emoji_stays_one_cluster_behind_any_script(word: str, emoji: str) -> None:
    text = f"{word} {emoji} {emoji}"
    found = [text[start:end] for start, end in runs.clusters(text)]
    assert found[-3:] == [emoji, " ", emoji]
    assert "".join(found) == text
    assert [role for part, role in roles(text) if emoji in part] == ["emoji", "emoji"]


def test_a_mark_joins_no_line_break_and_flags_stay_pairs() -> None:
    text = "ใน\n\u0301 🇹🇭🇹🇭🇹 e\u0301\r\nx"
    found = [text[start:end] for start, end in runs.clusters(text)]
    assert found[-9:] == ["\n", "\u0301", " ", "🇹🇭", "🇹🇭", "🇹", " ", "e\u0301", "\r\n", "x"][-9:]


def test_units_and_code_points() -> None:
    text = "a😀ש\u202eb\ue000c"
    item = runs.itemise(text, [(0, 400)], "cjk-sc")
    assert item.drawn == "a😀שb\ufffdc"
    assert item.units == "a\ud83d\ude00שb\ufffdc"
    assert [item.index(u) for u in range(len(item.units) + 1)] == [0, 1, 1, 2, 4, 5, 6, 7]
    assert item.source(1, 3) == "😀"
    assert item.source(5, 6) == "\ue000"
    assert item.source(3, 4) == "ש"  # the control behind it is left out
    assert item.missing == ("\ue000",)


def test_weights_split_runs_at_cluster_starts() -> None:
    item = runs.itemise("ab e\u0301d", [(0, 400), (4, 700)], "cjk-sc")
    assert [(r.start, r.end, r.weight) for r in item.runs] == [(0, 5, 400), (5, 6, 700)]


def test_missing_clusters_are_named_once() -> None:
    def missing(text: str) -> tuple[str, ...]:
        return runs.itemise(text, [(0, 400)], "cjk-sc").missing

    assert missing("ok \uf8ff \uf8ff \ue000 \U000f0000 fine\tline") == ("\uf8ff", "\ue000", "\U000f0000")
    assert missing("plain") == missing("e\u0323\u0302 \u200d \u2068x\u2069") == ()


def test_isolate_is_balanced() -> None:
    assert runs.isolate("abc") == "\u2068abc\u2069"
    assert runs.isolate("a\u2069b\u2067c") == "\u2068ab\u2067c\u2069\u2069"


def test_han_variant() -> None:
    assert runs.han_role("かな漢字", "zh-Hant") == "cjk-jp"
    assert runs.han_role("고객 漢字", "zh") == "cjk-kr"
    assert [runs.han_role("漢字", tag) for tag in ("ja", "ko-KR", "zh", "zh-Hant", "zh_TW", "zh-HK", "de")] == [
        f"cjk-{h}" for h in ("jp", "kr", "sc", "tc", "tc", "hk", "sc")
    ]


def test_direction() -> None:
    assert runs.is_rtl("123 שלום abc")
    assert not runs.is_rtl("\u2068שלום\u2069 abc")
    assert not runs.is_rtl("12 – 3")


def test_cluster_starts_count_code_points() -> None:
    assert runs.cluster_starts("a👩‍👧e\u0301") == [0, 1, 4, 6]
    assert runs.cluster_starts("") == [0]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Wartung", "de", "de"),
        ("保全計画", "ja", "ja"),
        ("保全計画 と 点検", "en", "ja"),
        ("월말 決算", "en", "ko"),
        ("客戶關係與庫存", "en", "zh-Hant"),
        ("客户关系与库存", "en", "zh-Hans"),
        ("客戶", "zh_HK", "zh_HK"),
        ("Кухня", "ru", "ru"),
    ],
)
def test_the_han_of_a_board_is_told_by_its_words_where_its_language_does_not(
    text: str, language: str, expected: str
) -> None:
    assert runs.han_language(text, language) == expected
