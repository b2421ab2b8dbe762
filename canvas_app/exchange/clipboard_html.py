"""Text, lists and tables out of pasted HTML. Nothing is fetched, run or shown: only words are read.

The standard library's parser takes quadratic time on broken markup (47 s for 60 KB of "<a "), so tags are found by
one pattern that never goes back; what the clipboard holds may come from anywhere.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from canvas_app.exchange.clipboard_text import SOFT, Line, tidied

MOST = 50_000
"""List items or table rows after which a page is read no further; it is far more than a board holds."""
MAX_SPAN = 50
"""Cells that one cell may cover at most, whatever it claims."""

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<[!?][^<>]*+>"
    r"|<(?P<end>/?)(?P<tag>[a-zA-Z][^\s/<>\"']*+)(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>"
    r"|(?P<text>[^<]++|<)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([a-zA-Z][a-zA-Z-]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_LEVEL = re.compile(r"\blevel(\d{1,2})\b")
_SILENT = {"script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math", "textarea"}
_SILENT |= {"select", "audio", "video", "canvas"}
_VOID = {"br", "img", "input", "meta", "link", "hr", "col", "wbr", "area", "base", "embed", "source", "track", "param"}
_BLOCKS = {"p", "div", "section", "article", "blockquote", "pre", "dt", "dd", "figure", "caption", "address", "body"}
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_HUGE_NUMBER = re.compile(r"&#[0-9]{8,}+;?")
_BLANKS = re.compile(r"[ \t\n\r\f\u00a0]+")
_BULLETS = re.compile(r"^(?:[·•▪◦●○§-]|\[([ xX])\]|[☐☑☒])[ \v]+")


@dataclass
class Page:
    """What a page holds: its lines in order, how many of them are list items, and its innermost tables.

    `cut` says that it goes on after that.
    """

    lines: list[Line] = field(default_factory=list)
    listed: int = 0
    listed_in_tables: int = 0
    tables: list[list[list[str]]] = field(default_factory=list)
    cut: bool = False


@dataclass
class _Table:
    rows: list[list[str]] = field(default_factory=list)
    spans: dict[int, int] = field(default_factory=dict)
    cell: list[str] | None = None
    holds_table: bool = False
    span: tuple[int, int] = (1, 1)


def read_page(source: str) -> Page:
    """Reads any HTML, broken or not, in time that grows with its length only."""
    return _Reader().read(tidied(source))


def plain(source: str) -> str:
    """The words of a snippet, a line for each block."""
    return "\n".join(line.text for line in read_page(source).lines)


class _Reader:
    def __init__(self) -> None:
        self.page = Page()
        self._words: list[str] = []
        self._tables: list[_Table] = []
        self._lists = 0
        self._rows = 0
        self._items: list[int] = []
        self._item: int | None = None  # the level of the list item that is open
        self._heading = False
        self._picked = False

    def read(self, source: str) -> Page:
        silent: str | None = None
        depth = 0
        for token in _tokens(source):
            tag = (token["tag"] or "").lower()
            if max(self.page.listed, self._rows, len(self.page.lines) // 20) > MOST:
                self.page.cut = True
                break
            if silent is not None:
                if tag == silent:
                    depth += -1 if token["end"] else 1
                    silent = silent if depth else None
                continue
            if token["text"] is not None:
                self._say(token["text"])
            elif token["end"]:
                self._close(tag)
            elif tag:
                attributes = _attributes(token["rest"]) if token["rest"].strip() else {}
                if (tag in _SILENT or _hidden(attributes)) and tag not in _VOID:
                    silent, depth = tag, 1
                else:
                    self._open(tag, attributes)
        self._flush()
        while self._tables:
            self._end_table()
        return self.page

    def _say(self, raw: str) -> None:
        words = _BLANKS.sub(" ", tidied(unescaped(raw)) if "&" in raw else raw)
        self._words.append(words)
        if self._tables and self._tables[-1].cell is not None:
            self._tables[-1].cell.append(words)

    def _break(self) -> None:
        self._words.append(SOFT)
        if self._tables and self._tables[-1].cell is not None:
            self._tables[-1].cell.append(SOFT)

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        match tag:
            case "br":
                if self._item is None:
                    self._flush()
                self._break()
            case "ul" | "ol" | "menu":
                self._flush()
                self._lists += 1
            case "li":
                self._flush()
                self._item = max(1, self._lists)
            case "input" if attributes.get("type") == "checkbox":
                self._picked = "checked" in attributes
            case "table":
                self._flush()
                if self._tables:
                    self._tables[-1].holds_table = True
                self._tables.append(_Table())
            case "tr" if self._tables:
                self._end_cell()
                self._tables[-1].rows.append([])
                self._rows += 1
            case "td" | "th" if self._tables:
                self._flush()
                self._begin_cell(attributes)
            case _ if tag in _HEADINGS:
                self._flush()
                self._heading = True
            case _ if tag in _BLOCKS:
                self._block()
                style = attributes.get("style", "")
                if "mso-list" in style and (level := _LEVEL.search(style)):
                    self._item = int(level[1])

    def _close(self, tag: str) -> None:
        match tag:
            case "ul" | "ol" | "menu":
                self._flush()
                self._lists = max(0, self._lists - 1)
            case "li":
                self._flush()
            case "table" if self._tables:
                self._flush()
                self._end_table()
            case "td" | "th" | "tr" if self._tables:
                self._flush()
                self._end_cell()
            case _ if tag in _HEADINGS:
                self._flush()
            case _ if tag in _BLOCKS:
                self._block()

    def _block(self) -> None:
        """A paragraph inside a list item is a line of it; elsewhere it is a line of its own."""
        if self._item is not None and self._lists:
            self._break()
        else:
            self._flush()
            if self._tables and self._tables[-1].cell is not None:
                self._tables[-1].cell.append(SOFT)

    def _flush(self) -> None:
        """Ends the open line."""
        words = _joined(self._words)
        self._words.clear()
        level, heading, picked = self._item, self._heading, self._picked
        self._item, self._heading, self._picked = None, False, False
        if not words:
            if level is not None and self._lists:
                self._item, self._picked = level, picked
            return
        bullet = _BULLETS.match(words) if level is not None else None
        if bullet:
            picked = picked or (bullet[1] or "").lower() == "x" or words[0] in "☑☒"
            words = words[bullet.end() :]
        listed = level is not None
        self.page.lines.append(Line(words, 2 * max(0, (level or 1) - 1), listed, heading, picked))
        self.page.listed += listed
        self.page.listed_in_tables += listed and bool(self._tables)

    # tables

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._end_cell()
        table = self._tables[-1]
        if not table.rows:
            table.rows.append([])
        table.cell = []
        table.span = (_span(attributes.get("colspan")), _span(attributes.get("rowspan")))

    def _end_cell(self) -> None:
        table = self._tables[-1]
        if table.cell is None:
            return
        words, table.cell = _joined(table.cell), None
        row = table.rows[-1]
        while table.spans.get(len(row), 0) > 0:
            table.spans[len(row)] -= 1
            row.append("")
        across, down = table.span
        for at in range(across):
            if down > 1:
                table.spans[len(row)] = down - 1
            row.append("" if at else words)

    def _end_table(self) -> None:
        self._end_cell()
        table = self._tables.pop()
        if not table.holds_table:
            self.page.tables.append(table.rows)


def _tokens(source: str) -> Iterator[re.Match[str]]:
    """Tags, comments and texts; what stands inside scripts and styles is no markup and is left out."""
    at, end = 0, len(source)
    while at < end:
        token = _TOKEN.match(source, at)
        if token is None:
            at += 1
            continue
        yield token
        at = token.end()
        tag = (token["tag"] or "").lower()
        if tag in ("script", "style", "textarea", "title") and not token["end"]:
            closing = re.compile(f"</{tag}", re.IGNORECASE).search(source, at)
            if closing is None:
                return
            at = closing.start()


def _attributes(rest: str) -> dict[str, str]:
    return {
        name.lower(): unescaped(double or single or bare).lower()
        for name, double, single, bare in _ATTRIBUTE.findall(rest[:4000])
    }


def unescaped(words: str) -> str:
    """Entities as characters; numbers beyond all characters are left out, for long ones raise."""
    return html.unescape(_HUGE_NUMBER.sub("", words))


def _hidden(attributes: dict[str, str]) -> bool:
    style = attributes.get("style", "").replace(" ", "")
    return "hidden" in attributes or "display:none" in style or "mso-list:ignore" in style


def _span(value: str | None) -> int:
    return min(int(value), MAX_SPAN) if value and value.isascii() and value.isdigit() and len(value) < 9 else 1


def _joined(pieces: list[str]) -> str:
    words = _BLANKS.sub(" ", "".join(pieces))
    return re.sub(rf" *{SOFT}[ {SOFT}]*", SOFT, words).strip(f" {SOFT}")
