"""Words and glossary: what acronyms mean on this board, the person's own words to avoid, and what is let pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from canvas_app.actions.context import UiPort
from canvas_app.app import resources
from canvas_app.app.plain_language import language_name, word_lists
from canvas_app.domain.commands import EditBoard
from canvas_app.language.checks import RULES
from canvas_app.language.words import folded, tokens
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.dialogs.form import FormDialog
from canvas_app.ui.theme import px

WORD, RULE = "word:", "rule:"
LONGEST = 300


@dataclass(frozen=True)
class Words:
    """`let_pass` are keys of findings."""

    glossary: Mapping[str, str]
    own_words: Mapping[str, str]
    let_pass: tuple[str, ...]


def edit_words(parent: QWidget | None, bridge: SessionBridge, port: UiPort) -> None:
    """Has the person change the words of the board and of the app."""
    info, session = bridge.session.board.info, bridge.session
    before = Words(info.glossary, port.option("own_words"), port.option("let_pass"))
    dialog = WordsDialog(parent, before, not session.read_only)
    try:
        if not dialog.exec():
            return
        words = dialog.answer()
    finally:
        dialog.deleteLater()
    for name in ("own_words", "let_pass"):
        if getattr(words, name) != getattr(before, name):
            port.set_option(name, getattr(words, name))
    if words.glossary != before.glossary and not session.read_only:
        bridge.do(EditBoard({"glossary": dict(words.glossary)}), "words")


class BadLine(ValueError):
    """A line that cannot be used, as a sentence."""


class WordsDialog(FormDialog):
    def __init__(self, parent: QWidget | None, words: Words, can_change: bool):
        super().__init__(parent, "Words and glossary", "Save")
        self._before = words
        lists = word_lists()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        self.glossary = self._box(column, "Glossary of this board", "POS: point of sale")
        self.glossary.setPlainText("\n".join(f"{name}: {meaning}" for name, meaning in words.glossary.items()))
        self.glossary.setReadOnly(not can_change)
        self.own_words = self._box(column, "Own words to avoid, with what to say instead", "footfall: visitors")
        self.own_words.setPlainText(
            "\n".join(f"{word}: {plain}" if plain else word for word, plain in words.own_words.items())
        )
        self.let_pass = self._box(column, "Words that are fine", "ecosystem")
        self.let_pass.setPlainText("\n".join(key.removeprefix(WORD) for key in words.let_pass if key.startswith(WORD)))
        column.addWidget(self._heading("What is looked for"))
        self.rules: dict[str, QCheckBox] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        for n, (rule, title) in enumerate(RULES.items()):
            box = self.rules[rule] = QCheckBox(title)
            box.setChecked(f"{RULE}{rule}" not in words.let_pass)
            grid.addWidget(box, n // 2, n % 2)
        column.addLayout(grid)
        known = ", ".join(f"{language_name(code)} ({one.count})" for code, one in sorted(lists.by_language.items()))
        about = [f"Lists of words: {known}. Your own go into {resources.own_lists_folder()}."]
        self.lists = QLabel("\n".join([*about, *(str(problem) for problem in lists.problems)]))
        self.lists.setWordWrap(True)
        self.lists.setProperty("muted", True)
        column.addWidget(self.lists)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.body.addWidget(area, 1)
        self.make_room(620, 640)
        for field in (self.glossary, self.own_words, self.let_pass):
            field.textChanged.connect(self._check)
        self.glossary.setFocus()
        self._check()

    def _heading(self, words: str) -> QLabel:
        heading = QLabel(words)
        heading.setProperty("note", True)
        return heading

    def _box(self, column: QVBoxLayout, title: str, example: str) -> QPlainTextEdit:
        """A field for lines, with its title above it."""
        heading = self._heading(title)
        field = QPlainTextEdit()
        field.setAccessibleName(title)
        field.setPlaceholderText(f"One a line, for example\n{example}")
        field.setTabChangesFocus(True)
        field.setMinimumHeight(px(84))
        heading.setBuddy(field)
        column.addWidget(heading)
        column.addWidget(field, 1)
        return field

    def _check(self) -> None:
        try:
            self.answer()
        except BadLine as reason:
            self.allow(str(reason))
        else:
            self.allow("")

    def answer(self) -> Words:
        """Raises BadLine."""
        glossary = dict(self._pairs(self.glossary, "the glossary", "POS: point of sale", needs_meaning=True))
        own_words = dict(self._pairs(self.own_words, "your own words", "footfall: visitors", needs_meaning=False))
        fine = [" ".join(line.split()) for line in self.let_pass.toPlainText().splitlines() if line.strip()]
        rules = [f"{RULE}{rule}" for rule, box in self.rules.items() if not box.isChecked()]
        return Words(glossary, own_words, tuple(dict.fromkeys([*(f"{WORD}{folded(word)}" for word in fine), *rules])))

    def _pairs(self, field: QPlainTextEdit, where: str, example: str, needs_meaning: bool) -> Sequence[tuple[str, str]]:
        """What stands on the lines before and after the colon."""
        pairs = []
        for n, line in enumerate(field.toPlainText().splitlines(), 1):
            if not line.strip():
                continue
            name, _, meaning = (" ".join(part.split()) for part in line.partition(":"))
            if not tokens(name) or (needs_meaning and not meaning):
                raise BadLine(f"Line {n} of {where} is not complete; write it like “{example}”.")
            if len(name) > LONGEST or len(meaning) > LONGEST:
                raise BadLine(f"Line {n} of {where} is too long; {LONGEST} letters are the most.")
            pairs.append((name, meaning))
        return pairs
