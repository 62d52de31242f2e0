"""Parses HTML with libxml2, in linear time and within a budget of elements and seconds."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn, Protocol

from salarykit.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Budget", "Handler", "parse_html"]

_CHUNK: Final = 1 << 12
_OPTIONAL_BREAK: Final = re.compile(
    r"</?wbr\b[^<>]*+>", re.IGNORECASE
)  # an element without an end, which libxml2 does not know
_INSTEAD: Final = "Save its table as CSV or Parquet, or split it."


class Budget(NamedTuple):
    """What a page may cost.

    Attributes:
        elements: the most elements and attributes.
        passed: the most open elements that end tags may pass over in search of theirs, for each character of the page.
        seconds: the most seconds of the processor.
    """

    elements: int = 1 << 22
    passed: int = 500
    seconds: float = 120.0


class Handler(Protocol):
    """What is told of the parts of a page, in their order."""

    def start(self, tag: str, attrs: Mapping[str, str]) -> None:
        """Open an element; an attribute without a value has an empty one."""

    def end(self, tag: str) -> None:
        """Close the element, which is closed whether or not the page has its end tag."""

    def text(self, text: str) -> None:
        """Add the text between two tags, with entities decoded."""


def parse_html(text: str, handler: Handler, name: str, budget: Budget | None = None) -> None:
    """Tell a handler of the elements and texts of a page.

    Missing end tags are supplied, and comments left out.

    Args:
        text: the page.
        handler: what is told of it.
        name: the name of the page in messages.
        budget: what the page may cost.

    Raises:
        SourceError: if it costs more, naming the limit.

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
    """Passes a parser's events on to a handler until the budget is spent; adjacent texts are one."""

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
        """Say which limit the page exceeds."""
        raise SourceError(f"{self._name} is a page that {why}. {_INSTEAD}", source=self._name)
