"""How well what is typed in the command palette fits an action's name."""

from canvas_app.domain.search import fold

_EXACT, _STARTS, _WORDS, _INITIALS, _WITHIN, ASIDE, _LETTERS = range(7)
"""From ASIDE on it is not the name that fits."""


def fitness(query: str, title: str, aside: str = "") -> tuple[int, int] | None:
    """Smaller is better, None where it does not fit; `aside` are further words that say what the action is about.

    "new n" fits "New note" by the beginnings of its words, "nn" by their initials, "wnt" by its letters in order.
    """
    wanted, name = fold(query), fold(title)
    words = name.replace("-", " ").split()
    if not wanted or wanted == name:
        return _EXACT, len(name)
    if name.startswith(wanted):
        return _STARTS, len(name)
    pieces = wanted.split()
    if _begin(pieces, words):
        return _WORDS, len(name)
    if "".join(word[0] for word in words).startswith("".join(pieces)):
        return _INITIALS, len(name)
    if all(piece in name for piece in pieces):
        return _WITHIN, len(name)
    if _begin(pieces, [*words, *fold(aside).replace("/", " ").split()]):
        return ASIDE, len(name)
    if len(wanted) > 2 and (spread := _spread("".join(pieces), name)) is not None and spread <= 2 * len(wanted):
        return _LETTERS, spread
    return None


def _begin(pieces: list[str], words: list[str]) -> bool:
    return all(any(word.startswith(piece) for word in words) for piece in pieces)


def _spread(letters: str, name: str) -> int | None:
    """How many characters the letters in order take up, from the first place where they start."""
    first = at = name.find(letters[0])
    for letter in letters[1:]:
        at = name.find(letter, at + 1) if at >= 0 else -1
    return at - first + 1 if at >= 0 else None
