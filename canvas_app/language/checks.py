"""The plain-language check of value statements: rules over word lists, each finding with its reason."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from canvas_app.domain.search import fold as without_accents
from canvas_app.language.lists import WordList
from canvas_app.language.words import Token, folded, inside, quotations, sentences, tokens

MOST = 100
"""Findings in one text; nobody reads more."""
SENTENCE_WORDS = 25
STATEMENT_WORDS = 50
RULES = {
    "gap": "Gaps still to be filled in",
    "jargon": "Jargon and empty words",
    "vague-verb": "Vague verbs",
    "superlative": "Superlatives without evidence",
    "acronym": "Acronyms that the glossary does not explain",
    "style": "Clichés and slips of English style",
    "long-sentence": f"Sentences of more than {SENTENCE_WORDS} words",
    "long-statement": f"Statements of more than {STATEMENT_WORDS} words",
    "no-number": "No number and no named outcome",
    "no-customer": "No named customer",
    "untraceable": "Not traceable to a picked need",
}
"""What the rules look for, by id."""

_GAP = re.compile(r"\[[^\[\]\n]+\]")
_NAME = re.compile(r"(?<![\w&])\w+(?:&\w+)*(?![\w&])")
_LONGEST_ACRONYM = 6
_ROMAN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_UNITS = re.compile(
    r"[KMGTP]B|[KCM]M|KG|ML|[KMG]WH?|[KMG]HZ|DB|BTU|RPM"
    r"|USD|EUR|GBP|CHF|JPY|CNY|SEK|NOK|DKK|PLN|AUD|CAD|NZD|INR|BRL|ZAR"
)
_MODEST = 4
"""Capitals in a text below which it is not taken to be all in capitals."""


@dataclass(frozen=True)
class Context:
    """What the check knows beside the text.

    `words`: the list of the text's language, if there is one. `customers`: who the board is about, as texts. `outcome`:
    the board's goal. `traced`: whether the statement answers a picked need, None where the canvas knows no needs.
    `evidence`: whether anything stands behind it. `ignored`: keys of findings not to be made, for this statement or for
    good.
    """

    words: WordList | None = None
    customers: tuple[str, ...] = ()
    outcome: str = ""
    glossary: frozenset[str] = frozenset()
    traced: bool | None = True
    evidence: bool = False
    ignored: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Finding:
    """`start` and `end` count characters of the text, both 0 where the whole of it is meant. `words` is what was found.

    A suggestion can stand in place of the words; the empty one means to leave them out.
    """

    start: int
    end: int
    rule: str
    words: str
    why: str
    suggestions: tuple[str, ...] = ()
    key: str = ""
    """What it is ignored by: "word:" and the first form of an entry or the words found, or "rule:" and the rule."""

    @property
    def whole(self) -> bool:
        return self.end == 0


def check(text: str, language: str, context: Context) -> tuple[Finding, ...]:
    """What could be said more plainly, in order of place; first what concerns the whole text. Never raises.

    There are no more than MOST of them, and then those of long sentences.
    """
    if not text.strip():
        return ()
    found: list[Finding] = []
    quoted = quotations(text)
    words = tokens(text)
    for finding in (
        *islice(_gaps(text), MOST),
        *_whole(text, words, quoted, context),
        *islice(_known(text, words, context), MOST),
        *islice(_acronyms(text, context), MOST),
        *islice(_style(text, language, context), MOST),
    ):
        if len(found) == MOST:
            break
        if _wanted(finding, found, quoted, context):
            found.append(finding)
    found += [long for long in _long_sentences(text, quoted, context) if long.key not in context.ignored]
    return tuple(sorted(found, key=lambda finding: (not finding.whole, finding.start, finding.end)))


def _wanted(finding: Finding, found: list[Finding], quoted: list[tuple[int, int]], context: Context) -> bool:
    if finding.key in context.ignored or f"rule:{finding.rule}" in context.ignored:
        return False
    if finding.whole:
        return True
    if f"word:{folded(finding.words)}" in context.ignored or inside(quoted, finding.start, finding.end):
        return False
    return not inside([(other.start, other.end) for other in found if not other.whole], finding.start, finding.end)


def _whole(text: str, words: list[Token], quoted: list[tuple[int, int]], context: Context) -> Iterator[Finding]:
    own = sum(not inside(quoted, word.start, word.end) for word in words)
    if own > STATEMENT_WORDS:
        why = f"The statement has {own} words; readers keep no more than {STATEMENT_WORDS}."
        yield _about("long-statement", why)
    if context.words is not None and context.words.numbers and not _has_number(words, context):
        yield _about("no-number", "There is no number and no named outcome; say how much, how many or how soon.")
    if not any(context.customers):
        yield _about(
            "no-customer", "The board names no customer; give it a segment or a customer, then name them here."
        )
    elif not _names(text, words, context):
        who = next(who for who in context.customers if who)
        why = f"The statement names no customer; say who gets this, for example “{who}”."
        yield _about("no-customer", why)
    if context.traced is False:
        yield _about("untraceable", "It answers no need on the short list; build it from notes that are linked to one.")


def _gaps(text: str) -> Iterator[Finding]:
    """What a pattern had nothing for: "[customer]"."""
    for gap in _GAP.finditer(text):
        why = f"“{gap[0]}” is still to be filled in."
        yield Finding(gap.start(), gap.end(), "gap", gap[0], why, (), f"word:{folded(gap[0])}")


def _about(rule: str, why: str) -> Finding:
    return Finding(0, 0, rule, "", why, (), f"rule:{rule}")


def _has_number(words: list[Token], context: Context) -> bool:
    """Digits, number words, "a day"; or a named outcome: two words of the goal, or its only one, customers left out."""
    known = context.words
    assert known is not None
    for place, word in enumerate(words):
        if any(char.isdigit() for char in word.text) or any(
            piece in known.numbers for piece in re.split(r"\W", word.folded)
        ):
            return True
        far = 2 if word.folded in known.small_words else 3  # "one working day", but not "a fine day"
        if word.folded in known.articles and any(one.folded in known.units for one in words[place + 1 : place + far]):
            return True
    people = {stem for who in context.customers for word in _meaning(who, known) for stem in _stems(word, known)}
    wanted = [word for word in _meaning(context.outcome, known) if not _stems(word, known) & people]
    if not wanted:
        return False
    present = {stem for word in words for stem in _stems(word.plain, known)}
    return sum(bool(_stems(word, known) & present) for word in wanted) >= min(2, len(wanted))


def _names(text: str, words: list[Token], context: Context) -> bool:
    """Whether any word of a customer is there, in the singular or plural; without a list, words that begin alike."""
    wanted = [word for who in context.customers for word in _meaning(who, context.words)]
    present = {stem for word in words for stem in _stems(word.plain, context.words)}
    flat = without_accents(text)
    for word in wanted:
        if _stems(word, context.words) & present or (not word.isascii() and word in flat):
            return True
        if context.words is None and any(_alike(word, other.plain) for other in words):
            return True
    return False


def _meaning(text: str, known: WordList | None) -> list[str]:
    """The words of a text that mean something, without case and accents."""
    found = [token.plain.removesuffix("'s").removesuffix("’s") for token in tokens(text)]
    small = {without_accents(word) for word in known.small_words} if known else frozenset()
    return [word for word in dict.fromkeys(found) if word not in small and (len(word) > 1 or not word.isascii())]


def _stems(word: str, known: WordList | None) -> set[str]:
    """The word and what is left of it without an ending."""
    word = word.removesuffix("'s").removesuffix("’s").rstrip("'’")
    endings = known.endings if known else frozenset()
    return {word, *(word[: -len(end)] for end in endings if word.endswith(end) and len(word) - len(end) >= 3)}


def _alike(one: str, two: str) -> bool:
    """Whether two words of a language that we do not know could be forms of one: most of the longer one is shared."""
    shared = 0
    while shared < min(len(one), len(two)) and one[shared] == two[shared]:
        shared += 1
    return shared >= 4 and shared >= 0.6 * max(len(one), len(two))


def _known(text: str, words: list[Token], context: Context) -> Iterator[Finding]:
    """What stands in the list: the longest entry at every place. What customers are called is no jargon here."""
    known = context.words
    names = {tuple(token.folded for token in tokens(who)) for who in context.customers}
    place = 0
    while known is not None and place < len(words):
        here = known.known_at(text, words, place)
        if here is None:
            place += 1
            continue
        start, end = words[place].start, words[place + len(here.pieces) - 1].end
        place += len(here.pieces)
        if (here.family.rule == "superlative" and context.evidence) or any(_within(here.pieces, who) for who in names):
            continue
        found = text[start:end]
        suggestions = tuple(_cased(plain, found) for plain in here.plain)
        why = here.family.why.replace("{words}", found)
        yield Finding(start, end, here.family.rule, found, why, suggestions, f"word:{folded(here.entry.words[0])}")


def _within(pieces: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(words[at : at + len(pieces)] == pieces for at in range(len(words) - len(pieces) + 1))


def _cased(plain: str, found: str) -> str:
    """A plain word with the capital of what it stands for."""
    return plain[:1].upper() + plain[1:] if found[:1].isupper() and not found.isupper() else plain


def _acronyms(text: str, context: Context) -> Iterator[Finding]:
    """Words in capitals that neither the glossary nor the text explains; units and Roman numbers are none."""
    letters = [char for char in text if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    if capitals > _MODEST and capitals > 0.6 * len(letters):
        return
    meanings = context.words.acronyms if context.words else {}
    plenty = {name.casefold() for name in context.glossary}
    for found in _NAME.finditer(text):
        word = found[0]
        listed = meanings.get(word)
        bare = word.removesuffix("s")
        initials = [char for char in bare if not (char.isdigit() or char == "&")]
        in_capitals = 2 <= len(initials) <= _LONGEST_ACRONYM and all(char.isupper() for char in initials)
        if listed is None and not in_capitals:
            continue
        if (
            listed == ""
            or _UNITS.fullmatch(bare.upper())
            or _ROMAN.fullmatch(word)
            or {word.casefold(), bare.casefold()} & plenty
        ):
            continue
        after = text[found.end() : found.end() + 3].lstrip()
        if after.startswith("(") or (after.startswith(")") and text[: found.start()].endswith("(")):
            continue  # explained on the spot: "POS (point of sale)" or "point of sale (POS)"
        why = f"“{word}” is an acronym that the board's glossary does not explain."
        yield Finding(
            found.start(), found.end(), "acronym", word, why, (listed,) if listed else (), f"word:{folded(word)}"
        )


def _style(text: str, language: str, context: Context) -> Iterator[Finding]:
    if language != "en" or "rule:style" in context.ignored:
        return
    from canvas_app.language.prose import slips

    for slip in slips(text):
        yield Finding(
            slip.start, slip.end, "style", slip.words, slip.why, slip.suggestions, f"word:{folded(slip.words)}"
        )


def _long_sentences(text: str, quoted: list[tuple[int, int]], context: Context) -> Iterator[Finding]:
    """Each sentence that is too long, from the word on that is too much."""
    for start, end in sentences(text, context.words.abbreviations if context.words else frozenset()):
        words = [word for word in tokens(text[start:end]) if not inside(quoted, start + word.start, start + word.end)]
        if len(words) > SENTENCE_WORDS:
            begin, stop = start + words[SENTENCE_WORDS].start, start + words[-1].end
            why = f"The sentence has {len(words)} words; make two of it, each of {SENTENCE_WORDS} at the most."
            yield Finding(begin, stop, "long-sentence", text[begin:stop], why, (), "rule:long-sentence")


def replaced(text: str, finding: Finding, suggestion: str, known: WordList | None) -> str:
    """The text with the words of a finding said plainly; an article before them follows ("an innovative", "a new")."""
    before, after = text[: finding.start], text[finding.end :]
    if not suggestion:
        after = after.lstrip(" ") if not before or before[-1].isspace() else after
        if not after or not (after[0].isalnum() or after[0] in "“\"'("):
            before = before.rstrip(" ,")
        if finding.words[:1].isupper() and (not before or before.rstrip()[-1:] in (".", "!", "?", ":")):
            after = after[:1].upper() + after[1:]
    upcoming = tokens((suggestion + after)[:60])
    article = tokens(before[-12:])
    if known is not None and len(known.before_vowel) == 2 and upcoming and article and before.endswith(" "):
        plain, vowel = known.before_vowel
        last = article[-1]
        if last.folded in (plain, vowel):
            right = vowel if upcoming[0].plain[:1] in tuple("aeiou") else plain
            right = right.capitalize() if last.text[:1].isupper() else right
            cut = len(before) - len(before[-12:]) + last.start
            before = before[:cut] + right + " "
    return before + suggestion + after


def grade(text: str) -> int | None:
    """The school grade that English text is written for (Coleman and Liau's formula); None for too few words."""
    words = tokens(text)
    if len(words) < 8:
        return None
    letters = sum(sum(char.isalnum() for char in word.text) for word in words)
    count = sum(1 for _ in sentences(text, frozenset()))
    return max(1, round(0.0588 * 100 * letters / len(words) - 0.296 * 100 * count / len(words) - 15.8))
