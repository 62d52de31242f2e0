"""Reads HTML as lines of text, tables and the JSON of its scripts; reads plain text and Markdown as lines."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn, Protocol

from salarykit.errors import SourceError
from salarykit.files.json_text import parse_script
from salarykit.files.page import Page
from salarykit.files.raw import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Budget", "Handler", "looks_like_html", "parse_html", "read_html", "text_lines", "unread_kind"]


_RULE: Final = re.compile(r"[\s|:=-]*")
_NAMED: Final = re.compile(r"\.x?html?(?:\.[a-z0-9]{2,3})?\Z", re.IGNORECASE)  # optionally compressed
_START: Final = re.compile(
    r"""
    \s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*+  # comments, possessively, since there may be many
    <(?:!doctype\ html|html|head|body|table|div|section|main|article|h[1-6]|script|p|ul|meta)\b
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


_XML: Final = re.compile(r"\s*(?:<\?xml\b|<(?P<name>[A-Za-z_][\w:.-]*+)[^<>]*>(?=.*</(?P=name)>))", re.DOTALL)
_SHEET_OF_XML: Final = re.compile(r'progid="Excel\.Sheet"|urn:schemas-microsoft-com:office:spreadsheet')
_FEED: Final = re.compile(r"<(?:rss|feed|rdf:RDF)\b")
_PC_AXIS: Final = re.compile(r'(?:CHARSET|AXIS-VERSION|CREATION-DATE|LANGUAGE)="')


def looks_like_html(text: str, name: str = "") -> bool:
    """Return whether a text begins like HTML, or its file has an extension of HTML.

    Examples:
        >>> looks_like_html("<!DOCTYPE html><title>x</title>"), looks_like_html("<5 years,amount")
        (True, False)
        >>> looks_like_html("Pay", "pay.html.gz")
        True
    """
    return _NAMED.search(name) is not None or _START.match(text) is not None


def unread_kind(text: str) -> str | None:
    """Return what kind of text a file is, and what to do about it, if it begins like XML or PC-Axis, which are not read.

    Examples:
        >>> unread_kind('<?xml version="1.0"?><rss><channel></channel></rss>')
        'a feed in XML, which is not read. Save the pages of its postings, or their table as CSV or JSON.'
        >>> unread_kind("<5 years,amount"), unread_kind("city,amount")
        (None, None)
    """
    if _PC_AXIS.match(text):
        return "PC-Axis, which is not read. Save the table as CSV or XLSX."
    if looks_like_html(text) or not _XML.match(text):
        return None
    if _SHEET_OF_XML.search(text):
        return "a workbook in the XML of Excel 2003, which is not read. Save it as .xlsx."
    if _FEED.search(text):
        return (
            "a feed in XML, which is not read. Save the pages of its postings, or their table as CSV or JSON."
        )
    return "XML, which is not read. Save its table as CSV, JSON, Parquet or a workbook."


def read_html(text: str, name: str) -> Document:
    """Return the lines, the tables and the JSON of a page, with entities decoded, without scripts and styles.

    Raises:
        SourceError: if it exceeds the budget of a page.

    Examples:
        >>> page = read_html("<h2>Pay</h2><table><tr><td>Kiel<td>&euro;5</table>", "page.html")
        >>> page.lines, page.tables[0].names
        (('Pay', 'Kiel', '€5'), ['Kiel', '€5'])
    """
    page = Page()
    parse_html(text, page, name)
    page.end_line()
    objects = [
        value for script, line in _with_lines(page.scripts, text) for value in parse_script(script, line)
    ]
    return Document(
        name,
        tuple(page.lines),
        tuple(page.page_tables()),
        tuple(objects),
        page.notes(),
        is_page=True,
        markup=text if page.item_types else "",
        item_types=frozenset(page.item_types),
    )


def _with_lines(scripts: list[str], text: str) -> Iterator[tuple[str, int]]:
    """Yield the scripts of a page, each with its first line; if a script is not found in the text, it and all later ones share a line."""
    line, seen = 1, 0
    for script in scripts:
        at = text.find(f">{script}", seen) if seen >= 0 else -1
        line += text.count("\n", seen, at) if at >= 0 else 0
        yield script, line
        line += script.count("\n") if at >= 0 else 0
        seen = at + 1 + len(script) if at >= 0 else -1


def text_lines(text: str) -> list[str]:
    r"""Return the lines of a plain text or Markdown, without blank lines, rules and markup; tabs separate cells.

    Examples:
        >>> text_lines("## Pay\n\n| City | **Median** |\n|---|---|\nKiel\t5\n")
        ['Pay', 'City \t Median', 'Kiel\t5']
    """
    lines = (_without_marks(line.strip()).replace("|", "\t").strip() for line in text.splitlines())
    return [line for line in lines if not _RULE.fullmatch(line)]


def _without_marks(line: str) -> str:
    """Return a line without Markdown's marks for headings and bold text.

    Examples:
        >>> _without_marks("## Pay in C# ##"), _without_marks("**City**"), _without_marks("in C#")
        ('Pay in C#', 'City', 'in C#')
    """
    closed = line.rstrip("#")
    line = closed.rstrip() if closed[-1:].isspace() else line
    return line.lstrip("#").lstrip().replace("**", "").replace("__", "")


_CHUNK: Final = 1 << 12
# this element has no end tag, which libxml2 does not know
_OPTIONAL_BREAK: Final = re.compile(r"</?wbr\b[^<>]*+>", re.IGNORECASE)
_INSTEAD: Final = "Save its table as CSV or Parquet, or split it."


class Budget(NamedTuple):
    """What a page may cost.

    Attributes:
        elements: the most elements and attributes.
        passed: the most open elements that end tags may pass over in search of their start tags, for each character of the page.
        seconds: the most seconds of processor time.
    """

    elements: int = 1 << 22
    passed: int = 500
    seconds: float = 120.0


class Handler(Protocol):
    """What the parser calls with the parts of a page, in their order."""

    def start(self, tag: str, attrs: Mapping[str, str]) -> None:
        """Open an element; an attribute without a value has an empty one."""

    def end(self, tag: str) -> None:
        """Close an element; also called for an element whose end tag is missing."""

    def text(self, text: str) -> None:
        """Add the text between two tags, with entities decoded."""


def parse_html(text: str, handler: Handler, name: str, budget: Budget | None = None) -> None:
    """Call a handler for each element and each text of a page.

    Missing end tags are supplied, and comments are left out.

    Args:
        text: the page.
        handler: the object to call with the parts of the page.
        name: the name of the page in messages.
        budget: what the page may cost.

    Raises:
        SourceError: if it exceeds the budget, naming the limit.

    Examples:
        >>> class Shown:
        ...     def start(self, tag, attrs):
        ...         print("open", tag, dict(attrs))
        ...
        ...     def end(self, tag):
        ...         print("close", tag)
        ...
        ...     def text(self, text):
        ...         print(text)
        >>> parse_html("<html><body><p lang=de>&euro;<!-- x -->5", Shown(), "page.html")
        open html {}
        open body {}
        open p {'lang': 'de'}
        €5
        close p
        close body
        close html
    """
    from lxml.etree import HTMLParser, LxmlError

    budget = budget or Budget()
    bounded = _Bounded(handler, name, budget)
    parser = HTMLParser(target=bounded, huge_tree=True)
    text = _OPTIONAL_BREAK.sub("", text)
    passed, until = 0, time.thread_time() + budget.seconds
    try:
        for at in range(0, len(text), _CHUNK):
            parser.feed(text[at : at + _CHUNK])
            passed += text.count("</", at, at + _CHUNK) * bounded.depth
            if passed > budget.passed * len(text):
                bounded.refuse(f"leaves {bounded.depth:,} elements open")
            if time.thread_time() > until:
                bounded.refuse(f"takes more than {budget.seconds:g} seconds to read")
        parser.close()
    except LxmlError as error:
        raise SourceError(f"{name} is not a readable page: {error}", source=name) from error


class _Bounded:
    """Passes a parser's events on to a handler until the budget is spent; adjacent texts are joined."""

    def __init__(self, handler: Handler, name: str, budget: Budget) -> None:
        self._handler, self._name, self._budget = handler, name, budget
        self._elements = self.depth = 0
        self._texts: list[str] = []

    def start(self, tag: str, attrs: Mapping[str, str]) -> None:
        """Pass on an element that opens."""
        self._flush()
        self._elements += 1 + len(attrs)
        self.depth += 1
        if self._elements > self._budget.elements:
            self.refuse(f"has more than {self._budget.elements:,} elements and attributes")
        self._handler.start(tag, attrs)

    def end(self, tag: str) -> None:
        """Pass on an element that closes."""
        self._flush()
        self.depth -= 1
        self._handler.end(tag)

    def data(self, text: str) -> None:
        """Keep a piece of a text."""
        self._texts.append(text)

    def close(self) -> None:
        """Pass on the last text."""
        self._flush()

    def _flush(self) -> None:
        if self._texts:
            self._handler.text("".join(self._texts))
            self._texts.clear()

    def refuse(self, why: str) -> NoReturn:
        """Raise the error that says which limit the page exceeds."""
        raise SourceError(f"{self._name} is a page that {why}. {_INSTEAD}", source=self._name)
