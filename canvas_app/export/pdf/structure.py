"""The structure of a document for those who do not see it: what is a heading, a list, a table, and in which order
(PDF 32000-1, 14.7 and 14.8).

Elements are written as bytes at once: a board of 3,000 notes has 6,000 of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from canvas_app.export.pdf import syntax
from canvas_app.export.pdf.language import language_of

GROUPS = frozenset({"Document", "Sect", "Div", "L", "LI", "Table", "TR", "THead", "TBody"})
"""Elements that hold elements only."""

OWN = "en"
"""The language of this program's own words."""

_KEPT_EMPTY = frozenset({"TH", "TD"})  # else the rows of a table would have different lengths
_ISOLATES = dict.fromkeys(range(0x2066, 0x206A))


class Mark(NamedTuple):
    """Marked content: the n-th of a page, counted from 0."""

    page: int
    n: int


@dataclass(slots=True, eq=False)
class Link:
    """An annotation: its page and rectangle (left, bottom, right, top in points), and where it leads.

    `target` is a key of a place in the document, or an address ("https://...") where `outside`.
    """

    page: int
    rect: tuple[float, float, float, float]
    target: str
    outside: bool
    words: str


@dataclass(slots=True, eq=False)
class Element:
    """`actual` is the text of the whole element where it is not that of the content, `written` the text of that.

    `box` is the room of a figure: left, bottom, right and top in points. `own`: nothing but words of this program.
    """

    role: str
    parent: Element | None
    order: float = 0.0
    alt: str = ""
    title: str = ""
    scope: str = ""
    lang: str = ""
    actual: str = ""
    box: tuple[float, ...] = ()
    own: bool = True
    written: str = ""
    written_to: int = -1
    kids: list[Element] = field(default_factory=list)
    content: list[Mark | Link] = field(default_factory=list)
    keyed: dict[tuple[str, str], Element] = field(default_factory=dict)
    number: int = 0

    def under(self, role: str, key: str = "") -> Element:
        """The element of that role and key under this one, a new one where there is none or the key is empty."""
        if key and (known := self.keyed.get((role, key))) is not None:
            return known
        made = Element(role, self)
        self.kids.append(made)
        if key:
            self.keyed[role, key] = made
        return made

    def wrote(self, words: str, start: int, end: int, own: bool) -> None:
        """Add text of marked content. It stands at [start, end) of its own text, so that pieces are joined as typed."""
        self.own = self.own and own
        if not self.written:
            self.written = words
        elif start and start == self.written_to:
            self.written += words
        else:
            self.written += "\n" + words
        self.written_to = end


class Structure:
    """One document's elements. `root` is the document itself; `marks` counts the marked content of each page."""

    def __init__(self) -> None:
        self.root = Element("Document", None)
        self.marks: list[list[Element]] = []
        self.links: list[tuple[Link, Element]] = []

    def mark(self, element: Element, page: int) -> Mark:
        """New marked content of an element. Pages are counted from 0."""
        while len(self.marks) <= page:
            self.marks.append([])
        made = Mark(page, len(self.marks[page]))
        self.marks[page].append(element)
        element.content.append(made)
        return made

    def link(self, element: Element, link: Link) -> None:
        element.content.append(link)
        self.links.append((link, element))

    def drop_links(self, unwanted: Callable[[Link], bool]) -> None:
        """What is written in them stays."""
        for link, element in self.links:
            if unwanted(link):
                element.content.remove(link)
        self.links = [(link, element) for link, element in self.links if not unwanted(link)]

    def reserve(self, pages: int) -> None:
        """Every page has its place in the parent tree, also one without marks."""
        self.marks += [[] for _ in range(pages - len(self.marks))]

    def parent_key(self, n: int) -> int:
        """The key of the n-th link in the parent tree; pages have theirs before, by their index."""
        return len(self.marks) + n

    def objects(
        self, first: int, root: int, language: str, pages: Sequence[int], links: Sequence[int]
    ) -> tuple[bytes, list[bytes]]:
        """The tree's root, which is the object `root`, and the objects numbered from `first` on.

        `pages` and `links` are the object numbers of all pages and of `links`, in order.
        """
        annotations = {id(link): number for (link, _), number in zip(self.links, links, strict=True)}
        self._prune(self.root)
        elements: list[Element] = []
        _in_reading_order(self.root, elements)
        for number, element in enumerate(elements, first):
            element.number = number
        bodies = [_body(element, root, language, pages, annotations) for element in elements]
        tree = first + len(bodies)
        bodies.append(self._parent_tree())
        following = len(self.marks) + len(self.links)
        head = f"<</Type/StructTreeRoot/K {first} 0 R/ParentTree {tree} 0 R/ParentTreeNextKey {following}>>"
        return head.encode("ascii"), bodies

    def _prune(self, element: Element) -> bool:
        """Leave out elements that nothing was written in; whether something is left of this one."""
        element.kids = [kid for kid in element.kids if self._prune(kid)]
        return bool(element.kids or element.content or element.role in _KEPT_EMPTY)

    def _parent_tree(self) -> bytes:
        entries = [
            f"{page}[{' '.join(f'{element.number} 0 R' for element in elements)}]"
            for page, elements in enumerate(self.marks)
        ]
        entries += [f"{self.parent_key(n)} {element.number} 0 R" for n, (_, element) in enumerate(self.links)]
        return f"<</Nums[{' '.join(entries)}]>>".encode("ascii")


def _in_reading_order(element: Element, found: list[Element]) -> None:
    found.append(element)
    kids = element.kids
    if len(kids) > 1:
        kids.sort(key=attrgetter("order"))
    for kid in kids:
        _in_reading_order(kid, found)


def _body(element: Element, root: int, language: str, pages: Sequence[int], annotations: dict[int, int]) -> bytes:
    parent = element.parent.number if element.parent is not None else root
    head = f"<</S/{element.role}/P {parent} 0 R"
    kids: list[str] = []
    page = -1
    for item in element.content:
        if isinstance(item, Link):
            kids.append(f"<</Type/OBJR/Obj {annotations[id(item)]} 0 R/Pg {pages[item.page]} 0 R>>")
        elif page < 0 or item.page == page:
            if page < 0:
                page = item.page
                head += f"/Pg {pages[page]} 0 R"
            kids.append(f" {item.n}")
        else:
            kids.append(f"<</Type/MCR/Pg {pages[item.page]} 0 R/MCID {item.n}>>")
    kids += [f" {kid.number} 0 R" for kid in element.kids]
    if len(kids) == 1:
        head += f"/K{kids[0]}"
    elif kids:
        head += f"/K[{''.join(kids)}]"
    if element.scope:
        head += f"/A<</O/Table/Scope/{element.scope}>>"
    if element.box:
        head += f"/A<</O/Layout/Placement/Block/BBox{syntax.numbers(element.box).decode('ascii')}>>"
    if element.role == "L" and any(kid.role == "Lbl" for item in element.kids[:1] for kid in item.kids):
        head += "/A<</O/List/ListNumbering/Decimal>>"
    body = head.encode("ascii")
    words = element.actual or element.written
    if words:
        words = (words if words.isascii() else words.translate(_ISOLATES)).rstrip()
    lang = element.lang or (language_of(words, OWN if element.own else language) if words else "")
    if lang and lang != language:
        body += b"/Lang" + syntax.text(lang)
    if element.alt:
        body += b"/Alt" + syntax.text(element.alt)
    elif words:
        body += b"/ActualText" + syntax.text(words)
    if element.title:
        body += b"/T" + syntax.text(element.title)
    return body + b">>"
