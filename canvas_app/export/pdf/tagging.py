"""Marks in the content of pages that tie what is drawn to the structure; what belongs to nothing is decoration."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from canvas_app.export.pdf.structure import GROUPS, OWN, Element, Link, Structure
from canvas_app.text.layout import TextBlock

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
        self._artifact: str | None = None
        self._silent = False
        self._marked = False

    @contextmanager
    def tag(self, role: str, key: str, **about: Any) -> Iterator[None]:
        """`about`: fields of an `Element`; empty ones leave what an element opened again had."""
        if self._artifact is not None or self._silent:
            yield
            return
        self.close()
        element = self._open[-1].under(role, key)
        for name, value in about.items():
            if value:
                setattr(element, name, value)
        self._open.append(element)
        try:
            yield
        finally:
            self.close()
            self._open.pop()

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
        """No marks at all: for the content of a form, which is marked as a whole wherever it is drawn."""
        self.close()
        before, self._silent = self._silent, True
        try:
            yield
        finally:
            self._silent = before

    @contextmanager
    def text(self, block: TextBlock, own: bool, links: bool) -> Iterator[Element | None]:
        """Round the writing of a block; gives the element that links in it belong to, if any.

        `own`: these are words of this program. `links`: some of it leads to an address.
        """
        figure = self._figure
        if self._silent or self._artifact is not None or figure is not None:
            self.shape()
            yield None
            return
        element = self._open[-1]
        if element.role in GROUPS:
            element = element.under("P")
        written = element
        if links:  # the text of an element stands for all in it, so that a link in it would not be found
            written = element.under("Span", "text")
            written.actual, element.actual = element.actual or written.actual, ""
        written.wrote(text_of(block), block.lines[0].start, block.lines[-1].end, own)
        self.close()
        self._begin(written)
        yield element
        self.close()

    def shape(self) -> None:
        """Before a shape is drawn (its path and its painting may not be parted by a mark)."""
        if self._marked or self._silent:
            return
        figure = self._figure
        if self._artifact is None and figure is not None:
            self._begin(figure)
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
        return self._artifact is None and not self._silent

    @property
    def _figure(self) -> Element | None:
        return next((element for element in reversed(self._open) if element.role == FIGURE), None)

    def _begin(self, element: Element) -> None:
        mark = self.structure.mark(element, self.page)
        role = element.role
        self._canvas._code.append(f"/{role}<</MCID {mark.n}>>BDC")
        self._marked = True


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
