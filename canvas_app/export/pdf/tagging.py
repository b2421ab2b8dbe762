"""Marks in the content of pages that tie what is drawn to the structure; what belongs to nothing is decoration.

The private name of reportlab 5.1 used here is `Canvas._code`.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from canvas_app.export.pdf.structure import GROUPS, OWN, Element, Link, Structure
from canvas_app.text.block import TextBlock

FIGURE = "Figure"


class Tagging:
    """The open elements, and the marked content that is open on the current page, of one document.

    One mark holds as many shapes in a row as there are; each text has its own, but for the words of a figure.
    """

    def __init__(self, canvas: Any) -> None:
        self.structure = Structure()
        self.page = -1
        self._canvas = canvas
        self._open = [self.structure.root]
        self._figures: list[Element] = []
        self._artifact: str | None = None
        self._silent = False
        self._marked = False
        self._elsewhere = False
        self._waiting: list[Element] = []

    def tag(self, role: str, key: str, **about: Any) -> AbstractContextManager[None]:
        """`about`: fields of an `Element`; empty ones leave what an element opened again had."""
        return _Opened(self, role, key, about)

    def open(self, role: str, key: str, about: dict[str, Any]) -> bool:
        """Whether there is an element to be shut again."""
        if self._artifact is not None or self._silent:
            return False
        self.close()
        element = self._open[-1].under(role, key)
        for name, value in about.items():
            if value:
                setattr(element, name, value)
        self._open.append(element)
        if role == FIGURE:
            self._figures.append(element)
            if self._elsewhere:
                self._waiting.append(element)
        return True

    def shut(self) -> None:
        self.close()
        if self._open.pop().role == FIGURE:
            self._figures.pop()

    @contextmanager
    def artifact(self, kind: str) -> Iterator[None]:
        self.close()
        before, self._artifact = self._artifact, kind
        try:
            yield
        finally:
            self.close()
            self._artifact = before

    @contextmanager
    def silence(self) -> Iterator[None]:
        """No marks at all: for shapes that are marked as a whole wherever they are drawn."""
        self.close()
        before, self._silent = self._silent, True
        try:
            yield
        finally:
            self._silent = before

    @contextmanager
    def elsewhere(self) -> Iterator[None]:
        """For a page that is drawn into a form, which may be seen many times: elements without marks of their own."""
        self.close()
        self._elsewhere = True
        try:
            yield
        finally:
            self._elsewhere = False

    def catch_up(self) -> None:
        """On the page where the form is first seen, its elements get marks with nothing in them."""
        self.close()
        for element in self._waiting:
            self._begin(element)
            self.close()
        self._waiting.clear()

    def text(self, block: TextBlock, own: bool, links: bool) -> Element | None:
        """Before a block is written; gives the element that links in it belong to, if any. Then `close`.

        `own`: these are words of this program. `links`: some of it leads to an address.
        """
        if self._silent or self._artifact is not None or self._figures:
            self.shape()
            return None
        element = self._open[-1]
        if element.role in GROUPS:
            element = element.under("P")
        written = element
        if links:  # the text of an element stands for all in it, so that a link in it would not be found
            written = element.under("Span", "text")
            written.actual, element.actual = element.actual or written.actual, ""
        written.wrote(text_of(block), block.lines[0].start, block.lines[-1].end, own)
        if self._elsewhere:
            self._waiting.append(written)
            return None
        self.close()
        self._begin(written)
        return element

    def shape(self) -> None:
        """Before a shape is drawn (its path and its painting may not be parted by a mark)."""
        if self._marked or self._silent or self._elsewhere:
            return
        if self._artifact is None and self._figures:
            self._begin(self._figures[-1])
        else:
            self._canvas._code.append(f"/Artifact<</Type/{self._artifact}>>BDC" if self._artifact else "/Artifact BMC")
            self._marked = True

    def close(self) -> None:
        """End what is marked: before the state of graphics is saved or restored, and before a page ends."""
        if self._marked:
            self._canvas._code.append("EMC")
            self._marked = False

    def link(self, link: Link) -> None:
        """Into the open link element, else into a new one."""
        element = self._open[-1]
        if element.role != "Link":
            element = element.under("Link")
        self.link_in(element, link)

    def link_in(self, element: Element, link: Link) -> None:
        if not element.alt:
            element.alt = link.words
            element.lang = "" if link.outside else OWN
        self.structure.link(element, link)

    @property
    def links_possible(self) -> bool:
        return self._artifact is None and not self._silent and not self._elsewhere

    def _begin(self, element: Element) -> None:
        mark = self.structure.mark(element, self.page)
        role = element.role
        self._canvas._code.append(f"/{role}<</MCID {mark.n}>>BDC")
        self._marked = True


class _Opened(AbstractContextManager[None]):
    """An open element; a plain object, because there are four of them for a note."""

    __slots__ = ("_about", "_key", "_opened", "_role", "_tagging")

    def __init__(self, tagging: Tagging, role: str, key: str, about: dict[str, Any]) -> None:
        self._tagging, self._role, self._key, self._about = tagging, role, key, about
        self._opened = False

    def __enter__(self) -> None:
        self._opened = self._tagging.open(self._role, self._key, self._about)

    def __exit__(self, *_: object) -> None:
        if self._opened:
            self._tagging.shut()


def text_of(block: TextBlock) -> str:
    """The words of a block as typed, its lines joined."""
    lines = block.lines
    if len(lines) == 1:
        return lines[0].text
    words: list[str] = []
    end = lines[0].start
    for line in lines:
        words.append("\n" * (line.start - end))
        words.append(line.text)
        end = line.end
    return "".join(words)
