"""What proselint does well: clichés, redundancy, mixed metaphors, malapropisms. Loaded when first used."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from proselint.registry.checks import Check

SORTS = {
    "cliches": "“{words}” is a cliché; say what happens.",
    "redundancy": "“{words}” says the same thing twice.",
    "lexical_illusions": "“{words}” repeats a word.",
    "mixed_metaphors": "“{words}” mixes metaphors; say it without a picture.",
    "malapropisms": "“{words}” is a mix-up of two expressions.",
    "mondegreens": "“{words}” is a mix-up of two expressions.",
    "nonwords": "“{words}” is not a word.",
    "oxymorons": "“{words}” contradicts itself.",
    "uncomparables": "“{words}” compares what has no degrees.",
    "hedging": "“{words}” takes back what the sentence says.",
    "archaism": "“{words}” is out of date.",
    "industrial_language.corporate_speak": "“{words}” is office talk; everyday words say it sooner.",
    "industrial_language.bureaucratese": "“{words}” is office talk; everyday words say it sooner.",
    "industrial_language.commercialese": "“{words}” is shop talk of old letters.",
    "industrial_language.jargon": "“{words}” is jargon; say it in everyday words.",
}
"""Why each sort of check finds fault. What is left out here (typography, weasel words, spelling) is not asked."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Slip:
    start: int
    end: int
    words: str
    why: str
    suggestions: tuple[str, ...]


@cache
def _checks() -> "tuple[tuple[Check, str], ...]":
    """The checks in use, each with its reason; none where proselint cannot be loaded."""
    try:
        from proselint.checks import __register__ as known
    except Exception:  # somebody else's code and data: the other rules still work
        log.exception("proselint is not used")
        return ()
    chosen = []
    for check in known:
        for sort, why in SORTS.items():
            if check.matches_partial(sort) and not check.flags.ppm_threshold:
                chosen.append((check, why))
                break
    return tuple(chosen)


def slips(text: str) -> Iterator[Slip]:
    """What proselint finds in a text, by our own reasons."""
    padded = f"\n{text}\n"
    for check, why in _checks():
        try:
            found = list(check.check_with_flags(padded))
        except Exception:
            log.exception("proselint: %s", check.path)
            continue
        for result in found:
            start = min(max(result.span[0] - 1, 0), len(text))
            end = min(max(result.span[1] - 1, start), len(text))
            words = text[start:end]
            lead = len(words) - len(words.lstrip(" \n.,;:"))
            start, words = start + lead, words.strip(" \n.,;:")
            if words:
                plain = words.split()[0] if check.path == "lexical_illusions" else result.replacements
                suggestions = (plain,) if isinstance(plain, str) and plain else ()
                yield Slip(start, start + len(words), words, why.replace("{words}", words), suggestions)
