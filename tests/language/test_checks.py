"""The plain-language check: every rule finds what it is for and leaves the rest alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas_app.language import prose
from canvas_app.language.checks import MOST, RULES, STATEMENT_WORDS, Finding, check, grade, replaced
from tests.language.lists import context, shipped

JARGON = "Our best-in-class, synergistic platform leverages cutting-edge AI to empower partners"
PLAIN = "Café owners see every guest's last visit on one screen, set up in a day by their till reseller"


def found(text: str, language: str = "en", **known: object) -> dict[str, Finding]:
    """Findings by their words, or by rule where the whole text is meant."""
    return {one.words or one.rule: one for one in check(text, language, context(**known))}


def rules(text: str, **known: object) -> set[str]:
    return {one.rule for one in check(text, "en", context(**known))}


def test_jargon_gets_plain_alternatives() -> None:
    plain = [one for one in found(JARGON).values() if one.suggestions]
    assert len(plain) >= 5
    assert {"best-in-class", "synergistic", "leverages", "cutting-edge", "empower", "AI"} == {
        one.words for one in plain
    }
    assert found(JARGON)["leverages"].suggestions[0] == "uses"
    assert all(one.why.endswith(".") and one.why.count(".") == 1 for one in found(JARGON).values())


def test_a_plain_statement_gets_none() -> None:
    assert found(PLAIN) == {}


@pytest.mark.parametrize("text", ["LEVERAGE", "leveraged,", "(Leveraging)", "win win", "win-win", "Win\u2011win"])
def test_words_are_found_in_any_case_and_with_any_hyphen(text: str) -> None:
    assert rules(f"Owners {text} 5") & {"jargon", "vague-verb"}


@pytest.mark.parametrize("text", ["clever-age", "leverageable", "beverages", "win. Win", "end to ending"])
def test_words_are_found_whole_only(text: str) -> None:
    assert not rules(f"Owners {text} 5") & {"jargon", "vague-verb"}


@pytest.mark.parametrize("quoted", ["“{}”", '"{}"', "„{}“", "«{}»", "‘{}’", "'{}'", "「{}」"])
def test_a_customer_may_talk_as_he_likes(quoted: str) -> None:
    said = quoted.format("We leverage the best AI synergy")
    assert found(f"Owners told us 3 times: {said} was heard") == {}
    assert "AI" in found(f"Owners told us 3 times: {said[:-1]} was heard")


def test_apostrophes_quote_nothing() -> None:
    assert "leverage" in found("The owners' 5 tills leverage the owners' data")


def test_what_customers_are_called_is_no_jargon() -> None:
    assert "ecosystem" in found("The ecosystem wins 5 cafés")
    assert found("The Ecosystem Partners win 5", customers=("Ecosystem Partners",)) == {}


def test_gaps_of_a_pattern_are_to_be_filled_in() -> None:
    gap = found("Owners win 5 by [value proposition] and “[sic]”")
    assert {one.rule for one in gap.values()} == {"gap"} and set(gap) == {"[value proposition]"}


def test_superlatives_need_evidence() -> None:
    assert found("Owners get the fastest till in 5 minutes")["fastest"].rule == "superlative"
    assert found("Owners get the fastest till in 5 minutes", evidence=True) == {}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Owners: POS 5", ["POS"]),
        ("Owners: SaaS and KPIs 5", ["SaaS", "KPIs"]),
        ("Owners: a POS (point of sale) 5", []),
        ("Owners: a point of sale (POS) 5", []),
        ("Owners: 5 MB, 3 kW, 20 EUR, chapter IV, Q3, A4, iOS, McDonald", []),
        ("Owners: a PDF on the PC in the USA 5", []),
        ("OWNERS GET A TILL IN 5 DAYS", []),
        ("Owners: R&D 5", ["R&D"]),
        ("Owners: (POS tills) 5", ["POS"]),
        ("Owners of tills see the НИИ, a B2B thing and one SURPRISE 5", ["НИИ", "B2B"]),
        ("Owners: the XYZs 5", ["XYZs"]),
    ],
)
def test_acronyms(text: str, names: list[str]) -> None:
    assert [one.words for one in found(text).values() if one.rule == "acronym"] == names


def test_the_glossary_explains_acronyms() -> None:
    assert "acronym" not in rules("Owners: POS and KPIs 5", glossary=frozenset({"pos", "KPI"}))


def test_long_sentences_and_statements() -> None:
    assert "long-sentence" not in rules("Owners " + "go " * 23 + "5.")
    sentence = "Owners " + "go " * 24 + "5."
    (finding,) = [one for one in check(sentence + " Short one.", "en", context()) if one.rule != "style"]
    assert finding.rule == "long-sentence" and "26 words" in finding.why
    assert (sentence + " Short one.")[finding.start : finding.end] == "5"
    assert "long-sentence" not in rules("Owners: " + "go " * 24 + "5.")
    assert "long-sentence" not in rules("Owners, e.g. five, " + "go " * 20 + "5. " + "go " * 20 + ".")
    assert "long-statement" in rules("Owners go 5. " * (STATEMENT_WORDS // 3 + 1))
    assert "long-statement" not in rules("Owners go 5. " * (STATEMENT_WORDS // 3))


@pytest.mark.parametrize(
    "text", ["in 5 minutes", "in two days", "set up in a day", "one week", "twice", "twenty-five", "one working day"]
)
def test_numbers(text: str) -> None:
    assert "no-number" not in rules(f"Owners work {text}")


@pytest.mark.parametrize("text", ["on one screen", "a till", "some days", "a fine day"])
def test_what_is_no_number(text: str) -> None:
    assert found(f"Owners work {text}")["no-number"].whole


def test_a_named_outcome_stands_for_a_number() -> None:
    assert "no-number" not in rules("Owners see repeat visits", outcome="More repeat visits for the cafés")
    assert "no-number" in rules("Resellers win repeat cafés", outcome="More repeat visits for the resellers' cafés")
    assert "no-number" in rules("Owners see visitors", outcome="More repeat visits for the cafés")


@pytest.mark.parametrize(
    "text", ["Cafés win 5", "a cafe wins 5", "An OWNER wins 5", "the owner's 5 tills", "5 resellers"]
)
def test_named_customers(text: str) -> None:
    assert "no-customer" not in rules(text)


def test_no_named_customer() -> None:
    assert "for example “café owners”" in found("They win 5")["no-customer"].why
    assert "The board names no customer" in found("They win 5", customers=("", ""))["no-customer"].why
    assert "no-customer" not in rules("Companies win 5", customers=("a company",))
    assert "no-customer" in rules("The win is 5", customers=("the people",))


def test_the_customer_in_another_script_or_language() -> None:
    assert found("咖啡馆老板三天", "zh", words=None, customers=("咖啡馆",)) == {}
    assert found("Kahvilan omistajat", "fi", words=None, customers=("kahvilat",)) == {}
    assert "no-customer" in found("Omistajat", "fi", words=None, customers=("kahvilat",))


def test_traceable_to_a_picked_need() -> None:
    assert "untraceable" in found(PLAIN, traced=False)
    assert "untraceable" not in found(PLAIN, traced=None)


def test_what_is_ignored_is_not_found() -> None:
    before = found(JARGON)
    for finding in before.values():
        after = found(JARGON, ignored=frozenset({finding.key}))
        assert set(before) - set(after) == {finding.words or finding.rule}
    assert "vague-verb" not in rules(JARGON, ignored=frozenset({"rule:vague-verb"}))
    assert "leverages" not in found(JARGON, ignored=frozenset({"word:leverages"}))


def test_a_language_without_a_list_is_still_measured() -> None:
    assert set(found("Leverage " + "sana " * 30, "fi", words=None)) >= {"no-customer"}
    assert "long-sentence" in {one.rule for one in check("sana " * 30, "fi", context(words=None))}
    assert "leverage" not in found("We leverage 5", "fi", words=None)


def test_german() -> None:
    german = found(
        "Unser innovatives Ökosystem ermöglicht KI für Kunden in einem Tag",
        "de",
        words=shipped("de"),
        customers=("Kunde",),
    )
    assert set(german) == {"innovatives", "Ökosystem", "ermöglicht", "KI"}
    assert german["innovatives"].suggestions == ("neues",)
    assert "fördern" not in found("Kunden fördern 5", "de", words=shipped("de"), customers=("Kunde",))


def test_proselint_finds_cliches_in_english_only() -> None:
    text = "At the end of the day owners see the the PIN number 5 🙂 times"
    english = found(text)
    assert "cliché" in english["At the end of the day"].why
    assert english["the the"].suggestions == ("the",) and english["PIN number"].suggestions == ("PIN",)
    assert {one.rule for one in english.values()} == {"style"}
    assert {one.rule for one in found(text, "fi", words=None).values()} == {"acronym"}


def test_proselint_that_fails_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        path = "broken"

        def check_with_flags(self, text: str) -> list[object]:
            raise RuntimeError("somebody else's fault")

    monkeypatch.setattr(prose, "_checks", lambda: ((Broken(), "why"),))
    assert set(found("Owners leverage 5")) == {"leverage"}


@pytest.mark.parametrize(
    ("text", "words", "plain", "after"),
    [
        ("We leverage 5", "leverage", "use", "We use 5"),
        ("Leverage 5", "Leverage", "Use", "Use 5"),
        ("It is very good.", "very", "", "It is good."),
        ("Very good.", "Very", "", "Good."),
        ("It is good, really.", "really", "", "It is good."),
        ("An innovative till", "innovative", "new", "A new till"),
        ("a cutting-edge till", "cutting-edge", "old", "an old till"),
        ("a very easy till", "very", "", "an easy till"),
        ("Vitamin a innovative", "innovative", "new", "Vitamin a new"),
    ],
)
def test_replacing(text: str, words: str, plain: str, after: str) -> None:
    start = text.index(words)
    finding = Finding(start, start + len(words), "jargon", words, "", (plain,))
    assert replaced(text, finding, plain, shipped("en")) == after


def test_a_text_full_of_jargon_gets_no_more_than_anybody_reads() -> None:
    assert len(check("leverage AI " * 1600, "en", context())) <= MOST + 1


def test_the_grade_of_english() -> None:
    hard = "Organisational interoperability necessitates comprehensive infrastructural harmonisation across departments"
    easy, difficult = grade(PLAIN), grade(hard)
    assert easy is not None and difficult is not None and easy < 9 < 14 < difficult
    assert grade("Too short") is None


LETTERS = st.sampled_from(
    [*"aAzZéßçÄ \n\t.,;:!?-'’\"“”„«»()[]{}&#059IVX", "leverage ", "POS ", "🙂", "א", "مقهى ", "咖啡", "\u0301"]
)


@given(st.lists(LETTERS, max_size=120).map("".join) | st.text(max_size=200), st.sampled_from(["en", "de", "fi"]))
def test_never_crashes_and_stays_inside_the_text(text: str, language: str) -> None:
    words = shipped(language) if language != "fi" else None
    for finding in check(text, language, context(words=words, traced=False)):
        assert 0 <= finding.start <= finding.end <= len(text)
        assert finding.whole or (finding.start < finding.end)
        assert finding.rule in RULES and finding.why and finding.key
        assert finding.rule == "long-sentence" or finding.whole or text[finding.start : finding.end] == finding.words
        for suggestion in finding.suggestions:
            assert isinstance(replaced(text, finding, suggestion, words), str)
