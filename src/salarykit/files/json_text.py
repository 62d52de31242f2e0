"""Parses JSON, JSON Lines and the JSON in the scripts of a page."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from salarykit.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Broken",
    "Repeated",
    "check_values",
    "looks_like_json",
    "parse_json",
    "parse_script",
    "repeated_name",
]

_SHOWN: Final = 80
_BYTES: Final = {"{": 100, "[": 60, ",": 32, "\n": 150}
"""By a character at its beginning or end, about how many bytes of memory a value takes; a line may be an invalid value."""
# bytes of memory that the values may take for each byte of the budget; usual records take seven
_TIMES: Final = 16
# optionally compressed
_NAMED: Final = re.compile(r"\.(?:json|jsonl|ndjson|jsonld)(?:\.[a-z0-9]{2,3})?\Z", re.IGNORECASE)
_STRING: Final = r'"(?:[^"\\]++|\\.)*+"?'
_COMMENT: Final = re.compile(
    rf"({_STRING})|(?:(?://|/\*)\s*+|(?<!\s)\s++)?+<!\[CDATA\[(?:\s*+\*/)?|/\*(?:.*?\*/|.*)|//[^\n]*|<!--|-->|\]\]>",
    re.DOTALL,
)
_COMMA: Final = re.compile(rf"({_STRING})|,(?=\s*[}}\]])", re.DOTALL)
_BETWEEN: Final = re.compile(r"[\s;,\ufeff]*")


class Broken(NamedTuple):
    """A value that is not valid JSON: its text, the line of the error, and the error."""

    text: str
    line: int
    why: str

    @property
    def message(self) -> str:
        """The line and the reason in a sentence."""
        return f"line {self.line}: not readable as JSON: {self.why[:_SHOWN]}."


class Repeated(dict[str, Any]):
    """An object in which a name occurs twice with different values; it holds the last, as with every JSON parser."""

    __slots__ = ("name",)

    def __init__(self, values: dict[str, Any], name: str) -> None:
        super().__init__(values)
        self.name = name


def looks_like_json(text: str, name: str = "") -> bool:
    """Return whether a text begins like a JSON object or list, or its file has an extension of JSON.

    Examples:
        >>> looks_like_json(' [{"a": 1}]'), looks_like_json("[city],amount")
        (True, False)
        >>> looks_like_json("city", "pay.jsonl.gz")
        True
    """
    if _NAMED.search(name):
        return True
    start = text.lstrip("\ufeff \t\r\n")
    inside = start[1:].lstrip()[:1]
    return (start[:1] == "{" and inside in ('"', "}")) or (
        start[:1] == "[" and bool(inside) and inside in '[{"]-0123456789tfn'
    )


def check_values(text: str, budget: int, name: str) -> None:
    """Refuse a JSON text whose values may take much more memory than itself, before it is parsed.

    Args:
        text: the text.
        budget: the most bytes that a text may have.
        name: the name of the file in messages.

    Raises:
        SourceError: if there are too many values.

    Examples:
        >>> check_values("[" + "{}," * 1000 + "{}]", 1000, "pay.json")
        Traceback (most recent call last):
        salarykit.errors.SourceError: pay.json has so many values that they take more than 16,000 bytes of memory. Raise
        max_bytes=, save it as Parquet or CSV, or split it.
    """
    if sum(size * text.count(character) for character, size in _BYTES.items()) > _TIMES * budget:
        raise SourceError(
            f"{name} has so many values that they take more than {_TIMES * budget:,} bytes of memory. Raise max_bytes=, "
            "save it as Parquet or CSV, or split it.",
            source=name,
        )


def parse_json(text: str, name: str) -> list[Any]:
    r"""Return the values of a JSON text: the items of its list, its one object, or one for each line.

    Returns:
        The values; for JSON Lines, a `Broken` for each invalid line.

    Raises:
        SourceError: if it is not valid JSON, with the line.

    Examples:
        >>> parse_json('{"a": 1}\n{"a": 2}\n', "pay.jsonl")
        [{'a': 1}, {'a': 2}]
    """
    text = text.lstrip("\ufeff \t\r\n")
    try:
        whole = _loads(text)
    except (RecursionError, ValueError) as error:
        lines = [
            _line(line, number) for number, line in enumerate(text.splitlines(), start=1) if line.strip()
        ]
        records = sum(isinstance(line, dict) for line in lines)
        if len(lines) < 2 or 2 * records < len(lines):  # noqa: PLR2004 - JSON Lines has several lines, at least half of them valid
            broken = _broken(text, error)
            raise SourceError(f"{name}, {broken.message}", source=name) from None
        return lines
    return whole if isinstance(whole, list) else [whole]


def parse_script(text: str, first: int = 1) -> list[Any]:
    r"""Return the values of the JSON in a script of a page, read as leniently as browsers do.

    Strings may contain line breaks. Comments, commas before a closing bracket, `<!-- -->`, CDATA and semicolons are skipped. Several
    values may follow each other.

    Args:
        text: the text of the script.
        first: its first line in the page.

    Returns:
        The values, with lists replaced by their items; at the first error, a `Broken` for the rest.

    Examples:
        >>> parse_script('<!-- {"a": "x\ny",} --> {"a": 2};')
        [{'a': 'x\ny'}, {'a': 2}]
        >>> parse_script('{"a": 1}\n{"a" 2}', first=7)[1].message
        "line 8: not readable as JSON: Expecting ':' delimiter."
    """
    try:
        values = [_loads(text)]
    except (RecursionError, ValueError):
        bare = _COMMENT.sub(lambda match: match[1] or "\n" * match[0].count("\n"), text)
        values = list(_values(_COMMA.sub(lambda match: match[1] or "", bare), text, first))
    return [item for value in values for item in (value if isinstance(value, list) else [value])]


def _values(bare: str, text: str, first: int) -> Iterator[Any]:
    """Yield the values of a text up to the first error, which is yielded as a `Broken`."""
    decode = json.JSONDecoder(strict=False, object_pairs_hook=_object).raw_decode
    at = _end_of_gap(bare, 0)
    while at < len(bare):
        try:
            value, at = decode(bare, at)
        except (RecursionError, ValueError) as error:
            yield _broken(text, error, first)
            return
        yield value
        at = _end_of_gap(bare, at)


def _end_of_gap(text: str, at: int) -> int:
    """Return where the next value begins."""
    gap = _BETWEEN.match(text, at)
    return gap.end() if gap else at


def _loads(text: str) -> Any:
    return json.loads(text, strict=False, object_pairs_hook=_object)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object, as a `Repeated` if a name occurs twice with different values."""
    values = dict(pairs)
    if len(values) == len(pairs):
        return values
    before: dict[str, Any] = {}
    for name, value in pairs:
        if before.setdefault(name, value) != value:
            return Repeated(values, name)
    return values


def repeated_name(value: Any) -> str | None:
    """Return a name that an object, or one nested in it, repeats with another value; None if there is none.

    Examples:
        >>> [record] = parse_json('{"city": "Rome", "pay": {"value": 1, "value": 2}}', "pay.json")
        >>> repeated_name(record), repeated_name({"city": "Rome"})
        ('value', None)
    """
    left = [value]
    while left:
        node = left.pop()
        if isinstance(node, Repeated):
            return node.name
        if isinstance(node, dict | list):
            left += node.values() if isinstance(node, dict) else node
    return None


def _line(line: str, number: int) -> Any:
    try:
        return _loads(line.lstrip("\ufeff"))  # concatenated files have it inside
    except (ValueError, RecursionError) as error:
        return _broken(line, error, number)


def _broken(text: str, error: ValueError | RecursionError, first: int = 1) -> Broken:
    """Return the error of a text that begins in a given line."""
    if isinstance(error, json.JSONDecodeError):
        return Broken(text, first + error.lineno - 1, error.msg)
    return Broken(text, first, str(error))
