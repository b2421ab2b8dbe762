"""Words and glossary: a board's language and acronyms, the person's own words to avoid, and what is let pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from canvas_app.actions.context import UiPort
from canvas_app.app import resources
from canvas_app.app.plain_language import language_name, languages, no_words, word_lists
from canvas_app.domain.commands import EditBoard
from canvas_app.language.checks import RULES
from canvas_app.language.words import folded, tokens
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.dialogs.draft import Draft
from canvas_app.ui.dialogs.form import FormDialog
from canvas_app.ui.scrolled import Scrolled
from canvas_app.ui.theme import px

WORD, RULE = "word:", "rule:"
LONGEST = 300


@dataclass(frozen=True)
class Words:
    """`language` is a code, with a country or not; `let_pass` are keys of findings."""

    language: str
    glossary: Mapping[str, str]
    own_words: Mapping[str, str]
    let_pass: tuple[str, ...]


def edit_words(parent: QWidget | None, bridge: SessionBridge, port: UiPort) -> None:
    """Has the person change the words of the board and of the app."""
    info, session = bridge.session.board.info, bridge.session
    before = Words(info.language, info.glossary, port.option("own_words"), port.option("let_pass"))
    dialog = WordsDialog(parent, before, not session.read_only)
    Draft(dialog, f"words {info.id}")
    try:
        if not dialog.exec():
            return
        words = dialog.answer()
    finally:
        dialog.deleteLater()
    for name in ("own_words", "let_pass"):
        if getattr(words, name) != getattr(before, name):
            port.set_option(name, getattr(words, name))
    changed = {name: getattr(words, name) for name in ("language", "glossary")}
    changed = {name: value for name, value in changed.items() if value != getattr(before, name)}
    if changed and not session.read_only:
        bridge.do(EditBoard(changed), "words")


class BadLine(ValueError):
    """A line that cannot be used, as a sentence."""


class WordsDialog(FormDialog):
    def __init__(self, parent: QWidget | None, words: Words, can_change: bool):
        super().__init__(parent, "Words and glossary", "Save")
        self._before = words
        lists = self._lists = word_lists()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        self.language = self._languages()
        self.language.setEnabled(can_change)
        column.addWidget(self._heading("Language of this board"))
        column.addWidget(self.language)
        self.unknown = QLabel()
        self.unknown.setWordWrap(True)
        self.unknown.setProperty("muted", True)
        column.addWidget(self.unknown)
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
        for rule, title in RULES.items():
            box = self.rules[rule] = QCheckBox(title)
            box.setChecked(f"{RULE}{rule}" not in words.let_pass)
            column.addWidget(box)
        about = f"Lists of words of your own go into {resources.own_lists_folder()}."
        self.lists = QLabel("\n".join([about, *(str(problem) for problem in lists.problems)]))
        self.lists.setWordWrap(True)
        self.lists.setProperty("muted", True)
        column.addWidget(self.lists)
        column.addStretch(1)
        area = Scrolled(inside)
        self.body.addWidget(area, 1)
        self.make_room(620, 640)
        for field in (self.glossary, self.own_words, self.let_pass):
            field.textChanged.connect(self._check)
        self.language.currentIndexChanged.connect(self._check)
        self.glossary.setFocus()
        self._check()

    def _languages(self) -> QComboBox:
        """The languages that have a list, with how much is in it, before all others; the board's own is chosen."""
        box = QComboBox()
        box.setAccessibleName("Language of this board")
        lists = self._lists.by_language
        own = self._before.language.replace("_", "-").partition("-")[0].lower()
        names = {code: language_name(code) for code in {*languages(), *lists, *([own] if own else [])}}
        for code, name in sorted(names.items(), key=lambda item: (item[0] not in lists, item[1])):
            box.addItem(f"{name} ({lists[code].count:,} entries)" if code in lists else name, code)
        box.setCurrentIndex(box.findData(own))
        return box

    def _chosen_language(self) -> str:
        """The board's own code, country and all, while its language is the one chosen."""
        code = str(self.language.currentData() or "")
        same = self._before.language.replace("_", "-").partition("-")[0].lower() == code
        return self._before.language if same or not code else code

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
        field.setFixedHeight(px(92))
        heading.setBuddy(field)
        column.addWidget(heading)
        column.addWidget(field)
        return field

    def _check(self) -> None:
        code = str(self.language.currentData() or "")
        self.unknown.setText("" if code in self._lists.by_language else no_words(code))
        self.unknown.setVisible(bool(self.unknown.text()))
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
        return Words(
            self._chosen_language(),
            glossary,
            own_words,
            tuple(dict.fromkeys([*(f"{WORD}{folded(word)}" for word in fine), *rules])),
        )

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
