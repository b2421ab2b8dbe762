"""How the words of a statement are marked in its field: phrases of notes, and findings of the plain-language check."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from canvas_app.domain.entities import Part
from canvas_app.domain.statements import shared_ends
from canvas_app.language.checks import Finding
from canvas_app.ui.theme import colour

LONG = "long-sentence"


def units(text: str) -> int:
    """The length of a text as Qt counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class PhraseMarker(QSyntaxHighlighter):
    """Shows the phrases that come from notes semibold, and what could be said more plainly with a wave below it.

    Being no edit, that never enters the field's own undo.
    """

    def __init__(self, document: QTextDocument):
        super().__init__(document)
        self.parts: Sequence[Part] = ()
        self.findings: Sequence[Finding] = ()
        self.current: Finding | None = None

    def show_parts(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        start = self.currentBlock().position()
        end = start + units(text)
        stops = list(accumulate(units(part.text) for part in self.parts))
        strong = QTextCharFormat()
        strong.setFontWeight(QFont.Weight.DemiBold)
        for part, stop in zip(self.parts, stops, strict=True):
            begin = max(stop - units(part.text), start)
            if part.note is not None and begin < min(stop, end):
                self.setFormat(begin - start, min(stop, end) - begin, strong)
        words = "".join(part.text for part in self.parts)
        for finding in self.findings:
            if not finding.whole:
                self._underline(
                    finding, units(words[: finding.start]) - start, units(words[: finding.end]) - start, end - start
                )

    def _underline(self, finding: Finding, begin: int, stop: int, length: int) -> None:
        """A wave below words, dashes below what makes a sentence too long; the current one on a tint."""
        long = finding.rule == LONG
        style = QTextCharFormat.UnderlineStyle.DashUnderline if long else QTextCharFormat.UnderlineStyle.WaveUnderline
        for place in range(max(begin, 0), min(stop, length)):
            look = self.format(place)
            if long and look.underlineStyle() == QTextCharFormat.UnderlineStyle.WaveUnderline:
                continue
            look.setUnderlineStyle(style)
            look.setUnderlineColor(colour("warn"))
            if finding == self.current:
                look.setBackground(colour("amber.tint"))
            self.setFormat(place, 1, look)


def tip_of(finding: Finding) -> str:
    """Why, and what to say instead."""
    plain = [f"“{one}”" if one else "leave it out" for one in finding.suggestions]
    return f"{finding.why}\nPlainly: {', '.join(plain)}" if plain else finding.why


def moved_findings(findings: Sequence[Finding], old: str, new: str) -> tuple[Finding, ...]:
    """Findings of an old text where they are in the new one; those that were edited are left out."""
    head, tail = shared_ends(old, new)
    by = len(new) - len(old)
    kept = []
    for finding in findings:
        if finding.whole or finding.end <= head:
            kept.append(finding)
        elif finding.start >= len(old) - tail:
            kept.append(replace(finding, start=finding.start + by, end=finding.end + by))
    return tuple(kept)
