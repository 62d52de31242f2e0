"""Parses HTML into lines, tables with their spans, and the JSON of its scripts, without hidden elements."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from salarykit.files.cell_text import TextRun, join_runs
from salarykit.files.page_tables import PageCell, PageTable, page_table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["Page"]

_INLINE: Final = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "var",
))  # fmt: skip
_UNSEEN: Final = frozenset(("script", "style", "template", "noscript", "iframe", "noembed", "noframes"))
_VOID: Final = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track",
))  # fmt: skip
_CELLS: Final = frozenset(("td", "th"))
_GROUPS: Final = frozenset(("thead", "tbody", "tfoot"))
_STRUCTURE: Final = _CELLS | _GROUPS | {"tr", "table"}
_OUTER: Final = {
    **{tag: _GROUPS | {"tr", "table"} for tag in _CELLS},
    **{tag: frozenset(("table",)) for tag in _GROUPS},
    "tr": _GROUPS | {"table"},
}
"""For each part of a table, the elements that it may be inside of."""
# the attributes that state the type of an item
_ITEMS: Final = (
    ("itemtype", "microdata"),
    ("typeof", "RDFa"),
)
_HIDDEN: Final = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\b", re.IGNORECASE
)
_COUNT: Final = re.compile(r"\s*(\d{1,9})")
_SPACE: Final = re.compile(r"\s")
_GAP: Final = TextRun("\t")  # between inline elements
_BREAK: Final = TextRun("\n")
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_NEAR: Final = 3  # lines before and after a table that may be about its figures
_MOST_COLUMNS: Final = 1_000  # the most columns of a cell, as in browsers
_MOST_ROWS: Final = 65_534


class _OpenCell:
    """A cell whose end has not been reached."""

    def __init__(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.runs: list[TextRun] = []
        self._columns = min(_span(attributes.get("colspan")) or 1, _MOST_COLUMNS)
        rows = _span(attributes.get("rowspan"))
        self._rows = _MOST_ROWS if rows == 0 else min(rows or 1, _MOST_ROWS)
        self._is_header = tag == "th"

    def done(self) -> PageCell:
        """Return the finished cell."""
        return PageCell(join_runs(self.runs), self._columns, self._rows, self._is_header)


class _Hidden(NamedTuple):
    """A hidden element: its tag, and the numbers of elements and of tables around it."""

    tag: str
    depth: int
    tables: int


class Page:
    """The contents of a page, complete once the parser has passed all its parts."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.scripts: list[str] = []  # those that hold JSON-LD
        self.item_types: set[tuple[str, str]] = set()  # the vocabulary and the type of items
        self._tables: list[list[list[_OpenCell]]] = []
        self._captions: dict[int, _OpenCell] = {}  # by the number of the table
        self._headings: list[int] = []  # the lines that are headings
        self._places: list[list[int]] = []  # of each table: its first line, and the first line after it
        self._around: list[list[list[_OpenCell]]] = []  # the open tables, the outermost first
        self._cells: list[_OpenCell | None] = []  # the open cell of each open table
        self._open: list[int] = []  # the number of each open table; -1 for a hidden one
        self._line: list[TextRun] = []
        self._raised: list[str] | None = None
        self._links = 0
        self._unseen = 0
        self._depth = 0
        self._hidden: _Hidden | None = None  # the outermost open hidden element
        self._hidden_rows = 0
        self._script: list[str] | None = None

    def page_tables(self) -> list[PageTable]:
        """Return the tables of the page."""
        captions = {at: " ".join(cell.done().text.split()) for at, cell in self._captions.items()}
        titles = self._titles()
        tables = [
            page_table(
                [[cell.done() for cell in row] for row in rows],
                *titles[at],
                *filter(None, [captions.get(at)]),
            )
            for at, rows in enumerate(self._tables)
        ]
        in_tables = {line for start, end in self._places for line in range(start, min(end, len(self.lines)))}
        taken = in_tables | set(self._headings)
        return [table._replace(remarks=self._near(at, taken)) for at, table in enumerate(tables) if table]

    def _titles(self) -> list[list[str]]:
        """Return for each table the heading above it, if no other table is between them."""
        titles, after_tables = list[list[str]](), 0
        for first, end in self._places:
            at = bisect_left(self._headings, first) - 1
            is_own = at >= 0 and after_tables <= self._headings[at] < len(self.lines)
            titles.append([self.lines[self._headings[at]]] if is_own else [])
            after_tables = max(after_tables, min(end, len(self.lines)))
        return titles

    def _near(self, at: int, taken: Collection[int]) -> tuple[str, ...]:
        """Return the lines next to a table that are neither headings nor in tables."""
        first, end = self._places[at]
        near = [*range(first - 1, first - 1 - _NEAR, -1), *range(end, min(end + _NEAR, len(self.lines)))]
        return tuple(self.lines[line] for line in near if line >= 0 and line not in taken)

    def notes(self) -> tuple[str, ...]:
        """Return a note on the hidden rows that were left out."""
        if not self._hidden_rows:
            return ()
        rows = "row is" if self._hidden_rows == 1 else "rows are"
        return (f"{self._hidden_rows:,} hidden {rows} left out.",)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        self._depth += 1
        self._end_hidden(tag)
        self._part(tag)
        self._unseen += tag in _UNSEEN
        if tag == "script" and _kind(attributes.get("type")) == "application/ld+json":
            self._script = []
        for name, vocabulary in _ITEMS:
            if name in attributes:
                self.item_types.update((vocabulary, item_type) for item_type in attributes[name].split())
        if tag not in _VOID and _is_hidden(attributes):
            self._hidden = self._hidden or _Hidden(tag, self._depth, len(self._around))
            self._hidden_rows += tag == "tr"
        self._begin(tag, attributes)

    def _begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "table":
            self._begin_table()
        elif self._around and tag == "caption" and not self._hidden:
            self._cells[-1] = self._captions[len(self._tables) - 1] = _OpenCell(tag, attributes)
        elif self._around and tag in _CELLS | {"tr"}:
            self._cells[-1] = None
            if self._hidden:
                return
            if tag == "tr" or not self._around[-1]:
                self._around[-1].append([])
            if tag != "tr":
                cell = self._cells[-1] = _OpenCell(tag, attributes)
                self._around[-1][-1].append(cell)
        elif tag in ("sup", "sub"):
            self._flush()
            self._raised = []
        elif tag in _HEADINGS and not self._around and not self._hidden:
            self._headings.append(len(self.lines))
        elif tag == "a":
            self._links += 1

    def _begin_table(self) -> None:
        self._around.append([])
        self._cells.append(None)
        if not self._hidden:
            self._tables.append(self._around[-1])
            self._places.append([len(self.lines), sys.maxsize])
        self._open.append(-1 if self._hidden else len(self._places) - 1)

    def end(self, tag: str) -> None:
        """Close an element."""
        if tag in ("sup", "sub"):
            self._flush()
        self._part(tag)
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag == "script" and self._script is not None:
            self.scripts.append("".join(self._script))
            self._script = None
        if tag == "a":
            self._links = max(0, self._links - 1)
        if tag in _STRUCTURE:
            self._end_structure(tag)
        elif tag == "caption" and self._cells:
            self._cells[-1] = None
        if self._hidden and self._hidden.depth == self._depth:
            self._hidden = None
        self._depth -= 1

    def _end_structure(self, tag: str) -> None:
        if not self._around:
            return
        if tag == "table":
            self._around.pop()
            self._cells.pop()
            if (number := self._open.pop()) >= 0:
                self._places[number][1] = len(self.lines)
        elif tag in _CELLS | {"tr"}:
            self._cells[-1] = None

    def _end_hidden(self, tag: str) -> None:
        """Close a hidden element that a cell, a row or a group of rows closes implicitly, whether or not the parser closes it."""
        if not self._hidden or tag not in _STRUCTURE or self._hidden.tables < len(self._around):
            return
        outer = _OUTER.get(tag)
        if outer is not None and self._hidden.tag not in outer:
            self._hidden = None

    def text(self, data: str) -> None:
        """Add text."""
        if self._script is not None:
            self._script.append(data)
        if self._unseen or self._hidden:
            return
        if self._raised is not None:
            self._raised.append(data)
        else:
            self._add(TextRun(_SPACE.sub(" ", data), "link" if self._links else "text"))

    def _add(self, run: TextRun) -> None:
        self._line.append(run)
        if self._cells and self._cells[-1] is not None:
            self._cells[-1].runs.append(run)

    def _flush(self) -> None:
        """Add superscript or subscript text as one run."""
        if self._raised is not None:
            text, self._raised = "".join(self._raised), None
            if text.strip():
                self._add(TextRun(text, "raised"))

    def _part(self, tag: str) -> None:
        """End the line at a block element, and a part of the line at an inline element other than `sup` and `sub`."""
        if tag not in _INLINE:
            self.end_line()
        elif tag not in ("sup", "sub"):
            self._line.append(_GAP)

    def end_line(self) -> None:
        """End the current line of text."""
        self._flush()
        if self._line:
            parts: list[list[TextRun]] = [[]]
            for run in self._line:
                if run is _GAP:
                    parts.append([])
                else:
                    parts[-1].append(run)
            if line := "\t".join(filter(None, map(join_runs, filter(None, parts)))):
                self.lines.append(line)
            self._line.clear()
        if self._cells and self._cells[-1] is not None:
            self._cells[-1].runs.append(_BREAK)


def _kind(value: str | None) -> str:
    """Return a script's media type, without its parameters."""
    return (value or "").partition(";")[0].strip().lower()


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return "hidden" in attributes or (
        "style" in attributes and _HIDDEN.search(attributes["style"]) is not None
    )


def _span(value: str | None) -> int | None:
    """Return the number at the start of an attribute; None if there is none."""
    match = _COUNT.match(value or "")
    return int(match[1]) if match else None
