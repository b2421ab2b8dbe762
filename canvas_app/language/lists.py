"""Word lists: what is jargon in a language and how to say it plainly. Read from TOML, joined, looked up by words."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from canvas_app.domain.canvas import explain
from canvas_app.domain.errors import BadInput
from canvas_app.language.words import Token, folded, tokens

SCHEMA = 1
OWN = "own"
"""The id of the family of a person's own words."""


def _listed(value: object) -> object:
    """ "a, b" as ("a", "b")."""
    return tuple(piece.strip() for piece in value.split(",")) if isinstance(value, str) else value


def _set_of(value: object) -> object:
    pieces = _listed(value)
    return frozenset(folded(piece) for piece in pieces if piece) if isinstance(pieces, tuple) else value


Listed = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Words = Annotated[frozenset[str], BeforeValidator(_set_of)]
Short = Annotated[str, Field(min_length=1, max_length=300)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class Entry(_Table):
    """One thing not to say, in all its forms, and plain ways to say it with a form for each or one for all.

    The empty plain form means: leave it out.
    """

    words: Annotated[Listed, Field(min_length=1, max_length=100)]
    plain: Annotated[tuple[Listed, ...], Field(min_length=1, max_length=20)]

    @field_validator("words")
    @classmethod
    def _real_words(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        for word in words:
            if not tokens(word):
                raise ValueError(f"{word!r} is no word; write words with commas between them")
        return words

    @model_validator(mode="after")
    def _matching(self) -> "Entry":
        for plain in self.plain:
            if len(plain) not in (1, len(self.words)):
                raise ValueError(
                    f"{', '.join(plain)!r} has {len(plain)} forms for {len(self.words)} words; give one form for all or"
                    " one for each"
                )
        return self

    def plain_for(self, form: int) -> tuple[str, ...]:
        """The plain ways to say the form of that number, each once."""
        return tuple(dict.fromkeys(plain[form if len(plain) > 1 else 0] for plain in self.plain))


class Family(_Table):
    """Entries of one sort. `why` is a sentence about {words}; `rule` says when they are found."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
    title: Short
    rule: Literal["jargon", "vague-verb", "superlative"] = "jargon"
    why: Annotated[str, Field(min_length=1, max_length=500)]
    entries: Annotated[tuple[Entry, ...], Field(min_length=1, max_length=20_000)]


class WordList(_Table):
    """What is known of one language. Sets are folded words; `units` are units of time, `articles` stand before one.

    `small_words` name nobody; `endings` make one word of "cafe" and "cafes"; `before_vowel` is the article and its form
    before a vowel.
    """

    schema_number: Annotated[int, Field(alias="schema", strict=True, ge=1, le=SCHEMA)]
    language: str
    name: Annotated[str, Field(max_length=100)] = ""
    numbers: Words = frozenset()
    articles: Words = frozenset()
    units: Words = frozenset()
    small_words: Words = frozenset()
    endings: Words = frozenset()
    abbreviations: Words = frozenset()
    before_vowel: Annotated[Listed, Field(max_length=2)] = ()
    acronyms: Annotated[dict[str, Annotated[str, Field(max_length=300)]], Field(max_length=10_000)] = {}
    families: Annotated[tuple[Family, ...], Field(alias="family", max_length=200)] = ()

    @field_validator("language")
    @classmethod
    def _code(cls, language: str) -> str:
        if not (language.isascii() and language.isalpha() and language.islower() and 2 <= len(language) <= 3):
            raise ValueError(f"{language!r} is no code of a language; write two or three small letters, such as fi")
        return language

    @model_validator(mode="after")
    def _says_something(self) -> "WordList":
        if not self.families and not self.acronyms:
            raise ValueError("the list holds no words; add a [[family]] with entries, or [acronyms]")
        return self

    @cached_property
    def _index(self) -> Mapping[str, Sequence["Known"]]:
        """By first word, the longest first; of two that are the same the later family's."""
        index: dict[str, dict[tuple[str, ...], Known]] = {}
        for family in self.families:
            for entry in family.entries:
                for form, words in enumerate(entry.words):
                    pieces = tuple(token.folded for token in tokens(words))
                    index.setdefault(pieces[0], {})[pieces] = Known(pieces, family, entry, form)
        return {first: sorted(known.values(), key=lambda one: -len(one.pieces)) for first, known in index.items()}

    def known_at(self, text: str, words: Sequence[Token], place: int) -> "Known | None":
        """The longest entry that stands in `words` from `place` on, with only blanks and hyphens between its words."""
        for known in self._index.get(words[place].folded, ()):
            stop = place + len(known.pieces)
            if tuple(word.folded for word in words[place:stop]) != known.pieces:
                continue
            gaps = (
                text[one.end : two.start] for one, two in zip(words[place:stop], words[place + 1 : stop], strict=False)
            )
            if all(not gap.strip(" \t\n\u00a0-\u2010\u2011") for gap in gaps):
                return known
        return None

    @property
    def count(self) -> int:
        return sum(len(family.entries) for family in self.families)


@dataclass(frozen=True)
class Known:
    """A form of an entry, as it is looked up."""

    pieces: tuple[str, ...]
    family: Family
    entry: Entry
    form: int

    @property
    def plain(self) -> tuple[str, ...]:
        return self.entry.plain_for(self.form)


def list_from_toml(data: bytes, source: str) -> WordList:
    """Reads a word list. `source` names the file in messages. Raises BadInput with file, key and fix."""
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadInput(f"{source}: not UTF-8 text at byte {error.start}; save the file as UTF-8.") from error
    except (ValueError, RecursionError) as error:  # no TOML, or a number of thousands of digits
        reason = str(error).partition(";")[0] or "nested too deeply"
        raise BadInput(f"{source}: not valid TOML, {reason}; correct that line.") from error
    if isinstance(table.get("schema"), int) and table["schema"] > SCHEMA:
        raise BadInput(
            f"{source}: schema = {table['schema']} is newer than this version reads ({SCHEMA}); update the app."
        )
    try:
        return WordList.model_validate(table)
    except ValidationError as error:
        raise BadInput(f"{source}: {explain(error)}") from error


def joined(lists: Iterable[WordList]) -> WordList | None:
    """All lists of one language as one; where two say something about the same words, the later one is right."""
    whole: WordList | None = None
    for one in lists:
        if whole is None:
            whole = one
            continue
        sets = ("numbers", "articles", "units", "small_words", "endings", "abbreviations")
        whole = whole.model_copy(
            update={
                **{name: getattr(whole, name) | getattr(one, name) for name in sets},
                "name": whole.name or one.name,
                "before_vowel": one.before_vowel or whole.before_vowel,
                "acronyms": {**whole.acronyms, **one.acronyms},
                "families": (*whole.families, *one.families),
            }
        )
        whole.__dict__.pop("_index", None)
    return whole


def own_list(language: str, plain: Mapping[str, str]) -> WordList | None:
    """A person's own words, each with a plain one or "", as a list; words that are none are passed over."""
    entries = [Entry(words=(word,), plain=((better,),)) for word, better in plain.items() if tokens(word)]
    if not entries:
        return None
    family = Family(
        id=OWN, title="Own words", why="“{words}” is on your own list of words to avoid.", entries=tuple(entries)
    )
    return WordList.model_validate({"schema": SCHEMA, "language": language, "family": (family,)})
