"""Word lists: the shipped ones are in order, a broken one is refused with one sentence."""

import pytest

from canvas_app.domain.errors import BadInput
from canvas_app.language.checks import check
from canvas_app.language.lists import joined, list_from_toml, own_list
from canvas_app.language.words import tokens
from tests.language.lists import FOLDER, context, shipped

LANGUAGES = sorted(path.stem.removeprefix("jargon-") for path in FOLDER.glob("jargon-*.toml"))
LISTED = {"jargon", "vague-verb", "superlative"}
GOOD = 'schema = 1\nlanguage = "fi"\n[[family]]\nid = "f"\ntitle = "F"\nwhy = "{words}."\n'
ENTRIES = 'entries = [{ words = "synergia, synergiat", plain = ["yhteistyö"] }]\n'


def test_there_are_lists_of_two_languages() -> None:
    assert {"en", "de"} <= set(LANGUAGES)
    assert shipped("en").count >= 200
    assert shipped("de").count >= 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_stand_in_a_list_twice(language: str) -> None:
    forms = [
        tuple(token.folded for token in tokens(words))
        for family in shipped(language).families
        for entry in family.entries
        for words in entry.words
    ]
    assert len(forms) == len(set(forms)), sorted(form for form in set(forms) if forms.count(form) > 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_suggestion_is_itself_jargon(language: str) -> None:
    """Neither of an entry nor what is offered for an acronym."""
    known = shipped(language)
    plain = [way for family in known.families for entry in family.entries for ways in entry.plain for way in ways]
    for suggestion in {*plain, *known.acronyms.values()}:
        found = check(f"We: {suggestion}, now", "xx", context(language))
        assert not [finding.words for finding in found if finding.rule in LISTED], suggestion


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_is_found_with_its_suggestions_and_reason(language: str) -> None:
    for family in shipped(language).families:
        for entry in family.entries:
            for form, words in enumerate(entry.words):
                found = check(f"x {words} y", "xx", context(language))
                finding = next(one for one in found if one.rule in LISTED)
                assert (finding.words, finding.rule) == (words, family.rule)
                assert words in finding.why and "{" not in finding.why
                assert len(finding.suggestions) == len(entry.plain_for(form)) >= 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff", "list.toml: not UTF-8 text at byte 0; save the file as UTF-8."),
        (b"schema = ", "list.toml: not valid TOML, Invalid value (at end of document); correct that line."),
        (b'schema = 2\nlanguage = "fi"', "list.toml: schema = 2 is newer than this version reads (1); update the app."),
        (b'schema = 1\n[acronyms]\nA = "b"', "list.toml: the key 'language' is missing; add it."),
        (
            b'schema = 1\nlanguage = "fi"',
            "list.toml: the list holds no words; add a [[family]] with entries, or [acronyms].",
        ),
        (GOOD.encode(), "list.toml: the key 'family[1].entries' is missing; add it."),
        (
            (GOOD + 'entries = [{ words = "a, b, c", plain = ["x, y"] }]').encode(),
            "list.toml: 'family[1].entries[1]': 'x, y' has 2 forms for 3 words; give one form for all or one for each.",
        ),
        (
            (GOOD + 'entries = [{ words = "a, ,b", plain = ["x"] }]').encode(),
            "list.toml: 'family[1].entries[1].words': '' is no word; write words with commas between them.",
        ),
        (
            (GOOD + 'entries = [{ word = "a", plain = ["x"] }]').encode(),
            "list.toml: the key 'family[1].entries[1].words' is missing, and 'word' beside it is not known; check its"
            " spelling.",
        ),
        (
            (GOOD + 'rule = "rude"\n' + ENTRIES).encode(),
            "list.toml: 'family[1].rule' = 'rude' is not allowed; use one of 'jargon', 'vague-verb' or 'superlative'.",
        ),
    ],
)
def test_a_broken_list_is_refused_with_one_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(BadInput) as refused:
        list_from_toml(data, "list.toml")
    assert str(refused.value) == reason


def test_a_list_of_another_language_is_only_data() -> None:
    finnish = list_from_toml((GOOD + ENTRIES).encode(), "list.toml")
    (finding,) = [one for one in check("Synergiat tuovat", "fi", context(words=finnish)) if one.rule == "jargon"]
    assert (finding.words, finding.suggestions, finding.why) == ("Synergiat", ("Yhteistyö",), "Synergiat.")


def test_the_list_of_the_documentation_is_one() -> None:
    page = (FOLDER.parent / "docs" / "language.md").read_text(encoding="utf-8")
    example = page.partition("```toml\n")[2].partition("```")[0]
    found = check("Todella hyvä synergiat", "fi", context(words=list_from_toml(example.encode(), "language.md")))
    assert {one.words: one.suggestions for one in found if one.words} == {
        "Todella": ("",),
        "synergiat": ("yhteistyöt", "apu"),
    }


def test_later_lists_add_to_earlier_ones_and_overrule_them() -> None:
    own = own_list("en", {"leverage": "lean on", "blorp": "", "!": "?"})
    whole = joined([shipped("en"), own] if own else [])
    found = check("We leverage a blorp synergy", "xx", context(words=whole))
    plain = {finding.words: finding.suggestions for finding in found if finding.rule in LISTED}
    assert plain == {"leverage": ("lean on",), "blorp": ("",), "synergy": ("working together",)}
    assert joined([]) is None and own_list("en", {}) is None
