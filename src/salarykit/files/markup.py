"""HTML as lines of text, tables and the JSON in its scripts; plain text and Markdown as lines."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final, NamedTuple

from salarykit.files.json_text import parse_script
from salarykit.files.raw import Document

__all__ = ["looks_like_html", "read_html", "text_lines"]

_INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_UNSEEN: Final = frozenset(("script", "style", "template", "noscript"))
_RULE: Final = re.compile(r"[\s|:=-]*")
_NAMED: Final = re.compile(r"\.x?html?(?:\.[a-z0-9]{2,3})?\Z", re.IGNORECASE)  # packed, perhaps
_START: Final = re.compile(
    r"""
    \s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*+  # comments, each taken once and for all: there may be many
    <(?:!doctype\ html|html|head|body|table|div|section|main|article|h[1-6]|script|p|ul|meta)\b
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


def looks_like_html(text: str, name: str = "") -> bool:
    """Return whether a text begins as HTML does, or its file's name says that it is HTML.

    Examples:
        >>> looks_like_html("<!DOCTYPE html><title>x</title>"), looks_like_html("<5 years,amount")
        (True, False)
        >>> looks_like_html("Pay", "pay.html.gz")
        True
    """
    return _NAMED.search(name) is not None or _START.match(text) is not None


def read_html(text: str, name: str) -> Document:
    """Return the lines, the tables and the JSON of a page; entities are decoded, scripts and styles unseen.

    Examples:
        >>> page = read_html("<h2>Pay</h2><table><tr><td>Kiel<td>&euro;5</table>", "page.html")
        >>> page.lines, page.tables
        (('Pay', 'Kiel', '€5'), ([['Kiel', '€5']],))
    """
    parser = _Page()
    parser.feed(text)
    parser.close()
    parser.end_line()
    objects = [value for script in parser.scripts for value in parse_script(script.text, script.line)]
    return Document(name, tuple(parser.lines), tuple(parser.tables), tuple(objects), is_page=True)


def text_lines(text: str) -> list[str]:
    r"""Return the lines of a plain text or Markdown, without blank ones, rules and marks; tabs part cells.

    Examples:
        >>> text_lines("## Pay\n\n| City | **Median** |\n|---|---|\nKiel\t5\n")
        ['Pay', 'City \t Median', 'Kiel\t5']
    """
    lines = (_without_marks(line.strip()).replace("|", "\t").strip() for line in text.splitlines())
    return [line for line in lines if not _RULE.fullmatch(line)]


def _without_marks(line: str) -> str:
    """Return a line without Markdown's marks of headings and of strength.

    Examples:
        >>> _without_marks("## Pay in C# ##"), _without_marks("**City**"), _without_marks("in C#")
        ('Pay in C#', 'City', 'in C#')
    """
    closed = line.rstrip("#")
    line = closed.rstrip() if closed[-1:].isspace() else line
    return line.lstrip("#").lstrip().replace("**", "").replace("__", "")


def _kind(said: str | None) -> str:
    """Return a script's media type, without its parameters."""
    return (said or "").partition(";")[0].strip().lower()


class _Script(NamedTuple):
    text: str
    line: int


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.tables: list[list[list[str]]] = []
        self.scripts: list[_Script] = []
        self._script_line = 1
        self._line: list[str] = []
        self._cell: list[str] | None = None
        self._open: list[list[list[str]]] = []  # the tables around this place
        self._unseen = 0
        self._script: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._part(tag)
        if tag in _UNSEEN:
            self._unseen += 1
        if tag == "script" and _kind(dict(attrs).get("type")) == "application/ld+json":
            self._script = []
        elif tag == "table":
            self._open.append([])
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._open[-1].append([])
        elif tag in ("td", "th") and self._open:
            self._cell = []
            if not self._open[-1]:
                self._open[-1].append([])
            self._open[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        if tag == "script" and self._script is not None:
            self.scripts.append(_Script("".join(self._script), self._script_line))
            self._script = None
        elif tag == "table" and self._open:
            self._open.pop()
        elif tag in ("td", "th", "tr"):
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            if not self._script:
                self._script_line = self.getpos()[0]
            self._script.append(data)
        if self._unseen:
            return
        self._line.append(data.replace("\t", " "))
        if self._cell is not None and self._open and self._open[-1]:
            self._cell.append(data)
            self._open[-1][-1][-1] = " ".join("".join(self._cell).split())

    def _part(self, tag: str) -> None:
        """End the line at a block, and the part of a line at all else."""
        if tag in _INLINE:
            self._line.append("\t")
        else:
            self.end_line()

    def end_line(self) -> None:
        """End the line of text that was being read."""
        parts = (" ".join(part.split()) for part in "".join(self._line).split("\t"))
        if line := "\t".join(filter(None, parts)):
            self.lines.append(line)
        self._line.clear()
        if self._cell:
            self._cell.append(" ")
