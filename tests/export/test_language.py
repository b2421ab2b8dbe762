import pytest

from canvas_app.export.pdf.language import language_of


@pytest.mark.parametrize(
    ("text", "board", "wanted"),
    [
        ("Plain words", "en", "en"),
        ("Schöne Wörter", "de-AT", "de-AT"),
        ("Plain words", "he", "en"),
        ("שלום", "en", "he"),
        ("We say שלום to Ali علي today", "en", "en"),
        ("חוסך 25% (OK) בכל חודש", "en", "he"),
        ("کمتر از یک ساعت", "fa-IR", "fa-IR"),
        ("يوفّر الوقت", "en", "ar"),
        ("毎月「三時間」の短縮", "en", "ja"),
        ("月底对账", "zh-Hant", "zh-Hant"),
        ("月底对账", "en", "zh"),
        ("월말 결산", "en", "ko"),
        ("Ukrajina", "sr", "sr"),
        ("ลูกค้า", "en", "th"),
        ("1 000 – 5 €", "en", ""),
        ("12", "he", ""),
        ("😀", "en", ""),
        ("", "en", ""),
    ],
)
def test_a_language_is_what_the_letters_say(text: str, board: str, wanted: str) -> None:
    assert language_of(text, board) == wanted
