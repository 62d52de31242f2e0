"""Reads HTML as lines of text, tables and the JSON of its scripts, and plain text and Markdown as lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.files.html import parse_html
from salarykit.files.json_text import parse_script
from salarykit.files.page import Page
from salarykit.files.raw import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["looks_like_html", "read_html", "text_lines"]

_RULE: Final = re.compile(r"[\s|:=-]*")
_NAMED: Final = re.compile(r"\.x?html?(?:\.[a-z0-9]{2,3})?\Z", re.IGNORECASE)  # optionally compressed
_START: Final = re.compile(
    r"""
    \s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*+  # comments, possessively, since there may be many
    <(?:!doctype\ html|html|head|body|table|div|section|main|article|h[1-6]|script|p|ul|meta)\b
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


def looks_like_html(text: str, name: str = "") -> bool:
    """Return whether a text begins like HTML, or its file has an extension of HTML.

    Examples:
        >>> looks_like_html("<!DOCTYPE html><title>x</title>"), looks_like_html("<5 years,amount")
        (True, False)
        >>> looks_like_html("Pay", "pay.html.gz")
        True
    """
    return _NAMED.search(name) is not None or _START.match(text) is not None


def read_html(text: str, name: str) -> Document:
    """Return the lines, the tables and the JSON of a page, with entities decoded, without scripts and styles.

    Raises:
        SourceError: if it costs more than a page may.

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
    """Yield the scripts of a page, each with its first line; once one is not found as it is written, all later ones have its line."""
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
